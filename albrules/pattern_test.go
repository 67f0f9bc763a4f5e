package albrules

import (
	"regexp"
	"strings"
	"testing"
)

func TestPatternCovers(t *testing.T) {
	for _, c := range []struct {
		wide, narrow string
		want         bool
	}{
		{"/echo", "/echo", true},
		{"/echo", "/echo/", false},
		{"/echo/", "/echo", false},
		{"/echo/*", "/echo", false},
		{"/echo/*", "/echo/", true},
		{"/echo/*", "/echo/x/y", true},
		{"/echo/*", "/echo/*/y", true},
		{"/echo*", "/echo/*", true},
		{"/*", "/echo/*", true},
		{"*", "/?", true},
		{"/?", "/a", true},
		{"/?", "/?", true},
		{"/?", "/*", false},
		{"/??", "/a?", true},
		{"/??", "/?", false},
		{"/?", "/??", false},
		{"/a?c", "/abc", true},
		{"/a?c", "/ac", false},
		{"/a?c", "/a*c", false},
		{"/*/x", "/a/b/x", true},
		{"/*/x", "/a/*", false},
		{"/a*b*c", "/a1b2c", true},
		{"/a*b*c", "/a1c2b", false},
		{"/Echo", "/echo", false},
		{"?*", "*?", true}, // the same in another order
		{"*?*", "?*", true},
		{"?*", "*a", true}, // at least one character
		{"?*", "a*", true},
		{"??*", "a*", false},
		{"??*", "a*b", true},
		{"???*", "a*?b", true},
		{"?*", "*", false},
		{"*a*", "*", false},
		{"*b", "/*a*a*b", true},
		{"", "", true},
		{"", "/", false},
		{"*", "", true},
		{"?", "", false},
	} {
		if got := parse(c.wide, false).covers(parse(c.narrow, false)); got != c.want {
			t.Errorf("%q covers %q = %v", c.wide, c.narrow, got)
		}
	}
}

// words are all texts of up to length letters, in order of their length.
func words(alphabet string, length int) []string {
	out, last := []string{""}, []string{""}
	for range length {
		next := []string{}
		for _, word := range last {
			for _, letter := range alphabet {
				next = append(next, word+string(letter))
			}
		}
		out, last = append(out, next...), next
	}
	return out
}

// For all pairs of short patterns: one covers the other if and only if it matches all that the
// other matches. The letter z, which is in no pattern, stands for those that no pattern names.
func TestPatternCoversIsWhatMatchesAll(t *testing.T) {
	texts := words("abz", 6)
	patterns := words("ab*?", 4)
	matched := make([][]uint64, len(patterns))
	for i, p := range patterns {
		re := reference(p, false)
		matched[i] = make([]uint64, len(texts)/64+1)
		for j, text := range texts {
			if re.MatchString(text) {
				matched[i][j/64] |= 1 << (j % 64)
			}
		}
	}
	for i, wide := range patterns {
		for j, narrow := range patterns {
			want := true
			for k := range matched[j] {
				want = want && matched[j][k]&^matched[i][k] == 0
			}
			if got := parse(wide, false).covers(parse(narrow, false)); got != want {
				t.Fatalf("%q covers %q = %v, want %v", wide, narrow, got, want)
			}
		}
	}
}

// reference is another implementation of a pattern.
func reference(text string, escapes bool) *regexp.Regexp {
	b := strings.Builder{}
	b.WriteString(`(?s)^`)
	for i := 0; i < len(text); i++ {
		switch {
		case escapes && i+1 < len(text) && text[i] == '\\' && (text[i+1] == '*' || text[i+1] == '?'):
			i++
			b.WriteString(regexp.QuoteMeta(text[i : i+1]))
		case text[i] == '*':
			b.WriteString(`.*`)
		case text[i] == '?':
			b.WriteString(`.`)
		default:
			b.WriteString(regexp.QuoteMeta(text[i : i+1]))
		}
	}
	return regexp.MustCompile(b.String() + `$`)
}

func TestEscapedWildcardsAreCharacters(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{`a\*b`, `a*b`, true},
		{`a\*b`, `axb`, false},
		{`a\?b`, `a?b`, true},
		{`a\?b`, `axb`, false},
		{`a\b`, `a\b`, true},
		{`\\*`, `\*`, true}, // a backslash before an escaped star
		{`\\*`, `\x`, false},
		{`*\*`, `ab*`, true},
		{`\`, `\`, true},
	} {
		if got := parse(c.pattern, true).matches(c.text); got != c.want {
			t.Errorf("%s matches %s = %v", c.pattern, c.text, got)
		}
	}
	if parse(`a\*`, false).matches(`a*`) || !parse(`a\*`, false).matches(`a\b`) {
		t.Error("a backslash has a meaning where there are no escapes")
	}
	if n := wildcards(`*a\*b?\?`, true); n != 2 {
		t.Errorf("%d wildcards, want 2", n)
	}
	if n := wildcards(`*a\*b?\?`, false); n != 4 {
		t.Errorf("%d wildcards without escapes, want 4", n)
	}
}

func TestLowerChangesLettersOfASCII(t *testing.T) {
	if got := lower("AMZ@[az`{Ä0"); got != "amz@[az`{Ä0" {
		t.Errorf("got %q", got)
	}
}

func TestSlashedPatterns(t *testing.T) {
	texts := words("/ab", 5)
	for _, p := range words("/a*?", 4) {
		for _, text := range texts {
			want := strings.HasPrefix(text, "/") && parse(p, false).matches(text)
			got := false
			for _, s := range parse(p, false).slashed() {
				got = got || s.matches(text)
			}
			if got != want {
				t.Fatalf("slashed %q matches %q = %v, want %v", p, text, got, want)
			}
		}
	}
}

// The time of a comparison is the product of the lengths: so are the positions that it looks at.
func BenchmarkCovers(b *testing.B) {
	wide, narrow := parse("/*a*a*a*a*b*", false), parse("/"+strings.Repeat("a", 126), false)
	for b.Loop() {
		if wide.covers(narrow) {
			b.Fatal("covered")
		}
	}
}

func FuzzPatternMatches(f *testing.F) {
	f.Add(`/a*b?`, `/axxbc`, false)
	f.Add(`a\*b?`, `a*bc`, true)
	f.Add(`*a*a*a*b`, `aaaaaaaaaa`, false)
	f.Fuzz(func(t *testing.T, pattern, text string, escapes bool) {
		if Unresolved(pattern) || !ascii(pattern) || !ascii(text) {
			t.Skip("AWS compares printable ASCII alone, and a deployment-time value is not known here")
		}
		if got, want := parse(pattern, escapes).matches(text), reference(pattern, escapes).MatchString(text); got != want {
			t.Errorf("%q matches %q = %v, want %v", pattern, text, got, want)
		}
	})
}

// ascii reports whether a text has printable characters of ASCII alone, which are all that AWS
// compares.
func ascii(text string) bool { return headerCharacters.MatchString(text) }
