package albrules

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
)

func mount(path string) Match {
	if path == "/" {
		return Match{Paths: []string{"/*"}}
	}
	return Match{Paths: []string{path, path + "/*"}}
}

func paths(paths ...string) Match { return Match{Paths: paths} }

// rulesOf makes rules without priorities.
func rulesOf(matches ...Match) []Rule {
	rules := make([]Rule, len(matches))
	for i, m := range matches {
		rules[i] = Rule{Name: fmt.Sprintf("r%d", i), Match: m}
	}
	return rules
}

// assign checks what holds for any rules: priorities are legal, no two are the same, those that
// were given stay, and what is covered comes before what covers it.
func assign(t *testing.T, rules []Rule) []Rule {
	t.Helper()
	given := slices.Clone(rules)
	out, err := Assign(rules)
	if err != nil {
		t.Fatal(err)
	}
	taken := map[int]string{}
	for i, r := range out {
		if r.Priority < MinPriority || r.Priority > MaxPriority || taken[r.Priority] != "" {
			t.Fatalf("%s has priority %d, as %q", r.Name, r.Priority, taken[r.Priority])
		}
		if p := given[i].Priority; p != 0 && p != r.Priority || rules[i].Priority != p {
			t.Fatalf("%s had priority %d, and has %d and %d", r.Name, p, r.Priority, rules[i].Priority)
		}
		taken[r.Priority] = r.Name
	}
	compiled := make([]*conditions, len(out))
	for i := range out {
		compiled[i] = compile(&out[i].Match)
	}
	for i, wide := range out {
		for j, narrow := range out {
			if wide.Priority < narrow.Priority && !wide.Opaque && !narrow.Opaque && compiled[i].covers(compiled[j]) {
				t.Fatalf("%+v, priority %d, comes before %+v, priority %d, which it covers", wide.Match, wide.Priority, narrow.Match, narrow.Priority)
			}
		}
	}
	return out
}

// priorities are those of rules by their canonical match.
func priorities(rules []Rule) map[string]int {
	out := map[string]int{}
	for _, r := range rules {
		out[r.Match.canonical()] = r.Priority
	}
	return out
}

func TestWhatIsCoveredComesFirst(t *testing.T) {
	header := func(value string) Match { return Match{Headers: []HeaderMatch{{Name: "X", Values: []string{value}}}} }
	for name, chain := range map[string][]Match{ // from the narrowest to the widest
		"leading star":       {paths("*.png"), mount("/")},
		"below a mount":      {{PathRegex: []string{"^/item/[0-9]+$"}}, mount("/item"), mount("/")},
		"an exact path":      {paths("/item/7"), {PathRegex: []string{"^/item/[0-9]+$"}}, mount("/item")},
		"stars":              {paths("/files/a/download"), paths("/files/*/download"), paths("/files/*"), paths("/*")},
		"hosts":              {{Hosts: []string{"a.api.example.com"}}, {Hosts: []string{"*.api.example.com"}}, {Hosts: []string{"*.example.com"}}, {Hosts: []string{"*.com"}}},
		"methods":            {{Paths: []string{"/a"}, Methods: []string{"GET"}}, {Paths: []string{"/a"}, Methods: []string{"GET", "POST"}}, {Paths: []string{"/a"}, Methods: []string{"GET", "POST", "PUT"}}},
		"methods of all":     {{Methods: []string{"GET"}}, mount("/")},
		"headers":            {header("abc"), header("ab*"), header("a*"), header("*"), mount("/")},
		"header expressions": {{Headers: []HeaderMatch{{Name: "X", Regex: []string{"^abc"}}}}, header("abc*"), header("?*")},
		"query":              {{Query: []QueryMatch{{"a", "1"}}}, {Query: []QueryMatch{{"a", "1"}, {"b", "1"}}}, {Query: []QueryMatch{{"", "1"}}}, {Query: []QueryMatch{{"", "*"}}}},
		"addresses":          {{SourceIPs: []string{"10.1.0.0/16"}}, {SourceIPs: []string{"10.0.0.0/8"}}, {SourceIPs: []string{"10.0.0.0/8", "11.0.0.0/8"}}, {SourceIPs: []string{"0.0.0.0/0"}}, {SourceIPs: []string{"0.0.0.0/0", "::/0"}}},
		"deep paths":         {paths("/a/b/c/d/e/f/g/h"), paths("/a/b/c/d/e/f/g/*"), paths("/a/b/c/d/e/f/*"), paths("/a/b/c/d/e/*")},
		"tokens":             {{Hosts: []string{"${Token[x]}"}, Paths: []string{"/a"}}, {Hosts: []string{"${Token[x]}"}}, mount("/")},
	} {
		t.Run(name, func(t *testing.T) {
			for _, reversed := range []bool{false, true} {
				matches := slices.Clone(chain)
				if reversed {
					slices.Reverse(matches)
				}
				out := assign(t, rulesOf(matches...))
				if reversed {
					slices.Reverse(out)
				}
				for i := 1; i < len(out); i++ {
					if !out[i].Match.Covers(&out[i-1].Match) {
						t.Errorf("%+v does not cover %+v", out[i].Match, out[i-1].Match)
					}
					if out[i].Priority <= out[i-1].Priority {
						t.Errorf("%+v has %d, not after %d", out[i].Match, out[i].Priority, out[i-1].Priority)
					}
				}
			}
		})
	}
}

// Each prefers to come before the other: one of them does, the same in any order of the source.
func TestPreferencesInACircle(t *testing.T) {
	for i := range 20 {
		under := fmt.Sprintf("/1/2/3/4/5/%d/", i)
		a := Match{Paths: []string{under + "a"}, PathRegex: []string{"^" + under + "b[0-9]?$"}}
		b := Match{Paths: []string{under + "b"}, PathRegex: []string{"^" + under + "a[0-9]?$"}}
		ab, ba := assign(t, rulesOf(a, b)), assign(t, rulesOf(b, a))
		if ab[0].Priority != ba[1].Priority || ab[1].Priority != ba[0].Priority {
			t.Fatalf("%d and %d in one order, %d and %d in the other", ab[0].Priority, ab[1].Priority, ba[1].Priority, ba[0].Priority)
		}
	}
	assign(t, rulesOf( // the first covers the second, which would come before the second
		Match{Paths: []string{"/a", "/*"}},
		Match{PathRegex: []string{"^/a"}},
	))
}

// Added, removed or moved: the others keep their priorities.
func TestAssignedPrioritiesAreStable(t *testing.T) {
	matches := []Match{}
	for i := range 20 {
		matches = append(matches, mount(fmt.Sprintf("/service%d", i)), Match{Hosts: []string{fmt.Sprintf("s%d.example.com", i)}})
	}
	all := priorities(assign(t, rulesOf(matches...)))
	same := func(what string, rules []Rule) {
		t.Helper()
		for canonical, priority := range priorities(rules) {
			if p, ok := all[canonical]; ok && p != priority {
				t.Errorf("%s moves from %d to %d when others are %s", canonical, p, priority, what)
			}
		}
	}
	reversed := slices.Clone(matches)
	slices.Reverse(reversed)
	same("moved", assign(t, rulesOf(reversed...)))
	same("removed", assign(t, rulesOf(matches[5:30]...)))
	same("added", assign(t, rulesOf(append(slices.Clone(matches), mount("/"), paths("*.png"), paths("/other/*/x"), paths("/other/*"))...)))
}

// A rule that has to come before another gives way; what is added on top moves nothing.
func TestARuleThatCoversOthersMovesOnlyThose(t *testing.T) {
	narrow, other := paths("/files/*/download"), mount("/orders")
	alone := assign(t, rulesOf(narrow, other))
	together := assign(t, rulesOf(narrow, other, paths("/files/*")))
	if top := assign(t, rulesOf(paths("/files/*")))[0].Priority; together[2].Priority != top {
		t.Errorf("the wider rule moves from %d to %d", top, together[2].Priority)
	}
	if together[1].Priority != alone[1].Priority {
		t.Errorf("a rule that has nothing to do with it moves from %d to %d", alone[1].Priority, together[1].Priority)
	}
	// Its place does not depend on which others have to come before the same rule.
	many := []Match{paths("/files/*"), narrow}
	for i := range 20 {
		many = append(many, paths(fmt.Sprintf("/files/*/x%d", i)))
	}
	if got := assign(t, rulesOf(many...))[1].Priority; got != together[0].Priority {
		t.Errorf("it moves from %d to %d beside others", together[0].Priority, got)
	}
}

// Random rules, some with explicit priorities: what is covered comes first, in any order of the
// source, with the same priorities.
func TestAssignOfRandomRules(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	assigned := 0
	for range 60 {
		data := make(draw, 4000)
		random.Read(data)
		rules := []Rule{}
		for i := range 2 + random.Intn(12) {
			r := Rule{Name: fmt.Sprint(i), Match: drawMatch(&data)}
			if r.Match.Values() == 0 {
				continue
			}
			if random.Intn(4) == 0 {
				r.Priority = 1 + random.Intn(30)
			}
			if _, err := Assign(append(slices.Clone(rules), r)); err == nil {
				rules = append(rules, r)
			} else if r.Priority == 0 && len(rules) == slices.IndexFunc(rules, func(r Rule) bool { return r.Priority != 0 }) {
				t.Fatalf("%v, without explicit priorities", err)
			}
		}
		want := priorities(assign(t, rules))
		random.Shuffle(len(rules), func(i, j int) { rules[i], rules[j] = rules[j], rules[i] })
		for canonical, priority := range priorities(assign(t, rules)) {
			if want[canonical] != priority {
				t.Fatalf("%s: %d in one order, %d in another", canonical, want[canonical], priority)
			}
			assigned++
		}
	}
	if assigned < 200 {
		t.Errorf("only %d rules", assigned)
	}
}
