package docs

import (
	"errors"
	"go/parser"
	"go/scanner"
	"go/token"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestOneWordForOneThing finds the words that this project once had for a front end and for a fix,
// in any file. UPGRADE.md names them, as what they were.
func TestOneWordForOneThing(t *testing.T) {
	const words = `\b(d[o]ors?\b|m[e]nd)` // written so that this line has neither
	out, err := exec.CommandContext(t.Context(), "git", "grep", "-inIP", words, "--", ".", ":!UPGRADE.md").CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 {
		t.Errorf("say front end, and fix: %v\n%s", err, out)
	}
}

// usual are the field's own words for what this project once had others for. Each pattern is looked
// for in prose: in comments and texts of Go code, and in documents.
var usual = []struct {
	pattern *regexp.Regexp
	say     string
}{
	{regexp.MustCompile(`(?i)\banswer(s|ed|ing)?\b`), "respond, response; action (of a rule)"},
	{regexp.MustCompile(`(?i)\bask(s|ed|ing)?\b`), "send a request to; require, need"},
	{regexp.MustCompile(`(?i)\brefus(e|es|ed|ing|al|als)\b`), "reject"},
	{regexp.MustCompile(`\bbalancers?\b`), "load balancer"},
	{regexp.MustCompile(`(?i)\ballot(s|ted)?\b`), "assign"},
	{regexp.MustCompile(`(?i)\bcan not\b`), "cannot"},
	{regexp.MustCompile(`(?i)\b(that|which|what) (is|are) no\b`), "that is not a"},
	{regexp.MustCompile(`(?i)\bstands? (beside|with|in (a|the|one|its|other))\b`), "is in, belongs to, is next to"},
	{regexp.MustCompile(`(?i)\bgoes with the stack\b`), "is deleted with the stack"},
	{regexp.MustCompile(`(?i)\btold by\b`), "identified by"},
	{regexp.MustCompile(`(?i)\btaken on\b`), "assumed (a role)"},
}

// meant is where one of these words is the field's own.
var meant = regexp.MustCompile(`[Ll]oad[ -]balancers?|connection refused|(that|which|what) (is|are) no (longer|more)`)

func TestUsualWords(t *testing.T) {
	for _, name := range tracked(t, "*.go") {
		if name == "test/docs/words_test.go" || strings.Contains(name, "_generated") {
			continue
		}
		for _, text := range proseOf(name, read(t, name)) {
			unusual(t, name, text)
		}
	}
	for _, name := range tracked(t, "*.md") {
		if name == "UPGRADE.md" {
			continue
		}
		for paragraph := range strings.SplitSeq(read(t, name), "\n\n") {
			unusual(t, name, paragraph)
		}
	}
	for _, sample := range []string{"It answers.", "Ask for it", "the balancer", "what is no path", "is refused"} {
		if found(sample) == "" {
			t.Errorf("%q passes", sample)
		}
	}
	for _, sample := range []string{"a load\nbalancer", "connection refused", "a task", "the mask"} {
		if what := found(sample); what != "" {
			t.Errorf("%q is taken for %s", sample, what)
		}
	}
}

func unusual(t *testing.T, name, text string) {
	t.Helper()
	if say := found(text); say != "" {
		t.Errorf("%s: say %s", name, say)
	}
}

// found is what to say instead of the first unusual words of a text, with these words.
func found(text string) string {
	text = meant.ReplaceAllString(strings.Join(strings.Fields(text), " "), "")
	for _, u := range usual {
		if at := u.pattern.FindStringIndex(text); at != nil {
			return u.say + ", not: " + text[max(0, at[0]-60):min(len(text), at[1]+20)]
		}
	}
	return ""
}

// proseOf lists the comments of a Go file, each group as one text, and the texts in its code that
// have several words.
func proseOf(name, source string) []string {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	var texts []string
	for _, group := range file.Comments {
		texts = append(texts, group.Text())
	}
	var s scanner.Scanner
	s.Init(set.AddFile(name, -1, len(source)), []byte(source), nil, 0)
	for {
		_, kind, literal := s.Scan()
		if kind == token.EOF {
			return texts
		}
		if kind == token.STRING && strings.Contains(literal, " ") {
			texts = append(texts, literal)
		}
	}
}
