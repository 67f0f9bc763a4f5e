package project

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
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

// copyFiles puts the Files into the folder that the function runs in.
func (a *App) copyFiles(s *Spec) error {
	dir := a.TaskDir(s)
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o755)); err != nil {
		return err
	}
	for name, source := range s.Files {
		if !filepath.IsAbs(source) {
			source = filepath.Join(a.dirOf(s), source)
		}
		to := filepath.Join(dir, name)
		if isDir(source) {
			if err := os.CopyFS(to, os.DirFS(source)); err != nil {
				return err
			}
			continue
		}
		text, err := os.ReadFile(source)
		if err == nil {
			err = errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, text, 0o644))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Build builds a function for this machine, and returns the program. The error of one that does not
// compile is a *[CompileError]. Each build has a name of its own, which says what is in it: a
// program that runs is not written to.
func (a *App) Build(ctx context.Context, s *Spec) (program string, err error) {
	dir := filepath.Join(a.Work, "functions", s.Key())
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
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
	old, _ := filepath.Glob(filepath.Join(dir, "bootstrap-*")) // the pattern is right
	for _, file := range old {
		_ = os.Remove(file) // of one that runs, Windows keeps the file
	}
	return program, os.Rename(next, program)
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
