package gobuild

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// copyFiles puts Files beside the executable, and removes what an earlier synth left there. Only
// content and executable bit are kept, so that the asset depends on nothing else: not on the time,
// the owner, or the other permissions that a file has on this machine.
func (s Spec) copyFiles(executable string) error {
	dir := filepath.Dir(executable)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if path := filepath.Join(dir, entry.Name()); path != executable {
			err = errors.Join(err, os.RemoveAll(path))
		}
	}
	for name, source := range s.Files {
		err = errors.Join(err, copyTree(filepath.Join(dir, filepath.FromSlash(name)), source))
	}
	return err
}

func copyTree(target, source string) error {
	// The source itself may be a link; what is in a folder may not, since it would end where a
	// function has nothing.
	source, err := filepath.EvalSymlinks(source)
	if err != nil {
		return err
	}
	return filepath.WalkDir(source, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(source, path)
		if err != nil {
			return err
		}
		to := filepath.Join(target, relative)
		switch {
		case entry.IsDir():
			return makeFolder(to)
		case entry.Type().IsRegular():
			return copyFile(to, path, entry)
		}
		return fmt.Errorf("%s is neither a file nor a folder", path)
	})
}

func makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return err
	}
	return os.Chmod(path, 0o755) // whatever the umask is
}

func copyFile(to, from string, entry fs.DirEntry) error {
	info, err := entry.Info()
	if err != nil {
		return err
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := makeFolder(filepath.Dir(to)); err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if info.Mode()&0o111 != 0 {
		mode = 0o755
	}
	if err := os.WriteFile(to, content, mode); err != nil {
		return err
	}
	return os.Chmod(to, mode)
}
