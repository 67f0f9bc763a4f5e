package docs

import (
	"fmt"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/alb-lambda/test/internal/document"
)

// TestContents holds the contents of docs/constructs.md to its headings, and writes them with
// -update. Each heading is there once, so that its address stays when another feature is added.
func TestContents(t *testing.T) {
	text := read(t, page)
	head, rest, found := strings.Cut(text, "\n- [")
	_, body, ends := strings.Cut(rest, "\n\n## ")
	if !found || !ends {
		t.Fatalf("%s has no contents before its first section", page)
	}
	body = "## " + body
	want := head + "\n" + contents(t, body) + "\n" + body
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		text = want
	}
	if text != want {
		t.Errorf("%s: its contents are not those of its headings: run go test ./test/docs -update", page)
	}
}

// contents lists the sections of a page, and behind each its features.
func contents(t *testing.T, body string) string {
	t.Helper()
	const width = 148
	seen := map[string]bool{}
	var list, line string
	for _, heading := range regexp.MustCompile(`(?m)^(##|###) (.*)$`).FindAllStringSubmatch(document.Prose(body), -1) {
		title, anchor := heading[2], anchorOf(heading[2])
		if seen[anchor] {
			t.Errorf("%s has two headings %q", page, title)
		}
		seen[anchor] = true
		item := fmt.Sprintf("[%s](#%s)", title, anchor)
		switch {
		case heading[1] == "##":
			if line != "" {
				list += line + "\n"
			}
			line = "- " + item
		case len(line)+len(item) > width:
			list += line + " ·\n"
			line = "  " + item
		case strings.HasPrefix(line, "- ") && !strings.Contains(line, " · ") && !strings.Contains(line, ": "):
			line += ": " + item
		default:
			line += " · " + item
		}
	}
	return list + line + "\n"
}

// TestEveryPageIsListed looks for each page in the list of docs, which the README points to.
func TestEveryPageIsListed(t *testing.T) {
	const index = "docs/README.md"
	list := read(t, index)
	for _, name := range tracked(t, "docs/*.md") {
		if name != index && !strings.Contains(list, "]("+path.Base(name)+") |") {
			t.Errorf("%s does not list %s", index, name)
		}
	}
	if !strings.Contains(read(t, "README.md"), "]("+index+")") {
		t.Errorf("README.md does not point to %s", index)
	}
}

// TestPagesHaveContents looks for the headings of a long page in the list that it begins with.
func TestPagesHaveContents(t *testing.T) {
	long := 0
	for _, name := range tracked(t, "docs/*.md") {
		prose := document.Prose(read(t, name))
		headings := regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(prose, -1)
		if len(headings) < 5 {
			continue
		}
		long++
		list, _, _ := strings.Cut(prose, "\n## ")
		for _, heading := range headings {
			if !strings.Contains(list, "](#"+anchorOf(heading[1])+")") {
				t.Errorf("%s: its contents do not have %q", name, heading[1])
			}
		}
	}
	if long < 6 {
		t.Errorf("only %d pages are long", long)
	}
}

// TestCellsAreShort finds tables that nobody can read: what a cell has no room for is a sentence
// above or below.
func TestCellsAreShort(t *testing.T) {
	const most = 160
	cells := 0
	for _, name := range []string{"README.md", "docs/README.md", page, "docs/moving.md", "docs/moving-constructs.md", "docs/settings.md", "docs/deploy.md",
		"docs/events.md", "docs/function.md"} {
		for line := range strings.Lines(document.Prose(read(t, name))) {
			if !strings.HasPrefix(line, "|") {
				continue
			}
			for cell := range strings.SplitSeq(strings.Trim(line, "|\n"), "|") {
				cells++
				if n := utf8.RuneCountInString(strings.TrimSpace(cell)); n > most {
					t.Errorf("%s: a cell of %d characters, more than %d: %s", name, n, most, cell)
				}
			}
		}
	}
	if cells < 300 {
		t.Errorf("only %d cells were found", cells)
	}
}

// TestCodeIsReadable finds lines of Go that have to be scrolled.
func TestCodeIsReadable(t *testing.T) {
	const most = 120
	for _, name := range []string{"README.md", page} {
		for _, block := range document.Blocks(read(t, name)) {
			for line := range strings.Lines(block.Text) {
				if n := utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")); block.Language == "go" && n > most {
					t.Errorf("%s:%d: a line of %d characters, more than %d: %s", name, block.Line, n, most, line)
				}
			}
		}
	}
}
