package httpevent

import (
	"bytes"
	"io"
	"net/http"
	"strings"
)

// Header returns the headers with all the values that the front end gives, under their canonical
// names, so that Get finds them whatever the case. Cookies are one header Cookie: HTTP/2 clients
// send each on a line of its own, and payload format 2.0 keeps them apart.
// https://www.rfc-editor.org/rfc/rfc9113#section-8.2.3
func (r *Request) Header() http.Header {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.header == nil {
		m := r.all()
		r.header = http.Header{}
		collect(m.multiHeaders, m.headers, http.CanonicalHeaderKey, r.header.Add)
		cookies := r.header["Cookie"]
		elements(m.cookies, func(value []byte) { cookies = append(cookies, text(value)) })
		if len(cookies) > 0 {
			r.header["Cookie"] = []string{strings.Join(cookies, "; ")}
		}
	}
	return r.header
}

// collect calls add for each value of the object multi, and for those members of the object single
// that multi does not have. A member is an array of strings or a string. Canonical makes one name
// of what are two spellings.
func collect(multi, single []byte, canonical func(key string) string, add func(key, value string)) {
	seen := map[string]bool{}
	each := func(name string, value []byte) {
		if isText(value) {
			add(name, text(value))
			return
		}
		elements(value, func(value []byte) { add(name, text(value)) })
	}
	members(multi, func(key, value []byte) {
		name := canonical(string(key))
		seen[name] = true
		each(name, value)
	})
	members(single, func(key, value []byte) {
		if name := canonical(string(key)); !seen[name] {
			each(name, value)
		}
	})
}

// Body returns the body's bytes, decoded from base64 if the event says that it is so encoded. It is
// an error if it is not.
func (r *Request) Body() ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.borrowed {
		r.body, r.borrowed = bytes.Clone(r.body), false
	}
	if !r.hasBody {
		m := r.all()
		r.body, r.bodyErr = decodeBody(unquote(m.body), string(m.isBase64Encoded) == "true")
		r.hasBody = true
	}
	return r.body, r.bodyErr
}

// BodyReader returns the body as [Request.Body] does, as a reader. An error of the encoding comes
// with the first read.
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
