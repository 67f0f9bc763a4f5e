package diff

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A leaf is a member without members of its own: text, number, true, null, array, or an empty
// object.
type leaf struct {
	path  []string
	value string // compact JSON
}

// leaves of an object, in its order.
type leaves []leaf

func (l leaf) name() string { return strings.Join(l.path, ".") }

// top is the member of the event that the leaf is in.
func (l leaf) top() string { return l.path[0] }

// flatten lists the leaves of a JSON object in their order. Nil has none.
func flatten(text []byte) (leaves, error) {
	if text == nil {
		return nil, nil
	}
	var all leaves
	if err := walk(text, nil, func(l leaf) { all = append(all, l) }); err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	return all, nil
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
