package httpsim

import (
	"bytes"
	"encoding/json"
	"slices"
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
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(encode(m.name))
		b.WriteByte(':')
		b.Write(encode(m.value))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (o object) json() []byte { return encode(o) }

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
