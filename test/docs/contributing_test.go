package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
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

// TestEveryRoomSaysItsBusiness looks in each package comment for what may enter and what is not its
// business. Programs that only stand for something, as fixtures do, are left out.
func TestEveryRoomSaysItsBusiness(t *testing.T) {
	fixtures := regexp.MustCompile(`^(examples|lambda/bench|test/features|test/faults|test/consumer/functions|constructs/cdkapp/internal)/|/testdata/|/frameworks/`)
	out, err := exec.CommandContext(t.Context(), "git", "ls-files", "*.go").Output()
	if err != nil {
		t.Fatal(err)
	}
	comments := map[string]string{}
	for name := range strings.FieldsSeq(string(out)) {
		folder := filepath.Dir(name)
		if folder == "." || fixtures.MatchString(name) {
			continue
		}
		if _, err := os.Stat(name); err != nil {
			continue // deleted, and not committed yet
		}
		comments[folder] += regexp.MustCompile(`(?m)(?:^//.*\n)+^package `).FindString(read(t, name))
	}
	if len(comments) < 50 {
		t.Errorf("only %d folders were found", len(comments))
	}
	for folder, comment := range comments {
		if !strings.Contains(comment, "business") && !strings.Contains(comment, "may enter") && !strings.Contains(comment, "It is for tests") {
			t.Errorf("%s: the package comment does not say what may enter, or what is not its business:\n%s", folder, comment)
		}
	}
}
