package policy

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

const acceptedFile = "test/policy/accepted.json"

// Finding is a rule that a resource breaks.
type Finding struct {
	// Rule is the id that the tool gives it.
	Rule string
	// Resource is service/logical id, as in "network/NetworkVPC962EC14D".
	Resource string
}

func (f Finding) String() string { return f.Rule + " of " + f.Resource }

func (f Finding) compare(other Finding) int {
	return cmp.Or(strings.Compare(f.Rule, other.Rule), strings.Compare(f.Resource, other.Resource))
}

// shortestReason keeps "by design" out of the list.
const shortestReason = 40

func readAccepted(t *testing.T) map[Finding]string {
	t.Helper()
	text, err := os.ReadFile(acceptedFile)
	if err != nil {
		t.Fatal(err)
	}
	var entries []struct {
		Rule      string
		Resources []string
		Reason    string
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&entries); err != nil {
		t.Fatalf("%s: %v", acceptedFile, err)
	}
	accepted := map[Finding]string{}
	for _, entry := range entries {
		if len(entry.Reason) < shortestReason {
			t.Errorf("%s: %s: the reason %q says too little", acceptedFile, entry.Rule, entry.Reason)
		}
		for _, resource := range entry.Resources {
			finding := Finding{Rule: entry.Rule, Resource: resource}
			if _, twice := accepted[finding]; twice {
				t.Errorf("%s: %s of %s is accepted twice", acceptedFile, entry.Rule, resource)
			}
			accepted[finding] = entry.Reason
		}
	}
	return accepted
}
