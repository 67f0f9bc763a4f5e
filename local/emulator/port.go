package emulator

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"example.com/alb-lambda/local/internal/filelock"
)

// firstPort and ports are where ReservePort looks: below the ports that Linux hands out by itself,
// by default 32768..60999 (ip_local_port_range, https://docs.kernel.org/networking/ip-sysctl.html),
// so that none of them becomes another program's between the choice and the emulator's start.
const (
	firstPort = 20_000
	ports     = 10_000
)

// ReservePort chooses a port of 127.0.0.1 on which nothing listens, and keeps it from all other
// callers on this machine until release is called or this process ends. It is for those who run
// several emulators side by side.
func ReservePort(ctx context.Context) (port int, release func(), err error) {
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("alb-lambda-ports-%d", os.Getuid()))
	start := os.Getpid()
	for i := range ports {
		port := firstPort + (start+i)%ports
		lock, err := filelock.Try(filepath.Join(dir, strconv.Itoa(port)))
		if errors.Is(err, filelock.ErrLocked) {
			continue
		}
		if err != nil {
			return 0, nil, fmt.Errorf("reserve a port: %w", err)
		}
		if err := listen(ctx, port); err == nil {
			return port, func() { _ = lock.Close() }, nil
		}
		_ = lock.Close()
	}
	return 0, nil, fmt.Errorf("every port of %s from %d to %d is taken", Host, firstPort, firstPort+ports-1)
}

// listen reports whether a port is free, by listening on it for a moment.
func listen(ctx context.Context, port int) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(Host, strconv.Itoa(port)))
	if err != nil {
		return err
	}
	return listener.Close()
}

// checkPortIsFree looks again, for half a second, at a port that is taken: what this process has
// closed is still open in one that it starts at the same time, between fork and exec
// (https://pkg.go.dev/syscall#ForkLock).
func (e *Emulator) checkPortIsFree(ctx context.Context) error {
	err := listen(ctx, e.Port)
	for wait := time.Millisecond; errors.Is(err, syscall.EADDRINUSE) && wait < time.Second/2; wait *= 2 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		err = listen(ctx, e.Port)
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return &PortTakenError{Port: e.Port, MiniStack: e.healthy(ctx)}
	}
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another port with --port", e.URL(), err)
	}
	return nil
}

// A PortTakenError says that the port of an emulator belongs to another program.
type PortTakenError struct {
	Port int
	// MiniStack is set if the other program is a MiniStack too.
	MiniStack bool
}

func (e *PortTakenError) Error() string {
	by := "another program"
	if e.MiniStack {
		by = "a MiniStack that this clone did not start"
	}
	return fmt.Sprintf("port %d on %s is taken by %s; stop it, or choose another port with --port", e.Port, Host, by)
}
