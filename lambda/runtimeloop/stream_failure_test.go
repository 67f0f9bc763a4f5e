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
		{"an error without a type", func() error { return messages.InvokeResponse_Error{Message: "m"} }, "m", "", gone, false},
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
			if _, typed := p.trailer[errorType]; typed && p.trailer[errorType] != nil && test.of == "" {
				t.Errorf("%s: trailer %q", test.name, p.trailer)
			}
			if p.body != "begun" || len(posted) != 1 || p.trailer.Get(errorType) != test.of {
				t.Errorf("%s: posted %s, %q, %v", test.name, a.paths(), p.body, p.trailer)
			}
			text, err := base64.StdEncoding.DecodeString(p.trailer.Get(errorBody))
			var body struct{ ErrorMessage, ErrorType string }
			if err := errors.Join(err, json.Unmarshal(text, &body)); err != nil {
				t.Errorf("%s: %v in %s", test.name, err, text)
			}
			if strings.Contains(string(text), "stackTrace") {
				t.Errorf("%s: %s", test.name, text)
			}
			if test.messageIsShort {
				if !strings.HasPrefix(body.ErrorMessage, test.message) || len(text) > maxTrailer || len(text) < maxTrailer-20 {
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
			for _, p := range [][]byte{[]byte("x"), large} {
				if n, again := w.Write(p); n != 0 || again != err || w.Flush() != err { //nolint:errorlint // the very same one
					t.Errorf("%d, %v after %v", n, again, err)
				}
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
		for _, fails := range []error{nil, errors.New("bad")} {
			a := newAPI(t, "1", "2")
			a.idle = status == 500
			a.onPost = func(w http.ResponseWriter, _ post) { w.WriteHeader(status) }
			err := a.serve(1, streamer(func(w Stream, dst, _ []byte) ([]byte, error) { must(t, w, "x"); return dst, fails }))
			if err == nil || err.Error() != ends {
				t.Errorf("%d, %v: the loop ended with %v", status, fails, err)
			}
		}
	}
}

// TestStreamThenBadHeader: an event that cannot be handled is no part of the stream before it.
func TestStreamThenBadHeader(t *testing.T) {
	a := newAPI(t, "1", "2")
	a.events[1].head = map[string]string{"Lambda-Runtime-Deadline-Ms": "soon"}
	wantGone(t, a.serve(1, streamer(func(w Stream, dst, _ []byte) ([]byte, error) { must(t, w, "x"); return dst, nil })))
	if got := a.paths(); got != "id-0/response id-1/error" {
		t.Errorf("posted: %s", got)
	}
}

// TestShort: what cannot be cut stays as it is.
func TestShort(t *testing.T) {
	long := messages.InvokeResponse_Error{Message: "m", Type: strings.Repeat("t", 2*maxTrailer)}
	if got := short(long); got.Message != "" || got.Type != long.Type {
		t.Errorf("%+v", got)
	}
	fits := messages.InvokeResponse_Error{Type: "t"}
	fits.Message = strings.Repeat("m", maxTrailer-len(marshal(fits)))
	if got := short(fits); got.Message != fits.Message {
		t.Errorf("%d bytes of a message of %d are left", len(got.Message), len(fits.Message))
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
