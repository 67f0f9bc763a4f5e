package lambdaalb

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Match says which requests a route takes. The kinds are combined by AND, the
// values of one kind by OR. At least one kind is needed. AWS allows five
// values and six wildcards in a rule.
//
// Wildcards: * stands for any characters, ? for exactly one.
//
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
type Match struct {
	// Paths are patterns of the path, in the case given, at most 128 characters
	// each. "/echo/*" does not match "/echo". Default: any path.
	Paths []string
	// PathRegex are regular expressions of the path. Default: none.
	PathRegex []string
	// Hosts are patterns of the Host header, in any case, at most 128
	// characters each, like "*.example.com". Default: any host.
	Hosts []string
	// HostRegex are regular expressions of the host. Default: none.
	HostRegex []string
	// Headers must all be there. Default: any headers.
	Headers []HeaderMatch
	// Methods are methods in the case given, without wildcards, like "GET".
	// Default: any method.
	Methods []string
	// Query are pairs of the query string, one of which must be there.
	// Default: any query.
	Query []QueryMatch
	// SourceIPs are address ranges of the client or of the proxy before the
	// balancer, like "192.0.2.0/24". X-Forwarded-For is not looked at.
	// Default: any address.
	SourceIPs []string
}

// HeaderMatch is a header with one of several values.
type HeaderMatch struct {
	// Name of the header, in any case, without wildcards, at most 40
	// characters. Not "Host": use Hosts. Required.
	Name string
	// Values are patterns of the value, in any case, at most 128 characters
	// each. Required, unless Regex is given.
	Values []string
	// Regex are regular expressions of the value. Default: none.
	Regex []string
}

// QueryMatch is a key and value pair of the query string, in any case.
type QueryMatch struct {
	// Key is a pattern of the key, at most 128 characters. Default: any key.
	Key string
	// Value is a pattern of the value, at most 128 characters. Required.
	Value string
}

// values are all that AWS counts against its limit of five.
func (m *Match) values() []string {
	all := slices.Concat(m.Paths, m.PathRegex, m.Hosts, m.HostRegex, m.Methods, m.SourceIPs)
	for _, h := range m.Headers {
		all = append(all, slices.Concat(h.Values, h.Regex)...)
	}
	for _, q := range m.Query {
		all = append(all, q.Value)
	}
	return all
}

// wildcards counts the * and ? of all patterns.
func (m *Match) wildcards() int {
	n := 0
	patterns := slices.Concat(m.Paths, m.Hosts)
	for _, h := range m.Headers {
		patterns = append(patterns, h.Values...)
	}
	for _, q := range m.Query {
		patterns = append(patterns, q.Key, q.Value)
	}
	for _, p := range patterns {
		n += strings.Count(p, "*") + strings.Count(p, "?")
	}
	return n
}

// canonical is one text for all ways to write the same match. Routes are told
// apart by it, wherever they stand in the source.
func (m *Match) canonical() string {
	c := Match{
		Paths: sorted(m.Paths), PathRegex: sorted(m.PathRegex),
		Hosts: sorted(lower(m.Hosts)), HostRegex: sorted(m.HostRegex),
		Methods: sorted(m.Methods), SourceIPs: sorted(m.SourceIPs),
		Query: slices.Clone(m.Query),
	}
	for _, h := range m.Headers {
		c.Headers = append(c.Headers, HeaderMatch{strings.ToLower(h.Name), sorted(lower(h.Values)), sorted(h.Regex)})
	}
	slices.SortFunc(c.Headers, func(a, b HeaderMatch) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), slices.Compare(a.Values, b.Values))
	})
	slices.SortFunc(c.Query, func(a, b QueryMatch) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Value, b.Value))
	})
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
