package main

import (
	"strings"
	"testing"
)

func TestSameJSON(t *testing.T) {
	const ours = `{"a": {"b": [1, "x"], "c": null}}`
	for _, c := range []struct{ theirs, want string }{
		{`{"a": {"c": null, "b": [1, "x"]}}`, ""},
		{`{"a": {"b": [1, "y"], "c": null}}`, "/a/b is [1 y], ours is [1 x]"},
		{`{"a": {"b": [1, "x"]}}`, "/a/c"},
		{`{"a": {"b": [1, "x"], "c": null, "d": 1}}`, "/a/d is not in ours"},
		{`{`, "unexpected end"},
	} {
		err := sameJSON([]byte(ours), []byte(c.theirs))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.theirs, err, c.want)
		}
	}
}
