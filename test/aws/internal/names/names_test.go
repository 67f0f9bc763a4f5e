package names

import "testing"

func TestVector(t *testing.T) {
	for _, c := range []struct {
		event string
		mode  Mode
		n     int
		ok    bool
	}{
		{`{"headers":{"x-prove":"` + Mark(Record, 17) + `"}}`, Record, 17, true},
		{`{"headers":{"X-Prove":"` + Mark(Respond, 0) + `"},"multiValueHeaders":{"X-Prove":["respond-0"]}}`, Respond, 0, true},
		{`{"multiValueHeaders":{"x-prove":["` + Mark(Sized, 3) + `"]}}`, Sized, 3, true},
		{`{"headers":{"x-prove":"sing-3"}}`, "", 0, false},
		{`{"headers":{},"body":"{\"x-prove\":\"record-3\"}"}`, "", 0, false},
		{`{}`, "", 0, false},
	} {
		if mode, n, ok := Vector([]byte(c.event)); mode != c.mode || n != c.n || ok != c.ok {
			t.Errorf("%s: %q, %d, %t", c.event, mode, n, ok)
		}
	}
}
