package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// An app is one way to write the stacks.
type app struct {
	name, command string // the command is the toolkit's --app; empty: that of cdk.json
	root, out     string
}

// preparePeers installs what the peers need, synthesizes all apps and compares what they made.
func preparePeers(ctx context.Context, root, out string) ([]app, error) {
	peer := filepath.Join(root, "test", "bench", "peer")
	if err := install(ctx, peer); err != nil {
		return nil, err
	}
	apps := []app{
		{"Go", "", root, filepath.Join(out, "go")},
		{"JavaScript", "cd test/bench/peer && node bin/app.js", root, filepath.Join(out, "js")},
		// The command of the template, `cdk init --language typescript`, and what it was until
		// TypeScript 7.
		{"TypeScript", "cd test/bench/peer && npx tsc && npx tsx bin/app.ts", root, filepath.Join(out, "ts")},
		{"ts-node", "cd test/bench/peer && npx ts-node --compiler typescript-5 --prefer-ts-exts bin/app.ts", root, filepath.Join(out, "ts-node")},
	}
	// What the compiler makes of TypeScript is the plain JavaScript.
	emit := []string{"--noEmit", "false", "--declaration", "false", "--inlineSourceMap", "false", "--inlineSources", "false"}
	if err := command(ctx, peer, filepath.Join(peer, "node_modules", ".bin", "tsc"), emit...); err != nil {
		return nil, err
	}
	for _, a := range apps {
		if err := a.synth(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", a.name, err)
		}
	}
	return apps, compare(apps)
}

func install(ctx context.Context, peer string) error {
	stamp := filepath.Join(peer, "node_modules", ".stamp")
	lock, err := os.Stat(filepath.Join(peer, "package-lock.json"))
	if err != nil {
		return err
	}
	if done, err := os.Stat(stamp); err == nil && done.ModTime().After(lock.ModTime()) {
		return nil
	}
	if err := command(ctx, peer, "npm", "ci", "--silent"); err != nil {
		return err
	}
	return os.WriteFile(stamp, nil, 0o644)
}

func (a app) synth(ctx context.Context) error { return a.toolkit(ctx, "synth", "--quiet") }

// forget removes the findings of some templates, as if these had changed, and what is known of the
// last synth, which would be left out.
func (a app) forget(templates int) error {
	if templates == 0 {
		return nil
	}
	if err := os.Remove(filepath.Join(a.out, ".lastsynth.json")); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(a.out, ".templatecheck", "*.json"))
	if err != nil {
		return err
	}
	if len(files) < templates {
		return fmt.Errorf("%d templates are remembered in %s, want %d at least", len(files), a.out, templates)
	}
	for _, file := range files[:templates] {
		if err := os.Remove(file); err != nil {
			return err
		}
	}
	return nil
}

func (a app) toolkit(ctx context.Context, args ...string) error {
	args = append(args, "--output", a.out)
	if a.command != "" {
		args = append(args, "--app", a.command)
	}
	return command(ctx, a.root, filepath.Join(a.root, "node_modules", ".bin", "cdk"), args...)
}

// compare fails unless all apps made the same templates.
func compare(apps []app) error {
	templates, err := filepath.Glob(filepath.Join(apps[0].out, "*.template.json"))
	if err != nil || len(templates) != 3 {
		return fmt.Errorf("%s has %d templates, want 3: %w", apps[0].out, len(templates), err)
	}
	for _, template := range templates {
		want, err := os.ReadFile(template)
		if err != nil {
			return err
		}
		for _, peer := range apps[1:] {
			got, err := os.ReadFile(filepath.Join(peer.out, filepath.Base(template)))
			if err != nil {
				return err
			}
			if err := sameJSON(want, got); err != nil {
				return fmt.Errorf("%s: %s differs from ours, so that the times would not compare: %w; fix test/bench/peer/bin/app.ts",
					peer.name, filepath.Base(template), err)
			}
		}
	}
	return nil
}

// command runs a program with the pinned tools first on PATH. What it says is part of the error,
// should it fail.
func command(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	tools, err := filepath.Abs(filepath.Join("node_modules", ".bin"))
	if err != nil {
		return err
	}
	cmd.Env = append(os.Environ(), "PATH="+tools+string(os.PathListSeparator)+os.Getenv("PATH"))
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, said.Bytes())
	}
	return nil
}
