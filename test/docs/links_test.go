package docs

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strings"
	"testing"

	"example.com/alb-lambda/test/internal/document"
)

var (
	link   = regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"`)
	folder = regexp.MustCompile(`^(?:\./)?(?:constructs|docs|lambda|local|picture|test|tools|compare|\.github)(?:/[\w.-]+)*$`)
)

// TestLinks follows the links of all documents that stay inside the repository, to the file and to
// the heading, and looks for the folders that the text names.
func TestLinks(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "git", "ls-files", "*.md").Output()
	if err != nil {
		t.Fatal(err)
	}
	var followed int
	for name := range strings.FieldsSeq(string(out)) {
		prose := document.Prose(read(t, name))
		for _, found := range link.FindAllStringSubmatch(prose, -1) {
			to := found[1] + found[2]
			// Two folders up from the README is where GitHub has the pages of the repository.
			if strings.Contains(to, "://") || name == "README.md" && strings.HasPrefix(to, "../../") {
				continue
			}
			followed++
			file, anchor, _ := strings.Cut(to, "#")
			target := path.Join(path.Dir(name), file)
			if file == "" {
				target = name
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: %s: %v", name, to, err)
			} else if anchor != "" && !anchors(t, target)[anchor] {
				t.Errorf("%s: %s: %s has no such heading", name, to, target)
			}
		}
		for _, code := range inlineCode.FindAllStringSubmatch(prose, -1) {
			// UPGRADE.md names the folders of old.
			if _, err := os.Stat(code[1]); folder.MatchString(code[1]) && err != nil && name != "UPGRADE.md" {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if followed < 15 {
		t.Errorf("only %d links were found", followed)
	}
}

// TestTheMap finds the folder that CONTRIBUTING.md forgets.
func TestTheMap(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "git", "ls-tree", "-d", "--name-only", "HEAD").Output()
	if err != nil {
		t.Fatal(err)
	}
	page := read(t, "CONTRIBUTING.md")
	for dir := range strings.FieldsSeq(string(out)) {
		if !strings.HasPrefix(dir, ".") && !strings.Contains(page, "\n| `"+dir+"` |") && !strings.Contains(page, "\n| `"+dir+"/") {
			t.Errorf("the map in CONTRIBUTING.md has no row for %s", dir)
		}
	}
}

// anchors of a document, made of its headings as GitHub makes them.
func anchors(t *testing.T, name string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	seen := map[string]int{} // GitHub numbers the second of a name, from 1
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(document.Prose(read(t, name)), -1) {
		anchor := anchorOf(heading[1])
		if n := seen[anchor]; n > 0 {
			all[fmt.Sprintf("%s-%d", anchor, n)] = true
		}
		all[anchor] = true
		seen[anchor]++
	}
	return all
}

// anchorOf a heading, the first of its name.
func anchorOf(heading string) string {
	// A link is its text.
	heading = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`).ReplaceAllString(heading, "$1")
	anchor := strings.ReplaceAll(strings.ToLower(heading), " ", "-")
	return regexp.MustCompile(`[^\p{L}\p{N}_-]`).ReplaceAllString(anchor, "")
}
