// Package lambdaalb puts Lambda functions behind an Application Load Balancer.
//
// A complete program, for a folder with a cdk.json that says {"app": "go run ."}:
//
//	package main
//
//	import (
//		"example.com/alb-lambda/constructs/cdkapp"
//		"example.com/alb-lambda/constructs/gofunction"
//		"example.com/alb-lambda/constructs/lambdaalb"
//		"example.com/alb-lambda/constructs/network"
//		"github.com/aws/aws-cdk-go/awscdk/v2"
//		"github.com/aws/jsii-runtime-go"
//	)
//
//	func main() {
//		cdkapp.Run(func(app awscdk.App) {
//			stack := awscdk.NewStack(app, jsii.String("shop"), nil)
//			net := network.New(stack, "Network", nil)
//			edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
//				VPC:           net.VPC(),
//				SecurityGroup: net.SecurityGroup(),
//			})
//			users := gofunction.New(stack, "Users", &gofunction.Props{
//				Package: "example.com/alb-lambda/lambda/echo", // or a folder, like ./lambda/users
//			})
//			orders := gofunction.New(stack, "Orders", &gofunction.Props{
//				Package: "example.com/alb-lambda/lambda/echo",
//			})
//			edge.Mount("/users", &lambdaalb.MountProps{Function: users.Function()})
//			edge.Mount("/orders", &lambdaalb.MountProps{Function: orders.Function()})
//			awscdk.NewCfnOutput(stack, jsii.String("DNSName"), &awscdk.CfnOutputProps{
//				Value: jsii.String(edge.DNSName()),
//			})
//		})
//	}
//
// Requests that match no route get 404. [Listener.Route] matches hosts, headers, methods and more,
// [Action] has redirects and weighted targets, and [Listener.WithScope] puts routes into other
// stacks. docs/constructs.md has all features and what they add to the template.
//
// Differences from CDK's LambdaTarget:
//
//   - The permission to invoke a function names the one target group that may use it, by SourceArn
//     and SourceAccount. It is in the stack of the route, and exists before the target is
//     registered, without a custom resource: the target group has a name that is known at synth.
//     Routes of a stack to one function share both.
//   - A mount matches its bare path and everything below it: "/echo/*" alone does not match "/echo"
//     (https://github.com/aws/aws-cdk/issues/36363).
//   - Logs need one prop, in any region, in stacks without an environment.
//   - A listener opens its port in the security group that was created with the load balancer, and
//     leaves one that is given as it is.
//   - Updates deploy: a rule's logical id follows from its priority, a certificate's from the
//     certificate, so that CloudFormation, which creates before it deletes, never claims what is
//     still in use.
//
// The props are validated before anything is created: a constructor panics once, with a
// *fault.Error that has every validation error with path, field, value and fix. What AWS counts and
// compares by load balancer, listener or function is compared across all constructs and stacks of
// an app; what only the finished app shows, such as a rule of plain CDK with the same priority, is
// reported at synth.
//
// It costs what a load balancer costs, about 24 dollars a month with its addresses in two zones,
// and little more for each request: docs/deploy.md has the table. It is not for services that get
// fewer than a few million requests a month and need nothing that a load balancer alone has: a
// function URL or package restapi costs less.
//
// The underlying L2 constructs remain accessible. What a rule matches is not this package's
// business but albrules'; this one renders it to CDK.
package lambdaalb
