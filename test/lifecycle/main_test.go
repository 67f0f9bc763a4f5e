// Package lifecycle deploys the application to an emulator of AWS, uses it and destroys it, with the CDK toolkit and
// with the local command, as a user would. It works on copies of the clone and never on the clone itself.
//
// Each test starts emulators of its own on free ports and stops them. What an emulator cannot prove stands in the README.
package lifecycle

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/local/setup"
	"example.com/alb-lambda/test/internal/clone"
)

// root is the clone that is tested.
var root string

func TestMain(m *testing.M) {
	var err error
	if root, err = filepath.Abs(filepath.Join("..", "..")); err == nil {
		err = setup.Ensure(context.Background(), root, func(line string) { fmt.Println(line) })
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// copyClone copies the clone to a folder of the test's own.
func copyClone(t *testing.T) string {
	t.Helper()
	to := t.TempDir()
	must(t, clone.Copy(t.Context(), root, to))
	return to
}

// replace edits a file: exactly one text, exactly once.
func replace(t *testing.T, file, from, to string) {
	t.Helper()
	text, err := os.ReadFile(file)
	must(t, err)
	if n := strings.Count(string(text), from); n != 1 {
		t.Fatalf("%s has %q %d times, want once", file, from, n)
	}
	must(t, os.WriteFile(file, []byte(strings.Replace(string(text), from, to, 1)), 0o644))
}

// start starts an emulator for the application in a folder, on a free port, and stops it when the test ends.
func start(t *testing.T, clone string) *emulator.Emulator {
	t.Helper()
	port, err := emulator.FreePort(t.Context())
	must(t, err)
	e := emulator.New(emulator.Config{Root: clone, Port: port})
	stopAfterwards(t, e)
	must(t, e.Start(t.Context()))
	return e
}

func stopAfterwards(t *testing.T, e *emulator.Emulator) {
	t.Cleanup(func() {
		if t.Failed() {
			log, _ := os.ReadFile(e.LogFile())
			t.Logf("the emulator's log ends:\n%s", log[max(0, len(log)-4000):])
		}
		if err := e.Stop(context.Background()); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
}

// deployment is one stage on an emulator. What the toolkit says is shown if the test fails.
func deployment(t *testing.T, e *emulator.Emulator, stage string, pairs ...string) (*emulator.Deployment, *output) {
	said := &output{}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("stage %s: the toolkit says:\n%s", stage, said)
		}
	})
	return &emulator.Deployment{Emulator: e, Stage: stage, Context: pairs, Stdout: said, Stderr: said}, said
}

// output collects what a program says, and can be read while it speaks.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// reset forgets what was said so far.
func (o *output) reset() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Reset()
}

// waitFor waits until a text was said.
func (o *output) waitFor(t *testing.T, text string, atMost time.Duration) {
	t.Helper()
	for deadline := time.Now().Add(atMost); !strings.Contains(o.String(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%q was not said in %s; this was:\n%s", text, atMost, o)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
