package lifecycle

import (
	"bufio"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A shell stays open, as a user's does: what one command exports or assigns, the next one has.
type shell struct {
	in  io.Writer
	out *bufio.Reader
}

// endOfCommand is in no other output.
const endOfCommand = "\x00end "

// openShell opens a shell in a folder, with an environment. It is killed, with all that it started,
// when the test ends.
func openShell(t *testing.T, dir string, env []string) *shell {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "bash", "-o", "pipefail")
	cmd.Dir, cmd.Env = dir, env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	cmd.Stderr = cmd.Stdout
	must(t, cmd.Start())
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	return &shell{in, bufio.NewReader(out)}
}

// run runs a command to its end and returns its exit code and its output on both streams.
func (s *shell) run(t *testing.T, command string) (code int, output string) {
	t.Helper()
	start := time.Now()
	_, err := fmt.Fprintf(s.in, "{ %s\n} </dev/null\nprintf '\\0end %%d\\n' $?\n", command)
	must(t, err)
	var all strings.Builder
	for {
		line, err := s.out.ReadString('\n')
		before, number, found := strings.Cut(line, endOfCommand)
		all.WriteString(before)
		if found {
			code, err = strconv.Atoi(strings.TrimSpace(number))
			must(t, err)
			t.Logf("%5.1f s, exit %d: %s", time.Since(start).Seconds(), code, command)
			return code, all.String()
		}
		if err != nil {
			t.Fatalf("the shell ended at %s: %v\n%s", command, err, all.String())
		}
	}
}
