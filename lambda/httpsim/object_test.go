package httpsim

import (
	"bytes"
	"encoding/json"
	"testing"
)

// Objects are written as encoding/json writes them, without escapes for HTML.
func TestObjectsAreJSON(t *testing.T) {
	for _, value := range []any{
		"", "a", "<&>", `"\\/`, "\x00\x1f\x7f\u2028é\xff", "\x00", "\x1f", " ", "~", "\x7f", "\u2028", "é", "\xff", "\\", `"`, "]", nil, true, false, 7, int64(8), []string{}, []string{"a", "é\n"}, []string(nil),
		object{}, object{{"a", object{{"b", nil}}}}, map[string]string{"k": "<"}, object(nil),
	} {
		got := object{{"key é", value}}.json()
		if list, ok := value.([]string); ok && list == nil {
			value = []string{} // an event has a list in any case
		}
		var want bytes.Buffer
		encoder := json.NewEncoder(&want)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(value); err != nil {
			t.Fatal(err)
		}
		if w := `{"key é":` + string(bytes.TrimSpace(want.Bytes())) + "}"; string(got) != w {
			t.Errorf("%s, want %s", got, w)
		}
	}
}
