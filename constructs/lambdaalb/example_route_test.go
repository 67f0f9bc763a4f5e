package lambdaalb_test

import (
	"fmt"

	"example.com/alb-lambda/constructs/lambdaalb"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// The function gets /7 for the client's /orders/7.
func ExampleALB_Mount() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: awsec2.NewVpc(stack, jsii.String("VPC"), nil)})
	orders := awslambda.Function_FromFunctionArn(stack, jsii.String("Orders"),
		jsii.String("arn:aws:lambda:eu-west-1:123456789012:function:orders"))
	edge.Mount("/orders", &lambdaalb.MountProps{
		Function:    orders,
		StripPrefix: true,
	})

	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::ListenerRule"), map[string]any{
		"Transforms": []any{map[string]any{
			"Type": "url-rewrite",
			"UrlRewriteConfig": map[string]any{
				"Rewrites": []any{map[string]any{"Regex": "^/orders/?(.*)$", "Replace": "/$1"}},
			},
		}},
	})
	// Output:
}

// A canary: nine in ten requests go to the stable alias, and each request is routed independently.
// Every target has a target group of its own, and a permission for it.
func ExampleALB_Route() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: awsec2.NewVpc(stack, jsii.String("VPC"), nil)})
	const arn = "arn:aws:lambda:eu-west-1:123456789012:function:checkout:"
	stable := awslambda.Function_FromFunctionArn(stack, jsii.String("Stable"), jsii.String(arn+"stable"))
	canary := awslambda.Function_FromFunctionArn(stack, jsii.String("Canary"), jsii.String(arn+"canary"))

	route := edge.Route("Checkout", &lambdaalb.RouteProps{
		Match: lambdaalb.Match{Paths: []string{"/checkout"}},
		Action: &lambdaalb.Action{Targets: []lambdaalb.Target{
			{Function: stable, Weight: new(90)},
			{Function: canary, Weight: new(10)},
		}},
	})

	fmt.Println(len(route.TargetGroups()), "target groups")
	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::ListenerRule"), map[string]any{
		"Actions": []any{map[string]any{
			"Type": "forward",
			"ForwardConfig": map[string]any{"TargetGroups": []any{
				map[string]any{"TargetGroupArn": assertions.Match_AnyValue(), "Weight": 90},
				map[string]any{"TargetGroupArn": assertions.Match_AnyValue(), "Weight": 10},
			}},
		}},
	})
	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::Lambda::Permission"), map[string]any{
		"FunctionName": arn + "canary",
	})
	// Output: 2 target groups
}

// Conditions of several kinds must all hold; the values of one are alternatives.
func ExampleListener_Route() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: awsec2.NewVpc(stack, jsii.String("VPC"), nil)})
	beta := awslambda.Function_FromFunctionArn(stack, jsii.String("Beta"),
		jsii.String("arn:aws:lambda:eu-west-1:123456789012:function:beta"))
	edge.Listener().Route("Beta", &lambdaalb.RouteProps{
		Match: lambdaalb.Match{
			Hosts:   []string{"api.example.com"},
			Methods: []string{"GET", "HEAD"},
			Headers: []lambdaalb.HeaderMatch{{Name: "X-Version", Values: []string{"beta*"}}},
		},
		Function: beta,
	})
	edge.Listener().Route("Old", &lambdaalb.RouteProps{
		Match:  lambdaalb.Match{Paths: []string{"/v1/*"}},
		Action: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Path: "/v2/"}},
	})

	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::ListenerRule"), map[string]any{
		"Conditions": []any{
			map[string]any{"Field": "host-header", "HostHeaderConfig": map[string]any{"Values": []any{"api.example.com"}}},
			map[string]any{"Field": "http-header", "HttpHeaderConfig": map[string]any{
				"HttpHeaderName": "X-Version", "Values": []any{"beta*"},
			}},
			map[string]any{"Field": "http-request-method", "HttpRequestMethodConfig": map[string]any{"Values": []any{"GET", "HEAD"}}},
		},
	})
	// Output:
}

// A stack puts its own function on the load balancer of another: target group, permission and rule
// are in the function's stack, and are deleted with it.
func ExampleListener_WithScope() {
	app := awscdk.NewApp(nil)
	shared := awscdk.NewStack(app, jsii.String("shared"), nil)
	edge := lambdaalb.New(shared, "Edge", &lambdaalb.Props{VPC: awsec2.NewVpc(shared, jsii.String("VPC"), nil)})

	blog := awscdk.NewStack(app, jsii.String("blog"), nil)
	blogFunction := awslambda.Function_FromFunctionArn(blog, jsii.String("Blog"),
		jsii.String("arn:aws:lambda:eu-west-1:123456789012:function:blog"))
	route := edge.WithScope(blog).Mount("/blog", &lambdaalb.MountProps{Function: blogFunction})

	fmt.Println(*route.Rule().Node().Path())
	fmt.Println(*awscdk.Stack_Of(route.TargetGroups()[0]).StackName())
	assertions.Template_FromStack(blog, nil).HasResourceProperties(jsii.String("AWS::Lambda::Permission"), map[string]any{
		"Principal": "elasticloadbalancing.amazonaws.com",
	})
	// Output:
	// blog/Mount--blog/Rule
	// blog
}

// The listener of a load balancer that was created elsewhere is known by its ARN. Its other rules
// are not known here: an explicit priority avoids them.
func ExampleFromListener() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("blog"), nil)
	const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2"
	listener := lambdaalb.FromListener(stack, "Shared", &lambdaalb.FromListenerProps{ARN: arn})
	blog := awslambda.Function_FromFunctionArn(stack, jsii.String("Blog"),
		jsii.String("arn:aws:lambda:eu-west-1:123456789012:function:blog"))
	listener.Mount("/blog", &lambdaalb.MountProps{Function: blog, Priority: 200})

	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::ListenerRule"), map[string]any{
		"ListenerArn": arn,
		"Priority":    200,
	})
	// Output:
}
