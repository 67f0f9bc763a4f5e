package cfn

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Template is the template of one stack.
type Template struct {
	// Stack is the stack's name.
	Stack string `json:"-"`
	// Account and Region are where the stack is deployed; the documentation's account and us-east-1
	// where the template does not say.
	Account string `json:"-"`
	Region  string `json:"-"`

	// Deployed is what the deployment of the stack made of the template; nil if it is not deployed.
	Deployed *Deployed `json:"-"`

	Parameters map[string]Parameter
	Mappings   map[string]map[string]map[string]any
	Conditions map[string]any
	Resources  map[string]*Resource
	Outputs    map[string]Output

	set    *Set
	parent *Resource // the resource that is this nested stack
}

// Deployed is what is known of a stack that is deployed.
type Deployed struct {
	// ID is the ARN of the stack.
	ID string
	// Parameters are the values that the stack was given, or that CloudFormation looked up.
	Parameters map[string]string
	// IDs are the physical ids of the resources, by logical id.
	IDs map[string]string
	// Outputs are those of all stacks when this one was changed last, by stack and name: what
	// Fn::GetStackOutput has become.
	Outputs map[string]map[string]string
}

// Parameter of a template.
type Parameter struct {
	Type    string
	Default any
}

// Output of a template.
type Output struct {
	Value  any
	Export struct{ Name any }
}

// Resource of a template.
type Resource struct {
	// ID is the logical id, and Path the construct path that CDK writes, without the /Resource at
	// its end.
	ID   string `json:"-"`
	Path string `json:"-"`

	Type       string
	Condition  string
	Properties map[string]any
	Metadata   map[string]any

	Template *Template `json:"-"`
}

// String is the construct path, or the stack's name and the logical id.
func (r *Resource) String() string {
	if r.Path != "" {
		return r.Path
	}
	return r.Template.Stack + "/" + r.ID
}

// Property evaluates a property. Missing are the references in it that are known at deployment
// only.
func (r *Resource) Property(name string) (value any, missing []string) {
	return r.Template.Evaluate(r.Properties[name])
}

// Text evaluates a property as a text; empty if there is none.
func (r *Resource) Text(name string) string {
	value, _ := r.Property(name)
	return text(value)
}

// Decode evaluates a property and stores it in the value that into points to, by the rules of
// encoding/json. Numbers and booleans that may be texts, and texts that may be either, as
// CloudFormation allows, are [Int], [Bool] and [Text].
func (r *Resource) Decode(name string, into any) error {
	value, _ := r.Property(name)
	if value == nil {
		return nil
	}
	b, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(b, into)
	}
	if err != nil {
		return fmt.Errorf("%s: %s: %w", r, name, err)
	}
	return nil
}

// Set is the templates of stacks that may refer to each other.
type Set struct {
	Templates []*Template

	ids map[string]*Resource
}

// The account of AWS's documentation, and the first region.
const (
	exampleAccount = "123456789012"
	exampleRegion  = "us-east-1"
)

// Add reads a template: JSON as text, or a value that encoding/json can encode.
func (s *Set) Add(stack string, template any) (*Template, error) {
	var b []byte
	switch template := template.(type) {
	case []byte:
		b = template
	case json.RawMessage:
		b = template
	case string:
		b = []byte(template)
	default:
		var err error
		if b, err = json.Marshal(template); err != nil {
			return nil, fmt.Errorf("stack %s: %w", stack, err)
		}
	}
	t := &Template{Stack: stack, Account: exampleAccount, Region: exampleRegion, set: s}
	if err := json.Unmarshal(b, t); err != nil {
		return nil, fmt.Errorf("stack %s: its template is not one of CloudFormation in JSON: %w", stack, err)
	}
	for id, r := range t.Resources {
		if r == nil {
			return nil, fmt.Errorf("stack %s: resource %s is null", stack, id)
		}
		path, _ := r.Metadata["aws:cdk:path"].(string)
		r.ID, r.Path, r.Template = id, strings.TrimSuffix(path, "/Resource"), t
	}
	s.Templates = append(s.Templates, t)
	s.ids = nil
	return t, nil
}

// Each returns the resources of a type whose conditions are met, by stack and logical id.
func (s *Set) Each(kind string) []*Resource {
	var all []*Resource
	for _, t := range s.Templates {
		for _, id := range slices.Sorted(maps.Keys(t.Resources)) {
			if r := t.Resources[id]; r.Type == kind && r.exists() {
				all = append(all, r)
			}
		}
	}
	return all
}

// exists reports whether the resource is created at all.
func (r *Resource) exists() bool {
	return r.Condition == "" || r.Template.condition(r.Condition, 0)
}

// Find returns the resource that a reference refers to: what Ref or an ARN of it evaluates to, or
// nil.
func (s *Set) Find(reference string) *Resource {
	if s.ids == nil {
		s.ids = map[string]*Resource{}
		for _, t := range s.Templates {
			for _, r := range t.Resources {
				for _, id := range r.references() {
					s.ids[id] = r
				}
			}
		}
	}
	return s.ids[reference]
}

// Int is a number, which a template may write as a text.
type Int int

// UnmarshalJSON reads a number or the text of one.
func (i *Int) UnmarshalJSON(b []byte) error {
	n, err := strconv.ParseFloat(strings.Trim(string(b), `"`), 64)
	*i = Int(n)
	return err
}

// Bool is true or false, which a template may write as a text.
type Bool bool

// UnmarshalJSON reads true, false or the text of one.
func (t *Bool) UnmarshalJSON(b []byte) error {
	value, err := strconv.ParseBool(strings.Trim(string(b), `"`))
	*t = Bool(value)
	return err
}

// isNested reports whether the template is that of a nested stack's resource.
func (t *Template) isNested(r *Resource) bool {
	if t.parent != nil {
		return t.parent == r
	}
	of := r.Template.Deployed
	return t.Deployed != nil && t.Deployed.ID != "" && of != nil && of.IDs[r.ID] == t.Deployed.ID
}

// Nested reports whether the template of a nested stack's resource was read.
func (s *Set) Nested(r *Resource) bool {
	return slices.ContainsFunc(s.Templates, func(t *Template) bool { return t.isNested(r) })
}

// Text is a text, which a template may write as a number, true or false.
type Text string

// UnmarshalJSON reads a scalar.
func (t *Text) UnmarshalJSON(b []byte) error {
	var value any
	err := json.Unmarshal(b, &value)
	*t = Text(text(value))
	return err
}
