package httpevent

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"example.com/alb-lambda/lambda/internal/contract"
)

// field is a header with its name in lower case.
type field struct {
	name, given string
	values      []string
}

// fields returns the headers by name, with one field for each name whatever its case was, without
// those of the connection and without those that have no value.
func fields(header http.Header, buffer []field) []field {
	for given, values := range header {
		if name := strings.ToLower(given); len(values) > 0 && !contract.HopByHop(name) {
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

// appendHeader appends the headers in the members that the front end reads.
func (r *Response) appendHeader(dst []byte, kind Kind) []byte {
	var buffer [12]field
	all := fields(r.Header, buffer[:0])
	if contentType := r.contentType(all); contentType != "" {
		i, _ := slices.BinarySearchFunc(all, "content-type", func(f field, name string) int { return strings.Compare(f.name, name) })
		all = slices.Insert(all, i, field{name: "content-type", values: []string{contentType}})
	}
	switch {
	case kind == ALBMultiValue:
		return appendMulti(dst, all)
	case kind == ALB, kind.IsLattice():
		return appendSingle(dst, all, func(f field) bool { return true })
	case kind.Payload2():
		dst = appendSingle(dst, all, func(f field) bool { return f.name != "set-cookie" })
		if i := slices.IndexFunc(all, func(f field) bool { return f.name == "set-cookie" }); i >= 0 {
			dst = append(dst, `,"cookies":`...)
			dst = appendStrings(dst, all[i].values)
		}
		return dst
	}
	// A REST API merges the two members: what occurs once goes into the one, what is repeated into
	// the other.
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

// appendSingle appends those headers that wanted picks, with the values of each joined, which means
// the same for all of them but Set-Cookie: of that it is the last.
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

// lostCookies returns how many Set-Cookie a front end with one value a header does not carry.
func (r *Response) lostCookies() int {
	n := 0
	for name, values := range r.Header {
		if strings.EqualFold(name, "set-cookie") {
			n += len(values)
		}
	}
	return max(0, n-1)
}
