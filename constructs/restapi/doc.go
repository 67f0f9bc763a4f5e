// Package restapi creates an API Gateway REST API that sends every request to one Lambda function:
// ANY on the root and on every path below it, as Lambda proxy integration, over TLS 1.2 or later.
//
// A complete program:
//
//	package main
//
//	import (
//		"example.com/alb-lambda/constructs/cdkapp"
//		"example.com/alb-lambda/constructs/gofunction"
//		"example.com/alb-lambda/constructs/restapi"
//		"github.com/aws/aws-cdk-go/awscdk/v2"
//		"github.com/aws/jsii-runtime-go"
//	)
//
//	func main() {
//		cdkapp.Run(func(app awscdk.App) {
//			stack := awscdk.NewStack(app, jsii.String("echo"), nil)
//			echo := gofunction.New(stack, "Echo", &gofunction.Props{
//				Package: "example.com/alb-lambda/lambda/echo",
//			})
//			api := restapi.New(stack, "API", &restapi.Props{Function: echo.Function()})
//			awscdk.NewCfnOutput(stack, jsii.String("URL"), &awscdk.CfnOutputProps{Value: jsii.String(api.URL())})
//		})
//	}
//
// It costs nothing until it is called, and then 3.50 dollars a million requests beside the
// function: docs/deploy.md compares it with a load balancer.
//
// It is not for an API whose paths have integrations or models of their own. What the function does
// with a request is not its business, nor are methods and paths of other integrations: add those to
// API.API, by CDK's own means.
package restapi
