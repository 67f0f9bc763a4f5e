package filelock_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"example.com/alb-lambda/local/internal/filelock"
)

func TestLockIsExclusiveUntilClosed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "below", "lock")
	if !filelock.Free(path) {
		t.Fatal("a lock that nobody took is not free")
	}
	held, err := filelock.Try(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := filelock.Try(path); !errors.Is(err, filelock.ErrLocked) {
		t.Fatalf("second Try: %v, want ErrLocked", err)
	}
	if filelock.Free(path) {
		t.Fatal("a lock that is held is free")
	}
	calls := 0
	got, err := filelock.Wait(t.Context(), path, func() {
		calls++
		_ = held.Close()
	})
	if err != nil || calls != 1 {
		t.Fatalf("Wait: error %v after %d calls of waiting, want none after 1", err, calls)
	}
	_ = got.Close()
}

func TestWaitEndsWithItsContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	held, err := filelock.Try(path)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := filelock.Wait(ctx, path, func() {}); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("Wait: %v, want the context's error", err)
	}
}
