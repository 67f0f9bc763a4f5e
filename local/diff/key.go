package diff

import (
	"net/url"
	"slices"
	"strings"
)

// maps are the members of an event that have the client's own names in them.
var maps = []string{"headers", "multiValueHeaders", "queryStringParameters", "multiValueQueryStringParameters"}

// fold makes one leaf of a map that the other side does not have: that all of it is missing is one
// difference.
func fold(all, other leaves) leaves {
	var out leaves
	for _, l := range all {
		if !slices.Contains(maps, l.top()) || len(l.path) == 1 || has(other, l.top()) {
			out = append(out, l)
			continue
		}
		entry := quote(l.path[1]) + ":" + l.value
		if last := len(out) - 1; last >= 0 && len(out[last].path) == 1 && out[last].top() == l.top() {
			out[last].value = strings.TrimSuffix(out[last].value, "}") + "," + entry + "}"
			continue
		}
		out = append(out, leaf{l.path[:1], "{" + entry + "}"})
	}
	return out
}

func has(all leaves, top string) bool {
	return slices.ContainsFunc(all, func(l leaf) bool { return l.top() == top })
}

// eventKey identifies a part of an event on the other side: header names differ in case, query keys
// in encoding.
func eventKey(l leaf) string {
	if len(l.path) < 2 {
		return l.name()
	}
	rest := strings.Join(l.path[1:], ".")
	switch l.top() {
	case "headers", "multiValueHeaders":
		rest = strings.ToLower(rest)
	case "queryStringParameters", "multiValueQueryStringParameters":
		rest = unescape(rest)
	}
	return l.top() + "." + rest
}

const bodyGroup = "Body"

func eventGroup(l leaf) string {
	switch top := l.top(); {
	case slices.Contains(maps, top), top == "requestContext":
		return top
	case top == "body", top == "isBase64Encoded":
		return bodyGroup
	default:
		return "Method and path"
	}
}

func noGroup(leaf) string { return "" }

// returnedKey finds headers under either of the two names that a response can have for them.
func returnedKey(l leaf) string {
	if len(l.path) > 1 && (l.top() == "headers" || l.top() == "multiValueHeaders") {
		return "header." + strings.ToLower(strings.Join(l.path[1:], "."))
	}
	return l.name()
}

func receivedKey(l leaf) string { return strings.ToLower(l.name()) }

// leaves of a response: its status, its headers with all their values, its body.
func (r Response) leaves() leaves {
	all := leaves{{[]string{"status"}, r.Status}}
	for _, h := range r.Headers {
		same := func(l leaf) bool { return strings.EqualFold(l.name(), h.Name) }
		if i := slices.IndexFunc(all[1:], same); i >= 0 {
			all[1+i].value += "\n" + h.Value
			continue
		}
		all = append(all, leaf{[]string{h.Name}, h.Value})
	}
	return append(all, leaf{[]string{"body"}, string(r.Body)})
}

// unescape decodes percent-encoding; what is not encoded well stays as it is.
func unescape(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}
