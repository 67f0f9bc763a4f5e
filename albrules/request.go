package albrules

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Request is what the load balancer looks at to choose a rule.
type Request struct {
	// Method, like "GET".
	Method string
	// Protocol of the listener, HTTP or HTTPS. It matters to redirects only. Default: HTTP.
	Protocol string
	// Host header, with a port or without. The load balancer compares it in lower case, without the
	// port and a dot at the end (https://github.com/zalando/skipper/pull/1911).
	Host string
	// Port of the listener. It matters to redirects only. Default: that of Protocol, 80 or 443.
	Port int
	// Path as the client sent it, encoded, with its leading slash. Default: /.
	Path string
	// Query as the client sent it, without the question mark.
	Query string
	// Header in any case of the names, like an http.Header.
	Header map[string][]string
	// ClientIP is the address that connects to the load balancer.
	ClientIP netip.Addr
}

func (r *Request) path() string {
	if r.Path == "" {
		return "/"
	}
	return r.Path
}

// host is the Host header as conditions see it.
func (r *Request) host() string {
	host := lower(r.Host)
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	return strings.TrimSuffix(host, ".")
}

// header gives all values of a header.
func (r *Request) header(name string) []string {
	values := []string{}
	for key, v := range r.Header {
		if strings.EqualFold(key, name) {
			values = append(values, v...)
		}
	}
	return values
}

// Matches reports whether a request meets all conditions. A Match without conditions matches
// nothing, and neither does a value that is known at deployment only: see [Unresolved].
func (m *Match) Matches(r Request) bool { return m.failed(&r) == nil && m.Values() > 0 }

// Failure is a condition that a request does not meet.
type Failure struct {
	// Condition is the field of the Match, like "Paths" or "Headers[X-Version]".
	Condition string
	// Want are the values, one of which would do.
	Want []string
	// Got is what the request has in their place; nothing where it has none.
	Got []string
}

// String is one line: Paths: "/x" is not one of "/echo", "/echo/*".
func (f Failure) String() string {
	list := func(values []string) string {
		quoted := make([]string, len(values))
		for i, v := range values {
			quoted[i] = fmt.Sprintf("%q", v)
		}
		return strings.Join(quoted, ", ")
	}
	if len(f.Got) == 0 {
		return fmt.Sprintf("%s: the request has none; want one of %s", f.Condition, list(f.Want))
	}
	return fmt.Sprintf("%s: %s is not one of %s", f.Condition, list(f.Got), list(f.Want))
}

// failed gives the first condition, in the order of the fields, that r does not meet.
func (m *Match) failed(r *Request) *Failure {
	if !anyMatches(m.Paths, m.PathRegex, false, r.path()) {
		return &Failure{"Paths", slices.Concat(m.Paths, m.PathRegex), []string{r.path()}}
	}
	if !anyMatches(m.Hosts, m.HostRegex, true, r.host()) {
		return &Failure{"Hosts", slices.Concat(m.Hosts, m.HostRegex), present(r.Host)}
	}
	for _, h := range m.Headers {
		values := r.header(h.Name)
		if !anyMatches(h.Values, h.Regex, true, values...) {
			return &Failure{"Headers[" + h.Name + "]", slices.Concat(h.Values, h.Regex), values}
		}
	}
	if len(m.Methods) > 0 && !slices.Contains(m.Methods, r.Method) {
		return &Failure{"Methods", m.Methods, present(r.Method)}
	}
	if !matchesQuery(m.Query, r.Query) {
		want := make([]string, len(m.Query))
		for i, q := range m.Query {
			want[i] = q.String()
		}
		return &Failure{"Query", want, present(r.Query)}
	}
	if len(m.SourceIPs) > 0 && !slices.ContainsFunc(m.SourceIPs, func(ip string) bool { return inRange(ip, r.ClientIP) }) {
		got := ""
		if r.ClientIP.IsValid() {
			got = r.ClientIP.String()
		}
		return &Failure{"SourceIPs", m.SourceIPs, present(got)}
	}
	return nil
}

func present(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// anyMatches reports whether one of the texts matches one of the patterns or regular expressions.
// Without either, anything does.
func anyMatches(patterns, regexes []string, foldCase bool, texts ...string) bool {
	if len(patterns)+len(regexes) == 0 {
		return true
	}
	for _, text := range texts {
		for _, p := range patterns {
			if !Unresolved(p) && matches(p, text, foldCase, false) {
				return true
			}
		}
		for _, e := range regexes {
			if Unresolved(e) {
				continue
			}
			if re := compiled(e); re != nil && re.MatchString(text) {
				return true
			}
		}
	}
	return false
}

// expressions are those that were compiled for matching, by text: the rules of a listener are
// evaluated for each request.
var expressions struct {
	sync.Mutex
	of map[string]*regexp.Regexp
}

// compiled compiles a regular expression, or remembers it. Nil is one that is not valid.
func compiled(expression string) *regexp.Regexp {
	expressions.Lock()
	defer expressions.Unlock()
	re, ok := expressions.of[expression]
	if !ok {
		if len(expressions.of) >= 2*MaxRules || expressions.of == nil {
			expressions.of = map[string]*regexp.Regexp{}
		}
		re, _ = regexp.Compile(expression) // nil with an error
		expressions.of[expression] = re
	}
	return re
}

// matches reports whether a pattern that is known matches the whole text, as parse(pattern,
// escapes).matches(text) does, without memory of its own: it is called for each rule of each
// request. It goes back to the last star only, because an earlier one would match no more.
func matches(pattern, text string, foldCase, escapes bool) bool {
	p, t := 0, 0
	star, from := -1, 0 // the pattern after the last star, and the text that it has not matched
	for t < len(text) || p < len(pattern) {
		if p < len(pattern) && pattern[p] == '*' {
			p++
			star, from = p, t
			continue
		}
		if p < len(pattern) && t < len(text) {
			c, width, any := pattern[p], 1, pattern[p] == '?'
			if escapes && escaped(pattern[p:]) {
				c, width, any = pattern[p+1], 2, false
			}
			if any || c == text[t] || foldCase && lowerByte(c) == lowerByte(text[t]) {
				p, t = p+width, t+1
				continue
			}
		}
		if star < 0 || from >= len(text) {
			return false
		}
		from++
		p, t = star, from
	}
	return true
}

// String is the pair as a query string has it.
func (q QueryMatch) String() string {
	if q.Key == "" {
		return "*=" + q.Value
	}
	return q.Key + "=" + q.Value
}

// matchesQuery compares each pair of the query string; a key without a value has an empty one.
func matchesQuery(conditions []QueryMatch, query string) bool {
	if len(conditions) == 0 {
		return true
	}
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		key, value, _ := strings.Cut(pair, "=")
		for _, q := range conditions {
			if !Unresolved(q.Key+q.Value) && (q.Key == "" || matches(q.Key, key, true, true)) && matches(q.Value, value, true, true) {
				return true
			}
		}
	}
	return false
}

func inRange(ip string, client netip.Addr) bool {
	prefix, _ := netip.ParsePrefix(ip) // a range that is not valid contains nothing
	return prefix.Contains(client.Unmap())
}
