package albrules

import (
	"fmt"
	"strings"

	"example.com/alb-lambda/fault"
)

// conflicts finds each pair of rules that AWS rejects, or one of which is never reached.
func (r *relation) conflicts() error {
	covers := make([][]bool, len(r.rules))
	for i := range covers {
		covers[i] = make([]bool, len(r.rules))
		for _, narrow := range r.covered[i] {
			covers[i][narrow] = true
		}
	}
	var found []fault.Fault
	for later, rule := range r.rules {
		if rule.Opaque && rule.Priority == 0 {
			found = append(found, fault.Fault{Path: rule.Name, Field: "Priority", Problem: "an opaque rule has none", Fix: "give the one that it has on the listener"})
		}
		for earlier := range later {
			if f := r.conflict(earlier, later, covers[earlier][later], covers[later][earlier]); f != nil {
				f.Path = r.rules[later].Name
				found = append(found, *f)
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	return &fault.Error{Faults: found}
}

// conflict compares two rules, earlier and later in the order given, of which one may cover the
// other.
func (r *relation) conflict(earlier, later int, wider, narrower bool) *fault.Fault {
	a, b := &r.rules[earlier], &r.rules[later]
	if a.Priority == b.Priority && b.Priority != 0 {
		return &fault.Fault{Field: "Priority", Problem: fmt.Sprintf("%d is taken by %s", b.Priority, a.Name),
			Fix: "use another, or leave it out to have one assigned"}
	}
	switch {
	case wider && narrower:
		return &fault.Fault{Field: "Match", Problem: "it matches the same requests as " + a.Name, Fix: "remove one of them"}
	case a.Priority == 0 || b.Priority == 0:
	case wider && a.Priority < b.Priority:
		return &fault.Fault{Field: "Match", Problem: fmt.Sprintf("it is never reached: %s, priority %d, matches all that it matches and is evaluated before priority %d", a.Name, a.Priority, b.Priority),
			Fix: fmt.Sprintf("give it a priority below %d, or %s one above %d", a.Priority, a.Name, b.Priority)}
	case narrower && b.Priority < a.Priority:
		return &fault.Fault{Field: "Match", Problem: fmt.Sprintf("%s, priority %d, is never reached: this rule matches all that it matches and is evaluated before, at priority %d", a.Name, a.Priority, b.Priority),
			Fix: fmt.Sprintf("give this rule a priority above %d", a.Priority)}
	}
	return nil
}

// noPriority says between which rules there is no priority for another.
func (r *relation) noPriority(rule int) error {
	first, last := -1, -1 // the nearest explicit priorities that limit it
	for _, b := range r.before[rule] {
		if p := r.rules[b].Priority; p != 0 && (first < 0 || p > r.rules[first].Priority) {
			first = b
		}
	}
	for _, a := range r.after[rule] {
		if p := r.rules[a].Priority; p != 0 && (last < 0 || p < r.rules[last].Priority) {
			last = a
		}
	}
	problem := "no priority is free for " + r.rules[rule].Name
	if first >= 0 {
		problem += fmt.Sprintf(" after %s, priority %d, which it covers,", r.rules[first].Name, r.rules[first].Priority)
	}
	if last >= 0 {
		problem += fmt.Sprintf(" before %s, priority %d, which covers it: it is never reached", r.rules[last].Name, r.rules[last].Priority)
	}
	return &fault.Error{Faults: []fault.Fault{{
		Path: r.rules[max(rule, first, last)].Name, Field: "Match", Problem: strings.TrimSuffix(problem, ","),
		Fix: "give other rules other priorities, or leave them out to have them assigned",
	}}}
}
