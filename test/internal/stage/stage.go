// Package stage runs a stage of the application on an emulator of the test's own: on a free port, with all state in a
// folder of the test, stopped when the test ends.
package stage

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/local/setup"
)

// Main sets the clone up that a test's package stands in, two folders below it, writes its path to root, and runs the tests.
func Main(m *testing.M, root *string) {
	var err error
	if *root, err = filepath.Abs(filepath.Join("..", "..")); err == nil {
		err = setup.Ensure(context.Background(), *root, func(line string) { fmt.Println(line) })
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	flag.Parse()
	os.Exit(m.Run())
}

// Start starts an emulator for the application in a folder, and stops it when the test ends.
func Start(t *testing.T, clone string) *emulator.Emulator {
	t.Helper()
	port, err := emulator.FreePort(t.Context())
	Must(t, err)
	e := emulator.New(emulator.Config{Root: clone, Port: port})
	StopAfterwards(t, e)
	Must(t, e.Start(t.Context()))
	return e
}

// StopAfterwards stops an emulator when the test ends, and shows the end of its log if the test failed.
func StopAfterwards(t *testing.T, e *emulator.Emulator) {
	t.Cleanup(func() {
		if t.Failed() {
			log, _ := os.ReadFile(e.LogFile())
			t.Logf("the emulator's log ends:\n%s", log[max(0, len(log)-4000):])
		}
		if err := e.Stop(context.Background()); err != nil { // the test's context is over
			t.Errorf("stop: %v", err)
		}
	})
}

// Deployment is one stage on an emulator. What the toolkit says is shown if the test fails.
func Deployment(t *testing.T, e *emulator.Emulator, stage string, pairs ...string) (*emulator.Deployment, *Output) {
	said := &Output{}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("stage %s: the toolkit says:\n%s", stage, said)
		}
	})
	return &emulator.Deployment{Emulator: e, Stage: stage, Context: pairs, Stdout: said, Stderr: said}, said
}

// Resources lists what exists on an emulator.
func Resources(t *testing.T, e *emulator.Emulator) []emulator.Resource {
	t.Helper()
	things, err := e.Resources(t.Context())
	Must(t, err)
	return things
}

// Names lists the things of one kind, for example "bucket".
func Names(t *testing.T, e *emulator.Emulator, kind string) []string {
	t.Helper()
	var names []string
	for _, thing := range Resources(t, e) {
		if thing.Kind == kind {
			names = append(names, thing.Name)
		}
	}
	return names
}

// Replace edits a file: exactly one text, exactly once.
func Replace(t *testing.T, file, from, to string) {
	t.Helper()
	text, err := os.ReadFile(file)
	Must(t, err)
	if n := strings.Count(string(text), from); n != 1 {
		t.Fatalf("%s has %q %d times, want once", file, from, n)
	}
	Must(t, os.WriteFile(file, []byte(strings.Replace(string(text), from, to, 1)), 0o644))
}

// Must fails the test at once if there is an error.
func Must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Output collects what a program says, and can be read while it speaks.
type Output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *Output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// Reset forgets what was said so far.
func (o *Output) Reset() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Reset()
}

// WaitFor waits until a text was said.
func (o *Output) WaitFor(t *testing.T, text string, atMost time.Duration) {
	t.Helper()
	for deadline := time.Now().Add(atMost); !strings.Contains(o.String(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%q was not said in %s; this was:\n%s", text, atMost, o)
		}
	}
}
