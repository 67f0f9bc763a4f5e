package docs

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// library lists the packages that others import, and reads each with its examples.
func library(t *testing.T) []*doc.Package {
	t.Helper()
	return packagesOf(t, "./constructs/...", "./lambda/...")
}

// packagesOf reads the packages of some patterns, without programs and without what is internal.
func packagesOf(t *testing.T, patterns ...string) []*doc.Package {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", append([]string{"list", "-f", "{{.Name}} {{.ImportPath}} {{.Dir}}"}, patterns...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []*doc.Package
	for line := range strings.Lines(string(out)) {
		field := strings.Fields(line)
		if field[0] == "main" || strings.Contains(field[1], "/internal/") {
			continue
		}
		names, err := filepath.Glob(filepath.Join(field[2], "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		set := token.NewFileSet()
		var files []*ast.File
		for _, name := range names {
			file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
		p, err := doc.NewFromFiles(set, files, field[1])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < len(patterns) {
		t.Fatalf("only %d packages were found", len(all))
	}
	return all
}

// TestEveryNameIsDocumented looks at packages, constants, variables, functions, types, methods and
// the fields of structs. One comment may serve a group of constants or variables; a field's may
// stand behind it.
func TestEveryNameIsDocumented(t *testing.T) {
	for _, p := range library(t) {
		need := func(comment, name string) {
			if strings.TrimSpace(comment) == "" {
				t.Errorf("%s: %s has no comment", p.ImportPath, name)
			}
		}
		functions := func(prefix string, all []*doc.Func) {
			for _, f := range all {
				need(f.Doc, prefix+f.Name)
			}
		}
		values := func(all []*doc.Value) {
			for _, v := range all {
				for _, spec := range v.Decl.Specs {
					if spec, ok := spec.(*ast.ValueSpec); ok && spec.Names[0].IsExported() {
						need(v.Doc+spec.Doc.Text()+spec.Comment.Text(), spec.Names[0].Name)
					}
				}
			}
		}
		need(p.Doc, "the package")
		values(append(p.Consts, p.Vars...))
		functions("", p.Funcs)
		for _, typ := range p.Types {
			need(typ.Doc, typ.Name)
			values(append(typ.Consts, typ.Vars...))
			functions("", typ.Funcs)
			functions(typ.Name+".", typ.Methods)
			for _, member := range members(typ) {
				for _, name := range member.Names {
					need(member.Doc.Text()+member.Comment.Text(), typ.Name+"."+name.Name)
				}
			}
		}
	}
}

// members are the exported fields of a struct, or the methods of an interface of more than one.
func members(typ *doc.Type) []*ast.Field {
	for _, spec := range typ.Decl.Specs {
		switch of := spec.(*ast.TypeSpec).Type.(type) {
		case *ast.StructType:
			return of.Fields.List // without what is not exported: go/doc removed it
		case *ast.InterfaceType:
			if len(of.Methods.List) > 1 {
				return of.Methods.List
			}
		}
	}
	return nil
}

// TestEveryConstructorHasAnExample requires an Example that is run and compared, beside each
// function New or New…. A package without one is shown by an Example too.
func TestEveryConstructorHasAnExample(t *testing.T) {
	for _, p := range library(t) {
		functions, examples := p.Funcs, len(p.Examples)
		for _, typ := range p.Types {
			functions = append(functions, typ.Funcs...)
			for _, method := range typ.Methods {
				examples += len(method.Examples)
			}
			examples += len(typ.Examples)
		}
		for _, f := range functions {
			examples += len(f.Examples)
			if !strings.HasPrefix(f.Name, "New") {
				continue
			}
			if len(f.Examples) == 0 {
				t.Errorf("%s: there is no Example%s", p.ImportPath, f.Name)
			}
			for _, e := range f.Examples {
				if e.Output == "" && !e.EmptyOutput {
					t.Errorf("%s: Example%s_%s has no Output, so it is not run", p.ImportPath, f.Name, e.Suffix)
				}
			}
		}
		if examples == 0 {
			t.Errorf("%s: there is no Example", p.ImportPath)
		}
	}
}

// TestEveryConstructIsShown looks for each construct where CONTRIBUTING.md says that it has to be.
func TestEveryConstructIsShown(t *testing.T) {
	folders, err := filepath.Glob("constructs/*")
	if err != nil || len(folders) < 8 {
		t.Fatalf("%d folders: %v", len(folders), err)
	}
	readme, page, invalid := read(t, "README.md"), read(t, "docs/constructs.md"), read(t, "test/badconfig/badconfig_test.go")
	for _, folder := range folders {
		name := filepath.Base(folder)
		if name == "internal" {
			continue
		}
		if !strings.Contains(readme, "`"+folder+"`") {
			t.Errorf("README.md does not name %s", folder)
		}
		if name == "cdkapp" { // the main of an app, which creates nothing
			continue
		}
		if !strings.Contains(page, "\n"+name+".New(") && !strings.Contains(page, ":= "+name+".New(") {
			t.Errorf("docs/constructs.md has no section for %s", folder)
		}
		if !strings.Contains(invalid, " "+name+".New(") && !strings.Contains(invalid, "\t"+name+".New(") {
			t.Errorf("test/badconfig has no case for %s", folder)
		}
	}
}
