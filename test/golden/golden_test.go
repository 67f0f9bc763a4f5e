// Package golden pins the templates: whoever changes one sees the change in the review, logical id
// by logical id.
//
//	go test ./test/golden -update
//
// rewrites testdata. Asset hashes are masked; they follow the code, not the template.
//
// No assertion about a single property may enter: those are in test/template.
package golden

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/variant"
	unified "github.com/rogpeppe/go-internal/diff"
)

var update = flag.Bool("update", false, "rewrite the goldens")

func TestMain(m *testing.M) { cdktest.Main(m, cdktest.AtRoot) }

const (
	testdata = "test/golden/testdata"
	suffix   = ".json"
	settings = "settings" // the folder of the differences
)

func TestTemplatesAreTheGoldens(t *testing.T) {
	for _, v := range variant.All {
		t.Run(v.Name, func(t *testing.T) {
			got := variant.Templates(t, v)
			for _, template := range got {
				template.MaskAssets()
			}
			dir := filepath.Join(testdata, v.Name)
			if *update {
				write(t, dir, got)
			}
			want := cdktest.Read(t, dir, suffix)
			for _, stack := range union(want, got) {
				golden := filepath.Join(dir, stack+suffix)
				if diff := diff(golden, want[stack], got[stack]); diff != "" {
					t.Errorf("%s is not what its golden says; after an intentional change, run go test ./test/golden -update\n%s", stack, diff)
				}
			}
		})
	}
}

// TestSettingsChangeTheDefault pins what combinations of the application's settings change in the
// default templates, or in the monitored ones, as one file of differences each.
func TestSettingsChangeTheDefault(t *testing.T) {
	for _, v := range variant.Pairs {
		t.Run(v.Name, func(t *testing.T) {
			var changes strings.Builder
			plain, got := cdktest.Read(t, filepath.Join(testdata, variant.Default.Name), suffix), variant.Templates(t, v)
			if v.Context["monitoring"] == true {
				plain = cdktest.Read(t, filepath.Join(testdata, variant.Monitored.Name), suffix)
			}
			for _, stack := range union(plain, got) {
				if template := got[stack]; template != nil {
					template.MaskAssets()
				}
				if diff := diff(stack, plain[stack], got[stack]); diff != "" {
					changes.WriteString(diff + "\n")
				}
			}
			file := filepath.Join(testdata, settings, v.Name+".diff")
			if *update {
				if err := os.WriteFile(file, []byte(changes.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if difference := unified.Diff(file, want, "now", []byte(changes.String())); difference != nil {
				t.Errorf("the settings change something else; after an intentional change, run go test ./test/golden -update\n%s", difference)
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
		if folder.Name() == settings {
			continue
		}
		if !slices.ContainsFunc(variant.All, func(v variant.Variant) bool { return v.Name == folder.Name() }) {
			t.Errorf("%s belongs to no variant: delete it", filepath.Join(testdata, folder.Name()))
		}
	}
	files, err := filepath.Glob(filepath.Join(testdata, settings, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".diff")
		if !slices.ContainsFunc(variant.Pairs, func(v variant.Variant) bool { return v.Name == name }) {
			t.Errorf("%s belongs to no combination of settings: delete it", file)
		}
	}
}

func write(t *testing.T, dir string, templates map[string]*cdktest.Template) {
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

// diff is empty when both templates are the same; otherwise it names what differs and shows the
// lines that do, like diff -u.
func diff(golden string, want, got *cdktest.Template) string {
	var old, current []byte
	var differs []string
	if want != nil {
		old = want.Text()
	}
	if got != nil {
		current = got.Text()
	}
	if bytes.Equal(old, current) {
		return ""
	}
	if want != nil && got != nil {
		differs = append(differing(want.Resources, got.Resources), differing(want.Outputs, got.Outputs)...)
	}
	return fmt.Sprintf("differing: %s\n%s", strings.Join(differs, ", "), unified.Diff(golden, old, "now", current))
}

// differing lists the logical ids that are not the same on both sides.
func differing[T any](old, current map[string]T) []string {
	return slices.DeleteFunc(union(old, current), func(id string) bool {
		a, inOld := old[id]
		b, inCurrent := current[id]
		return inOld == inCurrent && cdktest.JSON(a) == cdktest.JSON(b)
	})
}

// union lists the keys of both sides, in order.
func union[T any](a, b map[string]T) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}
