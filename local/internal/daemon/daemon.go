//go:build unix

package daemon

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"example.com/alb-lambda/local/internal/filelock"
)

// A Daemon is one process, running or not. It holds a lock on a file for as long as it lives, so
// that a process id from before a crash is never trusted.
type Daemon struct {
	// Dir has its lock and its process id, which it writes itself.
	Dir string
}

// AliveFile is what a running process has the lock of, as file 3.
func (d Daemon) AliveFile() string { return filepath.Join(d.Dir, "alive") }

// PIDFile is where it writes its process id.
func (d Daemon) PIDFile() string { return filepath.Join(d.Dir, "pid") }

// Running reports whether some process has the lock.
func (d Daemon) Running() bool { return !filelock.Free(d.AliveFile()) }

// pidTimeout is the time in which a process has to write its id.
const pidTimeout = time.Minute

// PID is the process id of the running process, and 0 if it does not run, or writes that it is not
// a process of its own. One that has just been started, by a command that may have ended, is given
// time to write it.
func (d Daemon) PID() int {
	for until := time.Now().Add(pidTimeout); d.Running() && time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
		text, err := os.ReadFile(d.PIDFile())
		if err != nil {
			continue
		}
		if pid, ok := parse(string(text)); ok {
			return pid
		}
	}
	return 0
}

// parse reads a process id, or 0. A signal to the process 1 would go to the machine's first one,
// and a signal to its group, or to what is less than 0, to other processes than ours: kill(2).
func parse(text string) (pid int, ok bool) {
	pid, err := strconv.Atoi(text)
	return pid, err == nil && (pid == 0 || pid > 1)
}

// Spawn starts the command as this process, in a session of its own. The command must not depend on
// a context that ends. Its output goes to the log, which is opened with the flags; the stale files
// of the process before are removed.
func (d Daemon) Spawn(cmd *exec.Cmd, log string, flags int, stale ...string) error {
	alive, err := filelock.Try(d.AliveFile())
	if err != nil {
		return err
	}
	defer alive.Close()
	for _, file := range append(stale, d.PIDFile()) {
		if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	output, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|flags, 0o644)
	if err != nil {
		return err
	}
	defer output.Close()
	cmd.Stdout, cmd.Stderr = output, output
	cmd.ExtraFiles = []*os.File{alive} // the lock lives as long as the process
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // so that it is no zombie if it ends before this process
	return nil
}
