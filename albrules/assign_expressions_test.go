package albrules

import (
	"fmt"
	"testing"
)

// A mount of a path that an expression matches too is the more specific of the two, although
// neither covers the other; also where the mount comes late because of what is below it.
func TestExactPathComesBeforeAnExpression(t *testing.T) {
	expression := Match{PathRegex: []string{"^/item/[0-9]+$"}}
	for i := range 30 {
		below := Match{PathRegex: []string{fmt.Sprintf("^/item/7/[a-z]{%d}$", i)}}
		out := assign(t, rulesOf(mount("/item/7"), expression, mount("/item"), below))
		if out[0].Priority >= out[1].Priority || out[1].Priority >= out[2].Priority || out[3].Priority >= out[0].Priority {
			t.Fatalf("mount %d, expression %d, mount above %d, below %d", out[0].Priority, out[1].Priority, out[2].Priority, out[3].Priority)
		}
	}
	// Not so where the expression has other conditions that the path does not have.
	for kind, conditions := range map[string]Match{
		"methods": {Methods: []string{"GET"}}, "hosts": {Hosts: []string{"a.example.com"}}, "queries": {Query: []QueryMatch{{"a", "1"}}},
		"headers": {Headers: []HeaderMatch{{Name: "X", Values: []string{"1"}}}}, "addresses": {SourceIPs: []string{"10.0.0.0/8"}},
	} {
		conditions.PathRegex = expression.PathRegex
		out := assign(t, rulesOf(mount("/item/7"), conditions))
		for i, alone := range []Match{mount("/item/7"), conditions} {
			if want := assign(t, rulesOf(alone))[0].Priority; out[i].Priority != want {
				t.Errorf("%s: %+v moves from %d to %d", kind, alone, want, out[i].Priority)
			}
		}
	}
}

// TestExactPathComesBeforePathsAndExpressions: so it is where the rule has paths beside its
// expressions, whichever of its paths it is.
func TestExactPathComesBeforePathsAndExpressions(t *testing.T) {
	for i := range 30 {
		above := fmt.Sprintf("/1/2/3/4/5/6/%d", i)
		both := Match{Paths: []string{fmt.Sprintf("/other/2/3/4/5/6/%d/x", i)}, PathRegex: []string{"^" + above + "/[0-9]+$"}}
		exact := paths("/0/2/3/4/5/6/7", above+"/7")
		for _, rules := range [][]Match{{exact, both}, {both, exact}} {
			priority := priorities(assign(t, rulesOf(rules...)))
			if priority[exact.canonical()] >= priority[both.canonical()] {
				t.Fatalf("the path has %d, and the expression %d", priority[exact.canonical()], priority[both.canonical()])
			}
		}
	}
}

// So deep, all have one band, and the preference alone puts them in order.
func TestExactPathComesBeforeAnExpressionInOneBand(t *testing.T) {
	moved := 0
	for i := range 30 {
		above := fmt.Sprintf("/1/2/3/4/5/6/%d", i)
		expression := Match{PathRegex: []string{"^" + above + "/[0-9]+$"}}
		out := assign(t, rulesOf(mount(above+"/7"), expression, mount(above)))
		if out[0].Priority >= out[1].Priority || out[1].Priority >= out[2].Priority {
			t.Fatalf("mount %d, expression %d, mount above %d", out[0].Priority, out[1].Priority, out[2].Priority)
		}
		// Whichever of the paths it is.
		two := assign(t, rulesOf(paths("/0/2/3/4/5/6/7", above+"/7"), expression, mount(above)))
		if two[0].Priority >= two[1].Priority {
			t.Fatalf("two paths %d, expression %d", two[0].Priority, two[1].Priority)
		}
		// And before each of several expressions.
		other := Match{PathRegex: []string{"^" + above + "/[0-7]$"}}
		for _, several := range [][]Match{{mount(above + "/7"), expression, other, mount(above)}, {other, mount(above), mount(above + "/7"), expression}} {
			priority := priorities(assign(t, rulesOf(several...)))
			exact := mount(above + "/7")
			if first := priority[exact.canonical()]; first >= priority[expression.canonical()] || first >= priority[other.canonical()] {
				t.Fatalf("mount %d, expressions %d and %d", first, priority[expression.canonical()], priority[other.canonical()])
			}
		}
		expression.Methods = []string{"GET"}
		if out[0].Priority != assign(t, rulesOf(mount(above+"/7"), expression, mount(above)))[0].Priority {
			moved++
		}
	}
	if moved == 0 {
		t.Error("the preference decides nothing")
	}
}

// There is no preference where the two share no request: another path, another method.
func TestExpressionsThatAPathHasNothingToDoWith(t *testing.T) {
	for i := range 30 {
		above := fmt.Sprintf("/1/2/3/4/5/6/%d", i)
		seven, all := mount(above+"/7"), mount(above)
		seven.Methods, all.Methods = []string{"PUT"}, []string{"GET", "PUT"}
		want := assign(t, rulesOf(seven, all))[0].Priority
		for name, m := range map[string]Match{
			"method": {PathRegex: []string{"^" + above + "/[0-9]+$"}, Methods: []string{"GET"}},
			"path":   {PathRegex: []string{"^" + above + "/[a-z]+$"}, Methods: []string{"PUT"}},
		} {
			if got := assign(t, rulesOf(seven, all, m))[0].Priority; got != want {
				t.Errorf("%s: it moves from %d to %d", name, want, got)
			}
		}
	}
}
