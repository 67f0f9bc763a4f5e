package lastsynth

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// name of the file that a folder's record is kept in.
const name = ".lastsynth.json"

// A record is what is known of the last synth to a folder.
type record struct {
	Source    string           `json:"source"`
	Functions string           `json:"functions"`
	Written   map[string]state `json:"written"` // by path
}

// A state is what make looks at, and the permissions.
type state struct {
	Size int64       `json:"size"`
	Mode fs.FileMode `json:"mode"`
	Time int64       `json:"time"` // nanoseconds
}

func stateOf(info fs.FileInfo) state {
	return state{info.Size(), info.Mode(), info.ModTime().UnixNano()}
}

// Holds says whether the last synth to a folder was made from this source, and whether all that it
// wrote is still as it was. What functions are built to is only looked at if they are not nil.
func Holds(folder, source string, functions func() (string, error)) bool {
	var last record
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil || json.Unmarshal(text, &last) != nil || last.Source != source || len(last.Written) == 0 {
		return false
	}
	for path, was := range last.Written {
		info, err := os.Lstat(filepath.Join(folder, filepath.FromSlash(path)))
		if err != nil || stateOf(info) != was {
			return false
		}
	}
	if functions == nil {
		return true
	}
	built, err := functions()
	return err == nil && built == last.Functions
}

// Forget is called before a synth: what there is does not hold while it writes, nor if it fails.
func Forget(folder string) error {
	err := os.Remove(filepath.Join(folder, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Save writes down what a synth was made from, and what it wrote. It writes nothing if the synth
// has reported something: that is to be read again.
func Save(folder, source, functions string) error {
	if reported(filepath.Join(folder, "validation-report.json")) {
		return nil
	}
	last := record{Source: source, Functions: functions, Written: map[string]state{}}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == folder {
			return err
		}
		// Beside the assembly are caches, and the locks of the toolkit.
		if filepath.Dir(path) == filepath.Clean(folder) && (strings.HasPrefix(entry.Name(), ".") || strings.HasSuffix(entry.Name(), ".lock")) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		relative, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		last.Written[filepath.ToSlash(relative)] = stateOf(info)
		return nil
	})
	if err != nil {
		return err
	}
	text, err := json.Marshal(last)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, name), text, 0o600)
}

// reported says whether a report on the templates has findings, or cannot be understood.
func reported(file string) bool {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	var report struct {
		PluginReports *[]struct {
			Violations *[]json.RawMessage `json:"violations"`
		} `json:"pluginReports"`
	}
	if err != nil || json.Unmarshal(text, &report) != nil || report.PluginReports == nil {
		return true
	}
	for _, plugin := range *report.PluginReports {
		if plugin.Violations == nil || len(*plugin.Violations) > 0 {
			return true
		}
	}
	return false
}
