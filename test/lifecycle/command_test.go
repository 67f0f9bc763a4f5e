package lifecycle

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/alb-lambda/local/emulator"
)

// TestLocal runs the local command as a user does: up, Ctrl-C in the middle, up again, a crash of the emulator, down.
func TestLocal(t *testing.T) {
	t.Parallel()
	clone := copyClone(t)
	port, err := emulator.FreePort(t.Context())
	must(t, err)
	e := emulator.New(emulator.Config{Root: clone, Port: port})
	stopAfterwards(t, e)

	if code, said := local(t, clone, port, "status"); code == 0 || !strings.Contains(said, "runs none") {
		t.Errorf("status before all: exit %d\n%s", code, said)
	}
	if code, said := local(t, clone, port, "down"); code != 0 || !strings.Contains(said, "nothing to take down") {
		t.Errorf("down before up: exit %d\n%s", code, said)
	}

	t.Run("interrupted", func(t *testing.T) {
		cmd, said := command(t, clone, port, "up")
		must(t, cmd.Start())
		said.WaitFor(t, "alb-lambda-dev: deploying...", 5*time.Minute)
		must(t, syscall.Kill(-cmd.Process.Pid, syscall.SIGINT)) // to all in the foreground, as a terminal does
		var exit *exec.ExitError
		if err := cmd.Wait(); !errors.As(err, &exit) || !strings.Contains(said.String(), "interrupted") {
			t.Errorf("up, interrupted: %v\n%s", err, said)
		}
	})
	t.Run("picked up", func(t *testing.T) {
		code, said := local(t, clone, port, "up")
		wantUp(t, code, said, "stage dev is up")
	})
	t.Run("unchanged", func(t *testing.T) {
		code, said := local(t, clone, port, "up")
		wantUp(t, code, said, "nothing changed")
		if code, said := local(t, clone, port, "status"); code != 0 {
			t.Errorf("status: exit %d\n%s", code, said)
		}
	})
	t.Run("crashed emulator", func(t *testing.T) {
		must(t, syscall.Kill(e.PID(), syscall.SIGKILL))
		for deadline := time.Now().Add(10 * time.Second); e.PID() != 0; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal("the emulator survives SIGKILL")
			}
		}
		if code, said := local(t, clone, port, "status"); code == 0 {
			t.Errorf("status of a crashed emulator: exit %d\n%s", code, said)
		}
		code, said := local(t, clone, port, "up")
		wantUp(t, code, said, "stage dev is up")
	})
	t.Run("down", func(t *testing.T) {
		code, said := local(t, clone, port, "down")
		if code != 0 || !strings.Contains(said, "no stack, function, load balancer or bucket is left") {
			t.Errorf("down: exit %d\n%s", code, said)
		}
		if e.PID() != 0 {
			t.Error("down left the emulator running")
		}
		if _, err := os.Stat(e.Dir); !os.IsNotExist(err) {
			t.Errorf("down left %s: %v", e.Dir, err)
		}
	})
}

func TestLocalSaysThatThePortIsTaken(t *testing.T) {
	t.Parallel()
	clone := copyClone(t)
	other, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer other.Close()
	port := other.Addr().(*net.TCPAddr).Port
	code, said := local(t, clone, port, "up")
	if want := fmt.Sprintf("port %d on 127.0.0.1 is taken by another program", port); code == 0 || !strings.Contains(said, want) {
		t.Errorf("exit %d, want a failure that says %q:\n%s", code, want, said)
	}

	stranger := start(t, copyClone(t))
	code, said = local(t, clone, stranger.Port, "up")
	if want := "is taken by a MiniStack that this clone did not start"; code == 0 || !strings.Contains(said, want) {
		t.Errorf("exit %d, want a failure that says %q:\n%s", code, want, said)
	}
	if code, said := local(t, clone, stranger.Port, "down"); code != 0 || !strings.Contains(said, "nothing to take down") {
		t.Errorf("down on another clone's port: exit %d\n%s", code, said)
	}
	if stranger.PID() == 0 {
		t.Error("down stopped another clone's emulator")
	}
}

func TestLocalRefusesAWrongCommandLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{}, "no command"},
		{[]string{"upp"}, `there is no command "upp"`},
		{[]string{"status", "--port", "0"}, "--port 0 is outside 1..65535"},
		{[]string{"status", "--stage", "../x"}, `--stage "../x" is no stage`},
		{[]string{"status", "-c", "protect"}, "KEY=VALUE"},
		{[]string{"status", "prod"}, `"prod" is not a flag`},
	} {
		cmd := exec.CommandContext(t.Context(), "go", append([]string{"run", "./local"}, c.args...)...)
		cmd.Dir = root
		said, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(said), c.want) || !strings.Contains(string(said), "exit status 2") {
			t.Errorf("local %q: %v, want exit 2 and %q:\n%s", c.args, err, c.want, said)
		}
	}
}

func wantUp(t *testing.T, code int, said, end string) {
	t.Helper()
	for _, want := range []string{`"integrationType": "apigw"`, `"integrationType": "alb"`, "http://127.0.0.1:", end} {
		if code != 0 || !strings.Contains(said, want) {
			t.Fatalf("up: exit %d, want 0 and %q:\n%s", code, want, said)
		}
	}
}

// command prepares `go run ./local` in a process group of its own.
func command(t *testing.T, clone string, port int, args ...string) (*exec.Cmd, *output) {
	t.Helper()
	args = append([]string{"run", "./local"}, args...)
	cmd := exec.CommandContext(t.Context(), "go", append(args, "--port", strconv.Itoa(port))...)
	cmd.Dir = clone
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	said := &output{}
	cmd.Stdout, cmd.Stderr = said, said
	return cmd, said
}

// local runs a command to its end.
func local(t *testing.T, clone string, port int, args ...string) (code int, said string) {
	t.Helper()
	cmd, out := command(t, clone, port, args...)
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String()
}
