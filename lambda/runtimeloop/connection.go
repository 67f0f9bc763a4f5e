package runtimeloop

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"time"
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
	if err := c.write(c.head, body); err != nil {
		return nil, err
	}
	return c.accepted()
}

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
	for {
		kept := c.conn != nil
		if err := c.open(); err != nil {
			return err
		}
		n, err := c.writeOn(slices.Clone(pieces))
		if err == nil || n > 0 || !kept {
			return err
		}
	}
}

// writeOn writes the pieces on the open connection, which an error closes.
func (c *connection) writeOn(pieces net.Buffers) (int64, error) {
	n, err := pieces.WriteTo(c.conn)
	if err != nil && n > 0 && c.rejected() {
		return n, nil
	}
	if err != nil {
		c.close()
	}
	return n, err
}

// rejected says that the other side has responded without reading the request to its end, as it
// does if that is too large.
func (c *connection) rejected() bool {
	_ = c.conn.SetReadDeadline(time.Now().Add(time.Second)) // fails only where Peek fails too
	_, err := c.in.Peek(1)
	return err == nil
}

func (c *connection) open() error {
	if c.conn != nil {
		return nil
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(context.Background(), "tcp", c.address)
	if err != nil {
		return err
	}
	c.conn, c.in, c.alive = conn, bufio.NewReaderSize(conn, 16<<10), aliveness(conn)
	return nil
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
	_ = response.Body.Close() // read to its end, or the connection is given up
	if err != nil || response.Close {
		c.close()
	}
	return response, buffer, err
}

// readAll reads the body into buffer from its start.
func readAll(response *http.Response, buffer []byte) ([]byte, error) {
	buffer = buffer[:0]
	if n := response.ContentLength; n > int64(cap(buffer)) {
		buffer = make([]byte, 0, n)
	}
	for {
		if len(buffer) == cap(buffer) && int64(len(buffer)) != response.ContentLength {
			buffer = append(buffer, 0)[:len(buffer)]
		}
		n, err := response.Body.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		if err == io.EOF {
			return buffer, nil
		}
		if err != nil {
			return buffer, err
		}
	}
}
