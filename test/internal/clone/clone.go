// Package clone copies the clone, so that a test or a benchmark can edit the application without
// touching the working tree.
//
// It is for tests and benchmarks that edit the application.
package clone

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// tools are what local/setup made in the clone. A copy shares them.
var tools = []string{"node_modules", ".local/venv", ".local/compiled.stamp"}

// Copy copies the files of a clone that Git knows, or would, to another folder. The copy has the
// clone's tools, which are as new as its lock files.
func Copy(ctx context.Context, from, to string) error {
	list := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate")
	list.Dir = from
	names, err := list.Output()
	if err != nil {
		return err
	}
	for name := range strings.SplitSeq(strings.Trim(string(names), "\x00"), "\x00") {
		if err := copyFile(filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Join(to, ".local"), 0o755); err != nil {
		return err
	}
	for _, name := range tools {
		if err := os.Symlink(filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			return err
		}
	}
	return nil
}

// copyFile keeps the time of the file: the tools are newer than what they were made from.
func copyFile(from, to string) error {
	info, err := os.Stat(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // deleted, and not committed yet
	}
	if err != nil {
		return err
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(to, text, info.Mode()); err != nil {
		return err
	}
	return os.Chtimes(to, info.ModTime(), info.ModTime())
}
