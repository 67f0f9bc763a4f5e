package lambdaalb

import (
	"bytes"
	"encoding/json"

	"example.com/alb-lambda/albrules"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
)

// plainRule is a rule of plain CDK, to be compared with the routes of its listener. A rule with
// conditions that a Match cannot express is opaque.
func plainRule(resource elb.CfnListenerRule) albrules.Rule {
	stack := awscdk.Stack_Of(resource)
	r := albrules.Rule{Name: *resource.Node().Path(), Priority: int(*resource.Priority())}
	conditions, err := json.Marshal(stack.Resolve(resource.Conditions()))
	if err != nil {
		r.Opaque = true
		return r
	}
	m, ok := readMatch(conditions, *stack.Node().Path())
	r.Match, r.Opaque = m, !ok
	return r
}

// condition is one of a rule's, as CloudFormation has it.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-elasticloadbalancingv2-listenerrule-rulecondition.html
type condition struct {
	Field                   string
	Values                  []any
	PathPatternConfig       valuesConfig
	HostHeaderConfig        valuesConfig
	HTTPHeaderConfig        valuesConfig
	HTTPRequestMethodConfig valuesConfig
	SourceIPConfig          valuesConfig
	QueryStringConfig       struct{ Values []struct{ Key, Value any } }
}

type valuesConfig struct {
	HTTPHeaderName      any
	Values, RegexValues []any
}

// readMatch reads conditions in JSON. A value that is not a text is known at deployment only, and
// has a meaning in its own stack alone.
func readMatch(conditions []byte, stack string) (m Match, ok bool) {
	var all []condition
	decoder := json.NewDecoder(bytes.NewReader(conditions))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&all) != nil {
		return m, false
	}
	text := func(value any) string {
		switch value := value.(type) {
		case nil:
			return ""
		case string:
			return value
		}
		b, _ := json.Marshal(value) // it was read from JSON
		return "${Token[" + stack + " " + string(b) + "]}"
	}
	texts := func(values []any) (out []string) {
		for _, v := range values {
			out = append(out, text(v))
		}
		return out
	}
	seen := map[string]bool{}
	for _, c := range all {
		if seen[c.Field] && c.Field != "http-header" {
			return m, false // the two are combined by AND
		}
		seen[c.Field] = true
		switch c.Field {
		case "path-pattern":
			m.Paths, m.PathRegex = texts(append(c.PathPatternConfig.Values, c.Values...)), texts(c.PathPatternConfig.RegexValues)
		case "host-header":
			m.Hosts, m.HostRegex = texts(append(c.HostHeaderConfig.Values, c.Values...)), texts(c.HostHeaderConfig.RegexValues)
		case "http-header":
			h := c.HTTPHeaderConfig
			m.Headers = append(m.Headers, HeaderMatch{Name: text(h.HTTPHeaderName), Values: texts(h.Values), Regex: texts(h.RegexValues)})
		case "http-request-method":
			m.Methods = texts(c.HTTPRequestMethodConfig.Values)
		case "source-ip":
			m.SourceIPs = texts(c.SourceIPConfig.Values)
		case "query-string":
			for _, q := range c.QueryStringConfig.Values {
				m.Query = append(m.Query, QueryMatch{Key: text(q.Key), Value: text(q.Value)})
			}
		default:
			return m, false
		}
	}
	return m, m.Values() > 0
}
