package policy

import (
	"encoding/json"
	"slices"
	"strings"

	"example.com/alb-lambda/internal/cdktest"
)

// wildcardFindings finds each statement that allows something with a wildcard in its principal,
// action or resource. What a statement denies may be wide.
func wildcardFindings(templates map[string]*cdktest.Template) []Finding {
	var findings []Finding
	for _, template := range templates {
		for id, r := range template.Resources {
			for _, statement := range statements(r.Properties) {
				if statement["Effect"] == "Deny" {
					continue
				}
				for _, element := range []string{"Principal", "Action", "Resource", "NotPrincipal", "NotAction", "NotResource"} {
					if wild(element, statement[element]) {
						findings = append(findings, Finding{"wildcard-" + strings.ToLower(element), id})
					}
				}
			}
		}
	}
	slices.SortFunc(findings, Finding.compare)
	return slices.Compact(findings)
}

// statements of all policy documents within a value.
func statements(value any) []map[string]any {
	var found []map[string]any
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			list, _ := inner.([]any)
			if key == "Statement" {
				for _, statement := range list {
					found = append(found, statement.(map[string]any))
				}
			}
			found = append(found, statements(inner)...)
		}
	case []any:
		for _, inner := range v {
			found = append(found, statements(inner)...)
		}
	}
	return found
}

// wild says whether an element matches more than it names. A statement that names all but some
// always does.
func wild(element string, value any) bool {
	if value == nil {
		return false
	}
	text, err := json.Marshal(value)
	return err != nil || strings.HasPrefix(element, "Not") || strings.Contains(string(text), "*")
}
