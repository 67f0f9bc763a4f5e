package albrules

import (
	"math/rand"
	"strings"
	"testing"
)

func TestMatchCovers(t *testing.T) {
	echo := Match{Paths: []string{"/echo", "/echo/*"}}
	header := func(name string, values ...string) Match {
		return Match{Headers: []HeaderMatch{{Name: name, Values: values}}}
	}
	query := func(key, value string) Match { return Match{Query: []QueryMatch{{key, value}}} }
	for name, c := range map[string]struct {
		wide, narrow Match
		want         bool
	}{
		"nothing":                      {Match{}, Match{}, false},
		"nothing against a path":       {Match{}, echo, false},
		"a path against nothing":       {Match{Paths: []string{"/*"}}, Match{}, false},
		"the same":                     {echo, echo, true},
		"one path of two":              {echo, Match{Paths: []string{"/echo/x"}}, true},
		"one path beside":              {echo, Match{Paths: []string{"/echo/x", "/other"}}, false},
		"no path at all":               {echo, Match{Hosts: []string{"a.example.com"}}, false},
		"more conditions":              {echo, Match{Paths: []string{"/echo"}, Methods: []string{"GET"}}, true},
		"fewer conditions":             {Match{Paths: []string{"/echo"}, Methods: []string{"GET"}}, echo, false},
		"any path":                     {Match{Paths: []string{"/*"}}, Match{Hosts: []string{"a.example.com"}}, true},
		"any path by a star":           {Match{Paths: []string{"*"}}, Match{Methods: []string{"GET"}}, true},
		"any path by an expression":    {Match{PathRegex: []string{"^/"}}, Match{Methods: []string{"GET"}}, true},
		"any path, two characters":     {Match{Paths: []string{"/?*"}}, Match{Methods: []string{"GET"}}, false},
		"any path and a leading star":  {Match{Paths: []string{"/*"}}, Match{Paths: []string{"*.png"}}, true},
		"a leading question mark":      {Match{Paths: []string{"/a"}}, Match{Paths: []string{"?a"}}, true},
		"a star and what is below":     {Match{Paths: []string{"/a/*"}}, Match{Paths: []string{"*/a/b"}}, false},
		"any path and an expression":   {Match{Paths: []string{"/*"}}, Match{PathRegex: []string{"x"}}, true},
		"below a mount":                {Match{Paths: []string{"/item", "/item/*"}}, Match{PathRegex: []string{"^/item/[0-9]+$"}}, true},
		"not below a mount":            {Match{Paths: []string{"/item", "/item/*"}}, Match{PathRegex: []string{"^/item[0-9]+$"}}, false},
		"anywhere":                     {Match{Paths: []string{"/item/*"}}, Match{PathRegex: []string{"/item/[0-9]+$"}}, false},
		"expression and exact path":    {Match{PathRegex: []string{"^/item/[0-9]+$"}}, Match{Paths: []string{"/item/7", "/item/8"}}, true},
		"expression and one beside":    {Match{PathRegex: []string{"^/item/[0-9]+$"}}, Match{Paths: []string{"/item/7", "/item/x"}}, false},
		"expression and expression":    {Match{PathRegex: []string{"^/item/[0-9]+$"}}, Match{PathRegex: []string{"^/item/7$"}}, true},
		"expression of any ending":     {Match{PathRegex: []string{"^/api/"}}, Match{Paths: []string{"/api/*/x"}}, true},
		"the same expression":          {Match{PathRegex: []string{"^/a[bc]"}}, Match{PathRegex: []string{"^/a[bc]"}}, true},
		"an expression that might":     {Match{PathRegex: []string{"^/[a-z]+"}}, Match{PathRegex: []string{"^/[ab]+"}}, false},
		"pattern of the same text":     {Match{PathRegex: []string{"/a"}}, Match{Paths: []string{"/a*"}}, true},
		"expression of the same text":  {Match{Paths: []string{"/a"}}, Match{PathRegex: []string{"/a"}}, false},
		"host in another case":         {Match{Hosts: []string{"*.Example.com"}}, Match{Hosts: []string{"a.example.COM"}}, true},
		"host by an expression":        {Match{Hosts: []string{"*.example.com"}}, Match{HostRegex: []string{`^A\.example\.com$`}}, true},
		"expression and host":          {Match{HostRegex: []string{"^a"}}, Match{Hosts: []string{"a.b"}}, false},
		"the same host expression":     {Match{HostRegex: []string{"^a"}}, Match{HostRegex: []string{"^a"}}, true},
		"hosts of a regex alone":       {Match{HostRegex: []string{"^a"}}, Match{Paths: []string{"/"}}, false},
		"host against a path":          {Match{Hosts: []string{"*.b"}}, Match{Paths: []string{"/a"}}, false},
		"method":                       {Match{Methods: []string{"GET", "PUT"}}, Match{Methods: []string{"PUT"}}, true},
		"other method":                 {Match{Methods: []string{"GET"}}, Match{Methods: []string{"POST"}}, false},
		"method beside":                {Match{Methods: []string{"GET"}}, Match{Methods: []string{"GET", "POST"}}, false},
		"range in range":               {Match{SourceIPs: []string{"10.0.0.0/8"}}, Match{SourceIPs: []string{"10.1.0.0/16"}}, true},
		"the same range":               {Match{SourceIPs: []string{"10.0.0.0/8"}}, Match{SourceIPs: []string{"10.0.0.0/8"}}, true},
		"range around range":           {Match{SourceIPs: []string{"10.1.0.0/16"}}, Match{SourceIPs: []string{"10.0.0.0/8"}}, false},
		"range that begins as another": {Match{SourceIPs: []string{"10.0.0.0/16"}}, Match{SourceIPs: []string{"10.0.0.0/8"}}, false},
		"half of the IPv4 addresses":   {Match{SourceIPs: []string{"0.0.0.0/1", "::/0"}}, Match{Methods: []string{"GET"}}, false},
		"half of the IPv6 addresses":   {Match{SourceIPs: []string{"0.0.0.0/0", "::/1"}}, Match{Methods: []string{"GET"}}, false},
		"half of the addresses":        {Match{SourceIPs: []string{"0.0.0.0/1", "::/1"}}, Match{Methods: []string{"GET"}}, false},
		"expression of an empty text":  {Match{PathRegex: []string{"^(/[a-z]+)*$"}}, Match{Paths: []string{"/*"}}, false},
		"an expression of a token":     {header("X", "?*"), Match{Headers: []HeaderMatch{{Name: "X", Regex: []string{"${Token[x]}"}}}}, false},
		"a token after an anchor":      {Match{Paths: []string{"/a*"}}, Match{PathRegex: []string{"^/a${Token[x]}"}}, false},
		"range beside range":           {Match{SourceIPs: []string{"10.0.0.0/8"}}, Match{SourceIPs: []string{"11.0.0.0/8"}}, false},
		"narrower range beside range":  {Match{SourceIPs: []string{"10.0.0.0/8"}}, Match{SourceIPs: []string{"11.1.0.0/16"}}, false},
		"one range beside":             {Match{SourceIPs: []string{"10.0.0.0/8"}}, Match{SourceIPs: []string{"10.0.0.0/16", "11.0.0.0/16"}}, false},
		"IPv6 in IPv4":                 {Match{SourceIPs: []string{"0.0.0.0/0"}}, Match{SourceIPs: []string{"2001:db8::/32"}}, false},
		"any IPv4 address":             {Match{SourceIPs: []string{"0.0.0.0/0"}}, Match{Methods: []string{"GET"}}, false},
		"any IPv6 address":             {Match{SourceIPs: []string{"::/0"}}, Match{Methods: []string{"GET"}}, false},
		"any address":                  {Match{SourceIPs: []string{"0.0.0.0/0", "::/0"}}, Match{Methods: []string{"GET"}}, true},
		"a range against a token":      {Match{SourceIPs: []string{"0.0.0.0/0", "::/0"}}, Match{SourceIPs: []string{"${Token[x]}"}}, false},
		"a token as range":             {Match{SourceIPs: []string{"${Token[x]}"}}, Match{SourceIPs: []string{"${Token[x]}"}}, true},
		"header":                       {header("X-V", "*"), header("x-v", "1"), true},
		"case of a header":             {header("X-V", "Beta*"), header("x-v", "bETA1"), true},
		"other header":                 {header("X-V", "1"), header("X-W", "1"), false},
		"other value of a header":      {header("X-V", "1"), header("X-V", "2"), false},
		"header against none":          {header("X-V", "*"), echo, false},
		"one of two headers":           {header("X-V", "1"), Match{Headers: []HeaderMatch{{Name: "X-U", Values: []string{"1"}}, {Name: "X-V", Values: []string{"1"}}}}, true},
		"two headers against one":      {Match{Headers: []HeaderMatch{{Name: "X-U", Values: []string{"1"}}, {Name: "X-V", Values: []string{"1"}}}}, header("X-V", "1"), false},
		"header by an expression":      {header("X-V", "a*"), Match{Headers: []HeaderMatch{{Name: "X-V", Regex: []string{"^A"}}}}, true},
		"query":                        {query("v", "1*"), query("V", "12"), true},
		"query of any key":             {query("", "1*"), query("v", "12"), true},
		"query of a star":              {query("*", "1*"), query("", "12"), true},
		"query of one key":             {query("v", "*"), query("", "12"), false},
		"other value of a key":         {query("v", "1"), query("v", "2"), false},
		"other key":                    {query("v", "1"), query("w", "1"), false},
		"query against none":           {query("", "*"), echo, false},
		"one pair of two":              {Match{Query: []QueryMatch{{"a", "1"}, {"b", "2"}}}, query("b", "2"), true},
		"one pair beside":              {query("b", "2"), Match{Query: []QueryMatch{{"a", "1"}, {"b", "2"}}}, false},
		"escaped star and mark":        {query("q", `a\*b`), query("q", `a\?b`), false},
		"star and escaped star":        {query("q", "a*"), query("q", `a\*b`), true},
		"escaped star and star":        {query("q", `a\*`), query("q", "a*"), false},
		"the same token":               {header("X", "${Token[x]}"), header("X", "${Token[x]}"), true},
		"another token":                {header("X", "${Token[x]}"), header("X", "${Token[y]}"), false},
		"anything and a token":         {Match{Paths: []string{"/*"}}, Match{Paths: []string{"${Token[x]}"}}, true},
		"what comes before a token":    {Match{Hosts: []string{"api.*"}}, Match{Hosts: []string{"API.${Token[x]}"}}, true},
		"what comes after a token":     {Match{Hosts: []string{"*.com"}}, Match{Hosts: []string{"${Token[x]}.com"}}, true},
		"a token and a text":           {Match{Hosts: []string{"api.${Token[x]}"}}, Match{Hosts: []string{"api.example"}}, false},
		"a backslash before a token":   {query("q", `a\\*`), query("q", `a\${Token[x]}`), false},
		"a token as expression":        {Match{PathRegex: []string{"${Token[x]}"}}, Match{PathRegex: []string{"${Token[x]}"}}, true},
		"another token as expression":  {Match{PathRegex: []string{"${Token[x]}"}}, Match{PathRegex: []string{"${Token[y]}"}}, false},
		"any path and a token's":       {Match{Paths: []string{"/*"}}, Match{PathRegex: []string{"${Token[x]}"}}, true},
		"a token in an expression":     {Match{PathRegex: []string{"^/a${Token[x]}"}}, Match{Paths: []string{"/a"}}, false},
	} {
		if got := c.wide.Covers(&c.narrow); got != c.want {
			t.Errorf("%s: covers = %v", name, got)
		}
	}
}

// A condition more, of any kind, makes a match narrower.
func TestEachKindMakesAMatchNarrower(t *testing.T) {
	wide := Match{Paths: []string{"/a*"}}
	for kind, set := range map[string]func(m *Match){
		"PathRegex": func(m *Match) { m.Paths, m.PathRegex = nil, []string{"^/ab"} },
		"Hosts":     func(m *Match) { m.Hosts = []string{"a.b"} },
		"HostRegex": func(m *Match) { m.HostRegex = []string{"a"} },
		"Headers":   func(m *Match) { m.Headers = []HeaderMatch{{Name: "X", Values: []string{"1"}}} },
		"Methods":   func(m *Match) { m.Methods = []string{"GET"} },
		"Query":     func(m *Match) { m.Query = []QueryMatch{{"a", "1"}} },
		"SourceIPs": func(m *Match) { m.SourceIPs = []string{"10.0.0.0/8"} },
	} {
		narrow := wide
		set(&narrow)
		if !wide.Covers(&narrow) || narrow.Covers(&wide) {
			t.Errorf("%s: the wider covers the narrower %v, and the other way %v", kind, wide.Covers(&narrow), narrow.Covers(&wide))
		}
	}
}

// What one match covers it matches, whatever the two are.
func checkCovers(t *testing.T, d *draw) (covered bool) {
	wide, narrow := drawMatch(d), drawMatch(d)
	if d.n(3) == 0 { // part of it, so that more are covered
		wide = narrow
		wide.Headers, wide.Methods = nil, nil
		if d.n(2) == 0 {
			wide.Paths, wide.PathRegex = some(d, drawPattern), nil
		}
	}
	if !wide.Covers(&narrow) {
		return false
	}
	for range 20 {
		if r := drawRequest(d); narrow.Matches(r) && !wide.Matches(r) {
			t.Fatalf("%+v covers %+v, but does not match %+v", wide, narrow, r)
		}
	}
	return true
}

func TestCoversIsTrue(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	covered := 0
	for range 1_500 {
		data := make(draw, 200)
		random.Read(data)
		if checkCovers(t, &data) {
			covered++
		}
	}
	if covered < 300 {
		t.Errorf("only %d pairs were covered", covered)
	}
}

func FuzzCovers(f *testing.F) {
	f.Add([]byte("\x01\x00\x01\x02\x03"))
	f.Add([]byte(strings.Repeat("\x07\x01\x00", 30)))
	f.Fuzz(func(t *testing.T, data []byte) { checkCovers(t, (*draw)(&data)) })
}
