//go:build unix

package runtimeloop

import (
	"net"
	"syscall"
)

// aliveness returns a function that says whether the other side has not closed an idle connection,
// from which nothing is expected.
func aliveness(conn net.Conn) func() bool {
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return func() bool { return true }
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return func() bool { return false }
	}
	var b [1]byte
	open := false
	look := func(fd uintptr) bool {
		_, err := syscall.Read(int(fd), b[:]) // does not block: Go's sockets never do
		open = err == syscall.EAGAIN
		return true
	}
	return func() bool { return raw.Read(look) == nil && open }
}
