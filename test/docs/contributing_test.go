package docs

import (
	"errors"
	"os/exec"
	"regexp"
	"testing"
)

// TestEveryTargetHasADuration holds the table of CONTRIBUTING.md to what make help lists.
func TestEveryTargetHasADuration(t *testing.T) {
	page := read(t, "CONTRIBUTING.md")
	targets := regexp.MustCompile(`(?m)^([a-z-]+):.*## `).FindAllStringSubmatch(read(t, "Makefile"), -1)
	if len(targets) < 15 {
		t.Fatalf("only %d targets were found", len(targets))
	}
	known := map[string]bool{}
	for _, target := range targets {
		name := target[1]
		known[name] = true
		if row := regexp.MustCompile("(?m)^\\| `make " + name + "` \\|.*\\| [0-9.]+ (s|min) \\|$"); name != "help" && !row.MatchString(page) {
			t.Errorf("CONTRIBUTING.md has no row with the duration of make %s", name)
		}
	}
	for _, row := range regexp.MustCompile("(?m)^\\| `make ([a-z-]+)` \\|").FindAllStringSubmatch(page, -1) {
		if !known[row[1]] {
			t.Errorf("CONTRIBUTING.md has a row for make %s, which the Makefile does not have", row[1])
		}
	}
}

// TestOneWordForOneThing finds the words that this project once had for a front end and for a fix.
// UPGRADE.md names them, as what they were.
func TestOneWordForOneThing(t *testing.T) {
	const words = `\b(d[o]ors?\b|m[e]nd)` // written so that this line has neither
	out, err := exec.CommandContext(t.Context(), "git", "grep", "-inIP", words, "--", ".", ":!UPGRADE.md").CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 {
		t.Errorf("say front end, and fix: %v\n%s", err, out)
	}
}
