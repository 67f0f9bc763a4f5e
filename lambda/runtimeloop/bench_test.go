package runtimeloop

import (
	"bufio"
	"context"
	"net"
	"testing"
)

// canned is a connection whose other side responds to each request with the next of its responses.
type canned struct {
	net.Conn
	responses []string
	next      int
	rest      string
}

func (c *canned) Write(b []byte) (int, error) {
	c.rest = c.responses[c.next%len(c.responses)]
	c.next++
	return len(b), nil
}

func (c *canned) Read(b []byte) (int, error) {
	n := copy(b, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// BenchmarkCalls is what the loop costs for each event, without the network and the handler.
func BenchmarkCalls(b *testing.B) {
	const next = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n" +
		"Lambda-Runtime-Deadline-Ms: 4102444800000\r\nLambda-Runtime-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793\r\n" +
		"Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:f\r\nContent-Length: 5\r\n\r\nevent"
	const accepted = "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"OK\"}"
	conn := &canned{responses: []string{next, accepted}}
	w := newWorker(&pool{base: b.Context(), handler: same{}}, "127.0.0.1:1", true)
	w.api.conn, w.api.in, w.api.alive = conn, bufio.NewReader(conn), func() bool { return true }
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if !w.serve() {
			b.Fatal("the loop stopped: ", w.pool.cause)
		}
	}
}

// same responds with the event, in memory that is used again.
type same struct{}

func (same) Append(_ context.Context, dst, event []byte) ([]byte, error) {
	return append(dst, event...), nil
}
func (same) ReuseBuffers() bool { return true }
