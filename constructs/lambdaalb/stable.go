package lambdaalb

import (
	"example.com/alb-lambda/constructs/internal/reference"
	"github.com/aws/constructs-go/constructs/v10"
)

// stableMatch replaces each token by what it stands for, so that priorities, which follow from the
// match, do not change with code that creates other tokens before. The result is for albrules
// alone; the template gets the match itself.
func stableMatch(scope constructs.Construct, m Match) Match {
	stable := func(text string) string { return reference.Text(scope, text) }
	all := func(values []string) []string {
		var out []string
		for _, v := range values {
			out = append(out, stable(v))
		}
		return out
	}
	s := Match{Paths: all(m.Paths), PathRegex: all(m.PathRegex), Hosts: all(m.Hosts), HostRegex: all(m.HostRegex),
		Methods: all(m.Methods), SourceIPs: all(m.SourceIPs)}
	for _, h := range m.Headers {
		s.Headers = append(s.Headers, HeaderMatch{Name: stable(h.Name), Values: all(h.Values), Regex: all(h.Regex)})
	}
	for _, q := range m.Query {
		s.Query = append(s.Query, QueryMatch{Key: stable(q.Key), Value: stable(q.Value)})
	}
	return s
}
