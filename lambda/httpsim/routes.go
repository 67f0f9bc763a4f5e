package httpsim

import "example.com/alb-lambda/albrules"

// routes are the rules of a listener as albrules evaluates them.
type routes struct {
	rules []albrules.Rule
	also  [][]albrules.Match
}

func newRoutes(rules []*Rule) routes {
	var r routes
	for _, rule := range rules {
		r.rules = append(r.rules, rule.Rule)
		r.also = append(r.also, rule.also)
	}
	return r
}

// evaluate decides by the rules. Two conditions of one kind, such as two query strings that must
// both be there, are one more than a Match can have: a rule that fails by such a one counts as
// passed over, and those after it are evaluated.
func (r *routes) evaluate(request albrules.Request) albrules.Decision {
	var passed []albrules.PassedOver
	for from := 0; ; {
		d := albrules.Evaluate(r.rules[from:], request)
		for _, p := range d.PassedOver {
			p.Rule += from
			passed = append(passed, p)
		}
		d.Rule += from // the default action always matches
		failure := failed(r.also[d.Rule], request)
		if failure == nil {
			d.PassedOver = passed
			return d
		}
		passed = append(passed, albrules.PassedOver{Rule: d.Rule, Name: r.rules[d.Rule].Name, Failure: failure})
		from = d.Rule + 1
	}
}

// failed returns the first of the conditions that the request does not meet.
func failed(conditions []albrules.Match, request albrules.Request) *albrules.Failure {
	for _, m := range conditions {
		d := albrules.Evaluate([]albrules.Rule{{Match: m}}, request)
		if d.Rule < 0 {
			return d.PassedOver[0].Failure
		}
	}
	return nil
}
