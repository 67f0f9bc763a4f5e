package docs

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// otherwise says how the page shows the fields of a struct that its code does not set.
var otherwise = map[string]string{
	"gofunction.BuildError": "it is returned, and nobody sets it",
	"gofunction.CodeProps":  "the section names them: they are fields of gofunction.Props, which the page shows",
	"rollout.Strategy":      "it comes from Canary, Linear and AllAtOnce, which the page shows",
	"cdkapp.App":            "it is the main of an app, which has a table",
	"cdkapp.Inputs":         "it is of that main, and has an example of its own",
}

// TestThePageShowsEveryProp looks for each exported field of a construct's props, and of the
// structs in them, in the code of docs/constructs.md.
func TestThePageShowsEveryProp(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "test/docs/snippets_generated_test.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{} // "lambdaalb.Props.VPC"
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.CompositeLit); ok && literal.Type != nil {
			show(literal, literal.Type, shown)
		}
		return true
	})
	var missing []string
	count := 0
	for _, p := range library(t) {
		if !strings.Contains(p.ImportPath, "/constructs/") {
			continue
		}
		for _, typ := range p.Types {
			if otherwise[path.Base(p.ImportPath)+"."+typ.Name] != "" {
				continue
			}
			for _, member := range members(typ) {
				for _, name := range member.Names {
					count++
					if field := path.Base(p.ImportPath) + "." + typ.Name + "." + name.Name; !shown[field] {
						missing = append(missing, field)
					}
				}
			}
		}
	}
	if count < 100 {
		t.Fatalf("only %d fields were found", count)
	}
	slices.Sort(missing)
	for _, field := range missing {
		t.Errorf("docs/constructs.md has no feature that sets %s", field)
	}
}

// TestThePageNamesEveryFunction looks for each function and method of the constructs.
func TestThePageNamesEveryFunction(t *testing.T) {
	text := read(t, page)
	for _, p := range library(t) {
		if !strings.Contains(p.ImportPath, "/constructs/") {
			continue
		}
		look := func(of string, functions []*doc.Func) {
			for _, f := range functions {
				if otherwise[of] == "" && !regexp.MustCompile(`\b`+f.Name+`\(`).MatchString(text) {
					t.Errorf("docs/constructs.md does not name %s.%s", of, f.Name)
				}
			}
		}
		for _, typ := range p.Types {
			of := path.Base(p.ImportPath) + "." + typ.Name
			look(of, typ.Funcs)
			look(of, typ.Methods)
		}
		look(path.Base(p.ImportPath), p.Funcs)
	}
}

// show notes the fields that a literal of a type sets, and those of literals in it whose types are
// left out.
func show(literal *ast.CompositeLit, of ast.Expr, shown map[string]bool) {
	var element ast.Expr
	switch typ := of.(type) {
	case *ast.ArrayType:
		element = typ.Elt
	case *ast.MapType:
		element = typ.Value
	}
	if star, ok := element.(*ast.StarExpr); ok {
		element = star.X
	}
	name, named := of.(*ast.SelectorExpr)
	for _, each := range literal.Elts {
		pair, keyed := each.(*ast.KeyValueExpr)
		if keyed {
			if key, ok := pair.Key.(*ast.Ident); ok && named {
				shown[name.X.(*ast.Ident).Name+"."+name.Sel.Name+"."+key.Name] = true
			}
			each = pair.Value
		}
		if inner, ok := each.(*ast.CompositeLit); ok && inner.Type == nil && element != nil {
			show(inner, element, shown)
		}
	}
}
