package cfn

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// manifest is manifest.json of a cloud assembly.
// https://github.com/aws/aws-cdk-cli/tree/main/packages/@aws-cdk/cloud-assembly-schema
type manifest struct {
	Artifacts map[string]struct {
		Type, Environment, DisplayName string
		AdditionalMetadataFile         string
		Metadata                       map[string][]entry
		Properties                     struct{ TemplateFile, StackName, DirectoryName string }
	}
}

// entry of the metadata of a construct.
type entry struct {
	Type string
	Data json.RawMessage
}

// AddAssembly reads the templates of a cloud assembly, the folder that the CDK synthesizes to:
// those of the named stacks, or all if none is named. Assemblies and nested stacks inside of it
// count, too.
func (s *Set) AddAssembly(dir string, stacks ...string) error {
	found := map[string]bool{}
	if err := s.addAssembly(dir, stacks, found); err != nil {
		return err
	}
	for _, name := range stacks {
		if !found[name] {
			return fmt.Errorf("%s has no stack %s; it has %s", dir, name, strings.Join(slices.Sorted(maps.Keys(found)), ", "))
		}
	}
	if len(found) == 0 {
		return fmt.Errorf("%s has no stacks", dir)
	}
	return nil
}

func (s *Set) addAssembly(dir string, stacks []string, found map[string]bool) error {
	var m manifest
	if err := readJSON(filepath.Join(dir, "manifest.json"), &m); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%s is not a folder that CDK has synthesized to: %w", dir, err)
		}
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(m.Artifacts)) {
		a := m.Artifacts[id]
		switch a.Type {
		case "cdk:cloud-assembly":
			if err := s.addAssembly(filepath.Join(dir, a.Properties.DirectoryName), stacks, found); err != nil {
				return err
			}
		case "aws:cloudformation:stack":
			name := a.Properties.StackName
			if name == "" {
				name = id
			}
			found[name] = true
			if len(stacks) > 0 && !slices.Contains(stacks, name) && !slices.Contains(stacks, a.DisplayName) {
				continue
			}
			if a.DisplayName != "" {
				found[a.DisplayName] = true
			}
			t, err := s.addFile(filepath.Join(dir, a.Properties.TemplateFile), name, nil)
			if err != nil {
				return err
			}
			t.setEnvironment(a.Environment)
			metadata := a.Metadata
			if a.AdditionalMetadataFile != "" {
				if err := readJSON(filepath.Join(dir, a.AdditionalMetadataFile), &metadata); err != nil {
					return err
				}
			}
			t.annotate(metadata)
		}
	}
	return nil
}

// addFile reads a template and those of the stacks nested in it.
func (s *Set) addFile(file, stack string, parent *Resource) (*Template, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	t, err := s.Add(stack, b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	t.parent = parent
	for _, id := range slices.Sorted(maps.Keys(t.Resources)) {
		r := t.Resources[id]
		asset, _ := r.Metadata["aws:asset:path"].(string)
		if r.Type != "AWS::CloudFormation::Stack" || asset == "" {
			continue
		}
		if _, ok := r.Properties["Parameters"].(map[string]any); !ok {
			if r.Properties == nil {
				r.Properties = map[string]any{}
			}
			r.Properties["Parameters"] = map[string]any{}
		}
		if _, err := s.addFile(filepath.Join(filepath.Dir(file), asset), stack+"-"+id, r); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// setEnvironment reads aws://account/region, whose parts may be unknown.
func (t *Template) setEnvironment(environment string) {
	parts := strings.Split(strings.TrimPrefix(environment, "aws://"), "/")
	if len(parts) != 2 {
		return
	}
	for _, nested := range t.set.Templates {
		if nested != t && (nested.parent == nil || nested.parent.Template != t) {
			continue
		}
		if !strings.HasPrefix(parts[0], "unknown") {
			nested.Account = parts[0]
		}
		if !strings.HasPrefix(parts[1], "unknown") {
			nested.Region = parts[1]
		}
	}
	t.set.ids = nil
}

// annotate adds to the resources of a stack, and of those nested in it, what the manifest says of
// their constructs, by type. It says the construct paths, too, of which CDK writes none into
// templates outside of its toolkit.
func (t *Template) annotate(metadata map[string][]entry) {
	at := map[string]*Resource{}
	for _, r := range t.all() {
		at["/"+r.Path], at["/"+r.Path+"/Resource"] = r, r
	}
	for path, entries := range metadata {
		for _, e := range entries {
			var id string
			if e.Type == "aws:cdk:logicalId" && at[path] == nil && json.Unmarshal(e.Data, &id) == nil {
				for _, r := range t.all() {
					if r.ID == id && r.Path == "" {
						r.Path = strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/Resource")
						at["/"+r.Path], at[path] = r, r
						break
					}
				}
			}
		}
	}
	for path, entries := range metadata {
		for _, e := range entries {
			var value any
			if r := at[path]; r != nil && json.Unmarshal(e.Data, &value) == nil && value != nil {
				if r.Metadata == nil {
					r.Metadata = map[string]any{}
				}
				r.Metadata[e.Type] = value
			}
		}
	}
}

// all are the resources of the template and of those nested in it.
func (t *Template) all() []*Resource {
	var all []*Resource
	for _, other := range t.set.Templates {
		if other == t || other.parent != nil && other.parent.Template == t {
			for _, id := range slices.Sorted(maps.Keys(other.Resources)) {
				all = append(all, other.Resources[id])
			}
		}
	}
	return all
}

func readJSON(file string, into any) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
