package policy

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/test/internal/variant"
)

const acceptedFile = "test/policy/accepted.json"

// Finding is a rule that a resource breaks.
type Finding struct {
	// Rule is the id that the tool gives it.
	Rule string
	// Resource is the logical id, which is the same in each variant and stage.
	Resource string
}

func (f Finding) String() string { return f.Rule + " of " + f.Resource }

func (f Finding) compare(other Finding) int {
	return cmp.Or(strings.Compare(f.Rule, other.Rule), strings.Compare(f.Resource, other.Resource))
}

// shortestReason keeps "by design" out of the list.
const shortestReason = 40

// acceptance is where a finding is accepted, and why.
type acceptance struct {
	Rule      string
	Resources []string
	// Variants that have the finding. Default: all that have the resource.
	Variants []string
	// Except are variants that have the resource, and must not have the finding: by name, or by a
	// key of the context that they set.
	Except []string
	Reason string
}

// readAccepted gives the variants in which each finding is accepted; having are those that have a
// resource.
func readAccepted(t *testing.T, having map[string][]string) map[Finding][]string {
	t.Helper()
	text, err := os.ReadFile(acceptedFile)
	if err != nil {
		t.Fatal(err)
	}
	var entries []acceptance
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&entries); err != nil {
		t.Fatalf("%s: %v", acceptedFile, err)
	}
	accepted := map[Finding][]string{}
	for _, entry := range entries {
		if len(entry.Reason) < shortestReason {
			t.Errorf("%s: %s: the reason %q says too little", acceptedFile, entry.Rule, entry.Reason)
		}
		for _, resource := range entry.Resources {
			finding := Finding{Rule: entry.Rule, Resource: resource}
			if _, twice := accepted[finding]; twice {
				t.Errorf("%s: %s of %s is accepted twice", acceptedFile, entry.Rule, resource)
			}
			accepted[finding] = entry.in(having[resource])
		}
	}
	return accepted
}

// in gives the variants that have the finding, of those that have the resource.
func (a *acceptance) in(having []string) []string {
	names := slices.Clone(a.Variants)
	if len(names) == 0 {
		names = slices.DeleteFunc(slices.Clone(having), a.excepts)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (a *acceptance) excepts(name string) bool {
	index := slices.IndexFunc(variants, func(v variant.Variant) bool { return v.Name == name })
	return slices.ContainsFunc(a.Except, func(except string) bool {
		_, set := variants[index].Context[except]
		return set || except == name
	})
}
