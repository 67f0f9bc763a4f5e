package gofunction

import (
	"errors"
	"os"

	"example.com/alb-lambda/internal/gobuild"
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

// code is the function's code: the built package, or a placeholder that is never uploaded where the
// toolkit asked for no assets.
func code(scope constructs.Construct, p *Props) awslambda.Code {
	build := gobuild.Build
	if !*awscdk.Stack_Of(scope).BundlingRequired() {
		build = gobuild.Skip
	}
	dir, err := build(assembly(scope), gobuild.Spec{
		Package: p.Package, Dir: p.Dir, GOARCH: gobuild.GOARCH(string(p.Architecture)), Tags: p.Tags, LDFlags: p.LDFlags,
	})
	if failed, ok := errors.AsType[*gobuild.Error](err); ok {
		err = (*BuildError)(failed)
	}
	if err != nil {
		panic(err)
	}
	return awslambda.AssetCode_FromAsset(&dir, nil)
}

// assembly is the folder that the app is synthesized to.
func assembly(scope constructs.Construct) string {
	if app, ok := scope.Node().Root().(awscdk.Stage); ok {
		return *app.Outdir()
	}
	return os.TempDir()
}
