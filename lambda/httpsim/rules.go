package httpsim

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/lambda/internal/cfn"
)

// Rule is a rule of a listener, or its default action.
type Rule struct {
	origin
	// Rule has the conditions, the priority, and what is done with a request that is not forwarded.
	// The default action has the name "default action", and matches everything.
	albrules.Rule
	// Targets are the target groups that a request is forwarded to, by weight.
	Targets []Target
	// Stickiness is how long a client stays with the target group of its first request. 0 is not at
	// all.
	Stickiness time.Duration
	// NotSimulated says what the rule does that is not simulated. Its requests get a 501.
	NotSimulated string

	jwt    *jwtValidation
	signIn *signIn
	also   []albrules.Match // further conditions, of a kind that Match has already
}

// Target is a target group of a rule.
type Target struct {
	// Group is the target group.
	Group *TargetGroup
	// Weight is its share among the rule's targets.
	Weight int
}

// String is the name of the rule.
func (r *Rule) String() string { return r.Name }

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

// addCondition adds a condition to those that must all be met.
func (r *Rule) addCondition(m albrules.Match) {
	into := &r.Match
	taken := len(m.Paths)+len(m.PathRegex) > 0 && len(into.Paths)+len(into.PathRegex) > 0 ||
		len(m.Hosts)+len(m.HostRegex) > 0 && len(into.Hosts)+len(into.HostRegex) > 0 ||
		len(m.Methods) > 0 && len(into.Methods) > 0 || len(m.Query) > 0 && len(into.Query) > 0 || len(m.SourceIPs) > 0 && len(into.SourceIPs) > 0
	if taken {
		r.also = append(r.also, m)
		return
	}
	into.Paths, into.PathRegex = append(into.Paths, m.Paths...), append(into.PathRegex, m.PathRegex...)
	into.Hosts, into.HostRegex = append(into.Hosts, m.Hosts...), append(into.HostRegex, m.HostRegex...)
	into.Headers = append(into.Headers, m.Headers...)
	into.Methods = append(into.Methods, m.Methods...)
	into.Query = append(into.Query, m.Query...)
	into.SourceIPs = append(into.SourceIPs, m.SourceIPs...)
}

func (d *Deployment) loadRules() error {
	for _, r := range d.set.Each("AWS::ElasticLoadBalancingV2::ListenerRule") {
		rule := &Rule{origin: originOf(r)}
		rule.Name = rule.origin.String()
		var priority cfn.Int
		var conditions []condition
		if err := r.Decode("Priority", &priority); err != nil {
			return err
		}
		if err := r.Decode("Conditions", &conditions); err != nil {
			return err
		}
		rule.Priority = int(priority)
		for _, c := range conditions {
			m, known := c.match()
			if !known {
				return fmt.Errorf("%s: the condition %q is not one that a load balancer has", rule.Name, c.Field)
			}
			rule.addCondition(m)
		}
		if err := rule.readTransforms(r); err != nil {
			return err
		}
		if err := rule.readActions(d, r, "Actions"); err != nil {
			return err
		}
		l := d.listener(r.Text("ListenerArn"), r)
		l.Rules = slices.Insert(l.Rules, len(l.Rules)-1, rule) // before the default action
	}
	for _, lb := range d.LoadBalancers {
		for _, l := range lb.Listeners {
			last := len(l.Rules) - 1
			slices.SortStableFunc(l.Rules[:last], func(a, b *Rule) int { return a.Priority - b.Priority })
			l.routes = newRoutes(l.Rules)
		}
	}
	return nil
}

// addDefault reads the default action. A path begins with a slash, so that * matches any.
func (l *Listener) addDefault(r *cfn.Resource) error {
	rule := &Rule{origin: l.origin}
	rule.Name, rule.Match = "default action", albrules.Match{Paths: []string{"*"}}
	l.Rules = []*Rule{rule}
	return rule.readActions(l.deployment, r, "DefaultActions")
}

func (l *Listener) addUnknownDefault(why string) {
	rule := &Rule{origin: l.origin, NotSimulated: why}
	rule.Name, rule.Match = "default action", albrules.Match{Paths: []string{"*"}}
	l.Rules = []*Rule{rule}
}

func (r *Rule) readTransforms(resource *cfn.Resource) error {
	type config struct {
		Rewrites []struct{ Regex, Replace string }
	}
	var transforms []struct {
		Type                                      string
		URLRewriteConfig, HostHeaderRewriteConfig config
	}
	if err := resource.Decode("Transforms", &transforms); err != nil {
		return err
	}
	for _, t := range transforms {
		for _, rewrite := range t.URLRewriteConfig.Rewrites {
			r.RewritePath = &albrules.Rewrite{Regex: rewrite.Regex, Replace: rewrite.Replace}
		}
		for _, rewrite := range t.HostHeaderRewriteConfig.Rewrites {
			r.RewriteHost = &albrules.Rewrite{Regex: rewrite.Regex, Replace: rewrite.Replace}
		}
	}
	return nil
}

type action struct {
	Type           string
	Order          cfn.Int
	TargetGroupARN string
	ForwardConfig  *struct {
		TargetGroups []struct {
			TargetGroupARN string
			Weight         *cfn.Int
		}
		TargetGroupStickinessConfig struct {
			Enabled         cfn.Bool
			DurationSeconds cfn.Int
		}
	}
	JwtValidationConfig                               *jwtValidation
	AuthenticateOidcConfig, AuthenticateCognitoConfig *signIn
	RedirectConfig                                    *struct {
		Protocol, Host, Path, Query, StatusCode string
		Port                                    cfn.Text
	}
	FixedResponseConfig *struct {
		ContentType, MessageBody string
		StatusCode               cfn.Text
	}
}

// readActions reads what is done with a request.
func (r *Rule) readActions(d *Deployment, resource *cfn.Resource, property string) error {
	var actions []action
	if err := resource.Decode(property, &actions); err != nil {
		return err
	}
	for _, a := range actions {
		switch {
		case a.Type == "forward":
			r.readForward(d, resource, &a)
		case a.Type == "jwt-validation" && a.JwtValidationConfig != nil:
			r.jwt = a.JwtValidationConfig
		case a.Type == "authenticate-oidc" && a.AuthenticateOidcConfig != nil:
			r.signIn = a.AuthenticateOidcConfig
		case a.Type == "authenticate-cognito" && a.AuthenticateCognitoConfig != nil:
			r.signIn = a.AuthenticateCognitoConfig
		case a.Type == "redirect" && a.RedirectConfig != nil:
			c := a.RedirectConfig
			port, _ := strconv.Atoi(string(c.Port)) // #{port} is the client's, as none is
			r.Redirect = &albrules.Redirect{Protocol: c.Protocol, Host: c.Host, Port: port, Path: c.Path, Query: c.Query, Permanent: c.StatusCode == "HTTP_301"}
		case a.Type == "fixed-response" && a.FixedResponseConfig != nil:
			c := a.FixedResponseConfig
			status, err := strconv.Atoi(string(c.StatusCode))
			if err != nil {
				return fmt.Errorf("%s: StatusCode %q is not a number", r.Name, c.StatusCode)
			}
			if c.ContentType == "" {
				// AWS's pages do not say what it is then; a text is what it is sure to be.
				c.ContentType = "text/plain"
			}
			r.FixedResponse = &albrules.FixedResponse{Status: status, ContentType: c.ContentType, Body: c.MessageBody}
		default:
			r.NotSimulated = d.notSimulated(resource, "its action %s is not simulated", a.Type)
		}
	}
	return nil
}

func (r *Rule) readForward(d *Deployment, resource *cfn.Resource, a *action) {
	if a.ForwardConfig == nil || len(a.ForwardConfig.TargetGroups) == 0 {
		r.Targets = []Target{{Group: d.group(a.TargetGroupARN, resource), Weight: 1}}
		return
	}
	for _, g := range a.ForwardConfig.TargetGroups {
		weight := 1
		if g.Weight != nil {
			weight = int(*g.Weight)
		}
		r.Targets = append(r.Targets, Target{Group: d.group(g.TargetGroupARN, resource), Weight: weight})
	}
	if s := a.ForwardConfig.TargetGroupStickinessConfig; s.Enabled {
		r.Stickiness = time.Duration(s.DurationSeconds) * time.Second
	}
}
