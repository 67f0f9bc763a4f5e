package faults

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

var stacks = []string{"network-dev", "echo-api-dev", "alb-lambda-dev"}

// TestDeploymentsThatFail is the story of one stage: each of its stacks fails to be created, and fails to be updated.
func TestDeploymentsThatFail(t *testing.T) {
	w := begin(t)
	good, broken := w.assembly("."), w.assembly("./test/faults/broken")

	for i, name := range stacks {
		t.Run("create "+name, func(t *testing.T) {
			w := w.in(t)
			before := w.count()
			w.wantRefused(broken, name, "ROLLBACK_COMPLETE")
			// All that is left is the stack's own record, which says what happened.
			if left := w.count().without(before); len(left) != 1 || !strings.HasPrefix(left[0], "stack "+name) {
				t.Errorf("left behind: %q", left)
			}
			w.must(w.deploy(good, name))
			if i == len(stacks)-1 {
				w.wantUp()
			}
		})
	}
	for _, name := range stacks {
		t.Run("update "+name, func(t *testing.T) {
			w := w.in(t)
			before := w.count()
			w.wantRefused(broken, name, "UPDATE_ROLLBACK_COMPLETE")
			now := w.count()
			for _, thing := range append(now.without(before), before.without(now)...) {
				if !strings.HasPrefix(thing, "stack "+name) { // its status is part of its name here
					t.Errorf("changed by an update that was rolled back: %s", thing)
				}
			}
			w.wantUp()
		})
	}
	t.Run("good", func(t *testing.T) {
		w := w.in(t)
		w.must(w.deploy(good))
		w.wantUp()
		w.must(w.toolkit(w.said, good, "diff", "--fail"))
	})
	t.Run("destroy", func(t *testing.T) {
		w := w.in(t)
		w.must(w.d.Destroy(t.Context()))
		w.wantNothing()
	})
}

// wantRefused deploys a stack that cannot be deployed.
func (w *world) wantRefused(assembly, name, status string) {
	w.Helper()
	w.said.Reset()
	if err := w.deploy(assembly, name); err == nil {
		w.Fatalf("%s was deployed, although a resource of it cannot be created:\n%s", name, w.tail())
	}
	if !strings.Contains(w.said.String(), "Broken") {
		w.Errorf("the toolkit does not name what failed:\n%s", w.tail())
	}
	found, err := w.d.Stacks(w.Context())
	w.must(err)
	for _, stack := range found {
		if aws.ToString(stack.StackName) == name && string(stack.StackStatus) == status {
			return
		}
	}
	w.Fatalf("%s is not %s: %v", name, status, w.count().without(w.empty))
}
