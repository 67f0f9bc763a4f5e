package cdktest

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Count fails the test unless there are n resources of a type.
func (tm *Template) Count(resourceType string, n int) {
	tm.t.Helper()
	if found := tm.All(resourceType); len(found) != n {
		tm.t.Errorf("%d resources of type %s, want %d", len(found), resourceType, n)
	}
}

// Has fails the test unless a resource of the type has at least the properties of want, a JSON
// object: objects may have more members, arrays may not have more elements.
func (tm *Template) Has(resourceType, want string) {
	tm.t.Helper()
	wanted := decode(tm.t, want)
	var seen []string
	for _, r := range tm.All(resourceType) {
		var misses []string
		compare("", r.Properties, wanted, &misses)
		if len(misses) == 0 {
			return
		}
		seen = append(seen, r.ID+":\n    "+strings.Join(misses, "\n    "))
	}
	tm.t.Errorf("no %s has the properties:\n  %s", resourceType, strings.Join(seen, "\n  "))
}

// Lacks fails the test if a resource of the type has the property.
func (tm *Template) Lacks(resourceType, property string) {
	tm.t.Helper()
	for _, r := range tm.All(resourceType) {
		if value, ok := r.Properties[property]; ok {
			tm.t.Errorf("%s has %s: %v", r.ID, property, JSON(value))
		}
	}
}

// Same fails the test unless a value is what want, which is JSON, says.
func Same(t testing.TB, what string, got any, want string) {
	t.Helper()
	if wanted, read := JSON(decode(t, want)), JSON(got); read != wanted {
		t.Errorf("%s is\n  %s\nwant\n  %s", what, read, wanted)
	}
}

func decode(t testing.TB, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return value
}

func compare(path string, got, want any, misses *[]string) {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			break
		}
		for _, key := range slices.Sorted(maps.Keys(want)) {
			compare(path+"."+key, object[key], want[key], misses)
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
