package shop

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/stage"
)

// without copies an assembly without the resources of some types, and what refers to them: the
// dependencies on them, and the alias's update by CodeDeploy. It returns the types of what it left
// out, by logical id.
func without(t *testing.T, types map[string]string, from, to string) map[string]string {
	t.Helper()
	stage.Must(t, os.CopyFS(to, os.DirFS(from)))
	removed := map[string]string{}
	for stack, template := range cdktest.Read(t, from, cdktest.Suffix) {
		for id, r := range template.Resources {
			if _, ok := types[r.Type]; ok {
				removed[id] = r.Type
				delete(template.Resources, id)
			}
		}
		for id, r := range template.Resources {
			r.DependsOn = slices.DeleteFunc(r.DependsOn, func(on string) bool { return removed[on] != "" })
			if policy, ok := r.UpdatePolicy.(map[string]any); ok && policy["CodeDeployLambdaAliasUpdate"] != nil {
				r.UpdatePolicy = nil
			}
			template.Resources[id] = r
		}
		stage.Must(t, template.Write(filepath.Join(to, stack+cdktest.Suffix)))
	}
	return removed
}
