package proof

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/cloudtest"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
	"example.com/alb-lambda/test/aws/internal/state"
)

// deletions are the calls that delete something, without the ids that stand before the name.
func deletions(f *fake) (names []string) {
	for _, call := range f.account.Calls {
		if kind, id, _ := strings.Cut(call, " "); strings.HasPrefix(kind, "Delete") {
			names = append(names, kind+" "+strings.TrimSuffix(strings.TrimPrefix(id, "arn:aws:cloudformation:eu-central-1:123456789012:stack/"), "/1"))
		}
	}
	return names
}

func TestDestroy(t *testing.T) {
	r, f := newRun(t)
	want(t, importCertificate(t.Context(), r), "")
	want(t, deploy(t.Context(), r), "")
	arn := r.State.Find(state.Certificate, names.CertificateHost).ID
	f.account.InUse = 2
	want(t, destroy(t.Context(), r), "")
	stage := r.State.Stage
	order := []string{"DeleteStack " + names.Edge(stage), "DeleteStack " + names.Functions(stage), "DeleteCertificate " + arn}
	if got := slices.Compact(deletions(f)); !slices.Equal(got, order) {
		t.Errorf("deleted %q, want %q", got, order)
	}
	if len(r.State.Left()) != 0 {
		t.Errorf("left %v", r.State.Left())
	}
	want(t, nothingLeft(t.Context(), r), "")
}

// TestDestroyWhatWasInterrupted destroys what the state names without an id, and what it protected.
func TestDestroyWhatWasInterrupted(t *testing.T) {
	r, f := deployed(t)
	r.State.Protect = true
	f.account.LoadBalancers[lbARN] = true
	for i, name := range names.Stacks(r.State.Stage) {
		f.account.Stacks[i].Protected = true
		r.State.Find(state.Stack, name).ID = ""
	}
	if _, err := r.State.Intend(state.TargetGroup, "prove-other-"+r.State.Stage); err != nil {
		t.Fatal(err)
	}
	want(t, destroy(t.Context(), r), "")
	if len(r.State.Left()) != 0 || f.account.Stacks[0].Status != "DELETE_COMPLETE" || f.account.Stacks[1].Status != "DELETE_COMPLETE" {
		t.Errorf("left %v, %+v", r.State.Left(), f.account.Stacks)
	}
}

// TestAStackThatWasNeverCreated is what an interruption between a change set and its execution
// leaves.
func TestAStackThatWasNeverCreated(t *testing.T) {
	r, f := newRun(t)
	name := names.Functions(r.State.Stage)
	f.account.Stacks = []*cloudtest.Stack{{ID: "arn:review", Name: name, Status: "REVIEW_IN_PROGRESS"}}
	want(t, deploy(t.Context(), r), cloud.ErrForeign.Error()) // nobody here was about to create it
	if _, err := r.State.Intend(state.Stack, name); err != nil {
		t.Fatal(err)
	}
	want(t, destroy(t.Context(), r), "")
	if f.account.Stacks[0].Status != "DELETE_COMPLETE" {
		t.Errorf("%+v", f.account.Stacks[0])
	}
}

func TestDestroyGoesOnAfterAFailure(t *testing.T) {
	r, f := deployed(t)
	f.account.Stacks[1].Fails = "the bucket is not empty"
	want(t, destroy(t.Context(), r), "delete stack "+names.Edge(r.State.Stage)+": the bucket is not empty")
	if left := r.State.Left(); len(left) != 1 || left[0].Name != names.Edge(r.State.Stage) {
		t.Errorf("left %v", left)
	}
	want(t, nothingLeft(t.Context(), r), "stack "+names.Edge(r.State.Stage)+" is DELETE_FAILED")
	f.account.Stacks[1].Fails = ""
	want(t, destroy(t.Context(), r), "")
}

// TestForeignStacks: what carries another token is neither deployed over, looked into nor deleted,
// whether its name or its id is known.
func TestForeignStacks(t *testing.T) {
	for _, protected := range []bool{false, true} {
		foreignStack(t, protected)
	}
}

func foreignStack(t *testing.T, protected bool) {
	t.Helper()
	r, f := newRun(t)
	stranger := f.stack(names.Edge(r.State.Stage), "another")
	stranger.Protected = protected
	f.account.Stacks = []*cloudtest.Stack{stranger}
	want(t, deploy(t.Context(), r), cloud.ErrForeign.Error())
	if len(f.account.Stacks) != 1 {
		t.Error("something is deployed beside a stack of somebody else's")
	}
	want(t, destroy(t.Context(), r), "")
	r.State.Made = []*state.Made{{Kind: state.Stack, Name: stranger.Name, ID: stranger.ID}, {Kind: state.Certificate, Name: "x", ID: "arn:certificate"}}
	f.account.Certificates["arn:certificate"] = map[string]string{names.Tag: "another"}
	want(t, destroy(t.Context(), r), cloud.ErrForeign.Error())
	if got := deletions(f); len(got) != 0 || stranger.Status != "CREATE_COMPLETE" || stranger.Protected != protected {
		t.Errorf("deleted %q, %+v", got, stranger)
	}
}

func TestNothingLeftFinds(t *testing.T) {
	for name, leave := range map[string]func(*fake){
		"ElasticLoadBalancingV2::LoadBalancer " + lbARN + " is left": func(f *fake) { f.account.LoadBalancers[lbARN] = false },
		"S3::Bucket " + bucket + " is left":                          func(f *fake) { f.account.Buckets[bucket] = nil },
		"VpcLattice::Service arn:service is left":                    func(f *fake) { f.account.Lattice["arn:service"] = true },
		"VpcLattice::ServiceNetwork arn:network is left":             func(f *fake) { f.account.Lattice["arn:network"] = true },
		"VpcLattice::TargetGroup arn:group is left":                  func(f *fake) { f.account.Lattice["arn:group"] = true },
		"Lambda::Function recorder is left": func(f *fake) {
			f.account.LogGroups = []string{"/aws/lambda/recorder", "/aws/lambda/recorder-of-others"}
		},
		"EC2::VPC vpc-1 is DELETE_SKIPPED": func(f *fake) { f.account.Stacks[1].Resources[2].Status = "DELETE_SKIPPED" },
	} {
		r, f := deployed(t)
		want(t, destroy(t.Context(), r), "")
		want(t, nothingLeft(t.Context(), r), "")
		leave(f)
		want(t, nothingLeft(t.Context(), r), name)
	}
}

func TestAnotherAccountOrRegion(t *testing.T) {
	r, f := newRun(t)
	want(t, r.Open(t.Context()), "")
	f.region = "us-east-1"
	want(t, r.Open(t.Context()), cloud.ErrForeign.Error())
}

// TestDo: a step that has passed does not run again, one that failed does, and so do those that
// need it; what was interrupted has no result.
func TestDo(t *testing.T) {
	r, f := newRun(t)
	f.cannot = map[string]string{"c": "because"}
	var ran []string
	fails := errors.New("a first time")
	step := func(name string, needs ...string) Step {
		return Step{Name: name, Needs: needs, run: func(context.Context, *Run) error {
			ran = append(ran, name)
			if name == "b" {
				return fails
			}
			return nil
		}}
	}
	steps := []Step{step("a"), step("b"), step("c"), step("d", "b"), step("e", "a")}
	statuses := func() string {
		text := ""
		for _, s := range steps {
			text += string(r.State.Result(s.Name).Status)[:1]
		}
		return text
	}
	want(t, r.Do(t.Context(), steps), "")
	if got := statuses(); got != "pfssp" || strings.Join(ran, "") != "abe" {
		t.Errorf("%s, ran %v", got, ran)
	}
	if failed := Failed(r.State); !slices.Equal(failed, []string{"b"}) {
		t.Errorf("failed %v", failed)
	}
	fails, ran = nil, nil
	opened, err := state.Open(strings.TrimSuffix(r.State.File(), "/"+r.State.Stage+".json"), r.State.Stage)
	if err != nil {
		t.Fatal(err)
	}
	r.State = opened // as another process has it
	want(t, r.Do(t.Context(), steps), "")
	if got := statuses(); got != "ppspp" || strings.Join(ran, "") != "bd" {
		t.Errorf("%s, ran %v", got, ran)
	}
	ctx, cancel := context.WithCancel(t.Context())
	interrupted := Step{Name: "f", run: func(context.Context, *Run) error { cancel(); return nil }}
	want(t, r.Do(ctx, []Step{interrupted}), "context canceled")
	if r.State.Result("f") != nil {
		t.Error("a step that was interrupted has a result")
	}
}

// TestStateIsWrittenFirst: whatever is made is in the file before it is made.
func TestStateIsWrittenFirst(t *testing.T) {
	r, f := newRun(t)
	dir := strings.TrimSuffix(r.State.File(), "/"+r.State.Stage+".json")
	f.deploys = func(*platform.Settings) error {
		written, err := state.Open(dir, r.State.Stage)
		if err != nil || written.Find(state.Stack, names.Edge(r.State.Stage)) == nil || written.Find(state.Stack, names.Functions(r.State.Stage)) == nil {
			t.Errorf("the file while stacks are created: %+v, %v", written, err)
		}
		return nil
	}
	want(t, deploy(t.Context(), r), "")
}
