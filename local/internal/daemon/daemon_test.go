//go:build unix

package daemon

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/local/internal/filelock"
)

// TestPIDs reads nothing to which a signal would reach other processes than the one that wrote it.
func TestPIDs(t *testing.T) {
	for text, want := range map[string]bool{"2": true, "12345": true, "0": true, "1": false, "-1": false, "-12345": false, "": false, "12x": false} {
		if pid, ok := parse(text); ok != want || ok && strconv.Itoa(pid) != text {
			t.Errorf("%q: %d, %t", text, pid, ok)
		}
	}
}

// TestSpawn starts a process that writes its id when it gets a line, and ends with the next.
func TestSpawn(t *testing.T) {
	d := Daemon{t.TempDir()}
	log, address := filepath.Join(d.Dir, "log"), filepath.Join(d.Dir, "address")
	for name, text := range map[string]string{log: "before\n", address: "stale", d.PIDFile(): "1000000000"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if d.Running() || d.PID() != 0 {
		t.Errorf("process %d of a crash counts", d.PID())
	}
	command := func() (*exec.Cmd, *os.File) {
		in, lines, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _, _ = in.Close(), lines.Close() })
		cmd := exec.CommandContext(t.Context(), "sh", "-c", "read line; printf %s $$ > pid; echo started; read line")
		cmd.Dir, cmd.Stdin = d.Dir, in
		return cmd, lines
	}
	cmd, lines := command()
	if err := d.Spawn(cmd, log, os.O_APPEND, address); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(address); !d.Running() || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("running: %t; the stale address: %v", d.Running(), err)
	}
	other, _ := command()
	if err := d.Spawn(other, log, os.O_TRUNC); !errors.Is(err, filelock.ErrLocked) {
		t.Errorf("a second one: %v", err)
	}
	pid := make(chan int)
	go func() { pid <- d.PID() }() // waits until it is written
	_, _ = lines.WriteString("go\n")
	if got := <-pid; got != cmd.Process.Pid {
		t.Errorf("process %d, want %d", got, cmd.Process.Pid)
	}
	_, _ = lines.WriteString("end\n")
	for d.Running() { // the test's own time limit is the bound
		time.Sleep(time.Millisecond)
	}
	if text, err := os.ReadFile(log); err != nil || !strings.HasPrefix(string(text), "before\nstarted\n") || d.PID() != 0 {
		t.Errorf("%q, %v; process %d", text, err, d.PID())
	}
}
