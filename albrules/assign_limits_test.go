package albrules

import (
	"fmt"
	"strings"
	"testing"
)

func TestAssignedGivesWayToExplicit(t *testing.T) {
	taken := assign(t, rulesOf(mount("/a")))[0].Priority
	rules := rulesOf(mount("/a"), mount("/b"))
	rules[1].Priority = taken
	out := assign(t, rules)
	if out[0].Priority != taken-1 {
		t.Errorf("it has %d beside %d, want the one before", out[0].Priority, taken)
	}
	rules[1] = Rule{Name: "opaque", Opaque: true, Priority: taken}
	if out := assign(t, rules); out[0].Priority != taken-1 {
		t.Errorf("it has %d beside the opaque %d, want the one before", out[0].Priority, taken)
	}
}

// Of two rules that would like to have one priority, one has that before it.
func TestTwoForOnePriority(t *testing.T) {
	byPriority := map[int]Match{}
	for i := range 1000 {
		m := mount(fmt.Sprintf("/service%d", i))
		slot := compile(&m).preferred
		other, found := byPriority[slot]
		byPriority[slot] = m
		if !found {
			continue
		}
		out, reversed := assign(t, rulesOf(m, other)), assign(t, rulesOf(other, m))
		if min(out[0].Priority, out[1].Priority) != slot-1 || max(out[0].Priority, out[1].Priority) != slot || out[0].Priority != reversed[1].Priority {
			t.Fatalf("%d and %d for %d, in the other order %d and %d", out[0].Priority, out[1].Priority, slot, reversed[1].Priority, reversed[0].Priority)
		}
		out = assign(t, append(rulesOf(m, other), Rule{Name: "opaque", Opaque: true, Priority: slot - 1}))
		if min(out[0].Priority, out[1].Priority) != slot-2 {
			t.Fatalf("%d and %d for %d, with %d taken", out[0].Priority, out[1].Priority, slot, slot-1)
		}
		return
	}
	t.Fatal("no two of a thousand would like to have the same priority")
}

// Some rules have room only before what they would like to have, and others only after: each gets
// a priority of its own, in whatever order they are given.
func TestRoomInBothDirections(t *testing.T) {
	explicit := func(priority int, m Match) Rule {
		return Rule{Name: fmt.Sprint(priority), Match: m, Priority: priority}
	}
	others := []Rule{
		explicit(5, paths("/low/*")), // so that both below have 1..4, and would like to have 4
		explicit(49_000, paths("/high/n")), explicit(49_001, Match{Hosts: []string{"taken.example.com"}}), explicit(49_005, paths("/high*")),
	}
	// The last has 49002 to 49004, and would like to have 49001.
	before, after := []Match{paths("/low/a"), paths("/low/b")}, paths("/high/*")
	for _, matches := range [][]Match{{before[0], before[1], after}, {before[1], before[0], after}, {after, before[0], before[1]}} {
		assign(t, append(rulesOf(matches...), others...))
	}
}

// Where a band is full down to the first priority, its rules go on after it, and the others stay.
func TestAFullBandGoesOnAfterIt(t *testing.T) {
	matches := []Match{mount("/other"), {Paths: []string{"/other/*/x"}}}
	for i := range 100 {
		matches = append(matches, Match{Hosts: []string{"api.example.com"}, Methods: []string{"GET"}, SourceIPs: []string{"10.0.0.0/8"}, Paths: []string{fmt.Sprintf("/1/2/3/4/5/%d", i)}})
	}
	out := assign(t, rulesOf(matches...))
	for i, r := range out {
		if i >= 2 && r.Priority > 63+100 {
			t.Errorf("%s has %d", r.Name, r.Priority)
		}
	}
	if alone := assign(t, rulesOf(matches[:2]...)); alone[0].Priority != out[0].Priority || alone[1].Priority != out[1].Priority {
		t.Errorf("others move to %d and %d", out[0].Priority, out[1].Priority)
	}
}

// Explicit priorities limit those that are assigned, directly or by others.
func TestAssignedFitsBetweenExplicit(t *testing.T) {
	rules := rulesOf(mount("/"), mount("/a"), mount("/a/b"), mount("/a/b/c"), mount("/x"))
	rules[0].Priority, rules[3].Priority = 100, 97
	out := assign(t, rules)
	if out[1].Priority != 99 || out[2].Priority != 98 || out[4].Priority >= 97 {
		t.Errorf("%d, %d and %d between 97 and 100", out[1].Priority, out[2].Priority, out[4].Priority)
	}
	rules = rulesOf(mount("/a"), mount("/a/b"))
	rules[1].Priority = 49990
	if out := assign(t, rules); out[0].Priority <= 49990 {
		t.Errorf("%d is not after 49990", out[0].Priority)
	}
	// Several after one: none is where another would like to be.
	rules = rulesOf(Match{Hosts: []string{"a.b"}, Paths: []string{"/x"}, Methods: []string{"GET"}}, Match{Hosts: []string{"a.b"}, Paths: []string{"/x"}}, Match{Hosts: []string{"a.b"}, Methods: []string{"GET"}}, Match{Paths: []string{"/x"}, Methods: []string{"GET"}})
	rules[0].Priority = 40000
	for i, r := range assign(t, rules) {
		if i > 0 && (r.Priority <= 40000 || r.Priority != assign(t, []Rule{rules[0], rules[i]})[1].Priority) {
			t.Errorf("%+v has %d", r.Match, r.Priority)
		}
	}
	// Rules that are free to be anywhere make room for one that is not.
	rules = rulesOf(mount("/"), mount("/a"))
	rules[0].Priority = 4
	for i := range 60 {
		m := mount(fmt.Sprintf("/1/2/3/4/5/6/%d", i))
		m.Hosts, m.Methods, m.SourceIPs, m.Paths = nil, []string{"GET"}, []string{"10.0.0.0/8"}, m.Paths[:1]
		m.Headers = []HeaderMatch{{Name: "X", Values: []string{"1"}}}
		rules = append(rules, Rule{Name: fmt.Sprint(i), Match: m})
	}
	rules[0].Match = Match{Methods: []string{"PUT"}}
	rules[1].Match = Match{Methods: []string{"PUT"}, Paths: []string{"/a"}}
	if out := assign(t, rules); out[1].Priority >= 4 {
		t.Errorf("%d is not before 4", out[1].Priority)
	}
}

// Two rules have to share what is before an explicit priority, and two what is after another one.
func TestAssignedFitsAtBothEnds(t *testing.T) {
	rules := rulesOf(mount("/a"), mount("/a/b"), mount("/a/c"), Match{Hosts: []string{"a.b"}, Paths: []string{"/x"}}, Match{Hosts: []string{"a.b"}}, paths("/x"), mount("/other"))
	rules[0].Priority, rules[3].Priority = 3, 49998
	out := assign(t, rules)
	if out[1].Priority+out[2].Priority != 1+2 || out[4].Priority+out[5].Priority != 49999+50000 {
		t.Errorf("%d and %d before 3, %d and %d after 49998", out[1].Priority, out[2].Priority, out[4].Priority, out[5].Priority)
	}
	for _, two := range [][]Match{{{Hosts: []string{"a.b"}}, paths("/x")}, {paths("/x"), {Hosts: []string{"a.b"}}}} {
		rules := rulesOf(append(two, Match{Hosts: []string{"a.b"}, Paths: []string{"/x"}})...)
		rules[2].Priority = 49998
		if out := assign(t, rules); out[0].Priority+out[1].Priority != 49999+50000 {
			t.Errorf("%d and %d after 49998", out[0].Priority, out[1].Priority)
		}
	}
	// What is taken within the limits does not matter as long as something is free.
	rules = rulesOf(mount("/a"), mount("/a/b"), Match{Hosts: []string{"a.b"}}, Match{Hosts: []string{"*.b"}}, mount("/other"))
	rules[0].Priority, rules[2].Priority = 6, 49990
	rules = append(rules, Rule{Name: "x", Opaque: true, Priority: 5}, Rule{Name: "y", Opaque: true, Priority: 49991}, Rule{Name: "z", Opaque: true, Priority: 49992})
	out = assign(t, rules)
	if out[1].Priority != 4 || out[3].Priority != 49993 || out[4].Priority != assign(t, rulesOf(mount("/other")))[0].Priority {
		t.Errorf("%d before 5 and 6, %d after 49992, another %d", out[1].Priority, out[3].Priority, out[4].Priority)
	}
}

func TestNoBandIsEverFull(t *testing.T) {
	shapes := map[string]func(i int) Match{
		"the smallest band": func(i int) Match {
			return Match{Hosts: []string{"api.example.com"}, Methods: []string{"GET"}, Headers: []HeaderMatch{{Name: "X-Api-Version", Values: []string{"2"}}},
				Paths: []string{fmt.Sprintf("/api/v2/shop/eu/items%d", i)}}
		},
		"the last band": func(i int) Match { return paths(fmt.Sprintf("*.x%d", i)) },
		"below one rule": func(i int) Match {
			if i == 0 {
				return mount("/")
			}
			return paths(fmt.Sprintf("*.x%d", i))
		},
		"a chain in the last band": func(i int) Match {
			return Match{Paths: []string{"*" + strings.Repeat("a", i%120)}, Headers: []HeaderMatch{{Name: "X", Values: []string{"*" + strings.Repeat("b", i/120)}}}}
		},
		"a chain in the smallest band": func(i int) Match {
			return Match{Hosts: []string{"api.example.com"}, Methods: []string{"GET"}, Paths: []string{"/1/2/3/4/5/6"},
				Headers: []HeaderMatch{{Name: "X", Values: []string{"*" + strings.Repeat("b", i%120)}}, {Name: "Y", Values: []string{"*" + strings.Repeat("b", i/120)}}}}
		},
	}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{100, 240} {
				matches := []Match{}
				for i := range n {
					matches = append(matches, shape(i))
				}
				assign(t, rulesOf(matches...))
			}
		})
	}
}

func TestAThousandRulesOfOneShape(t *testing.T) {
	matches := []Match{}
	for i := range 1000 {
		matches = append(matches, Match{Hosts: []string{"api.example.com"}, Methods: []string{"GET"}, SourceIPs: []string{"10.0.0.0/8"}, Paths: []string{fmt.Sprintf("/api/v2/shop/eu/items%d", i)}})
	}
	out, err := Assign(rulesOf(matches...))
	if err != nil {
		t.Fatal(err)
	}
	taken := map[int]bool{}
	for _, r := range out {
		taken[r.Priority] = true
	}
	if len(taken) != 1000 {
		t.Errorf("%d priorities for 1000 rules", len(taken))
	}
}

func BenchmarkAssign(b *testing.B) {
	for _, n := range []int{100, 1000} {
		matches := []Match{}
		for i := range n {
			matches = append(matches, Match{Hosts: []string{"api.example.com"}, Methods: []string{"GET"}, Paths: []string{fmt.Sprintf("/api/v2/items%d", i)}})
		}
		rules := rulesOf(matches...)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := Assign(rules); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
