package httpevent

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// Header returns the headers with all the values that the door gives, under their canonical names, so that Get finds them
// whatever the case. The cookies that payload format 2.0 keeps apart are the header Cookie again.
func (r *Request) Header() http.Header {
	if r.header == nil {
		m := r.all()
		r.header = http.Header{}
		collect(m.multiHeaders, m.headers, http.CanonicalHeaderKey, r.header.Add)
		var cookies []string
		elements(m.cookies, func(value []byte) { cookies = append(cookies, text(value)) })
		if len(cookies) > 0 {
			r.header["Cookie"] = []string{strings.Join(cookies, "; ")}
		}
	}
	return r.header
}

// Query returns the query's keys and values, URL-decoded once: a load balancer gives them undecoded, API Gateway decoded.
// What is no valid encoding stays as it is. Of a key that occurs twice a balancer without multi-value headers gives the
// last value alone.
func (r *Request) Query() url.Values {
	if r.query == nil {
		m := r.all()
		r.query = url.Values{}
		switch {
		case r.kind.Payload2():
			for pair := range strings.SplitSeq(text(m.rawQueryString), "&") {
				if pair != "" {
					key, value, _ := strings.Cut(pair, "=")
					r.query.Add(unescape(key), unescape(value))
				}
			}
		case r.kind.IsALB():
			collect(m.multiQuery, m.query, unescape, func(key, value string) { r.query.Add(key, unescape(value)) })
		default:
			collect(m.multiQuery, m.query, func(key string) string { return key }, r.query.Add)
		}
	}
	return r.query
}

// collect calls add for each value of the object multi, whose members are arrays, and for those members of the object
// single, whose members are strings, that multi does not have. Canonical makes one name of what are two spellings.
func collect(multi, single []byte, canonical func(key string) string, add func(key, value string)) {
	seen := map[string]bool{}
	members(multi, func(key, value []byte) {
		name := canonical(string(key))
		seen[name] = true
		elements(value, func(value []byte) { add(name, text(value)) })
	})
	members(single, func(key, value []byte) {
		if name := canonical(string(key)); !seen[name] && isText(value) {
			add(name, text(value))
		}
	})
}

// unescape decodes a part of a query, or leaves it if it is not an encoding.
func unescape(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}

// SourceIP returns the address of the client as the door saw it, without a port. Behind a load balancer it is the last of
// the header X-Forwarded-For: the balancer appends it, and what stands before is what the client claims.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
func (r *Request) SourceIP() string {
	if !r.kind.IsALB() {
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
	return last
}

// Body returns the body's bytes, decoded from base64 if the event says that it is so encoded. It is an error if it is not.
func (r *Request) Body() ([]byte, error) {
	if r.read {
		return r.body, nil
	}
	m := r.all()
	body := text(m.body)
	if string(m.isBase64Encoded) != "true" {
		r.body, r.read = []byte(body), true
		return r.body, nil
	}
	decoded, err := base64.StdEncoding.DecodeString(body)
	if err != nil {
		return nil, fmt.Errorf("body: %w; the event says isBase64Encoded", err)
	}
	r.body, r.read = decoded, true
	return r.body, nil
}

// BodyReader returns the body as [Request.Body] does, as a reader. An error of the encoding comes with the first read.
func (r *Request) BodyReader() io.Reader {
	body, err := r.Body()
	if err != nil {
		return errorReader{err}
	}
	return bytes.NewReader(body)
}

type errorReader struct{ err error }

func (r errorReader) Read([]byte) (int, error) { return 0, r.err }

// equalFold reports whether the key is the name, which must be in lower case.
func equalFold(key []byte, name string) bool {
	return len(key) == len(name) && strings.EqualFold(string(key), name)
}
