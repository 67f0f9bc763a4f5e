package docs

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestExamplesShowAllThatTheyCall finds the example that calls a helper of its test files, which a
// package's page does not show, or an internal package, which a reader cannot import.
func TestExamplesShowAllThatTheyCall(t *testing.T) {
	folders := map[string]bool{}
	for _, pattern := range []string{"*", "*/*", "*/*/*"} {
		files, err := filepath.Glob(filepath.Join(pattern, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if folder := filepath.Dir(file); !strings.HasPrefix(folder, "test") && !strings.HasPrefix(folder, "node_modules") {
				folders[folder] = true
			}
		}
	}
	count := 0
	for folder := range folders {
		set := token.NewFileSet()
		names, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		packages := map[string][]*ast.File{} // by name: the package and its external tests
		for _, name := range names {
			file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			packages[file.Name.Name] = append(packages[file.Name.Name], file)
		}
		for _, files := range packages {
			helpers := declared(files)
			for _, example := range doc.Examples(files...) {
				count++
				if hidden := hiddenIn(example, helpers); len(hidden) > 0 {
					t.Errorf("%s: Example%s uses %s, which the package's page does not show", folder, example.Name, strings.Join(hidden, ", "))
				}
			}
		}
	}
	if count < 30 {
		t.Errorf("only %d examples were found", count)
	}
}

// declared has the names of what test files declare at package level, and of the internal packages
// that they import.
func declared(files []*ast.File) map[string]bool {
	names := map[string]bool{}
	for _, file := range files {
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					names[d.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch s := spec.(type) {
					case *ast.TypeSpec:
						names[s.Name.Name] = true
					case *ast.ValueSpec:
						for _, name := range s.Names {
							names[name.Name] = true
						}
					case *ast.ImportSpec:
						if path, _ := strconv.Unquote(s.Path.Value); strings.Contains(path, "/internal/") {
							names[filepath.Base(path)] = true
						}
					}
				}
			}
		}
	}
	return names
}

// hiddenIn lists the helpers that an example uses. The page of an example that is a whole file
// shows what the file declares.
func hiddenIn(example *doc.Example, helpers map[string]bool) []string {
	shown := map[string]bool{}
	if file, ok := example.Code.(*ast.File); ok {
		shown = declared([]*ast.File{file})
	}
	var hidden []string
	var visit func(ast.Node) bool
	visit = func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.SelectorExpr: // of x.y, only x can be a helper
			ast.Inspect(n.X, visit)
			return false
		case *ast.KeyValueExpr: // the key may be the name of a field
			ast.Inspect(n.Value, visit)
			return false
		case *ast.Ident:
			local := n.Obj != nil && n.Obj.Pos() >= example.Code.Pos() && n.Obj.Pos() < example.Code.End()
			if n.Name != "_" && helpers[n.Name] && !local && !shown[n.Name] {
				hidden = append(hidden, n.Name)
			}
		}
		return true
	}
	ast.Inspect(example.Code, visit)
	slices.Sort(hidden)
	return slices.Compact(hidden)
}
