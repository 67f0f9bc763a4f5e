package gobuild

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// last.json in the folder of the builds has the builds of the last synth to an assembly.
const last = "last.json"

// wants are the builds that this process needs, by assembly.
var wants struct {
	sync.Mutex
	specs map[string]map[string]Spec
}

func wanted(assembly string, s Spec) {
	wants.Lock()
	defer wants.Unlock()
	if wants.specs == nil {
		wants.specs = map[string]map[string]Spec{}
	}
	if wants.specs[assembly] == nil {
		wants.specs[assembly] = map[string]Spec{}
	}
	wants.specs[assembly][s.key()] = s
}

// StartLast begins the builds that the last synth to assembly needed, and returns at once: [Build]
// then finds them built, or waits for them. A build that fails, or that is not needed any more, is
// of no consequence.
func StartLast(assembly string) {
	specs, err := readLast(assembly)
	if err != nil {
		return
	}
	for key, s := range specs {
		go func() { _, _ = once(filepath.Join(assembly, folder, key), s.build) }()
	}
}

// BuildLast builds what the last synth to assembly needed, unless this process has done so, and
// returns the folders that hold the executables and the files beside them.
func BuildLast(assembly string) (dirs []string, err error) {
	specs, err := readLast(assembly)
	if err != nil {
		return nil, err
	}
	StartLast(assembly) // all of them, side by side
	for _, key := range slices.Sorted(maps.Keys(specs)) {
		dir, err := once(filepath.Join(assembly, folder, key), specs[key].build)
		if err != nil {
			return nil, err
		}
		dirs = append(dirs, dir)
	}
	return dirs, nil
}

// readLast returns the builds of the last synth to assembly, by their keys.
func readLast(assembly string) (map[string]Spec, error) {
	text, err := os.ReadFile(filepath.Join(assembly, folder, last))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var specs map[string]Spec
	if err := json.Unmarshal(text, &specs); err != nil {
		return nil, err
	}
	for key, s := range specs {
		if key != s.key() {
			return nil, fmt.Errorf("%s is of another version", last)
		}
	}
	return specs, nil
}

// SaveLast writes down what this process built for an assembly, for the next synth to begin with.
func SaveLast(assembly string) error {
	wants.Lock()
	defer wants.Unlock()
	if len(wants.specs[assembly]) == 0 {
		err := os.Remove(filepath.Join(assembly, folder, last))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	text, err := json.Marshal(wants.specs[assembly])
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(assembly, folder, last), text, 0o600)
}
