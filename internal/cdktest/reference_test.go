package cdktest_test

import (
	"encoding/json"
	"slices"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
)

func TestReferences(t *testing.T) {
	for text, want := range map[string][]cdktest.Reference{
		`"text"`:                             nil,
		`{"Ref": 7}`:                         nil,
		`{"Ref": "A"}`:                       {{Function: "Ref", Name: "A"}},
		`{"Ref": "A", "More": {"Ref": "B"}}`: {{Function: "Ref", Name: "B"}},
		`{"Fn::GetAtt": ["A", "Arn"]}`:       {{Function: "Fn::GetAtt", Name: "A", Attribute: "Arn"}},
		`{"Fn::GetAtt": "A.Deep.Arn"}`:       {{Function: "Fn::GetAtt", Name: "A", Attribute: "Deep.Arn"}},
		`[{"Fn::ImportValue": "x-A"}]`:       {{Function: "Fn::ImportValue", Name: "x-A"}},
		`{"Fn::GetStackOutput": {"StackName": "s", "OutputName": "o"}}`: {{Function: "Fn::GetStackOutput", Stack: "s", Name: "o"}},
		`{"Fn::Join": ["", ["a", {"Ref": "B"}, {"Ref": "A"}]]}`:         {{Function: "Ref", Name: "B"}, {Function: "Ref", Name: "A"}},
		`{"Fn::Sub": "${A}-${B.Arn}-${!Literal}"}`:                      {{Function: "Ref", Name: "A"}, {Function: "Fn::GetAtt", Name: "B", Attribute: "Arn"}},
		`{"Fn::Sub": ["${A}${V}", {"V": {"Ref": "B"}}]}`:                {{Function: "Ref", Name: "A"}, {Function: "Ref", Name: "B"}},
	} {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		if got := cdktest.References(value); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}

func TestRefName(t *testing.T) {
	for text, want := range map[string]string{
		`{"Ref": "A"}`: "A", `{"Fn::ImportValue": "A"}`: "", `"A"`: "", `null`: "",
	} {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		if got := cdktest.RefName(value); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
