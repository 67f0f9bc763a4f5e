//go:build unix

package runtimeloop

import (
	"net"
	"syscall"
)

// alive says that the other side has not closed an idle connection, which nothing is expected from.
func alive(conn net.Conn) bool {
	tcp, ok := conn.(syscall.Conn)
	if !ok {
		return true
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return false
	}
	open := false
	err = raw.Read(func(fd uintptr) bool {
		var b [1]byte
		_, err := syscall.Read(int(fd), b[:]) // does not block: Go's sockets never do
		open = err == syscall.EAGAIN
		return true
	})
	return open && err == nil
}
