package albrules

import (
	"fmt"
	"math/rand"
	"testing"
)

func TestEvaluate(t *testing.T) {
	rules := []Rule{
		{Name: "unassigned", Match: mount("/")},
		{Name: "orders", Match: mount("/orders"), Priority: 30, RewritePath: &Rewrite{Regex: "^/orders/?(.*)$", Replace: "/$1"}, RewriteHost: &Rewrite{Regex: `^(\w+)\.example\.com`, Replace: "$1.internal"}},
		{Name: "opaque", Match: mount("/"), Opaque: true, Priority: 5},
		{Name: "gone", Match: mount("/gone"), Priority: 20, FixedResponse: &FixedResponse{Body: "gone"}},
		{Name: "old", Match: mount("/old"), Priority: 10, Redirect: &Redirect{Path: "/new", Permanent: true}, RewritePath: &Rewrite{Regex: "o", Replace: "x"}},
		{Name: "empty", Priority: 2},
	}
	for _, c := range []struct {
		request               Request
		rule                  int
		path, query, host     string
		location              string
		passed                string
		forwards, fixed, sent bool
	}{
		{Request{Path: "/orders/7", Query: "a=1", Host: "shop.example.com"}, 1, "/7", "a=1", "shop.internal", "", "[5 2 4 3]", true, false, false},
		{Request{Path: "/orders", Host: "example.com"}, 1, "/", "", "example.com", "", "[5 2 4 3]", true, false, false},
		{Request{Path: "/gone", Host: "a.b"}, 3, "/gone", "", "a.b", "", "[5 2 4]", false, true, false},
		{Request{Path: "/old", Query: "q", Host: "a.b"}, 4, "/old", "q", "a.b", "http://a.b:80/new?q", "[5 2]", false, false, true},
		{Request{Path: "/x", Host: "a.b"}, 0, "/x", "", "a.b", "", "[5 2 4 3 1]", true, false, false},
	} {
		d := Evaluate(rules, c.request)
		passed := []int{}
		for _, p := range d.PassedOver {
			passed = append(passed, p.Rule)
			if p.Name != rules[p.Rule].Name || (p.Failure == nil) != (p.Name == "opaque" || p.Name == "empty") {
				t.Errorf("%s: passed over %+v", c.request.Path, p)
			}
		}
		if d.Rule != c.rule || d.Path != c.path || d.Query != c.query || d.Host != c.host || d.Location != c.location ||
			d.Forwards() != c.forwards || (d.FixedResponse != nil) != c.fixed || (d.Redirect != nil) != c.sent || fmt.Sprint(passed) != c.passed {
			t.Errorf("%s: %+v, passed over %v", c.request.Path, d, passed)
		}
	}
	d := Evaluate(rules[1:], Request{})
	if d.Rule != -1 || d.Path != "/" || !d.Forwards() || len(d.PassedOver) != 5 {
		t.Errorf("for the default action: %+v", d)
	}
	if f := Evaluate(rules, Request{Path: "/gone"}).FixedResponse; *f != (FixedResponse{404, "application/json", "gone"}) {
		t.Errorf("%+v", f)
	}
	if got, want := d.PassedOver[1].String(), "opaque: its conditions are not known"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := d.PassedOver[4].String(), `orders: Paths: "/" is not one of "/orders", "/orders/*"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLocation(t *testing.T) {
	plain := Request{Host: "Shop.example.com:8080", Path: "/a/b", Query: "x=1"}
	secure := Request{Protocol: "HTTPS", Host: "shop.example.com", Path: "/a/b"}
	custom := Request{Protocol: "HTTPS", Port: 8443, Host: "shop.example.com", Query: "#{host}"}
	for _, c := range []struct {
		redirect Redirect
		request  Request
		want     string
	}{
		{Redirect{Protocol: "HTTPS", Port: 443}, plain, "https://shop.example.com:443/a/b?x=1"},
		{Redirect{Protocol: "HTTPS"}, plain, "https://shop.example.com:80/a/b?x=1"},
		{Redirect{Host: "www.#{host}"}, secure, "https://www.shop.example.com:443/a/b"},
		{Redirect{Protocol: "#{protocol}", Path: "/#{host}/#{port}/#{path}"}, custom, "https://shop.example.com:8443/shop.example.com/8443/?#{host}"},
		{Redirect{Path: "/x", Query: "#{protocol}=#{path}&#{query}"}, plain, "http://shop.example.com:80/x?http=a/b&x=1"},
		{Redirect{Path: "/x", Query: "#{host}:#{port}"}, custom, "https://shop.example.com:8443/x?shop.example.com:8443"},
	} {
		if got := c.redirect.location(&c.request); got != c.want {
			t.Errorf("%+v: got %s, want %s", c.redirect, got, c.want)
		}
	}
	if p, r := (&Redirect{Permanent: true}).Status(), (&Redirect{}).Status(); p != 301 || r != 302 {
		t.Errorf("permanent %d, otherwise %d", p, r)
	}
}

func TestRewrites(t *testing.T) {
	for _, c := range []struct {
		rewrite    Rewrite
		text, want string
	}{
		{Rewrite{"^/api/(.+)$", "/$1"}, "/api/users", "/users"},
		{Rewrite{"^/dp/([A-Za-z0-9]+)/?$", "/product.php?id=$1"}, "/dp/B09", "/product.php?id=B09"},
		{Rewrite{"^/(a)(b)", "/$2$1x$3"}, "/ab", "/bax"},
		{Rewrite{"^/(a)", "/$1x"}, "/a", "/ax"},
		{Rewrite{"a", "$$"}, "ba", "b$$"},
		{Rewrite{"a", "$0"}, "ba", "b$0"},
		{Rewrite{"a", "${1}"}, "ba", "b${1}"},
		{Rewrite{"a", ""}, "abab", "bb"},
		{Rewrite{"x", "y"}, "ab", "ab"},
		{Rewrite{"(", "y"}, "a(b", "a(b"},
		{Rewrite{"${Token[a]}|a", "y"}, "ab", "ab"},
	} {
		if got := c.rewrite.apply(c.text); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.rewrite, got, c.want)
		}
	}
	rule := Rule{Match: mount("/"), Priority: 1, RewritePath: &Rewrite{`^/a\?id=(\d+)$`, "/b/$1?c"}}
	if d := Evaluate([]Rule{rule}, Request{Path: "/a", Query: "id=7"}); d.Path != "/b/7" || d.Query != "c" {
		t.Errorf("path %q, query %q", d.Path, d.Query)
	}
}

// The decision is the first rule in the intended order that matches: no rule that matches is
// covered by it, and there is none at all if none matches.
func TestEvaluateIsTheIntendedOrder(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	decided, between := 0, 0
	for range 20 {
		data := make(draw, 3000)
		random.Read(data)
		rules := []Rule{}
		for i := range 12 {
			m := drawMatch(&data)
			if r := (Rule{Name: fmt.Sprint(i), Match: m}); m.Values() > 0 {
				if _, err := Assign(append(rules, r)); err == nil {
					rules = append(rules, r)
				}
			}
		}
		rules = assign(t, rules)
		for range 40 {
			r := drawRequest(&data)
			d := Evaluate(rules, r)
			for i, rule := range rules {
				if !rule.Match.Matches(r) {
					continue
				}
				if d.Rule < 0 {
					t.Fatalf("no rule for %+v, which %+v matches", r, rule.Match)
				}
				if i == d.Rule {
					decided++
				} else if between++; rules[d.Rule].Match.Covers(&rule.Match) {
					t.Fatalf("%+v: %+v, and not %+v, which it covers", r, rules[d.Rule].Match, rule.Match)
				}
			}
			if d.Rule >= 0 && !naive(rules[d.Rule].Match, r) {
				t.Fatalf("%+v: %+v, which does not match", r, rules[d.Rule].Match)
			}
		}
	}
	if decided < 500 || between < 500 {
		t.Errorf("only %d decisions, among %d others", decided, between)
	}
}
