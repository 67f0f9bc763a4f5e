package lambdaalb_test

import (
	"errors"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

func TestRoutesFromAnotherStack(t *testing.T) {
	app := cdktest.App(t)
	shared, consumer := awscdk.NewStack(app, jsii.String("Shared"), nil), awscdk.NewStack(app, jsii.String("Consumer"), nil)
	edge := lambdaalb.New(shared, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(shared)})
	edge.WithScope(consumer).Mount("/orders", &lambdaalb.MountProps{Function: cdktest.Function(consumer, "Orders")})
	tpl := cdktest.Synth(t, consumer)
	for _, kind := range []string{rule, targetGroup, permission} {
		tpl.One(kind)
		if n := len(cdktest.Synth(t, shared).All(kind)); n != 0 {
			t.Errorf("%d of %s in the load balancer's stack", n, kind)
		}
	}
	if deps := *shared.Dependencies(); len(deps) != 0 {
		t.Errorf("the load balancer's stack depends on %d others", len(deps))
	}
	// The rules of both stacks are one list.
	if err := panicOf(func() { edge.Mount("/orders", &lambdaalb.MountProps{Function: cdktest.Function(shared, "Other")}) }); err == nil ||
		err.Error() != `Shared/Edge: route "/orders": it matches the same requests as Consumer/Mount--orders; remove one of them` {
		t.Errorf("the same path again: %v", err)
	}
}

// TestOnePathOnTwoListeners: both routes have the same id, which takes a scope for each.
func TestOnePathOnTwoListeners(t *testing.T) {
	app := cdktest.App(t)
	shared, consumer := awscdk.NewStack(app, jsii.String("Shared"), nil), awscdk.NewStack(app, jsii.String("Consumer"), nil)
	vpc, function := cdktest.VPC(shared), cdktest.Function(consumer, "Blog")
	one := lambdaalb.New(shared, "One", &lambdaalb.Props{VPC: vpc})
	two := lambdaalb.New(shared, "Two", &lambdaalb.Props{VPC: vpc})
	one.WithScope(consumer).Mount("/blog", &lambdaalb.MountProps{Function: function})
	err := panicOf(func() { two.WithScope(consumer).Mount("/blog", &lambdaalb.MountProps{Function: function}) })
	if err == nil || !strings.HasPrefix(err.Error(), `Consumer: route "/blog": Consumer/Mount--blog exists; give it another id`) {
		t.Errorf("in one scope: %v", err)
	}
	own := constructs.NewConstruct(consumer, jsii.String("Two"))
	two.WithScope(own).Mount("/blog", &lambdaalb.MountProps{Function: function})
	if n := len(cdktest.Synth(t, consumer).All(rule)); n != 2 {
		t.Errorf("%d rules, want 2", n)
	}
}

func TestFromListener(t *testing.T) {
	const arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/shared/1/2"
	app := cdktest.App(t)
	for _, name := range []string{"A", "B"} {
		stack := awscdk.NewStack(app, &name, nil)
		front := lambdaalb.FromListener(stack, "Front", &lambdaalb.FromListenerProps{ARN: arn})
		front.Mount("/"+strings.ToLower(name), &lambdaalb.MountProps{Function: cdktest.Function(stack, "F"), Priority: 10})
		if name == "B" {
			t.Fatal("two stacks took priority 10 on one listener")
		}
		r := cdktest.Synth(t, stack).One(rule)
		if r.Properties["ListenerArn"] != arn {
			t.Errorf("the rule is on %v", r.Properties["ListenerArn"])
		}
		defer func() {
			var rejected *fault.Error
			if err, ok := recover().(error); !ok || !errors.As(err, &rejected) || !strings.Contains(err.Error(), "10 is taken by A/Front/Mount--a") {
				t.Errorf("got %v", err)
			}
		}()
	}
}

func TestExistingLoadBalancer(t *testing.T) {
	stack := cdktest.Stack(t)
	given := elb.ApplicationLoadBalancer_FromApplicationLoadBalancerAttributes(stack, jsii.String("Known"), &elb.ApplicationLoadBalancerAttributes{
		LoadBalancerArn: jsii.String("arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shared/1"),
		SecurityGroupId: jsii.String("sg-1"),
	})
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{LoadBalancer: given, HTTPPort: 8080})
	edge.Mount("/a", &lambdaalb.MountProps{Function: cdktest.Function(stack, "F")})
	tpl := cdktest.Synth(t, stack)
	if n := len(tpl.All(loadBalancer)) + len(tpl.All("AWS::EC2::SecurityGroup")); n != 0 {
		t.Errorf("%d load balancers and groups are created", n)
	}
	l := tpl.One(listener)
	if l.Properties["LoadBalancerArn"] != "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shared/1" {
		t.Errorf("the listener is on %v", l.Properties["LoadBalancerArn"])
	}
}

// plain is a rule of plain CDK on a listener, in any stack.
func plain(scope constructs.Construct, id string, on *lambdaalb.ALB, priority int, conditions ...elb.ListenerCondition) {
	elb.NewApplicationListenerRule(scope, &id, &elb.ApplicationListenerRuleProps{
		Listener:   on.Listener().ApplicationListener(),
		Priority:   jsii.Number(priority),
		Conditions: &conditions,
		Action:     elb.ListenerAction_FixedResponse(jsii.Number(404), nil),
	})
}

// A rule of plain CDK is compared with the routes: its priority, and what it covers.
func TestRulesOfOthersOnTheListener(t *testing.T) {
	path := func(path string) elb.ListenerCondition { return elb.ListenerCondition_PathPatterns(jsii.Strings(path)) }
	host := elb.ListenerCondition_HostHeaders(jsii.Strings("a.example.com"))
	for name, c := range map[string]struct {
		plain func(edge *lambdaalb.ALB, shared, consumer awscdk.Stack)
		want  []string
	}{
		"a priority that is taken": {func(edge *lambdaalb.ALB, shared, consumer awscdk.Stack) {
			plain(shared, "Plain", edge, 5, path("/plain"))
			plain(consumer, "Plain", edge, 6, path("/plain"))
		}, []string{"[Shared/Edge/HTTP] priority 5 is taken by Shared/Edge/Mount--a; use another for Shared/Plain/Resource"}},
		"one taken twice": {func(edge *lambdaalb.ALB, shared, consumer awscdk.Stack) {
			plain(shared, "Plain", edge, 7, path("/plain"))
			plain(consumer, "Plain", edge, 7, host)
		}, []string{"[Shared/Edge/HTTP] priority 7 is taken by Shared/Plain/Resource; use another for Consumer/Plain/Resource"}},
		"never reached": {func(edge *lambdaalb.ALB, shared, consumer awscdk.Stack) {
			plain(consumer, "Plain", edge, 6, path("/a/b"), host)
		}, []string{"Consumer/Plain/Resource: Match: it is never reached: Shared/Edge/Mount--a, priority 5, matches all"}},
		"a route that is never reached": {func(edge *lambdaalb.ALB, shared, consumer awscdk.Stack) {
			plain(consumer, "Plain", edge, 4, path("/*"))
		}, []string{"Consumer/Plain/Resource: Match: Shared/Edge/Mount--a, priority 5, is never reached"}},
		"free priorities": {func(edge *lambdaalb.ALB, shared, consumer awscdk.Stack) {
			plain(shared, "Plain", edge, 6, path("/plain"))
			plain(consumer, "Plain", edge, 7, path("/plain")) // never reached, but not by a route
			plain(consumer, "Query", edge, 4, elb.ListenerCondition_QueryStrings(&[]*elb.QueryStringCondition{{Value: jsii.String("*")}}))
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			app := cdktest.App(t)
			shared, consumer := awscdk.NewStack(app, jsii.String("Shared"), nil), awscdk.NewStack(app, jsii.String("Consumer"), nil)
			edge := lambdaalb.New(shared, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(shared)})
			edge.Mount("/a", &lambdaalb.MountProps{Function: cdktest.Function(shared, "F"), Priority: 5})
			c.plain(edge, shared, consumer)
			err := panicOf(func() { app.Synth(nil) })
			if (err == nil) != (c.want == nil) {
				t.Fatalf("got %v", err)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %s", err, want)
				}
			}
			if err != nil && strings.Count(err.Error(), "[Shared/Edge/HTTP]") != len(c.want) {
				t.Errorf("more than %d errors: %v", len(c.want), err)
			}
		})
	}
}

// An assigned priority makes room for one of plain CDK, also in the order of what covers what.
func TestAssignedPrioritiesMakeRoom(t *testing.T) {
	stack, edge := edgeOf(t)
	a := edge.Mount("/a", &lambdaalb.MountProps{Function: cdktest.Function(stack, "F")})
	root := edge.Mount("/", &lambdaalb.MountProps{Function: cdktest.Function(stack, "Root")})
	taken, late := a.Priority(), root.Priority()+1
	plain(stack, "Plain", edge, taken, elb.ListenerCondition_PathPatterns(jsii.Strings("/plain")))
	plain(stack, "Late", edge, late, elb.ListenerCondition_PathPatterns(jsii.Strings("/late")))
	written := map[string]bool{}
	for _, r := range cdktest.Synth(t, stack).All(rule) {
		written[cdktest.JSON(r.Properties["Priority"])] = true
	}
	if len(written) != 4 || a.Priority() == taken || root.Priority() <= late {
		t.Errorf("priorities %v, /a %d and / %d beside rules with %d and %d", written, a.Priority(), root.Priority(), taken, late)
	}
}
