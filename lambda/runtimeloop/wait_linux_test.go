package runtimeloop

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"time"
)

// pair is a connection as the loop has it, and its other end.
func pair(t *testing.T) (ours, other *net.TCPConn) {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	c := connection{address: listener.Addr().String()}
	if err := c.open(); err != nil {
		t.Fatal(err)
	}
	accepted, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = c.conn.Close(), accepted.Close() })
	return c.conn.(*net.TCPConn), accepted.(*net.TCPConn)
}

// A read waits in the kernel, and a deadline ends it all the same: at once if it is over, after the
// patience if somebody sets it meanwhile.
func TestReadsWaitInTheKernel(t *testing.T) {
	ours, other := pair(t)
	raw, err := ours.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	if err := raw.Control(func(fd uintptr) {
		if flags, _, _ := syscall.Syscall(syscall.SYS_FCNTL, fd, syscall.F_GETFL, 0); flags&syscall.O_NONBLOCK != 0 {
			t.Error("the socket does not wait")
		}
	}); err != nil {
		t.Fatal(err)
	}
	read := make(chan error)
	var b [5]byte
	go func() { _, err := io.ReadFull(ours, b[:]); read <- err }()
	time.Sleep(2 * patience) // it waits in Go by then
	if _, err := other.Write([]byte("event")); err != nil {
		t.Fatal(err)
	}
	if err := <-read; err != nil || string(b[:]) != "event" {
		t.Errorf("%q, %v", b, err)
	}
	go func() { _, err := ours.Read(b[:]); read <- err }()
	if err := ours.SetReadDeadline(time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := <-read; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the deadline: %v", err)
	}
	if err := ours.SetReadDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Write([]byte("!")); err != nil {
		t.Fatal(err)
	}
	if n, err := ours.Read(b[:]); n != 1 || err != nil {
		t.Errorf("after the deadline: %d, %v", n, err)
	}
}

// Looking whether a connection is open does not wait for it.
func TestAlivenessDoesNotWait(t *testing.T) {
	ours, other := pair(t)
	alive := aliveness(ours)
	if !alive() {
		t.Error("an open connection counts as closed")
	}
	if _, err := other.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	var b [1]byte
	if _, err := io.ReadFull(ours, b[:]); err != nil {
		t.Fatal(err)
	}
	if !alive() {
		t.Error("it counts as closed once it was read from")
	}
	_ = other.Close()
	if _, err := ours.Read(b[:]); err != io.EOF { //nolint:errorlint // it is this very error
		t.Fatal(err)
	}
	if alive() {
		t.Error("a closed connection counts as open")
	}
}

// A connection that is closed is left alone.
func TestWaitingOnAClosedConnection(t *testing.T) {
	ours, _ := pair(t)
	_ = ours.Close()
	waitInKernel(ours)
}
