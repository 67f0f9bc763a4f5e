package cfn

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func load(t *testing.T, templates map[string]string) *Set {
	t.Helper()
	s := &Set{}
	for _, name := range []string{"a", "b"} {
		if text, ok := templates[name]; ok {
			if _, err := s.Add(name, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

const first = `{
	"Parameters": {
		"Size": {"Type": "Number", "Default": 3},
		"List": {"Type": "CommaDelimitedList", "Default": "x, y"},
		"Version": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/path"},
		"Given": {"Type": "String"}},
	"Mappings": {"Map": {"us-east-1": {"Name": "east"}}},
	"Conditions": {
		"Yes": {"Fn::Equals": [{"Ref": "Size"}, "3"]},
		"No": {"Fn::Not": [{"Condition": "Yes"}]},
		"Both": {"Fn::And": [{"Condition": "Yes"}, {"Fn::Or": [{"Condition": "No"}, {"Condition": "Yes"}]}]},
		"Neither": {"Fn::Or": [{"Condition": "No"}, {"Fn::And": [{"Condition": "Yes"}, {"Condition": "No"}]}]},
		"Loop": {"Fn::Not": [{"Condition": "Loop"}]}},
	"Resources": {
		"Fn": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "orders"}},
		"Alias": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Fn"}, "Name": "live"}},
		"Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "stock"}},
		"Other": {"Type": "AWS::DynamoDB::Table", "Properties": {}},
		"Circle": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Circle"}, "Name": "x"}},
		"Gone": {"Type": "AWS::Lambda::Function", "Condition": "No", "Properties": {}}},
	"Outputs": {
		"ARN": {"Value": {"Fn::GetAtt": ["Fn", "Arn"]}, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-arn"}}},
		"Loop": {"Value": {"Fn::GetStackOutput": {"StackName": "a", "OutputName": "Loop"}}}}}`

const functionARN = "arn:aws:lambda:us-east-1:123456789012:function:orders"

func TestEvaluate(t *testing.T) {
	s := load(t, map[string]string{"a": first, "b": `{}`})
	for _, c := range []struct {
		stack, value, want string
		missing            []string
	}{
		{"a", `{"Ref": "Size"}`, `3`, nil},
		{"a", `{"Ref": "List"}`, `["x","y"]`, nil},
		{"a", `{"Ref": "Version"}`, `"${Token[a/Version]}"`, []string{"a/Version"}},
		{"a", `{"Ref": "Given"}`, `"${Token[a/Given]}"`, []string{"a/Given"}},
		{"a", `{"Ref": "AWS::Region"}`, `"us-east-1"`, nil},
		{"a", `{"Ref": "AWS::AccountId"}`, `"123456789012"`, nil},
		{"a", `{"Ref": "AWS::Partition"}`, `"aws"`, nil},
		{"a", `{"Ref": "AWS::URLSuffix"}`, `"amazonaws.com"`, nil},
		{"a", `{"Ref": "AWS::StackName"}`, `"a"`, nil},
		{"a", `[1, {"Ref": "AWS::NoValue"}, {"k": {"Ref": "AWS::NoValue"}}]`, `[1,{}]`, nil},
		{"a", `{"Ref": "AWS::NoValue"}`, `null`, nil},
		{"a", `{"Ref": "Fn"}`, `"orders"`, nil},
		{"a", `{"Fn::GetAtt": ["Fn", "Arn"]}`, `"` + functionARN + `"`, nil},
		{"a", `{"Fn::GetAtt": "Fn.Arn"}`, `"` + functionARN + `"`, nil},
		{"a", `{"Ref": "Alias"}`, `"` + functionARN + `:live"`, nil},
		{"a", `{"Ref": "Table"}`, `"stock"`, nil},
		{"a", `{"Ref": "Other"}`, `"${Token[a/Other]}"`, []string{"a/Other"}},
		{"a", `{"Fn::GetAtt": ["Table", "Arn"]}`, `"${Token[a/Table.Arn]}"`, []string{"a/Table.Arn"}},
		{"a", `{"Ref": "Absent"}`, `"${Token[a/Absent]}"`, []string{"a/Absent"}},
		{"a", `{"Fn::Join": ["-", ["x", {"Ref": "Size"}, true]]}`, `"x-3-true"`, nil},
		{"a", `{"Fn::Join": ["-", {"Ref": "List"}]}`, `"x-y"`, nil},
		{"a", `{"Fn::Split": [",", "a,b"]}`, `["a","b"]`, nil},
		{"a", `{"Fn::Select": ["1", {"Fn::Split": [",", "a,b"]}]}`, `"b"`, nil},
		{"a", `{"Fn::Select": [7, {"Fn::Split": [",", "a,b"]}]}`, `"${Token[a/Fn::Select]}"`, []string{"a/Fn::Select"}},
		{"a", `{"Fn::Sub": "${Fn}/${Fn.Arn}/${!Literal}/${AWS::Region}"}`, `"orders/` + functionARN + `/${Literal}/us-east-1"`, nil},
		{"a", `{"Fn::Sub": ["${x}${Size}", {"x": {"Ref": "Table"}}]}`, `"stock3"`, nil},
		{"a", `{"Fn::If": ["Yes", 1, 2]}`, `1`, nil},
		{"a", `{"Fn::If": ["No", 1, {"Ref": "Size"}]}`, `3`, nil},
		{"a", `{"Fn::If": ["Both", 1, 2]}`, `1`, nil},
		{"a", `{"Fn::If": ["Neither", 1, 2]}`, `2`, nil},
		{"a", `{"Fn::If": ["Loop", "x", "x"]}`, `"x"`, nil},
		{"a", `{"Fn::FindInMap": ["Map", {"Ref": "AWS::Region"}, "Name"]}`, `"east"`, nil},
		{"a", `{"Fn::FindInMap": ["Map", "none", "Name"]}`, `"${Token[a/Fn::FindInMap]}"`, []string{"a/Fn::FindInMap"}},
		{"a", `{"Fn::Base64": "hi"}`, `"aGk="`, nil},
		{"a", `{"Fn::Length": {"Ref": "List"}}`, `2`, nil},
		{"a", `{"Fn::ToJsonString": {"a": {"Ref": "Size"}}}`, `"{\"a\":3}"`, nil},
		{"a", `{"Fn::Cidr": ["10.0.0.0/16", 2, 8]}`, `"${Token[a/Fn::Cidr]}"`, []string{"a/Fn::Cidr"}},
		{"a", `"{{resolve:ssm:/x}}!"`, `"${Token[a/resolve:ssm:/x]}!"`, []string{"a/resolve:ssm:/x"}},
		{"a", `{"Ref": "Size", "more": 1}`, `{"Ref":"Size","more":1}`, nil},
		{"b", `{"Fn::ImportValue": "a-arn"}`, `"` + functionARN + `"`, nil},
		{"b", `{"Fn::ImportValue": "none"}`, `"${Token[b/the export none]}"`, []string{"b/the export none"}},
		{"b", `{"Fn::GetStackOutput": {"StackName": "a", "OutputName": "ARN"}}`, `"` + functionARN + `"`, nil},
		{"b", `{"Fn::GetStackOutput": {"StackName": "c", "OutputName": "ARN"}}`, `"${Token[b/the output ARN of stack c]}"`, []string{"b/the output ARN of stack c"}},
	} {
		template := s.Templates[strings.Index("ab", c.stack)]
		var value any
		if err := json.Unmarshal([]byte(c.value), &value); err != nil {
			t.Fatal(err)
		}
		got, missing := template.Evaluate(value)
		b, err := json.Marshal(got)
		if err != nil || string(b) != c.want || !slices.Equal(missing, c.missing) {
			t.Errorf("%s: %s, missing %q, %v; want %s, missing %q", c.value, b, missing, err, c.want, c.missing)
		}
	}
}

// What leads back to itself is known at deployment only, and does not go on for ever.
func TestCircles(t *testing.T) {
	s := load(t, map[string]string{"a": first})
	for _, value := range []any{
		map[string]any{"Ref": "Circle"},
		map[string]any{"Fn::GetStackOutput": map[string]any{"StackName": "a", "OutputName": "Loop"}},
	} {
		if got, _ := s.Templates[0].Evaluate(value); !strings.Contains(fmt.Sprint(got), "${Token[") {
			t.Errorf("%v: %v", value, got)
		}
	}
}

func TestResources(t *testing.T) {
	s := load(t, map[string]string{"a": first})
	functions := s.Each("AWS::Lambda::Function")
	if len(functions) != 1 || functions[0].ID != "Fn" {
		t.Errorf("%v: those whose condition is not met are not created", functions)
	}
	for _, reference := range []string{"orders", functionARN} {
		if r := s.Find(reference); r == nil || r.ID != "Fn" {
			t.Errorf("%s is %v", reference, r)
		}
	}
	if r := s.Find(functionARN + ":live"); r == nil || r.ID != "Alias" {
		t.Errorf("the alias is %v", r)
	}
	if r := s.Find("none"); r != nil {
		t.Errorf("none is %v", r)
	}
}

func TestScalars(t *testing.T) {
	s := load(t, map[string]string{"a": `{"Resources": {"R": {"Type": "X", "Properties": {"P": {"Int": "7", "Bool": "true", "Text": 80}, "Bad": "seven"}}}}`})
	r := s.Templates[0].Resources["R"]
	var got struct {
		Int  Int
		Bool Bool
		Text Text
	}
	if err := r.Decode("P", &got); err != nil || got.Int != 7 || !got.Bool || got.Text != "80" {
		t.Errorf("%+v, %v", got, err)
	}
	var bad Int
	if err := r.Decode("Bad", &bad); err == nil || !strings.HasPrefix(err.Error(), "a/R: Bad: ") {
		t.Errorf("%v, want the resource and the property", err)
	}
	if err := r.Decode("Absent", &bad); err != nil || bad != 0 {
		t.Errorf("%v, %d of a property that is absent", err, bad)
	}
}

func TestTemplatesThatAreNone(t *testing.T) {
	for _, template := range []any{"nope", []byte(`[]`), map[string]any{"Resources": map[string]any{"R": nil}}, func() {}} {
		if _, err := (&Set{}).Add("a", template); err == nil || !strings.HasPrefix(err.Error(), "stack a: ") {
			t.Errorf("%T: %v", template, err)
		}
	}
}
