package albrules

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/fault"
)

// lines are the validation errors without their path and fix; both must be there.
func lines(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var invalid *fault.Error
	if !errors.As(err, &invalid) {
		t.Fatalf("%v is no *fault.Error", err)
	}
	out := []string{}
	for _, f := range invalid.Faults {
		if f.Path != "shop/R" || f.Fix == "" {
			t.Errorf("%+v has no path or no fix", f)
		}
		out = append(out, f.Field+": "+f.Problem)
	}
	return out
}

func checkLines(t *testing.T, name string, rule Rule, want ...string) {
	t.Helper()
	rule.Name = "shop/R"
	if got := lines(t, rule.Validate()); !slices.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestMatchesThatAreValid(t *testing.T) {
	longest := strings.Repeat("x", 127)
	token, dynamic := "${Token[TOKEN.7]}", "{{resolve:secretsmanager:x}}"
	for name, match := range map[string]Match{
		"all characters of a path":  {Paths: []string{`/AZaz09_.$~"'@:+&*?-`}},
		"paths with a wildcard":     {Paths: []string{"*.png", "?a", "*"}},
		"the longest path":          {Paths: []string{"/" + longest}},
		"the longest expression":    {PathRegex: []string{"^" + longest}},
		"an ASCII class":            {PathRegex: []string{`^/[[:alpha:]]\d\\p{2}$`}},
		"hosts":                     {Hosts: []string{"api.example.com", "*.Example.COM", "a_b.example.com", "a.?b", "a.*"}},
		"the longest host":          {Hosts: []string{longest[:124] + ".com"}},
		"a host expression":         {HostRegex: []string{`^api-\d+\.example\.com$`}},
		"all characters of a name":  {Headers: []HeaderMatch{{Name: "AZaz09!#$%&'+.^_`|~-", Values: []string{"a"}}}},
		"the longest name":          {Headers: []HeaderMatch{{Name: longest[:40], Values: []string{"a"}}}},
		"the longest header value":  {Headers: []HeaderMatch{{Name: "X", Values: []string{"x" + longest}}}},
		"printable ASCII":           {Headers: []HeaderMatch{{Name: "X", Values: []string{" !\"#$%&'()+,-./:;<=>@[\\]^_`{|}~"}}}},
		"a header expression":       {Headers: []HeaderMatch{{Name: "X", Regex: []string{"^a"}}}},
		"values and expressions":    {Headers: []HeaderMatch{{Name: "X", Values: []string{"a"}, Regex: []string{"b"}}}},
		"methods":                   {Methods: []string{"GET", "M-SEARCH", "A_B", strings.Repeat("A", 40)}},
		"all characters of a query": {Query: []QueryMatch{{Key: `AZaz09_.$/~"'@:+&()!,;=*?-`, Value: `\*\?`}}},
		"the longest query":         {Query: []QueryMatch{{Key: "x" + longest, Value: "x" + longest}}},
		"a query without a key":     {Query: []QueryMatch{{Value: "1"}}},
		"address ranges":            {SourceIPs: []string{"0.0.0.0/0", "192.0.2.1/32", "2001:db8::/32", "::/0"}},
		"five values":               {Paths: []string{"/a", "/b", "/c"}, Methods: []string{"GET", "PUT"}},
		"six wildcards":             {Paths: []string{"/*/*/*", "/???"}},
		"escaped wildcards":         {Query: []QueryMatch{{Value: `*?*?*?\*\?`}}},
		"tokens": {Paths: []string{token}, Hosts: []string{"api." + token}, Methods: []string{token}, SourceIPs: []string{token},
			Headers: []HeaderMatch{{Name: token, Values: []string{strings.Repeat("x", 120) + dynamic}}}},
		"tokens in expressions": {PathRegex: []string{token + "("}, HostRegex: []string{dynamic}, Headers: []HeaderMatch{{Name: "X", Regex: []string{token}}},
			Query: []QueryMatch{{Key: token, Value: dynamic}}},
	} {
		checkLines(t, name, Rule{Match: match})
	}
}

func TestMatchesThatAreNotValid(t *testing.T) {
	long := "/" + strings.Repeat("x", 128)
	for name, c := range map[string]struct {
		match Match
		want  []string
	}{
		"nothing":               {Match{}, []string{"Match: no condition is set"}},
		"six values":            {Match{Paths: []string{"/a", "/b", "/c"}, Methods: []string{"GET", "PUT", "POST"}}, []string{"Match: 6 condition values are over the limit of 5"}},
		"seven wildcards":       {Match{Paths: []string{"/*/*/*/*", "/?/?/?"}}, []string{"Match: 7 wildcards are over the limit of 6"}},
		"a long path":           {Match{Paths: []string{long}}, []string{`Match.Paths: "` + long + `" has 129 characters, over the limit of 128`}},
		"a path with a space":   {Match{Paths: []string{"/a b"}}, []string{`Match.Paths: "/a b" has a character that AWS rejects`}},
		"an empty path":         {Match{Paths: []string{""}}, []string{`Match.Paths: "" has a character that AWS rejects`}},
		"a path without a root": {Match{Paths: []string{"a/*"}}, []string{`Match.Paths: "a/*" matches no path`}},
		"no expression":         {Match{PathRegex: []string{""}}, []string{`Match.PathRegex: "" has 0 characters, outside 1..128`}},
		"a long expression":     {Match{PathRegex: []string{long}}, []string{`Match.PathRegex: "` + long + `" has 129 characters, outside 1..128`}},
		"an open bracket":       {Match{PathRegex: []string{"("}}, []string{"Match.PathRegex: \"(\": it is not a regular expression: missing closing ): `(`"}},
		"a host with a port":    {Match{Hosts: []string{"a.example.com:80"}}, []string{`Match.Hosts: "a.example.com:80" is not a host`}},
		"a host without a dot":  {Match{Hosts: []string{"localhost"}}, []string{`Match.Hosts: "localhost" is not a host`}},
		"a long host":           {Match{Hosts: []string{long + ".com"}}, []string{`Match.Hosts: "` + long + `.com" has 133 characters, over the limit of 128`}},
		"an address as host":    {Match{Hosts: []string{"10.0.0.1"}}, []string{`Match.Hosts: "10.0.0.1" has other characters than letters after its last dot`}},
		"a dot at the end":      {Match{Hosts: []string{"example.com."}}, []string{`Match.Hosts: "example.com." has other characters than letters after its last dot`}},
		"a hyphen at the end":   {Match{Hosts: []string{"example.xn--p"}}, []string{`Match.Hosts: "example.xn--p" has other characters than letters after its last dot`}},
		"an underscore":         {Match{Hosts: []string{"example.c_m"}}, []string{`Match.Hosts: "example.c_m" has other characters than letters after its last dot`}},
		"a class of Unicode":    {Match{HostRegex: []string{`\pL`}}, []string{`Match.HostRegex: "\\pL": AWS does not support Unicode character classes such as \pL`}},
		"the Host header":       {Match{Headers: []HeaderMatch{{Name: "hOST", Values: []string{"x"}}}}, []string{"Match.Headers[hOST]: AWS rejects the Host header here"}},
		"a wildcard in a name":  {Match{Headers: []HeaderMatch{{Name: "X-*", Values: []string{"x"}}}}, []string{`Match.Headers[X-*]: "X-*" is not a header name of 1 to 40 characters`}},
		"a long name":           {Match{Headers: []HeaderMatch{{Name: long[1:42], Values: []string{"x"}}}}, []string{`Match.Headers[` + long[1:42] + `]: "` + long[1:42] + `" is not a header name of 1 to 40 characters`}},
		"no name":               {Match{Headers: []HeaderMatch{{Values: []string{"x"}}}}, []string{`Match.Headers[]: "" is not a header name of 1 to 40 characters`}},
		"a header alone":        {Match{Headers: []HeaderMatch{{Name: "X-V"}}}, []string{"Match.Headers[X-V]: it has no values"}},
		"an empty value":        {Match{Headers: []HeaderMatch{{Name: "X-V", Values: []string{""}}}}, []string{`Match.Headers[X-V]: "" is not a value`}},
		"a long value":          {Match{Headers: []HeaderMatch{{Name: "X-V", Values: []string{long}}}}, []string{`Match.Headers[X-V]: "` + long + `" has 129 characters, over the limit of 128`}},
		"a tab":                 {Match{Headers: []HeaderMatch{{Name: "X-V", Values: []string{"a\tb"}}}}, []string{`Match.Headers[X-V]: "a\tb" has a character that is not printable ASCII`}},
		"an umlaut":             {Match{Headers: []HeaderMatch{{Name: "X-V", Values: []string{"ä"}}}}, []string{`Match.Headers[X-V]: "ä" has a character that is not printable ASCII`}},
		"a delete character":    {Match{Headers: []HeaderMatch{{Name: "X-V", Values: []string{"\x7f"}}}}, []string{`Match.Headers[X-V]: "\x7f" has a character that is not printable ASCII`}},
		"a header expression":   {Match{Headers: []HeaderMatch{{Name: "X-V", Regex: []string{"["}}}}, []string{"Match.Headers[X-V].Regex: \"[\": it is not a regular expression: missing closing ]: `[`"}},
		"a method in lower":     {Match{Methods: []string{"get"}}, []string{`Match.Methods: "get" is not 1 to 40 upper-case letters, hyphens and underscores`}},
		"a long method":         {Match{Methods: []string{strings.Repeat("A", 41)}}, []string{`Match.Methods: "` + strings.Repeat("A", 41) + `" is not 1 to 40 upper-case letters, hyphens and underscores`}},
		"no query value":        {Match{Query: []QueryMatch{{Key: "v"}}}, []string{`Match.Query: "v"="" has no value`}},
		"a long query key":      {Match{Query: []QueryMatch{{Key: long, Value: "1"}}}, []string{`Match.Query: "` + long + `" has 129 characters, over the limit of 128`}},
		"a long query value":    {Match{Query: []QueryMatch{{Value: long}}}, []string{`Match.Query: "` + long + `" has 129 characters, over the limit of 128`}},
		"a space in a query":    {Match{Query: []QueryMatch{{Key: "q", Value: "a b"}}}, []string{`Match.Query: "a b" has a character that AWS rejects`}},
		"a space in a key":      {Match{Query: []QueryMatch{{Key: "a b", Value: "q"}}}, []string{`Match.Query: "a b" has a character that AWS rejects`}},
		"both too long and bad": {Match{Paths: []string{long + " "}, Hosts: []string{long + " "}, Headers: []HeaderMatch{{Name: "X", Values: []string{long + "\t"}}}, Query: []QueryMatch{{Value: long + " "}}}, []string{
			`Match.Paths: "` + long + ` " has 130 characters, over the limit of 128`, `Match.Hosts: "` + long + ` " has 130 characters, over the limit of 128`,
			`Match.Headers[X]: "` + long + `\t" has 130 characters, over the limit of 128`, `Match.Query: "` + long + ` " has 130 characters, over the limit of 128`}},
		"a lone backslash":    {Match{Query: []QueryMatch{{Value: `a\b`}}}, []string{`Match.Query: "a\\b" has a character that AWS rejects`}},
		"an address":          {Match{SourceIPs: []string{"10.0.0.1"}}, []string{`Match.SourceIPs: "10.0.0.1" is not an address range`}},
		"bits after a prefix": {Match{SourceIPs: []string{"10.0.0.1/8"}}, []string{`Match.SourceIPs: "10.0.0.1/8" has bits set after its prefix`}},
		"all kinds, in order": {Match{SourceIPs: []string{"x"}, Query: []QueryMatch{{}}, Methods: []string{"x"}, Headers: []HeaderMatch{{Name: "Host"}},
			HostRegex: []string{"("}, Hosts: []string{"x"}, PathRegex: []string{"("}, Paths: []string{"x"}}, []string{
			"Match: 7 condition values are over the limit of 5",
			`Match.Paths: "x" matches no path`,
			"Match.PathRegex: \"(\": it is not a regular expression: missing closing ): `(`",
			`Match.Hosts: "x" is not a host`,
			"Match.HostRegex: \"(\": it is not a regular expression: missing closing ): `(`",
			"Match.Headers[Host]: AWS rejects the Host header here",
			"Match.Headers[Host]: it has no values",
			`Match.Methods: "x" is not 1 to 40 upper-case letters, hyphens and underscores`,
			`Match.Query: ""="" has no value`,
			`Match.SourceIPs: "x" is not an address range`,
		}},
	} {
		checkLines(t, name, Rule{Match: c.match}, c.want...)
	}
}
