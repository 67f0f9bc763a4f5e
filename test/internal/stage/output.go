package stage

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"
)

// Output collects the output of a program, and can be read while the program writes.
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

// Reset discards what was written so far.
func (o *Output) Reset() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Reset()
}

// Lines is how many lines were written so far.
func (o *Output) Lines() int { return strings.Count(o.String(), "\n") }

// WaitFor waits until a text was written. The test fails if the program ends before that, which
// done reports.
func (o *Output) WaitFor(t *testing.T, text string, done <-chan struct{}) {
	t.Helper()
	if !o.Until(func() bool { return strings.Contains(o.String(), text) }, done) {
		t.Fatalf("%q is not in the output:\n%s", text, o)
	}
}

// Until waits until a condition holds, and reports whether it did before the program ended. How
// long that takes is up to the machine: the test's own time limit is the bound.
func (o *Output) Until(condition func() bool, done <-chan struct{}) bool {
	for !condition() {
		select {
		case <-done:
			return condition()
		case <-time.After(5 * time.Millisecond):
		}
	}
	return true
}
