package httpevent

import (
	"net"
	"net/netip"
	"net/url"
	"strings"

	"example.com/alb-lambda/lambda/internal/contract"
)

// Path returns the path as the client sent it, with its percent-encoding and without the query:
// "/a%20b" at every front end. An HTTP API decodes the path, so Path encodes it again; an encoded
// slash is lost there and comes as a slash. The stage that an HTTP API puts in front is removed,
// with its own address and with a custom domain.
func (r *Request) Path() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	m := &r.members
	switch r.kind {
	case FunctionURL:
		return withoutStage(text(m.rawPath), text(m.context.stage))
	case HTTPAPI:
		return encodePath(withoutStage(text(m.rawPath), text(m.context.stage)))
	case HTTPAPIV1:
		return encodePath(withoutStage(text(m.path), text(m.context.stage)))
	case Lattice:
		return withoutQuery(text(m.latticePath))
	case LatticeV2:
		return withoutQuery(text(m.path))
	}
	return text(m.path)
}

// withoutStage removes the stage once, as a whole segment. $default is a stage that no path has.
func withoutStage(path, stage string) string {
	if stage == "" || stage == "$default" {
		return path
	}
	if rest, ok := strings.CutPrefix(path, "/"+stage); ok && (rest == "" || rest[0] == '/') {
		return "/" + strings.TrimPrefix(rest, "/")
	}
	return path
}

// withoutQuery cuts what a path cannot have.
func withoutQuery(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return path
}

func encodePath(decoded string) string {
	return (&url.URL{Path: decoded}).EscapedPath()
}

// RawQuery returns the query as the client sent it, without the question mark, as far as the event
// tells: payload format 2.0 has it whole; a load balancer and VPC Lattice keep each key and value
// as it was encoded, but not whether a key without a value had an equals sign (it comes without); a
// REST API and payload format 1.0 decode it, so RawQuery encodes it again.
func (r *Request) RawQuery() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.all()
	if r.kind.Payload2() {
		if raw := text(m.rawQueryString); raw != "" {
			return raw
		}
	}
	var b strings.Builder
	keep := func(s string) string { return s }
	encode := keep
	if !r.sendsQueryEncoded() {
		encode = encodeQuery
	}
	collect(m.multiQuery, m.query, keep, func(key, value string) {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(encode(key))
		if value != "" {
			b.WriteByte('=')
			b.WriteString(encode(value))
		}
	})
	return b.String()
}

// sendsQueryEncoded reports whether the keys and values of the query in the event are as the client
// sent them. A load balancer says so: "If the query parameters are URL-encoded, the load balancer
// does not decode them". Of VPC Lattice AWS's page says nothing, and it is taken to do the same.
func (r *Request) sendsQueryEncoded() bool { return r.kind.IsALB() || r.kind.IsLattice() }

// encodeQuery writes a space as %20, which every reader of a query understands.
func encodeQuery(decoded string) string {
	return strings.ReplaceAll(url.QueryEscape(decoded), "+", "%20")
}

// Query returns the query's keys and values, URL-decoded once: a load balancer gives them
// undecoded, API Gateway decoded. What is not a valid encoding stays as it is. Of a key that occurs
// twice, a load balancer without multi-value headers and VPC Lattice's event structure version 1
// give one value alone.
func (r *Request) Query() url.Values {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.query == nil {
		m := r.all()
		r.query = url.Values{}
		raw := ""
		if r.kind.Payload2() {
			raw = text(m.rawQueryString)
		}
		switch {
		case raw != "":
			for pair := range strings.SplitSeq(raw, "&") {
				if pair != "" {
					key, value, _ := strings.Cut(pair, "=")
					r.query.Add(contract.Unescape(key), contract.Unescape(value))
				}
			}
		case r.sendsQueryEncoded():
			collect(m.multiQuery, m.query, contract.Unescape, func(key, value string) { r.query.Add(key, contract.Unescape(value)) })
		default:
			collect(m.multiQuery, m.query, func(key string) string { return key }, r.query.Add)
		}
	}
	return r.query
}

// URL returns the URL as net/http has it in a request of a server: Path decoded, RawPath where
// another encoding of it would not be what the client sent, RawQuery, and neither scheme nor host.
// A path that is not a valid encoding is taken as it is.
func (r *Request) URL() *url.URL {
	path := r.Path()
	u := &url.URL{Path: path, RawQuery: r.RawQuery()}
	if decoded, err := url.PathUnescape(path); err == nil {
		u.Path = decoded
		if u.EscapedPath() != path {
			u.RawPath = path
		}
	}
	return u
}

// Scheme returns "http" or "https", as the client used it. API Gateway and function URLs know HTTPS
// alone; a load balancer and VPC Lattice tell by the header X-Forwarded-Proto, and without it the
// scheme is http.
func (r *Request) Scheme() string {
	if (r.kind.IsALB() || r.kind.IsLattice()) && r.Header().Get("X-Forwarded-Proto") != "https" {
		return "http"
	}
	return "https"
}

// Protocol returns the version of HTTP that the client used, "HTTP/1.1", and "" where the event
// does not have it, as those of load balancers.
func (r *Request) Protocol() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return text(r.members.context.protocol)
}

// Host returns the host that the client sent the request to: the Host header, else the front end's
// own domain name.
func (r *Request) Host() string {
	if host := r.Header().Get("Host"); host != "" {
		return host
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return text(r.members.context.domainName)
}

// SourceIP returns the address of the client as the front end saw it, without a port and without
// brackets. Behind a load balancer and VPC Lattice it is the last of the header X-Forwarded-For:
// the front end appends it, and what is before it is what the client claims.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
func (r *Request) SourceIP() string {
	if !r.kind.IsALB() && !r.kind.IsLattice() {
		r.mu.Lock()
		defer r.mu.Unlock()
		return text(r.members.context.sourceIP)
	}
	values := r.Header().Values("X-Forwarded-For")
	if len(values) == 0 {
		return ""
	}
	last := values[len(values)-1]
	last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	if host, _, err := net.SplitHostPort(last); err == nil {
		return host
	}
	// "If an IPv6 address is appended to an existing header, it is in brackets" (same page).
	if inner, ok := strings.CutPrefix(last, "["); ok {
		if address, err := netip.ParseAddr(strings.TrimSuffix(inner, "]")); err == nil {
			return address.String()
		}
	}
	return last
}
