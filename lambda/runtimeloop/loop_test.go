package runtimeloop

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// service is a Runtime API on net/http, which may close each connection and may leave the length
// unsaid, as emulators do.
type service struct {
	t       *testing.T
	events  [][]byte
	served  atomic.Int32
	answers [][]byte
	close   bool
	stream  bool
}

const deadline = 4102444800000 // 2100-01-01

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.close {
		w.Header().Set("Connection", "close")
	}
	if r.URL.Path == "/2018-06-01/runtime/invocation/next" {
		i := int(s.served.Add(1)) - 1
		if i >= len(s.events) {
			w.WriteHeader(http.StatusGone)
			_, _ = io.WriteString(w, "no more")
			return
		}
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", fmt.Sprint("id-", i))
		w.Header().Set("Lambda-Runtime-Deadline-Ms", fmt.Sprint(deadline))
		w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:f")
		w.Header().Set("Lambda-Runtime-Trace-Id", fmt.Sprint("Root=", i))
		w.Header().Set("Lambda-Runtime-Aws-Tenant-Id", "tenant")
		for i, b := 0, s.events[i]; i < len(b); i += 1000 {
			_, _ = w.Write(b[i:min(i+1000, len(b))])
			if s.stream {
				w.(http.Flusher).Flush()
			}
		}
		return
	}
	if want := fmt.Sprintf("/2018-06-01/runtime/invocation/id-%d/response", len(s.answers)); r.URL.Path != want || r.Method != "POST" {
		s.t.Errorf("%s %s, want POST %s", r.Method, r.URL.Path, want)
	}
	if r.ContentLength < 0 || r.Header.Get("Content-Type") != "application/json" || !strings.HasPrefix(r.UserAgent(), "runtimeloop/go") {
		s.t.Errorf("length %d, header %v", r.ContentLength, r.Header)
	}
	b, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Error(err)
	}
	s.answers = append(s.answers, b)
	w.WriteHeader(http.StatusAccepted)
	_, _ = io.WriteString(w, `{"status":"OK"}`)
}

// twice responds with the event, two times, and checks its context.
type twice struct{ t *testing.T }

func (h twice) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	lc, ok := lambdacontext.FromContext(ctx)
	if !ok || !strings.HasPrefix(lc.AwsRequestID, "id-") || lc.InvokedFunctionArn != "arn:f" || lc.TenantID != "tenant" {
		h.t.Errorf("context %+v", lc)
	}
	trace := "Root=" + strings.TrimPrefix(lc.AwsRequestID, "id-")
	if ctx.Value("x-amzn-trace-id") != trace || os.Getenv("_X_AMZN_TRACE_ID") != trace {
		h.t.Errorf("trace %v, %s", ctx.Value("x-amzn-trace-id"), os.Getenv("_X_AMZN_TRACE_ID"))
	}
	if at, ok := ctx.Deadline(); !ok || at.UnixMilli() != deadline {
		h.t.Errorf("deadline %v", at)
	}
	return append(append(dst, event...), event...), nil
}

// run serves with one worker until the loop stops.
func run(handler Handler, address string) error {
	return Loop{}.run(address, func(context.Context) (Handler, error) { return handler, nil }, 1)
}

func events() [][]byte {
	var all [][]byte
	for _, n := range []int{0, 1, 5000, 3 << 20, 2, 70_000} {
		all = append(all, bytes.Repeat([]byte{byte('a' + n%7)}, n))
	}
	return all
}

func TestRun(t *testing.T) {
	t.Setenv("_X_AMZN_TRACE_ID", "")
	for _, test := range []struct {
		name          string
		close, stream bool
	}{{"kept", false, false}, {"closed", true, false}, {"chunked", false, true}, {"until the end", true, true}} {
		t.Run(test.name, func(t *testing.T) {
			s := &service{t: t, events: events(), close: test.close, stream: test.stream}
			server := httptest.NewServer(s)
			defer server.Close()
			err := run(twice{t}, strings.TrimPrefix(server.URL, "http://"))
			if err == nil || err.Error() != "next event: 410 Gone: no more" {
				t.Errorf("%v", err)
			}
			if len(s.answers) != len(s.events) {
				t.Fatalf("%d responses", len(s.answers))
			}
			for i, event := range s.events {
				if want := append(bytes.Clone(event), event...); !bytes.Equal(s.answers[i], want) {
					t.Errorf("event of %d bytes: response of %d", len(event), len(s.answers[i]))
				}
			}
		})
	}
}

// TestRunOldHTTP has a service that speaks HTTP/1.0, as Python's http.server does.
func TestRunOldHTTP(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	requests := make(chan string, 3)
	go func() {
		for _, response := range []string{
			fmt.Sprintf("HTTP/1.0 200 OK\r\nLambda-Runtime-Aws-Request-Id: id-0\r\nLambda-Runtime-Deadline-Ms: %d\r\nLambda-Runtime-Invoked-Function-Arn: arn:f\r\n"+
				"Lambda-Runtime-Aws-Tenant-Id: tenant\r\nLambda-Runtime-Trace-Id: Root=0\r\n\r\nevent", deadline),
			"HTTP/1.0 202 Accepted\r\n\r\n",
			"HTTP/1.0 500 Internal Server Error\r\n\r\n",
		} {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			buffer := make([]byte, 4096)
			n, _ := conn.Read(buffer)
			for !bytes.HasSuffix(buffer[:n], []byte("\r\n\r\n")) && !bytes.HasSuffix(buffer[:n], []byte("eventevent")) {
				m, err := conn.Read(buffer[n:])
				if err != nil {
					break
				}
				n += m
			}
			requests <- string(buffer[:n])
			_, _ = io.WriteString(conn, response)
			_ = conn.Close()
		}
	}()
	err = run(twice{t}, listener.Addr().String())
	if err == nil || !strings.HasPrefix(err.Error(), "next event: 500 ") {
		t.Errorf("%v", err)
	}
	if <-requests; !strings.HasSuffix(<-requests, "\r\n\r\neventevent") {
		t.Error("the response is not what was posted")
	}
}

// TestRunKeptConnectionLost: a connection that was kept may have been closed meanwhile; that is not
// the function's end.
func TestRunKeptConnectionLost(t *testing.T) {
	s := &service{t: t, events: [][]byte{[]byte("1"), []byte("2")}}
	server := httptest.NewUnstartedServer(s)
	server.Config.IdleTimeout = time.Millisecond
	var open atomic.Int32
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed:
			open.Add(-1)
		}
	}
	server.Start()
	defer server.Close()
	err := run(outlasting{twice{t}, t, &open}, strings.TrimPrefix(server.URL, "http://"))
	if err == nil || err.Error() != "next event: 410 Gone: no more" || len(s.answers) != 2 {
		t.Errorf("%v, %d responses", err, len(s.answers))
	}
}

// outlasting responds when the server has closed each connection.
type outlasting struct {
	Handler
	t    *testing.T
	open *atomic.Int32
}

func (o outlasting) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	waitFor(o.t, func() bool { return o.open.Load() == 0 })
	return o.Handler.Append(ctx, dst, event)
}

func TestRunErrors(t *testing.T) {
	// nothing listens on port 0
	if err := run(twice{t}, "127.0.0.1:0"); err == nil || !strings.HasPrefix(err.Error(), "next event: dial tcp ") {
		t.Errorf("%v", err)
	}
	s := &service{t: t, events: [][]byte{[]byte("x"), []byte("y")}}
	posts := 0
	rejects := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "GET" {
			s.ServeHTTP(w, r)
			return
		}
		posts++
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		_, _ = io.WriteString(w, strings.Repeat("too large ", 100))
	}))
	defer rejects.Close()
	if err := run(twice{t}, strings.TrimPrefix(rejects.URL, "http://")); err == nil || err.Error() != "next event: 410 Gone: no more" || posts != 2 {
		t.Errorf("%v after %d responses", err, posts)
	}
}
