package runtimeloop

import (
	"context"
	"sync"
	"time"
)

// withDeadline returns a context of the base that ends at the deadline, and the function that ends
// it before. It is context.WithDeadline for a base that may end itself.
func withDeadline(base context.Context, deadline time.Time) (context.Context, context.CancelFunc) {
	if base.Done() != nil {
		return context.WithDeadline(base, deadline)
	}
	c := &deadlineContext{base: base, deadline: deadline}
	return c, c.end
}

// deadlineContext makes its timer when somebody first waits for its end. Most handlers do not, and
// a timer costs more than all else that the loop does between two events: it wakes up another
// thread.
type deadlineContext struct {
	base     context.Context // never ends
	deadline time.Time

	mutex  sync.Mutex
	err    error           // why it has ended before anybody waited
	waited context.Context // nil until somebody waits
	cancel context.CancelFunc
}

func (c *deadlineContext) Deadline() (time.Time, bool) { return c.deadline, true }

func (c *deadlineContext) Done() <-chan struct{} {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch {
	case c.waited != nil:
	case c.hasEnded():
		return ended
	default:
		c.waited, c.cancel = context.WithDeadline(c.base, c.deadline)
	}
	return c.waited.Done()
}

// ended is the Done channel of contexts for whose end nobody had to wait.
var ended = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

func (c *deadlineContext) Err() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.waited != nil {
		return c.waited.Err()
	}
	c.hasEnded()
	return c.err
}

// hasEnded says whether a context has ended for which nobody waits.
func (c *deadlineContext) hasEnded() bool {
	if c.err == nil && !time.Now().Before(c.deadline) {
		c.err = context.DeadlineExceeded
	}
	return c.err != nil
}

// Value returns the value of the base. Package context looks there, too, for the context that a
// child is to be attached to.
func (c *deadlineContext) Value(key any) any {
	c.mutex.Lock()
	from := c.waited
	c.mutex.Unlock()
	if from == nil {
		from = c.base
	}
	return from.Value(key)
}

func (c *deadlineContext) end() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.waited != nil {
		c.cancel()
	} else if !c.hasEnded() {
		c.err = context.Canceled
	}
}
