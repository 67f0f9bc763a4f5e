package runtimeloop

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func echoed(_ context.Context, dst, event []byte) ([]byte, error) { return append(dst, event...), nil }

// TestEarlyRejection: a Runtime API that rejects a large response before it has read it, and closes
// the connection.
func TestEarlyRejection(t *testing.T) {
	served := 0
	address := listen(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		for {
			r, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			if r.Method == "POST" {
				_, _ = io.WriteString(conn, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
				_ = conn.(*net.TCPConn).CloseWrite()
				time.Sleep(10 * time.Millisecond) // a close at once would destroy the response on its way
				return
			}
			if served++; served > 2 {
				_, _ = io.WriteString(conn, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
				return
			}
			_, _ = io.WriteString(conn, nextHead("id-0", "Content-Length: 1\r\n")+"x")
		}
	})
	large := bytes.Repeat([]byte("x"), 20<<20)
	wantGone(t, Loop{}.run(address, func(context.Context) (Handler, error) {
		return HandlerFunc(func(_ context.Context, dst, _ []byte) ([]byte, error) { return append(dst, large...), nil }), nil
	}, 1))
}

// TestConnectionIsKept for all events, and given up where the Runtime API says so.
func TestConnectionIsKept(t *testing.T) {
	a := newAPI(t, "1", "2", "3")
	wantGone(t, a.serve(1, HandlerFunc(echoed)))
	if n := a.count(&a.connections); n != 1 {
		t.Errorf("%d connections", n)
	}
	a = newAPI(t, "1", "2")
	a.onPost = func(w http.ResponseWriter, _ post) {
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusOK)
	}
	wantGone(t, a.serve(1, HandlerFunc(echoed)))
	if n := a.count(&a.connections); n != 3 {
		t.Errorf("%d connections", n)
	}
}

// TestConnectionIsGivenUp, and the other side need not close it: after a response that says so, and
// after one without a request, which must not count as that to the next request.
func TestConnectionIsGivenUp(t *testing.T) {
	const event = "Content-Length: 1\r\n"
	for _, test := range []struct{ name, response, post string }{
		{"close", nextHead("id-0", event+"Connection: close\r\n") + "x", "response"},
		{"HTTP/1.0", strings.Replace(nextHead("id-0", event), "HTTP/1.1", "HTTP/1.0", 1) + "x", "response"},
		{"unasked", nextHead("id-0", event) + "x" + "HTTP/1.1 500 Late\r\nContent-Length: 0\r\n\r\n", "response"},
		{"broken", nextHead("id-0", "Transfer-Encoding: chunked\r\n") + "1\r\nx\r\nno size\r\n", "error"},
	} {
		address := listen(t, func(i int, conn net.Conn, in *bufio.Reader) {
			line, _, _ := readRequest(in)
			if i == 0 {
				_, _ = io.WriteString(conn, test.response)
				if line, _, err := readRequest(in); err == nil {
					t.Errorf("%s: %s on a connection that is given up", test.name, line)
				}
				return
			}
			if line != "POST "+invocations+"id-0/"+test.post {
				t.Errorf("%s: %s", test.name, line)
			}
			_, _ = io.WriteString(conn, accepted)
			_, _, _ = readRequest(in)
			_, _ = io.WriteString(conn, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
		})
		if err := serveAt(address, HandlerFunc(echoed)); err == nil || err.Error() != gone {
			t.Errorf("%s: the loop ended with %v", test.name, err)
		}
	}
}

// TestConnectionIsClosed when the loop ends.
func TestConnectionIsClosed(t *testing.T) {
	ended := make(chan error, 1)
	address := listen(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		_, _, _ = readRequest(in)
		_, _ = io.WriteString(conn, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
		_, err := in.ReadByte()
		ended <- err
	})
	wantGone(t, serveAt(address, HandlerFunc(echoed)))
	if err := <-ended; !errors.Is(err, io.EOF) {
		t.Errorf("%v", err)
	}
}

// serveAt serves with one worker until the loop stops.
func serveAt(address string, handler Handler) error {
	return Loop{}.run(address, func(context.Context) (Handler, error) { return handler, nil }, 1)
}

// TestNoEvent: a response that is not an event ends the loop, on the first connection without
// another attempt.
func TestNoEvent(t *testing.T) {
	for response, ends := range map[string]string{
		"":                     "next event: EOF",
		"no HTTP at all\r\n":   `next event: malformed HTTP`,
		"HTTP/1.1 200 OK\r\nA": "next event: malformed MIME header",
		"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 3\r\n\r\nbad": "next event: 500 Internal Server Error: bad",
	} {
		var connections atomic.Int32
		address := listen(t, func(_ int, conn net.Conn, in *bufio.Reader) {
			connections.Add(1)
			_, _, _ = readRequest(in)
			_, _ = io.WriteString(conn, response)
		})
		err := serveAt(address, HandlerFunc(echoed))
		if err == nil || !strings.HasPrefix(err.Error(), ends) || connections.Load() != 1 {
			t.Errorf("%q: %v after %d connections", response, err, connections.Load())
		}
	}
}

// TestRejected: a response that comes before the request is read to its end is read, although the
// rest cannot be written.
func TestRejected(t *testing.T) {
	address := listen(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		_, _ = http.ReadRequest(in)
		_, _ = io.WriteString(conn, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
		_ = conn.(*net.TCPConn).CloseWrite()
		time.Sleep(10 * time.Millisecond) // a close at once would destroy the response on its way
	})
	c := connection{address: address}
	c.begin("POST", "/")
	_, err := c.post(make([]byte, 50<<20))
	if rejected := (*statusError)(nil); !errors.As(err, &rejected) || rejected.status != 413 {
		t.Errorf("%v", err)
	}
}

// TestBrokenResponse gives the connection up, whatever the other side does with it.
func TestBrokenResponse(t *testing.T) {
	address := listen(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		_, _, _ = readRequest(in)
		_, _ = io.WriteString(conn, "no HTTP\r\n\r\n")
		_, _ = in.ReadByte()
	})
	c := connection{address: address}
	c.begin("POST", "/")
	if _, err := c.post(nil); err == nil || c.conn != nil {
		t.Errorf("%v, and the connection is kept: %t", err, c.conn != nil)
	}
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]bool{"": true, "a b": true, "~": true, "a\tb": false, "a\nb": false, "\x7f": false, "é": false} {
		if printable(text) != want {
			t.Errorf("%q: %t", text, !want)
		}
	}
}

// TestWriteFails: a connection that breaks while a large response is written is not tried again,
// and the next event is served.
func TestWriteFails(t *testing.T) {
	var polls, posts atomic.Int32
	address := listen(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		for {
			r, err := http.ReadRequest(in)
			switch {
			case err != nil:
				return
			case r.Method == "POST":
				posts.Add(1)
				_, _ = r.Body.Read(make([]byte, 1))
				_ = conn.(*net.TCPConn).SetLinger(0)
				return
			case polls.Add(1) > 2:
				_, _ = io.WriteString(conn, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
			default:
				_, _ = io.WriteString(conn, nextHead("id-0", "Content-Length: 1\r\n")+"x")
			}
		}
	})
	large := bytes.Repeat([]byte("x"), 50<<20)
	wantGone(t, serveAt(address, HandlerFunc(func(context.Context, []byte, []byte) ([]byte, error) { return large, nil })))
	if posts.Load() != 2 {
		t.Errorf("%d responses to 2 events", posts.Load())
	}
	c := connection{address: address}
	c.begin("POST", "/")
	if _, err := c.post(large); err == nil || c.conn != nil {
		t.Errorf("%v, and the connection is kept: %t", err, c.conn != nil)
	}
}
