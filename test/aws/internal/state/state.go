// Package state keeps what a run of the proof has done, and what it has made, in a file that is
// written before each action: after an interruption at any moment, the file names all that may
// exist.
//
// What has to outlive the process may enter. What the steps do is the business of package proof.
package state

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The kinds of what a run makes.
const (
	Stack       = "stack"
	Certificate = "certificate"
	TargetGroup = "target group"
)

// Made is something that a run makes, from the moment on when it is about to.
type Made struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	ID   string `json:"id,omitempty"` // ARN; not known yet, or never made, where it is empty
	Gone bool   `json:"gone,omitempty"`
}

// Resource is one of a stack's.
type Resource struct {
	LogicalID string `json:"logicalID"`
	Type      string `json:"type"`
	ID        string `json:"id"`
}

// Status is how a step ended.
type Status string

// A step that was interrupted has none: it runs again.
const (
	Passed  Status = "passed"
	Failed  Status = "failed"
	Skipped Status = "skipped"
)

// Result is how a step went.
type Result struct {
	Step   string        `json:"step"`
	Status Status        `json:"status"`
	Reason string        `json:"reason,omitempty"` // why it failed or was skipped
	Notes  []string      `json:"notes,omitempty"`
	Begun  time.Time     `json:"begun"`
	Took   time.Duration `json:"took"`
}

// State is what is known of a stage.
type State struct {
	Stage    string    `json:"stage"`
	Token    string    `json:"token"` // value of the tag of all that the stage makes
	Platform string    `json:"platform"`
	Account  string    `json:"account,omitempty"`
	Region   string    `json:"region,omitempty"`
	Begun    time.Time `json:"begun"`
	Port     int       `json:"port,omitempty"` // of the emulator

	Domain string `json:"domain,omitempty"`
	Zone   string `json:"zone,omitempty"`
	ZoneID string `json:"zoneID,omitempty"`
	// WithoutLattice leaves VPC Lattice out of the stage.
	WithoutLattice bool `json:"withoutLattice,omitempty"`

	Key string `json:"key"` // the private key of the stage's tokens and certificate, PEM

	// What was deployed last, or was about to be.
	Release string `json:"release"`
	Broken  bool   `json:"broken,omitempty"`
	Protect bool   `json:"protect,omitempty"`

	Made    []*Made   `json:"made"`
	Results []*Result `json:"results"`

	// Resources are those of the stacks, as the last deployment left them.
	Resources []Resource `json:"resources,omitempty"`

	dir  string
	lock *os.File
}

// New begins a stage with a random name. Nothing is written yet.
func New(dir, platform string) *State {
	random := make([]byte, 20)
	_, _ = rand.Read(random) // it never fails: https://pkg.go.dev/crypto/rand#Read
	text := hex.EncodeToString(random)
	return &State{Stage: "p" + text[:7], Token: text[8:], Platform: platform, Begun: time.Now().UTC().Truncate(time.Second), Release: "1", dir: dir}
}

// Open reads the file of a stage.
func Open(dir, stage string) (*State, error) {
	if stage == "" || filepath.Base(stage) != stage || strings.HasPrefix(stage, ".") {
		return nil, fmt.Errorf("%q is not the name of a stage", stage)
	}
	s := &State{dir: dir}
	text, err := os.ReadFile(filepath.Join(dir, stage+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no stage %s in %s; it has %s", stage, dir, strings.Join(List(dir), ", "))
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, s); err != nil {
		return nil, fmt.Errorf("%s: %w", s.File(), err)
	}
	if s.Stage != stage || s.Token == "" {
		return nil, fmt.Errorf("%s is not the file of stage %s", filepath.Join(dir, stage+".json"), stage)
	}
	return s, nil
}

// List returns the stages that have a file.
func List(dir string) []string {
	files, _ := filepath.Glob(filepath.Join(dir, "*.json")) // the pattern is valid
	stages := []string{}
	for _, file := range files {
		stages = append(stages, strings.TrimSuffix(filepath.Base(file), ".json"))
	}
	return stages
}

// File is where the state is.
func (s *State) File() string { return filepath.Join(s.dir, s.Stage+".json") }

// Dir is the folder for all else that a run writes: the report, the recordings, templates.
func (s *State) Dir() string { return filepath.Join(s.dir, s.Stage) }

// Lock keeps other commands from the stage until this process ends, however that ends.
func (s *State) Lock() error {
	if err := os.MkdirAll(s.Dir(), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(s.Dir(), "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := lock(file); err != nil {
		return errors.Join(fmt.Errorf("another command works on stage %s: %w", s.Stage, err), file.Close())
	}
	s.lock = file
	return nil
}

// Unlock lets other commands at the stage again.
func (s *State) Unlock() error { return s.lock.Close() }

// Save writes the file, whole or not at all. It has a private key, so only its owner may read it.
func (s *State) Save() error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.Dir(), 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(s.dir, "."+s.Stage)
	if err != nil {
		return err
	}
	_, err = file.Write(append(text, '\n'))
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), s.File())
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", s.File(), err), os.Remove(file.Name()))
	}
	return nil
}

// Intend says, before it is done, that something is about to be made. What was intended before, and
// is not gone, is the same thing.
func (s *State) Intend(kind, name string) (*Made, error) {
	if m := s.Find(kind, name); m != nil {
		return m, nil
	}
	m := &Made{Kind: kind, Name: name}
	s.Made = append(s.Made, m)
	return m, s.Save()
}

// Find returns what was made, or may have been, and is not gone.
func (s *State) Find(kind, name string) *Made {
	i := slices.IndexFunc(s.Made, func(m *Made) bool { return m.Kind == kind && m.Name == name && !m.Gone })
	if i < 0 {
		return nil
	}
	return s.Made[i]
}

// Left returns what may still be there, the last one first.
func (s *State) Left() []*Made {
	var left []*Made
	for _, m := range slices.Backward(s.Made) {
		if !m.Gone {
			left = append(left, m)
		}
	}
	return left
}

// Identify notes the id of what was made.
func (s *State) Identify(m *Made, id string) error {
	if m.ID == id {
		return nil
	}
	m.ID = id
	return s.Save()
}

// Delete notes that something is gone.
func (s *State) Delete(m *Made) error {
	m.Gone = true
	return s.Save()
}

// Result returns how a step ended, or nil.
func (s *State) Result(step string) *Result {
	i := slices.IndexFunc(s.Results, func(r *Result) bool { return r.Step == step })
	if i < 0 {
		return nil
	}
	return s.Results[i]
}

// End notes how a step ended, in place of how it did before.
func (s *State) End(result *Result) error {
	s.Results = slices.DeleteFunc(s.Results, func(r *Result) bool { return r.Step == result.Step })
	s.Results = append(s.Results, result)
	return s.Save()
}
