package template

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func load(t *testing.T, templates map[string]string) Stacks {
	t.Helper()
	dir := t.TempDir()
	for name, text := range templates {
		if err := os.WriteFile(filepath.Join(dir, name+suffix), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	stacks, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return stacks
}

func TestRefs(t *testing.T) {
	stacks := load(t, map[string]string{
		"a": `{"Resources": {"Q": {"Type": "T", "Properties": {"Name": "q"}}, "R": {"Type": "T"}}, "Outputs": {
			"Weak": {"Value": {"Fn::GetAtt": ["Q", "Arn"]}},
			"Strong": {"Value": {"Ref": "R"}, "Export": {"Name": "a-R"}}}}`,
		"b": `{"Resources": {"L": {"Type": "L"}, "M": {"Type": "M"}, "User": {"Type": "U", "Properties": {
			"Ref": {"Ref": "L"}, "GetAtt": {"Fn::GetAtt": ["M", "Arn"]}, "Short": {"Fn::GetAtt": "M.Arn"},
			"Sub": {"Fn::Sub": "x-${L}-${M.Arn}-${AWS::Region}-${!L}"},
			"Join": {"Fn::Join": ["", ["x", {"Ref": "M"}, {"Ref": "AWS::Region"}, {"Ref": "L"}]]},
			"Weak": [{"Fn::GetStackOutput": {"StackName": "a", "OutputName": "Weak"}}],
			"Strong": {"Deep": {"Fn::ImportValue": "a-R"}},
			"Twice": [{"Ref": "L"}, {"Ref": "L"}], "None": "L"}}}}`,
	})
	user := stacks.All("U")[0]
	for property, want := range map[string]string{
		"Ref": "b/L", "GetAtt": "b/M", "Short": "b/M", "Sub": "b/L b/M", "Join": "b/M b/L",
		"Weak": "a/Q", "Strong": "a/R", "Twice": "b/L", "None": "", "Absent": "",
	} {
		var got []string
		for _, r := range stacks.Refs(user, property) {
			got = append(got, r.Stack.Name+"/"+r.ID)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s refers to %q, want %q", property, s, want)
		}
	}
	if got := stacks.All("T")[0].Text("Name"); got != "q" {
		t.Errorf("Name is %q", got)
	}
}

func TestLoadRejects(t *testing.T) {
	if _, err := Load(t.TempDir()); err == nil || !strings.Contains(err.Error(), "make synth") {
		t.Errorf("an empty directory: %v", err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a"+suffix), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), "a"+suffix) {
		t.Errorf("half a template: %v", err)
	}
}
