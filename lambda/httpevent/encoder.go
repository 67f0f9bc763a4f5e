package httpevent

import (
	"encoding/base64"
	"unicode/utf8"
)

// Encoder writes a response whose body comes in pieces. Each piece goes to its place in the JSON at
// once, so that a large body is in memory once; [Response.Append] is for a body that is there as a
// whole, and what both write is the same but for the order of the members. Status and headers come
// last, because they may change until then.
//
// The body is text until it turns out that it is not: then what there is of it becomes base64.
type Encoder struct {
	kind        Kind
	out         []byte
	start, body int // where the JSON begins in out, and the body within it
	size        int // of the body
	expected    int // what Grow was told of the size
	check       utf8Check
	binary      bool   // what stands for the body is base64
	rest        []byte // of the body, up to two bytes that are not in out: base64 has groups of three
	textSize    int    // of the JSON when it became too large for a text
}

// NewEncoder returns an encoder that appends the response to dst, for the front end of the kind.
func NewEncoder(dst []byte, kind Kind) *Encoder {
	e := &Encoder{kind: kind, out: dst, start: len(dst)}
	e.out = append(e.out, `{"body":"`...)
	e.body = len(e.out)
	return e
}

// Grow makes room for n more bytes of the body, so that the pieces which follow move nothing. It is
// for a body whose size is known before.
func (e *Encoder) Grow(n int) {
	e.expected = e.size + n
	e.out = grow(e.out, room(n))
}

// Write appends p to the body. The error is a [*SizeError], and nothing can follow it.
func (e *Encoder) Write(p []byte) (int, error) {
	if e.size += len(p); e.size > e.kind.MaxResponse() {
		return 0, e.tooLarge(e.size)
	}
	e.makeRoom(p)
	e.check.add(p)
	switch {
	case e.binary:
		e.encode(p)
	case e.check.invalid:
		e.toBinary()
		e.encode(p)
	default:
		e.out = appendText(e.out, p)
		if size := len(e.out) - e.start; size > e.kind.MaxResponse() {
			e.textSize = size
			e.toBinary() // which is allowed if the rest is not text
		}
	}
	if size := len(e.out) - e.start; size > e.kind.MaxResponse() {
		return 0, e.tooLarge(size)
	}
	return len(p), nil
}

// makeRoom makes room for p. What is nearly full is measured before it is given up for something
// larger.
func (e *Encoder) makeRoom(p []byte) {
	free, need := cap(e.out)-len(e.out), room(len(p))
	switch {
	case e.binary:
		need = base64.StdEncoding.EncodedLen(len(p) + 2)
	case free < need:
		need = escapedLen(p) + 8
	}
	if free < need {
		size := len(e.out) - e.body
		// each smaller step would leave memory behind
		e.out = grow(e.out, max(need+behind, room(min(size, e.kind.MaxResponse()-size))))
	}
}

// WriteString appends s to the body, as Write does.
func (e *Encoder) WriteString(s string) (int, error) {
	var piece [chunk]byte
	written := 0
	for written < len(s) {
		n := copy(piece[:], s[written:])
		if _, err := e.Write(piece[:n]); err != nil {
			return written, err
		}
		written += n
	}
	return written, nil
}

// toBinary makes base64 of the text that there is.
func (e *Encoder) toBinary() {
	e.out = append(e.out, '"')
	text := unquote(e.out[e.body-1:])
	e.out = e.out[:e.body]
	// as much as is expected, and not a step more: nothing of the old memory is kept
	if size := e.body + base64.StdEncoding.EncodedLen(min(max(e.expected, e.size), e.kind.MaxResponse())) + behind; size > cap(e.out) {
		e.out = append(make([]byte, 0, size), e.out...)
	}
	e.binary = true
	e.encode(text)
}

// encode appends base64.
func (e *Encoder) encode(p []byte) {
	for len(e.rest) > 0 && len(p) > 0 {
		e.rest, p = append(e.rest, p[0]), p[1:]
		if len(e.rest) == 3 {
			e.out = base64.StdEncoding.AppendEncode(e.out, e.rest)
			e.rest = e.rest[:0]
		}
	}
	whole := len(p) / 3 * 3
	e.out = base64.StdEncoding.AppendEncode(e.out, p[:whole])
	e.rest = append(e.rest, p[whole:]...)
}

// Finish returns dst with the response. Its body is what has been written; those of r are not
// written, but decide on a missing Content-Type. The errors are those of [Response.Append], and
// with one dst comes back as it was. The encoder must not be used afterwards.
func (e *Encoder) Finish(r *Response) ([]byte, error) {
	status := r.status()
	if err := r.valid(e.kind); err != nil {
		return e.out[:e.start], err
	}
	switch {
	case bodiless(status):
		e.out, e.binary = e.out[:e.body], false
	case e.binary && e.check.isText():
		return e.out[:e.start], e.tooLarge(e.textSize)
	case !e.binary && !e.check.isText(): // it ends within a character
		e.toBinary()
	}
	if e.binary {
		e.out = base64.StdEncoding.AppendEncode(e.out, e.rest)
		e.out = append(e.out, `","isBase64Encoded":true,`...)
	} else {
		e.out = append(e.out, `","isBase64Encoded":false,`...)
	}
	e.out = append(r.appendHead(e.out, e.kind), '}')
	if size := len(e.out) - e.start; size > e.kind.MaxResponse() {
		return e.out[:e.start], e.tooLarge(size)
	}
	return e.out, nil
}

func (e *Encoder) tooLarge(size int) error {
	return &SizeError{Kind: e.kind, Size: size, Limit: e.kind.MaxResponse()}
}

// utf8Check finds out whether what comes in pieces is UTF-8.
type utf8Check struct {
	invalid bool
	partial []byte // the beginning of a character that has not ended
}

func (c *utf8Check) add(p []byte) {
	for len(c.partial) > 0 && len(p) > 0 {
		c.partial, p = append(c.partial, p[0]), p[1:]
		if utf8.FullRune(c.partial) {
			c.invalid = c.invalid || !utf8.Valid(c.partial)
			c.partial = c.partial[:0]
		}
	}
	end := len(p)
	for i := end - 1; i >= max(0, end-utf8.UTFMax); i-- {
		if utf8.RuneStart(p[i]) {
			if !utf8.FullRune(p[i:]) {
				end = i
			}
			break
		}
	}
	c.partial = append(c.partial, p[end:]...)
	c.invalid = c.invalid || !utf8.Valid(p[:end])
}

// isText says so of all that has been added.
func (c *utf8Check) isText() bool { return !c.invalid && len(c.partial) == 0 }
