package lambdaalb

import (
	"fmt"
	"slices"

	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

// renderMatch creates the CDK's conditions, in which regular expressions are values like others:
// see renderRegex.
func renderMatch(m *Match) *[]elb.ListenerCondition {
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

// renderRegex writes the regular expressions, which the CDK's conditions do not know.
func renderRegex(m *Match, rule elb.CfnListenerRule) {
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
	// In the order of renderMatch.
	write("PathPatternConfig", m.Paths, m.PathRegex)
	write("HostHeaderConfig", m.Hosts, m.HostRegex)
	for _, h := range m.Headers {
		write("HttpHeaderConfig", h.Values, h.Regex)
	}
}

// renderTransforms writes the rewrites, which the CDK's rule does not know.
func (p *RouteProps) renderTransforms(rule elb.CfnListenerRule) {
	transforms := []any{}
	if p.RewriteHost != nil {
		transforms = append(transforms, &elb.CfnListenerRule_TransformProperty{
			Type: jsii.String("host-header-rewrite"), HostHeaderRewriteConfig: renderRewrite(p.RewriteHost),
		})
	}
	if p.RewritePath != nil {
		transforms = append(transforms, &elb.CfnListenerRule_TransformProperty{
			Type: jsii.String("url-rewrite"), UrlRewriteConfig: renderRewrite(p.RewritePath),
		})
	}
	if len(transforms) > 0 {
		rule.SetTransforms(&transforms)
	}
}

func renderRewrite(r *Rewrite) *elb.CfnListenerRule_RewriteConfigObjectProperty {
	return &elb.CfnListenerRule_RewriteConfigObjectProperty{
		Rewrites: &[]any{&elb.CfnListenerRule_RewriteConfigProperty{Regex: &r.Regex, Replace: &r.Replace}},
	}
}
