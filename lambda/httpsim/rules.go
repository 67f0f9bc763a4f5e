package httpsim

import (
	"fmt"
	"slices"
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
