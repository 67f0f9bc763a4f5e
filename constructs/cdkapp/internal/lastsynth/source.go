package lastsynth

import (
	"bytes"
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// format is the version of the file and of how sums are made. It changes with either.
const format = 1

// bundling names the stacks whose assets the toolkit is going to use. A synth of all serves a
// command that needs some of them, or none.
const bundling = "aws:cdk:bundling-stacks"

// passing are the variables of the environment that an app does not follow: the context, which is
// compared as a whole, and what a shell keeps of the command before.
var passing = []string{"CDK_CONTEXT_JSON", "CONTEXT_OVERFLOW_LOCATION_ENV", "OLDPWD", "SHLVL", "_"}

// Source returns a function that sums up what an app is synthesized from, but for its functions.
// The environment is that of the call of Source; the files are read when the function is called,
// which must be before the app reads them, so that one that changes meanwhile is found changed by
// the next synth.
func Source(context map[string]any, files []string) (sum func() (string, error)) {
	environment := environment()
	return func() (string, error) {
		sum := sha256.New()
		dir, err := os.Getwd()
		if err != nil {
			return "", err
		}
		context := maps.Clone(context)
		delete(context, bundling)
		text, err := json.Marshal(context) // in the order of the keys
		if err != nil {
			return "", err
		}
		_, _ = fmt.Fprintf(sum, "%d\n%q\n%q\n%q\n%q\n", format, dir, os.Args[1:], environment, text)
		if err := addProgram(sum); err != nil {
			return "", err
		}
		read, err := Files(files)
		if err != nil {
			return "", err
		}
		_, _ = fmt.Fprintf(sum, "%s\n", read)
		return hex.EncodeToString(sum.Sum(nil)), nil
	}
}

// Files is the sum of files and folders, with all that is in them.
func Files(names []string) (string, error) {
	sum := sha256.New()
	for _, name := range names {
		if err := addTree(sum, name); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func environment() []string {
	all := slices.DeleteFunc(os.Environ(), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return slices.Contains(passing, name)
	})
	slices.Sort(all)
	return all
}

// addProgram adds the program: the ID that the go command gave it, which is a sum of all that it
// was made from, or else its bytes. Its name is left out, because go run may give it another each
// time.
func addProgram(sum hash.Hash) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if id := buildID(program); id != "" {
		_, _ = fmt.Fprintf(sum, "%q\n", id)
		return nil
	}
	return addFile(sum, program)
}

// A build ID of the go command has four parts, each a sum in 20 characters. Other builders write
// what they like, and every program has the same.
var goBuildID = regexp.MustCompile(`^([-_0-9A-Za-z]{20}/){3}[-_0-9A-Za-z]{20}$`)

// buildID is the ID of a program for Linux, or empty: hashing over a hundred megabytes takes as
// long as the rest of the comparison.
func buildID(program string) string {
	file, err := elf.Open(program)
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }()
	section := file.Section(".note.go.buildid")
	if section == nil {
		return ""
	}
	note, err := section.Data()
	const header = 16 // three lengths, and the name "Go\0\0"
	if err != nil || len(note) < header || !goBuildID.Match(bytes.TrimRight(note[header:], "\x00")) {
		return ""
	}
	return string(note)
}

// addTree adds a file, or a folder with all that is in it: names, kinds, permissions and contents.
// That there is nothing is a content too, since it may come.
func addTree(sum hash.Hash, root string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == root {
			_, _ = fmt.Fprintf(sum, "%q is not there\n", path)
			return nil
		}
		if err != nil {
			return err
		}
		// What a link leads to is what a program reads.
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(sum, "%q %v\n", path, info.Mode())
		switch {
		case info.Mode().IsRegular():
			return addFile(sum, path)
		case info.IsDir() == entry.IsDir():
			return nil
		}
		return fmt.Errorf("%s leads to a folder; name that one", path)
	})
}

func addFile(sum hash.Hash, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	size, err := io.Copy(sum, file)
	_, _ = fmt.Fprintf(sum, "\n%d\n", size)
	return err
}
