package lambdaalb

import (
	"fmt"
	"slices"
	"strings"

	"example.com/alb-lambda/fault"
)

// maxRules is the quota of rules on a listener, the default one left out.
const maxRules = 100

// ruleSet holds the rules of one listener, from all stacks of the app.
type ruleSet struct {
	rules []*ruleEntry
}

type ruleEntry struct {
	path      string // of the route's construct
	match     Match
	canonical string
	explicit  bool
	priority  int
	// change gives the rule another priority. Nil until the rule exists.
	change func(priority int)
}

// add takes a rule in and allots its priority, unless it has an explicit one.
// Another allotted rule changes only where the new one takes its place: see slot.
func (s *ruleSet) add(r *ruleEntry, faults *fault.List, field string) {
	r.canonical = r.match.canonical()
	if len(s.rules) >= maxRules {
		faults.Add(field, fmt.Sprintf("it is rule %d on its listener, over the limit of %d", len(s.rules)+1, maxRules),
			"put routes on another listener or balancer, or raise the quota and spread them")
		return
	}
	for _, other := range s.rules {
		if other.canonical == r.canonical {
			faults.Add(field, fmt.Sprintf("it matches the same requests as %s", other.path), "remove one of them")
			return
		}
		if r.explicit && other.explicit && other.priority == r.priority {
			faults.Add(field+".Priority", fmt.Sprintf("%d is taken by %s", r.priority, other.path), "use another, or leave it out to have one allotted")
			return
		}
	}
	s.rules = append(s.rules, r)
	s.allot()
	if !s.checkShadows(faults, field, r) {
		s.remove(r)
	}
}

// remove takes the rule out that was added last.
func (s *ruleSet) remove(last *ruleEntry) {
	s.rules = slices.DeleteFunc(s.rules, func(r *ruleEntry) bool { return r == last })
	s.allot()
}

// allot gives each rule without an explicit priority the first of its slots
// that is free. The order of the source plays no part.
func (s *ruleSet) allot() {
	taken := map[int]bool{}
	allotted := []*ruleEntry{}
	for _, r := range s.rules {
		if r.explicit {
			taken[r.priority] = true
		} else {
			allotted = append(allotted, r)
		}
	}
	slices.SortFunc(allotted, func(a, b *ruleEntry) int { return strings.Compare(a.canonical, b.canonical) })
	for _, r := range allotted {
		first, slots := r.match.band()
		priority := slot(r.canonical, first, slots, 0)
		for attempt := 1; taken[priority]; attempt++ {
			priority = slot(r.canonical, first, slots, attempt)
		}
		taken[priority] = true
		if priority != r.priority {
			r.priority = priority
			if r.change != nil {
				r.change(priority)
			}
		}
	}
}

// checkShadows refuses a rule that can never be reached, because one that is
// asked earlier takes all that it matches. It says whether all is well.
func (s *ruleSet) checkShadows(faults *fault.List, field string, added *ruleEntry) bool {
	ok := true
	for _, other := range s.rules {
		if other == added {
			continue
		}
		early, late := added, other
		if other.priority < added.priority {
			early, late = other, added
		}
		if !early.match.covers(&late.match) {
			continue
		}
		ok = false
		if late == added {
			faults.Add(field, fmt.Sprintf("it is never reached: %s, priority %d, takes all that it matches before priority %d", other.path, early.priority, late.priority),
				fmt.Sprintf("give it a priority below that, or %s one above", other.path))
		} else {
			faults.Add(field, fmt.Sprintf("%s, priority %d, is never reached after it: priority %d takes all that it matches", other.path, late.priority, early.priority),
				fmt.Sprintf("give it a priority above %d", late.priority))
		}
	}
	return ok
}
