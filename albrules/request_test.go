package albrules

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestMatches(t *testing.T) {
	headers := map[string][]string{"X-Version": {"1.0", "Beta2"}, "x-empty": {""}}
	r := Request{Method: "GET", Host: "API.Example.com:8080", Path: "/Orders/7", Query: "Page=2&q=a*b&flag&x=1=2", Header: headers, ClientIP: netip.MustParseAddr("192.0.2.7")}
	for name, c := range map[string]struct {
		match Match
		want  bool
	}{
		"nothing":                 {Match{}, false},
		"path":                    {Match{Paths: []string{"/x", "/Orders/*"}}, true},
		"case of a path":          {Match{Paths: []string{"/orders/*"}}, false},
		"path without query":      {Match{Paths: []string{"/Orders/7?*"}}, false},
		"path expression":         {Match{PathRegex: []string{`/\d$`}}, true},
		"case of an expression":   {Match{PathRegex: []string{`^/orders`}}, false},
		"path or expression":      {Match{Paths: []string{"/x"}, PathRegex: []string{`^/O`}}, true},
		"host without port":       {Match{Hosts: []string{"api.EXAMPLE.com"}}, true},
		"other host":              {Match{Hosts: []string{"www.example.com"}}, false},
		"host expression":         {Match{HostRegex: []string{`^api\.example\.com$`}}, true},
		"host in upper case":      {Match{HostRegex: []string{`^API`}}, false},
		"one of the values":       {Match{Headers: []HeaderMatch{{Name: "x-version", Values: []string{"beta?"}}}}, true},
		"other value":             {Match{Headers: []HeaderMatch{{Name: "x-version", Values: []string{"beta"}}}}, false},
		"no such header":          {Match{Headers: []HeaderMatch{{Name: "X-Other", Values: []string{"*"}}}}, false},
		"an empty header":         {Match{Headers: []HeaderMatch{{Name: "X-Empty", Values: []string{"*"}}}}, true},
		"header expression":       {Match{Headers: []HeaderMatch{{Name: "X-Version", Regex: []string{"^B"}}}}, true},
		"case in a header":        {Match{Headers: []HeaderMatch{{Name: "X-Version", Regex: []string{"^b"}}}}, false},
		"both headers":            {Match{Headers: []HeaderMatch{{Name: "X-Version", Values: []string{"1*"}}, {Name: "X-Empty", Values: []string{"1"}}}}, false},
		"method":                  {Match{Methods: []string{"PUT", "GET"}}, true},
		"case of a method":        {Match{Methods: []string{"get"}}, false},
		"query":                   {Match{Query: []QueryMatch{{Key: "page", Value: "2"}}}, true},
		"one query of two":        {Match{Query: []QueryMatch{{Key: "page", Value: "3"}, {Key: "q", Value: `A\*?`}}}, true},
		"query of any key":        {Match{Query: []QueryMatch{{Value: "2"}}}, true},
		"key of another value":    {Match{Query: []QueryMatch{{Key: "q", Value: "2"}}}, false},
		"escaped star":            {Match{Query: []QueryMatch{{Key: "page", Value: `\*`}}}, false},
		"key without value":       {Match{Query: []QueryMatch{{Key: "flag", Value: "*"}}}, true},
		"two equals signs":        {Match{Query: []QueryMatch{{Key: "x", Value: "1=2"}}}, true},
		"IPv4":                    {Match{SourceIPs: []string{"2001:db8::/32", "192.0.2.0/24"}}, true},
		"other range":             {Match{SourceIPs: []string{"192.0.3.0/24"}}, false},
		"two kinds":               {Match{Paths: []string{"/Orders/*"}, Methods: []string{"PUT"}}, false},
		"a token":                 {Match{Paths: []string{"${Token[x]}"}}, false},
		"a token as expression":   {Match{PathRegex: []string{"{{resolve:ssm:x}}|."}}, false},
		"a token in a query":      {Match{Query: []QueryMatch{{Key: "${Token[x]}", Value: "*"}}}, false},
		"a reference in a query":  {Match{Query: []QueryMatch{{Key: "page", Value: "{{resolve:ssm:x}}"}}}, false},
		"a reference in a key":    {Match{Query: []QueryMatch{{Key: "{{resolve:ssm:x}}", Value: "2"}}}, false},
		"a reference in a header": {Match{Headers: []HeaderMatch{{Name: "X-Version", Values: []string{"{{resolve:ssm:x}}"}}}}, false},
		"no expression":           {Match{PathRegex: []string{"("}}, false},
	} {
		if got := c.match.Matches(r); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMatchesOfUnusualRequests(t *testing.T) {
	for name, c := range map[string]struct {
		match   Match
		request Request
		want    bool
	}{
		"no path":                 {Match{Paths: []string{"/"}}, Request{}, true},
		"a dot after the host":    {Match{Hosts: []string{"a.b"}}, Request{Host: "a.b."}, true},
		"dot and port":            {Match{Hosts: []string{"a.b"}}, Request{Host: "a.b.:80"}, true},
		"IPv6 as host":            {Match{HostRegex: []string{`^\[::1\]$`}}, Request{Host: "[::1]:80"}, true},
		"IPv6 without port":       {Match{HostRegex: []string{`^\[::1\]$`}}, Request{Host: "[::1]"}, true},
		"no host":                 {Match{Hosts: []string{"*.*"}}, Request{}, false},
		"no query":                {Match{Query: []QueryMatch{{Value: "*"}}}, Request{}, false},
		"an empty pair":           {Match{Query: []QueryMatch{{Value: "*"}}}, Request{Query: "&"}, false},
		"no address":              {Match{SourceIPs: []string{"0.0.0.0/0", "::/0"}}, Request{}, false},
		"IPv6":                    {Match{SourceIPs: []string{"2001:db8::/32"}}, Request{ClientIP: netip.MustParseAddr("2001:db8::1")}, true},
		"IPv4 as IPv6":            {Match{SourceIPs: []string{"192.0.2.0/24"}}, Request{ClientIP: netip.MustParseAddr("::ffff:192.0.2.1")}, true},
		"names in two cases":      {Match{Headers: []HeaderMatch{{Name: "A", Values: []string{"2"}}}}, Request{Header: map[string][]string{"a": {"1"}, "A": {"2"}}}, true},
		"not a range":             {Match{SourceIPs: []string{"x"}}, Request{ClientIP: netip.MustParseAddr("192.0.2.1")}, false},
		"characters beyond ASCII": {Match{Headers: []HeaderMatch{{Name: "A", Values: []string{"?"}}}}, Request{Header: map[string][]string{"a": {"ä"}}}, false},
	} {
		if got := c.match.Matches(c.request); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestFailureSaysWhatWasMissing(t *testing.T) {
	r := Request{Method: "GET", Host: "A.b", Path: "/x", Query: "a=1", Header: map[string][]string{"X-A": {"1", "2"}}, ClientIP: netip.MustParseAddr("192.0.2.1")}
	for want, m := range map[string]Match{
		`Paths: "/x" is not one of "/a", "^/b"`:               {Paths: []string{"/a"}, PathRegex: []string{"^/b"}},
		`Hosts: "A.b" is not one of "c.d", "^e"`:              {Hosts: []string{"c.d"}, HostRegex: []string{"^e"}},
		`Headers[x-a]: "1", "2" is not one of "3", "^4"`:      {Headers: []HeaderMatch{{Name: "x-a", Values: []string{"3"}, Regex: []string{"^4"}}}},
		`Headers[X-B]: the request has none; want one of "3"`: {Headers: []HeaderMatch{{Name: "X-B", Values: []string{"3"}}}},
		`Methods: "GET" is not one of "PUT"`:                  {Methods: []string{"PUT"}},
		`Query: "a=1" is not one of "a=2", "*=3"`:             {Query: []QueryMatch{{Key: "a", Value: "2"}, {Value: "3"}}},
		`SourceIPs: "192.0.2.1" is not one of "10.0.0.0/8"`:   {SourceIPs: []string{"10.0.0.0/8"}},
	} {
		if got := m.failed(&r); got == nil || got.String() != want {
			t.Errorf("got  %v\nwant %s", got, want)
		}
	}
	for want, m := range map[string]Match{
		`Paths: "/" is not one of "/a"`:                             {Paths: []string{"/a"}},
		`Hosts: the request has none; want one of "c.d"`:            {Hosts: []string{"c.d"}},
		`Methods: the request has none; want one of "PUT"`:          {Methods: []string{"PUT"}},
		`Query: the request has none; want one of "a=2"`:            {Query: []QueryMatch{{Key: "a", Value: "2"}}},
		`SourceIPs: the request has none; want one of "10.0.0.0/8"`: {SourceIPs: []string{"10.0.0.0/8"}},
	} {
		if got := m.failed(&Request{}); got == nil || got.String() != want {
			t.Errorf("got  %v\nwant %s", got, want)
		}
	}
}

// naive is another implementation of Matches, by regular expressions.
func naive(m Match, r Request) bool {
	host := regexp.MustCompile(`(:\d+)?$`).ReplaceAllString(strings.ToLower(r.Host), "")
	host = strings.TrimSuffix(host, ".")
	oneOf := func(patterns, regexes []string, flags string, texts []string) bool {
		all := []string{}
		for _, p := range patterns {
			all = append(all, flags+reference(p, false).String())
		}
		all = append(all, regexes...)
		return len(all) == 0 || slices.ContainsFunc(texts, func(text string) bool {
			return slices.ContainsFunc(all, func(e string) bool { return regexp.MustCompile(e).MatchString(text) })
		})
	}
	ok := oneOf(m.Paths, m.PathRegex, "", []string{r.Path}) && oneOf(m.Hosts, m.HostRegex, "(?i)", []string{host})
	for _, h := range m.Headers {
		texts := []string{}
		for name, values := range r.Header {
			if strings.EqualFold(name, h.Name) {
				texts = append(texts, values...)
			}
		}
		ok = ok && oneOf(h.Values, h.Regex, "(?i)", texts)
	}
	ok = ok && (len(m.Methods) == 0 || slices.Contains(m.Methods, r.Method))
	inQuery := len(m.Query) == 0
	for _, q := range m.Query {
		key := q.Key
		if key == "" {
			key = "*"
		}
		for pair := range strings.SplitSeq(r.Query, "&") {
			parts := append(strings.SplitN(pair, "=", 2), "")
			inQuery = inQuery || pair != "" && regexp.MustCompile("(?i)"+reference(key, true).String()).MatchString(parts[0]) &&
				regexp.MustCompile("(?i)"+reference(q.Value, true).String()).MatchString(parts[1])
		}
	}
	inRange := len(m.SourceIPs) == 0
	for _, ip := range m.SourceIPs {
		inRange = inRange || netip.MustParsePrefix(ip).Contains(r.ClientIP.Unmap())
	}
	return ok && inQuery && inRange && m.Values() > 0
}

func FuzzMatchesAgreesWithReference(f *testing.F) {
	f.Add([]byte("\x01\x00\x01\x02\x03"))
	f.Add([]byte("\xff\x01\x02\x03\x04\x05\x06\x07\x08\x09"))
	f.Add([]byte("\x49\x00\x00\x00\x01\x01\x00\x00\x01\x02\x03"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d := draw(data)
		m, r := drawMatch(&d), drawRequest(&d)
		if got, want := m.Matches(r), naive(m, r); got != want {
			t.Errorf("%+v matches %+v = %v, want %v", m, r, got, want)
		}
	})
}
