package lambdaalb

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"example.com/alb-lambda/fault"
)

// Quotas of a rule:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
const (
	maxConditionValues = 5
	maxWildcards       = 6
	maxPattern         = 128
	maxHeaderName      = 40
)

var (
	pathPattern   = regexp.MustCompile(`^[A-Za-z0-9_.$/~"'@:+&*?-]+$`)
	hostPattern   = regexp.MustCompile(`^[A-Za-z0-9.*?-]+$`)
	headerName    = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")
	methodPattern = regexp.MustCompile(`^[A-Z_-]{1,40}$`)
)

// check applies the rules of
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
func (m *Match) check(field string, faults *fault.List) {
	values := m.values()
	if len(values) == 0 {
		faults.Add(field, "it matches nothing in particular", "give at least one path, host, header, method, query string or source IP")
	}
	if len(values) > maxConditionValues {
		faults.Add(field, fmt.Sprintf("%d condition values are over the limit of %d", len(values), maxConditionValues), "split it into several routes")
	}
	if n := m.wildcards(); n > maxWildcards {
		faults.Add(field, fmt.Sprintf("%d wildcards are over the limit of %d", n, maxWildcards), "split it into several routes")
	}
	for _, p := range m.Paths {
		switch {
		case len(p) > maxPattern:
			faults.Add(field+".Paths", fmt.Sprintf("%q has %d characters, over the limit of %d", p, len(p), maxPattern), "shorten it with a wildcard")
		case !pathPattern.MatchString(p):
			faults.Add(field+".Paths", fmt.Sprintf("%q has a character that AWS refuses", p), `use letters, digits, _-.$/~"'@:+& and the wildcards * and ?`)
		case p[0] != '/' && p[0] != '*' && p[0] != '?':
			faults.Add(field+".Paths", fmt.Sprintf("%q matches no path", p), "begin it with a slash")
		}
	}
	for _, h := range m.Hosts {
		switch {
		case len(h) > maxPattern:
			faults.Add(field+".Hosts", fmt.Sprintf("%q has %d characters, over the limit of %d", h, len(h), maxPattern), "shorten it with a wildcard")
		case !hostPattern.MatchString(h) || !strings.Contains(h, "."):
			faults.Add(field+".Hosts", fmt.Sprintf("%q is not a host", h), "write it like api.example.com or *.example.com, without scheme and port")
		}
	}
	for _, method := range m.Methods {
		if !methodPattern.MatchString(method) {
			faults.Add(field+".Methods", fmt.Sprintf("%q is not 1 to 40 upper-case letters, hyphens and underscores", method), "write it like GET")
		}
	}
	for _, ip := range m.SourceIPs {
		switch prefix, err := netip.ParsePrefix(ip); {
		case err != nil:
			faults.Add(field+".SourceIPs", fmt.Sprintf("%q is not an address range", ip), "write it like 192.0.2.0/24, or 192.0.2.1/32 for one address")
		case prefix != prefix.Masked():
			faults.Add(field+".SourceIPs", fmt.Sprintf("%q has bits set after its prefix", ip), "write it like "+prefix.Masked().String())
		}
	}
	m.checkHeaders(field, faults)
	for _, q := range m.Query {
		if q.Value == "" || len(q.Value) > maxPattern || len(q.Key) > maxPattern {
			faults.Add(field+".Query", fmt.Sprintf("%q=%q has no value, or one over %d characters", q.Key, q.Value, maxPattern), "give a value; * stands for any")
		}
	}
	m.checkRegex(field, faults)
}

func (m *Match) checkHeaders(field string, faults *fault.List) {
	for _, h := range m.Headers {
		at := fmt.Sprintf("%s.Headers[%s]", field, h.Name)
		switch {
		case len(h.Name) > maxHeaderName || !headerName.MatchString(h.Name) || strings.Contains(h.Name, "*"):
			faults.Add(at, fmt.Sprintf("%q is not a header name of at most %d characters", h.Name, maxHeaderName), "write it like X-Version")
		case strings.EqualFold(h.Name, "host"):
			faults.Add(at, "AWS refuses the Host header here", "use Hosts")
		}
		if len(h.Values)+len(h.Regex) == 0 {
			faults.Add(at, "it has no values", "give a value; * stands for any")
		}
		for _, v := range h.Values {
			if v == "" || len(v) > maxPattern {
				faults.Add(at, fmt.Sprintf("%q is not of 1 to %d characters", v, maxPattern), "shorten it with a wildcard")
			}
		}
	}
}

func (m *Match) checkRegex(field string, faults *fault.List) {
	check := func(name string, expressions []string) {
		for _, e := range expressions {
			if _, err := regexp.Compile(e); err != nil || e == "" || len(e) > maxPattern {
				faults.Add(field+name, fmt.Sprintf("%q is not a regular expression of 1 to %d characters", e, maxPattern), "mend the expression")
			}
		}
	}
	check(".PathRegex", m.PathRegex)
	check(".HostRegex", m.HostRegex)
	for _, h := range m.Headers {
		check(fmt.Sprintf(".Headers[%s].Regex", h.Name), h.Regex)
	}
}
