// Package runtimeapi is the Lambda service as a function's process sees it: the Runtime API, for
// tests and benchmarks that start the built program.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
//
// It is for tests and benchmarks: the server side of the Runtime API. The client side is
// runtimeloop.
package runtimeapi

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Server hands one function one event at a time. It listens on the loopback address only.
type Server struct {
	listener  net.Listener
	polls     chan *poll
	responses chan Response
	closed    chan struct{}
}

// poll is a function that waits for an event.
type poll struct {
	conn net.Conn
	at   time.Time
	done chan struct{}
}

// Response is what a function makes of an event.
type Response struct {
	Body        []byte // nil if the server discards bodies
	Size        int64
	RequestID   string
	ContentType string
	// Failed is set if the function reported an error in place of a response, or in the trailers of
	// a streamed one.
	Failed bool
	// Streamed is set if the function streamed its response.
	Streamed bool
	// First is when the first bytes of the body arrived.
	First time.Time
	// Err is set if the request itself was broken.
	Err error
}

// Listen starts a server on a free port. Whether it keeps the responses' bodies is the caller's
// choice: a benchmark only counts them.
func Listen(ctx context.Context, keepBodies bool) (*Server, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{listener, make(chan *poll), make(chan Response), make(chan struct{})}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn, keepBodies)
		}
	}()
	return s, nil
}

// Address is the value of the function's environment variable AWS_LAMBDA_RUNTIME_API.
func (s *Server) Address() string { return s.listener.Addr().String() }

// Close stops listening. It must be called once.
func (s *Server) Close() error {
	close(s.closed)
	return s.listener.Close()
}

func (s *Server) serve(conn net.Conn, keepBodies bool) {
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 64<<10)
	discard := make([]byte, 256<<10)
	for {
		request, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		path := strings.TrimPrefix(request.URL.Path, "/2018-06-01/runtime/invocation/")
		if request.Method == http.MethodGet && path == "next" {
			p := &poll{conn, time.Now(), make(chan struct{})}
			select {
			case s.polls <- p:
				<-p.done
				continue
			case <-s.closed:
				return
			}
		}
		var response Response
		response.RequestID, path, _ = strings.Cut(path, "/")
		response.ContentType = request.Header.Get("Content-Type")
		response.Streamed = request.Header.Get("Lambda-Runtime-Function-Response-Mode") == "streaming"
		first := &timed{Reader: request.Body}
		if keepBodies {
			response.Body, response.Err = io.ReadAll(first)
			response.Size = int64(len(response.Body))
		} else {
			response.Size, response.Err = io.CopyBuffer(struct{ io.Writer }{io.Discard}, first, discard)
		}
		response.First = first.at
		response.Failed = path != "response" || request.Trailer.Get("Lambda-Runtime-Function-Error-Type") != ""
		if _, err := io.WriteString(conn, "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"OK\"}"); err != nil {
			response.Err = err
		}
		select {
		case s.responses <- response:
		case <-s.closed:
			return
		}
	}
}

// timed is a reader that notes when the first bytes came.
type timed struct {
	io.Reader
	at time.Time
}

func (t *timed) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if n > 0 && t.at.IsZero() {
		t.at = time.Now()
	}
	return n, err
}

// WaitPoll returns the time of the function's next poll, and leaves the function waiting for its
// event.
func (s *Server) WaitPoll(limit time.Duration) (time.Time, error) {
	select {
	case p := <-s.polls:
		go func() {
			select {
			case s.polls <- p:
			case <-s.closed:
				close(p.done)
			}
		}()
		return p.at, nil
	case <-time.After(limit):
		return time.Time{}, fmt.Errorf("no poll within %s", limit)
	}
}

// Invoke hands the function an event and returns its response.
func (s *Server) Invoke(requestID string, event []byte, limit time.Duration) (Response, error) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	var p *poll
	select {
	case p = <-s.polls:
	case <-timer.C:
		return Response{}, fmt.Errorf("no poll within %s", limit)
	}
	head := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: " + requestID +
		"\r\nLambda-Runtime-Deadline-Ms: " + strconv.FormatInt(time.Now().Add(limit).UnixMilli(), 10) +
		"\r\nLambda-Runtime-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0" +
		"\r\nLambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:echo" +
		"\r\nContent-Length: " + strconv.Itoa(len(event)) + "\r\n\r\n"
	buffers := net.Buffers{[]byte(head), event}
	_, err := buffers.WriteTo(p.conn)
	close(p.done)
	if err != nil {
		return Response{}, err
	}
	select {
	case response := <-s.responses:
		return response, response.Err
	case <-timer.C:
		return Response{}, fmt.Errorf("no response within %s", limit)
	}
}
