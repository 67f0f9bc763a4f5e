package docs

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/alb-lambda/test/internal/document"
)

// TestJSON reads all JSON of the documents. An ellipsis stands for what is left out.
func TestJSON(t *testing.T) {
	for _, name := range document.Names {
		for _, block := range document.Blocks(read(t, name)) {
			var value any
			if block.Language != "json" {
				continue
			}
			if err := json.Unmarshal([]byte(strings.ReplaceAll(block.Text, "…", "")), &value); err != nil {
				t.Errorf("%s:%d: %v", name, block.Line, err)
			}
		}
	}
}

// What the README's snippets leave out.
const (
	testHead = `package main

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/lambdahttp"
)

`
	appHead = `package main

import (
	"example.com/alb-lambda/constructs/cdkapp"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/network"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

`
)

// TestREADMECompiles compiles the Go code of the README and of the page of the function, and runs
// what is a test: in a folder of the module that Git does not know, and that is deleted after the
// test.
func TestREADMECompiles(t *testing.T) {
	if err := os.MkdirAll(".local", 0o755); err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp(".local", "readme") //nolint:usetesting // it is in the module
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	files := map[string]string{}
	for _, block := range append(document.Blocks(read(t, "README.md")), document.Blocks(read(t, "docs/function.md"))...) {
		switch {
		case block.Language != "go":
		case strings.HasPrefix(block.Text, "package main"):
			files["hello/main.go"] += block.Text
		case strings.HasPrefix(block.Text, "func Test"):
			if files["hello/main_test.go"] == "" {
				files["hello/main_test.go"] = testHead
			}
			files["hello/main_test.go"] += block.Text
		default:
			files["app/main.go"] += appHead + block.Text
		}
	}
	if len(files) != 3 {
		t.Errorf("the README has %d kinds of Go code, want the 3 that are known", len(files))
	}
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-v", "./"+dir+"/hello", "./"+dir+"/app").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestHello") {
		t.Errorf("go test: %v\n%s", err, out)
	}
}

// TestREADMEShowsWhatCompareShows looks for the lines of the README's piece of a comparison in what
// compare writes, in their order.
func TestREADMEShowsWhatCompareShows(t *testing.T) {
	golden := read(t, "compare/internal/terminal/testdata/aws-120.txt")
	shown := 0
	for _, block := range document.Blocks(read(t, "README.md")) {
		if block.Language != "" {
			continue
		}
		rest := golden
		for line := range strings.Lines(block.Text) {
			_, after, found := strings.Cut(rest, line)
			if !found {
				t.Errorf("README.md:%d: compare does not write %q after the lines before it", block.Line, line)
			}
			rest = after
			shown++
		}
	}
	if shown < 4 {
		t.Errorf("the README has %d lines of a comparison", shown)
	}
}

// TestREADMEIsShort keeps the page to what a stranger reads at once: about 120 lines that fit on a
// screen. What a table has in a row, and a picture says to who cannot see it, is one line each.
func TestREADMEIsShort(t *testing.T) {
	text := read(t, "README.md")
	if lines := strings.Count(text, "\n"); lines < 110 || lines > 125 {
		t.Errorf("README.md has %d lines, want about 120: move what is new to a page of docs", lines)
	}
	for line := range strings.Lines(text) {
		if n := utf8.RuneCountInString(line); n > 160 && line[0] != '|' && !strings.Contains(line, "<img") {
			t.Errorf("README.md: a line of %d characters: %s", n, line)
		}
	}
}
