package templatecheck

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// format is the version of the files and of how keys are made. It changes with either.
const format = 1

// kept is how many files of findings stay in the folder: those of several stages and a few edits.
const kept = 200

// findings are what the check found in one template.
type findings struct {
	Key     string    `json:"key"`
	Version string    `json:"version"` // of CDK's rules
	Found   []finding `json:"found"`
}

// A finding is a rule that some resources of a template violate, as CDK's plugin groups them.
type finding struct {
	Rule        string             `json:"rule"`
	Description string             `json:"description"`
	Severity    *string            `json:"severity,omitempty"`
	Fix         *string            `json:"fix,omitempty"`
	Metadata    map[string]*string `json:"metadata,omitempty"`
	Resources   []resource         `json:"resources"`
}

// A resource is in the template that the findings are of; its path is therefore not kept.
type resource struct {
	LogicalID     *string  `json:"logicalId,omitempty"`
	ConstructPath *string  `json:"constructPath,omitempty"`
	Locations     []string `json:"locations"`
}

// assetHash is how CDK writes the hash of an asset, a SHA-256, into a template.
var assetHash = regexp.MustCompile(`[0-9a-f]{64}`)

// key identifies a template under a set of rules: everything that the check reads, but for the
// hashes of assets.
func key(rules string, stack stack, template []byte) string {
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%d\n%q\n%q\n%q\n%q\n%q\n", format, rules, stack.path, stack.account, stack.region, filepath.Ext(stack.template))
	sum.Write(assetHash.ReplaceAllLiteral(template, []byte("asset")))
	return hex.EncodeToString(sum.Sum(nil))
}

// mentionsAsset says whether the findings quote an asset's hash. Such findings are true of one set
// of assets only.
func (f *findings) mentionsAsset() bool {
	text, err := json.Marshal(f.Found)
	return err != nil || assetHash.Match(text)
}

// A cache is a folder with a file for each template. The zero cache is empty and keeps nothing.
type cache struct{ folder string }

func (c cache) file(key string) string { return filepath.Join(c.folder, key+".json") }

// get returns the findings with a key, or nil if there are none that can be trusted.
func (c cache) get(key string) *findings {
	if c.folder == "" {
		return nil
	}
	text, err := os.ReadFile(c.file(key))
	if err != nil {
		return nil
	}
	sum, body, ok := bytes.Cut(text, []byte("\n"))
	if !ok || string(sum) != checksum(body) {
		return nil
	}
	var f findings
	if json.Unmarshal(body, &f) != nil || f.Key != key {
		return nil
	}
	now := time.Now()
	_ = os.Chtimes(c.file(key), now, now) // the age decides what is removed first
	return &f
}

// put writes findings in one step, so that a reader sees all of them or none.
func (c cache) put(f *findings) error {
	if c.folder == "" {
		return nil
	}
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.folder, 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(c.folder, "new-")
	if err != nil {
		return err
	}
	_, err = temp.WriteString(checksum(body) + "\n" + string(body))
	err = errors.Join(err, temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), c.file(f.Key))
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}

// prune removes the oldest files beyond those that are kept.
func (c cache) prune() error {
	entries, err := os.ReadDir(c.folder)
	if err != nil || len(entries) <= kept {
		return err
	}
	age := map[string]time.Time{}
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			age[e.Name()] = info.ModTime()
		}
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int {
		return cmp.Or(age[b.Name()].Compare(age[a.Name()]), cmp.Compare(a.Name(), b.Name()))
	})
	for _, e := range entries[kept:] {
		err = errors.Join(err, os.Remove(filepath.Join(c.folder, e.Name())))
	}
	return err
}

func checksum(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
