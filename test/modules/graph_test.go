// Package modules holds what another module gets when it imports a package of this repository.
//
// It writes such a module to a temporary folder and runs the go command in it. What the packages do
// is not its business: that is tested where they are.
package modules

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module = "example.com/alb-lambda"
	cdk    = "github.com/aws/aws-cdk-go/awscdk/v2"
	nodes  = "github.com/aws/constructs-go/constructs/v10"
	jsii   = "github.com/aws/jsii-runtime-go"
	lambda = "github.com/aws/aws-lambda-go"
)

// TestImportersGetNoMore lists every module of AWS and of this repository in the graph of a module
// that imports one package. The zip file of the CDK alone has 196 MB, and go mod download fetches
// all of the graph.
func TestImportersGetNoMore(t *testing.T) {
	for imported, graph := range map[string]struct{ must, may []string }{
		"albrules":             {[]string{module + "/albrules"}, []string{module + "/fault"}},
		"lambda/httpevent":     {[]string{module + "/lambda", lambda}, []string{module + "/albrules", module + "/fault"}},
		"constructs/lambdaalb": {[]string{module, cdk, nodes, jsii}, []string{module + "/albrules", module + "/deployment", module + "/fault"}},
	} {
		t.Run(imported, func(t *testing.T) {
			got := modulesOf(t, imported)
			for _, name := range graph.must {
				if !slices.Contains(got, name) {
					t.Errorf("%s is missing in %v", name, got)
				}
			}
			for _, name := range got {
				if !slices.Contains(slices.Concat(graph.must, graph.may), name) {
					t.Errorf("a module that imports %s gets %s too", imported, name)
				}
			}
		})
	}
}

// modulesOf creates a module that imports one package, builds it, and lists the modules of AWS and
// of this repository in its module graph.
func modulesOf(t *testing.T, imported string) (modules []string) {
	t.Helper()
	dir := t.TempDir()
	program := "package main\n\nimport _ \"" + module + "/" + imported + "\"\n\nfunc main() {}\n"
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	goCommand(t, dir, "mod", "init", "example.com/importer")
	for path, folder := range workspace(t) {
		goCommand(t, dir, "mod", "edit", "-replace", path+"="+folder)
	}
	goCommand(t, dir, "mod", "tidy")
	goCommand(t, dir, "build", "-o", os.DevNull, ".")
	for name := range strings.FieldsSeq(goCommand(t, dir, "list", "-m", "-f", "{{.Path}}", "all")) {
		if strings.HasPrefix(name+"/", module+"/") || strings.HasPrefix(name, "github.com/aws/") {
			modules = append(modules, name)
		}
	}
	return modules
}

// workspace is the folder of each module of this repository: nothing of it is published under this
// path.
func workspace(t *testing.T) map[string]string {
	t.Helper()
	folders := map[string]string{}
	for line := range strings.Lines(goCommand(t, ".", "list", "-m", "-f", "{{.Path}} {{.Dir}}")) {
		path, folder, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.HasPrefix(path+"/", module+"/") {
			folders[path] = folder
		}
	}
	if len(folders) < 5 {
		t.Fatalf("the workspace has only the modules %v", folders)
	}
	return folders
}

// goCommand runs the go command in dir and returns what it prints.
func goCommand(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = dir
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", cmd, err, out, said.String())
	}
	return string(out)
}
