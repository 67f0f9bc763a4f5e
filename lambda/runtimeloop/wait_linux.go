package runtimeloop

import (
	"net"
	"syscall"
	"time"
)

// patience is how long a read waits in the kernel before Go waits for it.
const patience = 20 * time.Millisecond

// waitInKernel lets a read wait in the kernel first. What is expected comes soon, mostly, and then
// that takes one call of the system in place of three and a change of threads: a sixth of the
// processor time of a small event. What takes longer is waited for as ever, so that a deadline ends
// it, at the latest when the patience has.
//
// Where the system does not allow that, all reads wait as ever.
func waitInKernel(conn *net.TCPConn) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return // a connection that is closed
	}
	_ = raw.Control(func(fd uintptr) {
		timeout := syscall.NsecToTimeval(patience.Nanoseconds())
		if syscall.SetsockoptTimeval(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &timeout) == nil {
			_ = syscall.SetNonblock(int(fd), false)
		}
	})
}

// aliveness returns a function that says whether the other side has not closed an idle connection,
// from which nothing is expected.
func aliveness(conn *net.TCPConn) func() bool {
	raw, _ := conn.SyscallConn() // fails for a connection that is none
	var b [1]byte
	open := false
	look := func(fd uintptr) bool {
		_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		open = err == syscall.EAGAIN
		return true
	}
	// fails for a connection that we have closed
	return func() bool { _ = raw.Read(look); return open }
}
