package albrules

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// Covers reports whether m matches every request that narrow matches, so that a rule with narrow is
// never reached after one with m. It may miss a pair that is covered, mainly where both have
// regular expressions, but what it reports is true. A Match without conditions covers nothing.
//
// Every path begins with a slash, so "/*" covers any path, and rules without a path.
func (m *Match) Covers(narrow *Match) bool {
	return m.Values() > 0 && narrow.Values() > 0 && compile(m).covers(compile(narrow))
}

// conditions is a Match prepared for comparison.
type conditions struct {
	match     *Match
	canonical string
	seed      string
	preferred int     // the priority that it would like to have
	kinds     [4]bool // that it has: hosts, headers, methods, query
	paths     []value // as a wider match
	within    []value // as a narrower one: patterns that begin with a slash
	hosts     []value
	headers   []header
	query     []query
	ranges    []netip.Prefix
}

type header struct {
	name   string
	values []value
}

type query struct{ key, value value }

// value is one value of a condition.
type value struct {
	text    string
	pattern pattern        // matches at least what the value matches
	head    string         // the characters before the first wildcard of the pattern
	exact   bool           // the pattern matches nothing else
	regex   *regexp.Regexp // of a path
}

// compile is compileFor a rule without a seed.
func compile(m *Match) *conditions { return compileFor(m, "") }

func compileFor(m *Match, seed string) *conditions {
	c := &conditions{match: m, canonical: m.canonical(), seed: seed, paths: values(m.Paths, m.PathRegex, false), hosts: values(m.Hosts, m.HostRegex, true)}
	c.preferred = c.slot()
	c.kinds = [...]bool{len(c.hosts) > 0, len(m.Headers) > 0, len(m.Methods) > 0, len(m.Query) > 0}
	for _, p := range c.paths {
		for _, slashed := range p.pattern.slashed() {
			c.within = append(c.within, value{text: p.text, pattern: slashed, head: slashed.head()})
		}
	}
	if len(c.paths) == 0 {
		c.within = []value{patternValue("/*", false, false)}
	}
	for _, h := range m.Headers {
		c.headers = append(c.headers, header{fold(h.Name), values(h.Values, h.Regex, true)})
	}
	for _, q := range m.Query {
		key := q.Key
		if key == "" {
			key = "*"
		}
		c.query = append(c.query, query{patternValue(key, true, true), patternValue(q.Value, true, true)})
	}
	for _, ip := range m.SourceIPs {
		if prefix, err := netip.ParsePrefix(ip); err == nil {
			c.ranges = append(c.ranges, prefix.Masked())
		}
	}
	return c
}

func values(patterns, regexes []string, foldCase bool) []value {
	out := make([]value, 0, len(patterns)+len(regexes))
	for _, p := range patterns {
		out = append(out, patternValue(p, false, foldCase))
	}
	for _, e := range regexes {
		// The prefix keeps a pattern and an expression of the same text apart.
		v := value{text: "regex " + e}
		if Unresolved(e) {
			v.pattern = pattern(nil).wild(0, true)
			out = append(out, v)
			continue
		}
		v.pattern, v.exact = outline(e)
		if foldCase {
			// Expressions are case-sensitive, and patterns of this kind are not.
			v.pattern, v.exact = v.pattern.folded(), false
		} else if re, err := regexp.Compile(e); err == nil {
			v.regex = re
		}
		v.head = v.pattern.head()
		out = append(out, v)
	}
	return out
}

func patternValue(text string, escapes, foldCase bool) value {
	p := parse(text, escapes)
	if foldCase {
		p, text = p.folded(), fold(text)
	}
	return value{text: text, pattern: p, head: p.head(), exact: !Unresolved(text)}
}

// covers compares all kinds of conditions, first what most pairs differ in.
func (c *conditions) covers(narrow *conditions) bool {
	return c.hasFewerKinds(narrow) && (len(c.paths) == 0 || eachCovered(c.paths, narrow.within)) && c.coversOtherKinds(narrow)
}

// hasFewerKinds reports whether narrow has each kind of conditions, apart from path and addresses,
// that c has.
func (c *conditions) hasFewerKinds(narrow *conditions) bool {
	for kind, has := range c.kinds {
		if has && !narrow.kinds[kind] {
			return false
		}
	}
	return true
}

// coversOtherKinds compares the kinds apart from the path. Narrow has those of c.
func (c *conditions) coversOtherKinds(narrow *conditions) bool {
	return listCovers(c.hosts, narrow.hosts) &&
		c.coversMethods(narrow) &&
		c.coversHeaders(narrow) &&
		c.coversQuery(narrow) &&
		c.coversRanges(narrow)
}

// listCovers compares one kind: without values it covers anything.
func listCovers(wide, narrow []value) bool { return len(wide) == 0 || eachCovered(wide, narrow) }

func eachCovered(wide, narrow []value) bool {
	for i := range narrow {
		found := false
		for j := range wide {
			found = found || wide[j].covers(&narrow[i])
		}
		if !found {
			return false
		}
	}
	return true
}

func (v *value) covers(narrow *value) bool {
	if v.exact && strings.HasPrefix(narrow.head, v.head) && v.pattern.covers(narrow.pattern) {
		return true
	}
	if v.regex != nil {
		if text, ok := narrow.pattern.literal(); ok && v.regex.MatchString(text) {
			return true
		}
	}
	return v.text == narrow.text
}

func (c *conditions) coversMethods(narrow *conditions) bool {
	wide, methods := c.match.Methods, narrow.match.Methods
	return len(wide) == 0 || !slices.ContainsFunc(methods, func(m string) bool { return !slices.Contains(wide, m) })
}

// coversHeaders: each header of the wider match is one of the narrower's, which has at least those.
func (c *conditions) coversHeaders(narrow *conditions) bool {
	for _, w := range c.headers {
		if !slices.ContainsFunc(narrow.headers, func(n header) bool { return w.name == n.name && listCovers(w.values, n.values) }) {
			return false
		}
	}
	return true
}

// coversQuery: the pairs of a match are alternatives.
func (c *conditions) coversQuery(narrow *conditions) bool {
	if len(c.query) == 0 {
		return true
	}
	for _, n := range narrow.query {
		if !slices.ContainsFunc(c.query, func(w query) bool { return w.key.covers(&n.key) && w.value.covers(&n.value) }) {
			return false
		}
	}
	return true
}

// coversRanges: all addresses of both families are any address.
func (c *conditions) coversRanges(narrow *conditions) bool {
	if len(c.match.SourceIPs) == 0 {
		return true
	}
	covered := func(n netip.Prefix) bool {
		return slices.ContainsFunc(c.ranges, func(w netip.Prefix) bool { return w.Bits() <= n.Bits() && w.Contains(n.Addr()) })
	}
	if len(narrow.match.SourceIPs) == 0 {
		return covered(netip.PrefixFrom(netip.IPv4Unspecified(), 0)) && covered(netip.PrefixFrom(netip.IPv6Unspecified(), 0))
	}
	for _, ip := range narrow.match.SourceIPs {
		prefix, _ := netip.ParsePrefix(ip) // what is not valid, such as a token, is in no range
		if !slices.Contains(c.match.SourceIPs, ip) && !covered(prefix.Masked()) {
			return false
		}
	}
	return true
}
