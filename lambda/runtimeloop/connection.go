package runtimeloop

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"strconv"
)

// connection is a connection to the Runtime API, which is kept for as long as the other side keeps
// it. It is net/http's client without its goroutines, and with one write for a request of any size.
type connection struct {
	address string
	conn    net.Conn // nil: none is open
	in      *bufio.Reader
	alive   func() bool // says that the other side has not closed it
	head    []byte      // the request line and headers of the next request
}

var userAgent = "runtimeloop/" + runtime.Version()

// begin starts the head of a request. The path begins behind the host.
func (c *connection) begin(method string, path ...string) {
	c.head = append(c.head[:0], method...)
	c.head = append(c.head, ' ')
	for _, part := range path {
		c.head = append(c.head, part...)
	}
	c.head = append(c.head, " HTTP/1.1\r\n"...)
	c.field("Host", c.address)
	c.field("User-Agent", userAgent)
}

// field adds a header, whose value must have no line break.
func (c *connection) field(name, value string) {
	c.head = append(append(append(append(c.head, name...), ": "...), value...), "\r\n"...)
}

// post sends what begin and field have prepared, with the body, and reads the response.
//
// What may have reached the Runtime API is never sent again: a second response to an invocation
// would be an error in itself (RFC 9110, 9.2.2). A kept connection that was closed meanwhile is
// found out before.
func (c *connection) post(body []byte) (http.Header, error) {
	c.field("Content-Length", strconv.Itoa(len(body)))
	c.head = append(c.head, "\r\n"...)
	c.check()
	pieces := [][]byte{c.head, body}
	if len(body) <= maxCopied {
		c.head = append(c.head, body...)
		pieces = [][]byte{c.head}
	}
	if err := c.write(pieces...); err != nil {
		return nil, err
	}
	return c.accepted()
}

// maxCopied is the longest body that is copied behind its head: that takes less time than a call of
// the system with two pieces.
const maxCopied = 4 << 10

// check gives a kept connection up if the other side has closed it.
func (c *connection) check() {
	if c.conn != nil && !c.alive() {
		c.close()
	}
}

// write writes the pieces in one call of the system, on the kept connection or on a new one.
func (c *connection) write(pieces ...[]byte) error {
	if c.conn != nil && c.in.Buffered() > 0 {
		c.close() // after a response without a request
	}
	if err := c.open(); err != nil {
		return err
	}
	return c.writeOn(pieces)
}

// writeOn writes the pieces on the open connection, which an error closes, unless the other side
// has responded without reading the request to its end, as it does if that is too large.
func (c *connection) writeOn(pieces net.Buffers) error {
	var n int64
	var err error
	if len(pieces) == 1 {
		var one int
		one, err = c.conn.Write(pieces[0])
		n = int64(one)
	} else {
		n, err = pieces.WriteTo(c.conn)
	}
	if err == nil {
		return nil
	}
	if n > 0 {
		// does not wait: nothing follows what broke the connection
		if _, none := c.in.Peek(1); none == nil {
			return nil
		}
	}
	c.close()
	return err
}

func (c *connection) open() error {
	if c.conn != nil {
		return nil
	}
	conn, err := dial(c.address)
	if err != nil {
		return err
	}
	waitInKernel(conn.(*net.TCPConn))
	c.conn, c.in, c.alive = conn, bufio.NewReaderSize(conn, 16<<10), aliveness(conn.(*net.TCPConn))
	return nil
}

// dial connects to an address. One of numbers, as Lambda gives it, needs no resolver.
func dial(address string) (net.Conn, error) {
	if literal, err := netip.ParseAddrPort(address); err == nil {
		return net.DialTCP("tcp", nil, net.TCPAddrFromAddrPort(literal))
	}
	var dialer net.Dialer // tries all that a name stands for
	return dialer.DialContext(context.Background(), "tcp", address)
}

func (c *connection) close() {
	if c.conn != nil {
		_ = c.conn.Close() // whatever it says, the connection is given up
		c.conn = nil
	}
}

// accepted reads the response to a POST.
func (c *connection) accepted() (http.Header, error) {
	response, body, err := c.read(nil) //nolint:bodyclose // read to its end and replaced by body
	if err != nil {
		return nil, err
	}
	return response.Header, statusOf(response, body)
}

// statusOf returns an error if the response says no.
func statusOf(response *http.Response, body []byte) error {
	if response.StatusCode/100 == 2 {
		return nil
	}
	return &statusError{response.StatusCode, fmt.Sprintf("%s: %.200s", response.Status, body)}
}

// statusError is a response of the Runtime API that says no.
type statusError struct {
	status  int
	message string
}

func (e *statusError) Error() string { return e.message }

// read reads a response, its body into buffer if that is large enough. With an error, the response
// is what was read of it, or nil.
func (c *connection) read(buffer []byte) (*http.Response, []byte, error) {
	response, err := http.ReadResponse(c.in, nil)
	if err != nil {
		c.close()
		return nil, nil, err
	}
	buffer, err = readAll(response, buffer)
	if err != nil || response.Close {
		c.close()
	}
	return response, buffer, err
}

// readAll reads the body into buffer from its start.
func readAll(response *http.Response, buffer []byte) ([]byte, error) {
	size := response.ContentLength
	if size < 0 {
		b := bytes.NewBuffer(buffer[:0])
		_, err := b.ReadFrom(response.Body)
		return b.Bytes(), err
	}
	if int64(cap(buffer)) < size {
		buffer = make([]byte, size)
	}
	n, err := io.ReadFull(response.Body, buffer[:size])
	return buffer[:n], err
}
