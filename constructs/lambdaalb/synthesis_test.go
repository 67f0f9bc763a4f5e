package lambdaalb_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

const givenListener = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/shared/1/2"

func plainRule(scope constructs.Construct, id string, listener elb.IApplicationListener, priority float64) {
	elb.NewApplicationListenerRule(scope, &id, &elb.ApplicationListenerRuleProps{
		Listener: listener, Priority: &priority,
		Conditions: &[]elb.ListenerCondition{elb.ListenerCondition_PathPatterns(jsii.Strings("/" + id))},
		Action:     elb.ListenerAction_FixedResponse(jsii.Number(404), nil),
	})
}

func plainListener(scope constructs.Construct, id string, lb elb.IApplicationLoadBalancer, port float64) elb.ApplicationListener {
	return elb.NewApplicationListener(scope, &id, &elb.ApplicationListenerProps{
		LoadBalancer: lb, Port: &port, Protocol: elb.ApplicationProtocol_HTTP, Open: jsii.Bool(false), DefaultAction: elb.ListenerAction_FixedResponse(jsii.Number(404), nil)})
}

func plainALB(scope constructs.Construct) elb.ApplicationLoadBalancer {
	return elb.NewApplicationLoadBalancer(scope, jsii.String("Plain"), &elb.ApplicationLoadBalancerProps{Vpc: cdktest.VPC(scope)})
}

func importListener(scope constructs.Construct, id, arn string) elb.IApplicationListener {
	return elb.ApplicationListener_FromApplicationListenerAttributes(scope, &id, &elb.ApplicationListenerAttributes{
		ListenerArn: &arn, SecurityGroup: anyGroup(scope, id+"Group")})
}

// Whatever plain CDK puts on a listener or load balancer that is given is compared, wherever it is
// in the app and whenever it was created.
func TestWhatPlainCDKAdds(t *testing.T) {
	mount := func(l *lambdaalb.Listener, priority int) {
		l.Mount("/py", &lambdaalb.MountProps{Action: fixed, Priority: priority})
	}
	for name, c := range map[string]struct {
		build func(app awscdk.App, web, shop awscdk.Stack)
		want  string
	}{
		"a rule before, on a listener by object": {func(_ awscdk.App, web, _ awscdk.Stack) {
			listener := plainListener(web, "L", plainALB(web), 80)
			plainRule(web, "R", listener, 7)
			mount(lambdaalb.FromListener(web, "Front", &lambdaalb.FromListenerProps{Listener: listener}), 7)
		}, "[web/Front] priority 7 is taken by web/Front/Mount--py; use another"},
		"a rule after, in another stack": {func(_ awscdk.App, web, shop awscdk.Stack) {
			listener := plainListener(web, "L", plainALB(web), 80)
			mount(lambdaalb.FromListener(web, "Front", &lambdaalb.FromListenerProps{Listener: listener}), 7)
			plainRule(shop, "R", listener, 7)
		}, "priority 7 is taken by web/Front/Mount--py"},
		"a free priority": {func(_ awscdk.App, web, _ awscdk.Stack) {
			listener := plainListener(web, "L", plainALB(web), 80)
			plainRule(web, "R", listener, 8)
			mount(lambdaalb.FromListener(web, "Front", &lambdaalb.FromListenerProps{Listener: listener}), 7)
		}, ""},
		"the same priority on another listener": {func(_ awscdk.App, web, _ awscdk.Stack) {
			lb := plainALB(web)
			plainRule(web, "R", plainListener(web, "Other", lb, 81), 7)
			mount(lambdaalb.FromListener(web, "Front", &lambdaalb.FromListenerProps{Listener: plainListener(web, "L", lb, 80)}), 7)
		}, ""},
		"a rule on a listener by ARN": {func(_ awscdk.App, web, shop awscdk.Stack) {
			mount(lambdaalb.FromListener(web, "Front", &lambdaalb.FromListenerProps{ARN: givenListener}), 7)
			plainRule(shop, "R", importListener(shop, "L", givenListener), 7)
		}, "priority 7 is taken by web/Front/Mount--py"},
		"a rule on an imported listener": {func(_ awscdk.App, web, shop awscdk.Stack) {
			name := func() string { return *awscdk.Fn_ImportValue(jsii.String("Shared")) }
			mount(lambdaalb.FromListener(web, "Front", &lambdaalb.FromListenerProps{ARN: name()}), 7)
			plainRule(shop, "R", importListener(shop, "L", name()), 7)
		}, "priority 7 is taken by web/Front/Mount--py"},
		"a rule on the listener of another export": {func(_ awscdk.App, web, shop awscdk.Stack) {
			mount(lambdaalb.FromListener(web, "Front", &lambdaalb.FromListenerProps{ARN: *awscdk.Fn_ImportValue(jsii.String("Shared"))}), 7)
			plainRule(shop, "R", importListener(shop, "L", *awscdk.Fn_ImportValue(jsii.String("Another"))), 7)
		}, ""},
		"a listener after, on a load balancer that is given": {func(_ awscdk.App, web, shop awscdk.Stack) {
			lb := plainALB(web)
			lambdaalb.New(web, "Edge", &lambdaalb.Props{LoadBalancer: lb})
			plainListener(shop, "L", lb, 80)
		}, "[web/Edge/HTTP] port 80 of the load balancer is taken by shop/L/Resource too; use another for one of them"},
		"a listener on another port": {func(_ awscdk.App, web, shop awscdk.Stack) {
			lb := plainALB(web)
			lambdaalb.New(web, "Edge", &lambdaalb.Props{LoadBalancer: lb})
			plainListener(shop, "L", lb, 81)
		}, ""},
		"a hundred rules with those of plain CDK": {func(_ awscdk.App, web, shop awscdk.Stack) {
			edge := lambdaalb.New(web, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(web)})
			for i := range 51 {
				edge.Mount(fmt.Sprintf("/%d", i), &lambdaalb.MountProps{Action: fixed, Priority: 1 + i})
				plainRule(shop, fmt.Sprintf("R%d", i), edge.Listener().ApplicationListener(), float64(1000+i))
			}
		}, "the load balancer has 102 rules, over the limit of 100"},
	} {
		t.Run(name, func(t *testing.T) {
			app := cdktest.App(t)
			c.build(app, awscdk.NewStack(app, jsii.String("web"), nil), awscdk.NewStack(app, jsii.String("shop"), nil))
			err := panicOf(func() { app.Synth(nil) })
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// What resolves to the same reference is one listener, in any stack.
func TestTwoStacksOnOneListener(t *testing.T) {
	imported := func(name string) func(awscdk.Stack) string {
		return func(awscdk.Stack) string { return *awscdk.Fn_ImportValue(&name) }
	}
	parameter := func(name string) func(awscdk.Stack) string {
		return func(s awscdk.Stack) string { return *awsssm.StringParameter_ValueForStringParameter(s, &name, nil) }
	}
	literal := func(arn string) func(awscdk.Stack) string { return func(awscdk.Stack) string { return arn } }
	for name, c := range map[string]struct {
		first, second func(awscdk.Stack) string
		same          bool
	}{
		"one ARN":             {literal(givenListener), literal(givenListener), true},
		"two ARNs":            {literal(givenListener), literal(givenListener + "0"), false},
		"one export":          {imported("A"), imported("A"), true},
		"two exports":         {imported("A"), imported("B"), false},
		"one SSM parameter":   {parameter("/a"), parameter("/a"), true},
		"two SSM parameters":  {parameter("/a"), parameter("/b"), false},
		"one dynamic text":    {literal("{{resolve:ssm:/a}}"), literal("{{resolve:ssm:/a}}"), true},
		"an export and a ARN": {imported("A"), literal(givenListener), false},
		"parameters of two stacks, which read alike": {
			func(s awscdk.Stack) string { return *awscdk.NewCfnParameter(s, jsii.String("P"), nil).ValueAsString() },
			func(s awscdk.Stack) string { return *awscdk.NewCfnParameter(s, jsii.String("P"), nil).ValueAsString() }, false},
	} {
		t.Run(name, func(t *testing.T) {
			app := cdktest.App(t)
			a, b := awscdk.NewStack(app, jsii.String("a"), nil), awscdk.NewStack(app, jsii.String("b"), nil)
			one := lambdaalb.FromListener(a, "Front", &lambdaalb.FromListenerProps{ARN: c.first(a)})
			two := lambdaalb.FromListener(b, "Front", &lambdaalb.FromListenerProps{ARN: c.second(b)})
			one.Mount("/a", &lambdaalb.MountProps{Action: fixed, Priority: 10})
			priority := panicOf(func() { two.Mount("/b", &lambdaalb.MountProps{Action: fixed, Priority: 10}) })
			match := panicOf(func() { two.Mount("/a", &lambdaalb.MountProps{Action: fixed, Priority: 11}) })
			if c.same && (priority == nil || !strings.Contains(priority.Error(), "10 is taken by a/Front/Mount--a") || match == nil) {
				t.Errorf("one listener: %v and %v", priority, match)
			}
			if !c.same && (priority != nil || match != nil) {
				t.Errorf("two listeners: %v and %v", priority, match)
			}
		})
	}
}

// The listener of a load balancer of this library is the same by object.
func TestFromListenerOfOurs(t *testing.T) {
	stack, edge := edgeOf(t)
	edge.Mount("/a", &lambdaalb.MountProps{Action: fixed, Priority: 10})
	front := lambdaalb.FromListener(stack, "Front", &lambdaalb.FromListenerProps{Listener: edge.Listener().ApplicationListener()})
	if err := panicOf(func() { front.Mount("/b", &lambdaalb.MountProps{Action: fixed, Priority: 10}) }); err == nil {
		t.Error("two rules have priority 10")
	}
	front.Mount("/b", &lambdaalb.MountProps{Action: fixed})
	if n := len(cdktest.Synth(t, stack).All(rule)); n != 2 {
		t.Errorf("%d rules, want 2", n)
	}
}

// A port that a given load balancer has already is rejected before anything is created.
func TestPortsOfAGivenLoadBalancer(t *testing.T) {
	stack := cdktest.Stack(t)
	lb := plainALB(stack)
	plainListener(lb, "Own", lb, 80)
	lb.AddListener(jsii.String("Added"), &elb.BaseApplicationListenerProps{Port: jsii.Number(81), Protocol: elb.ApplicationProtocol_HTTP, DefaultAction: elb.ListenerAction_FixedResponse(jsii.Number(404), nil)})
	lambdaalb.New(stack, "First", &lambdaalb.Props{LoadBalancer: lb, HTTPPort: 82})
	for _, port := range []int{81, 82} {
		err := panicOf(func() { lambdaalb.New(stack, "Second", &lambdaalb.Props{LoadBalancer: lb, HTTPPort: port}) })
		if want := fmt.Sprintf("test/Second: HTTPPort: %d is taken by another listener of the load balancer; use another", port); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
		if stack.Node().TryFindChild(jsii.String("Second")) != nil {
			t.Error("something is left in the tree")
		}
	}
	lambdaalb.New(stack, "Second", &lambdaalb.Props{LoadBalancer: lb, HTTPPort: 83})
}
