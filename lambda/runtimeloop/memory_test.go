package runtimeloop

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"runtime/debug"
	"strings"
	"testing"
	"unsafe"
)

// TestEventMemory: an event whose length is known takes that and no more, and goes into memory in
// which there is room.
func TestEventMemory(t *testing.T) {
	const size = 300<<10 + 1
	response := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", size, strings.Repeat("x", size))
	c := connection{in: bufio.NewReaderSize(strings.NewReader(response+response), 16<<10)}
	_, event, err := c.read(nil)
	if err != nil || len(event) != size || cap(event) != size {
		t.Errorf("%d bytes in memory of %d, %v", len(event), cap(event), err)
	}
	memory := make([]byte, 0, size)
	_, event, err = c.read(memory)
	if err != nil || len(event) != size || &event[0] != &memory[:1][0] {
		t.Errorf("%d bytes in other memory, %v", len(event), err)
	}
}

// TestStackIsLargeEnough: the stack of a worker is not moved while a handler needs 6 KB of it.
func TestStackIsLargeEnough(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection would make the stack smaller again
	a := newAPI(t, "1", "2")
	wantGone(t, a.serve(1, HandlerFunc(func(_ context.Context, dst, _ []byte) ([]byte, error) {
		var here byte
		before := uintptr(unsafe.Pointer(&here)) //nolint:gosec // a number, which does not move with the stack
		deep(6)
		if after := uintptr(unsafe.Pointer(&here)); after != before { //nolint:gosec // likewise
			t.Errorf("the stack was moved from %#x to %#x", before, after)
		}
		return dst, nil
	})))
}

// deep uses so many KB of stack.
//
//go:noinline
func deep(n int) byte {
	var room [1 << 10]byte
	if n > 1 {
		room[n] = deep(n - 1)
	}
	return room[n-1]
}

// TestAddress of the Runtime API: in numbers, and by a name.
func TestAddress(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "localhost"} {
		a := newAPI(t, "1")
		_, port, err := net.SplitHostPort(a.address())
		if err != nil {
			t.Fatal(err)
		}
		wantGone(t, serveAt(net.JoinHostPort(host, port), HandlerFunc(echoed)))
		if n := a.count(&a.responses); n != 1 {
			t.Errorf("%s: %d responses", host, n)
		}
	}
}
