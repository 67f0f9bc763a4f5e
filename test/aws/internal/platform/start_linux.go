package platform

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// runWithParent runs a command that ends with this process, however that ends. The signal comes
// when the thread ends that started it: the thread is kept. Ctrl-C reaches this process alone,
// which passes it on.
// https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
func runWithParent(cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM, Setpgid: true}
	ended := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		ended <- cmd.Run()
	}()
	return <-ended
}

// interrupt lets a process end, as by Ctrl-C.
func interrupt(process *os.Process) error { return process.Signal(os.Interrupt) }
