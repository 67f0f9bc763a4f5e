package httpevent

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkUnquote compares unquote with encoding/json. Lambda delivers JSON in UTF-8 alone.
func checkUnquote(t *testing.T, value string) {
	t.Helper()
	if !utf8.ValidString(value) || !json.Valid([]byte(value)) || !strings.HasPrefix(value, `"`) || !strings.HasSuffix(value, `"`) {
		return
	}
	var want string
	if err := json.Unmarshal([]byte(value), &want); err != nil {
		t.Fatal(err)
	}
	if got := string(unquote([]byte(value))); got != want {
		t.Fatalf("%s: %q, want %q", value, got, want)
	}
	if got := text([]byte(value)); got != want {
		t.Fatalf("%s: text %q, want %q", value, got, want)
	}
}

func TestUnquote(t *testing.T) {
	for _, value := range []string{
		`""`, `"a"`, `"\\"`, `"a\\"`, `"\\\""`, `"\/\b\f\n\r\t"`, `"\u00e9"`, `"\u00E9x"`, `"\u0000"`, `"\uABCD\uabcd\uFFFF\uffff"`, `"\ud83dXude00"`, `"\ud83d\\ude00"`, `"\n]a"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ud83dx"`,
		`"\ud83d\u0041"`, `"\ude00\ud83d"`, `"\ud83d\ud83d\ude00"`, `"\ud83d\n"`, `"\ud83d\nde00"`, `"\ud83d\\de00"`, `"0123456789abcdefghij\n0123456789abcdef\\"`, `"é\n` + strings.Repeat("x", 100) + `\u2028"`,
	} {
		checkUnquote(t, value)
	}
	random := rand.New(rand.NewPCG(9, 10))
	parts := []string{`\\`, `\"`, `\/`, `\u0041`, `\ud83d`, `\ude00`, `\n`, "]", "a", "é", strings.Repeat("y", 15), strings.Repeat("z", 17)}
	for range 5000 {
		var b strings.Builder
		for range random.IntN(8) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		checkUnquote(t, `"`+b.String()+`"`)
	}
	for _, broken := range []string{``, `"`, `x`, `1`, `null`, `{}`, `"\"`, `"\x"`, `"\x0041"`, `"\ud83d\"`, `"\u12"`, `"\u123"`, `"\u12g4"`, `"\u12G4"`, "\"\\u12:4\"", "\"\\u12/4\"", "\"\\u12@4\"", "\"\\u12`4\""} {
		if got := unquote([]byte(broken)); got != nil {
			t.Errorf("%s: %q", broken, got)
		}
	}
	value := []byte(`"abc"`)
	got := unquote(value)
	value[1] = 'x'
	if string(got) != "abc" {
		t.Errorf("%q is not in memory of its own", got)
	}
}

// FuzzUnquote is [TestUnquote] with what the fuzzer finds.
func FuzzUnquote(f *testing.F) {
	f.Add(`"\ud83d\ude00\u00e9\\"`)
	f.Fuzz(checkUnquote)
}
