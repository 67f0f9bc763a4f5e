// Package template reads the templates of a cloud assembly and follows the references in them, also
// from stack to stack.
//
// It reads templates for the picture, without CDK. What is drawn is not its business.
package template

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A Stack is one template.
type Stack struct {
	Name      string
	Resources []*Resource // by logical id

	outputs map[string]any
	exports map[string]any
}

// A Resource is one resource of a template.
type Resource struct {
	Stack      *Stack
	ID         string
	Type       string
	Properties map[string]any
}

// Stacks are all the templates of an assembly, by name.
type Stacks []*Stack

const suffix = ".template.json"

// Load reads the templates of the directory that `cdk synth` wrote.
func Load(assembly string) (Stacks, error) {
	files, err := filepath.Glob(filepath.Join(assembly, "*"+suffix)) // sorted
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s has no templates; `make synth` writes them", assembly)
	}
	var stacks Stacks
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		stack, err := parse(strings.TrimSuffix(filepath.Base(file), suffix), text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		stacks = append(stacks, stack)
	}
	return stacks, nil
}

func parse(name string, text []byte) (*Stack, error) {
	var t struct {
		Resources map[string]struct {
			Type       string
			Properties map[string]any
		}
		Outputs map[string]struct {
			Value  any
			Export struct{ Name any }
		}
	}
	if err := json.Unmarshal(text, &t); err != nil {
		return nil, err
	}
	stack := &Stack{Name: name, outputs: map[string]any{}, exports: map[string]any{}}
	for _, id := range slices.Sorted(maps.Keys(t.Resources)) {
		r := t.Resources[id]
		stack.Resources = append(stack.Resources, &Resource{stack, id, r.Type, r.Properties})
	}
	for id, o := range t.Outputs {
		stack.outputs[id] = o.Value
		if export, ok := o.Export.Name.(string); ok {
			stack.exports[export] = o.Value
		}
	}
	return stack, nil
}

// All are the resources of a type, of all stacks.
func (s Stacks) All(kind string) []*Resource {
	var found []*Resource
	for _, stack := range s {
		for _, r := range stack.Resources {
			if r.Type == kind {
				found = append(found, r)
			}
		}
	}
	return found
}

// Get gives what stands under a path of names in the properties: nil if nothing does.
func (r *Resource) Get(path ...string) any {
	var value any = r.Properties
	for _, name := range path {
		members, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = members[name]
	}
	return value
}

// Text gives a property as a person reads it: empty if there is none.
func (r *Resource) Text(path ...string) string {
	switch value := r.Get(path...).(type) {
	case nil:
		return ""
	case float64:
		return fmt.Sprintf("%g", value)
	default:
		return fmt.Sprint(value)
	}
}

// Refs are the resources that a part of a resource's properties refers to, each once, in the order
// of the text.
func (s Stacks) Refs(r *Resource, path ...string) []*Resource {
	f := follower{stacks: s}
	f.follow(r.Stack, r.Get(path...))
	return f.found
}

type follower struct {
	stacks Stacks
	found  []*Resource
}

func (f *follower) add(stack *Stack, id string) {
	id, _, _ = strings.Cut(id, ".")
	for _, r := range stack.Resources {
		if r.ID == id && !slices.Contains(f.found, r) {
			f.found = append(f.found, r)
		}
	}
}

var substitution = regexp.MustCompile(`\$\{([^!:}][^:}]*)\}`)

func (f *follower) follow(stack *Stack, value any) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			f.follow(stack, element)
		}
	case map[string]any:
		if f.function(stack, value) {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(value)) {
			f.follow(stack, value[name])
		}
	}
}

// function follows an intrinsic function that refers to something.
func (f *follower) function(stack *Stack, value map[string]any) bool {
	if id, ok := value["Ref"].(string); ok {
		f.add(stack, id)
		return true
	}
	switch target := value["Fn::GetAtt"].(type) {
	case string:
		f.add(stack, target)
		return true
	case []any:
		f.add(stack, fmt.Sprint(target[0]))
		return true
	}
	if text, ok := value["Fn::Sub"].(string); ok {
		for _, match := range substitution.FindAllStringSubmatch(text, -1) {
			f.add(stack, match[1])
		}
		return true
	}
	if output, ok := value["Fn::GetStackOutput"].(map[string]any); ok {
		for _, other := range f.stacks {
			if other.Name == output["StackName"] {
				f.follow(other, other.outputs[fmt.Sprint(output["OutputName"])])
			}
		}
		return true
	}
	if export, ok := value["Fn::ImportValue"].(string); ok {
		for _, other := range f.stacks {
			f.follow(other, other.exports[export])
		}
		return true
	}
	return false
}
