package gobuild

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// countGo puts a go command in front of the real one that writes down the packages that it is to
// build.
func countGo(t *testing.T) (packages func() []string) {
	t.Helper()
	real, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	calls := filepath.Join(dir, "calls")
	script := fmt.Sprintf("#!/bin/sh\nfor last; do :; done\n[ \"$1\" != build ] || echo \"$last\" >> %q\nexec %q \"$@\"\n", calls, real)
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return func() []string {
		text, err := os.ReadFile(calls)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		return strings.Fields(string(text))
	}
}

// hello is a small main package.
func hello(t *testing.T) Spec {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/hello\n\ngo 1.26\n", "main.go": "package main\n\nfunc main() {}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Spec{Package: ".", Dir: dir, GOARCH: "arm64"}
}

// lastOf is an assembly whose last synth, in another process, needed these builds.
func lastOf(t *testing.T, specs ...Spec) (assembly string) {
	t.Helper()
	other := t.TempDir()
	for _, s := range specs {
		wanted(other, s)
	}
	if err := os.Mkdir(filepath.Join(other, folder), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := SaveLast(other); err != nil {
		t.Fatal(err)
	}
	return other
}

func TestBuildOfTheLastSynthIsWaitedFor(t *testing.T) {
	s, calls := hello(t), countGo(t)
	assembly := lastOf(t, s)
	StartLast(assembly)
	for len(calls()) == 0 { // the goroutine holds the lock once it has called the go command
		time.Sleep(time.Millisecond)
	}
	dir, err := Build(assembly, s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "bootstrap")); err != nil {
		t.Error(err)
	}
	if got := calls(); len(got) != 1 {
		t.Errorf("the go command was called for %q, want one call", got)
	}
}

func TestWhatTheLastSynthBuiltIsNoConcernOfThisOne(t *testing.T) {
	s := hello(t)
	broken := s
	broken.Package = "./no-such-package"
	assembly := lastOf(t, broken)
	StartLast(assembly)
	if _, err := Build(assembly, s); err != nil {
		t.Error(err)
	}
	var failed *Error
	if _, err := Build(assembly, broken); !errors.As(err, &failed) {
		t.Errorf("got %v, want the error of the go command", err)
	}
}

func TestBuildsOfOthersAreNotStarted(t *testing.T) {
	calls := countGo(t)
	for name, text := range map[string]string{
		"damaged": "{", "of another version": `{"0123456789abcdef":{"Package":"./elsewhere","GOARCH":"arm64"}}`, "of another form": `["./elsewhere"]`,
	} {
		assembly := t.TempDir()
		file := filepath.Join(assembly, folder, last)
		if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		StartLast(assembly)
		if _, err := Build(assembly, hello(t)); err != nil {
			t.Error(err)
		}
		for _, p := range calls() {
			if p != "." {
				t.Errorf("%s: the go command was called for %s", name, p)
			}
		}
	}
}

func TestSkippedBuildsAreNotRemembered(t *testing.T) {
	assembly := t.TempDir()
	if _, err := Skip(assembly, hello(t)); err != nil {
		t.Fatal(err)
	}
	if err := SaveLast(assembly); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(assembly, folder, last)); !os.IsNotExist(err) {
		t.Errorf("got %v, want no file", err)
	}
}

func TestBuildLast(t *testing.T) {
	if dirs, err := BuildLast(t.TempDir()); err != nil || len(dirs) > 0 {
		t.Errorf("after no synth: %q, %v", dirs, err)
	}
	s, calls := hello(t), countGo(t)
	assembly := lastOf(t, s)
	dirs, err := BuildLast(assembly)
	if err != nil || len(dirs) != 1 || !executable(filepath.Join(dirs[0], "bootstrap")) {
		t.Errorf("got %q, %v, want the folder of an executable", dirs, err)
	}
	if dir, err := Build(assembly, s); err != nil || len(dirs) == 1 && dir != dirs[0] || len(calls()) != 1 {
		t.Errorf("the synth itself builds to %s, %v, and the go command was called for %q", dir, err, calls())
	}

	file := filepath.Join(assembly, folder, last)
	if err := os.WriteFile(file, []byte(`{"0123456789abcdef":{"Package":"./elsewhere","GOARCH":"arm64"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if dirs, err := BuildLast(assembly); err == nil {
		t.Errorf("got %q of another version's builds, want an error", dirs)
	}
}

func TestASynthWithoutBuildsForgetsThoseBefore(t *testing.T) {
	assembly := lastOf(t, hello(t))
	wants.specs[assembly] = nil // as in another process
	if err := SaveLast(assembly); err != nil {
		t.Fatal(err)
	}
	if dirs, err := BuildLast(assembly); err != nil || len(dirs) > 0 {
		t.Errorf("got %q, %v, want none", dirs, err)
	}
}
