package httpevent

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
)

// borrowFrom is the size of an event, in bytes, from which its memory is worth borrowing.
const borrowFrom = 64 << 10

// Borrow reads an event as [Read] does, from memory that the caller uses for another event once it
// has called [Request.Release]. Of an event of 64 KB or more, the body stays in that memory: it is
// decoded in place, so that a large one costs no memory of its own. Everything else, and all of a
// smaller event and of an event of kind [Unknown], is copied. The error is that of [Request.Body].
//
// The body that Borrow returns must not be used after Release. Request.Body returns another copy.
// After Release it still does for a Request that somebody has got by [FromContext]; for one that
// nobody has, a body that was not copied is gone, which is an error.
func Borrow(event []byte) (r *Request, body []byte, err error) {
	if len(event) < borrowFrom {
		return borrowNothing(event)
	}
	if r = Read(event); r.Kind() != Unknown {
		m := r.all()
		content, inBase64 := m.body, string(m.isBase64Encoded) == "true"
		// The walk slices the event and nothing else, so the capacities say where the body begins.
		if start := cap(event) - cap(content); len(content) > 0 && start >= 0 && start < len(event) && &event[start] == &content[0] {
			rest := make([]byte, 0, len(event)-len(content)+len(`""`))
			rest = append(append(append(rest, event[:start]...), `""`...), event[start+len(content):]...)
			r.read(rest)                                   // the same Request: nobody has seen what it was
			body, _ = appendUnquoted(content[:0], content) // what is not a string is no body
			body, err = decodeBody(body, inBase64)
			r.borrowed, r.body, r.bodyErr, r.hasBody = true, body, err, true
			return r, body, err
		}
	}
	return borrowNothing(event)
}

// borrowNothing reads a copy of the event.
func borrowNothing(event []byte) (r *Request, body []byte, err error) {
	r = Read(bytes.Clone(event))
	body, err = r.Body()
	return r, body, err
}

// Release says that the caller of [Borrow] is about to use the memory again.
func (r *Request) Release() {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case !r.borrowed: // its body is its own
	case r.shared.Load():
		r.body = bytes.Clone(r.body)
	default:
		r.body, r.bodyErr = nil, errReleased
	}
	r.borrowed = false
}

var errReleased = errors.New("httpevent: the body is gone with the response: call FromContext before the handler returns")

// decodeBody decodes a body in place.
func decodeBody(body []byte, inBase64 bool) ([]byte, error) {
	if !inBase64 {
		return body, nil
	}
	n, err := base64.StdEncoding.Decode(body, body) // what is decoded is shorter
	if err != nil {
		return nil, fmt.Errorf("body: %w; the event says isBase64Encoded", err)
	}
	return body[:n], nil
}
