package httpsim

import "example.com/alb-lambda/albrules"

// conditionValues are the values of most conditions.
type conditionValues struct{ Values, RegexValues []string }

type condition struct {
	Field               string
	Values, RegexValues []string
	PathPatternConfig   *conditionValues
	HostHeaderConfig    *conditionValues
	HTTPHeaderConfig    *struct {
		HTTPHeaderName      string
		Values, RegexValues []string
	}
	HTTPRequestMethodConfig *conditionValues
	SourceIPConfig          *conditionValues
	QueryStringConfig       *struct{ Values []struct{ Key, Value string } }
}

// match reads one condition.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
func (c *condition) match() (m albrules.Match, known bool) {
	plain := func(config *conditionValues) conditionValues {
		if config != nil {
			return *config
		}
		return conditionValues{c.Values, c.RegexValues}
	}
	switch c.Field {
	case "path-pattern":
		v := plain(c.PathPatternConfig)
		m.Paths, m.PathRegex = v.Values, v.RegexValues
	case "host-header":
		v := plain(c.HostHeaderConfig)
		m.Hosts, m.HostRegex = v.Values, v.RegexValues
	case "http-request-method":
		m.Methods = plain(c.HTTPRequestMethodConfig).Values
	case "source-ip":
		m.SourceIPs = plain(c.SourceIPConfig).Values
	case "http-header":
		if h := c.HTTPHeaderConfig; h != nil {
			m.Headers = []albrules.HeaderMatch{{Name: h.HTTPHeaderName, Values: h.Values, Regex: h.RegexValues}}
		}
	case "query-string":
		if c.QueryStringConfig != nil {
			for _, q := range c.QueryStringConfig.Values {
				m.Query = append(m.Query, albrules.QueryMatch{Key: q.Key, Value: q.Value})
			}
		}
	}
	return m, m.Values() > 0
}

// onceKinds are the numbers of values of each kind that a match can have one condition of.
func onceKinds(m *albrules.Match) []int {
	return []int{len(m.Paths) + len(m.PathRegex), len(m.Hosts) + len(m.HostRegex), len(m.Methods), len(m.Query), len(m.SourceIPs)}
}

// addCondition adds a condition to those that must all be met.
func (r *Rule) addCondition(m albrules.Match) {
	into := &r.Match
	have := onceKinds(into)
	for kind, n := range onceKinds(&m) {
		if n > 0 && have[kind] > 0 {
			r.also = append(r.also, m)
			return
		}
	}
	into.Paths, into.PathRegex = append(into.Paths, m.Paths...), append(into.PathRegex, m.PathRegex...)
	into.Hosts, into.HostRegex = append(into.Hosts, m.Hosts...), append(into.HostRegex, m.HostRegex...)
	into.Headers = append(into.Headers, m.Headers...)
	into.Methods = append(into.Methods, m.Methods...)
	into.Query = append(into.Query, m.Query...)
	into.SourceIPs = append(into.SourceIPs, m.SourceIPs...)
}
