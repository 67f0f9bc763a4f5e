package deployed

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/alb-lambda/local/internal/filelock"
)

func TestOneServer(t *testing.T) {
	f, _ := served(t)
	if _, err := Serve(t.Context(), f.Emulator, Options{}); !errors.Is(err, filelock.ErrLocked) {
		t.Errorf("a second one: %v", err)
	}
	if pid := PID(f.Emulator); pid != 0 {
		t.Errorf("it is process %d", pid)
	}
	if err := errors.Join(Start(t.Context(), f.Emulator), Stop(t.Context(), f.Emulator)); err != nil || len(fronts(t, f.Emulator)) != 0 {
		t.Errorf("a server of a test is started and stopped: %v", err)
	}
}

// TestProcess starts the front ends as a process, kills it, lets its emulator end, and stops it.
func TestProcess(t *testing.T) {
	f := newFake(t)
	end := f.alive(t)
	start := func() int {
		t.Helper()
		if err := Start(t.Context(), f.Emulator); err != nil {
			log, _ := os.ReadFile(LogFile(f.Emulator))
			t.Fatalf("%v: %s", err, log)
		}
		return PID(f.Emulator)
	}
	gone := func() {
		t.Helper()
		for process(f.Emulator).Running() { // the test's own time limit is the bound
			time.Sleep(time.Millisecond)
		}
	}
	t.Cleanup(func() {
		if err := Stop(context.Background(), f.Emulator); err != nil {
			t.Error(err)
		}
	})
	f.deploy("shop", "CREATE_COMPLETE", shop("/orders*"), ids)
	first := start()
	if first == 0 || start() != first {
		t.Fatalf("process %d, then %d", first, PID(f.Emulator))
	}
	if status, body := get(t, fronts(t, f.Emulator)[listener].URL+"/orders"); status != 200 || !json.Valid([]byte(body)) {
		t.Errorf("%d %s", status, body)
	}
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	gone()
	second := start()
	if second == first || len(fronts(t, f.Emulator)) != 2 {
		t.Errorf("after it was killed: process %d, %v", second, fronts(t, f.Emulator))
	}
	end()
	gone() // without its emulator it ends
	defer f.alive(t)()
	third := start()
	if err := Stop(t.Context(), f.Emulator); err != nil || PID(f.Emulator) != 0 {
		t.Errorf("process %d is stopped: %v", third, err)
	}
	if err := Stop(t.Context(), f.Emulator); err != nil {
		t.Errorf("nothing is stopped: %v", err)
	}
}

// TestProcessOfAnOlderProgram replaces a process whose program was compiled again.
func TestProcessOfAnOlderProgram(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if !runs(os.Getpid(), program) || runs(os.Getpid(), "/bin/sh") || runs(os.Getpid(), "/nowhere") || runs(1<<30, program) {
		t.Error("whether a process runs a program is not known")
	}
}

// TestStartTellsOfAProcessThatEnds names the log.
func TestStartTellsOfAProcessThatEnds(t *testing.T) {
	f := newFake(t)
	if err := respond(t.Context(), f.Emulator); err == nil || !strings.Contains(err.Error(), LogFile(f.Emulator)) {
		t.Errorf("%v", err)
	}
}
