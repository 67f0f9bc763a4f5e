package vectors

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Split returns the host of the target, and path and query as they are on the wire.
func (r *Request) Split() (host, target string) {
	host, target = "example.com", string(r.Target)
	if u, err := url.Parse(target); err == nil && u.Host != "" {
		host, target = u.Host, strings.TrimPrefix(target, u.Scheme+"://"+u.Host)
	}
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	return host, target
}

// Wire returns the request as HTTP/1.1 has it on the wire: a client of net/http would change it.
// The host "" is that of the target. A body is one chunk where the headers say chunked; elsewhere
// it has its Content-Length, unless the headers have one.
func (r *Request) Wire(host string) []byte {
	own, target := r.Split()
	if host == "" {
		host = own
	}
	method := r.Method
	if method == "" {
		method = http.MethodGet
	}
	body := []byte(r.Body)
	if r.Base64 != nil {
		body = r.Base64
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, target, host)
	counted, chunked := false, false
	for _, h := range r.Headers {
		fmt.Fprintf(&b, "%s: %s\r\n", string(h[0]), string(h[1]))
		counted = counted || strings.EqualFold(string(h[0]), "Content-Length")
		chunked = chunked || strings.EqualFold(string(h[0]), "Transfer-Encoding")
	}
	if !counted && !chunked && len(body) > 0 {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n")
	if chunked && len(body) > 0 {
		fmt.Fprintf(&b, "%x\r\n%s\r\n", len(body), body)
		body = nil
	}
	b.Write(body)
	if chunked {
		b.WriteString("0\r\n\r\n")
	}
	return b.Bytes()
}
