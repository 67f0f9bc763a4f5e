package runtimeloop

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// waitFor waits until the condition holds. The test's own timeout is the limit.
func waitFor(t *testing.T, condition func() bool) {
	t.Helper()
	for !condition() {
		if t.Context().Err() != nil {
			t.Fatal("the test is over")
		}
		time.Sleep(time.Millisecond)
	}
}

// listen accepts connections and gives each, with its number, to a function of the test.
func listen(t *testing.T, serve func(i int, conn net.Conn, in *bufio.Reader)) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for i := 0; ; i++ {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				serve(i, conn, bufio.NewReader(conn))
			}()
		}
	}()
	return listener.Addr().String()
}

// nextHead is the head of an event, with more headers and the length.
func nextHead(id string, more string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: %s\r\nLambda-Runtime-Deadline-Ms: %d\r\n%s\r\n", id, deadline, more)
}

// readRequest reads a request, and returns its method, path and body.
func readRequest(in *bufio.Reader) (line, body string, err error) {
	r, err := http.ReadRequest(in)
	if err != nil {
		return "", "", err
	}
	b, err := io.ReadAll(r.Body)
	return r.Method + " " + r.URL.Path, string(b), err
}

const accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
