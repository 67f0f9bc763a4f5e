package albrules

import (
	"errors"
	"strings"
	"testing"

	"example.com/alb-lambda/fault"
)

// at gives a rule a priority.
func at(priority int, name string, m Match) Rule {
	return Rule{Name: name, Match: m, Priority: priority}
}

func TestConflicts(t *testing.T) {
	host := Match{Hosts: []string{"a.example.com"}}
	token := func(value string) Match { return Match{Headers: []HeaderMatch{{Name: "X", Values: []string{value}}}} }
	for name, c := range map[string]struct {
		rules []Rule
		want  string
	}{
		"the same priority": {[]Rule{at(7, "a", mount("/a")), at(7, "b", mount("/b"))},
			"b: Priority: 7 is taken by a; use another, or leave it out to have one assigned"},
		"that of an opaque rule": {[]Rule{{Name: "a", Opaque: true, Priority: 7}, at(7, "b", mount("/b"))},
			"b: Priority: 7 is taken by a; use another, or leave it out to have one assigned"},
		"opaque without a priority": {[]Rule{{Name: "a", Opaque: true}},
			"a: Priority: an opaque rule has none; give the one that it has on the listener"},
		"the same match": {[]Rule{at(7, "a", mount("/a")), at(0, "b", paths("/a/*", "/a"))},
			"b: Match: it matches the same requests as a; remove one of them"},
		"the same match in other words": {[]Rule{at(0, "a", mount("/")), at(0, "b", paths("*"))},
			"b: Match: it matches the same requests as a; remove one of them"},
		"the same token": {[]Rule{at(0, "a", token("${Token[x]}")), at(0, "b", token("${Token[x]}"))},
			"b: Match: it matches the same requests as a; remove one of them"},
		"the later one": {[]Rule{at(1, "a", mount("/a")), at(2, "b", mount("/a/b"))},
			"b: Match: it is never reached: a, priority 1, matches all that it matches and is evaluated before priority 2; give it a priority below 1, or a one above 2"},
		"the earlier one": {[]Rule{at(2, "a", mount("/a/b")), at(1, "b", mount("/a"))},
			"b: Match: a, priority 2, is never reached: this rule matches all that it matches and is evaluated before, at priority 1; give this rule a priority above 2"},
		"another kind of condition": {[]Rule{at(1, "a", mount("/")), at(2, "b", host)},
			"b: Match: it is never reached: a, priority 1, matches all that it matches and is evaluated before priority 2; give it a priority below 1, or a one above 2"},
		"another kind, in another order": {[]Rule{at(2, "a", host), at(1, "b", mount("/"))},
			"b: Match: a, priority 2, is never reached: this rule matches all that it matches and is evaluated before, at priority 1; give this rule a priority above 2"},
		"no room before": {[]Rule{at(1, "a", mount("/")), at(0, "b", host)},
			"b: Match: no priority is free for b before a, priority 1, which covers it: it is never reached; give other rules other priorities, or leave them out to have them assigned"},
		"no room before, added last": {[]Rule{at(0, "a", host), at(1, "b", mount("/"))},
			"b: Match: no priority is free for a before b, priority 1, which covers it: it is never reached; give other rules other priorities, or leave them out to have them assigned"},
		"room for one of two": {[]Rule{at(2, "a", mount("/")), at(0, "b", mount("/a")), at(0, "c", mount("/a/b"))},
			"b: Match: no priority is free for b before a, priority 2, which covers it: it is never reached; give other rules other priorities, or leave them out to have them assigned"},
		"no room after": {[]Rule{at(50000, "a", host), at(0, "b", mount("/"))},
			"b: Match: no priority is free for b after a, priority 50000, which it covers; give other rules other priorities, or leave them out to have them assigned"},
		"no room between": {[]Rule{at(5, "a", mount("/a/b")), at(6, "b", mount("/")), at(0, "c", mount("/a"))},
			"c: Match: no priority is free for c after a, priority 5, which it covers, before b, priority 6, which covers it: it is never reached; give other rules other priorities, or leave them out to have them assigned"},
		"the nearest of several": {[]Rule{at(1, "a", mount("/a/b/c")), at(3, "b", mount("/a/b/d")), at(2, "c", mount("/a/b/e")), at(9, "d", mount("/")), at(4, "e", mount("/a")), at(7, "f", Match{PathRegex: []string{"^/"}, Methods: nil, Hosts: nil, SourceIPs: []string{"0.0.0.0/0", "::/0", "10.0.0.0/8"}}), at(0, "g", mount("/a/b"))},
			"f: Match: it matches the same requests as d; remove one of them"},
		"limits of several": {[]Rule{at(1, "a", mount("/a/b/c")), at(3, "b", mount("/a/b/d")), at(2, "c", mount("/a/b/e")), at(9, "d", mount("/")), at(4, "e", mount("/a")), at(0, "g", mount("/a/b"))},
			"g: Match: no priority is free for g after b, priority 3, which it covers, before e, priority 4, which covers it: it is never reached; give other rules other priorities, or leave them out to have them assigned"},
		"the first is the nearest before": {[]Rule{at(3, "a", mount("/a/b/d")), at(1, "b", mount("/a/b/c")), at(4, "c", mount("/a")), at(0, "d", mount("/a/b"))},
			"d: Match: no priority is free for d after a, priority 3, which it covers, before c, priority 4, which covers it: it is never reached; give other rules other priorities, or leave them out to have them assigned"},
		"the first is the nearest after": {[]Rule{at(4, "a", mount("/a")), at(9, "b", mount("/")), at(3, "c", mount("/a/b/c")), at(0, "d", mount("/a/b"))},
			"d: Match: no priority is free for d after c, priority 3, which it covers, before a, priority 4, which covers it: it is never reached; give other rules other priorities, or leave them out to have them assigned"},
		"limits of limits": {[]Rule{at(0, "a", mount("/a/b")), at(0, "b", mount("/a")), at(3, "c", mount("/")), at(2, "d", mount("/a/b/c"))},
			"d: Match: no priority is free for a after d, priority 2, which it covers, before c, priority 3, which covers it: it is never reached; give other rules other priorities, or leave them out to have them assigned"},
		"all at once": {[]Rule{at(1, "a", mount("/a")), at(1, "b", mount("/b")), at(2, "c", mount("/a/b")), at(0, "d", mount("/b"))},
			"b: Priority: 1 is taken by a; use another, or leave it out to have one assigned\n" +
				"c: Match: it is never reached: a, priority 1, matches all that it matches and is evaluated before priority 2; give it a priority below 1, or a one above 2\n" +
				"d: Match: it matches the same requests as b; remove one of them"},
	} {
		rules, err := Assign(c.rules)
		var invalid *fault.Error
		if rules != nil || !errors.As(err, &invalid) || err.Error() != c.want {
			t.Errorf("%s: got\n%v\nwant\n%s", name, err, c.want)
		}
	}
}

func TestWhatIsNoConflict(t *testing.T) {
	for name, rules := range map[string][]Rule{
		"nothing":              nil,
		"in order":             {at(1, "a", mount("/a/b")), at(2, "b", mount("/a"))},
		"in another order":     {at(2, "a", mount("/a")), at(1, "b", mount("/a/b"))},
		"opaque rules":         {{Name: "a", Opaque: true, Priority: 1}, at(2, "b", mount("/")), {Name: "c", Opaque: true, Priority: 3, Match: mount("/")}},
		"other tokens":         {at(1, "a", Match{Hosts: []string{"${Token[x]}"}}), at(2, "b", Match{Hosts: []string{"${Token[y]}"}})},
		"escaped wildcards":    {at(1, "a", Match{Query: []QueryMatch{{"q", `a\*b`}}}), at(2, "b", Match{Query: []QueryMatch{{"q", `a\?b`}}})},
		"a long comparison":    {at(1, "a", paths("/*a*a*a*a*a*b")), at(2, "b", paths("/"+strings.Repeat("a", 126)))},
		"no conditions":        {at(1, "a", Match{}), at(2, "b", mount("/")), at(0, "c", Match{})},
		"room for two":         {at(3, "a", mount("/")), at(0, "b", mount("/a")), at(0, "c", mount("/a/b"))},
		"the last priority":    {at(49999, "a", mount("/a")), at(0, "b", mount("/"))},
		"the first priority":   {at(2, "a", mount("/")), at(0, "b", mount("/a"))},
		"overlapping in part":  {at(1, "a", paths("*.png")), at(2, "b", mount("/a"))},
		"covered by two alone": {at(1, "a", Match{Methods: []string{"GET"}}), at(2, "b", Match{Methods: []string{"PUT"}}), at(3, "c", Match{Methods: []string{"PUT", "GET"}})},
	} {
		if _, err := Assign(rules); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
