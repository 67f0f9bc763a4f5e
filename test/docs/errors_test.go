package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// guards are validation errors that no test can cause, with the reason.
var guards = map[string]string{
	"it does not know its full name:":                            "CDK's own import of a load balancer rejects such an ARN first",
	"its alias is imported, and is changed where it was created": "an imported alias is not an awslambda.Alias",
}

// TestEveryValidationErrorIsAsserted looks for the text of each validation error in the tests of
// the package that reports it. A text that the code computes is the business of what computes it.
func TestEveryValidationErrorIsAsserted(t *testing.T) {
	tests, count := map[string]string{}, 0
	for _, name := range tracked(t, "*_test.go") {
		tests[filepath.Dir(name)] += read(t, name)
	}
	for _, name := range tracked(t, "albrules/*.go", "constructs/*.go", "internal/*.go", "settings/*.go", "stacks/*.go") {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for line, problem := range problemsIn(t, name) {
			count++
			if _, guard := guards[problem]; !guard && !asserted(tests[filepath.Dir(name)], problem) {
				t.Errorf("%s:%d: no test of the package asserts the validation error %q", name, line, problem)
			}
		}
	}
	if count < 150 {
		t.Errorf("only %d validation errors were found", count)
	}
}

func asserted(tests, problem string) bool {
	start := problem[:min(len(problem), 22)] // tests may break the text into several lines
	return strings.Contains(tests, start) || strings.Contains(tests, strings.ReplaceAll(start, `"`, `\"`))
}

var verb = regexp.MustCompile(`%[-+# 0-9.]*[a-zA-Z]`)

// problemsIn lists, by line, the longest piece of fixed text in the problem of each call of
// fault.List.Add.
func problemsIn(t *testing.T, name string) map[int]string {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, read(t, name), parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	problems := map[int]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		call, _ := n.(*ast.CallExpr)
		if call == nil || len(call.Args) != 3 {
			return true
		}
		if method, _ := call.Fun.(*ast.SelectorExpr); method == nil || method.Sel.Name != "Add" {
			return true
		}
		if longest := fixedText(call.Args[1]); longest != "" {
			problems[set.Position(call.Pos()).Line] = longest
		}
		return true
	})
	return problems
}

// fixedText is the longest piece of text in an expression, between the verbs of a format.
func fixedText(expression ast.Expr) (longest string) {
	ast.Inspect(expression, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, _ := strconv.Unquote(literal.Value) // the parser has accepted it
			for _, piece := range verb.Split(text, -1) {
				if piece = strings.TrimSpace(piece); len(piece) > len(longest) {
					longest = piece
				}
			}
		}
		return true
	})
	return longest
}
