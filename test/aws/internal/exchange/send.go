// Package exchange sends requests to the front ends of a stage as they are written, byte for byte,
// and compares the events and the responses of the vectors with what httpsim says.
//
// Requests, comparisons and recordings may enter. Which requests are sent is the business of
// package proof.
package exchange

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"example.com/alb-lambda/test/aws/internal/platform"
)

// Request is what is sent.
type Request struct {
	Method  string // "" is GET
	Target  string // path and query as on the wire
	Host    string // "" is that of the endpoint
	Headers [][2]string
	Body    []byte
}

// Response is what comes back.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	TLS    *tls.ConnectionState
}

// timeout is more than any front end waits for a function here.
const timeout = time.Minute

// Send sends a request on a connection of its own: clients of net/http would change it.
func Send(ctx context.Context, to *platform.Endpoint, r *Request) (*Response, error) {
	conn, err := Connect(ctx, to, 0)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	if err := conn.SetDeadline(time.Now().Add(timeout)); err != nil {
		return nil, err
	}
	// A front end may respond, and close, before all is sent. The response says what arrived.
	go func() { _, _ = conn.Write(r.bytes(to)) }()
	method := r.Method
	if method == "" {
		method = http.MethodGet
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		return nil, fmt.Errorf("%s %.100s: %w", method, r.Target, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("%s %.100s: the body: %w", method, r.Target, err)
	}
	result := &Response{Status: response.StatusCode, Header: response.Header, Body: body}
	if secure, ok := conn.(*tls.Conn); ok {
		state := secure.ConnectionState()
		result.TLS = &state
	}
	return result, nil
}

// Connect connects to an endpoint, with TLS up to a version where it speaks that; 0 is the newest.
func Connect(ctx context.Context, to *platform.Endpoint, newest uint16) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if !to.TLS {
		return new(net.Dialer).DialContext(ctx, "tcp", to.Address)
	}
	config := &tls.Config{ServerName: to.Host, NextProtos: []string{"http/1.1"}, MinVersion: tls.VersionTLS12, MaxVersion: newest}
	if newest != 0 {
		config.MinVersion = tls.VersionTLS10
	}
	if to.Roots != nil {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(to.Roots) {
			return nil, errors.New("the authority of the certificate is not PEM")
		}
	}
	return (&tls.Dialer{Config: config}).DialContext(ctx, "tcp", to.Address)
}

// bytes is the request as it is sent.
func (r *Request) bytes(to *platform.Endpoint) []byte {
	var b bytes.Buffer
	method, host := r.Method, r.Host
	if method == "" {
		method = http.MethodGet
	}
	if host == "" {
		host = to.Host
	}
	fmt.Fprintf(&b, "%s %s%s HTTP/1.1\r\nHost: %s\r\n", method, to.Base, r.Target, host)
	counted := false
	for _, h := range r.Headers {
		fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
		counted = counted || strings.EqualFold(h[0], "Content-Length") || strings.EqualFold(h[0], "Transfer-Encoding")
	}
	if !counted && len(r.Body) > 0 {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(r.Body))
	}
	b.WriteString("\r\n")
	b.Write(r.Body)
	return b.Bytes()
}
