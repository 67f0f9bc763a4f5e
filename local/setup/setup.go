// Package setup gives a clone the tools that it pins: the CDK toolkit with Node.js (node_modules) and the
// emulator in a Python environment (.local/venv). Each is made once, and again when its lock file changes.
// The Makefile's rules for the same two and this package agree on one sign: a stamp that is newer than
// the files it was made from.
package setup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"example.com/alb-lambda/local/internal/filelock"
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
				return command(ctx, root, "npm", "ci")
			},
		},
		{
			stamp: ".local/venv/.stamp", from: []string{"local/requirements.txt"},
			tell: "installing the emulator into .local/venv",
			run:  makeVenv,
		},
		{
			stamp: ".local/compiled.stamp", from: []string{"go.mod", "go.sum"},
			tell: "compiling the application and the CDK packages, which takes the longest the first time",
			run:  compile,
		},
	}
}

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
		return nil
	}
	if err := check(ctx, root); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	failures := make([]error, len(due))
	var group sync.WaitGroup
	for i, s := range due {
		group.Go(func() {
			tell(s.tell)
			start := time.Now()
			if failures[i] = s.do(ctx, root); failures[i] != nil {
				cancel()
				return
			}
			tell(fmt.Sprintf("done in %.0f s: %s", time.Since(start).Seconds(), s.tell))
		})
	}
	group.Wait()
	for _, err := range failures { // the one that made the others stop says more than they do
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
	}
	return errors.Join(failures...)
}

func (s step) do(ctx context.Context, root string) error {
	stamp := filepath.Join(root, s.stamp)
	if err := os.Remove(stamp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := s.run(ctx, root); err != nil {
		return err
	}
	return os.WriteFile(stamp, nil, 0o644)
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
	if err := command(ctx, root, "python3", "-m", "venv", venv); err != nil {
		return fmt.Errorf("%w\n(Debian and Ubuntu have this part of Python in the package python3-venv)", err)
	}
	return command(ctx, root, filepath.Join(venv, "bin", "python"), "-m", "pip", "install", "--quiet", "--no-input",
		"--disable-pip-version-check", "--require-hashes", "-r", filepath.Join("local", "requirements.txt"))
}

// compile fills Go's cache, so that the toolkit's first run of the application is not silent for so long.
func compile(ctx context.Context, root string) error {
	return command(ctx, root, "go", "build", "-o", os.DevNull, ".")
}

// command runs a program quietly: what it says is part of the error, should it fail.
func command(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
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
