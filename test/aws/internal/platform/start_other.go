//go:build !linux

package platform

import (
	"os"
	"os/exec"
	"runtime"
)

// runWithParent runs a command. If this process is killed, the command goes on.
func runWithParent(cmd *exec.Cmd) error { return cmd.Run() }

// interrupt lets a process end, as by Ctrl-C. Windows sends Ctrl-C to all processes of a console,
// and no signal to one of them: it is ended.
func interrupt(process *os.Process) error {
	if runtime.GOOS == "windows" {
		return process.Kill()
	}
	return process.Signal(os.Interrupt)
}
