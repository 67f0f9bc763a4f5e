package faults

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"example.com/alb-lambda/test/internal/stage"
	"github.com/aws/aws-sdk-go-v2/aws"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// TestChanges changes a stage in every way that replaces something, and back.
func TestChanges(t *testing.T) {
	t.Parallel()
	w := begin(t)
	first := w.assembly(".")

	stage.Step(t, "deployed twice at once", func() {
		w.twice(first)
		w.wantUp()
	})
	stage.Step(t, "load balancer replaced", func() {
		w.edit(`&lambdaalb.Props{`, "&lambdaalb.Props{Internal: true, Subnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC},")
		w.replaced(w.assembly("."), "load balancer", "target group")
	})
	stage.Step(t, "function renamed", func() {
		w.edit(`gofunction.New\(stack, "Echo",`, `gofunction.New(stack, "Renamed",`)
		renamed := w.assembly(".")
		// The load balancer still has the old function, and does not keep its stack from being
		// updated.
		w.must(w.toolkit(w.output, renamed, "deploy", "echo-api-dev", "--exclusively", "--require-approval", "never"))
		_, alb, err := w.d.Endpoints(t.Context())
		w.must(err)
		if status, body, err := alb.Get(t.Context(), "/echo"); err != nil || status != http.StatusBadGateway {
			t.Errorf("the load balancer of a function that is gone responds %d %s, %v", status, body, err)
		}
		w.replaced(renamed, "target group")
	})
	stage.Step(t, "multi-value headers off", func() {
		w.edit(`&lambdaalb.MountProps{Function: (.+), Priority: 1}`,
			`&lambdaalb.MountProps{Priority: 1, Action: &lambdaalb.Action{Targets: []lambdaalb.Target{{Function: $1, SingleValueHeaders: true}}}}`)
		w.replaced(w.assembly("."))
		w.wantMultiValue(false)
	})
	stage.Step(t, "older over newer", func() {
		w.replaced(first, "load balancer", "target group", "function")
		w.wantMultiValue(true)
	})
	stage.Step(t, "half deleted by hand", func() {
		w.deleteByHand()
		w.must(w.d.Destroy(t.Context()))
		w.wantNothing()
		w.must(w.deploy(first))
		w.wantUp()
	})
	stage.Step(t, "destroyed while logs are written", w.destroyWhileLogsAreWritten)
}

// edit edits the composition of the stacks where a regular expression matches, which is once.
func (w *world) edit(from, to string) {
	w.Helper()
	file := filepath.Join(w.clone, "stacks", "stacks.go")
	text, err := os.ReadFile(file)
	w.must(err)
	pattern := regexp.MustCompile(from)
	if n := len(pattern.FindAll(text, -1)); n != 1 {
		w.Fatalf("%s has %s %d times, want once", file, from, n)
	}
	w.must(os.WriteFile(file, pattern.ReplaceAll(text, []byte(to)), 0o644))
}

// twice runs two deployments at the same time. One of them may fail because the other is in
// progress.
func (w *world) twice(assembly string) {
	w.Helper()
	var output [2]stage.Output
	var failed [2]error
	var group sync.WaitGroup
	for i := range failed {
		group.Go(func() {
			failed[i] = w.toolkit(&output[i], assembly, "deploy", "--all", "--require-approval", "never")
		})
	}
	group.Wait()
	if failed[0] != nil && failed[1] != nil {
		w.Fatalf("both deployments failed:\n%s\n\n%s", &output[0], &output[1])
	}
	for i, err := range failed {
		if err != nil {
			w.Logf("one of two deployments at once failed, %v:\n%s", err, &output[i])
		}
	}
	w.must(w.deploy(assembly)) // what the failed one had not done yet
}

// replaced deploys a change, and fails the test unless exactly the resources of these kinds are
// replaced, and each of the other stacks can still be updated.
func (w *world) replaced(assembly string, kinds ...string) {
	w.Helper()
	before := w.count()
	w.must(w.deploy(assembly))
	w.wantUp()
	now := w.count()
	for _, kind := range []string{"load balancer", "target group", "bucket", "VPC", "security group"} {
		changed := false
		for _, resource := range now.without(before) {
			changed = changed || strings.HasPrefix(resource, kind+" ")
		}
		wanted := false
		for _, want := range kinds {
			wanted = wanted || want == kind
		}
		if changed != wanted {
			w.Errorf("%s replaced: %v, want %v; new: %q", kind, changed, wanted, now.without(before))
		}
	}
	w.must(w.toolkit(w.output, assembly, "deploy", "--all", "--require-approval", "never", "--tags", "by=hand"))
	w.wantUp()
}

// deleteByHand deletes what a person in the console might: the log group of the echo, the load
// balancer with its listener and rules, the target group and the echo.
func (w *world) deleteByHand() {
	w.Helper()
	w.deleteLogGroup()
	client := elbv2.NewFromConfig(w.d.AWSConfig())
	albs, err := client.DescribeLoadBalancers(w.Context(), &elbv2.DescribeLoadBalancersInput{})
	w.must(err)
	for _, alb := range albs.LoadBalancers {
		_, err := client.DeleteLoadBalancer(w.Context(), &elbv2.DeleteLoadBalancerInput{LoadBalancerArn: alb.LoadBalancerArn})
		w.must(err)
	}
	groups, err := client.DescribeTargetGroups(w.Context(), &elbv2.DescribeTargetGroupsInput{})
	w.must(err)
	for _, group := range groups.TargetGroups {
		_, err := client.DeleteTargetGroup(w.Context(), &elbv2.DeleteTargetGroupInput{TargetGroupArn: group.TargetGroupArn})
		w.must(err)
	}
	functions := lambda.NewFromConfig(w.d.AWSConfig())
	deleted := 0
	for _, name := range stage.Names(w.T, w.d.Emulator, "function") {
		if strings.HasPrefix(name, "echo-api-dev-") {
			_, err := functions.DeleteFunction(w.Context(), &lambda.DeleteFunctionInput{FunctionName: aws.String(name)})
			w.must(err)
			deleted++
		}
	}
	if len(albs.LoadBalancers) != 1 || len(groups.TargetGroups) != 1 || deleted != 1 {
		w.Fatalf("deleted %d load balancers, %d target groups, %d functions; want one of each", len(albs.LoadBalancers), len(groups.TargetGroups), deleted)
	}
}

// deleteLogGroup deletes the log group of the echo, which goes on responding, and may not make its
// log group anew. (Nor may what is in progress while a stack is destroyed.)
func (w *world) deleteLogGroup() {
	w.Helper()
	ofEcho := func() (names []string) {
		for resource := range w.count() {
			if name, ok := strings.CutPrefix(resource, "log group "); ok && strings.Contains(name, "/echo-api-dev/Echo") {
				names = append(names, name)
			}
		}
		return names
	}
	names := ofEcho()
	if len(names) != 1 {
		w.Fatalf("the log groups of the echo are %q, want one", names)
	}
	w.list(listing{kind: "log group", service: "logs", target: "Logs_20140328.DeleteLogGroup", input: fmt.Sprintf(`{"logGroupName":%q}`, names[0])})
	_, alb, err := w.d.Endpoints(w.Context())
	w.must(err)
	if status, body, err := alb.Get(w.Context(), "/echo"); err != nil || status != http.StatusOK {
		w.Errorf("without its log group the function responds %d %s, %v", status, body, err)
	}
	if names := ofEcho(); len(names) > 0 {
		w.Errorf("the function has made %q", names)
	}
}
