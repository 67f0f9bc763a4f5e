package httpevent

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Append appends the response to dst as the JSON that the kind's door expects, and returns the longer slice. A response
// that no door can pass on, because of its status, a header's name or a header's value, is an [*InvalidError] that says
// which; one over the door's limit is a [*SizeError]. With an error dst comes back as it was.
func (r *Response) Append(dst []byte, kind Kind) ([]byte, error) {
	status := r.StatusCode
	if status == 0 {
		status = http.StatusOK
	}
	if err := check(status, r.Header); err != nil {
		return dst, err
	}
	out, start := dst, len(dst)
	out = append(out, `{"statusCode":`...)
	out = strconv.AppendInt(out, int64(status), 10)
	if kind.IsALB() {
		out = append(out, `,"statusDescription":`...)
		out = appendDescription(out, status)
	}
	out = appendHeader(out, r.Header, kind)
	if status == http.StatusNoContent || status == http.StatusNotModified {
		out = append(out, `,"body":"","isBase64Encoded":false}`...)
	} else {
		out = appendBody(out, r.Body)
	}
	if size, limit := len(out)-start, kind.MaxResponse(); size > limit {
		return out[:start], &SizeError{Kind: kind, Size: size, Limit: limit}
	}
	return out, nil
}

// appendDescription appends the status with its reason, "404 Not Found", which a load balancer asks for.
func appendDescription(dst []byte, status int) []byte {
	reason := http.StatusText(status)
	if reason == "" {
		reason = "Status"
	}
	dst = append(dst, '"')
	dst = strconv.AppendInt(dst, int64(status), 10)
	dst = append(dst, ' ')
	dst = append(dst, reason...)
	return append(dst, '"')
}

// appendBody appends the body, and whether it is base64: it is so if it could not be a JSON string, which is always UTF-8.
func appendBody(dst []byte, pieces [][]byte) []byte {
	dst = append(dst, `,"body":"`...)
	start, ok := len(dst), true
	for _, piece := range pieces {
		if dst, ok = appendEscaped(dst, piece); !ok {
			break
		}
	}
	if ok {
		return append(dst, `","isBase64Encoded":false}`...)
	}
	dst = dst[:start]
	whole := pieces[0]
	if len(pieces) > 1 {
		whole = bytes.Join(pieces, nil)
	}
	if len(pieces) > 1 && utf8.Valid(whole) { // a character lies across two pieces
		dst, _ = appendEscaped(dst, whole)
		return append(dst, `","isBase64Encoded":false}`...)
	}
	dst = base64.StdEncoding.AppendEncode(dst, whole)
	return append(dst, `","isBase64Encoded":true}`...)
}

// field is a header with its name in lower case.
type field struct {
	name, given string
	values      []string
}

// fields returns the headers by name, with one field for each name whatever its case was, without those of the connection
// and without those that have no value.
func fields(header http.Header, buffer []field) []field {
	for given, values := range header {
		if name := strings.ToLower(given); len(values) > 0 && !ofConnection(name) {
			buffer = append(buffer, field{name, given, values})
		}
	}
	slices.SortFunc(buffer, func(a, b field) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.given, b.given))
	})
	n := 0
	for _, f := range buffer {
		if n > 0 && buffer[n-1].name == f.name {
			buffer[n-1].values = append(slices.Clip(buffer[n-1].values), f.values...)
			continue
		}
		buffer[n] = f
		n++
	}
	return buffer[:n]
}

// ofConnection reports whether the header is the door's to write.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#respond-to-load-balancer
func ofConnection(name string) bool {
	switch name {
	case "connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade":
		return true
	}
	return false
}

// appendHeader appends the headers in the members that the door reads.
func appendHeader(dst []byte, header http.Header, kind Kind) []byte {
	var buffer [8]field
	all := fields(header, buffer[:0])
	switch {
	case kind == ALBMultiValue:
		return appendMulti(dst, all)
	case kind == ALB:
		return appendSingle(dst, all, func(f field) bool { return true })
	case kind.Payload2():
		dst = appendSingle(dst, all, func(f field) bool { return f.name != "set-cookie" })
		if i := slices.IndexFunc(all, func(f field) bool { return f.name == "set-cookie" }); i >= 0 {
			dst = append(dst, `,"cookies":`...)
			dst = appendStrings(dst, all[i].values)
		}
		return dst
	}
	// A REST API merges the two members: what occurs once goes into the one, what is repeated into the other.
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
	dst = appendSingle(dst, all, func(f field) bool { return len(f.values) == 1 })
	all = slices.DeleteFunc(all, func(f field) bool { return len(f.values) == 1 })
	if len(all) == 0 {
		return dst
	}
	return appendMulti(dst, all)
}

func appendMulti(dst []byte, all []field) []byte {
	dst = append(dst, `,"multiValueHeaders":{`...)
	for i, f := range all {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendString(dst, f.name), ':')
		dst = appendStrings(dst, f.values)
	}
	return append(dst, '}')
}

// appendSingle appends those headers that wanted picks, with the values of each joined, which means the same for all of
// them but Set-Cookie: of that it is the last.
// https://www.rfc-editor.org/rfc/rfc9110#section-5.3
func appendSingle(dst []byte, all []field, wanted func(field) bool) []byte {
	dst = append(dst, `,"headers":{`...)
	first := true
	for _, f := range all {
		if !wanted(f) {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		value := f.values[len(f.values)-1]
		if len(f.values) > 1 && f.name != "set-cookie" {
			value = strings.Join(f.values, ", ")
		}
		dst = append(appendString(dst, f.name), ':')
		dst = appendString(dst, value)
	}
	return append(dst, '}')
}

func appendStrings(dst []byte, values []string) []byte {
	dst = append(dst, '[')
	for i, value := range values {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, value)
	}
	return append(dst, ']')
}

// lostCookies returns how many Set-Cookie a door with one value a header does not carry.
func (r *Response) lostCookies() int {
	n := 0
	for name, values := range r.Header {
		if strings.EqualFold(name, "set-cookie") {
			n += len(values)
		}
	}
	return max(0, n-1)
}
