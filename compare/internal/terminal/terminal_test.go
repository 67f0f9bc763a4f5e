package terminal

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"example.com/alb-lambda/compare/internal/report"
	"example.com/alb-lambda/compare/internal/sample"
	"example.com/alb-lambda/local/diff"
)

// update rewrites the goldens:
//
//	go test ./compare/internal/terminal -update
var update = flag.Bool("update", false, "rewrite the goldens")

func TestGoldens(t *testing.T) {
	for _, test := range []struct {
		name string
		Style
	}{
		{"aws", Style{Width: 120}},
		{"rejected", Style{Width: 100}},
		{"aws", Style{Width: 60, Differences: true}},
		{"aws", Style{Width: 90, Colour: true, Differences: true}},
	} {
		file := test.name + "-" + strconv.Itoa(test.Width)
		t.Run(file, func(t *testing.T) {
			var b bytes.Buffer
			if err := Write(&b, sample.Report(test.name), test.Style); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", file+".txt")
			if *update {
				if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if b.String() != string(want) {
				t.Errorf("it differs from %s; after an intentional change, run go test ./compare/internal/terminal -update\n%s", golden, b.String())
			}
		})
	}
}

var (
	escape  = regexp.MustCompile("\x1b\\[[0-9]*m")
	address = regexp.MustCompile(`^ *https?://\S+$`)
)

func TestWidth(t *testing.T) {
	for _, name := range sample.Names {
		r := sample.Report(name)
		for width := leastWidth; width <= mostWidth; width++ {
			var b bytes.Buffer
			if err := Write(&b, r, Style{Width: width, Colour: width%2 == 0}); err != nil {
				t.Fatal(err)
			}
			for line := range strings.SplitSeq(escape.ReplaceAllString(b.String(), ""), "\n") {
				// addresses stay in one piece, to be clicked
				if n := len([]rune(line)); n > width && !address.MatchString(line) {
					t.Fatalf("%s: %d characters in a terminal of %d: %s", name, n, width, line)
				}
			}
		}
	}
}

func TestColourChangesNoWord(t *testing.T) {
	var plain, coloured bytes.Buffer
	r := sample.Report("aws")
	if err := Write(&plain, r, Style{Width: 100}); err != nil {
		t.Fatal(err)
	}
	if err := Write(&coloured, r, Style{Width: 100, Colour: true}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(plain.String(), "\x1b") {
		t.Error("an escape sequence without colour")
	}
	if coloured.String() == plain.String() || escape.ReplaceAllString(coloured.String(), "") != plain.String() {
		t.Error("colour changes more than the colour")
	}
}

func TestFor(t *testing.T) {
	if got, want := For(new(bytes.Buffer), false), (Style{Width: pipedWidth}); got != want {
		t.Errorf("a pipe gets %+v, want %+v", got, want)
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if got, want := For(file, true), (Style{Width: pipedWidth, Differences: true}); got != want {
		t.Errorf("a file gets %+v, want %+v", got, want)
	}
}

func TestDifferences(t *testing.T) {
	var b bytes.Buffer
	r := report.Report{Comparisons: []report.Comparison{{Sections: []report.Section{{ID: "event", Title: "Event", Rows: []diff.Row{
		{Left: diff.Part{Name: "alike", Value: "1"}, Right: diff.Part{Name: "alike", Value: "1"}, Mark: diff.Same},
		{Left: diff.Part{Name: "other", Value: "1"}, Mark: diff.Missing, Rule: diff.Rules()[0]},
	}}}}}}
	if err := Write(&b, r, Style{Width: 80, Differences: true}); err != nil {
		t.Fatal(err)
	}
	if s := b.String(); strings.Contains(s, "alike") || !strings.Contains(s, "other") {
		t.Error(s)
	}
}
