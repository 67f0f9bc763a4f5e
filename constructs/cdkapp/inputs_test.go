package cdkapp_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/cdkapp"
)

// newInputs is a site with what the app "inputs" reads.
func newInputs(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	s.dir = t.TempDir()
	for file, text := range map[string]string{
		"settings.txt": "settings", "page.html": "<p>", "go.mod": "module example.com/app\n\ngo 1.26\n",
		"function/main.go": "package main\n\nfunc main() {}\n",
	} {
		s.write(file, text)
	}
	return s
}

func (s *site) write(file, text string) {
	s.Helper()
	path := filepath.Join(s.dir, file)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.Fatal(err)
	}
}

// synthesizes runs an app, and says whether it has written its output.
func (s *site) synthesizes(app string, context map[string]any) bool {
	s.Helper()
	manifest := filepath.Join(s.out, "manifest.json")
	before, _ := os.Stat(manifest) // nil before the first
	if r := s.run(app, context); r.exit != 0 {
		s.Fatalf("exit %d\n%s", r.exit, r.stderr)
	}
	after, err := os.Stat(manifest)
	if err != nil {
		s.Fatal(err)
	}
	return before == nil || !after.ModTime().Equal(before.ModTime())
}

func TestSynthWithoutAChangeIsLeftOut(t *testing.T) {
	s := newInputs(t)
	if !s.synthesizes("inputs", map[string]any{"aws:cdk:bundling-stacks": []any{}}) {
		t.Fatal("the first synth is left out")
	}
	if !s.synthesizes("inputs", nil) {
		t.Fatal("after cdk ls, which builds no functions, the synth is left out")
	}
	for _, stacks := range []any{nil, []any{"**"}, []any{"first"}, []any{}} {
		context := map[string]any{"aws:cdk:bundling-stacks": stacks}
		if stacks == nil {
			context = nil
		}
		if s.synthesizes("inputs", context) {
			t.Errorf("for the stacks %v it is synthesized once more", stacks)
		}
	}

	// Each change is the state that the next one begins with.
	context := map[string]any{}
	for _, c := range []struct {
		name   string
		change func()
		want   string // in the template
	}{
		{"a file that the app reads", func() { s.write("settings.txt", "others") }, "is others"},
		{"a variable", func() { s.env = append(s.env, "TESTAPP=variable") }, "is variable"},
		{"the context", func() { context["testapp"] = "context" }, "is context"},
		{"the function", func() { s.write("function/main.go", "package main\n\nfunc main() { println() }\n") }, ""},
		{"a file beside the function", func() { s.write("page.html", "<b>") }, ""},
		{"what was written", func() { _ = os.Remove(filepath.Join(s.out, "first.template.json")) }, ""},
		{"the program", func() { s.program = rebuilt(t) }, ""},
	} {
		c.change()
		before := s.template()
		if !s.synthesizes("inputs", context) {
			t.Errorf("%s has changed, and the synth is left out", c.name)
		}
		if !strings.Contains(s.template(), c.want) || strings.HasSuffix(c.name, "function") && s.template() == before {
			t.Errorf("%s has changed, and the template is\n%s", c.name, s.template())
		}
	}
	if s.synthesizes("inputs", context) {
		t.Error("nothing has changed, and it is synthesized once more")
	}
	if !s.synthesizes("inputs", map[string]any{"testapp": "context", cdkapp.NoCache: true}) {
		t.Error("with the key for no cache the synth is left out")
	}
}

func (s *site) template() string {
	s.Helper()
	text, err := os.ReadFile(filepath.Join(s.out, "first.template.json"))
	if err != nil && !os.IsNotExist(err) {
		s.Fatal(err)
	}
	return string(text)
}

// rebuilt is a program that does the same, and is another.
func rebuilt(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "testapp")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-ldflags", "-s", "-o", program, "./internal/testapp").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

func TestAFailedSynthIsMadeAgain(t *testing.T) {
	s := newInputs(t)
	s.synthesizes("inputs", nil)
	s.write("settings.txt", "others")
	s.write("function/main.go", "package main\n\nfunc main() { no }\n")
	for range 2 {
		if r := s.run("inputs", nil); r.exit != 1 || !strings.Contains(r.stderr, "undefined: no") {
			t.Errorf("exit %d\n%s", r.exit, r.stderr)
		}
	}
	s.write("settings.txt", "settings")
	s.write("function/main.go", "package main\n\nfunc main() {}\n")
	if !s.synthesizes("inputs", nil) {
		t.Error("what the failed synth has left is taken for a whole one")
	}
}

func TestFindingsAreReportedWithoutAChange(t *testing.T) {
	s := newSite(t)
	warnings := map[string]any{"@aws-cdk/core:validateAgainstDefaultRules": false}
	first := s.run("inputs/broken", warnings)
	if again := s.run("inputs/broken", warnings); again != first || !strings.Contains(again.stderr, "MemorySize") {
		t.Errorf("first\n%+v\nthen\n%+v", first, again)
	}
}

func TestAnAppWithoutInputsIsSynthesizedEachTime(t *testing.T) {
	s := newSite(t)
	for _, app := range []string{"fine", "fine"} {
		if !s.synthesizes(app, nil) {
			t.Error("the synth is left out")
		}
	}
}

// An app that chooses the folder of its output does not write to the toolkit's, whose content says
// nothing of it.
func TestAnAppWithAFolderOfItsOwnIsSynthesizedEachTime(t *testing.T) {
	s := newSite(t)
	s.dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(s.out, "manifest.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if r := s.run("inputs/elsewhere", nil); r.exit != 0 {
			t.Fatalf("exit %d\n%s", r.exit, r.stderr)
		}
		if err := os.Remove(filepath.Join(s.dir, "elsewhere", "manifest.json")); err != nil {
			t.Fatalf("the synth is left out: %v", err)
		}
	}
}
