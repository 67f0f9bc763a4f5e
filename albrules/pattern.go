package albrules

import (
	"slices"
	"strings"
)

// A pattern is a sequence of elements: characters, and wildcards between them. Wildcards that
// follow each other are one element, so that "*?", "?*" and "*?*" are the same pattern.
type pattern []element

// element is a character, or a run of wildcards: at least min characters, and any number where
// open.
type element struct {
	min  int
	char byte
	open bool
}

func (e element) wild() bool { return e.min > 0 || e.open }

// parse reads a pattern. With escapes, a backslash takes the meaning from the wildcard after it. A
// deployment-time value stands for any characters.
func parse(text string, escapes bool) pattern {
	if !Unresolved(text) {
		return parseKnown(nil, text, escapes)
	}
	before, after := known(text)
	p := parseKnown(nil, strings.TrimSuffix(before, `\`), escapes)
	return parseKnown(p.wild(0, true), after, escapes)
}

func parseKnown(p pattern, text string, escapes bool) pattern {
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '*':
			p = p.wild(0, true)
		case text[i] == '?':
			p = p.wild(1, false)
		case escapes && escaped(text[i:]):
			i++
			p = p.text(text[i : i+1])
		default:
			p = p.text(text[i : i+1])
		}
	}
	return p
}

// escaped reports whether text begins with a wildcard that a backslash makes a character.
func escaped(text string) bool {
	return strings.HasPrefix(text, `\*`) || strings.HasPrefix(text, `\?`)
}

// wildcards counts the wildcards of a pattern's text.
func wildcards(text string, escapes bool) int {
	if escapes {
		text = strings.NewReplacer(`\*`, "", `\?`, "").Replace(text)
	}
	return strings.Count(text, "*") + strings.Count(text, "?")
}

// text appends characters.
func (p pattern) text(text string) pattern {
	for i := range len(text) {
		p = append(p, element{char: text[i]})
	}
	return p
}

// wild appends a wildcard, or widens the run at the end.
func (p pattern) wild(min int, open bool) pattern {
	if last := len(p) - 1; last >= 0 && p[last].wild() {
		p[last].min += min
		p[last].open = p[last].open || open
		return p
	}
	return append(p, element{min: min, open: open})
}

// literal is the one text that a pattern without wildcards matches.
func (p pattern) literal() (text string, ok bool) {
	b := make([]byte, len(p))
	for i, e := range p {
		if e.wild() {
			return "", false
		}
		b[i] = e.char
	}
	return string(b), true
}

// head is what every text that the pattern matches begins with: the characters before its first
// wildcard.
func (p pattern) head() string {
	end := slices.IndexFunc(p, element.wild)
	if end < 0 {
		end = len(p)
	}
	text, _ := p[:end].literal()
	return text
}

// matches reports whether the pattern matches the whole text.
func (p pattern) matches(text string) bool { return p.covers(pattern(nil).text(text)) }

// covers reports whether p matches every text that narrow matches. Between the characters with
// which p begins and ends, it keeps for each element of p the set of positions in narrow up to
// which the elements before it match: the time is the product of the two lengths, whatever the
// patterns are.
func (p pattern) covers(narrow pattern) bool {
	for len(p) > 0 && !p[0].wild() {
		if len(narrow) == 0 || narrow[0] != p[0] {
			return false
		}
		p, narrow = p[1:], narrow[1:]
	}
	for len(p) > 0 && !p[len(p)-1].wild() {
		if len(narrow) == 0 || narrow[len(narrow)-1] != p[len(p)-1] {
			return false
		}
		p, narrow = p[:len(p)-1], narrow[:len(narrow)-1]
	}
	reached, next := make([]bool, len(narrow)+1), make([]bool, len(narrow)+1)
	reached[0] = true
	for _, e := range p {
		clear(next)
		e.advance(reached, next, narrow)
		reached, next = next, reached
	}
	return reached[len(narrow)]
}

// advance marks in next the positions in narrow that can be reached from reached by one more
// element.
func (e element) advance(reached, next []bool, narrow pattern) {
	switch {
	case e.open:
		// From the first position that is reached, because the later ones reach less.
		length, started := 0, false
		for i := range reached {
			started = started || reached[i]
			next[i] = started && length >= e.min
			if started && i < len(narrow) {
				length += narrow[i].least()
			}
		}
	case e.wild():
		for i := range reached {
			if end, ok := narrow.skip(i, e.min); reached[i] && ok {
				next[end] = true
			}
		}
	default:
		for i := range narrow {
			next[i+1] = reached[i] && narrow[i] == e
		}
	}
}

// least is the length of the shortest text that the element matches.
func (e element) least() int {
	if e.wild() {
		return e.min
	}
	return 1
}

// skip gives the position after exactly n characters from position i on.
func (p pattern) skip(i, n int) (end int, ok bool) {
	for ; n > 0 && i < len(p) && !p[i].open; i++ {
		n -= p[i].least()
	}
	return i, n == 0
}

// slashed gives the patterns that match what p matches of the texts that begin with a slash, as
// every path does.
func (p pattern) slashed() []pattern {
	if len(p) == 0 || !p[0].wild() {
		if len(p) > 0 && p[0].char == '/' {
			return []pattern{p}
		}
		return nil // it matches no path
	}
	rest := p[1:]
	slash := pattern(nil).text("/")
	switch run := p[0]; {
	case run.min == 1 && !run.open:
		return []pattern{append(slash, rest...)}
	case run.min > 0:
		return []pattern{append(slash.wild(run.min-1, run.open), rest...)}
	default:
		// The slash is one of the characters that * stands for, or * stands for none.
		return append([]pattern{append(slash.wild(0, true), rest...)}, rest.slashed()...)
	}
}

// folded is the pattern in lower case.
func (p pattern) folded() pattern {
	out := slices.Clone(p)
	for i, e := range out {
		if !e.wild() {
			out[i].char = lowerByte(e.char)
		}
	}
	return out
}

// lower changes the letters of ASCII, which are all that AWS compares case-insensitively.
func lower(text string) string {
	b := []byte(text)
	for i, c := range b {
		b[i] = lowerByte(c)
	}
	return string(b)
}

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
