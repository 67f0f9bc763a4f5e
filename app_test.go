package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// app is the built program, as `go run .` would run it.
var app string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "app")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	app = filepath.Join(dir, "app")
	if out, err := exec.Command("go", "build", "-o", app, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	bin, err := filepath.Abs(filepath.Join("node_modules", ".bin"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := os.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// brokenProject is a folder with a function that is not Go, where the app runs.
func brokenProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":              "module example.com/broken\n\ngo 1.26\n",
		"lambda/echo/main.go": "package main\n\nfunc main() { undefinedHere() }\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile("cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "cdk.json"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

type result struct {
	exit           int
	stdout, stderr string
}

// runIn runs a command in dir.
func runIn(t *testing.T, dir string, env []string, name string, args ...string) result {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// hasNoTrace fails when a user would see the inside of Go or of jsii.
func hasNoTrace(t *testing.T, output string) {
	t.Helper()
	for _, trace := range []string{"goroutine ", "panic:", "runtime error", "jsii", "    at "} {
		if strings.Contains(output, trace) {
			t.Errorf("%q is in the output:\n%s", trace, output)
		}
	}
}

func TestRefusedContextIsALineForEachFault(t *testing.T) {
	out := t.TempDir()
	r := runIn(t, ".", []string{"CDK_OUTDIR=" + out, `CDK_CONTEXT_JSON={"stage":"Prod!","architecture":"arm","protect":"maybe","stagee":1}`}, app)
	want := []string{
		`context: stage: "Prod!" is not up to 20 lower-case letters, digits and single hyphens, starting with a letter; write it like -c stage=prod`,
		`context: architecture: "arm" is unknown; use one of arm64, x86_64`,
		`context: protect: "maybe" is not true or false; use true or false`,
		`context: stagee: the key is unknown; did you mean stage?`,
	}
	if got := strings.TrimSuffix(r.stderr, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	if r.exit != 1 || r.stdout != "" {
		t.Errorf("exit %d, stdout %q; want exit 1 and nothing", r.exit, r.stdout)
	}
	if files, _ := os.ReadDir(out); len(files) > 0 {
		t.Errorf("something was created: %v", files)
	}
}

// cdk ls and cdk destroy ask for no stack's assets: then nothing is built, and
// CDK does not spend two thirds of the time on checking templates.
func TestWithoutAssetsNothingIsBuiltOrValidated(t *testing.T) {
	dir, out := brokenProject(t), t.TempDir()
	r := runIn(t, dir, []string{"CDK_OUTDIR=" + out, `CDK_CONTEXT_JSON={"aws:cdk:bundling-stacks":[]}`}, app)
	if r.exit != 0 {
		t.Fatalf("exit %d\n%s", r.exit, r.stderr)
	}
	if _, err := os.Stat(filepath.Join(out, "validation-report.json")); !os.IsNotExist(err) {
		t.Errorf("the templates were validated: %v", err)
	}
}

func TestWithAssetsTemplatesAreValidated(t *testing.T) {
	out := t.TempDir()
	r := runIn(t, ".", []string{"CDK_OUTDIR=" + out, `CDK_CONTEXT_JSON={}`}, app)
	if r.exit != 0 {
		t.Fatalf("exit %d\n%s", r.exit, r.stderr)
	}
	if _, err := os.Stat(filepath.Join(out, "validation-report.json")); err != nil {
		t.Error(err)
	}
}

func TestToolkitListsAnAppThatDoesNotCompile(t *testing.T) {
	dir := brokenProject(t)
	r := runIn(t, dir, nil, "cdk", "ls", "--app", app)
	if want := "network-dev\necho-api-dev\nalb-lambda-dev\n"; r.exit != 0 || r.stdout != want {
		t.Errorf("cdk ls: exit %d, stdout %q, want %q\n%s", r.exit, r.stdout, want, r.stderr)
	}
}

func TestCompileErrorShowsTheCompilersLines(t *testing.T) {
	dir := brokenProject(t)
	r := runIn(t, dir, nil, "cdk", "synth", "--app", app)
	if r.exit != 1 {
		t.Errorf("exit %d, want 1", r.exit)
	}
	if want := "lambda/echo/main.go:3:15: undefined: undefinedHere"; !strings.Contains(r.stderr, want) {
		t.Errorf("%q is not in\n%s", want, r.stderr)
	}
	hasNoTrace(t, r.stdout+r.stderr)
}
