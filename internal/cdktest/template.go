package cdktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// Suffix ends the names of the template files in a cloud assembly.
const Suffix = ".template.json"

// Template is a CloudFormation template, with a field for all that CDK writes into one.
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

	t testing.TB
}

// Resource of a template.
type Resource struct {
	ID                  string `json:"-"`
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

// Synth synthesizes the app of stack and reads the stack's template.
func Synth(t testing.TB, stack awscdk.Stack) *Template {
	t.Helper()
	assembly := stack.Node().Root().(awscdk.App).Synth(nil)
	return ReadFile(t, *assembly.GetStackArtifact(stack.ArtifactId()).TemplateFullPath())
}

// Read reads every file of a folder that ends in suffix. What precedes the suffix is the name of
// the stack.
func Read(t testing.TB, dir, suffix string) map[string]*Template {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("%s: no file *%s", dir, suffix)
	}
	templates := map[string]*Template{}
	for _, file := range files {
		templates[strings.TrimSuffix(filepath.Base(file), suffix)] = ReadFile(t, file)
	}
	return templates
}

// ReadFile reads a template.
func ReadFile(t testing.TB, file string) *Template {
	t.Helper()
	template, err := Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	return template.In(t)
}

// Decode reads a template. What a Template has no field for is an error.
func Decode(file string) (*Template, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	template := &Template{}
	if err := decoder.Decode(template); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for id, r := range template.Resources {
		r.ID = id
		template.Resources[id] = r
	}
	return template, nil
}

// In is the template for another test, in which its assertions fail from now on.
func (tm *Template) In(t testing.TB) *Template {
	other := *tm
	other.t = t
	return &other
}

// All lists the resources of a type, by logical id.
func (tm *Template) All(resourceType string) []Resource {
	var found []Resource
	for _, id := range slices.Sorted(maps.Keys(tm.Resources)) {
		if r := tm.Resources[id]; r.Type == resourceType {
			found = append(found, r)
		}
	}
	return found
}

// One is the only resource of a type.
func (tm *Template) One(resourceType string) Resource {
	tm.t.Helper()
	found := tm.All(resourceType)
	if len(found) != 1 {
		tm.t.Fatalf("%d resources of type %s, want one", len(found), resourceType)
	}
	return found[0]
}

// Attributes are the key-value pairs in a property, for example those of a load balancer or the
// tags.
func (r Resource) Attributes(property string) map[string]any {
	pairs, _ := r.Properties[property].([]any)
	values := map[string]any{}
	for _, pair := range pairs {
		if p, ok := pair.(map[string]any); ok {
			values[fmt.Sprint(p["Key"])] = p["Value"]
		}
	}
	return values
}

const mask = "<hash>"

// MaskAssets replaces the hashes of assets, in place: they follow what is in an asset, not the
// template.
func (tm *Template) MaskAssets() {
	for _, resource := range tm.Resources {
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

// Text is the template as indented JSON with sorted keys.
func (tm *Template) Text() []byte { return indented(tm) }

// Write writes Text to a file.
func (tm *Template) Write(file string) error { return os.WriteFile(file, tm.Text(), 0o644) }

func indented(value any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		panic(err) // the value was decoded from JSON
	}
	return text.Bytes()
}

// JSON is a value on one line.
func JSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
