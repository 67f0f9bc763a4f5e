package gobuild

import (
	"encoding/json"
	"os"
	"path/filepath"
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
	text, err := os.ReadFile(filepath.Join(assembly, folder, last))
	if err != nil {
		return
	}
	var specs map[string]Spec
	if json.Unmarshal(text, &specs) != nil {
		return
	}
	for key, s := range specs {
		if key == s.key() { // otherwise another version of this package wrote it
			go func() { _, _ = once(filepath.Join(assembly, folder, key), s.build) }()
		}
	}
}

// SaveLast writes down what this process built for an assembly, for the next synth to begin with.
func SaveLast(assembly string) error {
	wants.Lock()
	defer wants.Unlock()
	if len(wants.specs[assembly]) == 0 {
		return nil
	}
	text, err := json.Marshal(wants.specs[assembly])
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(assembly, folder, last), text, 0o600)
}
