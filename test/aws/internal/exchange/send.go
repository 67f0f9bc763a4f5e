// Package exchange sends requests to the front ends of a stage as they are written, byte for byte,
// and compares the events and the responses of the vectors with what httpsim says.
//
// Requests, comparisons and recordings may enter. Which requests are sent is the business of
// package proof.
package exchange

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"

	"example.com/alb-lambda/lambda/httpsim/vectors"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
	"example.com/alb-lambda/test/aws/internal/wire"
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
	wire.Response
	TLS *tls.ConnectionState
}

// Send sends a request on a connection of its own: clients of net/http would change it. Where this
// machine cannot connect, the request is carried.
func Send(ctx context.Context, to *platform.Endpoint, r *Request) (*Response, error) {
	method := cmp.Or(r.Method, http.MethodGet)
	failed := func(err error) error { return fmt.Errorf("%s %.100s: %w", method, r.Target, err) }
	if to.Carry != nil {
		_, port, err := net.SplitHostPort(to.Address)
		if err != nil {
			return nil, err
		}
		number, err := strconv.Atoi(port)
		if err != nil {
			return nil, err
		}
		carried, err := to.Carry(ctx, number, method, r.bytes(to))
		if err != nil {
			return nil, failed(err)
		}
		return &Response{Response: *carried}, nil
	}
	conn, err := Connect(ctx, to, 0)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	got, err := wire.Do(conn, method, r.bytes(to))
	if err != nil {
		return nil, failed(err)
	}
	result := &Response{Response: *got}
	if secure, ok := conn.(*tls.Conn); ok {
		state := secure.ConnectionState()
		result.TLS = &state
	}
	return result, nil
}

// Connect connects to an endpoint, with TLS up to a version where it speaks that; 0 is the newest.
func Connect(ctx context.Context, to *platform.Endpoint, newest uint16) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, wire.Timeout)
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

// bytes is the request as it is sent. One that does not say what the recorder is to do says that it
// is to record.
func (r *Request) bytes(to *platform.Endpoint) []byte {
	v := &vectors.Request{Method: r.Method, Target: vectors.Text(to.Base + r.Target), Base64: r.Body}
	own := [2]string{names.Header, names.Mark(names.Record, 0, to.Token)}
	for _, h := range r.Headers {
		v.Headers = append(v.Headers, [2]vectors.Text{vectors.Text(h[0]), vectors.Text(h[1])})
		if h[0] == names.Header {
			own[0] = ""
		}
	}
	if own[0] != "" {
		v.Headers = append(v.Headers, [2]vectors.Text{vectors.Text(own[0]), vectors.Text(own[1])})
	}
	return v.Wire(cmp.Or(r.Host, to.Host))
}
