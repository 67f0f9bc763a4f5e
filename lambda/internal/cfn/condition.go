package cfn

// condition evaluates a condition of the template. One that is not there, or that a broken template
// defines by itself, is false.
func (t *Template) condition(name string, depth int) bool {
	if depth > maxDepth {
		return false
	}
	return (&evaluation{Template: t}).truth(t.Conditions[name], depth+1)
}

// truth evaluates the functions of conditions.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
func (e *evaluation) truth(v any, depth int) bool {
	object, _ := v.(map[string]any)
	name, argument, ok := intrinsic(object)
	if !ok {
		return text(v) == "true"
	}
	list, _ := argument.([]any)
	switch name {
	case "Condition":
		return e.condition(text(argument), depth)
	case "Fn::Equals":
		return len(list) == 2 && text(e.value(list[0])) == text(e.value(list[1]))
	case "Fn::Not":
		return len(list) == 1 && !e.truth(list[0], depth)
	case "Fn::And":
		for _, item := range list {
			if !e.truth(item, depth) {
				return false
			}
		}
		return len(list) > 0
	case "Fn::Or":
		for _, item := range list {
			if e.truth(item, depth) {
				return true
			}
		}
	}
	return false
}
