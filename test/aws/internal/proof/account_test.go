package proof

import (
	"context"
	"errors"
	"strings"
	"testing"

	"example.com/alb-lambda/test/aws/internal/cloud"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
	"example.com/alb-lambda/test/aws/internal/state"
)

func TestPermission(t *testing.T) {
	r, f := deployed(t)
	want(t, permission(t.Context(), r), "")
	f.account.AnyGroupMay = true
	want(t, permission(t.Context(), r), "a target group of nobody's may invoke the function")
	f.account.AnyGroupMay, f.account.MayNotTry = false, true
	want(t, permission(t.Context(), r), "is not authorized to perform")
	f.account.MayNotTry = false
	// One that an interrupted run has left is used.
	f.account.TargetGroups["prove-other-"+r.State.Stage] = map[string]string{names.Tag: r.State.Token}
	want(t, permission(t.Context(), r), "")
	calls := strings.Join(f.account.Calls, "\n")
	if strings.Count(calls, "CreateTargetGroup") != 3 || strings.Count(calls, "RegisterTargets arn:recorder") != 4 || strings.Count(calls, "DeleteTargetGroup") != 4 {
		t.Errorf("calls\n%s", calls)
	}
	// And one of somebody else's is neither used for long nor deleted.
	f.account.TargetGroups["prove-other-"+r.State.Stage] = map[string]string{names.Tag: "another"}
	want(t, permission(t.Context(), r), cloud.ErrForeign.Error())
	if len(f.account.TargetGroups) != 1 {
		t.Error("a target group of somebody else's is deleted")
	}
}

func TestProtection(t *testing.T) {
	r, f := deployed(t)
	protects := func(s *platform.Settings) {
		f.account.Change(func() {
			for _, stack := range f.account.Stacks {
				stack.Protected = s.Protect
			}
			f.account.LoadBalancers[lbARN] = s.Protect
		})
	}
	f.deploys = func(s *platform.Settings) error { protects(s); return nil }
	want(t, protection(t.Context(), r), "")
	if r.State.Protect || f.account.LoadBalancers[lbARN] || f.account.Stacks[0].Protected {
		t.Error("the stage is still protected")
	}
	f.deploys = func(s *platform.Settings) error {
		protects(s)
		f.account.Change(func() { f.account.LoadBalancers[lbARN] = false })
		return nil
	}
	want(t, protection(t.Context(), r), "the load balancer is deleted despite its protection")
	f.deploys = nil
	err := protection(t.Context(), r)
	for _, name := range names.Stacks(r.State.Stage) {
		want(t, err, "stack "+name+" is deleted despite its protection")
	}
}

func TestCanary(t *testing.T) {
	r, f := deployed(t)
	f.deploys = func(s *platform.Settings) error {
		f.serve(s.Release, "1", "1")
		f.waitFor("1")
		f.serve(s.Release)
		return nil
	}
	want(t, canary(t.Context(), r), "")
	if r.State.Release != "2" {
		t.Errorf("release %s", r.State.Release)
	}
	f.deploys = func(s *platform.Settings) error { // all at once
		f.serve(s.Release)
		f.waitFor(s.Release)
		return nil
	}
	want(t, canary(t.Context(), r), "release 2 did not respond any more once 3 did")
	f.deploys = func(s *platform.Settings) error { // and never completely
		f.serve(s.Release, "3", "3")
		f.waitFor("3")
		return nil
	}
	want(t, canary(t.Context(), r), "release 3 responds, want 4 alone")
	f.deploys = func(*platform.Settings) error { return errors.New("cdk deploy: exit status 1") }
	want(t, canary(t.Context(), r), "cdk deploy")
}

func TestRollback(t *testing.T) {
	r, f := deployed(t)
	rolledBack := func(s *platform.Settings) error {
		if !s.Broken {
			t.Error("the release is not broken")
		}
		f.serve("1", "502")
		f.waitFor("502")
		f.serve("1")
		f.account.Change(func() { f.account.Stacks[0].Status = "UPDATE_ROLLBACK_IN_PROGRESS" })
		return errors.New("cdk deploy: exit status 1")
	}
	f.deploys = rolledBack
	want(t, rollback(t.Context(), r), "")
	if r.State.Release != "1" || r.State.Broken {
		t.Errorf("the state says release %s, broken %t", r.State.Release, r.State.Broken)
	}
	f.deploys = func(s *platform.Settings) error {
		err := rolledBack(s)
		f.serve("1", "502")
		return err
	}
	want(t, rollback(t.Context(), r), "release status 502 responds, want 1 alone")
	f.deploys = func(s *platform.Settings) error {
		err := rolledBack(s)
		f.account.Change(func() { f.account.Stacks[0].Status = "UPDATE_ROLLBACK_FAILED" })
		return err
	}
	want(t, rollback(t.Context(), r), "the stack is not rolled back")
	f.deploys = func(s *platform.Settings) error { _ = rolledBack(s); return nil }
	want(t, rollback(t.Context(), r), "the release that fails was deployed")
}

func TestLogs(t *testing.T) {
	const log, tested = "alb/AWSLogs/123456789012/elasticloadbalancing/eu-central-1/2026/11/26/x.log.gz", "alb/AWSLogs/123456789012/ELBAccessLogTestFile"
	line := "http 2026-11-26T00:00:00.000000Z app/prove/1 \"GET http://lb.example.com:80" + names.Service + "/logged HTTP/1.1\"\n"
	for _, c := range []struct {
		objects map[string]string
		fails   string
	}{
		{map[string]string{tested: "", log: line}, ""},
		{map[string]string{log: line}, "ELBAccessLogTestFile is missing"},
		{map[string]string{tested: "", log: "another line\n"}, "no log file of 1 has a line"},
		{map[string]string{tested: ""}, "no log file of 0 has a line"},
	} {
		r, f := deployed(t)
		f.account.Buckets[bucket] = c.objects
		waits := 0
		f.cloud.Wait = func(context.Context) error {
			if waits++; waits > 3 {
				return context.DeadlineExceeded
			}
			return nil
		}
		want(t, logs(t.Context(), r), c.fails)
	}
}

func TestCertificate(t *testing.T) {
	r, f := newRun(t)
	want(t, importCertificate(t.Context(), r), "")
	made := r.State.Find(state.Certificate, names.CertificateHost)
	if made == nil || made.ID == "" || f.account.Certificates[made.ID][names.Tag] != r.State.Token {
		t.Fatalf("%+v, %v", made, f.account.Certificates)
	}
	// After an interruption before the ARN was noted.
	arn := made.ID
	made.ID = ""
	want(t, importCertificate(t.Context(), r), "")
	if made.ID != arn || len(f.account.Certificates) != 1 {
		t.Errorf("%+v, %v", made, f.account.Certificates)
	}
	r.State.Domain = "api.example.com"
	want(t, importCertificate(t.Context(), r), "the domain has a certificate of its own")
}
