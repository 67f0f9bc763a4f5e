package albrules

import (
	"regexp"
	"strings"
	"testing"
)

func TestUnicodeClassesAreFound(t *testing.T) {
	for expression, want := range map[string]string{
		`^/\pL+$`:               `\pL`,
		`^/\p{L}+$`:             `\p{L}`,
		`^/\p{Greek}`:           `\p{Greek}`,
		`\PN`:                   `\PN`,
		`\P{^Lu}x`:              `\P{^Lu}`,
		`[a\p{Lu}-]`:            `\p{Lu}`,
		`[^\pL]`:                `\pL`,
		`\\\pL`:                 `\pL`,
		`\Qa\E\pL`:              `\pL`,
		`\\pL`:                  "", // an escaped backslash, and pL
		`\Q\pL\E`:               "", // literal
		`\Q\pL`:                 "",
		`\d\w[[:alpha:]]\bp{L}`: "",
		`p{2}`:                  "",
		``:                      "",
	} {
		if got := unicodeClass(expression); got != want {
			t.Errorf("in %s: %q, want %q", expression, got, want)
		}
		if _, err := regexp.Compile(expression); err != nil {
			t.Errorf("%s: %v", expression, err)
		}
	}
}

func TestRegexProblem(t *testing.T) {
	for expression, want := range map[string]string{
		`^/a(b|c)*$`: "",
		`(?i)^/a`:    "",
		`(`:          "it is not a regular expression: missing closing ): `(`",
		`a++`:        "it is not a regular expression: invalid nested repetition operator: `++`",
		`(?=a)`:      "it is not a regular expression: invalid or unsupported Perl syntax: `(?=`",
		`(a)\1`:      "it is not a regular expression: invalid escape sequence: `\\1`",
		`\p{L}`:      `AWS does not support Unicode character classes such as \p{L}`,
	} {
		if got := regexProblem(expression); got != want {
			t.Errorf("%s: %q, want %q", expression, got, want)
		}
	}
}

// text writes a pattern; what is not open has as many question marks.
func (p pattern) String() string {
	b := strings.Builder{}
	for _, e := range p {
		if !e.wild() {
			b.WriteByte(e.char)
			continue
		}
		b.WriteString(strings.Repeat("?", e.min))
		if e.open {
			b.WriteByte('*')
		}
	}
	return b.String()
}

func TestOutline(t *testing.T) {
	for expression, want := range map[string]struct {
		pattern string
		exact   bool
	}{
		`^/item/[0-9]+$`:     {"/item/?*", false},
		`^/item/[0-9]$`:      {"/item/?", false},
		`^/item$`:            {"/item", true},
		`^/item`:             {"/item*", true},
		`item$`:              {"*item", true},
		`item`:               {"*item*", true},
		`\.png$`:             {"*.png", true},
		`^/a.*b$`:            {"/a*b", true},
		`^/a.+b$`:            {"/a?*b", true},
		`^/a.b$`:             {"/a?*b", false},
		`^/(a)(?:b)$`:        {"/ab", true},
		`^/(ab)+$`:           {"/ab*", false},
		`^/(ab)*$`:           {"/*", false},
		`^/(ab.)c$`:          {"/ab?*c", false},
		`^/(.a)c$`:           {"/?*ac", false},
		`^/(a.*b)c$`:         {"/a*bc", true},
		`^/(ab){1,3}c$`:      {"/ab*c", false},
		`^/[a-\x7f]$`:        {"/?", false},
		`^/[a-\x{80}]$`:      {"/?*", false},
		`^/ab?$`:             {"/a*", false},
		`^/(ab){2,3}c$`:      {"/ab*c", false},
		`^/(ab){0,3}c$`:      {"/*c", false},
		`^/a|^/b`:            {"*", false},
		`^/(abc|x)y$`:        {"/*y", false},
		`(?i)^/Ab$`:          {"???*", false},
		`^/\x{3b1}[α-ω]$`:    {"/α?*", false},
		`^/\bab$`:            {"/*ab", false},
		`^/a()b$`:            {"/ab", true},
		`^/a()$`:             {"/a", true},
		`^$`:                 {"", true},
		``:                   {"*", true},
		`.*`:                 {"*", true},
		`(`:                  {"*", false},
		`^`:                  {"*", true},
		`$`:                  {"*", true},
		`(^/a$)`:             {"*/a*", false},
		`^/a(/.*)?$`:         {"/a*", false},
		`(?s)^/a.*$`:         {"/a*", true},
		`[^\x00-\x{10FFFF}]`: {"?*", false},
	} {
		p, exact := outline(expression)
		if got := p.String(); got != want.pattern || exact != want.exact {
			t.Errorf("the outline of %s is %q, exact %v; want %q, %v", expression, got, exact, want.pattern, want.exact)
		}
	}
}

func FuzzOutline(f *testing.F) {
	f.Add(`^/item/[0-9]+$`, `/item/12`)
	f.Add(`(?i)\bfoo(bar|baz){1,3}`, `xFOObarBAZ`)
	f.Add(`^(a|b)*?c.+$`, `ababcx`)
	f.Add(`(?m)^a$`, `a`)
	f.Fuzz(func(t *testing.T, expression, text string) {
		re, err := regexp.Compile(expression)
		if err != nil || !ascii(text) || len(expression) > MaxPattern {
			t.Skip("not an expression that AWS takes, or a text that it does not compare")
		}
		p, exact := outline(expression)
		outlined, matched := p.matches(text), re.MatchString(text)
		if matched && !outlined {
			t.Errorf("%s matches %q, and its outline %q does not", expression, text, p)
		}
		if exact && outlined && !matched {
			t.Errorf("the outline %q of %s matches %q, and is not exact", p, expression, text)
		}
		if folded := p.folded(); matched && !folded.matches(lower(text)) {
			t.Errorf("%s matches %q, and its outline in lower case %q does not", expression, text, folded)
		}
	})
}
