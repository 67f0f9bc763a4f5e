package docs

import (
	"fmt"
	"regexp"
	"strings"
)

// page is what the tests read.
const page = "docs/constructs.md"

// A section of the page: code with a hole, and a table of what goes into it.
type section struct {
	title string
	frame string
	rows  []row
}

type row struct {
	feature string
	written string   // Go code
	pieces  []string // of the templates, or of the faults
}

// name tells a row from all others.
func (s *section) name(r *row) string { return s.title + ": " + r.feature }

// fill is the section's code with something in place of the hole.
func (s *section) fill(code string) string { return strings.Replace(s.frame, hole, code, 1) }

const hole = "// the row"

var inlineCode = regexp.MustCompile("`([^`]+)`")

// parse reads the page. It rejects what it would otherwise skip silently.
func parse(markdown string) ([]section, error) {
	var sections []section
	var inCode bool
	for i, line := range strings.Split(markdown, "\n") {
		last := len(sections) - 1
		switch {
		case strings.HasPrefix(line, "## "):
			sections = append(sections, section{title: strings.TrimPrefix(line, "## ")})
		case strings.HasPrefix(line, "```"):
			inCode = !inCode
		case inCode && last >= 0:
			sections[last].frame += line + "\n"
		case strings.HasPrefix(line, "| Feature ") || strings.HasPrefix(line, "|---"):
		case strings.HasPrefix(line, "|") && last >= 0:
			cells := strings.Split(strings.Trim(line, "|"), " | ")
			if len(cells) != 3 {
				return nil, fmt.Errorf("line %d: %d cells, want 3", i+1, len(cells))
			}
			written := inlineCode.FindStringSubmatch(cells[1])
			r := row{feature: strings.TrimSpace(cells[0])}
			for _, piece := range inlineCode.FindAllStringSubmatch(cells[2], -1) {
				r.pieces = append(r.pieces, piece[1])
			}
			if written == nil || len(r.pieces) == 0 {
				return nil, fmt.Errorf("line %d: no code in a cell", i+1)
			}
			r.written = written[1]
			sections[last].rows = append(sections[last].rows, r)
		}
	}
	for _, s := range sections {
		if strings.Count(s.frame, hole) != 1 || len(s.rows) == 0 {
			return nil, fmt.Errorf("section %s: its code does not have one line %q, or it has no row", s.title, hole)
		}
	}
	return sections, nil
}
