package gofunction_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
)

// countGo puts a go command in front of the real one that counts its builds.
func countGo(t *testing.T) func() int {
	t.Helper()
	real, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	calls := filepath.Join(dir, "calls")
	script := fmt.Sprintf("#!/bin/sh\necho \"$@\" >> %q\nexec %q \"$@\"\n", calls, real)
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return func() int {
		text, err := os.ReadFile(calls)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		// Before a build, the go command prints its settings.
		return len(slices.DeleteFunc(strings.Split(string(text), "\n"), func(line string) bool { return !strings.HasPrefix(line, "build ") }))
	}
}

func TestPackageIsBuiltOnce(t *testing.T) {
	calls := countGo(t)
	app := cdktest.App(t)
	for s := range 2 {
		stack := awscdk.NewStack(app, jsii.Sprintf("stack%d", s), nil)
		for f := range 50 {
			gofunction.New(stack, fmt.Sprintf("F%d", f), &gofunction.Props{Package: hello})
		}
	}
	if n := calls(); n != 1 {
		t.Errorf("100 functions of one package called the go command %d times", n)
	}
	gofunction.New(awscdk.NewStack(app, jsii.String("other"), nil), "F",
		&gofunction.Props{Package: hello, Tags: []string{"fancy"}})
	if n := calls(); n != 2 {
		t.Errorf("another build brought the calls of the go command to %d, want 2", n)
	}
}

func TestNothingIsBuiltWhereNoAssetsAreNeeded(t *testing.T) {
	calls := countGo(t)
	stack := cdktest.Stack(t)
	// What the toolkit says for cdk ls and cdk destroy.
	stack.Node().SetContext(jsii.String("aws:cdk:bundling-stacks"), []string{})
	gofunction.New(stack, "Broken", &gofunction.Props{Package: "./testdata/broken"})
	if n := calls(); n != 0 {
		t.Errorf("the go command was called %d times", n)
	}
	cdktest.Synth(t, stack).Count("AWS::Lambda::Function", 1)
}

func TestBuildErrorHasTheCompilersLines(t *testing.T) {
	for _, c := range []struct{ pkg, line string }{
		{"./testdata/broken", "testdata/broken/main.go:5:2: undefined: undefinedName"},
		{"./testdata/absent", "directory not found"},
	} {
		err := buildError(t, gofunction.Props{Package: c.pkg})
		if err.Package != c.pkg || !strings.Contains(err.Output, c.line) {
			t.Errorf("%s: package %q, output %q", c.pkg, err.Package, err.Output)
		}
		if text := err.Error(); !strings.HasPrefix(text, "go build "+c.pkg+": exit status 1\n") || !strings.Contains(text, c.line) {
			t.Errorf("%s: %s", c.pkg, text)
		}
		if _, ok := errors.AsType[*exec.ExitError](err); !ok {
			t.Errorf("%s: %v does not hold how the command ended", c.pkg, err)
		}
	}
}

func TestBuildErrorWithoutACommand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "absent")
	err := buildError(t, gofunction.Props{Package: ".", Dir: dir})
	if want := "go build .: chdir " + dir + ": no such file or directory"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
	t.Setenv("PATH", t.TempDir())
	err = buildError(t, gofunction.Props{Package: hello})
	if !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("%v, want that there is no go command", err)
	}
}

// buildError is what New panics with.
func buildError(t *testing.T, props gofunction.Props) (err *gofunction.BuildError) {
	t.Helper()
	// Node.js is started before a test takes PATH away.
	stack := cdktest.Stack(t)
	defer func() {
		t.Helper()
		e, _ := recover().(error)
		if !errors.As(e, &err) {
			t.Fatalf("%s: panicked with %v", props.Package, e)
		}
		if children := len(*stack.Node().Children()); children != 0 {
			t.Errorf("%s: %d constructs are left in the stack", props.Package, children)
		}
	}()
	gofunction.New(stack, "Broken", &props)
	return nil
}

func TestSameBytesInAnyFolder(t *testing.T) {
	// A stamp of version control or flags of the builder would show.
	t.Setenv("GOFLAGS", "-ldflags=-X=main.version=mine")
	keys := map[string]bool{}
	for range 2 {
		dir := t.TempDir()
		for name, text := range map[string]string{
			"go.mod":  "module example.com/moved\n\ngo 1.26\n",
			"main.go": "package main\n\nvar version string\n\nfunc main() { panic(version) }\n",
		} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		template := synth(t, gofunction.Props{Package: ".", Dir: dir})
		code := template.One("AWS::Lambda::Function").Properties["Code"].(map[string]any)
		keys[code["S3Key"].(string)] = true
	}
	if len(keys) != 1 {
		t.Errorf("the same sources in two folders give %d assets", len(keys))
	}
}

// Where no program comes out, New panics with the go command's own lines and leaves nothing in the
// tree.
func TestOnlyAMainPackageIsDeployed(t *testing.T) {
	err := buildError(t, gofunction.Props{Package: "example.com/alb-lambda/fault"})
	if want := "go build example.com/alb-lambda/fault: not a main package\n" + "package fault is not main"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
}

// The go command leaves a file of cgo out without a word where its package has others.
func TestFilesOfCgoAreNamed(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.com/f\n\ngo 1.26\n", "main.go": "package main\n\nfunc main() {}\n", "fast.go": "package main\n\nimport \"C\"\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const warning = "the function . is built without cgo, which leaves example.com/f/fast.go out; " +
		"write them without cgo, or acknowledge this where other files take their place [ack: gofunction:cgo]"
	for name, c := range map[string]struct {
		props       gofunction.Props
		acknowledge bool
		all, ours   int
	}{
		"a file of cgo":  {gofunction.Props{Package: ".", Dir: dir}, false, 1, 1},
		"acknowledged":   {gofunction.Props{Package: ".", Dir: dir}, true, 0, 0},
		"no file of cgo": {gofunction.Props{Package: hello}, false, 0, 0},
	} {
		stack := cdktest.Stack(t)
		gofunction.New(stack, "F", &c.props)
		if c.acknowledge {
			awscdk.Annotations_Of(stack).AcknowledgeWarning(jsii.String("gofunction:cgo"), jsii.String("slow.go takes its place"))
		}
		annotations := assertions.Annotations_FromStack(stack)
		all := len(*annotations.FindWarning(jsii.String("*"), assertions.Match_AnyValue()))
		ours := len(*annotations.FindWarning(jsii.String("*"), jsii.String(warning)))
		if all != c.all || ours != c.ours {
			t.Errorf("%s: %d warnings, %d of them on cgo; want %d and %d", name, all, ours, c.all, c.ours)
		}
	}
}
