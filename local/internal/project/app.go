package project

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// App is a CDK app.
type App struct {
	// Dir is its folder, which has a cdk.json.
	Dir string
	// Context is added to that of cdk.json, each "key=value".
	Context []string
	// Work is where its templates and its functions are put.
	Work string
	// Logs is where the access logs of its load balancers are put.
	Logs string

	command string
	context map[string]any
}

// Open reads the cdk.json of a folder. What serve writes goes into .local/serve of the folder.
func Open(dir string, context []string) (*App, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, "cdk.json"))
	if err != nil {
		return nil, fmt.Errorf("%s is not the folder of a CDK app: %w", dir, err)
	}
	var settings struct {
		App     string
		Context map[string]any
	}
	if err := json.Unmarshal(text, &settings); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, "cdk.json"), err)
	}
	if settings.App == "" {
		return nil, fmt.Errorf(`%s has no "app"`, filepath.Join(dir, "cdk.json"))
	}
	a := &App{Dir: dir, Context: context, Work: filepath.Join(dir, ".local", "serve"), Logs: filepath.Join(dir, ".local", "logs"), command: settings.App, context: settings.Context}
	if a.context == nil {
		a.context = map[string]any{}
	}
	for _, pair := range context {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || key == "" {
			return nil, fmt.Errorf("-c %s is not KEY=VALUE", pair)
		}
		a.context[key] = value
	}
	return a, nil
}

// Assembly is the folder that the app is synthesized to.
func (a *App) Assembly() string { return filepath.Join(a.Work, "cdk.out") }

// Synthesize runs the app's own command, with what the CDK toolkit would tell it, and without the
// toolkit: nothing is looked up in an account, and no asset is built. The error has what the app
// has printed.
func (a *App) Synthesize(ctx context.Context) error {
	// A folder of its own, so that what is served stays whole if the app fails.
	out := a.Assembly() + ".new"
	if err := errors.Join(os.RemoveAll(out), os.MkdirAll(out, 0o755)); err != nil {
		return err
	}
	started := time.Now()
	values := maps.Clone(a.context)
	values["aws:cdk:bundling-stacks"] = []string{}
	values["aws:cdk:enable-path-metadata"] = true
	values["aws:cdk:enable-asset-metadata"] = true
	values["@aws-cdk/core:validateAgainstDefaultRules"] = false
	text, err := json.Marshal(values)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", a.command)
	if runtime.GOOS == "windows" {
		cmd = exec.CommandContext(ctx, "cmd", "/c", a.command)
	}
	cmd.Dir = a.Dir
	cmd.Env = append(os.Environ(), "CDK_OUTDIR="+out, "CDK_CONTEXT_JSON="+string(text), "CDK_VALIDATION=false", "CDK_DISABLE_VERSION_CHECK=true",
		"PATH="+a.path())
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("%s: %w\n%s", a.command, err, bytes.TrimSpace(said.Bytes()))
	}
	if err := errors.Join(os.RemoveAll(a.Assembly()), os.Rename(out, a.Assembly())); err != nil {
		return err
	}
	return a.remember(ctx, started)
}

// path is that of the programs, with those that npm has installed for the app, or for a folder
// around it, first.
func (a *App) path() string {
	all := []string{}
	for dir := a.Dir; ; dir = filepath.Dir(dir) {
		if bin := filepath.Join(dir, "node_modules", ".bin"); isDir(bin) {
			all = append(all, bin)
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return strings.Join(append(all, os.Getenv("PATH")), string(os.PathListSeparator))
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// memory is what was synthesized: when, from what, with which context.
type memory struct {
	Started time.Time
	Command string
	Context map[string]any
	Files   []string // outside of folders
	Folders []string
}

func (a *App) memoryFile() string { return filepath.Join(a.Work, "synthesized.json") }

// remember notes what the templates follow from.
func (a *App) remember(ctx context.Context, started time.Time) error {
	folders, err := a.sources(ctx)
	if err != nil {
		return err
	}
	text, err := json.Marshal(memory{started, a.command, a.context, settingsFiles, folders})
	if err != nil {
		return err
	}
	return os.WriteFile(a.memoryFile(), text, 0o644)
}

// settingsFiles are what the templates follow from besides the sources.
var settingsFiles = []string{"cdk.json", "cdk.context.json", "go.mod", "go.sum", "go.work"}

// sources are the folders of the app's own code: those of the Go packages that it is made of, for a
// command like go run, or else all of its folder.
func (a *App) sources(ctx context.Context) ([]string, error) {
	words := strings.Fields(a.command)
	if len(words) >= 3 && words[0] == "go" && words[1] == "run" {
		return packageFolders(ctx, a.Dir, nil, words[len(words)-1])
	}
	var folders []string
	err := filepath.WalkDir(a.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name := entry.Name(); path != a.Dir && (strings.HasPrefix(name, ".") || name == "node_modules" || strings.HasPrefix(name, "cdk.out")) {
			return filepath.SkipDir
		}
		folders = append(folders, path)
		return nil
	})
	return folders, err
}

// Current reports whether what was synthesized last is what Synthesize would write, by the times of
// the files that it follows from.
func (a *App) Current() bool {
	text, err := os.ReadFile(a.memoryFile())
	var m memory
	if err != nil || json.Unmarshal(text, &m) != nil || m.Command != a.command || !sameJSON(m.Context, a.context) {
		return false
	}
	if _, err := os.Stat(filepath.Join(a.Assembly(), "manifest.json")); err != nil {
		return false
	}
	for _, name := range m.Files {
		if info, err := os.Stat(filepath.Join(a.Dir, name)); err == nil && !info.ModTime().Before(m.Started) {
			return false
		}
	}
	return !a.ChangedSince(m.Started, m.Folders)
}

// ChangedSince reports whether a source in one of the folders is as new as that, or came or went.
func (a *App) ChangedSince(since time.Time, folders []string) bool {
	for _, folder := range folders {
		entries, err := os.ReadDir(folder)
		// The folder of the app changes with what is written beside it.
		if info, statErr := os.Stat(folder); err != nil || statErr != nil || folder != a.Dir && !info.ModTime().Before(since) {
			return true
		}
		for _, entry := range entries {
			if info, err := entry.Info(); err != nil || !entry.IsDir() && source(entry.Name()) && !info.ModTime().Before(since) {
				return true
			}
		}
	}
	return false
}

// Folders are those whose files the templates follow from, as of the last Synthesize.
func (a *App) Folders() []string {
	text, err := os.ReadFile(a.memoryFile())
	var m memory
	if err != nil || json.Unmarshal(text, &m) != nil {
		return []string{a.Dir}
	}
	return append(m.Folders, a.Dir)
}

// source reports whether a file may be part of a program, and not what an editor writes beside it.
func source(name string) bool {
	return !strings.HasSuffix(name, "_test.go") && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "#") && !strings.HasSuffix(name, "~") &&
		!slices.Contains([]string{".swp", ".swx", ".tmp", ".md"}, filepath.Ext(name))
}

func sameJSON(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
