package docs

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// page is what the tests read.
const page = "docs/constructs.md"

// errorsTitle is the heading of the table of validation errors, which ends the page.
const errorsTitle = "Validation errors"

// tables are the headings of sections that have no features: what all constructs have in common.
var tables = []string{"What is created", "The main of an app"}

// A section of the page: code with a hole, and the features that go into it.
type section struct {
	title    string
	frame    string
	features []feature
}

type feature struct {
	title   string
	written string   // Go code
	pieces  []string // of the templates, or of the errors
}

// name tells a feature from all others.
func (s *section) name(f *feature) string { return s.title + ": " + f.title }

// fill is the section's code with something in place of the hole.
func (s *section) fill(code string) string { return strings.Replace(s.frame, hole, code, 1) }

const hole = "// the feature"

var inlineCode = regexp.MustCompile("`([^`]+)`")

// parse reads the page. It rejects what it would otherwise skip silently.
func parse(markdown string) ([]section, error) {
	var sections []section
	parts := regexp.MustCompile(`(?m)^## `).Split(markdown, -1)
	for _, part := range parts[1:] {
		title, text, _ := strings.Cut(part, "\n")
		if title == errorsTitle {
			return sections, parseErrors(text, sections)
		}
		if slices.Contains(tables, title) {
			continue
		}
		features := strings.Split(text, "\n### ")
		s := section{title: title, frame: code(features[0])}
		if strings.Count(s.frame, hole) != 1 || !introduced(features[0]) {
			return nil, fmt.Errorf("section %s: no sentence before its code, or not one line %q in it", title, hole)
		}
		for _, text := range features[1:] {
			title, text, _ := strings.Cut(text, "\n")
			f := feature{title: title, written: code(text)}
			_, comes, _ := strings.Cut(text, "\nIn the template: ")
			for _, piece := range inlineCode.FindAllStringSubmatch(comes, -1) {
				f.pieces = append(f.pieces, piece[1])
			}
			if f.written == "" || len(f.pieces) == 0 || !introduced(text) {
				return nil, fmt.Errorf("%s: no sentence before its code, no code, or nothing in the template", s.name(&f))
			}
			s.features = append(s.features, f)
		}
		sections = append(sections, s)
	}
	return nil, fmt.Errorf("there is no section %q", errorsTitle)
}

// introduced tells whether there is a sentence before the first block of Go: what the feature is,
// in the words that somebody looks for.
func introduced(text string) bool {
	sentence, _, _ := strings.Cut(text, "```go\n")
	return strings.HasSuffix(strings.TrimSpace(sentence), ".")
}

// code is the first block of Go.
func code(text string) string {
	_, text, _ = strings.Cut(text, "```go\n")
	text, _, _ = strings.Cut(text, "```")
	return text
}

// parseErrors adds the rows of the table of validation errors to their sections.
func parseErrors(table string, sections []section) error {
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| In |") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|\n "), " | ")
		if len(cells) != 4 {
			return fmt.Errorf("%d cells, want 4: %s", len(cells), line)
		}
		written := inlineCode.FindStringSubmatch(cells[2])
		f := feature{title: cells[1]}
		for _, piece := range inlineCode.FindAllStringSubmatch(cells[3], -1) {
			f.pieces = append(f.pieces, piece[1])
		}
		if written == nil || len(f.pieces) == 0 {
			return fmt.Errorf("no code in a cell: %s", line)
		}
		f.written = written[1]
		found := false
		for i := range sections {
			if sections[i].title == cells[0] {
				sections[i].features, found = append(sections[i].features, f), true
			}
		}
		if !found {
			return fmt.Errorf("there is no section %q: %s", cells[0], line)
		}
	}
	return nil
}
