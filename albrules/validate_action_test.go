package albrules

import (
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/fault"
)

func TestRedirectsThatLoop(t *testing.T) {
	for name, c := range map[string]struct {
		redirect Redirect
		want     bool
	}{
		"the port of the listener":     {Redirect{Port: 443}, true},
		"its protocol":                 {Redirect{Protocol: "HTTPS"}, true},
		"both, and the client's parts": {Redirect{Protocol: "HTTPS", Port: 443, Host: "#{host}", Path: "/#{path}", Query: "a"}, true},
		"another port":                 {Redirect{Protocol: "HTTPS", Port: 8443}, false},
		"another path":                 {Redirect{Protocol: "HTTPS", Port: 443, Path: "/new"}, false},
		"another host":                 {Redirect{Protocol: "HTTPS", Port: 443, Host: "www.example.com"}, false},
		"another protocol":             {Redirect{Protocol: "HTTP", Port: 443}, false},
	} {
		if got := c.redirect.Loops("HTTPS", 443); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if r := (Redirect{Port: 443}); r.Loops("HTTPS", 0) {
		t.Error("a listener whose port is not known is not on 443")
	}
}

func TestActions(t *testing.T) {
	any := Match{Paths: []string{"/*"}}
	long := "/" + strings.Repeat("x", 128)
	token := "${Token[TOKEN.7]}"
	for name, c := range map[string]struct {
		rule Rule
		want []string
	}{
		"forward":           {Rule{}, nil},
		"lowest priority":   {Rule{Priority: 1}, nil},
		"highest priority":  {Rule{Priority: 50000}, nil},
		"priority":          {Rule{Priority: 50001}, []string{"Priority: 50001 is outside 1..50000"}},
		"negative priority": {Rule{Priority: -1}, []string{"Priority: -1 is outside 1..50000"}},
		"two actions":       {Rule{Redirect: &Redirect{Port: 443}, FixedResponse: &FixedResponse{}}, []string{"Redirect: FixedResponse is given too"}},

		"fixed response":     {Rule{FixedResponse: &FixedResponse{}}, nil},
		"2xx":                {Rule{FixedResponse: &FixedResponse{Status: 200, ContentType: "text/css"}}, nil},
		"5xx":                {Rule{FixedResponse: &FixedResponse{Status: 599, ContentType: "application/javascript", Body: long + strings.Repeat("x", 895)}}, nil},
		"body of a token":    {Rule{FixedResponse: &FixedResponse{Body: strings.Repeat(token, 100), ContentType: token}}, nil},
		"redirecting status": {Rule{FixedResponse: &FixedResponse{Status: 301}}, []string{"FixedResponse.Status: 301 is not of class 2xx, 4xx or 5xx"}},
		"600":                {Rule{FixedResponse: &FixedResponse{Status: 600}}, []string{"FixedResponse.Status: 600 is not of class 2xx, 4xx or 5xx"}},
		"content type":       {Rule{FixedResponse: &FixedResponse{ContentType: "image/png"}}, []string{`FixedResponse.ContentType: "image/png" is unknown`}},
		"body":               {Rule{FixedResponse: &FixedResponse{Body: strings.Repeat("x", 1025)}}, []string{"FixedResponse.Body: 1025 bytes are over the limit of 1024"}},

		"to HTTPS":                   {Rule{Redirect: &Redirect{Protocol: "HTTPS", Port: 443}}, nil},
		"protocol alone":             {Rule{Redirect: &Redirect{Protocol: "HTTPS"}}, nil},
		"host alone":                 {Rule{Redirect: &Redirect{Host: "www.example.com"}}, nil},
		"port alone":                 {Rule{Redirect: &Redirect{Port: 65535}}, nil},
		"path alone":                 {Rule{Redirect: &Redirect{Path: "/new/#{path}"}}, nil},
		"a host before the host":     {Rule{Redirect: &Redirect{Host: "example.#{host}"}}, nil},
		"all placeholders of a path": {Rule{Redirect: &Redirect{Path: "/#{host}/#{port}/#{path}"}}, nil},
		"the client's protocol":      {Rule{Redirect: &Redirect{Protocol: "#{protocol}", Host: "www.example.com"}}, nil},
		"all in a query":             {Rule{Redirect: &Redirect{Path: "/x", Query: "#{protocol}#{host}#{port}#{path}#{query}&a=?"}}, nil},
		"the longest parts":          {Rule{Redirect: &Redirect{Host: long[1:], Path: long[:128], Query: long[1:]}}, nil},
		"tokens in a redirect":       {Rule{Redirect: &Redirect{Protocol: token, Host: token, Path: token + long, Query: "?" + token}}, nil},

		"nothing":                                  {Rule{Redirect: &Redirect{Permanent: true}}, []string{"Redirect: it sends the client back to the same address"}},
		"a query alone":                            {Rule{Redirect: &Redirect{Query: "utm=1"}}, []string{"Redirect: it sends the client back to the same address"}},
		"the same path":                            {Rule{Redirect: &Redirect{Path: "/#{path}"}}, []string{"Redirect: it sends the client back to the same address"}},
		"the same in all parts":                    {Rule{Redirect: &Redirect{Protocol: "#{protocol}", Host: "#{host}", Path: "/#{path}", Query: "#{query}"}}, []string{"Redirect: it sends the client back to the same address"}},
		"long parts":                               {Rule{Redirect: &Redirect{Host: long[1:] + "x", Path: long, Query: long}}, []string{`Redirect.Host: "` + long[1:] + `x" has 129 characters, over the limit of 128`, `Redirect.Path: "` + long + `" has 129 characters, over the limit of 128`, `Redirect.Query: "` + long + `" has 129 characters, over the limit of 128`}},
		"a query in the path":                      {Rule{Redirect: &Redirect{Path: "/new/#{query}"}}, []string{`Redirect.Path: "/new/#{query}" contains #{query}, which AWS does not replace here`}},
		"a path in the host":                       {Rule{Redirect: &Redirect{Host: "#{path}.example.com"}}, []string{`Redirect.Host: "#{path}.example.com" contains #{path}, which AWS does not replace here`}},
		"an unknown placeholder":                   {Rule{Redirect: &Redirect{Path: "/x", Query: "#{user}"}}, []string{`Redirect.Query: "#{user}" contains #{user}, which AWS does not replace here`}},
		"a question mark":                          {Rule{Redirect: &Redirect{Path: "/x", Query: "?utm=1"}}, []string{`Redirect.Query: "?utm=1" begins with a question mark, which AWS adds`}},
		"a host with a scheme":                     {Rule{Redirect: &Redirect{Host: "https://example.com"}}, []string{`Redirect.Host: "https://example.com" is not a host`}},
		"a path without a slash":                   {Rule{Redirect: &Redirect{Path: "x"}}, []string{`Redirect.Path: "x" does not begin with a slash`}},
		"protocol and port":                        {Rule{Redirect: &Redirect{Protocol: "FTP", Port: 65536}}, []string{`Redirect.Protocol: "FTP" is unknown`, "Redirect.Port: 65536 is outside 1..65535"}},
		"a negative port":                          {Rule{Redirect: &Redirect{Port: -1}}, []string{"Redirect.Port: -1 is outside 1..65535"}},
		"a placeholder as the protocol of no part": {Rule{Redirect: &Redirect{Protocol: "#{host}"}}, []string{`Redirect.Protocol: "#{host}" is unknown`}},

		"rewrites":         {Rule{RewritePath: &Rewrite{Regex: "^/a(.*)$", Replace: "$1"}, RewriteHost: &Rewrite{Regex: "a"}}, nil},
		"long rewrites":    {Rule{RewritePath: &Rewrite{Regex: strings.Repeat("a", 1024), Replace: strings.Repeat("a", 1024)}}, nil},
		"rewrite tokens":   {Rule{RewritePath: &Rewrite{Regex: "(" + token, Replace: "\n" + token}}, nil},
		"no regex":         {Rule{RewritePath: &Rewrite{}}, []string{`RewritePath.Regex: "" has 0 characters, outside 1..1024`}},
		"long regex":       {Rule{RewritePath: &Rewrite{Regex: strings.Repeat("a", 1025)}}, []string{`RewritePath.Regex: "` + strings.Repeat("a", 1025) + `" has 1025 characters, outside 1..1024`}},
		"no such regex":    {Rule{RewriteHost: &Rewrite{Regex: "("}}, []string{"RewriteHost.Regex: \"(\": it is not a regular expression: missing closing ): `(`"}},
		"Unicode":          {Rule{RewriteHost: &Rewrite{Regex: `\p{L}`}}, []string{`RewriteHost.Regex: "\\p{L}": AWS does not support Unicode character classes such as \p{L}`}},
		"two lines":        {Rule{RewriteHost: &Rewrite{Regex: "a", Replace: "a\nb"}}, []string{`RewriteHost.Replace: "a\nb" is not of at most 1024 characters on one line`}},
		"long replacement": {Rule{RewriteHost: &Rewrite{Regex: "a", Replace: strings.Repeat("a", 1025)}}, []string{`RewriteHost.Replace: "` + strings.Repeat("a", 1025) + `" is not of at most 1024 characters on one line`}},
		"in order": {Rule{Priority: -1, Redirect: &Redirect{}, RewritePath: &Rewrite{}, RewriteHost: &Rewrite{}}, []string{"Priority: -1 is outside 1..50000",
			"Redirect: it sends the client back to the same address", `RewritePath.Regex: "" has 0 characters, outside 1..1024`, `RewriteHost.Regex: "" has 0 characters, outside 1..1024`}},
	} {
		c.rule.Match = any
		checkLines(t, name, c.rule, c.want...)
	}
	checkLines(t, "opaque", Rule{Opaque: true, Priority: 7})
	checkLines(t, "opaque without a priority", Rule{Opaque: true}, "Priority: an opaque rule has none")
}

func TestHealthChecks(t *testing.T) {
	for codes, valid := range map[string]bool{
		"": true, "200": true, "499": true, "200,204": true, "200-299": true, "200-299,301,400-499": true, "200-499": true, "${Token[x]}": true,
		"199": false, "500": false, "200-599": false, "500-599": false, "299-200": false, "ok": false, "20": false, "0200": false, "+20": false,
		"200,": false, ",200": false, "200-": false, "-200": false, "200-201-202": false, "200 ,201": false, "200,500": false, "x,y": false, "2x0": false,
	} {
		errors := fault.New("shop/R")
		ValidateSuccessCodes("Codes", codes, errors)
		if got := lines(t, errors.Err()); valid && len(got) > 0 || !valid && (len(got) != 1 || got[0] != `Codes: "`+codes+`" is not a list of codes and rising ranges in 200..499`) {
			t.Errorf("codes %q: %q", codes, got)
		}
	}
	long := "/" + strings.Repeat("x", 1023)
	for path, want := range map[string][]string{
		"": nil, "/": nil, "${Token[x]}": nil, long: nil,
		"x":        {`Path: "x" does not begin with a slash`},
		long + "x": {"Path: 1025 characters are over the limit of 1024"},
	} {
		errors := fault.New("shop/R")
		ValidateHealthCheckPath("Path", path, errors)
		if got := lines(t, errors.Err()); !slices.Equal(got, want) {
			t.Errorf("path of %d characters: %q", len(path), got)
		}
	}
}
