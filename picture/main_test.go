package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/picture/drawing"
)

// assembly has the templates of the application as it is synthesized by default, from its goldens:
// the picture in docs shows them.
func assembly(t *testing.T) string {
	t.Helper()
	goldens := filepath.Join("..", "test", "golden", "testdata", "default")
	files, err := os.ReadDir(goldens)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(goldens, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(file.Name(), ".json") + ".template.json"
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestPictureIsCurrent(t *testing.T) {
	if err := run(t.Context(), true, assembly(t), filepath.Join("..", "docs")); err != nil {
		t.Error(err)
	}
}

func TestCheckSeesAChange(t *testing.T) {
	docs, goldens := t.TempDir(), assembly(t)
	if err := run(t.Context(), true, goldens, docs); err == nil || !strings.Contains(err.Error(), "make picture") {
		t.Errorf("no picture at all: %v", err)
	}
	if err := run(t.Context(), false, goldens, docs); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), true, goldens, docs); err != nil {
		t.Errorf("just drawn: %v", err)
	}
	file := filepath.Join(docs, drawing.Looks[1].File)
	if err := os.WriteFile(file, []byte("<svg/>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), true, goldens, docs); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("another picture: %v", err)
	}
}
