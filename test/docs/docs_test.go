// Package docs compiles and runs every snippet of docs/constructs.md, and holds the page to what it
// says comes out of it.
//
// The snippets are compiled as snippets_generated_test.go, which is written by
//
//	go test ./test/docs -update
//
// What holds a page to the code may enter. What a deployment does is the business of
// test/lifecycle.
package docs

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/variant"
)

var update = flag.Bool("update", false, "write snippets_generated_test.go anew")

func TestMain(m *testing.M) { cdktest.Main(m, cdktest.AtRoot) }

const generated = "test/docs/snippets_generated_test.go"

func sections(t *testing.T) []section {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	sections, err := parse(string(text))
	if err != nil {
		t.Fatalf("%s: %v", page, err)
	}
	return sections
}

func TestSnippetsAreThoseOfThePage(t *testing.T) {
	want, err := generate(sections(t))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(generated, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(generated)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s is older than %s: run go test ./test/docs -update", generated, page)
	}
}

// TestThePageSaysWhatComesOut looks for each piece that a feature names, and sees that it is
// the feature which brings it: without it the piece is not there.
func TestThePageSaysWhatComesOut(t *testing.T) {
	for _, s := range sections(t) {
		without := output(t, s.title)
		for _, r := range s.features {
			t.Run(s.name(&r), func(t *testing.T) {
				with := output(t, s.name(&r))
				for _, piece := range r.pieces {
					switch found := strings.Contains(with, piece); {
					case !found:
						t.Errorf("%s does not come out of %s\n%s", piece, r.written, with)
					case strings.Contains(without, piece):
						t.Errorf("%s comes out without %s too", piece, r.written)
					}
				}
			})
		}
	}
}

// output is all that a snippet gives: the templates of its app, each on one line, or the errors for
// which it is rejected.
func output(t *testing.T, name string) (out string) {
	t.Helper()
	snippet, ok := snippets[name]
	if !ok {
		t.Fatalf("%s has no snippet %q: run go test ./test/docs -update", generated, name)
	}
	defer func() {
		cause := recover()
		err, _ := cause.(error)
		var rejected *fault.Error
		switch {
		case cause == nil:
		case errors.As(err, &rejected):
			out = rejected.Error()
		default:
			t.Fatalf("%s: %v", name, cause)
		}
	}()
	dir := t.TempDir()
	app := cdktest.NewApp(variant.Context(t, nil), dir)
	snippet(newWorld(app))
	app.Synth(nil)
	files, err := filepath.Glob(filepath.Join(dir, "*.template.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprintln(filepath.Base(file), compact(t, text))
	}
	return out
}
