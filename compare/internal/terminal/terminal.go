// Package terminal writes a report as text: two columns side by side, or one under the other in a
// narrow terminal. What the report says is not its business.
package terminal

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"example.com/alb-lambda/compare/internal/report"
	"example.com/alb-lambda/local/diff"
	"golang.org/x/term"
)

// Style says how to write.
type Style struct {
	// Width in characters. Lines are broken at it.
	Width int
	// Colour marks the differences. Symbols carry the same information.
	Colour bool
	// Differences leaves out rows that are the same.
	Differences bool
}

const (
	pipedWidth  = 120 // what a file or a pipe gets
	leastWidth  = 40
	narrowWidth = 76 // below it the sides are shown one under the other
	mostWidth   = 160
)

// For returns the style that suits the writer: colour and the terminal's width if it is a terminal
// and NO_COLOR is not set. https://no-color.org
func For(w io.Writer, differences bool) Style {
	s := Style{Width: pipedWidth, Differences: differences}
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return s
	}
	s.Colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
		s.Width = min(max(width, leastWidth), mostWidth)
	}
	return s
}

// symbols are one character for each mark.
var symbols = map[diff.Mark]string{
	diff.Same: " ", diff.Missing: "-", diff.Added: "+", diff.Renamed: ">", diff.Encoded: "~", diff.Changed: "*",
}

var colours = map[diff.Mark]string{
	diff.Same: "", diff.Missing: "\x1b[31m", diff.Added: "\x1b[32m", diff.Renamed: "\x1b[36m", diff.Encoded: "\x1b[35m", diff.Changed: "\x1b[33m",
}

const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	reset = "\x1b[0m"
)

// Write writes the report.
func Write(w io.Writer, r report.Report, s Style) error {
	p := printer{w: bufio.NewWriter(w), Style: s}
	for _, c := range r.Comparisons {
		p.comparison(c)
	}
	p.legend()
	return p.w.Flush()
}

type printer struct {
	w *bufio.Writer
	Style
}

func (p printer) line(text string) { _, _ = fmt.Fprintln(p.w, strings.TrimRight(text, " ")) }

func (p printer) paint(colour, text string) string {
	if !p.Colour || colour == "" {
		return text
	}
	return colour + text + reset
}

func (p printer) wrapped(first, next, colour, text string) {
	indent := max(len([]rune(first)), len([]rune(next)))
	for i, line := range wrap(text, p.Width-indent) {
		if i > 0 {
			first = next
		}
		p.line(first + p.paint(colour, line))
	}
}

func (p printer) comparison(c report.Comparison) {
	p.line("")
	p.wrapped("", "", bold, c.Title)
	p.wrapped("  ", "    ", "", c.Line())
	for _, h := range c.Request.Headers {
		p.wrapped("  ", "    ", dim, h.Name+": "+h.Value)
	}
	if len(c.Request.Body) > 0 {
		p.wrapped("  ", "    ", dim, "body: "+short(fmt.Sprintf("%q", c.Request.Body)))
	}
	for _, side := range []report.Side{c.API, c.ALB} {
		p.wrapped(fmt.Sprintf("  %-14s", side.Name), strings.Repeat(" ", 16), "", side.URL+" responds "+side.Status)
		if side.Event == nil {
			p.wrapped(strings.Repeat(" ", 16), strings.Repeat(" ", 16), dim, "which is not the echo: there is no event to show")
		}
	}
	for _, section := range c.Sections {
		p.section(section)
	}
}

func (p printer) section(s report.Section) {
	p.line("")
	rule := strings.Repeat("─", max(0, p.Width-len([]rune(s.Title))-4))
	p.wrapped("", "", bold, strings.TrimSpace("── "+s.Title+" "+rule))
	p.wrapped("  ", "  ", dim, s.Intro)
	p.wrapped("  ", "  ", dim, s.Summary())
	if p.Width >= narrowWidth {
		name, column := p.columns()
		p.line("  " + strings.Repeat(" ", name) + p.paint(bold, pad("API Gateway", column)+"  Load balancer"))
	}
	group := ""
	for _, c := range s.Clusters() {
		if c.Group != "" {
			group = c.Group
		}
		if p.Differences && c.Rule == nil {
			continue
		}
		if group != "" {
			p.line(p.paint(bold, group))
			group = ""
		}
		for _, r := range c.Rows {
			p.row(r)
		}
		p.why(c)
	}
}

// columns are the widths of the names, with the gap after them, and of each side.
func (p printer) columns() (name, column int) {
	name = p.Width / 4
	return name, (p.Width - 2 - name - 2) / 2
}

func (p printer) row(r diff.Row) {
	symbol, colour := symbols[r.Mark], colours[r.Mark]
	left, right := short(r.Left.Value), short(r.Right.Value)
	name := r.Label()
	if other := r.RightLabel(); other != "" {
		name += " > " + other
	}
	if p.Width < narrowWidth {
		p.wrapped(symbol+" ", "  ", colour, name)
		p.wrapped("    API  ", "         ", colour, orDash(left))
		p.wrapped("    ALB  ", "         ", colour, orDash(right))
		return
	}
	width, column := p.columns()
	names, lefts, rights := wrap(name, width-1), wrap(orDash(left), column), wrap(orDash(right), column)
	for i := range max(len(names), len(lefts), len(rights)) {
		text := pad(at(names, i), width) + pad(at(lefts, i), column) + "  " + at(rights, i)
		p.line(symbol + " " + p.paint(colour, strings.TrimRight(text, " ")))
		symbol = " "
	}
}

// why explains a cluster.
func (p printer) why(c report.Cluster) {
	const first, next = "    = ", "      "
	if c.Rule != nil {
		p.wrapped(first, next, dim, c.Rule.Sentence)
		p.page(c.Rule.Page)
	}
}

// page writes an address in one piece, so that it can be clicked, even if it is longer than the
// line.
func (p printer) page(address string) { p.line("      " + p.paint(dim, address)) }

func (p printer) legend() {
	p.line("")
	var parts []string
	for _, mark := range diff.Marks {
		parts = append(parts, fmt.Sprintf("%q %s", symbols[mark], diff.Words[mark]))
	}
	p.wrapped("", "", dim, "Symbols: "+strings.Join(parts, ", ")+".")
}
