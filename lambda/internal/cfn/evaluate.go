package cfn

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Evaluate evaluates the intrinsic functions of a value. Missing are the references that are known
// at deployment only; each has become a text of the form ${Token[…]}.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
func (t *Template) Evaluate(v any) (value any, missing []string) {
	e := &evaluation{Template: t}
	value = e.value(v)
	if value == noValue {
		value = nil
	}
	slices.Sort(e.missing)
	return value, slices.Compact(e.missing)
}

// evaluation is one evaluation in a template.
type evaluation struct {
	*Template
	missing []string
	depth   int // of references, which a broken template lets go round in circles
}

const maxDepth = 50

// noValue is what removes a property: AWS::NoValue.
var noValue = new(struct{ noValue bool })

// token is a value that is known at deployment only.
func (e *evaluation) token(format string, values ...any) string {
	name := e.Stack + "/" + fmt.Sprintf(format, values...)
	e.missing = append(e.missing, name)
	return "${Token[" + name + "]}"
}

func (e *evaluation) value(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, 0, len(v))
		for _, item := range v {
			if item = e.value(item); item != noValue {
				out = append(out, item)
			}
		}
		return out
	case map[string]any:
		if name, argument, ok := intrinsic(v); ok {
			return e.call(name, argument)
		}
		out := make(map[string]any, len(v))
		for key, item := range v {
			if item = e.value(item); item != noValue {
				out[key] = item
			}
		}
		return out
	case string:
		return e.dynamic(v)
	}
	return v
}

// intrinsic returns the function of an object that is the call of one.
func intrinsic(v map[string]any) (name string, argument any, ok bool) {
	if len(v) != 1 {
		return "", nil, false
	}
	for name, argument = range v {
	}
	return name, argument, name == "Ref" || name == "Condition" || strings.HasPrefix(name, "Fn::")
}

var dynamicReference = regexp.MustCompile(`\{\{resolve:[^}]*\}\}`)

// dynamic replaces dynamic references, {{resolve:…}}.
func (e *evaluation) dynamic(s string) string {
	if !strings.Contains(s, "{{resolve:") {
		return s
	}
	return dynamicReference.ReplaceAllStringFunc(s, func(reference string) string {
		return e.token("%s", strings.Trim(reference, "{}"))
	})
}

func (e *evaluation) call(name string, argument any) any {
	list, _ := argument.([]any)
	switch name {
	case "Ref":
		return e.ref(text(argument))
	case "Fn::GetAtt":
		if len(list) == 2 {
			return e.attribute(text(list[0]), text(e.value(list[1])))
		}
		id, attribute, _ := strings.Cut(text(argument), ".")
		return e.attribute(id, attribute)
	case "Fn::Sub":
		return e.sub(argument)
	case "Fn::Join":
		if len(list) == 2 {
			items, _ := e.value(list[1]).([]any)
			return strings.Join(texts(items), text(list[0]))
		}
	case "Fn::Split":
		if len(list) == 2 {
			var items []any
			for item := range strings.SplitSeq(text(e.value(list[1])), text(list[0])) {
				items = append(items, item)
			}
			return items
		}
	case "Fn::Select":
		if len(list) == 2 {
			i, err := strconv.Atoi(text(e.value(list[0])))
			items, _ := e.value(list[1]).([]any)
			if err == nil && i >= 0 && i < len(items) {
				return items[i]
			}
		}
	case "Fn::If":
		if len(list) == 3 {
			if e.condition(text(list[0]), 0) {
				return e.value(list[1])
			}
			return e.value(list[2])
		}
	case "Fn::FindInMap":
		if len(list) >= 3 {
			if value, ok := e.Mappings[text(e.value(list[0]))][text(e.value(list[1]))][text(e.value(list[2]))]; ok {
				return value
			}
		}
	case "Fn::ImportValue":
		return e.imported(text(e.value(argument)))
	case "Fn::GetStackOutput":
		reference, _ := e.value(argument).(map[string]any)
		return e.stackOutput(text(reference["StackName"]), text(reference["OutputName"]))
	case "Fn::Base64":
		return base64.StdEncoding.EncodeToString([]byte(text(e.value(argument))))
	case "Fn::Length":
		items, _ := e.value(argument).([]any)
		return float64(len(items))
	case "Fn::ToJsonString":
		b, err := json.Marshal(e.value(argument))
		if err == nil {
			return string(b)
		}
	case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not", "Condition":
		return e.truth(map[string]any{name: argument}, 0)
	}
	return e.token("%s", name)
}

var substitution = regexp.MustCompile(`\$\{[^}]*\}`)

// sub replaces ${Name} and ${Name.Attribute}; ${!Name} is the text ${Name}.
func (e *evaluation) sub(argument any) any {
	format, values := argument, map[string]any{}
	if list, ok := argument.([]any); ok && len(list) == 2 {
		format = list[0]
		values, _ = list[1].(map[string]any)
	}
	return e.dynamic(substitution.ReplaceAllStringFunc(text(format), func(s string) string {
		name := strings.TrimSpace(s[2 : len(s)-1])
		if literal, ok := strings.CutPrefix(name, "!"); ok {
			return "${" + literal + "}"
		}
		if value, ok := values[name]; ok {
			return text(e.value(value))
		}
		if id, attribute, ok := strings.Cut(name, "."); ok {
			return text(e.attribute(id, attribute))
		}
		return text(e.ref(name))
	}))
}

// texts are the texts of a list.
func texts(items []any) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = text(item)
	}
	return out
}

// text is a scalar as CloudFormation writes it in a text.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}
