package runtimeloop

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestPostIsNotRepeated: the Runtime API reads the whole response, and the connection breaks before
// its status arrives. Whether the response was taken cannot be known, so it is not sent again; the
// next event is served.
func TestPostIsNotRepeated(t *testing.T) {
	for _, fails := range []bool{false, true} {
		a := newAPI(t, "first", "second")
		a.onPost = func(w http.ResponseWriter, p post) {
			if strings.Contains(p.path, "id-0") {
				conn, _, err := w.(http.Hijacker).Hijack()
				if err != nil {
					t.Error(err)
				}
				_ = conn.Close()
				return
			}
			w.WriteHeader(http.StatusAccepted)
		}
		wantGone(t, a.serve(1, HandlerFunc(func(ctx context.Context, dst, event []byte) ([]byte, error) {
			if fails {
				return nil, io.ErrUnexpectedEOF
			}
			return echoed(ctx, dst, event)
		})))
		want := map[bool]string{false: "id-0/response id-1/response", true: "id-0/error id-1/error"}[fails]
		if got := a.paths(); got != want {
			t.Errorf("posted: %s", got)
		}
	}
}

// TestConnectionClosedWhileWorking: a connection that the Runtime API closes while the handler
// works costs no invocation. Not even a response that fits into the kernel's buffers is lost.
func TestConnectionClosedWhileWorking(t *testing.T) {
	for _, how := range []string{"closed", "reset", "closed with a message"} {
		for size, streams := range map[int]bool{1: false, 2: true, 3 << 20: false, 4 << 20: true} {
			closed := make(chan struct{})
			var mutex sync.Mutex
			var bodies []int
			address := listen(t, func(i int, conn net.Conn, in *bufio.Reader) {
				if _, _, err := readRequest(in); err != nil {
					return
				}
				if i == 0 {
					_, _ = io.WriteString(conn, nextHead("id-0", "Content-Length: 1\r\n")+"x")
					switch how {
					case "reset":
						_ = conn.(*net.TCPConn).SetLinger(0)
					case "closed with a message":
						_, _ = io.WriteString(conn, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
					}
					_ = conn.Close()
					close(closed)
					return
				}
				t.Error("a request other than the response")
			})
			address2 := listen(t, func(i int, conn net.Conn, in *bufio.Reader) {
				line, body, err := readRequest(in)
				if err != nil || line != "POST "+invocations+"id-0/response" {
					t.Errorf("%s %v", line, err)
				}
				mutex.Lock()
				bodies = append(bodies, len(body))
				mutex.Unlock()
				_, _ = io.WriteString(conn, accepted)
				if _, _, err := readRequest(in); err == nil {
					_, _ = io.WriteString(conn, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
				}
			})
			p := newPool(t.Context(), nil, address, 1)
			work := func() {
				<-closed
				waitFor(t, func() bool { return !p.workers[0].api.alive() })
				p.workers[0].api.address = address2
			}
			p.handler = HandlerFunc(func(_ context.Context, dst, _ []byte) ([]byte, error) {
				work()
				return append(dst, make([]byte, size)...), nil
			})
			if streams {
				p.handler = streamer(func(w Stream, dst, _ []byte) ([]byte, error) {
					work()
					must(t, w, strings.Repeat("x", size))
					return dst, nil
				})
			}
			p.serve()
			wantGone(t, p.cause)
			if len(bodies) != 1 || bodies[0] != size {
				t.Errorf("%s, %d bytes: %d were posted", how, size, bodies)
			}
		}
	}
}

// TestEventIsCutOff: an event whose connection breaks is failed, and the next one served; a second
// one in a row ends the loop.
func TestEventIsCutOff(t *testing.T) {
	for _, test := range []struct {
		name  string
		polls []bool // whether the event is whole
		lines string
		ends  string
	}{
		{"once", []bool{false, true}, "id-0/error id-1/response", gone},
		{"twice, not in a row", []bool{false, true, false, true}, "id-0/error id-1/response id-2/error id-3/response", gone},
		{"twice in a row", []bool{true, false, false, true}, "id-0/response id-1/error", "next event: the connection was lost after 3 bytes of the event: unexpected EOF"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var mutex sync.Mutex
			polls, lines := 0, []string{}
			address := listen(t, func(_ int, conn net.Conn, in *bufio.Reader) {
				for {
					line, _, err := readRequest(in)
					if err != nil {
						return
					}
					mutex.Lock()
					i := polls
					if strings.HasPrefix(line, "GET ") {
						polls++
					} else {
						lines = append(lines, strings.TrimPrefix(line, "POST "+invocations))
					}
					mutex.Unlock()
					switch {
					case strings.HasPrefix(line, "POST "):
						_, _ = io.WriteString(conn, accepted)
					case i == len(test.polls):
						_, _ = io.WriteString(conn, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
					case test.polls[i]:
						_, _ = io.WriteString(conn, nextHead("id-"+string(rune('0'+i)), "Content-Length: 5\r\n")+"event")
					default:
						_, _ = io.WriteString(conn, nextHead("id-"+string(rune('0'+i)), "Content-Length: 5\r\n")+"eve")
						return
					}
				}
			})
			err := Loop{}.run(address, func(context.Context) (Handler, error) { return HandlerFunc(echoed), nil }, 1)
			if err == nil || err.Error() != test.ends {
				t.Errorf("the loop ended with %v", err)
			}
			mutex.Lock()
			defer mutex.Unlock()
			if got := strings.Join(lines, " "); got != test.lines {
				t.Errorf("posted: %s", got)
			}
		})
	}
}

// TestPollOnLostConnection: a kept connection may be lost while the loop waits. It polls again,
// once.
func TestPollOnLostConnection(t *testing.T) {
	for _, test := range []struct {
		connections int
		ends        string
	}{{3, gone}, {2, "next event: EOF"}} {
		polls := 0
		address := listen(t, func(i int, conn net.Conn, in *bufio.Reader) {
			if i >= test.connections {
				t.Error("another connection")
			}
			switch i {
			case 0: // an event, its response, and a poll that gets nothing
				_, _, _ = readRequest(in)
				_, _ = io.WriteString(conn, nextHead("id-0", "Content-Length: 0\r\n"))
				_, _, _ = readRequest(in)
				_, _ = io.WriteString(conn, accepted)
				_, _, _ = readRequest(in)
			case 1:
				_, _, _ = readRequest(in)
				if test.connections == 2 {
					return
				}
				_, _ = io.WriteString(conn, nextHead("id-1", "Content-Length: 0\r\n"))
				_, _, _ = readRequest(in)
				_, _ = io.WriteString(conn, accepted)
				polls++
				_, _, _ = readRequest(in)
			case 2:
				_, _, _ = readRequest(in)
				_, _ = io.WriteString(conn, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
			}
		})
		err := Loop{}.run(address, func(context.Context) (Handler, error) { return HandlerFunc(echoed), nil }, 1)
		if err == nil || err.Error() != test.ends {
			t.Errorf("the loop ended with %v", err)
		}
	}
}

// TestAPIIsGone: the Runtime API ends while the handler works. Neither the response nor the next
// event can be had.
func TestAPIIsGone(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		_, _, _ = readRequest(bufio.NewReader(conn))
		_, _ = io.WriteString(conn, nextHead("id-0", "Content-Length: 1\r\n")+"x")
		_ = conn.Close()
		_ = listener.Close()
		close(gone)
	}()
	err = serveAt(listener.Addr().String(), HandlerFunc(func(ctx context.Context, dst, event []byte) ([]byte, error) {
		<-gone
		return echoed(ctx, dst, event)
	}))
	if err == nil || !strings.HasPrefix(err.Error(), "next event: dial tcp ") {
		t.Errorf("%v", err)
	}
}
