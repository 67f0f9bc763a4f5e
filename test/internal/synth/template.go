package synth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Template is a CloudFormation template with all that CDK writes into one.
type Template struct {
	Description string              `json:",omitempty"`
	Transform   any                 `json:",omitempty"`
	Metadata    map[string]any      `json:",omitempty"`
	Parameters  map[string]any      `json:",omitempty"`
	Mappings    map[string]any      `json:",omitempty"`
	Conditions  map[string]any      `json:",omitempty"`
	Rules       map[string]any      `json:",omitempty"`
	Resources   map[string]Resource `json:",omitempty"`
	Outputs     map[string]Output   `json:",omitempty"`
}

// Resource of a template.
type Resource struct {
	Type                string
	Condition           string         `json:",omitempty"`
	DependsOn           []string       `json:",omitempty"`
	Properties          map[string]any `json:",omitempty"`
	Metadata            map[string]any `json:",omitempty"`
	CreationPolicy      any            `json:",omitempty"`
	UpdatePolicy        any            `json:",omitempty"`
	DeletionPolicy      string         `json:",omitempty"`
	UpdateReplacePolicy string         `json:",omitempty"`
}

// Output of a template.
type Output struct {
	Description string `json:",omitempty"`
	Condition   string `json:",omitempty"`
	Value       any
	Export      *Export `json:",omitempty"`
}

// Export is the name that other stacks import an output by.
type Export struct{ Name any }

// ReadTemplate reads a template and refuses what a Template has no field for.
func ReadTemplate(file string) (Template, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return Template{}, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var template Template
	if err := decoder.Decode(&template); err != nil {
		return Template{}, fmt.Errorf("%s: %w", file, err)
	}
	return template, nil
}

// mask stands for the hash of an asset: what is in an asset is tested elsewhere.
const mask = "<hash>"

// MaskAssets replaces the hashes of assets, in place.
func (t Template) MaskAssets() {
	for _, resource := range t.Resources {
		if _, ok := resource.Metadata["aws:asset:path"]; ok {
			resource.Metadata["aws:asset:path"] = "asset." + mask
		}
		for _, field := range []string{"Code", "Content"} {
			if location, ok := resource.Properties[field].(map[string]any); ok && location["S3Key"] != nil {
				location["S3Key"] = mask + ".zip"
			}
		}
	}
}

// Write writes the template as indented JSON with sorted keys.
func (t Template) Write(file string) error { return os.WriteFile(file, t.text(), 0o644) }

func (t Template) text() []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(t); err != nil {
		panic(err) // what JSON gave, JSON takes
	}
	return text.Bytes()
}

// Diff is empty when both templates are the same; else it names what differs
// and shows the lines that do, like diff -u.
func Diff(oldName string, old Template, newName string, new Template) string {
	if reflect.DeepEqual(old, new) {
		return ""
	}
	differs := append(differing(old.Resources, new.Resources), differing(old.Outputs, new.Outputs)...)
	return fmt.Sprintf("differing: %s\n%s", strings.Join(differs, ", "),
		diff.Diff(oldName, old.text(), newName, new.text()))
}

// differing lists the logical ids that are not the same on both sides.
func differing[T any](old, new map[string]T) []string {
	all := maps.Clone(old)
	maps.Copy(all, new)
	return slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(id string) bool {
		a, inOld := old[id]
		b, inNew := new[id]
		return inOld == inNew && reflect.DeepEqual(a, b)
	})
}
