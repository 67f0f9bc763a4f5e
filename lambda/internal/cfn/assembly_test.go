package cfn

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var assembly = map[string]string{
	"manifest.json": `{"artifacts": {
		"Edge": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/cn-north-1",
			"properties": {"templateFile": "edge.json", "stackName": "edge"}, "displayName": "Prod/Edge",
			"metadata": {"/edge/Plain/Resource": [{"type": "aws:cdk:logicalId", "data": "Plain"}], "/edge/Fn/Resource": [{"type": "build", "data": {"Package": "./fn"}}, {"type": "empty"}]}},
		"assembly-Stage": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "stage"}},
		"Tree": {"type": "cdk:tree"}}}`,
	"edge.json": `{"Resources": {
		"Nested": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "nested.json"},
			"Properties": {"Parameters": {"Name": {"Fn::Sub": "n-${AWS::Region}"}}}},
		"Plain": {"Type": "AWS::CloudFormation::Stack", "Properties": {}},
		"Fn": {"Type": "AWS::Lambda::Function", "Metadata": {"aws:cdk:path": "edge/Fn/Resource"},
			"Properties": {"FunctionName": {"Fn::GetAtt": ["Nested", "Outputs.Out"]}}}}}`,
	"nested.json": `{"Parameters": {"Name": {"Type": "String"}}, "Resources": {}, "Outputs": {"Out": {"Value": {"Ref": "Name"}}}}`,
	"stage/manifest.json": `{"artifacts": {"Shop": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
		"properties": {"templateFile": "shop.json"}, "additionalMetadataFile": "shop.metadata.json"}}}`,
	"stage/shop.json":          `{"Resources": {"Fn": {"Type": "AWS::Lambda::Function", "Metadata": {"aws:cdk:path": "Shop/Fn/Resource"}}}}`,
	"stage/shop.metadata.json": `{"/Shop/Fn": [{"type": "build", "data": "x"}]}`,
}

func TestAssembly(t *testing.T) {
	s := &Set{}
	if err := s.AddAssembly(write(t, assembly)); err != nil {
		t.Fatal(err)
	}
	var stacks []string
	for _, template := range s.Templates {
		stacks = append(stacks, template.Stack)
	}
	if want := []string{"edge", "edge-Nested", "Shop"}; !slices.Equal(stacks, want) {
		t.Errorf("%q, want %q", stacks, want)
	}
	fn := s.Find("arn:aws-cn:lambda:cn-north-1:111122223333:function:n-cn-north-1")
	if fn == nil || fn.Path != "edge/Fn" {
		t.Fatalf("the name of %v does not come through the nested stack", fn)
	}
	if build, _ := fn.Metadata["build"].(map[string]any); build["Package"] != "./fn" {
		t.Errorf("the metadata of the construct is %v", fn.Metadata)
	}
	if shop := s.Templates[2].Resources["Fn"]; shop.Metadata["build"] != "x" {
		t.Errorf("the metadata of a file of its own is %v", shop.Metadata)
	}
	edge := s.Templates[0].Resources
	if edge["Plain"].Path != "edge/Plain" {
		t.Errorf("the construct path that the manifest has is %q", edge["Plain"].Path)
	}
	if !s.Nested(edge["Nested"]) || s.Nested(edge["Plain"]) {
		t.Error("the nested stack with a template is not told from the one without")
	}
}

func TestStacksOfAnAssembly(t *testing.T) {
	dir := write(t, assembly)
	for _, name := range []string{"edge", "Prod/Edge"} {
		s := &Set{}
		if err := s.AddAssembly(dir, name); err != nil || s.Templates[0].Stack != "edge" || len(s.Templates) != 2 {
			t.Errorf("%s: %v, %v", name, s.Templates, err)
		}
	}
	err := (&Set{}).AddAssembly(dir, "none")
	if err == nil || !strings.Contains(err.Error(), "has no stack none; it has Shop, edge") {
		t.Errorf("%v", err)
	}
	for want, files := range map[string]map[string]string{
		"is not a folder that CDK has synthesized to": {},
		"has no stacks":          {"manifest.json": `{}`},
		"manifest.json: invalid": {"manifest.json": `x`},
		"missing.json":           {"manifest.json": `{"artifacts": {"a": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "missing.json"}}}}`},
	} {
		if err := (&Set{}).AddAssembly(write(t, files)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q in it", err, want)
		}
	}
}
