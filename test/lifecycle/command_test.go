package lifecycle

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/stage"
)

// TestLocal runs the local command as a user does: up, Ctrl-C in the middle, up again, a crash of
// the emulator, down.
func TestLocal(t *testing.T) {
	t.Parallel()
	clone := copyClone(t)
	e := stage.New(t, clone)
	port := e.Port

	if code, output := local(t, clone, port, "status"); code == 0 || !strings.Contains(output, "runs none") {
		t.Errorf("status before anything else: exit %d\n%s", code, output)
	}
	if code, output := local(t, clone, port, "down"); code != 0 || !strings.Contains(output, "nothing to take down") {
		t.Errorf("down before up: exit %d\n%s", code, output)
	}
	step(t, "interrupted", func() {
		cmd, output := command(t, clone, port, "up")
		must(t, cmd.Start())
		done := make(chan struct{})
		var err error
		go func() { err = cmd.Wait(); close(done) }()
		// two more stacks follow: it is not over soon
		output.WaitFor(t, "network-dev: deploying...", done)
		// to all in the foreground, as a terminal does
		must(t, syscall.Kill(-cmd.Process.Pid, syscall.SIGINT))
		<-done
		var exit *exec.ExitError
		if !errors.As(err, &exit) || !strings.Contains(output.String(), "interrupted") {
			t.Errorf("up, interrupted: %v\n%s", err, output)
		}
	})
	step(t, "continued", func() {
		code, output := local(t, clone, port, "up")
		wantUp(t, code, output, "stage dev is up")
	})
	step(t, "unchanged", func() {
		code, output := local(t, clone, port, "up")
		wantUp(t, code, output, "nothing changed")
		code, output = local(t, clone, port, "status")
		if fronts := fmt.Sprintf("front ends: process %d", deployed.PID(e)); code != 0 || !strings.Contains(output, fronts) {
			t.Errorf("status: exit %d, want 0 and %q\n%s", code, fronts, output)
		}
		checkListeners(t, deployed.PID(e))
	})
	step(t, "killed front ends", func() {
		must(t, syscall.Kill(deployed.PID(e), syscall.SIGKILL))
		for deployed.PID(e) != 0 { // the kernel takes a moment; the test's own time limit is the bound
			time.Sleep(time.Millisecond)
		}
		if code, output := local(t, clone, port, "status"); code == 0 {
			t.Errorf("status without front ends: exit %d\n%s", code, output)
		}
		code, output := local(t, clone, port, "up")
		wantUp(t, code, output, "nothing changed")
	})
	step(t, "crashed emulator", func() {
		must(t, syscall.Kill(e.PID(), syscall.SIGKILL))
		for e.PID() != 0 { // the kernel takes a moment; the test's own time limit is the bound
			time.Sleep(time.Millisecond)
		}
		if code, output := local(t, clone, port, "status"); code == 0 {
			t.Errorf("status of a crashed emulator: exit %d\n%s", code, output)
		}
		aboutToEnd(t, e) // as up would find it a moment earlier
		code, output := local(t, clone, port, "up")
		wantUp(t, code, output, "stage dev is up")
	})
	step(t, "down", func() {
		code, output := local(t, clone, port, "down")
		if code != 0 || !strings.Contains(output, "no stack, function, load balancer or bucket is left") {
			t.Errorf("down: exit %d\n%s", code, output)
		}
		if e.PID() != 0 {
			t.Error("down left the emulator running")
		}
		if deployed.PID(e) != 0 {
			t.Error("down left the front ends running")
		}
		if _, err := os.Stat(e.Dir); !os.IsNotExist(err) {
			t.Errorf("down left %s: %v", e.Dir, err)
		}
	})
	step(t, "down of an emulator that is about to end", func() {
		must(t, os.MkdirAll(e.Dir, 0o755))
		aboutToEnd(t, e)
		code, output := local(t, clone, port, "down")
		if _, err := os.Stat(e.Dir); code != 0 || !strings.Contains(output, "nothing to take down") || !os.IsNotExist(err) {
			t.Errorf("exit %d, %v\n%s", code, err, output)
		}
	})
}

// aboutToEnd leaves an emulator, which does not run, as one that somebody has just killed: its lock
// and its process id are there until it gets a request.
func aboutToEnd(t *testing.T, e *emulator.Emulator) {
	t.Helper()
	alive, err := os.Create(filepath.Join(e.Dir, "alive"))
	must(t, err)
	must(t, syscall.Flock(int(alive.Fd()), syscall.LOCK_EX))
	// over the largest process id: nobody has it
	must(t, os.WriteFile(filepath.Join(e.Dir, "pid"), []byte("1000000000"), 0o600))
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", e.Port))
	must(t, err)
	t.Cleanup(func() { _, _ = listener.Close(), alive.Close() })
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return // the test is over
		}
		_, _, _ = listener.Close(), alive.Close(), conn.Close()
	}()
}

func TestLocalSaysThatThePortIsTaken(t *testing.T) {
	t.Parallel()
	clone := copyClone(t)
	other, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer other.Close()
	port := other.Addr().(*net.TCPAddr).Port
	code, output := local(t, clone, port, "up")
	if want := fmt.Sprintf("port %d on 127.0.0.1 is taken by another program", port); code == 0 || !strings.Contains(output, want) {
		t.Errorf("exit %d, want a failure that says %q:\n%s", code, want, output)
	}

	stranger := start(t, copyClone(t))
	code, output = local(t, clone, stranger.Port, "up")
	if want := "is taken by a MiniStack that this clone did not start"; code == 0 || !strings.Contains(output, want) {
		t.Errorf("exit %d, want a failure that says %q:\n%s", code, want, output)
	}
	if code, output := local(t, clone, stranger.Port, "down"); code != 0 || !strings.Contains(output, "nothing to take down") {
		t.Errorf("down on another clone's port: exit %d\n%s", code, output)
	}
	if stranger.PID() == 0 {
		t.Error("down stopped another clone's emulator")
	}
}

func TestLocalRejectsAWrongCommandLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{}, "no command"},
		{[]string{"upp"}, `there is no command "upp"`},
		{[]string{"status", "--port", "0"}, "--port 0 is outside 1..65535"},
		{[]string{"status", "--stage", "../x"}, `--stage "../x" is not a stage name`},
		{[]string{"status", "-c", "protect"}, "KEY=VALUE"},
		{[]string{"status", "prod"}, `"prod" is not a flag`},
	} {
		cmd := exec.CommandContext(t.Context(), "go", append([]string{"run", "./local"}, c.args...)...)
		cmd.Dir = root
		output, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(output), c.want) || !strings.Contains(string(output), "exit status 2") {
			t.Errorf("local %q: %v, want exit 2 and %q:\n%s", c.args, err, c.want, output)
		}
	}
}

func wantUp(t *testing.T, code int, output, end string) {
	t.Helper()
	for _, want := range []string{`"integrationType": "apigw"`, `"integrationType": "alb"`, "http://127.0.0.1:", end} {
		if code != 0 || !strings.Contains(output, want) {
			t.Fatalf("up: exit %d, want 0 and %q:\n%s", code, want, output)
		}
	}
}

// command prepares `go run ./local` in a process group of its own.
func command(t *testing.T, clone string, port int, args ...string) (*exec.Cmd, *stage.Output) {
	t.Helper()
	args = append([]string{"run", "./local"}, args...)
	cmd := exec.CommandContext(t.Context(), "go", append(args, "--port", strconv.Itoa(port))...)
	cmd.Dir = clone
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out := &stage.Output{}
	cmd.Stdout, cmd.Stderr = out, out
	return cmd, out
}

// local runs a command to its end.
func local(t *testing.T, clone string, port int, args ...string) (code int, output string) {
	t.Helper()
	cmd, out := command(t, clone, port, args...)
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String()
}
