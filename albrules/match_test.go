package albrules

import (
	"slices"
	"testing"
)

func TestValuesAndWildcardsOfAllKindsAreCounted(t *testing.T) {
	for name, c := range map[string]struct {
		match             Match
		values, wildcards int
	}{
		"nothing":        {Match{}, 0, 0},
		"paths":          {Match{Paths: []string{"/*", "/a?"}}, 2, 2},
		"path regex":     {Match{PathRegex: []string{"^/.*$"}}, 1, 0},
		"hosts":          {Match{Hosts: []string{"*.example.com"}}, 1, 1},
		"host regex":     {Match{HostRegex: []string{"a", "b*"}}, 2, 0},
		"headers":        {Match{Headers: []HeaderMatch{{Name: "A", Values: []string{"*a?", "b"}}, {Name: "B", Regex: []string{"c*"}}}}, 3, 2},
		"methods":        {Match{Methods: []string{"GET", "POST"}}, 2, 0},
		"query":          {Match{Query: []QueryMatch{{Key: "a*", Value: `?\*`}, {Value: `\?*`}}}, 2, 3},
		"source IPs":     {Match{SourceIPs: []string{"10.0.0.0/8"}}, 1, 0},
		"unresolved":     {Match{Paths: []string{"/*${Token[a?]}"}, Hosts: []string{"*.{{resolve:ssm:*}}"}}, 2, 0},
		"all kinds once": {Match{Paths: []string{"/*"}, PathRegex: []string{"a"}, Hosts: []string{"*.b"}, HostRegex: []string{"b"}, Methods: []string{"GET"}, Query: []QueryMatch{{Value: "*"}}, SourceIPs: []string{"10.0.0.0/8"}}, 7, 3},
	} {
		if values, wildcards := c.match.Values(), c.match.Wildcards(); values != c.values || wildcards != c.wildcards {
			t.Errorf("%s: %d values and %d wildcards, want %d and %d", name, values, wildcards, c.values, c.wildcards)
		}
	}
}

func TestCanonicalIsOneTextForTheSameMatch(t *testing.T) {
	for name, c := range map[string]struct {
		a, b Match
		same bool
	}{
		"order of paths":    {Match{Paths: []string{"/a", "/b"}}, Match{Paths: []string{"/b", "/a", "/a"}}, true},
		"case of paths":     {Match{Paths: []string{"/a"}}, Match{Paths: []string{"/A"}}, false},
		"path and regex":    {Match{Paths: []string{"/a"}}, Match{PathRegex: []string{"/a"}}, false},
		"regexes":           {Match{PathRegex: []string{"a", "b"}}, Match{PathRegex: []string{"b", "a"}}, true},
		"case of hosts":     {Match{Hosts: []string{"A.b"}}, Match{Hosts: []string{"a.B"}}, true},
		"host regexes":      {Match{HostRegex: []string{"a", "b"}}, Match{HostRegex: []string{"b", "a"}}, true},
		"other host regex":  {Match{HostRegex: []string{"a"}}, Match{HostRegex: []string{"b"}}, false},
		"order of methods":  {Match{Methods: []string{"GET", "PUT"}}, Match{Methods: []string{"PUT", "GET"}}, true},
		"other method":      {Match{Methods: []string{"GET"}}, Match{Methods: []string{"PUT"}}, false},
		"case of headers":   {Match{Headers: []HeaderMatch{{Name: "X-A", Values: []string{"V"}}}}, Match{Headers: []HeaderMatch{{Name: "x-a", Values: []string{"v"}}}}, true},
		"order of headers":  {Match{Headers: []HeaderMatch{{Name: "A", Values: []string{"1"}}, {Name: "B", Values: []string{"2"}}}}, Match{Headers: []HeaderMatch{{Name: "b", Values: []string{"2"}}, {Name: "a", Values: []string{"1"}}}}, true},
		"order of values":   {Match{Headers: []HeaderMatch{{Name: "A", Values: []string{"1"}}, {Name: "A", Values: []string{"2"}}}}, Match{Headers: []HeaderMatch{{Name: "A", Values: []string{"2"}}, {Name: "A", Values: []string{"1"}}}}, true},
		"order of regexes":  {Match{Headers: []HeaderMatch{{Name: "A", Regex: []string{"1"}}, {Name: "A", Regex: []string{"2"}}}}, Match{Headers: []HeaderMatch{{Name: "A", Regex: []string{"2"}}, {Name: "A", Regex: []string{"1"}}}}, true},
		"other header name": {Match{Headers: []HeaderMatch{{Name: "A", Values: []string{"1"}}}}, Match{Headers: []HeaderMatch{{Name: "B", Values: []string{"1"}}}}, false},
		"other value":       {Match{Headers: []HeaderMatch{{Name: "A", Values: []string{"1"}}}}, Match{Headers: []HeaderMatch{{Name: "A", Values: []string{"2"}}}}, false},
		"case of regex":     {Match{Headers: []HeaderMatch{{Name: "A", Regex: []string{"v"}}}}, Match{Headers: []HeaderMatch{{Name: "A", Regex: []string{"V"}}}}, false},
		"query":             {Match{Query: []QueryMatch{{"a", "1"}, {"b", "2"}, {"a", "1"}}}, Match{Query: []QueryMatch{{"B", "2"}, {"A", "1"}}}, true},
		"values of a key":   {Match{Query: []QueryMatch{{"a", "1"}, {"a", "2"}}}, Match{Query: []QueryMatch{{"a", "2"}, {"a", "1"}}}, true},
		"other query key":   {Match{Query: []QueryMatch{{"a", "1"}}}, Match{Query: []QueryMatch{{"b", "1"}}}, false},
		"other query value": {Match{Query: []QueryMatch{{"a", "1"}}}, Match{Query: []QueryMatch{{"a", "2"}}}, false},
		"spelling of IPv6":  {Match{SourceIPs: []string{"2001:DB8:0::/48", "10.0.0.0/8"}}, Match{SourceIPs: []string{"10.0.0.0/8", "2001:db8::/48"}}, true},
		"other range":       {Match{SourceIPs: []string{"10.0.0.0/8"}}, Match{SourceIPs: []string{"10.0.0.0/9"}}, false},
		"case of a token":   {Match{Hosts: []string{"${Token[A]}"}}, Match{Hosts: []string{"${Token[a]}"}}, false},
		"other token":       {Match{Headers: []HeaderMatch{{Name: "A", Values: []string{"{{resolve:x}}"}}}}, Match{Headers: []HeaderMatch{{Name: "A", Values: []string{"{{resolve:y}}"}}}}, false},
	} {
		if same := c.a.canonical() == c.b.canonical(); same != c.same {
			t.Errorf("%s: the same = %v\n%s\n%s", name, same, c.a.canonical(), c.b.canonical())
		}
	}
}

// What canonical sorts is a copy.
func TestCanonicalLeavesTheMatchAsItIs(t *testing.T) {
	m := Match{Paths: []string{"/b", "/a"}, Query: []QueryMatch{{"b", "1"}, {"A", "1"}}, Headers: []HeaderMatch{{Name: "B", Values: []string{"2", "1"}}, {Name: "A", Values: []string{"1"}}}}
	m.canonical()
	if !slices.Equal(m.Paths, []string{"/b", "/a"}) || m.Query[0].Key != "b" || m.Query[1].Key != "A" || m.Headers[0].Name != "B" || m.Headers[0].Values[0] != "2" {
		t.Errorf("it is %+v", m)
	}
}

func TestKnownPartsOfATextWithTokens(t *testing.T) {
	for text, want := range map[string][2]string{
		`api.${Token[TOKEN.12]}.com`:           {"api.", ".com"},
		`${Token[a]}/x/${Token[b]}`:            {"", ""},
		`a{{resolve:ssm:x}}b`:                  {"a", "b"},
		`a{{resolve:ssm:${Token[x]}:1}}b`:      {"a", "b"},
		`a${Token[{"Fn::Join":["",["}}"]]}]}b`: {"a", "b"},
		`a${Token[x]}b{{resolve:y}}c`:          {"a", "c"},
		`a${Token[x`:                           {"a", ""},
		`]}a${Token[x`:                         {"]}a", ""},
		`}}a${Token[x]}b`:                      {"}}a", "b"},
	} {
		if !Unresolved(text) {
			t.Errorf("%s is not unresolved", text)
		}
		if before, after := known(text); before != want[0] || after != want[1] {
			t.Errorf("known(%s) = %q, %q, want %q", text, before, after, want)
		}
	}
	for _, text := range []string{"", "Token[1]", "$[a]", "${a}", "{{a}}", "resolve:"} {
		if Unresolved(text) {
			t.Errorf("%q is unresolved", text)
		}
	}
}
