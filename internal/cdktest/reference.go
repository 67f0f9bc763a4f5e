package cdktest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Reference is a place where a template takes a value of something else.
type Reference struct {
	// Function is Ref, Fn::GetAtt, Fn::ImportValue or Fn::GetStackOutput.
	Function string
	// Stack is the name of the other stack, with Fn::GetStackOutput alone.
	Stack string
	// Name is a logical id, a parameter or pseudo parameter, an export or an output.
	Name string
	// Attribute is what Fn::GetAtt reads.
	Attribute string
}

// References lists every reference in a value, in the order of the keys of its objects.
func References(value any) []Reference {
	var found []Reference
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			found = append(found, References(element)...)
		}
	case map[string]any:
		if reference, ok := ReferenceOf(v); ok {
			return []Reference{reference}
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if key == "Fn::Sub" {
				found = append(found, substitutions(v[key])...)
			}
			found = append(found, References(v[key])...)
		}
	}
	return found
}

// ReferenceOf reads a value that is one reference and nothing else.
func ReferenceOf(value any) (Reference, bool) {
	object, _ := value.(map[string]any)
	if len(object) != 1 {
		return Reference{}, false
	}
	for function, argument := range object {
		switch argument := argument.(type) {
		case string:
			switch function {
			case "Ref", "Fn::ImportValue":
				return Reference{Function: function, Name: argument}, true
			case "Fn::GetAtt":
				id, attribute, _ := strings.Cut(argument, ".")
				return Reference{Function: function, Name: id, Attribute: attribute}, true
			}
		case []any:
			if function == "Fn::GetAtt" && len(argument) == 2 {
				return Reference{Function: function, Name: fmt.Sprint(argument[0]), Attribute: fmt.Sprint(argument[1])}, true
			}
		case map[string]any:
			if function == "Fn::GetStackOutput" {
				return Reference{Function: function, Stack: fmt.Sprint(argument["StackName"]), Name: fmt.Sprint(argument["OutputName"])}, true
			}
		}
	}
	return Reference{}, false
}

// RefName is the name in {"Ref": name}; it is empty for anything else.
func RefName(value any) string {
	if reference, ok := ReferenceOf(value); ok && reference.Function == "Ref" {
		return reference.Name
	}
	return ""
}

// variable of Fn::Sub; ${!Literal} is none.
var variable = regexp.MustCompile(`\$\{([^!}][^}]*)\}`)

// substitutions reads the variables of Fn::Sub that are not defined beside its text.
func substitutions(argument any) []Reference {
	text, _ := argument.(string)
	var defined map[string]any
	if list, ok := argument.([]any); ok && len(list) == 2 {
		text, _ = list[0].(string)
		defined, _ = list[1].(map[string]any)
	}
	var found []Reference
	for _, match := range variable.FindAllStringSubmatch(text, -1) {
		name := match[1]
		if _, ok := defined[name]; ok {
			continue
		}
		if id, attribute, ok := strings.Cut(name, "."); ok {
			found = append(found, Reference{Function: "Fn::GetAtt", Name: id, Attribute: attribute})
		} else {
			found = append(found, Reference{Function: "Ref", Name: name})
		}
	}
	return found
}
