package templatecheck

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// damage is what can become of a file of findings.
var damage = map[string]func(text []byte) []byte{
	"empty":              func([]byte) []byte { return nil },
	"cut":                func(text []byte) []byte { return text[:len(text)/2] },
	"without a checksum": func(text []byte) []byte { _, body, _ := bytes.Cut(text, []byte("\n")); return body },
	"a letter changed":   func(text []byte) []byte { return bytes.Replace(text, []byte("it is bad"), []byte("it is bed"), 1) },
	"no JSON":            func([]byte) []byte { return []byte(checksum([]byte("x")) + "\nx") },
	"of another template": func([]byte) []byte {
		body := []byte(`{"key":"other","found":null}`)
		return append([]byte(checksum(body)+"\n"), body...)
	},
}

func TestDamagedFindingsAreAMiss(t *testing.T) {
	for name, spoil := range damage {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			cold, _ := b.run(nil)
			files, err := filepath.Glob(filepath.Join(b.folder, "*.json"))
			if err != nil || len(files) != 3 {
				t.Fatalf("%v, %v; want a file for each template", files, err)
			}
			for _, file := range files {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, spoil(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			again, shown := b.run(nil)
			if again != cold {
				t.Errorf("got\n%s\nwant\n%s", again, cold)
			}
			if len(shown) == 0 || name != "a letter changed" && len(shown) != 3 {
				t.Errorf("the engine was shown %q", shown)
			}
			if _, shown = b.run(nil); len(shown) > 0 {
				t.Errorf("the engine was shown %q again: the damage was not repaired", shown)
			}
		})
	}
}

func TestFolderThatCannotBeWrittenIsReported(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (cache{file}).put(&findings{Key: "k"}); err == nil {
		t.Error("no error for a folder that is a file")
	}
}

func TestOldestFindingsAreRemoved(t *testing.T) {
	c := cache{t.TempDir()}
	start := time.Now().Add(-time.Hour)
	for i := range kept + 2 {
		f := &findings{Key: fmt.Sprint(i)}
		if err := c.put(f); err != nil {
			t.Fatal(err)
		}
		at := start.Add(time.Duration(i) * time.Second)
		if err := os.Chtimes(c.file(f.Key), at, at); err != nil {
			t.Fatal(err)
		}
	}
	if c.get("0") == nil { // which makes it the newest
		t.Fatal("the findings are not there")
	}
	if err := c.prune(); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]bool{"0": true, "1": false, "2": false, "3": true, fmt.Sprint(kept + 1): true} {
		if got := c.get(key) != nil; got != want {
			t.Errorf("findings %s are there: %t, want %t", key, got, want)
		}
	}
}
