package lambdahttp

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
)

// server is what handlers find under http.ServerContextKey. Package httputil looks whether it is
// there: a ReverseProxy whose backend breaks off in the middle panics with http.ErrAbortHandler
// only within a server.
var server = new(http.Server)

// newRequest returns the request that net/http would have read off the wire. The error is that of a
// request which net/http would have rejected as malformed.
//
// The content is that of the body, and unreadable is why it cannot be read.
func newRequest(ctx context.Context, e *httpevent.Request, content []byte, unreadable error) (*http.Request, error) {
	uri := e.Path()
	if uri == "" {
		uri = "/"
	}
	if query := e.RawQuery(); query != "" {
		uri += "?" + query
	}
	u, err := url.ParseRequestURI(uri)
	if err != nil {
		return nil, err
	}
	if unreadable != nil {
		return nil, unreadable
	}
	ctx = context.WithValue(httpevent.NewContext(ctx, e), http.ServerContextKey, server)
	r := new(http.Request).WithContext(ctx)
	r.Method, r.URL, r.RequestURI, r.Host = e.Method(), u, uri, e.Host()
	r.Proto, r.ProtoMajor, r.ProtoMinor = protocol(e)
	r.Header = e.Header().Clone()
	delete(r.Header, "Host")
	delete(r.Header, "Transfer-Encoding") // the body is whole
	delete(r.Header, "Trailer")           // no event has any
	if ip := e.SourceIP(); ip != "" {
		r.RemoteAddr = net.JoinHostPort(ip, "0")
	}
	r.TLS = connectionState(e, r)
	r.Body = http.NoBody
	if len(content) > 0 {
		r.Body, r.ContentLength = &body{content: content}, int64(len(content))
	}
	return r, nil
}

// protocol returns the version of HTTP. A load balancer's event does not have it: it stands for
// 1.1, as between a load balancer and a server.
func protocol(e *httpevent.Request) (string, int, int) {
	if proto := e.Protocol(); proto != "" {
		if major, minor, ok := http.ParseHTTPVersion(proto); ok {
			return proto, major, minor
		}
	}
	return "HTTP/1.1", 1, 1
}

// connectionState returns the TLS state of the client's connection as far as the event tells, nil
// for plain HTTP. The version is 0 where no header has it. Client certificates are left to the
// headers of the event: whether they were verified depends on the listener.
func connectionState(e *httpevent.Request, r *http.Request) *tls.ConnectionState {
	if e.Scheme() != "https" {
		return nil
	}
	name, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		name = r.Host
	}
	return &tls.ConnectionState{HandshakeComplete: true, ServerName: name, Version: versions[r.Header.Get("X-Amzn-Tls-Version")]}
}

var versions = map[string]uint16{"TLSv1": tls.VersionTLS10, "TLSv1.1": tls.VersionTLS11, "TLSv1.2": tls.VersionTLS12, "TLSv1.3": tls.VersionTLS13}

// basePath returns the handler that sees paths without the base path, in Lambda and outside. Paths
// that do not begin with it stay as they are.
func basePath(base string, next http.Handler) http.Handler {
	base = strings.Trim(base, "/")
	if base == "" {
		return next
	}
	base = "/" + base
	escaped := (&url.URL{Path: base}).EscapedPath()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, ok := cutSegments(r.URL.Path, base)
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		u := *r.URL
		u.Path = path
		if u.RawPath != "" {
			if u.RawPath, ok = cutSegments(u.RawPath, escaped); !ok {
				u.RawPath = ""
			}
		}
		stripped := *r
		stripped.URL = &u
		defer func() { r.MultipartForm = stripped.MultipartForm }() // whose files the server removes
		next.ServeHTTP(w, &stripped)
	})
}

// cutSegments removes whole segments from the beginning of a path.
func cutSegments(path, prefix string) (string, bool) {
	rest, ok := strings.CutPrefix(path, prefix)
	if !ok || rest != "" && rest[0] != '/' {
		return path, false
	}
	if rest == "" {
		rest = "/"
	}
	return rest, true
}

// malformed is what net/http responds to a request that it cannot read.
func malformed(err error) *httpevent.Response {
	return httpevent.Text(http.StatusBadRequest, fmt.Sprintf("400 Bad Request: %v", err))
}
