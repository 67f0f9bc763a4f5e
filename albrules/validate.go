package albrules

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"example.com/alb-lambda/fault"
)

// Characters of a condition's values, wildcards included.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/add-rule.html
var (
	pathCharacters   = regexp.MustCompile(`^[A-Za-z0-9_.$/~"'@:+&*?-]+$`)
	hostCharacters   = regexp.MustCompile(`^[A-Za-z0-9._*?-]+$`)
	headerName       = regexp.MustCompile("^[A-Za-z0-9!#$%&'+.^_`|~-]+$")
	headerCharacters = regexp.MustCompile(`^[ -~]*$`)
	methodCharacters = regexp.MustCompile(`^[A-Z_-]+$`)
	queryCharacters  = regexp.MustCompile(`^([A-Za-z0-9_.$/~"'@:+&()!,;=*?-]|\\[*?])*$`)
)

// Validate reports all that AWS rejects in a rule, as a *[fault.Error] in the order of the fields,
// or nil. Deployment-time values pass: see [Unresolved].
func (r *Rule) Validate() error {
	errors := fault.New(r.Name)
	if !r.Opaque {
		r.Match.Validate("Match", errors)
	}
	errors.Range("Priority", float64(r.Priority), MinPriority, MaxPriority, "leave it out to have one assigned")
	if r.Opaque && r.Priority == 0 {
		errors.Add("Priority", "an opaque rule has none", "give the priority that it has on the listener")
	}
	if r.Redirect != nil && r.FixedResponse != nil {
		errors.Add("Redirect", "FixedResponse is given too", "give one of them")
	}
	if r.Redirect != nil {
		r.Redirect.Validate("Redirect", errors)
	}
	if r.FixedResponse != nil {
		r.FixedResponse.Validate("FixedResponse", errors)
	}
	if r.RewritePath != nil {
		r.RewritePath.Validate("RewritePath", errors)
	}
	if r.RewriteHost != nil {
		r.RewriteHost.Validate("RewriteHost", errors)
	}
	return errors.Err()
}

// Validate adds all that AWS rejects in a match to errors; field is what the match is called there.
func (m *Match) Validate(field string, errors *fault.List) {
	if n := m.Values(); n == 0 && len(m.Headers) == 0 {
		errors.Add(field, "no condition is set", "give at least one path, host, header, method, query string or source IP")
	} else if n > MaxConditionValues {
		errors.Add(field, fmt.Sprintf("%d condition values are over the limit of %d", n, MaxConditionValues), "split it into several routes")
	}
	if n := m.Wildcards(); n > MaxWildcards {
		errors.Add(field, fmt.Sprintf("%d wildcards are over the limit of %d", n, MaxWildcards), "split it into several routes")
	}
	each(m.Paths, func(p string) {
		switch {
		case tooLong(errors, field+".Paths", p):
		case !pathCharacters.MatchString(p):
			errors.Add(field+".Paths", fmt.Sprintf("%q has a character that AWS rejects", p), `use letters, digits, _-.$/~"'@:+& and the wildcards * and ?`)
		case !strings.ContainsRune("/*?", rune(p[0])):
			errors.Add(field+".Paths", fmt.Sprintf("%q matches no path", p), "begin it with a slash")
		}
	})
	validateRegex(errors, field+".PathRegex", m.PathRegex)
	each(m.Hosts, func(h string) {
		if !tooLong(errors, field+".Hosts", h) {
			validateHost(errors, field+".Hosts", h)
		}
	})
	validateRegex(errors, field+".HostRegex", m.HostRegex)
	for _, h := range m.Headers {
		h.validate(fmt.Sprintf("%s.Headers[%s]", field, h.Name), errors)
	}
	each(m.Methods, func(method string) {
		if len(method) > MaxMethod || !methodCharacters.MatchString(method) {
			errors.Add(field+".Methods", fmt.Sprintf("%q is not 1 to %d upper-case letters, hyphens and underscores", method, MaxMethod), "write it like GET")
		}
	})
	for _, q := range m.Query {
		q.validate(field+".Query", errors)
	}
	each(m.SourceIPs, func(ip string) {
		switch prefix, err := netip.ParsePrefix(ip); {
		case err != nil:
			errors.Add(field+".SourceIPs", fmt.Sprintf("%q is not an address range", ip), "write it like 192.0.2.0/24, or 192.0.2.1/32 for one address")
		case prefix != prefix.Masked():
			errors.Add(field+".SourceIPs", fmt.Sprintf("%q has bits set after its prefix", ip), "write it like "+prefix.Masked().String())
		}
	})
}

// each calls check for each value that is known now.
func each(values []string, check func(string)) {
	for _, v := range values {
		if !Unresolved(v) {
			check(v)
		}
	}
}

func tooLong(errors *fault.List, field, text string) bool {
	if len(text) <= MaxPattern {
		return false
	}
	errors.Add(field, fmt.Sprintf("%q has %d characters, over the limit of %d", text, len(text), MaxPattern), "shorten it with a wildcard")
	return true
}

// validateHost: at least one dot, and letters alone after the last one, unless a wildcard is there.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HostHeaderConditionConfig.html
func validateHost(errors *fault.List, field, host string) {
	const fix = "write it like api.example.com or *.example.com, without scheme and port"
	dot := strings.LastIndexByte(host, '.')
	if !hostCharacters.MatchString(host) || dot < 0 {
		errors.Add(field, fmt.Sprintf("%q is not a host", host), fix)
		return
	}
	if last := host[dot+1:]; last == "" || strings.ContainsAny(last, "0123456789-_") {
		errors.Add(field, fmt.Sprintf("%q has other characters than letters after its last dot", host), fix)
	}
}

func validateRegex(errors *fault.List, field string, expressions []string) {
	each(expressions, func(e string) {
		if e == "" || len(e) > MaxPattern {
			errors.Add(field, fmt.Sprintf("%q has %d characters, outside 1..%d", e, len(e), MaxPattern), "split it into several expressions")
		} else if problem := regexProblem(e); problem != "" {
			errors.Add(field, fmt.Sprintf("%q: %s", e, problem), "correct the expression")
		}
	})
}

func (h *HeaderMatch) validate(field string, errors *fault.List) {
	if !Unresolved(h.Name) {
		switch {
		case len(h.Name) > MaxHeaderName || !headerName.MatchString(h.Name):
			errors.Add(field, fmt.Sprintf("%q is not a header name of 1 to %d characters", h.Name, MaxHeaderName), "write it like X-Version")
		case strings.EqualFold(h.Name, "host"):
			errors.Add(field, "AWS rejects the Host header here", "use Hosts")
		}
	}
	if len(h.Values)+len(h.Regex) == 0 {
		errors.Add(field, "it has no values", "give a value; * matches any")
	}
	each(h.Values, func(v string) {
		switch {
		case v == "":
			errors.Add(field, `"" is not a value`, "give a value; * matches any")
		case tooLong(errors, field, v):
		case !headerCharacters.MatchString(v):
			errors.Add(field, fmt.Sprintf("%q has a character that is not printable ASCII", v), "match that character with the wildcard ? or *")
		}
	})
	validateRegex(errors, field+".Regex", h.Regex)
}

func (q *QueryMatch) validate(field string, errors *fault.List) {
	if q.Value == "" {
		errors.Add(field, fmt.Sprintf("%q=%q has no value", q.Key, q.Value), "give a value; * matches any")
	}
	each([]string{q.Key, q.Value}, func(text string) {
		if !tooLong(errors, field, text) && !queryCharacters.MatchString(text) {
			errors.Add(field, fmt.Sprintf("%q has a character that AWS rejects", text), `use letters, digits, _-.$/~"'@:+&()!,;= and the wildcards * and ?, with a backslash where one is meant as a character`)
		}
	})
}
