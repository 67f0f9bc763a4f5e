package httpsim

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// object is a JSON object that keeps the order of its members, because front ends have one.
type object []member

type member struct {
	name  string
	value any
}

// set gives the member at the path another value, or removes it.
func (o object) set(path string, value any) object {
	name, rest, deeper := strings.Cut(path, ".")
	for i, m := range o {
		if m.name != name {
			continue
		}
		switch {
		case deeper:
			inner, _ := m.value.(object)
			o[i].value = inner.set(rest, value)
		case value == Absent:
			return slices.Delete(o, i, i+1)
		default:
			o[i].value = value
		}
		return o
	}
	if deeper {
		value = object{}.set(rest, value)
	}
	if value == Absent {
		return o
	}
	return append(o, member{name, value})
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) { return o.json(), nil }

func (o object) json() []byte { return o.append(nil) }

func (o object) append(b []byte) []byte {
	b = append(b, '{')
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, m.name), ':')
		b = appendValue(b, m.value)
	}
	return append(b, '}')
}

// appendValue appends what events are made of, and leaves the rest to encoding/json, which takes
// several times as long.
func appendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case object:
		return v.append(b)
	case string:
		return appendText(b, v)
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case []string:
		b = append(b, '[')
		for i, text := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendText(b, text)
		}
		return append(b, ']')
	}
	return append(b, encode(value)...)
}

// appendText appends a text, by itself where nothing in it is escaped.
func appendText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			return append(b, encode(text)...)
		}
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

// encode writes a value without escapes for HTML, which no front end uses. Its values all come from
// this package or from [Endpoint.Set]; one that is not JSON is a mistake in the test.
func encode(value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic("httpsim: " + err.Error())
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
