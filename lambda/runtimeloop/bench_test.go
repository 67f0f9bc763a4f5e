package runtimeloop

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"
)

// canned is a connection whose other side has answered already.
type canned struct {
	net.Conn
	in io.Reader
}

func (c *canned) Write(b []byte) (int, error) { return len(b), nil }
func (c *canned) Read(b []byte) (int, error)  { return c.in.Read(b) }

// BenchmarkCalls is what the loop costs for each event, without the network and the handler.
func BenchmarkCalls(b *testing.B) {
	const next = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n" +
		"Lambda-Runtime-Deadline-Ms: 4102444800000\r\nLambda-Runtime-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793\r\n" +
		"Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:f\r\nContent-Length: 5\r\n\r\nevent"
	const accepted = "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"OK\"}"
	conn := &canned{in: strings.NewReader(strings.Repeat(next+accepted, b.N))}
	c := connection{address: "127.0.0.1:1", conn: conn, in: bufio.NewReader(conn)}
	var event []byte
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		head, body, err := c.call("GET", "next", nil, event)
		if err != nil {
			b.Fatal(err)
		}
		event = body
		_, cancel, err := invocation(head, true)
		if err != nil {
			b.Fatal(err)
		}
		cancel()
		if _, _, err := c.call("POST", head.Get("Lambda-Runtime-Aws-Request-Id")+"/response", event, nil); err != nil {
			b.Fatal(err)
		}
	}
}
