package lastsynth

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// write writes files in the folder that the test runs in.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func source(t *testing.T, context map[string]any, files ...string) string {
	t.Helper()
	sum, err := Source(context, files)()
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestSourceChangesWithAllThatAnAppReads(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "settings.json", "{}")
	write(t, "rules/a.guard", "rule a {}")
	context := func() map[string]any { return map[string]any{"stage": "dev", "list": []any{"a", "b"}} }
	files := []string{"settings.json", "rules", "not-there"}
	args := os.Args
	t.Cleanup(func() { os.Args = args })
	before := source(t, context(), files...)
	for _, c := range []struct {
		name         string
		change, back func()
	}{
		{"a variable", func() { t.Setenv("LASTSYNTH", "1") }, func() { _ = os.Unsetenv("LASTSYNTH") }},
		{"an argument", func() { os.Args = slices.Concat(args, []string{"x"}) }, func() { os.Args = args }},
		{"a file", func() { write(t, "settings.json", "[]") }, func() { write(t, "settings.json", "{}") }},
		{"a file in a folder", func() { write(t, "rules/a.guard", "rule b {}") }, func() { write(t, "rules/a.guard", "rule a {}") }},
		{"a new file in a folder", func() { write(t, "rules/b", "") }, func() { _ = os.Remove("rules/b") }},
		{"a folder in a folder", func() { _ = os.Mkdir("rules/c", 0o755) }, func() { _ = os.Remove("rules/c") }},
		{"a permission", func() { _ = os.Chmod("settings.json", 0o700) }, func() { _ = os.Chmod("settings.json", 0o600) }},
		{"a file that comes", func() { write(t, "not-there", "") }, func() { _ = os.Remove("not-there") }},
		{"another folder to run in", func() {
			write(t, "elsewhere/settings.json", "{}")
			write(t, "elsewhere/rules/a.guard", "rule a {}")
			t.Chdir("elsewhere")
		}, func() { t.Chdir("..") }},
	} {
		c.change()
		if source(t, context(), files...) == before {
			t.Errorf("%s is not noticed", c.name)
		}
		c.back()
		if source(t, context(), files...) != before {
			t.Errorf("%s changed back, and the sum is another", c.name)
		}
	}
	for _, other := range []map[string]any{
		nil, {"stage": "prod", "list": []any{"a", "b"}}, {"stage": "dev", "list": []any{"b", "a"}}, {"stage": "dev", "list": []any{"a", "b"}, "x": nil},
	} {
		if source(t, other, files...) == before {
			t.Errorf("the context %v is not told from %v", other, context())
		}
	}
	if source(t, context(), "settings.json", "rules") == before {
		t.Error("one file less to read is not noticed")
	}
}

func TestSourceIsTheSameForCommandsThatNeedLess(t *testing.T) {
	before := source(t, map[string]any{"stage": "dev", bundling: []any{"**"}})
	for _, stacks := range []any{[]any{}, []any{"one"}, nil} {
		if source(t, map[string]any{"stage": "dev", bundling: stacks}) != before {
			t.Errorf("with %v the sum is another", stacks)
		}
	}
	t.Setenv("OLDPWD", "/elsewhere")
	t.Setenv("CDK_CONTEXT_JSON", `{}`)
	if source(t, map[string]any{"stage": "dev"}) != before {
		t.Error("the folder that a shell was in before changes the sum")
	}
}

func TestFilesThatCannotBeReadHaveNoSum(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "folder/file", "")
	for name, target := range map[string]string{"dangling": "nowhere", "folder/outside": "../folder"} {
		if err := os.Symlink(target, name); err != nil {
			t.Skip("the file system has no links")
		}
	}
	for _, name := range []string{"dangling", "folder"} {
		if sum, err := Files([]string{name}); err == nil {
			t.Errorf("%s has the sum %s, though what it leads to was not read", name, sum)
		}
	}
}

// synthesized is a folder as a synth leaves it, and says what Holds says of it.
func synthesized(t *testing.T) (folder string, holds func() bool) {
	t.Helper()
	folder = t.TempDir()
	write(t, filepath.Join(folder, "manifest.json"), "{}")
	write(t, filepath.Join(folder, "asset.1", "bootstrap"), "program")
	write(t, filepath.Join(folder, "validation-report.json"), `{"pluginReports":[{"violations":[]}]}`)
	write(t, filepath.Join(folder, "synth.lock"), "")
	write(t, filepath.Join(folder, ".cache", "zip"), "")
	if err := Save(folder, "source", "functions"); err != nil {
		t.Fatal(err)
	}
	return folder, func() bool {
		return Holds(folder, "source", func() (string, error) { return "functions", nil })
	}
}

func TestHolds(t *testing.T) {
	folder, holds := synthesized(t)
	if !holds() {
		t.Fatal("what was saved does not hold")
	}
	_ = os.Remove(filepath.Join(folder, "synth.lock"))
	_ = os.RemoveAll(filepath.Join(folder, ".cache"))
	if !holds() {
		t.Error("locks and caches count as output")
	}
	if Holds(folder, "another source", nil) {
		t.Error("it holds for another source")
	}
	if Holds(folder, "source", func() (string, error) { return "others", nil }) {
		t.Error("it holds for other functions")
	}
	if Holds(folder, "source", func() (string, error) { return "functions", errors.New("does not compile") }) {
		t.Error("it holds for functions that do not compile")
	}
	if !Holds(folder, "source", nil) {
		t.Error("it does not hold without a look at the functions")
	}
}

func TestWhatIsNotAsItWasDoesNotHold(t *testing.T) {
	for name, change := range map[string]func(folder string) error{
		"a file is gone":   func(f string) error { return os.Remove(filepath.Join(f, "manifest.json")) },
		"an asset is gone": func(f string) error { return os.RemoveAll(filepath.Join(f, "asset.1")) },
		"a file is longer": func(f string) error { return os.WriteFile(filepath.Join(f, "manifest.json"), []byte("{ }"), 0o600) },
		"a file is newer": func(f string) error {
			return os.Chtimes(filepath.Join(f, "manifest.json"), time.Time{}, time.Unix(1, 0))
		},
		"a file is executable": func(f string) error { return os.Chmod(filepath.Join(f, "manifest.json"), 0o700) },
		"it is forgotten":      Forget,
		"it is damaged":        func(f string) error { return os.Truncate(filepath.Join(f, name), 20) },
		"it is empty": func(f string) error {
			return os.WriteFile(filepath.Join(f, name), []byte(`{"source":"source"}`), 0o600)
		},
	} {
		folder, holds := synthesized(t)
		if err := change(folder); err != nil {
			t.Fatal(err)
		}
		if holds() {
			t.Errorf("%s, and it holds", name)
		}
	}
	if err := Forget(t.TempDir()); err != nil {
		t.Errorf("nothing is there to forget: %v", err)
	}
}

func TestFindingsAreReportedAgain(t *testing.T) {
	for report, want := range map[string]bool{
		`{"pluginReports":[]}`: true,
		`{"pluginReports":[{"violations":[]},{"violations":[{"ruleName":"E1"}]}]}`: false,
		`{"pluginReports":[{}]}`: false,
		`{}`:                     false,
		`{`:                      false,
	} {
		folder, holds := synthesized(t)
		if err := Forget(folder); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(folder, "validation-report.json"), report)
		if err := Save(folder, "source", "functions"); err != nil {
			t.Fatal(err)
		}
		if got := holds(); got != want {
			t.Errorf("after the report %s it holds: %v, want %v", report, got, want)
		}
	}
}

func TestBuildID(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "go.mod", "module example.com/program\n\ngo 1.26\n")
	build := func(main string, flags ...string) string {
		t.Helper()
		write(t, "main.go", main)
		args := slices.Concat([]string{"build", "-o", "program"}, flags)
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Env = append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0", "GOWORK=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return buildID("program")
	}
	const main = "package main\n\nvar Version string\n\nfunc main() { println(Version) }\n"
	first := build(main)
	if first == "" || build(main) != first {
		t.Errorf("the IDs of a program are %q and %q", first, buildID("program"))
	}
	if other := build("package main\n\nfunc main() {}\n"); other == "" || other == first {
		t.Errorf("the IDs of two programs are %q and %q", first, other)
	}
	if other := build(main, "-ldflags=-X main.Version=1"); other == "" || other == first {
		t.Errorf("the IDs of two versions are %q and %q", first, other)
	}
	for _, chosen := range []string{"", "redacted", "a/b/c/d"} {
		if id := build(main, "-ldflags=-buildid="+chosen); id != "" {
			t.Errorf("%q is taken for an ID of the go command", id)
		}
	}
	if id := buildID("main.go"); id != "" {
		t.Errorf("a text has the ID %q", id)
	}
}
