// Package wire sends a request of HTTP/1.1 as it is written, byte for byte, and carries one to
// where it can be sent: VPC Lattice is reached from inside a VPC alone.
//
// Bytes, connections and the form of what is carried may enter. It is part of a function, so the
// AWS SDK may not.
package wire

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// Timeout is more than any front end waits for a function here.
const Timeout = time.Minute

// Response is what comes back.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do writes a request on a connection, and reads the response.
func Do(conn net.Conn, method string, request []byte) (*Response, error) {
	if err := conn.SetDeadline(time.Now().Add(Timeout)); err != nil {
		return nil, err
	}
	// A front end may respond, and close, before all is sent. The response says what arrived.
	go func() { _, _ = conn.Write(request) }()
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("the body: %w", err)
	}
	return &Response{Status: response.StatusCode, Header: response.Header, Body: body}, nil
}

// Parcel is a request that is carried to a port of the one host that the carrier knows.
type Parcel struct {
	Port    int    `json:"port"`
	Method  string `json:"method"`
	Request Packed `json:"request"`
}

// Reply is what the carrier brings back.
type Reply struct {
	Status int         `json:"status"`
	Header http.Header `json:"header"`
	Body   Packed      `json:"body"`
	Error  string      `json:"error,omitempty"` // why there is no response
}

// Packed is text that is compressed: Lambda accepts 6 MB of an event, and a request of a vector has
// a body of more.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
type Packed []byte

// Pack compresses.
func Pack(text []byte) Packed {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(text) // memory takes it
	_ = w.Close()
	return b.Bytes()
}

// largest is more than what a vector sends or gets.
const largest = 32 << 20

// Unpack is the text.
func (p Packed) Unpack() ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(p))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, largest))
}
