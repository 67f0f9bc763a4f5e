package runtimeloop

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
)

// TestRequestsAreIsolated: a goroutine that outlives its response reads what was its own, while
// other events come and go. Under -race, a write to what was handed out is an error in itself.
func TestRequestsAreIsolated(t *testing.T) {
	for _, workers := range []int{1, 3} {
		var bodies []string
		for i := range 12 {
			bodies = append(bodies, strings.Repeat(string(rune('a'+i)), 1000))
		}
		a := newAPI(t, bodies...)
		var late sync.WaitGroup
		over := make(chan struct{})
		wantGone(t, a.serve(workers, HandlerFunc(func(_ context.Context, dst, event []byte) ([]byte, error) {
			was := string(event)
			response := append(dst, event...) //nolint:gocritic // dst is extended, as a handler does
			late.Go(func() {
				for read := true; read; {
					select {
					case <-over:
						read = false
					case <-time.After(100 * time.Microsecond):
					}
					if string(event) != was || string(response) != was || string(response[:cap(response)][:len(was)]) != was {
						t.Errorf("%.3s became %.3s and %.3s", was, event, response)
						return
					}
				}
			})
			return response, nil
		})))
		close(over)
		late.Wait()
		if len(a.posted()) != len(bodies) {
			t.Errorf("posted: %s", a.paths())
		}
	}
}

// TestHeaderIsReadLate, and for the first time, as tracing and audit logs do.
func TestHeaderIsReadLate(t *testing.T) {
	const begin, end = `{"resource":"/","path":"/","httpMethod":"GET","requestContext":{"stage":"s"},"headers":{"Authorization":"Bearer `, `"}}`
	a := newAPI(t, begin+"ALICE"+end, begin+"BOBBY"+end, begin+"CAROL"+end)
	requests := make(chan *httpevent.Request, 3)
	handler := httpevent.NewHandler(func(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
		requests <- r
		return httpevent.Text(200, "ok"), nil
	}, nil)
	wantGone(t, a.serve(1, handler))
	for _, want := range []string{"Bearer ALICE", "Bearer BOBBY", "Bearer CAROL"} {
		if got := (<-requests).Header().Get("Authorization"); got != want {
			t.Errorf("read %q, sent %q", got, want)
		}
	}
}

// reusing promises that it keeps nothing, and checks what it is given.
type reusing struct {
	reuse     bool
	addresses map[*byte]bool
}

func (r reusing) ReuseBuffers() bool { return r.reuse }

func (r reusing) Append(_ context.Context, dst, event []byte) ([]byte, error) {
	r.addresses[&event[0]] = true
	dst = append(dst, event...)
	r.addresses[&dst[0]] = true
	return dst, nil
}

// TestReuseBuffers: only with the promise is memory used again, one block for the events and one
// for the responses.
func TestReuseBuffers(t *testing.T) {
	for reuse, want := range map[bool]int{true: 2, false: 6} {
		a := newAPI(t, "first", "next.", "last.")
		r := reusing{reuse, map[*byte]bool{}}
		wantGone(t, a.serve(1, r))
		if len(r.addresses) != want {
			t.Errorf("reuse %t: %d blocks of memory", reuse, len(r.addresses))
		}
		for path, body := range map[string]string{"id-0/response": "first", "id-1/response": "next.", "id-2/response": "last."} {
			if got := a.posted()[path].body; got != body {
				t.Errorf("reuse %t: %s is %q", reuse, path, got)
			}
		}
	}
}

// responding promises that nobody has its responses, and keeps the events.
type responding struct{ reusing }

func (r responding) ReuseBuffers() bool  { return false }
func (r responding) ReuseResponse() bool { return r.reuse }

// TestReuseResponse: the memory of the responses is used again, that of the events is not.
func TestReuseResponse(t *testing.T) {
	for reuse, want := range map[bool]int{true: 4, false: 6} {
		a := newAPI(t, "first", "next.", "last.")
		r := responding{reusing{reuse, map[*byte]bool{}}}
		wantGone(t, a.serve(1, r))
		if len(r.addresses) != want {
			t.Errorf("reuse %t: %d blocks of memory", reuse, len(r.addresses))
		}
		if got := a.posted()["id-2/response"].body; got != "last." {
			t.Errorf("reuse %t: %q", reuse, got)
		}
	}
}

// both has both methods; the promise of either is enough for the responses.
type both struct{ reusing }

func (both) ReuseResponse() bool { return false }

// TestReuseBoth: who promises to keep neither events nor responses need not promise it twice.
func TestReuseBoth(t *testing.T) {
	a := newAPI(t, "first", "next.", "last.")
	r := both{reusing{true, map[*byte]bool{}}}
	wantGone(t, a.serve(1, r))
	if len(r.addresses) != 2 {
		t.Errorf("%d blocks of memory", len(r.addresses))
	}
}

// leaving calls runtime.Goexit once: it never returns, so what it was given may still be in use.
type leaving struct {
	reusing
	calls *int
}

func (l leaving) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	dst, err := l.reusing.Append(ctx, dst, event)
	if *l.calls++; *l.calls == 2 {
		runtime.Goexit()
	}
	return dst, err
}

// TestGoexitKeepsItsMemory: the memory of a handler that has not returned is not used again.
func TestGoexitKeepsItsMemory(t *testing.T) {
	a := newAPI(t, "first", "next.", "last.")
	l := leaving{reusing{true, map[*byte]bool{}}, new(int)}
	wantGone(t, a.serve(1, l))
	if len(l.addresses) != 4 {
		t.Errorf("%d blocks of memory", len(l.addresses))
	}
}
