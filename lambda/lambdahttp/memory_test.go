package lambdahttp_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/lambdahttp"
	"example.com/alb-lambda/lambda/runtimeloop"
)

var _ runtimeloop.BufferReuser = &lambdahttp.Server{}

// TestMemoryIsReused: the runtime reads one event after the other into the same memory, and appends
// the responses to the same. Goroutines that outlive their response read nothing of another's,
// under -race neither at the wrong moment.
func TestMemoryIsReused(t *testing.T) {
	var late sync.WaitGroup
	over := make(chan struct{})
	server := &lambdahttp.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.Header.Get("X-Name")
		e, _ := httpevent.FromContext(r.Context())
		if _, err := io.CopyN(w, r.Body, 1000); err != nil {
			t.Error(err)
		}
		returned := make(chan struct{})
		defer close(returned)
		late.Go(func() {
			buffer := make([]byte, 100)
			for {
				if n, err := r.Body.Read(buffer); n > 0 && strings.Trim(string(buffer[:n]), name) != "" || err != nil && err != http.ErrBodyReadAfterClose { //nolint:errorlint // the very one
					t.Errorf("%s: %q, %v", name, buffer[:n], err)
				}
				body, err := e.Body()
				if err != nil || strings.Trim(string(body), name) != "" || r.Header.Get("X-Name") != name || e.Header().Get("X-Name") != name {
					t.Errorf("%s: a body of %d bytes, %v", name, len(body), err)
				}
				select {
				case <-returned:
					_, _ = io.WriteString(w, "late "+name)
				default:
				}
				select {
				case <-over:
					return
				default:
				}
			}
		})
	})}
	var memory, dst []byte
	for i := range 8 {
		name := string(rune('A' + i))
		r := httptest.NewRequest("POST", "/", strings.NewReader(strings.Repeat(name, 100<<10)))
		r.Header.Set("Content-Type", "text/plain")
		r.Header.Set("X-Name", name)
		memory = append(memory[:0], event(t, httpevent.RESTAPI, r)...)
		var err error
		if dst, err = server.Append(t.Context(), dst[:0], memory); err != nil {
			t.Fatal(err)
		}
		// Between the return of the handler and that of the server, a late piece may be in the response.
		want := fmt.Sprintf(`"body":"%s`, strings.Repeat(name, 1000))
		whole := string(dst)
		if got := strings.ReplaceAll(whole, "late "+name, ""); !strings.Contains(got, want+`"`) {
			t.Errorf("%.200s", got)
		}
		time.Sleep(time.Millisecond)
		if string(dst) != whole {
			t.Errorf("the response has changed: %.200s", dst)
		}
	}
	close(over)
	late.Wait()
}

// TestExpectedLength: for a response whose length is known, by its header or by what it is copied
// from, memory is made once, and none for more than the front end accepts.
func TestExpectedLength(t *testing.T) {
	if raceEnabled {
		t.Skip("under the race detector, pools give their memory away")
	}
	const size = 400 << 10
	piece := bytes.Repeat([]byte("x"), 4<<10)
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		most    int64 // bytes
	}{
		"declared": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(size))
			for range size / len(piece) {
				_, _ = w.Write(piece)
			}
		}, size * 3 / 2},
		"copied": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.Copy(w, struct{ *sized }{&sized{bytes.NewReader(bytes.Repeat(piece, size/len(piece)))}})
		}, size * 5 / 2}, // with the source itself
		"more than is accepted": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000000000")
			_, _ = w.Write(piece)
		}, size / 2},
	} {
		server := &lambdahttp.Server{Handler: test.handler}
		event := event(t, httpevent.RESTAPI, httptest.NewRequest("GET", "/", nil))
		result := testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				_, _ = server.Append(b.Context(), nil, event)
			}
		})
		if n := result.AllocedBytesPerOp(); n > test.most {
			t.Errorf("%s: %d bytes for a response of %d", name, n, size)
		}
	}
}

// sized is a reader that knows how much is left, and nothing else.
type sized struct{ reader *bytes.Reader }

func (s *sized) Read(p []byte) (int, error) { return s.reader.Read(p) }
func (s *sized) Len() int                   { return s.reader.Len() }

// TestBodyIsPassedOn: a body that the handler copies to its response is what any other reader of
// the same would be.
func TestBodyIsPassedOn(t *testing.T) {
	body := strings.Repeat("0123456789\"\n", 25<<10)
	for name, handler := range map[string]func(w http.ResponseWriter, r io.Reader){
		"whole":          func(w http.ResponseWriter, r io.Reader) { _, _ = io.Copy(w, r) },
		"a part is read": func(w http.ResponseWriter, r io.Reader) { _, _ = io.CopyN(io.Discard, r, 1000); _, _ = io.Copy(w, r) },
		"in two": func(w http.ResponseWriter, r io.Reader) {
			_, _ = io.CopyN(w, r, 100_000)
			n, err := io.Copy(w, r)
			_, _ = fmt.Fprint(w, n, err)
		},
		"nothing is left": func(w http.ResponseWriter, r io.Reader) {
			_, _ = io.Copy(io.Discard, r)
			n, err := io.Copy(w, r)
			_, _ = fmt.Fprint(w, n, err)
		},
		"more than is declared": func(w http.ResponseWriter, r io.Reader) {
			w.Header().Set("Content-Length", "50000")
			n, err := io.Copy(w, r)
			w.Header().Set("X-Copied", fmt.Sprint(n, err))
			w.WriteHeader(http.StatusOK)
		},
		"no body is allowed": func(w http.ResponseWriter, r io.Reader) {
			w.WriteHeader(http.StatusNoContent)
			_, _ = io.Copy(w, r)
		},
		"after Close": func(w http.ResponseWriter, r io.Reader) {
			_ = r.(io.Closer).Close()
			n, err := io.Copy(w, r)
			_, _ = fmt.Fprint(w, n, err)
		},
	} {
		for _, stream := range [][]httpevent.Kind{nil, {httpevent.RESTAPI}} {
			var responses [2]string
			for i, hide := range []bool{false, true} {
				server := &lambdahttp.Server{Stream: stream, Log: slog.New(slog.DiscardHandler), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if hide {
						handler(w, struct{ io.ReadCloser }{r.Body})
					} else {
						handler(w, r.Body)
					}
				})}
				r := httptest.NewRequest("POST", "/", strings.NewReader(body))
				r.Header.Set("Content-Type", "text/plain")
				var sent sink
				got, err := server.Respond(t.Context(), &sent, nil, event(t, httpevent.RESTAPI, r))
				responses[i] = fmt.Sprintf("%s%s %v", got, sent.String(), err)
			}
			if responses[0] != responses[1] {
				t.Errorf("%s: %.200s of %d bytes in place of %.200s of %d", name, responses[0], len(responses[0]), responses[1], len(responses[1]))
			}
		}
	}
}

// sink is a stream that keeps what it gets.
type sink struct{ bytes.Buffer }

func (*sink) SetContentType(string) {}
func (*sink) Flush() error          { return nil }

// TestBodyNeedsNoBuffer, however large, to be passed on.
func TestBodyNeedsNoBuffer(t *testing.T) {
	if raceEnabled {
		t.Skip("under the race detector, pools give their memory away")
	}
	server := &lambdahttp.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) })}
	r := httptest.NewRequest("POST", "/", strings.NewReader(strings.Repeat("x", 400<<10)))
	r.Header.Set("Content-Type", "text/plain")
	event := event(t, httpevent.RESTAPI, r)
	memory, dst := make([]byte, len(event)), make([]byte, 0, 2*len(event))
	runtime.GC() // twice empties the pools
	runtime.GC()
	var before, after runtime.MemStats
	copy(memory, event)
	runtime.ReadMemStats(&before)
	if _, err := server.Append(t.Context(), dst, memory); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 24<<10 {
		t.Errorf("%d bytes for a body that is passed on", n)
	}
}

// TestOtherKeepsItsEvent: an event that is not an HTTP request is handed to Server.Other as it is,
// in memory of its own, whatever its size and members.
func TestOtherKeepsItsEvent(t *testing.T) {
	for _, size := range []int{10, 100 << 10} {
		var kept [][]byte
		server := &lambdahttp.Server{Other: eventHandler(func(event []byte) { kept = append(kept, event) })}
		const format = `{"Records":[%q],"body":"\"%s","isBase64Encoded":false}`
		want := []string{fmt.Sprintf(format, "first", strings.Repeat("1", size)), fmt.Sprintf(format, "other", strings.Repeat("2", size))}
		memory := make([]byte, len(want[0]))
		for _, event := range want {
			copy(memory, event)
			if _, err := server.Append(t.Context(), nil, memory); err != nil {
				t.Fatal(err)
			}
		}
		clear(memory)
		if string(kept[0]) != want[0] || string(kept[1]) != want[1] {
			t.Errorf("%.100s", kept)
		}
	}
}

// eventHandler is a function as an EventHandler.
type eventHandler func(event []byte)

func (f eventHandler) Invoke(_ context.Context, event []byte) ([]byte, error) {
	f(event)
	return nil, nil
}
