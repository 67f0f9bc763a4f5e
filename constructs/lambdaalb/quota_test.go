package lambdaalb_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

var fixed = &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 200}}

// Ninety routes to one function take one permission; its policy would not hold ninety.
func TestRoutesShareAGroupAndAPermission(t *testing.T) {
	app := cdktest.App(t)
	web, shop := awscdk.NewStack(app, jsii.String("web"), nil), awscdk.NewStack(app, jsii.String("shop"), nil)
	edge := lambdaalb.New(web, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(web)})
	function := cdktest.Function(web, "F")
	alias := function.AddAlias(jsii.String("live"), nil)
	for i := range 40 {
		edge.Mount(fmt.Sprintf("/orders/region%d", i), &lambdaalb.MountProps{Function: function})
	}
	first := edge.Mount("/first", &lambdaalb.MountProps{Function: function})
	single := func(path string) *lambdaalb.Route {
		return edge.Mount(path, &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{{Function: function, SingleValueHeaders: true}}}})
	}
	checked := edge.Mount("/checked", &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{{Function: function, HealthCheck: &lambdaalb.HealthCheck{}}}}})
	aliased := edge.Mount("/alias", &lambdaalb.MountProps{Function: alias})
	twice := edge.Mount("/twice", &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{{Function: function}, {Function: function}}}})
	elsewhere := edge.WithScope(shop).Mount("/shop", &lambdaalb.MountProps{Function: function})
	groups := map[elb.IApplicationTargetGroup]bool{}
	for _, r := range []*lambdaalb.Route{first, single("/one"), single("/two"), checked, aliased, twice, elsewhere} {
		for _, group := range r.TargetGroups() {
			groups[group] = true
		}
	}
	// plain, single-value, checked, of the alias, the second in one action, of the other stack
	if len(groups) != 6 {
		t.Errorf("%d groups, want 6", len(groups))
	}
	for stack, want := range map[awscdk.Stack]int{web: 5, shop: 1} {
		tpl := cdktest.Synth(t, stack)
		if g, p := len(tpl.All(targetGroup)), len(tpl.All(permission)); g != want || p != want {
			t.Errorf("%s: %d groups and %d permissions, want %d each", *stack.StackName(), g, p, want)
		}
	}
}

// What cannot be shared is counted: the permissions of all stacks are in one policy.
func TestFunctionPolicyIsFull(t *testing.T) {
	app := cdktest.App(t)
	web := awscdk.NewStack(app, jsii.String("web"), nil)
	edge := lambdaalb.New(web, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(web)})
	function := cdktest.Function(web, "F")
	accepted := 0
	for i := range 60 {
		stack := awscdk.NewStack(app, jsii.Sprintf("team%d", i), nil)
		err := panicOf(func() {
			edge.WithScope(stack).Mount(fmt.Sprintf("/team%d", i), &lambdaalb.MountProps{Function: function})
		})
		if err == nil {
			accepted++
			continue
		}
		if !strings.Contains(err.Error(), ".Function: its resource policy has no room for permission") || len(*stack.Node().Children()) > 0 {
			t.Fatalf("route %d: %v", i, err)
		}
	}
	if accepted < 40 || accepted > 46 { // of about 450 bytes each
		t.Errorf("%d stacks have a permission", accepted)
	}
	// A route that is rejected has taken nothing: another function still has room.
	edge.Mount("/other", &lambdaalb.MountProps{Function: cdktest.Function(web, "G")})
}

// Rules are counted over all listeners of a load balancer, whichever construct added them.
func TestRulesAreCountedByLoadBalancer(t *testing.T) {
	fill := func(quota int) (rules int, err error) {
		stack := cdktest.Stack(t)
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), RuleQuota: quota})
		admin := edge.AddListener("Admin", &lambdaalb.ListenerProps{Port: 8080})
		more := lambdaalb.New(stack, "More", &lambdaalb.Props{LoadBalancer: edge.ApplicationLoadBalancer(), HTTPPort: 8081})
		for i := range 120 {
			listener := []*lambdaalb.Listener{edge.Listener(), admin, more.Listener()}[i%3]
			if err = panicOf(func() { listener.Mount(fmt.Sprintf("/%d", i), &lambdaalb.MountProps{Action: fixed}) }); err != nil {
				return i, err
			}
		}
		return 120, nil
	}
	rules, err := fill(0)
	if rules != 100 || !strings.Contains(err.Error(), "it is rule 101 on its load balancer, over the limit of 100; put routes on another load balancer, or have the quota raised and set RuleQuota") {
		t.Errorf("%d rules, then %v", rules, err)
	}
	if rules, err := fill(200); err != nil {
		t.Errorf("with a raised quota %d rules, then %v", rules, err)
	}
}

// Target groups are counted too, whoever created them, and each once.
func TestTargetGroupsAreCountedByLoadBalancer(t *testing.T) {
	stack := cdktest.Stack(t)
	vpc := cdktest.VPC(stack)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc, RuleQuota: 200})
	admin := edge.AddListener("Admin", &lambdaalb.ListenerProps{Port: 8080})
	group := func(i int) elb.IApplicationTargetGroup {
		return elb.ApplicationTargetGroup_FromTargetGroupAttributes(stack, jsii.Sprintf("G%d", i), &elb.TargetGroupAttributes{
			TargetGroupArn: jsii.String(elbARN(here, ours, fmt.Sprintf("targetgroup/g/%d", i)))})
	}
	to := func(l *lambdaalb.Listener, path string, group elb.IApplicationTargetGroup) error {
		return panicOf(func() {
			l.Mount(path, &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{{Group: group}}}})
		})
	}
	edge.Mount("/f", &lambdaalb.MountProps{Function: cdktest.Function(stack, "F")})
	shared := group(0)
	for i := range 99 {
		next := shared
		if i > 0 {
			next = group(i)
		}
		if err := to([]*lambdaalb.Listener{edge.Listener(), admin}[i%2], fmt.Sprintf("/%d", i), next); err != nil {
			t.Fatalf("group %d: %v", i, err)
		}
	}
	if err := to(admin, "/shared", shared); err != nil {
		t.Errorf("a group that is there already: %v", err)
	}
	if err := to(admin, "/more", group(99)); err == nil || !strings.Contains(err.Error(), "it is target group 101 on its load balancer, over the limit of 100, which cannot be raised") {
		t.Errorf("group 101: %v", err)
	}
}
