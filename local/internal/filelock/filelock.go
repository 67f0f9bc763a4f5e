// Package filelock locks a file among processes. A lock lasts until the last process that has the
// file open closes it or ends, however it ends, so that a crash leaves no lock behind.
//
// What a lock is for is not its business.
package filelock

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// ErrLocked says that another process has the lock.
var ErrLocked = errors.New("locked by another process")

// Try takes the lock, or returns ErrLocked at once.
func Try(path string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	return lock(path, os.O_RDWR|os.O_CREATE, true)
}

// Free reports whether no process has the lock. Calls of Free do not disturb each other.
func Free(path string) bool {
	file, err := lock(path, os.O_RDONLY, false)
	if err == nil {
		_ = file.Close()
	}
	return !errors.Is(err, ErrLocked)
}

// Wait takes the lock as soon as it can. It calls waiting, once, if another process has it now.
func Wait(ctx context.Context, path string, waiting func()) (*os.File, error) {
	for told := false; ; told = true {
		file, err := Try(path)
		if !errors.Is(err, ErrLocked) {
			return file, err
		}
		if !told {
			waiting()
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(100 * time.Millisecond):
		}
	}
}
