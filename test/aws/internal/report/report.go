// Package report shows how a run of the proof went: as text, and as a page that needs nothing else.
//
// How results are shown may enter. What they are is the business of packages proof and state.
package report

import (
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"example.com/alb-lambda/test/aws/internal/proof"
	"example.com/alb-lambda/test/aws/internal/state"
)

// row is one step.
type row struct {
	Name, Shows, Status, Symbol, Reason, Took string
	Notes                                     []string
}

// page is what both forms show.
type page struct {
	Stage, Where, Begun             string
	Passed, Failed, Skipped, NotRun int
	Rows                            []row
	Left                            []string
}

var symbols = map[state.Status]string{state.Passed: "✓", state.Failed: "✗", state.Skipped: "–"}

func newPage(s *state.State) *page {
	p := &page{Stage: s.Stage, Where: s.Platform, Begun: s.Begun.Format("2006-01-02 15:04 UTC")}
	if s.Account != "" {
		p.Where += ", account " + s.Account + ", " + s.Region
	}
	for _, step := range append(proof.Steps(), proof.End()...) {
		result := s.Result(step.Name)
		if result == nil {
			p.NotRun++
			p.Rows = append(p.Rows, row{Name: step.Name, Shows: step.Shows, Status: "not run", Symbol: "·"})
			continue
		}
		switch result.Status {
		case state.Passed:
			p.Passed++
		case state.Failed:
			p.Failed++
		case state.Skipped:
			p.Skipped++
		}
		r := row{
			Name: step.Name, Shows: step.Shows, Status: string(result.Status), Symbol: symbols[result.Status],
			Reason: result.Reason, Notes: result.Notes,
		}
		if result.Status != state.Skipped {
			r.Took = took(result.Took)
		}
		p.Rows = append(p.Rows, r)
	}
	for _, made := range s.Left() {
		p.Left = append(p.Left, strings.TrimSpace(made.Kind+" "+made.Name+" "+made.ID))
	}
	return p
}

func took(d time.Duration) string {
	if d < time.Minute {
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Second).String()
}

// Text writes the report as text.
func Text(w io.Writer, s *state.State) error {
	p := newPage(s)
	var b strings.Builder
	fmt.Fprintf(&b, "Proof of stage %s on %s, begun %s\n", p.Stage, p.Where, p.Begun)
	fmt.Fprintf(&b, "%d passed, %d failed, %d skipped, %d not run\n\n", p.Passed, p.Failed, p.Skipped, p.NotRun)
	for _, r := range p.Rows {
		fmt.Fprintf(&b, "%s %-12s %-8s %8s  %s\n", r.Symbol, r.Name, r.Status, r.Took, r.Shows)
		for _, line := range append(strings.Split(r.Reason, "\n"), r.Notes...) {
			if line != "" {
				fmt.Fprintf(&b, "    %s\n", line)
			}
		}
	}
	if len(p.Left) > 0 {
		fmt.Fprintf(&b, "\nLeft, or perhaps left:\n")
		for _, line := range p.Left {
			fmt.Fprintf(&b, "    %s\n", line)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

//go:embed page.html
var source string

var layout = template.Must(template.New("page").Parse(source))

// Page writes the report as a page.
func Page(w io.Writer, s *state.State) error { return layout.Execute(w, newPage(s)) }

// Write writes both into the folder of the stage, and returns where.
func Write(s *state.State) (text, html string, err error) {
	text, html = filepath.Join(s.Dir(), "report.txt"), filepath.Join(s.Dir(), "report.html")
	return text, html, errors.Join(write(text, s, Text), write(html, s, Page))
}

func write(name string, s *state.State, as func(io.Writer, *state.State) error) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(as(f, s), f.Close())
}
