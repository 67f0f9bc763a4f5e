// Package setup gives a clone the tools that it pins: the CDK toolkit with Node.js (node_modules), the emulator in a
// Python environment (.local/venv) and the program that works with both (Program). Each is made once, and again when
// what it is made from changes. The Makefile's rule for node_modules and this package agree on one sign: a stamp that is
// newer than the files it was made from.
//
// The package needs little more than a part of the standard library: Program, with the AWS SDK, compiles while npm
// and pip load.
package setup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"example.com/alb-lambda/local/internal/filelock"
	"golang.org/x/sync/errgroup"
)

// A step makes one thing that the clone needs.
type step struct {
	stamp string   // relative to the clone; there if the step is done
	from  []string // what it is made from
	tell  string   // what the user reads while it runs
	run   func(ctx context.Context, root string) error
}

func steps() []step {
	return []step{
		{
			stamp: "node_modules/.stamp", from: []string{"package.json", "package-lock.json"},
			tell: "installing the CDK toolkit and Node.js into node_modules",
			run: func(ctx context.Context, root string) error {
				return command(ctx, root, nil, "npm", "ci")
			},
		},
		{
			stamp: ".local/venv/.stamp", from: []string{"local/requirements.txt"},
			tell: "installing the emulator into .local/venv",
			run:  makeVenv,
		},
	}
}

// Program is what local hands over to, relative to the clone; Ensure and Build make it.
const Program = ".local/bin/lifecycle"

const lifecycle = "./local/lifecycle"

// Build makes Program. It calls tell if that takes long.
func Build(ctx context.Context, root string, tell func(string)) error {
	late := time.AfterFunc(time.Second, func() { tell("compiling " + lifecycle + " with the AWS SDK") })
	defer late.Stop()
	// The function's runtime loop is compiled on the way, in the form that gofunction gives the function: what it shares
	// with Program, net/http and all below, is compiled once. Without inlining, the AWS SDK takes a third less.
	return command(ctx, root, Compiler(), "go", "build", "-trimpath", "-buildvcs=false", "-tags", "lambda.norpc",
		"-gcflags=github.com/aws/...=-l", "-ldflags=-s -w", "-o", filepath.Dir(Program)+"/", lifecycle, "./lambda/runtimeloop")
}

// Compiler is the environment in which all of local compiles: without cgo, so that Program and the application share what
// both need. Without collecting garbage below 1.5 GiB, the compiler takes a quarter less of the processor.
func Compiler() []string { return []string{"CGO_ENABLED=0", "GOGC=off", "GOMEMLIMIT=1536MiB"} }

// Ensure makes what is missing or stale, all of it at the same time. It calls tell before and after each step.
func Ensure(ctx context.Context, root string, tell func(string)) error {
	lock, err := filelock.Wait(ctx, filepath.Join(root, ".local", "setup.lock"), func() {
		tell("waiting: another command sets this clone up")
	})
	if err != nil {
		return err
	}
	defer lock.Close()

	var due []step
	for _, s := range steps() {
		if !fresh(root, s) {
			due = append(due, s)
		}
	}
	if len(due) == 0 {
		return Build(ctx, root, tell)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return Build(ctx, root, tell) })
	group.Go(func() error {
		if err := check(ctx, root); err != nil {
			return err
		}
		for _, s := range due {
			group.Go(func() error { return s.do(ctx, root, tell) })
		}
		return nil
	})
	return group.Wait()
}

func (s step) do(ctx context.Context, root string, tell func(string)) error {
	tell(s.tell)
	start := time.Now()
	stamp := filepath.Join(root, s.stamp)
	if err := os.Remove(stamp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := s.run(ctx, root); err != nil {
		return err
	}
	if err := os.WriteFile(stamp, nil, 0o644); err != nil {
		return err
	}
	tell(fmt.Sprintf("done in %.0f s: %s", time.Since(start).Seconds(), s.tell))
	return nil
}

// fresh tells whether a step's stamp is newer than all that the step is made from.
func fresh(root string, s step) bool {
	stamp, err := os.Stat(filepath.Join(root, s.stamp))
	if err != nil {
		return false
	}
	for _, name := range s.from {
		source, err := os.Stat(filepath.Join(root, name))
		if err != nil || source.ModTime().After(stamp.ModTime()) {
			return false
		}
	}
	return true
}

func makeVenv(ctx context.Context, root string) error {
	venv := filepath.Join(root, ".local", "venv")
	if err := os.RemoveAll(venv); err != nil {
		return err
	}
	if err := command(ctx, root, nil, "python3", "-m", "venv", venv); err != nil {
		return fmt.Errorf("%w\n(Debian and Ubuntu have this part of Python in the package python3-venv)", err)
	}
	// No byte code ahead of time: most of what is installed is never imported.
	return command(ctx, root, nil, filepath.Join(venv, "bin", "python"), "-m", "pip", "install", "--quiet", "--no-input",
		"--no-compile", "--disable-pip-version-check", "--require-hashes", "-r", filepath.Join("local", "requirements.txt"))
}

// command runs a program quietly: what it says is part of the error, should it fail.
func command(ctx context.Context, dir string, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	cmd.WaitDelay = 5 * time.Second
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return fmt.Errorf("%s: %w\n%s", filepath.Base(name), err, bytes.TrimSpace(said.Bytes()))
	}
	return nil
}
