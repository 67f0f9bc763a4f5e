package httpevent

import "bytes"

// The reader does not decode an event: it notes where the few values lie that the accessors return,
// and they decode them when they are called. So the time per event is that of looking for closing
// quotes.
//
// Lambda rejects an invocation whose payload is not JSON before a function sees it, so the
// functions here check only what they walk over; every index stays inside the text whatever the
// text is. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
// (InvalidRequestContentException)

// skipSpace returns the index of the first byte at or after i that is not JSON white space.
func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// skipString returns the index after the string whose opening quote is b[i], or -1 if it does not
// end.
func skipString(b []byte, i int) int {
	for i++; ; {
		n := bytes.IndexByte(b[i:], '"')
		if n < 0 {
			return -1
		}
		end := i + n
		backslashes := end
		for b[backslashes-1] == '\\' { // no further than to the opening quote, or an escaped one
			backslashes--
		}
		i = end + 1
		if (end-backslashes)%2 == 0 {
			return i
		}
	}
}

// skipValue returns the index after the value that begins at b[i], or -1 if there is none.
func skipValue(b []byte, i int) int {
	for depth := 0; i >= 0 && i < len(b); {
		switch b[i] {
		case '"':
			i = skipString(b, i)
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		case ',', ':', ' ', '\n', '\t', '\r':
			i++
			continue
		default:
			i = skipLiteral(b, i)
		}
		if depth <= 0 {
			return i
		}
	}
	return -1
}

// skipLiteral returns the index after the number, true, false or null at b[i].
func skipLiteral(b []byte, i int) int {
	for i < len(b) {
		switch b[i] {
		case ',', ':', ']', '}', '[', '{', '"', ' ', '\n', '\t', '\r':
			return i
		}
		i++
	}
	return i
}

// object walks over the members of an object: key and value are called in turn.
type object struct {
	b []byte
	i int // of what comes next in b; past its end after the last member
	// whole is set when the closing brace was met, so that what was seen is a whole object.
	whole bool
}

// openObject returns a walk over the object that b begins with. There is nothing to walk over in
// anything else.
func openObject(b []byte) object {
	o := object{b: b, i: skipSpace(b, 0)}
	if o.i < len(b) && b[o.i] == '{' {
		o.i = skipSpace(b, o.i+1)
		o.end()
		return o
	}
	o.i = len(b)
	return o
}

// end stops the walk at the closing brace.
func (o *object) end() {
	if o.i < len(o.b) && o.b[o.i] == '}' {
		o.i, o.whole = len(o.b), true
	}
}

// key returns the next member's name, decoded, and goes to its value. It reports false if there is
// none.
func (o *object) key() ([]byte, bool) {
	start := o.i
	if start >= len(o.b) || o.b[start] != '"' {
		return nil, false
	}
	end := skipString(o.b, start)
	if end < 0 {
		return nil, false
	}
	o.i = skipSpace(o.b, end)
	if o.i >= len(o.b) || o.b[o.i] != ':' {
		return nil, false
	}
	o.i = skipSpace(o.b, o.i+1)
	if key := o.b[start+1 : end-1]; bytes.IndexByte(key, '\\') < 0 {
		return key, true
	}
	return []byte(text(o.b[start:end])), true
}

// value returns the member's own bytes and goes to the next member. It returns nil if the value
// does not end.
func (o *object) value() []byte {
	start, end := o.i, skipValue(o.b, o.i)
	if end <= start {
		o.i = len(o.b)
		return nil
	}
	o.i = skipSpace(o.b, end)
	if o.i < len(o.b) && o.b[o.i] == ',' {
		o.i = skipSpace(o.b, o.i+1)
	} else {
		o.end()
	}
	return o.b[start:end]
}

// members calls f for each member of the object that b begins with. A name that occurs twice is
// seen twice.
func members(b []byte, f func(key, value []byte)) {
	o := openObject(b)
	for key, ok := o.key(); ok; key, ok = o.key() {
		if value := o.value(); value != nil {
			f(key, value)
		}
	}
}

// elements calls f for each element of the array that b begins with.
func elements(b []byte, f func(value []byte)) {
	i := skipSpace(b, 0)
	if i >= len(b) || b[i] != '[' {
		return
	}
	for i = skipSpace(b, i+1); i < len(b) && b[i] != ']'; i = skipSpace(b, i+1) {
		end := skipValue(b, i)
		if end <= i {
			return
		}
		f(b[i:end])
		i = skipSpace(b, end)
		if i >= len(b) || b[i] != ',' {
			return
		}
	}
}

// isText reports whether the value is a string.
func isText(value []byte) bool { return len(value) >= 2 && value[0] == '"' }

// textIs reports whether the value is the string want.
func textIs(value []byte, want string) bool {
	if isText(value) && string(value[1:len(value)-1]) == want {
		return true
	}
	return bytes.IndexByte(value, '\\') >= 0 && text(value) == want
}

// isObject reports whether the value is an object.
func isObject(value []byte) bool { return len(value) > 0 && value[0] == '{' }

// text returns a string value decoded, and "" for anything else.
func text(value []byte) string {
	if isText(value) && bytes.IndexByte(value, '\\') < 0 {
		return string(value[1 : len(value)-1])
	}
	return string(unquote(value))
}
