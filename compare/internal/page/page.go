// Package page writes a report as one HTML page that loads nothing, so that it opens from disk.
// What the report says is not its business.
package page

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"

	"example.com/alb-lambda/compare/internal/report"
	"example.com/alb-lambda/local/diff"
)

//go:embed page.html
var text string

//go:embed page.css
var style string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"style":  func() template.CSS { return template.CSS(style) },
	"word":   func(m diff.Mark) string { return diff.Words[m] },
	"marks":  func() []diff.Mark { return diff.Marks },
	"indent": indent,
	"body":   body,
	"counts": counts,
	"dict":   dict,
}).Parse(text))

// Write writes the page.
func Write(w io.Writer, r report.Report) error {
	var b bytes.Buffer
	if err := page.Execute(&b, r); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// indent formats JSON for reading.
func indent(raw json.RawMessage) (string, error) {
	if raw == nil {
		return "none: the response is not the echo", nil
	}
	var b bytes.Buffer
	err := json.Indent(&b, raw, "", "  ")
	return b.String(), err
}

func body(b []byte) string {
	if len(b) > 400 {
		return fmt.Sprintf("%q… (%d bytes)", b[:400], len(b))
	}
	return fmt.Sprintf("%q", b)
}

// A count is how many rows of a section have a mark.
type count struct {
	Mark diff.Mark
	N    int
}

func counts(s report.Section) []count {
	var out []count
	n := s.Count()
	for _, m := range diff.Marks {
		if n[m] > 0 {
			out = append(out, count{m, n[m]})
		}
	}
	return out
}

// dict passes more than one value to a template.
func dict(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}
