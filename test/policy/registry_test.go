package policy

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/internal/follow"
)

// cfn-lint brings the schemas of CloudFormation's registry, region by region.
const schemas = ".local/venv-policy/lib/python3*/site-packages/cfnlint/data/schemas/resources/*.json"

func TestReplacingPropertiesAreThoseOfTheRegistry(t *testing.T) {
	files, err := filepath.Glob(schemas)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no schema, %v", schemas, err)
	}
	registry := map[string]map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var schema struct {
			TypeName             string
			CreateOnlyProperties []string
		}
		if err := json.Unmarshal(text, &schema); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if registry[schema.TypeName] == nil {
			registry[schema.TypeName] = map[string]bool{}
		}
		for _, property := range schema.CreateOnlyProperties {
			// A property within another changes that one.
			name, _, _ := strings.Cut(strings.TrimPrefix(property, "/properties/"), "/")
			registry[schema.TypeName][name] = true
		}
	}
	for kind, properties := range follow.Replacing {
		if registry[kind] == nil {
			t.Errorf("the registry has no %s", kind)
		}
		for _, want := range slices.Sorted(maps.Keys(registry[kind])) {
			if !slices.Contains(properties, want) {
				t.Errorf("%s: %s replaces the resource, and is not in %v", kind, want, properties)
			}
		}
	}
}
