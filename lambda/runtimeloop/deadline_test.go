package runtimeloop

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

type baseKey struct{}

// bases are what a context may be derived from: a base that never ends, whose contexts have a timer
// only if somebody waits for them, and one that may end.
var bases = map[string]func() (context.Context, context.CancelCauseFunc){
	"a base that never ends": func() (context.Context, context.CancelCauseFunc) {
		return context.WithValue(context.Background(), baseKey{}, "value"), func(error) {}
	},
	"a base that may end": func() (context.Context, context.CancelCauseFunc) {
		return context.WithCancelCause(context.WithValue(context.Background(), baseKey{}, "value"))
	},
}

// TestContextEnds: a context ends by its deadline or with its invocation, whichever is first, and
// says the same to all: to who waits, to who looks, and to contexts derived from it before and
// after.
func TestContextEnds(t *testing.T) {
	for _, test := range []struct {
		name string
		ends time.Duration // when the invocation does, whose deadline is after a minute
		want error
	}{
		{"the invocation ends in time", time.Second, context.Canceled},
		{"the invocation ends late", time.Hour, context.DeadlineExceeded},
	} {
		for name, base := range bases {
			for _, awaited := range []bool{false, true} {
				synctest.Test(t, func(t *testing.T) {
					base, cancel := base()
					defer cancel(nil)
					ctx, end := withDeadline(base, time.Now().Add(time.Minute))
					if at, ok := ctx.Deadline(); !ok || time.Until(at) != time.Minute || ctx.Err() != nil || context.Cause(ctx) != nil {
						t.Errorf("%s: deadline %v, %v", name, at, ctx.Err())
					}
					all := map[string]context.Context{"itself": ctx}
					if awaited {
						child, cancel := context.WithCancel(ctx)
						defer cancel()
						all["a context derived from it"] = child
					}
					time.Sleep(test.ends)
					end()
					late, cancelLate := context.WithCancel(ctx)
					defer cancelLate()
					all["a context derived from it afterwards"] = late
					time.Sleep(2 * time.Minute) // the deadline changes nothing afterwards
					synctest.Wait()
					for which, ctx := range all {
						select {
						case <-ctx.Done():
						default:
							t.Errorf("%s, %s, awaited: %t: %s goes on", name, test.name, awaited, which)
						}
						if err := ctx.Err(); !errors.Is(err, test.want) || !errors.Is(context.Cause(ctx), test.want) || ctx.Value(baseKey{}) != "value" {
							t.Errorf("%s, %s, awaited: %t: %s ended with %v", name, test.name, awaited, which, err)
						}
					}
				})
			}
		}
	}
}

// TestDeadlineIsSeen by who looks at the context, and by who waits, at the deadline and not before,
// while the invocation goes on.
func TestDeadlineIsSeen(t *testing.T) {
	for name, base := range bases {
		synctest.Test(t, func(t *testing.T) {
			base, cancel := base()
			defer cancel(nil)
			began := time.Now()
			looks, endLooks := withDeadline(base, began.Add(time.Minute))
			defer endLooks()
			waits, endWaits := withDeadline(base, began.Add(time.Minute))
			defer endWaits()
			<-waits.Done()
			synctest.Wait()
			if after := time.Since(began); after != time.Minute || !errors.Is(waits.Err(), context.DeadlineExceeded) || !errors.Is(looks.Err(), context.DeadlineExceeded) {
				t.Errorf("%s: after %v: %v, %v", name, after, waits.Err(), looks.Err())
			}
			<-looks.Done()
		})
	}
}

// TestBaseEnds: with the base of the loop, the contexts of its invocations end.
func TestBaseEnds(t *testing.T) {
	base, cancel := context.WithCancelCause(t.Context())
	ctx, end := withDeadline(base, time.Now().Add(time.Hour))
	defer end()
	why := errors.New("why")
	cancel(why)
	<-ctx.Done()
	if !errors.Is(ctx.Err(), context.Canceled) || !errors.Is(context.Cause(ctx), why) {
		t.Errorf("%v: %v", ctx.Err(), context.Cause(ctx))
	}
}

// TestContextOfSeveralGoroutines: the context is used while the invocation ends.
func TestContextOfSeveralGoroutines(t *testing.T) {
	ctx, end := withDeadline(context.Background(), time.Now().Add(time.Hour))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for ctx.Err() == nil {
				_ = ctx.Value(baseKey{})
			}
			<-ctx.Done()
		})
		group.Go(func() {
			child, cancel := context.WithTimeout(ctx, time.Hour)
			defer cancel()
			<-child.Done()
			if !errors.Is(child.Err(), context.Canceled) {
				t.Error(child.Err())
			}
		})
	}
	end()
	group.Wait()
}

// TestContextWithoutTimer: a context for which nobody waits costs no more than its memory.
func TestContextWithoutTimer(t *testing.T) {
	deadline := time.Now().Add(time.Hour)
	if n := testing.AllocsPerRun(100, func() {
		ctx, end := withDeadline(context.Background(), deadline)
		_ = ctx.Err()
		end()
	}); n > 2 {
		t.Errorf("%.0f allocations", n)
	}
}
