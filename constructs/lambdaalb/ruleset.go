package lambdaalb

import (
	"errors"
	"fmt"
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

// add takes a rule in and assigns its priority, unless it has an explicit one. It changes the
// priority of another assigned rule only where the two have something to do with each other: see
// [albrules.Assign].
func (s *ruleSet) add(r *ruleEntry, errs *fault.List, field string) {
	s.rules = append(s.rules, r)
	found := conflicts(s.assign())
	if len(found) > 0 {
		s.rules = s.rules[:len(s.rules)-1]
	}
	for _, c := range found {
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

// settle compares the rules with others that are on the listener, and says what is wrong, a line
// each. Assigned priorities make room for the others. What the others do to each other is their
// business, except for a priority that is taken twice.
func (s *ruleSet) settle(others []albrules.Rule) (problems []string) {
	for again := true; again; {
		_, err := albrules.Assign(others)
		again = ignore(others, conflicts(err))
	}
	for _, c := range conflicts(s.assign(others...)) {
		if c.Field == "Priority" {
			problems = append(problems, fmt.Sprintf("priority %s; use another for %s", c.Problem, c.Path))
		} else {
			problems = append(problems, c.String())
		}
	}
	return problems
}

// ignore makes rules opaque that match what another matches, and says whether there are any.
func ignore(others []albrules.Rule, among []fault.Fault) (found bool) {
	for _, c := range among {
		for i := range others {
			if c.Field == "Match" && c.Path == others[i].Name {
				others[i].Opaque, found = true, true
			}
		}
	}
	return found
}

// conflicts are those that albrules.Assign reports.
func conflicts(err error) []fault.Fault {
	if found, ok := errors.AsType[*fault.Error](err); ok {
		return found.Faults
	}
	return nil
}

// assign gives each rule without an explicit priority one, with others on the listener.
func (s *ruleSet) assign(others ...albrules.Rule) error {
	rules := []albrules.Rule{}
	for _, r := range s.rules {
		rule := albrules.Rule{Name: r.path, Match: r.match, Seed: r.seed}
		if r.explicit {
			rule.Priority = r.priority
		}
		rules = append(rules, rule)
	}
	rules, err := albrules.Assign(append(rules, others...))
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
