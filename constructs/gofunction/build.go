package gofunction

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"example.com/alb-lambda/fault"
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
func (e *BuildError) Error() string {
	return strings.TrimRight(fmt.Sprintf("go build %s: %v\n%s", e.Package, e.Err, e.Output), "\n")
}

// Unwrap gives the error of the command.
func (e *BuildError) Unwrap() error { return e.Err }

// Prebuild begins to build a function for an app that is going to be
// synthesized to outdir, and returns at once: [New] then finds it built, or
// waits for it. It needs no CDK, whose start takes longer than most builds. A
// build that fails is left to New to report.
func Prebuild(outdir string, props Props) {
	props.setDefaults()
	faults := fault.New("")
	props.check(faults)
	if faults.Err() != nil {
		return
	}
	go func() { _ = buildOnce(folder(outdir, &props), &props) }()
}

// folder is where a package is built for an app.
func folder(assembly string, p *Props) string {
	return filepath.Join(assembly, ".gofunction", p.key())
}

// code is the function's code: the built package, or a stand-in that is never
// uploaded where the toolkit asked for no assets.
func code(scope constructs.Construct, p *Props) awslambda.Code {
	dir := folder(assembly(scope), p)
	if !*awscdk.Stack_Of(scope).BundlingRequired() {
		dir += "-not-built"
	}
	if err := buildOnce(dir, p); err != nil {
		panic(err)
	}
	return awslambda.AssetCode_FromAsset(&dir, nil)
}

// assembly is the folder that the app is synthesized to. What is built there
// stays for the next synth, when the go command finds it up to date; and the
// toolkit lets one command at a time into it.
func assembly(scope constructs.Construct) string {
	if app, ok := scope.Node().Root().(awscdk.Stage); ok {
		return *app.Outdir()
	}
	return os.TempDir()
}

// key tells one build from another.
func (p *Props) key() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %q", p.Dir, p.Package, p.Architecture, p.tags(), p.ldflags()))
	return hex.EncodeToString(sum[:8])
}

var built struct {
	sync.Mutex
	dirs map[string]bool
}

// buildOnce builds a package once in the life of this process.
func buildOnce(dir string, p *Props) error {
	built.Lock()
	defer built.Unlock()
	bootstrap := filepath.Join(dir, "bootstrap")
	if _, err := os.Stat(bootstrap); err == nil && built.dirs[dir] {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("gofunction: %w", err)
	}
	var err error
	if strings.HasSuffix(dir, "-not-built") {
		err = os.WriteFile(bootstrap, []byte("the toolkit asked for no assets\n"), 0o600)
	} else {
		err = build(p, bootstrap)
	}
	if err != nil {
		return err
	}
	if built.dirs == nil {
		built.dirs = map[string]bool{}
	}
	built.dirs[dir] = true
	return nil
}

// build writes the executable to output. Its bytes depend on the sources, the
// flags and the Go version alone: no paths (-trimpath), no version control
// stamp, no GOFLAGS of whoever builds.
func build(p *Props, output string) error {
	goarch := map[Architecture]string{ARM64: "arm64", X8664: "amd64"}[p.Architecture]
	cmd := exec.CommandContext(context.Background(), "go", "build",
		"-trimpath", "-buildvcs=false",
		"-tags", p.tags(),
		"-ldflags", p.ldflags(),
		"-o", output, p.Package)
	cmd.Dir = p.Dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+goarch, "GOFLAGS=")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return &BuildError{Package: p.Package, Output: out.String(), Err: err}
	}
	return nil
}
