package deployed

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/local/internal/daemon"
)

// Command is the argument by which a program is told to call [Run].
const Command = "frontends"

// Start starts the front ends of an emulator in a process of their own, which is this program with
// the arguments "frontends --port N", and waits until they respond. It does nothing if they run,
// unless by an older program: that is replaced.
func Start(ctx context.Context, e *emulator.Emulator) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if process(e).Running() {
		if pid := PID(e); pid == noProcess || runs(pid, program) {
			return respond(ctx, e)
		}
		if err := Stop(ctx, e); err != nil {
			return err
		}
	}
	if err := spawn(ctx, e, program); err != nil {
		return fmt.Errorf("start the front ends: %w", err)
	}
	return respond(ctx, e)
}

// respond waits until the front ends respond.
func respond(ctx context.Context, e *emulator.Emulator) error {
	for {
		_, err := e.FrontEnds(ctx)
		if err == nil {
			return nil
		}
		if !process(e).Running() {
			return fmt.Errorf("the front ends ended while they started; their log, %s, says why", LogFile(e))
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func spawn(ctx context.Context, e *emulator.Emulator, program string) error {
	// Not with the caller's context: they outlive the command that starts them.
	cmd := exec.CommandContext(context.WithoutCancel(ctx), program, Command, "--port", strconv.Itoa(e.Port))
	cmd.Dir = e.Root
	return process(e).Spawn(cmd, LogFile(e), os.O_APPEND, e.AddressFile())
}

// Run serves the front ends of an emulator until the context or the emulator ends. It is for the
// process that [Start] starts, which has the lock already.
func Run(ctx context.Context, e *emulator.Emulator) error {
	s, err := serve(ctx, e, Options{Log: os.Stdout}, os.NewFile(3, "alive"), os.Getpid())
	if err != nil {
		return err
	}
	for e.PID() != 0 && ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	return s.Close()
}

// Stop ends the process that [Start] started. It does nothing if there is none.
func Stop(ctx context.Context, e *emulator.Emulator) error {
	pid := PID(e)
	if pid == noProcess {
		return nil
	}
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("stop the front ends, process %d: %w", pid, err)
	}
	for until := time.Now().Add(stopTimeout); process(e).Running(); {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(10 * time.Millisecond):
		}
		if time.Now().After(until) {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it is waited for
		}
	}
	return nil
}

// stopTimeout is more than the requests that run are given.
const stopTimeout = 8 * time.Second

// noProcess is the process id where there is none: nothing is served, or by a test.
const noProcess = 0

// PID is the process that [Start] started, or 0. One that has just been started is given time to
// write its process id.
func PID(e *emulator.Emulator) int { return process(e).PID() }

func process(e *emulator.Emulator) daemon.Daemon { return daemon.Daemon{Dir: e.FrontEndsDir()} }

// runs reports whether a process runs this very program, and not one that was there before it was
// compiled again: proc_pid_exe(5).
func runs(pid int, program string) bool {
	is, err := os.Stat(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil {
		return false
	}
	want, err := os.Stat(program)
	return err == nil && os.SameFile(is, want)
}
