package settings

import (
	"fmt"
	"strings"
)

// source is where keys are written: the context itself, or one stage in it.
type source struct {
	keys map[string]any
	path string // before the name of a key, with a dot at its end; empty for the context itself
}

// name is how a validation error calls a key. The key of a stage that holds them all is its name.
func (s source) name(key string) string {
	if key == "stage" && s.path != "" {
		return strings.TrimSuffix(s.path, ".")
	}
	return s.path + key
}

// fix writes the examples of a hint as they are written there: as options of the command line, or
// as members of an object in cdk.json.
func (s source) fix(hint string) string {
	if !strings.Contains(hint, "=") {
		return hint
	}
	examples := strings.Fields(hint)
	separator := " "
	for i, example := range examples {
		examples[i] = "-c " + example
		if s.path != "" {
			key, value, _ := strings.Cut(example, "=")
			if value != "true" {
				value = fmt.Sprintf("%q", value)
			}
			separator, examples[i] = ", ", fmt.Sprintf("%q: %s", key, value)
		}
	}
	return "write it like " + strings.Join(examples, separator)
}
