// Package template states what the templates promise, point by point. The goldens tell that a
// template has changed; these tests tell which changes break a promise, whatever else is in the
// template.
//
// A promise of the application's templates may enter. What a single construct renders is the
// business of its own tests.
package template

import (
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/variant"
)

func TestMain(m *testing.M) { cdktest.Main(m, cdktest.AtRoot) }

var synthesized = map[string]map[string]*cdktest.Template{}

// stack is one template of a variant, which is synthesized once.
func stack(t *testing.T, v variant.Variant, name string) *cdktest.Template {
	t.Helper()
	template, ok := templates(t, v)[name]
	if !ok {
		t.Fatalf("variant %s has no stack %s", v.Name, name)
	}
	return template
}

func templates(t *testing.T, v variant.Variant) map[string]*cdktest.Template {
	t.Helper()
	if synthesized[v.Name] == nil {
		synthesized[v.Name] = variant.Templates(t, v)
	}
	all := map[string]*cdktest.Template{}
	for name, template := range synthesized[v.Name] {
		all[name] = template.In(t)
	}
	return all
}
