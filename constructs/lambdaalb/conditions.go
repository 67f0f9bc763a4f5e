package lambdaalb

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example.com/alb-lambda/fault"
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

// renderRegex writes the regular expressions, which CDK's conditions do not
// know: to them they are values.
func (m *Match) renderRegex(rule elb.CfnListenerRule) {
	at := 0
	write := func(config string, values, regex []string) {
		if len(values)+len(regex) == 0 {
			return
		}
		path := fmt.Sprintf("Conditions.%d.%s.", at, config)
		at++
		if len(regex) == 0 {
			return
		}
		rule.AddPropertyOverride(jsii.String(path+"RegexValues"), regex)
		if len(values) > 0 {
			rule.AddPropertyOverride(jsii.String(path+"Values"), values)
		} else {
			rule.AddPropertyDeletionOverride(jsii.String(path + "Values"))
		}
	}
	// In the order of render.
	write("PathPatternConfig", m.Paths, m.PathRegex)
	write("HostHeaderConfig", m.Hosts, m.HostRegex)
	for _, h := range m.Headers {
		write("HttpHeaderConfig", h.Values, h.Regex)
	}
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
