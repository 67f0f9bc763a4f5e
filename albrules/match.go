package albrules

import (
	"cmp"
	"encoding/json"
	"net/netip"
	"slices"
)

// Match says which requests a rule matches. The kinds of conditions are combined by AND, the values
// of one kind by OR. At least one kind is needed. A rule has at most five values and six wildcards.
//
// Wildcards: * stands for any characters, none included, ? for exactly one. Regular expressions
// match anywhere in the text unless they are anchored with ^ and $.
//
// A value may be, or contain, a deployment-time value: see [Unresolved].
//
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
type Match struct {
	// Paths are patterns of the path, case-sensitive, at most 128 characters each. The query string
	// is not part of it. "/echo/*" does not match "/echo". Default: any path.
	Paths []string
	// PathRegex are regular expressions of the path, at most 128 characters each. Default: none.
	PathRegex []string
	// Hosts are patterns of the host, case-insensitive, at most 128 characters each, like
	// "*.example.com". Default: any host.
	Hosts []string
	// HostRegex are regular expressions of the host, at most 128 characters each. Default: none.
	HostRegex []string
	// Headers must all be in the request. Default: any headers.
	Headers []HeaderMatch
	// Methods are case-sensitive, without wildcards, like "GET". Default: any method.
	Methods []string
	// Query are pairs of the query string, one of which must be in the request. Default: any query.
	Query []QueryMatch
	// SourceIPs are address ranges, like "192.0.2.0/24" or "2001:db8::/32", of the client or of the
	// proxy in front of the load balancer. X-Forwarded-For is not considered. Default: any address.
	SourceIPs []string
}

// HeaderMatch is a header with one of several values. Where the header is repeated, one of its
// values must match.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpHeaderConditionConfig.html
type HeaderMatch struct {
	// Name of the header, case-insensitive, without wildcards, at most 40 characters. For the Host
	// header use Hosts. Required.
	Name string
	// Values are patterns of the value, case-insensitive, at most 128 characters each. Required,
	// unless Regex is given.
	Values []string
	// Regex are regular expressions of the value, at most 128 characters each. Default: none.
	Regex []string
}

// QueryMatch is a key and value pair of the query string, case-insensitive and compared as the
// client encoded it. \* and \? stand for the characters themselves.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_QueryStringConditionConfig.html
type QueryMatch struct {
	// Key is a pattern of the key, at most 128 characters. Default: any key.
	Key string
	// Value is a pattern of the value, at most 128 characters. Required.
	Value string
}

// Values counts the values of all conditions, as AWS does for its quota.
func (m *Match) Values() int {
	n := len(m.Paths) + len(m.PathRegex) + len(m.Hosts) + len(m.HostRegex) + len(m.Methods) + len(m.Query) + len(m.SourceIPs)
	for _, h := range m.Headers {
		n += len(h.Values) + len(h.Regex)
	}
	return n
}

// Wildcards counts the * and ? of all patterns, without escaped ones and what is known at
// deployment only.
func (m *Match) Wildcards() int {
	n := 0
	count := func(escapes bool, patterns ...string) {
		for _, p := range patterns {
			if !Unresolved(p) {
				n += wildcards(p, escapes)
			}
		}
	}
	count(false, m.Paths...)
	count(false, m.Hosts...)
	for _, h := range m.Headers {
		count(false, h.Values...)
	}
	for _, q := range m.Query {
		count(true, q.Key, q.Value)
	}
	return n
}

// canonical is one text for all ways to write the same match: the order of values, repetitions and
// the case of what is compared in any case do not count. Priorities are derived from it.
func (m *Match) canonical() string {
	c := Match{
		Paths: sorted(m.Paths), PathRegex: sorted(m.PathRegex),
		Hosts: sorted(folded(m.Hosts)), HostRegex: sorted(m.HostRegex),
		Methods: sorted(m.Methods),
	}
	for _, ip := range m.SourceIPs {
		if prefix, err := netip.ParsePrefix(ip); err == nil {
			ip = prefix.String()
		}
		c.SourceIPs = append(c.SourceIPs, ip)
	}
	c.SourceIPs = sorted(c.SourceIPs)
	for _, h := range m.Headers {
		c.Headers = append(c.Headers, HeaderMatch{fold(h.Name), sorted(folded(h.Values)), sorted(h.Regex)})
	}
	slices.SortFunc(c.Headers, func(a, b HeaderMatch) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), slices.Compare(a.Values, b.Values), slices.Compare(a.Regex, b.Regex))
	})
	for _, q := range m.Query {
		c.Query = append(c.Query, QueryMatch{fold(q.Key), fold(q.Value)})
	}
	slices.SortFunc(c.Query, func(a, b QueryMatch) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Value, b.Value))
	})
	c.Query = slices.Compact(c.Query)
	text, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings and slices of them always encode
	}
	return string(text)
}

func sorted(values []string) []string {
	out := slices.Clone(values)
	slices.Sort(out)
	return slices.Compact(out)
}

// fold lowers the case of a text that is compared case-insensitively. A deployment-time value keeps
// its case: two references may differ in nothing else.
func fold(text string) string {
	if Unresolved(text) {
		return text
	}
	return lower(text)
}

func folded(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = fold(v)
	}
	return out
}
