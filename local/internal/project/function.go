package project

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
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

	"example.com/alb-lambda/local/internal/filelock"
)

// Spec says how gofunction builds a function, as the cloud assembly has it.
type Spec struct {
	Package, Dir, LDFlags, GOEXPERIMENT string
	Tags                                []string
	// Files go beside the executable: files and folders, by their path there.
	Files map[string]string
}

// metadata is the type under which gofunction records a Spec.
const metadata = "alb-lambda:gofunction"

// ReadSpec reads how a function is built from the metadata of its construct. Nil is a function that
// gofunction did not create.
func ReadSpec(of map[string]any) *Spec {
	text, err := json.Marshal(of[metadata])
	var s Spec
	if err != nil || json.Unmarshal(text, &s) != nil || s.Package == "" {
		return nil
	}
	return &s
}

// Key tells one build from another.
func (s *Spec) Key() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %q %q", s.Dir, s.Package, s.Tags, s.LDFlags, s.GOEXPERIMENT, s.Files))
	return hex.EncodeToString(sum[:8])
}

// String is the package.
func (s *Spec) String() string { return s.Package }

func (s *Spec) tags() string { return strings.Join(append([]string{"lambda.norpc"}, s.Tags...), ",") }

func (a *App) dirOf(s *Spec) string {
	if filepath.IsAbs(s.Dir) {
		return s.Dir
	}
	return filepath.Join(a.Dir, s.Dir)
}

// CompileError has what the compiler said.
type CompileError struct {
	// Package is the one that does not compile.
	Package string
	// Output is what the go command printed.
	Output string
}

// Error is the compiler's own lines.
func (e *CompileError) Error() string { return "go build " + e.Package + ":\n" + e.Output }

// TaskDir is the folder that a function runs in, as /var/task is on Lambda, with its Files.
func (a *App) TaskDir(s *Spec) string { return filepath.Join(a.Work, "functions", s.Key(), "task") }

// copyFiles puts the Files into the folder that the function runs in. A folder that has them stays
// as it is, for there may be processes in it.
func (a *App) copyFiles(s *Spec) error {
	want := map[string]string{}
	for name, source := range s.Files {
		if !filepath.IsAbs(source) {
			source = filepath.Join(a.dirOf(s), source)
		}
		if err := readTree(source, name, want); err != nil {
			return err
		}
	}
	dir, have := a.TaskDir(s), map[string]string{}
	if err := readTree(dir, "", have); err == nil && maps.Equal(want, have) {
		return nil
	}
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o755)); err != nil {
		return err
	}
	for name, text := range want {
		to := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, []byte(text), 0o755)); err != nil {
			return err
		}
	}
	return nil
}

// readTree reads a file, or all files below a folder, by their path below name.
func readTree(source, name string, files map[string]string) error {
	return filepath.WalkDir(source, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || isDir(file) {
			return err
		}
		below, err := filepath.Rel(source, file)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(file)
		files[filepath.Join(name, below)] = string(text)
		return err
	})
}

// Build builds a function for this machine, and returns the program. The error of one that does not
// compile is a *[CompileError]. Each build has a name of its own, which says what is in it: a
// program that runs is not written to.
func (a *App) Build(ctx context.Context, s *Spec) (program string, err error) {
	dir := filepath.Join(a.Work, "functions", s.Key())
	// Functions that are built alike have one folder, and another serve of the app has it too.
	lock, err := filelock.Wait(ctx, filepath.Join(dir, "lock"), func() {})
	if err != nil {
		return "", err
	}
	defer func() { _ = lock.Close() }()
	extension := ""
	if runtime.GOOS == "windows" {
		extension = ".exe"
	}
	next := filepath.Join(dir, "next"+extension)
	cmd := exec.CommandContext(ctx, "go", "build", "-tags", s.tags(), "-ldflags", strings.TrimSpace("-s -w "+s.LDFlags), "-o", next, s.Package)
	cmd.Dir, cmd.Env = a.dirOf(s), append(os.Environ(), "CGO_ENABLED=0")
	if s.GOEXPERIMENT != "" {
		cmd.Env = append(cmd.Env, "GOEXPERIMENT="+s.GOEXPERIMENT)
	}
	if output, err := cmd.CombinedOutput(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if _, ok := errors.AsType[*exec.ExitError](err); !ok {
			return "", fmt.Errorf("go build %s: %w", s.Package, err)
		}
		return "", &CompileError{s.Package, strings.TrimSpace(string(output))}
	}
	text, err := os.ReadFile(next)
	if err != nil {
		return "", err
	}
	if !bytes.HasPrefix(text, []byte("\x7fELF")) && !bytes.HasPrefix(text, []byte("MZ")) && !bytes.HasPrefix(text, []byte("\xcf\xfa\xed\xfe")) {
		return "", &CompileError{s.Package, "it is not a main package"}
	}
	if err := a.copyFiles(s); err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	program = filepath.Join(dir, "bootstrap-"+hex.EncodeToString(sum[:6])+extension)
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	removeOld(dir)
	return program, os.Rename(next, program)
}

// removeOld removes the programs of a folder, but for the newest: a function that is built alike
// may start it until it is built, too.
func removeOld(dir string) {
	programs, _ := filepath.Glob(filepath.Join(dir, "bootstrap-*")) // the pattern is right
	built := func(file string) (at time.Time) {
		if info, err := os.Stat(file); err == nil {
			at = info.ModTime()
		}
		return at
	}
	slices.SortFunc(programs, func(a, b string) int { return built(b).Compare(built(a)) })
	for i, file := range programs {
		if i > 0 {
			_ = os.Remove(file) // of one that runs, Windows keeps the file
		}
	}
}

// FunctionFolders are the folders of the packages that a function is made of, without those of
// modules that are not edited here.
func (a *App) FunctionFolders(ctx context.Context, s *Spec) ([]string, error) {
	return packageFolders(ctx, a.dirOf(s), []string{"-tags", s.tags()}, s.Package)
}

// packageFolders are the folders of a package and of all that it imports, apart from the standard
// library and the module cache.
func packageFolders(ctx context.Context, dir string, flags []string, pkg string) ([]string, error) {
	args := append([]string{"list", "-e", "-deps"}, flags...)
	args = append(args, "-f", `{{if and (not .Standard) .Module}}{{if or .Module.Main (and .Module.Replace (not .Module.Replace.Version))}}{{.Dir}}{{end}}{{end}}`, pkg)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	output, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s: %w", pkg, err)
	}
	var folders []string
	for line := range strings.Lines(string(output)) {
		if line = strings.TrimSpace(line); line != "" {
			folders = append(folders, line)
		}
	}
	slices.Sort(folders)
	return slices.Compact(folders), nil
}
