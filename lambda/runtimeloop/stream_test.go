package runtimeloop

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-lambda-go/lambda/messages"
)

// streamer is a function as a StreamHandler.
type streamer func(w Stream, dst, event []byte) ([]byte, error)

func (f streamer) Append(context.Context, []byte, []byte) ([]byte, error) {
	panic("Append in place of Respond")
}

func (f streamer) Respond(_ context.Context, w Stream, dst, event []byte) ([]byte, error) {
	return f(w, dst, event)
}

// must fails the test that cannot write.
func must(t *testing.T, w Stream, text string) {
	t.Helper()
	if n, err := io.WriteString(w, text); err != nil || n != len(text) {
		t.Errorf("%d of %d bytes were written: %v", n, len(text), err)
	}
}

func TestStream(t *testing.T) {
	large := strings.Repeat("0123456789abcdef", streamBuffer/16)
	for _, test := range []struct {
		name        string
		respond     func(w Stream) error
		body        string
		contentType string
	}{
		{"one write", func(w Stream) error { must(t, w, "hello"); return nil }, "hello", "application/octet-stream"},
		{"a content type", func(w Stream) error { w.SetContentType(HTTPIntegration); must(t, w, "{}"); return w.Flush() }, "{}", HTTPIntegration},
		{"a content type that comes late", func(w Stream) error {
			must(t, w, "a")
			err := w.Flush()
			w.SetContentType("text/plain")
			return err
		}, "a", "application/octet-stream"},
		{"a content type that is none", func(w Stream) error { w.SetContentType("a\r\nb: c"); must(t, w, "a"); return nil }, "a", "application/octet-stream"},
		{"flushes", func(w Stream) error {
			err := w.Flush()
			must(t, w, "a")
			err = errors.Join(err, w.Flush(), w.Flush())
			must(t, w, "b")
			return errors.Join(err, w.Flush())
		}, "ab", "application/octet-stream"},
		{"the buffer's size", func(w Stream) error { must(t, w, large); return nil }, large, "application/octet-stream"},
		{"one byte more", func(w Stream) error { must(t, w, large); must(t, w, "x"); must(t, w, "y"); return nil }, large + "xy", "application/octet-stream"},
		{"much", func(w Stream) error {
			for range 50 {
				must(t, w, "some"+large)
			}
			return nil
		}, strings.Repeat("some"+large, 50), "application/octet-stream"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := newAPI(t, "event")
			wantGone(t, a.serve(1, streamer(func(w Stream, dst, _ []byte) ([]byte, error) {
				return append(dst, "ignored"...), test.respond(w)
			})))
			p := a.posted()["id-0/response"]
			if p.body != test.body {
				t.Errorf("a body of %d bytes: %.100q", len(p.body), p.body)
			}
			if p.head.Get("Content-Type") != test.contentType || p.head.Get("Lambda-Runtime-Function-Response-Mode") != "streaming" || p.length != -1 || p.head.Get("B") != "" {
				t.Errorf("length %d, header %v", p.length, p.head)
			}
			if len(p.trailer) != 2 || p.trailer.Get(errorType) != "" || p.trailer.Get(errorBody) != "" {
				t.Errorf("trailer %v", p.trailer)
			}
			if n := a.count(&a.connections); n != 1 {
				t.Errorf("%d connections", n)
			}
		})
	}
}

// TestStreamEmptyWrites and a Flush before them are no response of their own.
func TestStreamEmptyWrites(t *testing.T) {
	a := newAPI(t, "event")
	wantGone(t, a.serve(1, streamer(func(w Stream, dst, _ []byte) ([]byte, error) {
		w.SetContentType("text/plain")
		n, err := w.Write(nil)
		if n != 0 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		return append(dst, "buffered"...), w.Flush()
	})))
	if p := a.posted()["id-0/response"]; p.body != "buffered" || p.head.Get("Content-Type") != "application/json" || p.length != 8 {
		t.Errorf("%+v", p)
	}
}

// TestStreamFlush: what was flushed is with the Runtime API while the handler still works.
func TestStreamFlush(t *testing.T) {
	got := make(chan string)
	address := listen(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		if _, _, err := readRequest(in); err != nil {
			return
		}
		_, _ = io.WriteString(conn, nextHead("id-0", "Content-Length: 0\r\n"))
		r, err := http.ReadRequest(in)
		if err != nil {
			t.Error(err)
			return
		}
		buffer := make([]byte, 100)
		for range 3 {
			n, _ := r.Body.Read(buffer)
			got <- string(buffer[:n])
		}
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(conn, accepted)
		if _, _, err := readRequest(in); err == nil {
			_, _ = io.WriteString(conn, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
		}
	})
	wantGone(t, Loop{}.run(address, func(context.Context) (Handler, error) {
		return streamer(func(w Stream, dst, _ []byte) ([]byte, error) {
			for i := range 3 {
				want := fmt.Sprint("part ", i)
				must(t, w, want)
				if err := w.Flush(); err != nil {
					t.Error(err)
				}
				if text := <-got; text != want {
					t.Errorf("%q came, %q was flushed", text, want)
				}
			}
			return dst, nil
		}), nil
	}, 1))
}

// TestStreamFails: once something was written, a failure is in the trailers; before, it is an error
// as any other.
func TestStreamFails(t *testing.T) {
	for _, test := range []struct {
		name           string
		fail           func() error
		message, of    string
		ends           string
		messageIsShort bool
	}{
		{"error", func() error { return &ownError{5} }, "code 5", "ownError", gone, false},
		{"panic", func() error { panic("bad") }, "bad", "string", "the function panicked: bad", false},
		{"Goexit", func() error { runtime.Goexit(); return nil }, errGoexit.Error(), "errorString", gone, false},
		{"a type that is not a header", func() error { return messages.InvokeResponse_Error{Message: "m", Type: "a\nb"} }, "m", "", gone, false},
		{"a long message", func() error { return errors.New(strings.Repeat("é", 100_000)) }, strings.Repeat("é", 100), "errorString", gone, true},
		{"a message that grows", func() error { return errors.New(strings.Repeat("\x01", 100_000)) }, strings.Repeat("\x01", 100), "errorString", gone, true},
	} {
		for _, flush := range []bool{false, true} {
			a := newAPI(t, "event")
			err := a.serve(1, streamer(func(w Stream, dst, _ []byte) ([]byte, error) {
				must(t, w, "begun")
				if flush {
					_ = w.Flush()
				}
				return dst, test.fail()
			}))
			if err == nil || err.Error() != test.ends {
				t.Errorf("%s: the loop ended with %v", test.name, err)
			}
			posted := a.posted()
			p := posted["id-0/response"]
			if p.body != "begun" || len(posted) != 1 || p.trailer.Get(errorType) != test.of {
				t.Errorf("%s: posted %s, %q, %v", test.name, a.paths(), p.body, p.trailer)
			}
			text, err := base64.StdEncoding.DecodeString(p.trailer.Get(errorBody))
			var body struct{ ErrorMessage, ErrorType string }
			if err := errors.Join(err, json.Unmarshal(text, &body)); err != nil {
				t.Errorf("%s: %v in %s", test.name, err, text)
			}
			if test.messageIsShort {
				if !strings.HasPrefix(body.ErrorMessage, test.message) || len(text) > maxTrailer || len(text) < maxTrailer-20 || strings.Contains(string(text), "stackTrace") {
					t.Errorf("%s: %d bytes of %.80s", test.name, len(text), text)
				}
			} else if body.ErrorMessage != test.message {
				t.Errorf("%s: %s", test.name, text)
			}

			a = newAPI(t, "event")
			_ = a.serve(1, streamer(func(_ Stream, dst, _ []byte) ([]byte, error) { return dst, test.fail() }))
			if got := a.paths(); got != "id-0/error" {
				t.Errorf("%s before the first write: posted %s", test.name, got)
			}
		}
	}
}

// TestStreamIsLost: the client is gone in the middle. The handler hears of it, and the next event
// is served.
func TestStreamIsLost(t *testing.T) {
	gone := make(chan struct{})
	var responses sync.Map
	var polls atomic.Int32
	address := listen(t, func(i int, conn net.Conn, in *bufio.Reader) {
		for {
			r, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			switch {
			case r.Method == "GET" && polls.Add(1) < 3:
				_, _ = io.WriteString(conn, nextHead(fmt.Sprint("id-", i), "Content-Length: 0\r\n"))
			case r.Method == "GET":
				_, _ = io.WriteString(conn, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
			case i == 0:
				_, _ = r.Body.Read(make([]byte, 1))
				_ = conn.(*net.TCPConn).SetLinger(0)
				_ = conn.Close()
				close(gone)
				return
			default:
				b, _ := io.ReadAll(r.Body)
				responses.Store(r.URL.Path, string(b))
				_, _ = io.WriteString(conn, accepted)
			}
		}
	})
	events := 0
	wantGone(t, Loop{}.run(address, func(context.Context) (Handler, error) {
		return streamer(func(w Stream, dst, _ []byte) ([]byte, error) {
			events++
			must(t, w, "begun")
			if err := w.Flush(); err != nil {
				t.Error(err)
			}
			if events > 1 {
				return dst, nil
			}
			<-gone
			large := make([]byte, 2*streamBuffer)
			var err error
			for range 1000 {
				if _, err = w.Write(large); err != nil {
					break
				}
			}
			if err == nil {
				t.Error("1000 writes to a client that is gone")
			}
			if _, again := w.Write([]byte("x")); again != err || w.Flush() != err { //nolint:errorlint // the very same one
				t.Errorf("%v after %v", again, err)
			}
			return dst, err
		}), nil
	}, 1))
	if got, _ := responses.Load(invocations + "id-1/response"); got != "begun" || events != 2 {
		t.Errorf("%v after %d events", got, events)
	}
}

// TestStreamIsRejected at its end, as one over the limit is.
func TestStreamIsRejected(t *testing.T) {
	for status, ends := range map[int]string{413: gone, 500: "stream the response: 500 Internal Server Error: "} {
		a := newAPI(t, "1", "2")
		a.idle = status == 500
		a.onPost = func(w http.ResponseWriter, _ post) { w.WriteHeader(status) }
		err := a.serve(1, streamer(func(w Stream, dst, _ []byte) ([]byte, error) { must(t, w, "x"); return dst, nil }))
		if err == nil || err.Error() != ends {
			t.Errorf("%d: the loop ended with %v", status, err)
		}
	}
}

// TestStreamOutlived: a goroutine that still has the stream of an earlier invocation cannot write
// to that of another.
func TestStreamOutlived(t *testing.T) {
	a := newAPI(t, "1", "2", "3")
	var first Stream
	wantGone(t, a.serve(1, streamer(func(w Stream, dst, event []byte) ([]byte, error) {
		must(t, w, "response "+string(event))
		if first == nil {
			first = w
			return dst, nil
		}
		late := make(chan error)
		go func() {
			n, err := io.WriteString(first, "of another client")
			if n != 0 {
				t.Errorf("%d bytes were written late", n)
			}
			first.SetContentType("text/late")
			late <- errors.Join(err, first.Flush())
		}()
		if err := <-late; err == nil || err.Error() != errEnded.Error()+"\n"+errEnded.Error() {
			t.Errorf("a late write: %v", err)
		}
		return dst, nil
	})))
	for i := range 3 {
		p := a.posted()[fmt.Sprintf("id-%d/response", i)]
		if p.body != fmt.Sprint("response ", i+1) || p.head.Get("Content-Type") != "application/octet-stream" {
			t.Errorf("%q, %v", p.body, p.head)
		}
	}
}
