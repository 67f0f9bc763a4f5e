package runtimeloop

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
)

// together is a handler for several events at once: those with the body "work" respond when the
// fourth, which does something else, is over.
type together struct {
	working chan struct{}
	over    chan struct{}
	other   func() ([]byte, error)
}

func newTogether(other func() ([]byte, error)) together {
	return together{make(chan struct{}, 3), make(chan struct{}), other}
}

func (h together) Append(_ context.Context, dst, event []byte) ([]byte, error) {
	if string(event) == "work" {
		h.working <- struct{}{}
		<-h.over
		return append(dst, "done"...), nil
	}
	for range cap(h.working) {
		<-h.working
	}
	return h.other()
}

// TestOneOfSeveral: what happens to one invocation leaves the others alone.
func TestOneOfSeveral(t *testing.T) {
	hijack := func(w http.ResponseWriter) {
		if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
			_ = conn.Close()
		}
	}
	for _, test := range []struct {
		name    string
		other   func() ([]byte, error)
		respond func(w http.ResponseWriter) // to the POST of the fourth
		path    string                      // of that POST
		ends    string                      // with what the loop ends; empty: with no event left
	}{
		{"panic", func() ([]byte, error) { panic("bad") }, nil, "id-3/error", "the function panicked: bad"},
		{"Goexit", func() ([]byte, error) { runtime.Goexit(); return nil, nil }, nil, "id-3/error", ""},
		{"error", func() ([]byte, error) { return nil, errors.New("bad") }, nil, "id-3/error", ""},
		{"413", func() ([]byte, error) { return []byte("large"), nil }, func(w http.ResponseWriter) { w.WriteHeader(413) }, "id-3/response", ""},
		{"lost connection", func() ([]byte, error) { return []byte("x"), nil }, hijack, "id-3/response", ""},
		{"panic, lost connection", func() ([]byte, error) { panic("bad") }, hijack, "id-3/error", "the function panicked: bad"},
		{"500", func() ([]byte, error) { return []byte("x"), nil }, func(w http.ResponseWriter) { w.WriteHeader(500) }, "id-3/response",
			"post the response: 500 Internal Server Error: "},
		{"nothing", func() ([]byte, error) { return []byte("x"), nil }, nil, "id-3/response", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := newAPI(t, "work", "work", "work", "other")
			a.idle = test.ends != "" // so that nothing else ends the loop
			h := newTogether(test.other)
			a.onPost = func(w http.ResponseWriter, p post) {
				if strings.HasPrefix(p.path, invocations+"id-3/") {
					close(h.over)
					if test.respond != nil {
						test.respond(w)
						return
					}
				}
				w.WriteHeader(http.StatusAccepted)
			}
			err := a.serve(4, h)
			if test.ends == "" {
				wantGone(t, err)
			} else if err == nil || err.Error() != test.ends {
				t.Errorf("the loop ended with %v", err)
			}
			posted := a.posted()
			for _, id := range []string{"id-0", "id-1", "id-2"} {
				if posted[id+"/response"].body != "done" {
					t.Errorf("%s got no response", id)
				}
			}
			if _, ok := posted[test.path]; !ok || len(posted) != 4 {
				t.Errorf("posted: %s", a.paths())
			}
		})
	}
}

// TestPanicStopsPolling: after a panic no further event is fetched, and a worker that waits for one
// does not keep the process alive.
func TestPanicStopsPolling(t *testing.T) {
	a := newAPI(t, "work", "work", "work", "other")
	a.idle = true
	h := newTogether(func() ([]byte, error) { panic("bad") })
	base, ended := context.WithCancel(t.Context())
	p := newPool(base, h, a.address(), 6)
	go func() {
		p.serve()
		ended()
	}()
	waitFor(t, func() bool { p.mutex.Lock(); defer p.mutex.Unlock(); return p.stopping })
	close(h.over)
	<-base.Done()
	if p.cause.Error() != "the function panicked: bad" {
		t.Error(p.cause)
	}
	if polls := a.count(&a.polls); polls > 6 || len(a.posted()) != 4 {
		t.Errorf("%d polls, posted: %s", polls, a.paths())
	}
}

// TestEventThatHasBegun is served even if the loop stops while it is read.
func TestEventThatHasBegun(t *testing.T) {
	begin, end, response := make(chan struct{}), make(chan struct{}), make(chan string, 1)
	address := listen(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		_, _, _ = readRequest(in)
		<-begin
		_, _ = io.WriteString(conn, nextHead("id-0", "Content-Length: 12\r\n")+"a slow")
		<-end
		_, _ = io.WriteString(conn, " event")
		_, body, err := readRequest(in)
		if err != nil {
			body = err.Error()
		}
		_, _ = io.WriteString(conn, accepted)
		response <- body
	})
	p := newPool(t.Context(), HandlerFunc(echoed), address, 1)
	ended := make(chan struct{})
	go func() { p.serve(); close(ended) }()
	waits := func() bool { p.mutex.Lock(); defer p.mutex.Unlock(); return p.workers[0].waits }
	waitFor(t, waits)
	close(begin)
	waitFor(t, func() bool { return !waits() })
	p.stop(errors.New("enough"))
	p.stop(errors.New("again"))
	close(end)
	<-ended
	if got := <-response; got != "a slow event" || p.cause.Error() != "enough" {
		t.Errorf("response %q, %v", got, p.cause)
	}
}
