package faults

import (
	"strings"
	"testing"

	"example.com/alb-lambda/deployment"
	"example.com/alb-lambda/test/internal/stage"
	"github.com/aws/aws-sdk-go-v2/aws"
)

var stacks = deployment.Stacks("dev", false)

// TestDeploymentsThatFail lets each stack of a stage fail to be created, and then to be updated.
func TestDeploymentsThatFail(t *testing.T) {
	t.Parallel()
	w := begin(t)
	good, broken := w.assembly("."), w.assembly("./test/faults/broken")

	for i, name := range stacks {
		stage.Step(t, "create "+name, func() {
			before := w.count()
			w.wantFailed(broken, name, "ROLLBACK_COMPLETE")
			// Only the stack's own record is left, with what happened.
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
		stage.Step(t, "update "+name, func() {
			before := w.count()
			w.wantFailed(broken, name, "UPDATE_ROLLBACK_COMPLETE")
			now := w.count()
			for _, resource := range append(now.without(before), before.without(now)...) {
				if !strings.HasPrefix(resource, "stack "+name) { // a stack's status is part of its name here
					t.Errorf("changed by an update that was rolled back: %s", resource)
				}
			}
			w.wantUp()
		})
	}
	stage.Step(t, "good", func() {
		w.must(w.deploy(good))
		w.wantUp()
		w.must(w.toolkit(w.output, good, "diff", "--fail"))
	})
	stage.Step(t, "destroy", func() {
		w.must(w.d.Destroy(t.Context()))
		w.wantNothing()
	})
}

// wantFailed deploys a stack that cannot be deployed.
func (w *world) wantFailed(assembly, name, status string) {
	w.Helper()
	w.output.Reset()
	if err := w.deploy(assembly, name); err == nil {
		w.Fatalf("%s was deployed, although a resource of it cannot be created:\n%s", name, w.tail())
	}
	if !strings.Contains(w.output.String(), "Broken") {
		w.Errorf("the toolkit does not name the resource that failed:\n%s", w.tail())
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
