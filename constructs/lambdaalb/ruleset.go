package lambdaalb

import (
	"errors"
	"slices"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/fault"
)

// ruleSet holds the rules of one listener, from all stacks of the app.
type ruleSet struct {
	rules []*ruleEntry
}

type ruleEntry struct {
	path     string // of the route's construct
	match    Match  // with stable texts in place of tokens: see stableMatch
	explicit bool
	seed     string // see albrules.Rule
	priority int
	// change gives the rule another priority. Nil until the rule exists.
	change func(priority int)
}

// add takes a rule in and assigns its priority, unless it has an explicit one. It changes the priority
// of another assigned rule only where the two have something to do with each other: see
// [albrules.Assign].
func (s *ruleSet) add(r *ruleEntry, errs *fault.List, field string) {
	s.rules = append(s.rules, r)
	var conflicts *fault.Error
	if !errors.As(s.assign(), &conflicts) {
		return
	}
	s.rules = s.rules[:len(s.rules)-1]
	for _, c := range conflicts.Faults {
		at := field
		if c.Field == "Priority" {
			at += ".Priority"
		}
		errs.Add(at, c.Problem, c.Fix)
	}
}

// remove takes the rule out that was added last.
func (s *ruleSet) remove(last *ruleEntry) {
	s.rules = slices.DeleteFunc(s.rules, func(r *ruleEntry) bool { return r == last })
	if err := s.assign(); err != nil {
		panic(err) // fewer rules have no more conflicts
	}
}

// assign gives each rule without an explicit priority one.
func (s *ruleSet) assign() error {
	rules := make([]albrules.Rule, len(s.rules))
	for i, r := range s.rules {
		rules[i] = albrules.Rule{Name: r.path, Match: r.match, Seed: r.seed}
		if r.explicit {
			rules[i].Priority = r.priority
		}
	}
	rules, err := albrules.Assign(rules)
	if err != nil {
		return err
	}
	for i, r := range s.rules {
		if r.priority == rules[i].Priority {
			continue
		}
		r.priority = rules[i].Priority
		if r.change != nil {
			r.change(r.priority)
		}
	}
	return nil
}
