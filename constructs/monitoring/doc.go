// Package monitoring observes functions and their front ends, an Application Load Balancer and an
// API Gateway REST API: a CloudWatch dashboard that shows both next to each other, and alarms.
//
// A complete program:
//
//	package main
//
//	import (
//		"example.com/alb-lambda/constructs/cdkapp"
//		"example.com/alb-lambda/constructs/gofunction"
//		"example.com/alb-lambda/constructs/monitoring"
//		"github.com/aws/aws-cdk-go/awscdk/v2"
//		"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
//		"github.com/aws/jsii-runtime-go"
//	)
//
//	func main() {
//		cdkapp.Run(func(app awscdk.App) {
//			stack := awscdk.NewStack(app, jsii.String("orders"), nil)
//			orders := gofunction.New(stack, "Orders", &gofunction.Props{
//				Package: "example.com/alb-lambda/lambda/echo",
//			})
//			monitoring.New(stack, "Monitoring", &monitoring.Props{
//				Functions: []awslambda.IFunction{orders.Function()},
//				Email:     "orders@example.com",
//			})
//		})
//	}
//
// The alarms suit a small service. They stay OK when there is no traffic: without requests there is
// no data, and missing data is not breaching. 4xx responses have no alarm: clients cause them, and
// scanners do every day.
//
// All alarms are on standard metrics, and cost 10 cents a month each; a dashboard costs 3 dollars a
// month after the first three of an account.
//
// Widgets and alarms of what the other constructs create may enter. It is not for metrics of an
// application's own, which are added to its dashboard. Reading logs is the business of package
// athenalogs.
package monitoring
