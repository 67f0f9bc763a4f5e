//go:build unix && !linux

package runtimeloop

import (
	"net"
	"syscall"
)

// aliveness returns a function that says whether the other side has not closed an idle connection,
// from which nothing is expected.
func aliveness(conn *net.TCPConn) func() bool {
	raw, _ := conn.SyscallConn() // fails for a connection that is none
	var b [1]byte
	open := false
	look := func(fd uintptr) bool {
		_, err := syscall.Read(int(fd), b[:]) // does not block: Go's sockets never do
		open = err == syscall.EAGAIN
		return true
	}
	// fails for a connection that we have closed
	return func() bool { _ = raw.Read(look); return open }
}
