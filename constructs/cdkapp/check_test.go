package cdkapp_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/cdkapp"
)

func TestFindingsAreTheSameWithAndWithoutACache(t *testing.T) {
	s := newSite(t)
	cold := s.run("broken", nil)
	for _, stack := range []string{"first/Function", "second/Function", "stage/staged/Function"} {
		if !strings.Contains(cold.stderr, "MemorySize: 100000") || !strings.Contains(cold.stderr, stack) {
			t.Errorf("the error in %s is not in\n%s", stack, cold.stderr)
		}
	}
	if len(s.remembered()) != 3 {
		t.Errorf("%d files of findings, want one for each stack", len(s.remembered()))
	}
	for _, c := range []struct {
		app     string
		context map[string]any
		exit    int
	}{
		{"broken", nil, 1},
		// errors are warnings
		{"broken", map[string]any{"@aws-cdk/core:validateAgainstDefaultRules": false}, 0},
		{"acknowledged", nil, 1},
	} {
		warm := s.run(c.app, c.context)
		plain := s.run("plain/"+c.app, c.context)
		if warm.exit != c.exit || c.app == "broken" && c.context == nil && warm != cold {
			t.Errorf("%s %v, warm:\n%+v\ncold:\n%+v", c.app, c.context, warm, cold)
		}
		if sorted(warm.report) != sorted(plain.report) {
			t.Errorf("%s %v: the report is\n%s\nwithout this package it is\n%s", c.app, c.context, warm.report, plain.report)
		}
	}
}

// sorted are the lines of a report in an order of their own: CDK adds its own check to the stages
// one by one, and therefore reports on their stacks first.
func sorted(report string) string {
	return strings.Join(slices.Sorted(strings.Lines(report)), "")
}

func TestNoCacheByAContextKey(t *testing.T) {
	s := newSite(t)
	if r := s.run("broken", map[string]any{cdkapp.NoCache: "true"}); r.exit != 1 {
		t.Errorf("exit %d, want 1", r.exit)
	}
	if files := s.remembered(); len(files) > 0 {
		t.Errorf("findings were remembered: %q", files)
	}
}

func TestRulesOfOnesOwn(t *testing.T) {
	s := newSite(t)
	s.run("fine", nil)
	cold := s.run("guarded", nil)
	if !strings.Contains(cold.report, "FUNCTIONS_HAVE_A_KEY") {
		t.Errorf("the rule is not in the report\n%s\n%s", cold.report, cold.stderr)
	}
	if warm := s.run("guarded", nil); warm != cold {
		t.Errorf("warm\n%+v\ncold\n%+v", warm, cold)
	}
}

func TestTemplatesAreNotCheckedForTheirNamesAlone(t *testing.T) {
	s := newSite(t)
	r := s.run("broken", map[string]any{"aws:cdk:bundling-stacks": []any{}})
	if r.exit != 0 || r.report != "" && strings.Contains(r.report, "MemorySize") {
		t.Errorf("exit %d, report %s\n%s", r.exit, r.report, r.stderr)
	}
	if _, err := os.Stat(s.out + "/first.template.json"); err != nil {
		t.Error(err)
	}
}
