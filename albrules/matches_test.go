package albrules

import (
	"math/rand"
	"testing"
)

// matches is quicker than the pattern that is parsed, and says the same.
func TestMatchesIsWhatThePatternSays(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	const patterns, texts = `aAb*?\/*?`, `aAb*?\/`
	draw := func(from string, n int) string {
		b := make([]byte, random.Intn(n))
		for i := range b {
			b[i] = from[random.Intn(len(from))]
		}
		return string(b)
	}
	matched := 0
	for range 200_000 {
		p, text := draw(patterns, 9), draw(texts, 9)
		for _, foldCase := range []bool{false, true} {
			for _, escapes := range []bool{false, true} {
				q, u := p, text
				if foldCase {
					q, u = lower(p), lower(text)
				}
				want := parse(q, escapes).matches(u)
				if got := matches(p, text, foldCase, escapes); got != want {
					t.Fatalf("%q, %q, fold case %t, escapes %t: %t, want %t", p, text, foldCase, escapes, got, want)
				}
				if want {
					matched++
				}
			}
		}
	}
	if matched < 10_000 {
		t.Errorf("only %d of them match", matched)
	}
}
