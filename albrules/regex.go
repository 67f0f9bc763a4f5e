package albrules

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
)

// regexProblem says why a regular expression is not one of AWS's dialect, or returns "". Go's
// dialect lacks the same features, lookarounds, backreferences, atomic groups, possessive
// quantifiers and recursion, but has Unicode character classes.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
func regexProblem(expression string) string {
	if _, err := regexp.Compile(expression); err != nil {
		return "it is not a regular expression: " + strings.TrimPrefix(err.Error(), "error parsing regexp: ")
	}
	if class := unicodeClass(expression); class != "" {
		return "AWS does not support Unicode character classes such as " + class
	}
	return ""
}

// unicodeClass finds the first Unicode character class, in any of the spellings \pL, \p{Greek},
// \P{…} and \p{^…}, inside brackets or outside.
func unicodeClass(expression string) string {
	for i := 0; i+1 < len(expression); i++ {
		if expression[i] != '\\' {
			continue
		}
		i++ // what is escaped
		switch expression[i] {
		case 'Q': // all of it is literal up to \E
			end := strings.Index(expression[i:], `\E`)
			if end < 0 {
				return ""
			}
			i += end + 1
		case 'p', 'P':
			end := i + 2
			if strings.HasPrefix(expression[i+1:], "{") {
				end = i + strings.Index(expression[i:], "}") + 1
			}
			return expression[i-1 : min(end, len(expression))]
		}
	}
	return ""
}

// outline is a pattern that matches all that a regular expression matches; exact says that it
// matches nothing else.
func outline(expression string) (p pattern, exact bool) {
	re, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return pattern(nil).wild(0, true), false
	}
	parts := []*syntax.Regexp{re}
	if re.Op == syntax.OpConcat {
		parts = re.Sub
	}
	exact = true
	if parts[0].Op == syntax.OpBeginText {
		parts = parts[1:]
	} else {
		p = p.wild(0, true)
	}
	open := true
	if last := len(parts) - 1; last >= 0 && parts[last].Op == syntax.OpEndText {
		parts, open = parts[:last], false
	}
	for _, part := range parts {
		var same bool
		p, same = p.outline(part)
		exact = exact && same
	}
	if open {
		p = p.wild(0, true)
	}
	return p, exact
}

// outline appends the outline of a part of an expression.
func (p pattern) outline(re *syntax.Regexp) (extended pattern, exact bool) {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return p, true
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return p.text(string(re.Rune)), true
		}
		return p.wild(len(re.Rune), true), false // some letters fold to longer ones
	case syntax.OpCapture:
		return p.outline(re.Sub[0])
	case syntax.OpConcat:
		exact = true
		for _, sub := range re.Sub {
			var same bool
			p, same = p.outline(sub)
			exact = exact && same
		}
		return p, exact
	case syntax.OpCharClass:
		ascii := len(re.Rune) > 0 && re.Rune[len(re.Rune)-1] <= unicode.MaxASCII
		return p.wild(1, !ascii), false
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return p.wild(1, true), false
	case syntax.OpStar:
		return p.wild(0, true), anyChar(re.Sub[0])
	case syntax.OpPlus:
		if anyChar(re.Sub[0]) {
			return p.wild(1, true), true
		}
		p, _ = p.outline(re.Sub[0])
		return p.wild(0, true), false
	case syntax.OpRepeat:
		if re.Min > 0 {
			p, _ = p.outline(re.Sub[0])
		}
		return p.wild(0, true), false
	}
	return p.wild(0, true), false
}

// anyChar reports whether re is a single dot.
func anyChar(re *syntax.Regexp) bool {
	return re.Op == syntax.OpAnyChar || re.Op == syntax.OpAnyCharNotNL
}
