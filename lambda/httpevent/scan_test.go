package httpevent

import (
	"fmt"
	"strings"
	"testing"
)

// walk returns what members or elements give of a text.
func walk(text string) string {
	var all []string
	if !strings.HasPrefix(strings.TrimSpace(text), "{") { // whose members are seen below
		elements([]byte(text), func(value []byte) { all = append(all, string(value)) })
	}
	o := openObject([]byte(text))
	for key, ok := o.key(); ok; key, ok = o.key() {
		value := o.value()
		if value == nil {
			value = []byte("nothing")
		}
		all = append(all, fmt.Sprintf("%s=%s", key, value))
	}
	if o.whole {
		all = append(all, "whole")
	}
	return strings.Join(all, " ")
}

// TestWalk: what is JSON is read to its end, and what is not as far as it is.
func TestWalk(t *testing.T) {
	for text, want := range map[string]string{
		``: "", ` `: "", `{`: "", `"a"`: "", `x{"a":1}`: "", `1`: "", `null`: "", `{x`: "", `{"`: "", `{"a`: "", `{"a"`: "", `{"a" `: "", `{"a"1`: "", `{1:2}`: "", `{'a':1}`: "",
		`{}`: "whole", " {\r\n}\t": "whole", `{"a":1}`: "a=1 whole", ` { "a" : 1 , "b" : 2 } `: "a=1 b=2 whole", "{\r\n\t\"a\":\r\n1\r\n,\r\n\"b\":2\r\n}": "a=1 b=2 whole",
		`{"a":`: "a=nothing", `{"a":1`: "a=1", `{"a":1,`: "a=1", `{"a":1,}`: "a=1", `{"a":1]`: "a=1", `{"a":"x`: "a=nothing", `{"a":{"b":1}`: `a={"b":1}`,
		`{"a":[1,{"b":"]}"}],"c":{}}`: `a=[1,{"b":"]}"}] c={} whole`, `{"a\u0062":true,"\\":null}`: `ab=true \=null whole`, `{"a":"\\","b":"\"","c":"\\\""}`: `a="\\" b="\"" c="\\\"" whole`,
		`{"":1}`: `=1 whole`, `{"a":-1.5e+7,"b":false}`: `a=-1.5e+7 b=false whole`,
		`[]`: "", `[ ]`: "", `[1]`: "1", ` [ 1 , "a" ,[2], {"b":3} ] `: `1 "a" [2] {"b":3}`, "[\r\n1,\r\n2\r\n]": "1 2", `[`: "", `[1`: "1", `[1,`: "1", `[1,2`: "1 2", `[1 2]`: "1", `[1}2]`: "1", `["a`: "", `["a","b`: `"a"`,
	} {
		if got := walk(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestElements: what is not an array has none.
func TestElements(t *testing.T) {
	for _, text := range []string{"", " ", `{"a":1}`, `{"a"}`, "1", "12", `"a"`, `"[1]"`, "null", "x[1]"} {
		elements([]byte(text), func(value []byte) { t.Errorf("%q: %s", text, value) })
	}
}

func TestSkip(t *testing.T) {
	for text, want := range map[string]int{`"a"`: 3, `"a"b`: 3, `"`: -1, `"a`: -1, `"\"`: -1, `"\\"`: 4, `"\\\"`: -1, `"\\\\"x`: 6, `""`: 2} {
		if got := skipString([]byte(text), 0); got != want {
			t.Errorf("string %s: %d, want %d", text, got, want)
		}
	}
	for text, want := range map[string]int{``: -1, ` `: -1, `{`: -1, `[1,2`: -1, `"a`: -1, `[]x`: 2, `{"a":"]"}x`: 9, `1,`: 1, `true}`: 4, `[[["]"]]]`: 9, "\t\r\n 1": 5} {
		if got := skipValue([]byte(text), 0); got != want {
			t.Errorf("value %q: %d, want %d", text, got, want)
		}
	}
	for _, end := range []string{",", ":", "]", "}", "[", "{", `"`, " ", "\n", "\t", "\r", ""} {
		if got := skipLiteral([]byte("12"+end), 0); got != 2 {
			t.Errorf("a number before %q: %d", end, got)
		}
	}
	for text, want := range map[string]int{"": 0, "x": 0, " x": 1, "\n\t\r x": 4, "   ": 3, "\vx": 0} {
		if got := skipSpace([]byte(text), 0); got != want {
			t.Errorf("space %q: %d, want %d", text, got, want)
		}
	}
}

func TestTextIs(t *testing.T) {
	for value, want := range map[string]bool{`"2.0"`: true, `"2\u002e0"`: true, `"\u0032.0"`: true, `2.0`: false, `"2.1"`: false, `"2.0`: false, `"2\u002e1"`: false, ``: false, `null`: false, `x2.0x`: false, `"2.00"`: false, `[2.0]`: false} {
		if got := textIs([]byte(value), "2.0"); got != want {
			t.Errorf("%s: %t", value, got)
		}
	}
	for value, want := range map[string]bool{``: false, `"`: false, `""`: true, `"a"`: true, `1`: false, `{}`: false} {
		if got := isText([]byte(value)); got != want {
			t.Errorf("%s is text: %t", value, got)
		}
	}
	for value, want := range map[string]bool{``: false, `{}`: true, `[]`: false, `"{"`: false, `null`: false} {
		if got := isObject([]byte(value)); got != want {
			t.Errorf("%s is an object: %t", value, got)
		}
	}
}
