package diff

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// A leaf is a member without members of its own: text, number, true, null, array, or an empty object.
type leaf struct {
	path  []string
	value string // compact JSON
}

func (l leaf) name() string { return strings.Join(l.path, ".") }

// top is the member of the event that the leaf is in.
func (l leaf) top() string { return l.path[0] }

// flatten lists the leaves of a JSON object in their order. Nil has none.
func flatten(text []byte) ([]leaf, error) {
	if text == nil {
		return nil, nil
	}
	var leaves []leaf
	err := walk(text, nil, func(l leaf) { leaves = append(leaves, l) })
	if err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	return leaves, nil
}

func walk(text []byte, path []string, add func(leaf)) error {
	members, isObject, err := object(text)
	if err != nil {
		return err
	}
	if !isObject || len(members) == 0 && len(path) > 0 {
		value, err := compact(text)
		if err != nil {
			return err
		}
		if len(path) == 0 {
			return fmt.Errorf("%.40q is not an object", text)
		}
		add(leaf{path, value})
		return nil
	}
	for _, m := range members {
		if err := walk(m.value, append(slices.Clone(path), m.name), add); err != nil {
			return err
		}
	}
	return nil
}

type member struct {
	name  string
	value json.RawMessage
}

// object lists the members of a JSON object in their order.
func object(text []byte) (members []member, isObject bool, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	token, err := d.Token()
	if err != nil || token != json.Delim('{') {
		return nil, false, err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, true, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, true, err
		}
		members = append(members, member{name.(string), value})
	}
	_, err = d.Token()
	return members, true, err
}

// compact writes JSON in one line, with text as a person reads it: \u00e9 becomes é.
func compact(text []byte) (string, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // of any size, as it came
	var value any
	if err := d.Decode(&value); err != nil {
		return "", err
	}
	return quote(value), nil
}

func quote(value any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err) // values that came from JSON, and strings
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// maps are the members of an event that have the client's own names in them.
var maps = []string{"headers", "multiValueHeaders", "queryStringParameters", "multiValueQueryStringParameters"}

// fold makes one leaf of a map that the other side has nothing of: that the whole is missing is one difference.
func fold(leaves, other []leaf) []leaf {
	var out []leaf
	for _, l := range leaves {
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

func has(leaves []leaf, top string) bool {
	return slices.ContainsFunc(leaves, func(l leaf) bool { return l.top() == top })
}

// eventKey is what a part of an event is found by on the other side: header names differ in case, query keys in encoding.
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

func eventGroup(l leaf) string {
	switch top := l.top(); {
	case slices.Contains(maps, top), top == "requestContext":
		return top
	case top == "body", top == "isBase64Encoded":
		return "Body"
	default:
		return "Method and path"
	}
}

func oneGroup(leaf) string { return "" }

// returnedKey finds headers under either of the two names that a response can have for them.
func returnedKey(l leaf) string {
	if len(l.path) > 1 && (l.top() == "headers" || l.top() == "multiValueHeaders") {
		return "header." + strings.ToLower(strings.Join(l.path[1:], "."))
	}
	return l.name()
}

func receivedKey(l leaf) string { return strings.ToLower(l.name()) }

// leaves of an answer: its status, its headers with all their values, its body.
func (a Response) leaves() []leaf {
	leaves := []leaf{{[]string{"status"}, a.Status}}
	for _, h := range a.Headers {
		same := func(l leaf) bool { return strings.EqualFold(l.name(), h.Name) }
		if i := slices.IndexFunc(leaves[1:], same); i >= 0 {
			leaves[1+i].value += "\n" + h.Value
			continue
		}
		leaves = append(leaves, leaf{[]string{h.Name}, h.Value})
	}
	return append(leaves, leaf{[]string{"body"}, string(a.Body)})
}

func unescape(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}
