package lambdaalb_test

import (
	"fmt"

	"example.com/alb-lambda/constructs/lambdaalb"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// The function gets /7 for the client's /orders/7.
func ExampleALB_Mount() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: newVPC(stack)})
	edge.Mount("/orders", &lambdaalb.MountProps{
		Function:    newFunction(stack, "Orders"),
		StripPrefix: true,
	})

	show(stack, "AWS::ElasticLoadBalancingV2::ListenerRule", "Transforms")
	// Output:
	// {"Type":"url-rewrite","UrlRewriteConfig":{"Rewrites":[{"Regex":"^/orders/?(.*)$","Replace":"/$1"}]}}
}

// A canary: nine in ten requests go to the stable alias, and each
// request is routed independently. Every target has a target group of its own, and a permission for it.
func ExampleALB_Route() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: newVPC(stack)})
	function := newFunction(stack, "Checkout")
	stable := function.AddAlias(jsii.String("stable"), nil)
	canary := function.AddAlias(jsii.String("canary"), nil)

	route := edge.Route("Checkout", &lambdaalb.RouteProps{
		Match: lambdaalb.Match{Paths: []string{"/checkout"}},
		Action: &lambdaalb.Action{Targets: []lambdaalb.Target{
			{Function: stable, Weight: new(90)},
			{Function: canary, Weight: new(10)},
		}},
	})

	fmt.Println(len(route.TargetGroups()), "target groups")
	show(stack, "AWS::ElasticLoadBalancingV2::ListenerRule", "Actions")
	show(stack, "AWS::Lambda::Permission", "FunctionName")
	// Output:
	// 2 target groups
	// {"ForwardConfig":{"TargetGroups":[{"TargetGroupArn":{"Ref":"EdgeCheckoutTargetGroupC9BF6C08"},"Weight":90},{"TargetGroupArn":{"Ref":"EdgeCheckoutTargetGroup254ACAAF0"},"Weight":10}]},"Type":"forward"}
	// {"Ref":"CheckoutAliascanaryC78DAFD7"}
	// {"Ref":"CheckoutAliasstableA75C3AE0"}
}

// Conditions of several kinds must all hold; the values of one are
// alternatives.
func ExampleListener_Route() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: newVPC(stack)})
	edge.Listener().Route("Beta", &lambdaalb.RouteProps{
		Match: lambdaalb.Match{
			Hosts:   []string{"api.example.com"},
			Methods: []string{"GET", "HEAD"},
			Headers: []lambdaalb.HeaderMatch{{Name: "X-Version", Values: []string{"beta*"}}},
		},
		Function: newFunction(stack, "Beta"),
	})
	edge.Listener().Route("Old", &lambdaalb.RouteProps{
		Match:  lambdaalb.Match{Paths: []string{"/v1/*"}},
		Action: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Path: "/v2/"}},
	})

	show(stack, "AWS::ElasticLoadBalancingV2::ListenerRule", "Conditions")
	// Output:
	// {"Field":"host-header","HostHeaderConfig":{"Values":["api.example.com"]}}
	// {"Field":"http-header","HttpHeaderConfig":{"HttpHeaderName":"X-Version","Values":["beta*"]}}
	// {"Field":"http-request-method","HttpRequestMethodConfig":{"Values":["GET","HEAD"]}}
	// {"Field":"path-pattern","PathPatternConfig":{"Values":["/v1/*"]}}
}

// A stack puts its own function on the load balancer of another: target group, permission and rule are in
// the function's stack, and are deleted with it.
func ExampleListener_WithScope() {
	app := awscdk.NewApp(nil)
	shared := awscdk.NewStack(app, jsii.String("shared"), nil)
	edge := lambdaalb.New(shared, "Edge", &lambdaalb.Props{VPC: newVPC(shared)})

	blog := awscdk.NewStack(app, jsii.String("blog"), nil)
	route := edge.WithScope(blog).Mount("/blog", &lambdaalb.MountProps{Function: newFunction(blog, "Blog")})

	fmt.Println(*route.Rule().Node().Path())
	fmt.Println(*awscdk.Stack_Of(route.TargetGroups()[0]).StackName())
	show(blog, "AWS::Lambda::Permission", "Principal")
	// Output:
	// blog/Mount--blog/Rule
	// blog
	// "elasticloadbalancing.amazonaws.com"
}

// The listener of a load balancer that was created elsewhere is known by its ARN. Its other rules are not
// known here: an explicit priority avoids them.
func ExampleFromListener() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("blog"), nil)
	listener := lambdaalb.FromListener(stack, "Shared", &lambdaalb.FromListenerProps{
		ARN: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2",
	})
	listener.Mount("/blog", &lambdaalb.MountProps{Function: newFunction(stack, "Blog"), Priority: 200})

	show(stack, "AWS::ElasticLoadBalancingV2::ListenerRule", "ListenerArn")
	show(stack, "AWS::ElasticLoadBalancingV2::ListenerRule", "Priority")
	// Output:
	// "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2"
	// 200
}
