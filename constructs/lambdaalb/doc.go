// Package lambdaalb puts Lambda functions behind an Application Load Balancer.
//
// An app with two routes, in a folder with a cdk.json that says
// {"app": "go run ."}, and a main package for each function:
//
//	app := awscdk.NewApp(nil)
//	stack := awscdk.NewStack(app, jsii.String("shop"), nil)
//	net := network.New(stack, "Network", nil)
//
//	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
//		VPC:           net.VPC(),
//		SecurityGroup: net.SecurityGroup(),
//	})
//	users := gofunction.New(stack, "Users", &gofunction.Props{
//		Package: "example.com/alb-lambda/lambda/echo", // or a folder, like ./lambda/users
//	})
//	orders := gofunction.New(stack, "Orders", &gofunction.Props{
//		Package: "example.com/alb-lambda/lambda/echo",
//	})
//	edge.Mount("/users", &lambdaalb.MountProps{Function: users.Function()})
//	edge.Mount("/orders", &lambdaalb.MountProps{Function: orders.Function()})
//	awscdk.NewCfnOutput(stack, jsii.String("DNSName"), &awscdk.CfnOutputProps{Value: jsii.String(edge.DNSName())})
//	app.Synth(nil)
//
// What is on no route is answered with 404. [Listener.Route] takes hosts,
// headers, methods and more, [Action] redirects and weighted targets, and
// [Listener.WithScope] routes of other stacks. docs/constructs.md has a table of all
// features and what comes out.
//
// What the usual way gets wrong is done right here:
//
//   - The permission to invoke a function names the one target group that may
//     use it, by SourceArn and SourceAccount. It stands in the stack of the
//     route, and exists before the target is registered, without a custom
//     resource: the target group has a name that is known at synth.
//   - A mount answers its bare path and everything below it: "/echo/*" alone
//     does not match "/echo" (https://github.com/aws/aws-cdk/issues/36363).
//   - Logs need one prop, in any region, in stacks without an environment.
//   - Security group rules stay where the security group is; a listener opens
//     nothing.
//
// All that CDK knows of the balancer, its listeners and target groups stays
// reachable as L2 objects.
package lambdaalb
