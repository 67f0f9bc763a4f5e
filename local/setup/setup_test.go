package setup

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestParseVersion(t *testing.T) {
	for said, want := range map[string][2]int{
		"go1.26.8\n": {1, 26}, "go1.27rc1": {1, 27}, "v20.20.2\n": {20, 20}, "11.19.1\n": {11, 19}, "Python 3.11.7\n": {3, 11},
		"Python 3.13.0rc2": {3, 13}, "go1.27-devel_abc": {1, 27},
	} {
		if got, ok := parseVersion(said); !ok || got != want {
			t.Errorf("parseVersion(%q) = %v, %v; want %v", said, got, ok, want)
		}
	}
	for _, said := range []string{"", "unknown", "v20"} {
		if got, ok := parseVersion(said); ok {
			t.Errorf("parseVersion(%q) = %v, want none", said, got)
		}
	}
}

// TestCheck runs the check on a machine whose programs are scripts.
func TestCheck(t *testing.T) {
	bin := t.TempDir()
	t.Setenv("PATH", bin)
	install := func(program, version string) {
		script := "#!/bin/sh\necho '" + version + "'\n"
		if err := os.WriteFile(filepath.Join(bin, program), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	install("go", "go1.26.8")
	install("npm", "9.2.0")
	install("node", "v18.19.1")
	err := check(t.Context(), bin)
	if err == nil {
		t.Fatal("a machine without Python passes")
	}
	want := []string{
		"Node.js is too old: " + filepath.Join(bin, "node") + " is 18.19; install Node.js 20.0 or later",
		"npm is too old: " + filepath.Join(bin, "npm") + " is 9.2; install npm 10.0 or later",
		"Python is missing: no python3 on PATH; install Python 3.10 or later",
	}
	if got := strings.Split(err.Error(), "\n"); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("check reports\n%s\nwant\n%s", err, strings.Join(want, "\n"))
	}
	install("node", "v24.21.0")
	install("npm", "11.0.0")
	install("python3", "Python 3.10.0")
	if err := check(t.Context(), bin); err != nil {
		t.Errorf("a machine with everything is rejected: %v", err)
	}
}

func TestFresh(t *testing.T) {
	root := t.TempDir()
	s := step{stamp: "stamp", from: []string{"source"}}
	touch := func(name string, at time.Time) {
		path := filepath.Join(root, name)
		if err := errors.Join(os.WriteFile(path, nil, 0o644), os.Chtimes(path, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now()
	touch("source", now)
	if fresh(root, s) {
		t.Error("a step without a stamp is fresh")
	}
	touch("stamp", now.Add(time.Second))
	if !fresh(root, s) {
		t.Error("a stamp that is newer than its source is stale")
	}
	touch("source", now.Add(2*time.Second))
	if fresh(root, s) {
		t.Error("a stamp that is older than its source is fresh")
	}
}
