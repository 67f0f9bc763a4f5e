// Package setup gives a clone the tools that it pins: the CDK toolkit with Node.js (node_modules),
// the emulator in a Python environment (.local/venv) and the program that uses both (Program). Each
// is installed once, and again when its sources change. The Makefile's rule for node_modules and
// this package share a convention: a stamp that is newer than the sources.
//
// Only the standard library and errgroup may enter: Program, with the AWS SDK, compiles while npm
// and pip install. What is done with the tools is not its business.
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

// A step installs one thing that the clone needs.
type step struct {
	stamp string   // relative to the clone; exists if the step is done
	from  []string // its sources
	tell  string   // what the user is told while it runs
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

// Program is what local replaces itself by, relative to the clone; Ensure and Build compile it.
const Program = ".local/bin/lifecycle"

const lifecycle = "./local/lifecycle"

// Build compiles Program. It calls tell if that takes long.
func Build(ctx context.Context, root string, tell func(string)) error {
	late := time.AfterFunc(time.Second, func() { tell("compiling " + lifecycle + " with the AWS SDK") })
	defer late.Stop()
	// The function's runtime loop is compiled too, with gofunction's flags: what it shares with
	// Program, net/http and everything below, is compiled once. Without inlining, the AWS SDK takes
	// a third less.
	return command(ctx, root, Compiler(), "go", "build", "-trimpath", "-buildvcs=false", "-tags", "lambda.norpc",
		"-gcflags=github.com/aws/...=-l", "-ldflags=-s -w", "-o", filepath.Dir(Program)+"/", lifecycle, "./lambda/runtimeloop")
}

// Compiler is the environment in which all of local compiles: without cgo, so that Program and the
// application share what both need, and without garbage collection below 1.5 GiB, which saves the
// compiler a quarter of its processor time.
func Compiler() []string { return []string{"CGO_ENABLED=0", "GOGC=off", "GOMEMLIMIT=1536MiB"} }

// Ensure installs what is missing or stale, all of it at the same time. It calls tell before and
// after each step.
func Ensure(ctx context.Context, root string, tell func(string)) error {
	lock, err := filelock.Wait(ctx, filepath.Join(root, ".local", "setup.lock"), func() {
		tell("waiting: another command sets up this clone")
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

// fresh reports whether a step's stamp is newer than all its sources.
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
	// No byte code in advance: most of what is installed is never imported.
	return command(ctx, root, nil, filepath.Join(venv, "bin", "python"), "-m", "pip", "install", "--quiet", "--no-input",
		"--no-compile", "--disable-pip-version-check", "--require-hashes", "-r", filepath.Join("local", "requirements.txt"))
}

// command runs a program quietly: its output is part of the error, should it fail.
func command(ctx context.Context, dir string, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	cmd.WaitDelay = 5 * time.Second
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return fmt.Errorf("%s: %w\n%s", filepath.Base(name), err, bytes.TrimSpace(output.Bytes()))
	}
	return nil
}
