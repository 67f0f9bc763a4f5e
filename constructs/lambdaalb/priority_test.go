package lambdaalb

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"example.com/alb-lambda/fault"
)

func TestPatternRank(t *testing.T) {
	for pattern, want := range map[string]int{
		"/*": 0, "*": 0, "*.php": 0, "/*/x": 0, "/a*": 1, "/a?": 1, "/a/*": 2, "/a": 3, "/a/b*": 3, "/a/b/*": 4, "/a/b": 5,
	} {
		if got := patternRank(pattern); got != want {
			t.Errorf("patternRank(%q) = %d, want %d", pattern, got, want)
		}
	}
}

// A match that is covered by another never has a band after it.
func TestBandsAreOrderedBySpecificity(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	segment := func() string { return []string{"a", "b", "*", "a*", "?"}[random.Intn(5)] }
	match := func() Match {
		m := Match{}
		for range 1 + random.Intn(2) {
			path := ""
			for range 1 + random.Intn(3) {
				path += "/" + segment()
			}
			m.Paths = append(m.Paths, path)
		}
		if random.Intn(3) == 0 {
			m.Hosts = []string{[]string{"a.example.com", "*.example.com"}[random.Intn(2)]}
		}
		if random.Intn(3) == 0 {
			m.Methods = []string{"GET"}
		}
		return m
	}
	compared := 0
	for range 200_000 {
		wide, narrow := match(), match()
		if !wide.covers(&narrow) {
			continue
		}
		compared++
		wideFirst, _ := wide.band()
		narrowFirst, _ := narrow.band()
		if narrowFirst > wideFirst {
			t.Fatalf("%+v is covered by %+v, but its band begins at %d, after %d", narrow, wide, narrowFirst, wideFirst)
		}
	}
	if compared < 1000 {
		t.Fatalf("only %d pairs were compared", compared)
	}
}

func TestBandsTileTheRange(t *testing.T) {
	kinds := []Match{{}, {Methods: []string{"GET"}}, {Hosts: []string{"a.b"}}, {Hosts: []string{"a.b"}, Methods: []string{"GET"}},
		{Hosts: []string{"a.b"}, Methods: []string{"GET"}, SourceIPs: []string{"10.0.0.0/8"}}}
	paths := []string{"/*", "/a*", "/a/*", "/a", "/a/b/*", "/a/b", "/a/b/c/*", "/a/b/c", "/a/b/c/d/*", "/a/b/c/d", "/a/b/c/d/e/*", "/a/b/c/d/e"}
	end := minPriority
	for _, kind := range slices.Backward(kinds) {
		for _, path := range slices.Backward(paths) {
			m := kind
			m.Paths = []string{path}
			first, slots := m.band()
			if first != end {
				t.Errorf("the band of %+v begins at %d, want %d", m, first, end)
			}
			end = first + slots
		}
	}
	if end > maxPriority+1 {
		t.Errorf("the last band ends at %d", end-1)
	}
}

func entry(path string, priority int) *ruleEntry {
	return &ruleEntry{path: "Stack/" + path, match: Match{Paths: []string{path, path + "/*"}}, explicit: priority != 0, priority: priority}
}

func add(t *testing.T, set *ruleSet, entries ...*ruleEntry) {
	t.Helper()
	for _, e := range entries {
		faults := fault.New("Stack")
		set.add(e, faults, e.path)
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// Added, removed or moved in the source: the others stay where they are.
func TestAllottedPrioritiesAreStable(t *testing.T) {
	names := []string{}
	for i := range 20 {
		names = append(names, fmt.Sprintf("/service%d", i))
	}
	allot := func(names []string) map[string]int {
		set := &ruleSet{}
		for _, name := range names {
			add(t, set, entry(name, 0))
		}
		got := map[string]int{}
		for _, r := range set.rules {
			got[r.match.Paths[0]] = r.priority
		}
		return got
	}
	all := allot(names)
	moved := slices.Clone(names)
	slices.Reverse(moved)
	for name, priority := range allot(moved) {
		if all[name] != priority {
			t.Errorf("%s moves from %d to %d with the order of the source", name, all[name], priority)
		}
	}
	for name, priority := range allot(names[5:]) {
		if all[name] != priority {
			t.Errorf("%s moves from %d to %d when others are removed", name, all[name], priority)
		}
	}
}

func TestAllottedGivesWayToExplicit(t *testing.T) {
	alone := &ruleSet{}
	allotted := entry("/a", 0)
	add(t, alone, allotted)
	taken := allotted.priority

	for _, order := range []string{"explicit first", "explicit last"} {
		t.Run(order, func(t *testing.T) {
			set, changed := &ruleSet{}, 0
			allotted, explicit := entry("/a", 0), entry("/b", taken)
			allotted.change = func(priority int) { changed = priority }
			if order == "explicit first" {
				add(t, set, explicit, allotted)
			} else {
				add(t, set, allotted, explicit)
			}
			if explicit.priority != taken || allotted.priority == taken {
				t.Errorf("explicit %d, allotted %d, want %d and another", explicit.priority, allotted.priority, taken)
			}
			if order == "explicit last" && changed != allotted.priority {
				t.Errorf("the rule was told %d, and has %d", changed, allotted.priority)
			}
		})
	}
}

func TestMoreSpecificIsAskedFirst(t *testing.T) {
	set := &ruleSet{}
	root := &ruleEntry{path: "Stack/root", match: Match{Paths: []string{"/*"}}}
	api, users := entry("/api", 0), entry("/api/users", 0)
	host := &ruleEntry{path: "Stack/host", match: Match{Paths: []string{"/api", "/api/*"}, Hosts: []string{"a.example.com"}}}
	add(t, set, root, api, users, host)
	if users.priority >= api.priority || api.priority >= root.priority || host.priority >= api.priority {
		t.Errorf("root %d, api %d, users %d, host %d", root.priority, api.priority, users.priority, host.priority)
	}
}

func TestRulesThatCollideAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		entries []*ruleEntry
		want    string
	}{
		"the same priority": {[]*ruleEntry{entry("/a", 7), entry("/b", 7)},
			"Stack: /b.Priority: 7 is taken by Stack//a; use another, or leave it out to have one allotted"},
		"the same match": {[]*ruleEntry{entry("/a", 7), entry("/a", 0)},
			"Stack: /a: it matches the same requests as Stack//a; remove one of them"},
		"shadowed by an earlier one": {[]*ruleEntry{entry("/a", 1), entry("/a/b", 2)},
			"Stack: /a/b: it is never reached: Stack//a, priority 1, takes all that it matches before priority 2; give it a priority below that, or Stack//a one above"},
		"shadowing an earlier one": {[]*ruleEntry{entry("/a/b", 2), entry("/a", 1)},
			"Stack: /a: Stack//a/b, priority 2, is never reached after it: priority 1 takes all that it matches; give it a priority above 2"},
	} {
		t.Run(name, func(t *testing.T) {
			set := &ruleSet{}
			last := len(c.entries) - 1
			add(t, set, c.entries[:last]...)
			faults := fault.New("Stack")
			set.add(c.entries[last], faults, c.entries[last].match.Paths[0])
			if err := faults.Err(); err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
			if len(set.rules) != last {
				t.Errorf("the refused rule stays: %d rules", len(set.rules))
			}
		})
	}
}

func TestRulesOverTheQuotaAreRefused(t *testing.T) {
	set := &ruleSet{}
	for i := range maxRules {
		add(t, set, entry(fmt.Sprintf("/s%d", i), 0))
	}
	faults := fault.New("Stack")
	set.add(entry("/more", 0), faults, "more")
	if err := faults.Err(); err == nil {
		t.Error("rule 101 is let in")
	}
	seen := map[int]bool{}
	for _, r := range set.rules {
		if seen[r.priority] || r.priority < minPriority || r.priority > maxPriority {
			t.Errorf("priority %d is taken or outside", r.priority)
		}
		seen[r.priority] = true
	}
}
