package lambdaalb_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
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
	if accepted != 44 { // of about 450 bytes each
		t.Errorf("%d stacks have a permission", accepted)
	}
	// A route that is rejected has taken nothing: another function still has room.
	edge.Mount("/other", &lambdaalb.MountProps{Function: cdktest.Function(web, "G")})
}

// Permissions that plain CDK adds are in the same policy, whichever stack they are in.
func TestPermissionsOfPlainCDKAreCounted(t *testing.T) {
	for _, c := range []struct {
		routes, buckets int
		full            bool
	}{{30, 10, false}, {30, 40, true}, {1, 50, false}, {1, 60, true}} {
		app := cdktest.App(t)
		web, other := awscdk.NewStack(app, jsii.String("web"), nil), awscdk.NewStack(app, jsii.String("other"), nil)
		edge := lambdaalb.New(web, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(web)})
		function := cdktest.Function(web, "F")
		for i := range c.routes {
			edge.WithScope(awscdk.NewStack(app, jsii.Sprintf("team%d", i), nil)).Mount(fmt.Sprintf("/team%d", i), &lambdaalb.MountProps{Function: function})
		}
		for i := range c.buckets {
			function.AddPermission(jsii.Sprintf("Bucket%d", i), &awslambda.Permission{
				Principal: awsiam.NewServicePrincipal(jsii.String("s3.amazonaws.com"), nil), SourceAccount: awscdk.Aws_ACCOUNT_ID(),
				SourceArn: jsii.Sprintf("arn:aws:s3:::a-bucket-of-%d", i), Scope: other,
			})
		}
		err := panicOf(func() { app.Synth(nil) })
		if c.full != (err != nil) || err != nil && !strings.Contains(err.Error(), fmt.Sprintf("function web/F: the %d permissions in its resource policy take about", c.routes+c.buckets)) {
			t.Errorf("%d routes and %d buckets: %v", c.routes, c.buckets, err)
		}
	}
}

// A permission is measured as Lambda stores it, by names of any length.
func TestPermissionsAreMeasured(t *testing.T) {
	app := cdktest.App(t)
	web := awscdk.NewStack(app, jsii.String("web"), nil)
	edge := lambdaalb.New(web, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(web)})
	plain, long := cdktest.Function(web, "F"), cdktest.Function(web, strings.Repeat("Function", 8))
	imported := awslambda.Function_FromFunctionArn(web, jsii.String("Imported"), jsii.String("arn:aws:lambda:eu-west-1:111122223333:function:f"))
	cases := []struct {
		stack, path string
		function    awslambda.IFunction
		arn         string // of the function, with its logical id in place of its name
	}{
		{"a", "/a", plain, ""},
		{"team-of-many-people", "/orders/of/many/regions", long, ""},
		{"alias", "/b", plain.AddAlias(jsii.String("live"), nil), ":live"},
		{"version", "/a-b", plain.CurrentVersion(), ":1"},
		{"imported", "/" + strings.Repeat("long", 25), imported, ""},
	}
	for _, c := range cases {
		edge.WithScope(awscdk.NewStack(app, &c.stack, nil)).Mount(c.path, &lambdaalb.MountProps{Function: c.function})
	}
	templates := cdktest.Read(t, *app.Synth(nil).Directory(), cdktest.Suffix)
	for _, c := range cases {
		arn := *c.function.FunctionArn()
		if c.function != imported {
			created := plain
			if c.function == long {
				created = long
			}
			id := *web.GetLogicalId(created.Node().DefaultChild().(awscdk.CfnElement))
			arn = "arn:aws:lambda:eu-central-1:111122223333:function:" + generated("web", id, 64) + c.arn
		}
		want := len(storedPermission(c.stack, templates[c.stack].One("AWS::Lambda::Permission"), arn)) + len(",")
		scope := app.Node().FindChild(&c.stack)
		got := lambdaalb.StatementSize(scope, c.stack+"/"+lambdaalb.MountID(c.path), c.function)
		// The name of the target group is counted as long as it may be.
		if got < want || got > want+21 {
			t.Errorf("%s: %d bytes, want %d", c.stack, got, want)
		}
	}
}

// random is what CloudFormation ends a name in that it generates.
const random = "-1A2B3C4D5E6F"

func generated(stack, id string, limit int) string {
	name := stack + "-" + id + random
	return name[:min(len(name), limit)]
}

// storedPermission is the statement that lambda:GetPolicy shows of a permission.
func storedPermission(stack string, permission cdktest.Resource, function string) string {
	name := permission.Properties["SourceArn"].(map[string]any)["Fn::Join"].([]any)[1].([]any)
	group, _ := name[len(name)-1].(string)
	return fmt.Sprintf(`{"Sid":%q,"Effect":"Allow","Principal":{"Service":%q},"Action":%q,"Resource":%q,`+
		`"Condition":{"StringEquals":{"AWS:SourceAccount":"111122223333"},"ArnLike":{"AWS:SourceArn":"arn:aws:elasticloadbalancing:eu-central-1:111122223333%s"}}}`,
		generated(stack, permission.ID, 100), permission.Properties["Principal"], permission.Properties["Action"], function, group)
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
