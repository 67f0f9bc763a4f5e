package page

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"example.com/alb-lambda/compare/internal/report"
	"example.com/alb-lambda/compare/internal/sample"
	"example.com/alb-lambda/local/diff"
)

// update rewrites the goldens, which are also the pages that the tests in compare/browser open:
//
//	go test ./compare/internal/page -update
var update = flag.Bool("update", false, "rewrite the goldens")

func written(t *testing.T, r report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGoldens(t *testing.T) {
	for _, name := range sample.Names {
		t.Run(name, func(t *testing.T) {
			got := written(t, sample.Report(name))
			golden := filepath.Join("testdata", name+".html")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("it differs from %s; after an intentional change, run go test ./compare/internal/page -update", golden)
			}
		})
	}
}

// A page may have links to other places, and loads nothing.
func TestSelfContained(t *testing.T) {
	loads := regexp.MustCompile(`(?i)<script|<iframe|<object|<embed|<img|<base|@import|url\(|srcset|\son\w+=|\ssrc=`)
	address := regexp.MustCompile(`(?i)(\w+)="https?://[^"]*"`)
	for _, name := range sample.Names {
		text := written(t, sample.Report(name))
		if found := loads.FindString(text); found != "" {
			t.Errorf("%s: it has %q", name, found)
		}
		for _, match := range address.FindAllStringSubmatch(text, -1) {
			if match[1] != "href" {
				t.Errorf("%s: an address outside of a link: %s", name, match[0])
			}
		}
		for _, match := range regexp.MustCompile(`<link [^>]*>`).FindAllString(text, -1) {
			if !strings.Contains(match, `href="data:,"`) {
				t.Errorf("%s: it loads %s", name, match)
			}
		}
	}
}

// Input is text, whatever it looks like.
func TestEscapes(t *testing.T) {
	const evil = `</code><script>alert(1)</script>`
	r := report.Report{Place: evil, Comparisons: []report.Comparison{{
		Title:   evil,
		Request: diff.Request{Method: "GET", Path: evil, Headers: []diff.Header{{Name: evil, Value: evil}}, Body: []byte(evil)},
		API:     report.Side{Name: "API Gateway", URL: evil, Status: evil, Event: []byte(`{"a":"` + evil + `"}`)},
		Sections: []report.Section{{ID: "event", Title: evil, Rows: []diff.Row{{
			Group: evil, Left: diff.Part{Name: evil, Value: evil}, Mark: diff.Missing, Rule: diff.Rules()[0],
		}}}},
	}}}
	if text := written(t, r); strings.Contains(text, "<script") {
		t.Error("the page has a script that came from an event")
	}
}

func TestEveryDifferenceIsExplained(t *testing.T) {
	text := written(t, sample.Report("aws"))
	for _, c := range sample.Report("aws").Comparisons {
		for _, s := range c.Sections {
			for _, r := range s.Rows {
				page := ""
				switch {
				case r.Mark == diff.Same:
					continue
				case r.Rule != nil:
					page = r.Rule.Page
				}
				if page == "" || !strings.Contains(text, page) {
					t.Errorf("%s: no explanation, or no page, for %s", s.Title, r.Name())
				}
			}
		}
	}
}
