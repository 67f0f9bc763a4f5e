package cdktest

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// Template is a synthesized template.
type Template struct {
	t         testing.TB
	Resources map[string]Resource
	Outputs   map[string]map[string]any
}

// Resource is one resource of a template, by the names of CloudFormation.
type Resource struct {
	ID             string `json:"-"`
	Type           string
	Properties     map[string]any
	DependsOn      []string
	DeletionPolicy string
}

// Synth synthesizes the app of stack and reads the stack's template.
func Synth(t testing.TB, stack awscdk.Stack) *Template {
	t.Helper()
	assembly := stack.Node().Root().(awscdk.App).Synth(nil)
	text, err := os.ReadFile(*assembly.GetStackArtifact(stack.ArtifactId()).TemplateFullPath())
	if err != nil {
		t.Fatal(err)
	}
	template := &Template{t: t}
	if err := json.Unmarshal(text, template); err != nil {
		t.Fatal(err)
	}
	for id, r := range template.Resources {
		r.ID = id
		template.Resources[id] = r
	}
	return template
}

// All gives the resources of a type, by logical id.
func (tm *Template) All(resourceType string) []Resource {
	var found []Resource
	for _, r := range tm.Resources {
		if r.Type == resourceType {
			found = append(found, r)
		}
	}
	sort.Slice(found, func(i, j int) bool { return found[i].ID < found[j].ID })
	return found
}

// Count fails the test unless there are n resources of a type.
func (tm *Template) Count(resourceType string, n int) {
	tm.t.Helper()
	if found := tm.All(resourceType); len(found) != n {
		tm.t.Errorf("%d resources of type %s, want %d", len(found), resourceType, n)
	}
}

// One gives the only resource of a type.
func (tm *Template) One(resourceType string) Resource {
	tm.t.Helper()
	found := tm.All(resourceType)
	if len(found) != 1 {
		tm.t.Fatalf("%d resources of type %s, want one", len(found), resourceType)
	}
	return found[0]
}

// Has fails the test unless a resource of the type has at least the properties
// that want, a JSON object, lists: objects may have more members, arrays may
// not have more elements.
func (tm *Template) Has(resourceType, want string) {
	tm.t.Helper()
	var wanted any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		tm.t.Fatalf("%v in %s", err, want)
	}
	var seen []string
	for _, r := range tm.All(resourceType) {
		var misses []string
		compare("", r.Properties, wanted, &misses)
		if len(misses) == 0 {
			return
		}
		seen = append(seen, r.ID+":\n    "+strings.Join(misses, "\n    "))
	}
	tm.t.Errorf("no %s is as wanted:\n  %s", resourceType, strings.Join(seen, "\n  "))
}

// Lacks fails the test when a resource of the type has the property.
func (tm *Template) Lacks(resourceType, property string) {
	tm.t.Helper()
	for _, r := range tm.All(resourceType) {
		if value, ok := r.Properties[property]; ok {
			tm.t.Errorf("%s has %s: %v", r.ID, property, JSON(value))
		}
	}
}

// JSON gives value as one line.
func JSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func compare(path string, got, want any, misses *[]string) {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			break
		}
		for key, value := range want {
			compare(path+"."+key, object[key], value, misses)
		}
		return
	case []any:
		array, ok := got.([]any)
		if !ok || len(array) != len(want) {
			break
		}
		for i := range want {
			compare(fmt.Sprintf("%s[%d]", path, i), array[i], want[i], misses)
		}
		return
	}
	if !reflect.DeepEqual(got, want) {
		*misses = append(*misses, fmt.Sprintf("%s is %s, want %s", path, JSON(got), JSON(want)))
	}
}
