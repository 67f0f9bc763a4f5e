package faults

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/local/setup"
	"example.com/alb-lambda/test/internal/clone"
	"example.com/alb-lambda/test/internal/stage"
)

// A victim is the local command in a copy of the clone, to be killed: with all that it started, and
// without a warning.
type victim struct {
	*testing.T
	clone, program string
	e              *emulator.Emulator
}

func newVictim(t *testing.T) *victim {
	t.Helper()
	v := &victim{T: t, clone: t.TempDir()}
	stage.Must(t, clone.Copy(t.Context(), root, v.clone))
	stage.Must(t, setup.Build(t.Context(), v.clone, func(string) {}))
	v.program = filepath.Join(v.clone, setup.Program)
	v.e = stage.New(t, v.clone)
	return v
}

// A run is one that has begun of the command.
type run struct {
	*victim
	command string
	cmd     *exec.Cmd
	output  *stage.Output
	done    chan struct{} // closed when it has ended
	err     error         // how it ended
}

// start starts the command in a process group of its own.
func (v *victim) start(command string) *run {
	v.Helper()
	r := &run{victim: v, command: command, output: &stage.Output{}, done: make(chan struct{})}
	r.cmd = exec.CommandContext(v.Context(), v.program, command, "--port", strconv.Itoa(v.e.Port))
	r.cmd.Dir = v.clone
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	r.cmd.Stdout, r.cmd.Stderr = r.output, r.output
	stage.Must(v.T, r.cmd.Start())
	go func() {
		r.err = r.cmd.Wait()
		close(r.done)
	}()
	return r
}

// kill ends the command and all that it started, and reports whether it was still at work. A
// command that ended in the moment before is as good a case as any: what follows has to work after
// it too.
func (r *run) kill() (atWork bool) {
	r.Helper()
	_ = syscall.Kill(-r.cmd.Process.Pid, syscall.SIGKILL)
	<-r.done
	var exit *exec.ExitError
	if r.err != nil && !errors.As(r.err, &exit) {
		r.Fatal(r.err)
	}
	r.Logf("%s, killed after %d lines of output; at work: %t", r.command, r.output.Lines(), r.err != nil)
	return r.err != nil
}

// killAt kills the command when it has written a text.
func (v *victim) killAt(command, moment string) (atWork bool) {
	v.Helper()
	r := v.start(command)
	r.output.WaitFor(v.T, moment, r.done)
	return r.kill()
}

// killAfter kills the command when it has written so many lines, unless it ends before that.
func (v *victim) killAfter(command string, lines int) (atWork bool) {
	v.Helper()
	r := v.start(command)
	r.output.Until(func() bool { return r.output.Lines() >= lines }, r.done)
	return r.kill()
}

// crash ends the emulator in the middle of up. The toolkit would try to reach it for a minute: up
// is killed too.
func (v *victim) crash(moment string) {
	v.Helper()
	r := v.start("up")
	r.output.WaitFor(v.T, moment, r.done)
	pid := v.e.PID()
	if pid == 0 {
		v.Fatal("no emulator runs")
	}
	stage.Must(v.T, syscall.Kill(pid, syscall.SIGKILL))
	r.kill()
}

// run runs the command to its end, which is to be good, and returns its output.
func (v *victim) run(command string, wants ...string) (output string) {
	v.Helper()
	r := v.start(command)
	<-r.done
	if r.err != nil {
		v.Fatalf("%s: %v\n%s", command, r.err, r.output)
	}
	for _, want := range wants {
		if !strings.Contains(r.output.String(), want) {
			v.Fatalf("%q is not in the output of %s:\n%s", want, command, r.output)
		}
	}
	return r.output.String()
}

func (v *victim) up() {
	v.Helper()
	v.run("up", `"integrationType": "apigw"`, `"integrationType": "alb"`)
}

const allDown, noneLeft = "no stack, function, load balancer or bucket is left", "nothing to take down"

// downAgain takes down what is left by one that was killed: perhaps nothing, if that was in its
// last moment, and certainly nothing if it had ended before.
func (v *victim) downAgain(atWork bool) {
	v.Helper()
	output := v.run("down")
	if !strings.Contains(output, noneLeft) && (!atWork || !strings.Contains(output, allDown)) {
		v.Fatalf("after a down that was at work when it was killed: %t\n%s", atWork, output)
	}
}

// TestKilled kills the command at several moments, one after the other, and the emulator too. The
// next up continues from there, and so does the next down.
func TestKilled(t *testing.T) {
	t.Parallel()
	v := newVictim(t)
	for _, moment := range []string{"starting the emulator", "cdk bootstrap", "echo-api-dev: deploying..."} {
		v.killAt("up", moment)
	}
	v.crash("alb-lambda-dev: deploying...")
	v.killAt("up", "alb-lambda-dev: deploying...")
	v.up()
	v.downAgain(v.killAt("down", "alb-lambda-dev: destroying..."))
}

// TestKilledAtManyMoments kills up, and then down, after some lines of output, where TestKilled has
// no name for the moment. With -long it does so some lines later each time, until they end before
// that.
func TestKilledAtManyMoments(t *testing.T) {
	t.Parallel()
	v := newVictim(t)
	if !*long {
		v.killAfter("up", 200)
		v.up()
		v.downAgain(v.killAfter("down", 40))
		return
	}
	const step = 2
	v.up() // so that the emulator runs, bootstrapped
	v.run("down", allDown)
	for lines, atWork := 1, true; atWork; lines += step {
		if atWork = v.killAfter("up", lines); atWork {
			v.up()
		}
		v.run("down", allDown)
	}
	for lines, atWork := 1, true; atWork; lines += step {
		v.up()
		atWork = v.killAfter("down", lines)
		v.downAgain(atWork)
	}
}
