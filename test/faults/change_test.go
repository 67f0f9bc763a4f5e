package faults

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"example.com/alb-lambda/test/internal/stage"
	"github.com/aws/aws-sdk-go-v2/aws"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// TestChanges is the story of a stage that is changed in every way that replaces something, and back.
func TestChanges(t *testing.T) {
	w := begin(t)
	first := w.assembly(".")

	t.Run("deployed twice at once", func(t *testing.T) {
		w := w.in(t)
		w.twice(first)
		w.wantUp()
	})

	t.Run("balancer replaced", func(t *testing.T) {
		w := w.in(t)
		w.edit("VPC:                made.network.VPC(),",
			"VPC: made.network.VPC(), Internal: true, Subnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC},")
		w.edit(`"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"`,
			`"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"; "github.com/aws/aws-cdk-go/awscdk/v2/awslambda"`)
		w.replaced(w.assembly("."), "load balancer", "target group")
	})

	t.Run("function renamed", func(t *testing.T) {
		w := w.in(t)
		w.edit(`gofunction.New(stack, "Echo",`, `gofunction.New(stack, "Renamed",`)
		renamed := w.assembly(".")
		// The balancer still has the old function, and does not keep its stack from being updated.
		w.must(w.toolkit(w.said, renamed, "deploy", "echo-api-dev", "--exclusively", "--require-approval", "never"))
		w.replaced(renamed, "target group")
	})

	t.Run("multi-value headers off", func(t *testing.T) {
		w := w.in(t)
		w.edit(`edge.Mount("/echo", &lambdaalb.MountProps{Function: made.function.Function(), Priority: 1})`,
			`edge.Mount("/echo", &lambdaalb.MountProps{Priority: 1, Action: &lambdaalb.Action{Targets: []lambdaalb.Target{
				{Function: made.function.Function(), SingleValueHeaders: true},
			}}})`)
		w.replaced(w.assembly("."))
		w.wantMultiValue(false)
	})

	t.Run("older over newer", func(t *testing.T) {
		w := w.in(t)
		w.replaced(first, "load balancer", "target group", "function")
		w.wantMultiValue(true)
	})

	t.Run("half deleted by hand", func(t *testing.T) {
		w := w.in(t)
		w.deleteByHand()
		w.must(w.d.Destroy(t.Context()))
		w.wantNothing()
		w.must(w.deploy(first))
		w.wantUp()
	})

	t.Run("destroyed while logs are written", func(t *testing.T) {
		w := w.in(t)
		w.destroyWhileLogsAreWritten()
	})
}

// edit edits the composition of the stacks.
func (w *world) edit(from, to string) {
	w.Helper()
	stage.Replace(w.T, filepath.Join(w.clone, "constructs", "stacks", "stacks.go"), from, to)
}

// twice runs two deployments at the same time. One of them may find the other at work, and say so.
func (w *world) twice(assembly string) {
	w.Helper()
	var said [2]stage.Output
	var failed [2]error
	var group sync.WaitGroup
	for i := range failed {
		group.Go(func() {
			failed[i] = w.toolkit(&said[i], assembly, "deploy", "--all", "--require-approval", "never")
		})
	}
	group.Wait()
	if failed[0] != nil && failed[1] != nil {
		w.Fatalf("both deployments failed:\n%s\n\n%s", &said[0], &said[1])
	}
	for i, err := range failed {
		if err != nil {
			w.Logf("one of two deployments at once failed, %v:\n%s", err, &said[i])
		}
	}
	w.must(w.deploy(assembly)) // what the one that failed had still to do
}

// replaced deploys a change, and fails the test unless just the things of these kinds are other ones afterwards, and each
// of the other stacks can still be updated.
func (w *world) replaced(assembly string, kinds ...string) {
	w.Helper()
	before := w.count()
	w.must(w.deploy(assembly))
	w.wantUp()
	now := w.count()
	for _, kind := range []string{"load balancer", "target group", "bucket", "VPC", "security group"} {
		changed := false
		for _, thing := range now.without(before) {
			changed = changed || strings.HasPrefix(thing, kind+" ")
		}
		wanted := false
		for _, want := range kinds {
			wanted = wanted || want == kind
		}
		if changed != wanted {
			w.Errorf("%s replaced: %v, want %v; new: %q", kind, changed, wanted, now.without(before))
		}
	}
	w.must(w.toolkit(w.said, assembly, "deploy", "--all", "--require-approval", "never", "--tags", "by=hand"))
	w.must(w.d.Bridge(w.Context()))
	w.wantUp()
}

// deleteByHand deletes what a person in the console might: the balancer with its listener and rules, the target group and
// the echo.
func (w *world) deleteByHand() {
	w.Helper()
	balancing := elbv2.NewFromConfig(w.d.AWSConfig())
	balancers, err := balancing.DescribeLoadBalancers(w.Context(), &elbv2.DescribeLoadBalancersInput{})
	w.must(err)
	for _, balancer := range balancers.LoadBalancers {
		_, err := balancing.DeleteLoadBalancer(w.Context(), &elbv2.DeleteLoadBalancerInput{LoadBalancerArn: balancer.LoadBalancerArn})
		w.must(err)
	}
	groups, err := balancing.DescribeTargetGroups(w.Context(), &elbv2.DescribeTargetGroupsInput{})
	w.must(err)
	for _, group := range groups.TargetGroups {
		_, err := balancing.DeleteTargetGroup(w.Context(), &elbv2.DeleteTargetGroupInput{TargetGroupArn: group.TargetGroupArn})
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
	if len(balancers.LoadBalancers) != 1 || len(groups.TargetGroups) != 1 || deleted != 1 {
		w.Fatalf("deleted %d balancers, %d target groups, %d functions; want one of each", len(balancers.LoadBalancers), len(groups.TargetGroups), deleted)
	}
}
