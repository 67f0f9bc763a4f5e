package lambdaalb

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example.com/alb-lambda/constructs/fault"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

const maxRewrite = 1024

// render makes CDK's conditions of all that has no regular expression.
func (m *Match) render() *[]elb.ListenerCondition {
	conditions := []elb.ListenerCondition{}
	add := func(condition elb.ListenerCondition) { conditions = append(conditions, condition) }
	if values := slices.Concat(m.Paths, m.PathRegex); len(values) > 0 {
		add(elb.ListenerCondition_PathPatterns(jsii.Strings(values...)))
	}
	if values := slices.Concat(m.Hosts, m.HostRegex); len(values) > 0 {
		add(elb.ListenerCondition_HostHeaders(jsii.Strings(values...)))
	}
	for _, h := range m.Headers {
		add(elb.ListenerCondition_HttpHeader(&h.Name, jsii.Strings(slices.Concat(h.Values, h.Regex)...)))
	}
	if len(m.Methods) > 0 {
		add(elb.ListenerCondition_HttpRequestMethods(jsii.Strings(m.Methods...)))
	}
	if len(m.Query) > 0 {
		pairs := make([]*elb.QueryStringCondition, len(m.Query))
		for i, q := range m.Query {
			pairs[i] = &elb.QueryStringCondition{Key: optional(q.Key), Value: &m.Query[i].Value}
		}
		add(elb.ListenerCondition_QueryStrings(&pairs))
	}
	if len(m.SourceIPs) > 0 {
		add(elb.ListenerCondition_SourceIps(jsii.Strings(m.SourceIPs...)))
	}
	return &conditions
}

// renderRegex writes the conditions anew where there is a regular expression,
// which CDK's conditions do not know.
func (m *Match) renderRegex(rule elb.CfnListenerRule) {
	hasRegex := len(m.PathRegex)+len(m.HostRegex) > 0
	for _, h := range m.Headers {
		hasRegex = hasRegex || len(h.Regex) > 0
	}
	if !hasRegex {
		return
	}
	conditions := []any{}
	for _, condition := range *m.render() {
		conditions = append(conditions, condition.RenderRawCondition())
	}
	replace := func(field string, values, regex []string) map[string]any {
		config := map[string]any{}
		if len(values) > 0 {
			config["values"] = values
		}
		if len(regex) > 0 {
			config["regexValues"] = regex
		}
		return map[string]any{"field": field, configKey[field]: config}
	}
	at := 0
	if len(m.Paths)+len(m.PathRegex) > 0 {
		conditions[at] = replace("path-pattern", m.Paths, m.PathRegex)
		at++
	}
	if len(m.Hosts)+len(m.HostRegex) > 0 {
		conditions[at] = replace("host-header", m.Hosts, m.HostRegex)
		at++
	}
	for _, h := range m.Headers {
		condition := replace("http-header", h.Values, h.Regex)
		condition["httpHeaderConfig"].(map[string]any)["httpHeaderName"] = h.Name
		conditions[at] = condition
		at++
	}
	rule.SetConditions(&conditions)
}

var configKey = map[string]string{
	"path-pattern": "pathPatternConfig",
	"host-header":  "hostHeaderConfig",
	"http-header":  "httpHeaderConfig",
}

// renderTransforms writes the rewrites, which CDK's rule does not know.
func (p *RouteProps) renderTransforms(rule elb.CfnListenerRule) {
	transforms := []any{}
	if p.RewriteHost != nil {
		transforms = append(transforms, &elb.CfnListenerRule_TransformProperty{
			Type: jsii.String("host-header-rewrite"), HostHeaderRewriteConfig: p.RewriteHost.render(),
		})
	}
	if p.RewritePath != nil {
		transforms = append(transforms, &elb.CfnListenerRule_TransformProperty{
			Type: jsii.String("url-rewrite"), UrlRewriteConfig: p.RewritePath.render(),
		})
	}
	if len(transforms) > 0 {
		rule.SetTransforms(&transforms)
	}
}

func (r *Rewrite) render() *elb.CfnListenerRule_RewriteConfigObjectProperty {
	return &elb.CfnListenerRule_RewriteConfigObjectProperty{
		Rewrites: &[]any{&elb.CfnListenerRule_RewriteConfigProperty{Regex: &r.Regex, Replace: &r.Replace}},
	}
}

func (r *Rewrite) check(field string, faults *fault.List) {
	if r == nil {
		return
	}
	if _, err := regexp.Compile(r.Regex); err != nil || r.Regex == "" || len(r.Regex) > maxRewrite {
		faults.Add(field+".Regex", fmt.Sprintf("%q is not a regular expression of 1 to %d characters", r.Regex, maxRewrite), "mend the expression")
	}
	if len(r.Replace) > maxRewrite || strings.ContainsAny(r.Replace, "\r\n") {
		faults.Add(field+".Replace", fmt.Sprintf("%q is not of at most %d characters on one line", r.Replace, maxRewrite), "shorten it")
	}
}
