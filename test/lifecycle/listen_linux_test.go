package lifecycle

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checkListeners checks that all that a process and its session listen on is 127.0.0.1. It reads
// /proc.
func checkListeners(t *testing.T, session int) {
	t.Helper()
	sockets := socketsOf(t, session)
	found := 0
	for _, table := range []string{"tcp", "tcp6"} {
		text, err := os.ReadFile("/proc/net/" + table)
		if os.IsNotExist(err) {
			continue // a machine without IPv6
		}
		must(t, err)
		for line := range strings.Lines(string(text)) {
			fields := strings.Fields(line) // sl local remote state ... inode is the tenth
			const listening = "0A"
			if len(fields) < 10 || fields[3] != listening || !sockets["socket:["+fields[9]+"]"] {
				continue
			}
			found++
			const loopback = "0100007F:" // 127.0.0.1, in this machine's byte order
			if !strings.HasPrefix(fields[1], loopback) {
				t.Errorf("the emulator listens on %s, which is not 127.0.0.1", fields[1])
			}
		}
	}
	if found == 0 {
		t.Error("no listening socket found: the check sees nothing")
	}
}

// socketsOf lists what the processes of a session have open.
func socketsOf(t *testing.T, session int) map[string]bool {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	must(t, err)
	open := map[string]bool{}
	for _, stat := range stats {
		text, err := os.ReadFile(stat)
		if err != nil {
			continue // it ended meanwhile
		}
		_, after, _ := strings.Cut(string(text), ") ") // state, parent, group, session
		fields := strings.Fields(after)
		if len(fields) < 4 || fields[3] != fmt.Sprint(session) {
			continue
		}
		links, err := filepath.Glob(filepath.Join(filepath.Dir(stat), "fd", "*"))
		must(t, err)
		for _, link := range links {
			if target, err := os.Readlink(link); err == nil {
				open[target] = true
			}
		}
	}
	return open
}
