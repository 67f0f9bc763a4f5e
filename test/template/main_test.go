// Package template states what the templates promise, point by point. The
// goldens tell that a template has changed; these tests tell which changes
// break a promise, whatever else is in the template.
package template

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"example.com/alb-lambda/test/internal/synth"
	"github.com/rogpeppe/go-internal/diff"
)

func TestMain(m *testing.M) { os.Exit(synth.Main(m, false)) }

var synthesized = map[string]map[string]synth.Template{}

// stack is one template of a variant, which is synthesized once.
func stack(t *testing.T, variant synth.Variant, name string) synth.Template {
	t.Helper()
	template, ok := templates(t, variant)[name]
	if !ok {
		t.Fatalf("variant %s has no stack %s", variant.Name, name)
	}
	return template
}

func templates(t *testing.T, variant synth.Variant) map[string]synth.Template {
	t.Helper()
	if synthesized[variant.Name] == nil {
		synthesized[variant.Name] = synth.Templates(t, variant)
	}
	return synthesized[variant.Name]
}

// ofType lists the logical ids of a type, in order.
func ofType(template synth.Template, resourceType string) []string {
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(template.Resources)) {
		if template.Resources[id].Type == resourceType {
			ids = append(ids, id)
		}
	}
	return ids
}

// only is the one resource of a type.
func only(t *testing.T, template synth.Template, resourceType string) (string, synth.Resource) {
	t.Helper()
	ids := ofType(template, resourceType)
	if len(ids) != 1 {
		t.Fatalf("%d resources of type %s, want one: %v", len(ids), resourceType, ids)
	}
	return ids[0], template.Resources[ids[0]]
}

// none fails when there is a resource of the type.
func none(t *testing.T, template synth.Template, resourceType string) {
	t.Helper()
	if ids := ofType(template, resourceType); len(ids) > 0 {
		t.Errorf("%v are of type %s, which nothing here should be", ids, resourceType)
	}
}

// same compares a value with what it is in JSON.
func same(t *testing.T, what string, got any, want string) {
	t.Helper()
	var wanted any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatalf("%s: %v", want, err)
	}
	if d := diff.Diff("want", text(t, wanted), "got", text(t, got)); d != nil {
		t.Errorf("%s:\n%s", what, d)
	}
}

func text(t *testing.T, value any) []byte {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// attributes are the key-value pairs of a balancer or a target group.
func attributes(resource synth.Resource, property string) map[string]any {
	pairs, _ := resource.Properties[property].([]any)
	values := map[string]any{}
	for _, pair := range pairs {
		p := pair.(map[string]any)
		values[p["Key"].(string)] = p["Value"]
	}
	return values
}
