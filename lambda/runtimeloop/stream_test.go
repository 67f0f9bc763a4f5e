package runtimeloop

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
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

// TestStreamBuffers: what nobody flushes goes out together.
func TestStreamBuffers(t *testing.T) {
	sent := make(chan string, 1)
	address := listen(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		_, _, _ = readRequest(in)
		_, _ = io.WriteString(conn, nextHead("id-0", "Content-Length: 0\r\n"))
		var all strings.Builder
		for !strings.HasSuffix(all.String(), "0\r\n\r\n") {
			line, err := in.ReadString('\n')
			if err != nil {
				t.Error(err)
				break
			}
			all.WriteString(line)
		}
		_, chunks, _ := strings.Cut(all.String(), "\r\n\r\n")
		sent <- chunks
		_, _ = io.WriteString(conn, accepted)
		_, _, _ = readRequest(in)
		_, _ = io.WriteString(conn, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
	})
	wantGone(t, serveAt(address, streamer(func(w Stream, dst, _ []byte) ([]byte, error) {
		must(t, w, "a")
		must(t, w, "bc")
		return dst, nil
	})))
	if got := <-sent; got != "3\r\nabc\r\n0\r\n\r\n" {
		t.Errorf("%q", got)
	}
}
