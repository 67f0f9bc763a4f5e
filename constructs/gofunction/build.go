package gofunction

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"example.com/alb-lambda/constructs/internal/annotation"
	"example.com/alb-lambda/internal/gobuild"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
)

// BuildError says that the go command could not build a function.
type BuildError struct {
	// Package is the main package that was built.
	Package string
	// Output is what the go command printed: the compiler's own lines.
	Output string
	// Err is how the command ended.
	Err error
}

// Error begins with the package and ends with the compiler's own lines.
func (e *BuildError) Error() string { return (*gobuild.Error)(e).Error() }

// Unwrap gives the error of the command.
func (e *BuildError) Unwrap() error { return e.Err }

// CodeProps say what to build and how. Each is the prop of [Props] of the same name.
type CodeProps struct {
	// Package is the main package. Required.
	Package string
	// Dir is the folder where the go command runs. Default: see [Props.Dir].
	Dir string
	// Files go beside the executable. Default: the executable alone.
	Files map[string]string
	// Tags are build tags, on top of lambda.norpc. Default: none.
	Tags []string
	// LDFlags are flags for the linker, on top of "-s -w". Default: none.
	LDFlags string
	// Architecture is what the code is built for, which the function has to be told too. Default:
	// arm64.
	Architecture Architecture
	// GOEXPERIMENT switches on experiments of the Go toolchain. Default: none.
	GOEXPERIMENT string
	// GOAMD64 is the oldest instruction set of AMD64 that the code needs. Default: v1.
	GOAMD64 string
	// GOARM64 is the oldest instruction set of ARM64 that the code needs. Default: v8.0.
	GOARM64 string
}

// Code builds a package as [New] does, for CDK's own constructs, such as awslambda.NewFunction:
// they need the runtime provided.al2023 and the handler "bootstrap" beside it. It panics as New
// does.
func Code(scope constructs.Construct, props *CodeProps) awslambda.Code {
	c := CodeProps{}
	if props != nil {
		c = *props
	}
	if c.Architecture == "" {
		c.Architecture = ARM64
	}
	faults := place.CheckScope(scope)
	c.check(faults)
	faults.PanicIfAny()
	return newRecordedCode(&c, c.build(scope))
}

func (p *Props) code() *CodeProps {
	return &CodeProps{
		Package: p.Package, Dir: p.Dir, Files: p.Files, Tags: p.Tags, LDFlags: p.LDFlags, Architecture: p.Architecture,
		GOEXPERIMENT: p.GOEXPERIMENT, GOAMD64: p.GOAMD64, GOARM64: p.GOARM64,
	}
}

// build gives the folder of the function's code: the built package, or a placeholder that is never
// uploaded where the toolkit needs no assets.
func (c *CodeProps) build(scope constructs.Construct) string {
	build := gobuild.Build
	if !*awscdk.Stack_Of(scope).BundlingRequired() {
		build = gobuild.Skip
	}
	spec := gobuild.Spec{
		Package: c.Package, Dir: c.dir(), GOARCH: gobuild.GOARCH(string(c.Architecture)), Tags: c.Tags, LDFlags: c.LDFlags,
		GOEXPERIMENT: c.GOEXPERIMENT, GOAMD64: c.GOAMD64, GOARM64: c.GOARM64, Files: c.files(),
	}
	dir, err := build(assembly(scope), spec)
	if failed, ok := errors.AsType[*gobuild.Error](err); ok {
		err = (*BuildError)(failed)
	}
	if err != nil {
		panic(err)
	}
	if files := gobuild.LeftOut(assembly(scope), spec); len(files) > 0 {
		annotation.Warn(scope, "gofunction:cgo", fmt.Sprintf("the function %s is built without cgo, which leaves %s out; "+
			"write them without cgo, or acknowledge this where other files take their place", c.Package, strings.Join(files, ", ")))
	}
	return dir
}

// dir is where the go command runs. Empty is the working folder.
func (c *CodeProps) dir() string {
	if c.Dir != "" || !local(c.Package) {
		return c.Dir
	}
	working, err := os.Getwd()
	if err != nil {
		return ""
	}
	for dir := working; ; dir = filepath.Dir(dir) {
		if is(filepath.Join(dir, c.Package), os.FileMode.IsDir) {
			if dir == working {
				return ""
			}
			return dir
		}
		if dir == filepath.Dir(dir) || is(filepath.Join(dir, "go.mod"), os.FileMode.IsRegular) {
			return "" // the go command says what is wrong
		}
	}
}

// local says whether a package is named by its path in the file system.
func local(pkg string) bool {
	return pkg == "." || pkg == ".." || strings.HasPrefix(pkg, "./") || strings.HasPrefix(pkg, "../")
}

func is(path string, kind func(os.FileMode) bool) bool {
	info, err := os.Stat(path)
	return err == nil && kind(info.Mode())
}

// files are Files as seen from the working folder.
func (c *CodeProps) files() map[string]string {
	if len(c.Files) == 0 {
		return nil
	}
	files, dir := map[string]string{}, c.dir()
	for _, name := range slices.Sorted(maps.Keys(c.Files)) {
		files[name] = c.Files[name]
		if !filepath.IsAbs(files[name]) {
			files[name] = filepath.Join(dir, files[name])
		}
	}
	return files
}

// assembly is the folder that the app is synthesized to.
func assembly(scope constructs.Construct) string {
	if app, ok := scope.Node().Root().(awscdk.Stage); ok {
		return *app.Outdir()
	}
	return os.TempDir()
}
