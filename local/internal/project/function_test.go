package project

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestFunctionsThatAreBuiltAlike are built at once, as two with one package are at their first
// requests: none takes the other's program or folder away.
func TestFunctionsThatAreBuiltAlike(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/hello\n\ngo 1.26\n")
	write("main.go", "package main\n\nfunc main() { println(1) }\n")
	write("note.txt", "a note")
	write("texts/more/one", "one")
	a := &App{Dir: dir, Work: filepath.Join(dir, "work")}
	s := &Spec{Package: ".", Files: map[string]string{"note": "note.txt", "texts": "texts"}}
	build := func() (program string) {
		t.Helper()
		programs := make([]string, 4)
		var all sync.WaitGroup
		for i := range programs {
			all.Go(func() {
				var err error
				if programs[i], err = a.Build(t.Context(), s); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, program := range programs {
			if _, err := os.Stat(program); err != nil || program != programs[0] {
				t.Errorf("%q, %v", programs, err)
			}
		}
		return programs[0]
	}
	task := func() os.FileInfo {
		t.Helper()
		info, err := os.Stat(a.TaskDir(s))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	first := build()
	folder := task()
	for name, want := range map[string]string{"note": "a note", "texts/more/one": "one"} {
		if text, err := os.ReadFile(filepath.Join(a.TaskDir(s), name)); string(text) != want || err != nil {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}

	// The program before may be started until all are built anew, and no longer.
	write("main.go", "package main\n\nfunc main() { println(2) }\n")
	second := build()
	if _, err := os.Stat(first); err != nil || second == first {
		t.Errorf("%s after %s: %v", second, first, err)
	}
	if !os.SameFile(folder, task()) {
		t.Error("the folder in which a process may run is another one, with the same files")
	}
	write("main.go", "package main\n\nfunc main() { println(3) }\n")
	write("note.txt", "another note")
	third := build()
	if text, err := os.ReadFile(filepath.Join(a.TaskDir(s), "note")); string(text) != "another note" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(first), "bootstrap-*"))
	if all := strings.Join(left, " "); err != nil || len(left) != 2 || !strings.Contains(all, second) || !strings.Contains(all, third) {
		t.Errorf("%s, %v", all, err)
	}
}
