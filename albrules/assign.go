package albrules

import "slices"

// Assign gives each rule of a listener that has no priority one of 1..50000, and returns the rules
// in the order given. What is covered by another rule is evaluated before it, whichever rules have
// an explicit priority; of two rules that share requests without one covering the other, a path
// without wildcards comes before a regular expression, and otherwise the one that looks more
// specific.
//
// A priority follows from the rule's match alone, whatever the order of the rules is, with three
// exceptions: where a rule that covers it would come first, where the priority is taken, and where
// explicit priorities limit it. So adding, removing or moving a rule leaves those alone that have
// nothing to do with it.
//
// The error is a *[fault.Error] with all conflicts: two rules with one priority, two that match the
// same requests, and rules that are never reached, since one that covers them is evaluated before.
// Each has as its Path the name of the later of the two rules in the order given, and as its Field
// "Priority" or "Match".
func Assign(rules []Rule) ([]Rule, error) {
	r := relate(rules)
	if err := r.conflicts(); err != nil {
		return nil, err
	}
	slots, missed := r.place()
	if missed >= 0 {
		return nil, r.noPriority(missed)
	}
	out := make([]Rule, len(rules))
	copy(out, rules)
	for rule, slot := range slots {
		out[rule].Priority = slot
	}
	return out, nil
}

// place finds a slot for each rule without a priority, as near as possible to the one that it would
// like to have. Where there is none for a rule, it reports that rule, and -1 otherwise.
func (r *relation) place() (slots map[int]int, missed int) {
	low, high := r.limits()
	taken := map[int]bool{}
	for _, rule := range r.rules {
		taken[rule.Priority] = true
	}
	free := func(slot int) bool { return !taken[slot] }
	wanted := r.wanted(low, high, free)
	var down, up, within []job
	for i, rule := range r.rules {
		if low[i] > high[i] {
			return nil, i
		}
		if rule.Priority == 0 {
			tie := r.conditions[i].canonical
			down = append(down, job{i, -wanted[i], -low[i], tie})
			up = append(up, job{i, wanted[i], high[i], tie})
			within = append(within, job{i, low[i], high[i], tie})
		}
	}
	// A rule whose slot is taken moves to the one before, or else to the one after. Where that
	// fails too, what the rules would like to have no longer counts.
	slots, missed = schedule(down, func(slot int) bool { return free(-slot) })
	for rule := range slots {
		slots[rule] = -slots[rule]
	}
	if missed >= 0 {
		slots, missed = schedule(up, free)
	}
	if missed >= 0 {
		slots, missed = schedule(within, free)
	}
	return slots, missed
}

// limits gives the lowest and the highest priority that a rule can have, with room for the rules
// that come before it and after it.
func (r *relation) limits() (low, high []int) {
	low, high = make([]int, len(r.rules)), make([]int, len(r.rules))
	for i, rule := range r.rules {
		low[i], high[i] = MinPriority, MaxPriority
		if rule.Priority != 0 {
			low[i], high[i] = rule.Priority, rule.Priority
		}
	}
	for _, rule := range r.order {
		for _, before := range r.before[rule] {
			if r.rules[rule].Priority == 0 {
				low[rule] = max(low[rule], low[before]+1)
			}
		}
	}
	for _, rule := range slices.Backward(r.order) {
		for _, after := range r.after[rule] {
			if r.rules[rule].Priority == 0 {
				high[rule] = min(high[rule], high[after]-1)
			}
		}
	}
	return low, high
}

// wanted gives the slot that each rule would like to have: its preferred one, or one within its
// limits and before those of the rules that cover it. Where that is taken, it is the next before
// that is free.
func (r *relation) wanted(low, high []int, free func(slot int) bool) []int {
	wanted := slices.Clone(low)
	for _, rule := range slices.Backward(r.order) {
		if r.rules[rule].Priority != 0 {
			continue
		}
		limit := high[rule]
		for _, after := range slices.Concat(r.after[rule], r.preferred[rule]) {
			limit = min(limit, wanted[after]-1)
		}
		// Spread, so that rules that are limited by the same one do not move each other.
		spread := r.conditions[rule].hash(1) % max(1, min(maxSpread, (limit-low[rule])/8))
		slot := r.conditions[rule].preferred
		if slot > limit {
			slot = limit - spread
		}
		if slot < low[rule] {
			slot = low[rule] + spread
		}
		for ; slot > low[rule] && !free(slot); slot-- {
		}
		wanted[rule] = slot
	}
	return wanted
}

// maxSpread is the number of slots over which rules are spread that have to come before or after
// another.
const maxSpread = 1024
