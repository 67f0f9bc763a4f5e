// Package golden pins the templates: whoever changes one sees the change in
// the review, logical id by logical id.
//
//	go test ./test/golden -update
//
// rewrites testdata. Asset hashes are masked; they follow the code, not the
// template.
package golden

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"example.com/alb-lambda/test/internal/synth"
)

var update = flag.Bool("update", false, "rewrite the goldens")

func TestMain(m *testing.M) { os.Exit(synth.Main(m, false)) }

const (
	testdata = "test/golden/testdata"
	suffix   = ".json"
)

func TestTemplatesAreTheGoldens(t *testing.T) {
	for _, variant := range synth.Variants {
		t.Run(variant.Name, func(t *testing.T) {
			got := synth.Templates(t, variant)
			for _, template := range got {
				template.MaskAssets()
			}
			dir := filepath.Join(testdata, variant.Name)
			if *update {
				write(t, dir, got)
			}
			want := synth.ReadTemplates(t, dir, suffix)
			for _, stack := range union(want, got) {
				golden := filepath.Join(dir, stack+suffix)
				if diff := synth.Diff(golden, want[stack], "now", got[stack]); diff != "" {
					t.Errorf("%s is not what its golden says; when that is meant, run go test ./test/golden -update\n%s", stack, diff)
				}
			}
		})
	}
}

// TestGoldensBelongToAVariant finds files that nothing is compared with.
func TestGoldensBelongToAVariant(t *testing.T) {
	folders, err := os.ReadDir(testdata)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if !slices.ContainsFunc(synth.Variants, func(v synth.Variant) bool { return v.Name == folder.Name() }) {
			t.Errorf("%s belongs to no variant: delete it", filepath.Join(testdata, folder.Name()))
		}
	}
}

func write(t *testing.T, dir string, templates map[string]synth.Template) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for stack, template := range templates {
		if err := template.Write(filepath.Join(dir, stack+suffix)); err != nil {
			t.Fatal(err)
		}
	}
}

// union lists the stacks of both sides, in order.
func union(a, b map[string]synth.Template) []string {
	stacks := maps.Clone(a)
	maps.Copy(stacks, b)
	return slices.Sorted(maps.Keys(stacks))
}
