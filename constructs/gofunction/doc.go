// Package gofunction creates a Lambda function from a Go main package, with a role and a log group
// of its own. The go command builds it at synth, without Docker and without cgo, to bytes that
// depend on the sources, the flags and the Go version alone: on no folder, and on no variable or go
// env file of whoever builds. Settings that say where modules come from still count.
//
// A complete program:
//
//	package main
//
//	import (
//		"example.com/alb-lambda/constructs/cdkapp"
//		"example.com/alb-lambda/constructs/gofunction"
//		"github.com/aws/aws-cdk-go/awscdk/v2"
//		"github.com/aws/jsii-runtime-go"
//	)
//
//	func main() {
//		cdkapp.Run(func(app awscdk.App) {
//			stack := awscdk.NewStack(app, jsii.String("greeter"), nil)
//			hello := gofunction.New(stack, "Hello", &gofunction.Props{
//				Package: "example.com/alb-lambda/lambda/echo", // or a folder, like ./lambda/hello
//				URL:     &gofunction.URL{},                    // or a front end: lambdaalb, restapi
//			})
//			awscdk.NewCfnOutput(stack, jsii.String("ARN"), &awscdk.CfnOutputProps{
//				Value: hello.Function().FunctionArn(),
//			})
//		})
//	}
//
// A file that uses cgo is left out where its package has others, as the go command does without a
// word: a warning names it. Acknowledge gofunction:cgo where another file takes its place. A
// package that has no others is an error.
//
// It costs nothing until it is invoked: Lambda bills requests and gigabyte-seconds, CloudWatch what
// is logged. Concurrency that is provisioned, and what a VPC needs beside the function, cost by the
// hour.
//
// It is not for functions in other languages or in containers: those stay with CDK. What invokes
// the function is not its business: a front end grants itself the permission.
package gofunction
