package names

import "testing"

func TestMarked(t *testing.T) {
	for _, c := range []struct {
		event string
		mode  Mode
		n     int
		ok    bool
	}{
		{`{"headers":{"x-prove":"` + Mark(Record, 17, "abc") + `"}}`, Record, 17, true},
		{`{"headers":{"X-Prove":"` + Mark(Respond, 0, "abc") + `"},"multiValueHeaders":{"X-Prove":["respond-0-abc"]}}`, Respond, 0, true},
		{`{"multiValueHeaders":{"x-prove":["` + Mark(Sized, 3, "abc") + `"]}}`, Sized, 3, true},
		{`{"headers":{"x-prove":"sing-3-abc"}}`, "", 0, false},
		{`{"headers":{"x-prove":"` + Mark(Record, 17, "abd") + `"}}`, "", 0, false},
		{`{"headers":{"x-prove":"` + Mark(Record, 17, "") + `"}}`, "", 0, false},
		{`{"headers":{"x-prove":"record-17"}}`, "", 0, false},
		{`{"headers":{},"body":"{\"x-prove\":\"record-3-abc\"}"}`, "", 0, false},
		{`{}`, "", 0, false},
	} {
		if mode, n, ok := Marked([]byte(c.event), "abc"); mode != c.mode || n != c.n || ok != c.ok {
			t.Errorf("%s: %q, %d, %t", c.event, mode, n, ok)
		}
	}
}
