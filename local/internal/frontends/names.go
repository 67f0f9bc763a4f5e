package frontends

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"sync"

	"example.com/alb-lambda/lambda/httpsim"
)

// namedConn remembers what it has read since the last request, so that the names of headers can be
// found as the client wrote them: net/http changes their case, and a REST API does not.
type namedConn struct {
	net.Conn
	mutex sync.Mutex
	seen  []byte
}

// most is more than the largest head of a request. What comes after it is a body.
const most = 512 << 10

func (c *namedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(c.seen) < most {
		c.seen = append(c.seen, p[:n]...)
	}
	return n, err
}

// names returns how the client wrote the names of a request's headers, by their canonical form.
func (c *namedConn) names(r *http.Request) map[string]string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	line := []byte(r.Method + " " + r.RequestURI + " " + r.Proto + "\r\n")
	at := bytes.LastIndex(c.seen, line)
	if at < 0 {
		return nil // it came with the one before
	}
	head, _, _ := bytes.Cut(c.seen[at+len(line):], []byte("\r\n\r\n"))
	names := map[string]string{}
	for field := range bytes.SplitSeq(head, []byte("\r\n")) {
		name, _, ok := bytes.Cut(field, []byte(":"))
		if ok {
			names[http.CanonicalHeaderKey(string(name))] = string(name)
		}
	}
	c.seen = c.seen[:0]
	return names
}

// namedListener accepts such connections.
type namedListener struct{ net.Listener }

func (l namedListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &namedConn{Conn: conn}, nil
}

type connKey struct{}

// rememberConn is the ConnContext of a server with such connections.
func rememberConn(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, conn)
}

// withNames returns the request with the names of its headers.
func withNames(r *http.Request) *http.Request {
	conn, ok := r.Context().Value(connKey{}).(*namedConn)
	if !ok {
		return r
	}
	return r.WithContext(httpsim.WithHeaderNames(r.Context(), conn.names(r)))
}
