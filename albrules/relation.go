package albrules

import (
	"cmp"
	"slices"
	"strings"
)

// relation is the partial order in which the rules of a listener are to be evaluated: what is
// covered comes before what covers it.
type relation struct {
	rules      []Rule
	conditions []*conditions // nil for an opaque rule
	covered    [][]int       // by each rule
	order      []int         // all rules, each after those that come before it
	before     [][]int       // the rules that it covers and that come before it
	after      [][]int       // the rules that cover it and come after it
	preferred  [][]int       // other rules that it had better come before
}

// relate compares all rules with each other. It takes the same course for the same rules in any
// order.
func relate(rules []Rule) *relation {
	r := &relation{
		rules: rules, conditions: make([]*conditions, len(rules)), covered: make([][]int, len(rules)),
		before: make([][]int, len(rules)), after: make([][]int, len(rules)), preferred: make([][]int, len(rules)),
	}
	sorted := make([]int, 0, len(rules))
	for i := range rules {
		if !rules[i].Opaque {
			r.conditions[i] = compileFor(&rules[i].Match, rules[i].Seed)
			if rules[i].Match.Values() > 0 {
				sorted = append(sorted, i)
			}
		}
	}
	slices.SortFunc(sorted, func(a, b int) int {
		return cmp.Or(cmp.Compare(r.conditions[a].preferred, r.conditions[b].preferred),
			cmp.Compare(r.conditions[a].canonical, r.conditions[b].canonical))
	})
	var exact [][2]int
	candidates := r.index(sorted)
	for _, wide := range sorted {
		for _, narrow := range candidates(r.conditions[wide]) {
			w, n := r.conditions[wide], r.conditions[narrow]
			switch {
			case wide == narrow:
			case w.covers(n):
				r.covered[wide] = append(r.covered[wide], narrow)
			case w.sharesExactPath(n):
				exact = append(exact, [2]int{narrow, wide})
			}
		}
	}
	first := slices.Clone(r.covered) // what had better come before each rule
	for _, pair := range exact {
		first[pair[1]] = append(slices.Clone(first[pair[1]]), pair[0])
	}
	position := r.sort(sorted, first)
	for wide, narrows := range r.covered {
		if slices.ContainsFunc(narrows, func(narrow int) bool { return position[narrow] > position[wide] }) {
			position = r.sort(sorted, r.covered) // preferences must not go against what covers what
			break
		}
	}
	// What goes against the order is a circle of rules for the same requests, or of preferences.
	for wide, narrows := range r.covered {
		for _, narrow := range narrows {
			if position[narrow] < position[wide] {
				r.before[wide], r.after[narrow] = append(r.before[wide], narrow), append(r.after[narrow], wide)
			}
		}
	}
	for _, pair := range exact {
		if position[pair[0]] < position[pair[1]] {
			r.preferred[pair[0]] = append(r.preferred[pair[0]], pair[1])
		}
	}
	return r
}

// index sorts rules by what their paths begin with, and gives those that another may cover, in the
// order of the rules. Most rules of a listener differ in their paths: to compare each with a few
// others takes less time than to compare it with all.
func (r *relation) index(rules []int) (candidates func(wide *conditions) []int) {
	type entry struct {
		head string
		rank int // in the order of the rules
	}
	var heads []entry
	var none []int // ranks of rules that match no path, and are covered by any
	for rank, rule := range rules {
		if within := r.conditions[rule].within; len(within) > 0 {
			heads = append(heads, entry{within[0].head, rank})
		} else {
			none = append(none, rank)
		}
	}
	slices.SortFunc(heads, func(a, b entry) int { return cmp.Or(cmp.Compare(a.head, b.head), cmp.Compare(a.rank, b.rank)) })
	return func(wide *conditions) []int {
		if len(wide.match.Paths) == 0 || len(wide.match.PathRegex) > 0 {
			return rules // see sharesExactPath, too
		}
		ranks := slices.Clone(none)
		for _, v := range wide.paths {
			first, _ := slices.BinarySearchFunc(heads, v.head, func(e entry, head string) int { return cmp.Compare(e.head, head) })
			for _, e := range heads[first:] {
				if !strings.HasPrefix(e.head, v.head) {
					break
				}
				ranks = append(ranks, e.rank)
			}
		}
		slices.Sort(ranks)
		ranks = slices.Compact(ranks)
		for i, rank := range ranks {
			ranks[i] = rules[rank]
		}
		return ranks
	}
}

// sort puts the rules in an order in which each comes after those that are to come first, and gives
// the position of each.
func (r *relation) sort(rules []int, first [][]int) (position []int) {
	r.order = nil
	seen, position := make([]bool, len(r.rules)), make([]int, len(r.rules))
	var visit func(rule int)
	visit = func(rule int) {
		if seen[rule] {
			return
		}
		seen[rule] = true
		for _, narrow := range first[rule] {
			visit(narrow)
		}
		position[rule] = len(r.order)
		r.order = append(r.order, rule)
	}
	for _, rule := range rules {
		visit(rule)
	}
	return position
}

// sharesExactPath reports whether narrow has a path without wildcards that an expression of c
// matches, so that the two have requests in common for which narrow is the more specific.
func (c *conditions) sharesExactPath(narrow *conditions) bool {
	if len(c.match.PathRegex) == 0 || len(narrow.match.Paths) == 0 {
		return false
	}
	shared := slices.ContainsFunc(narrow.within, func(n value) bool {
		text, ok := n.pattern.literal()
		return ok && slices.ContainsFunc(c.paths, func(w value) bool { return w.regex != nil && w.regex.MatchString(text) })
	})
	return shared && c.hasFewerKinds(narrow) && c.coversOtherKinds(narrow)
}
