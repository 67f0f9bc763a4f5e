// Package cdkapp is the main function of a CDK app that is written in Go.
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
//			gofunction.New(stack, "Hello", &gofunction.Props{Package: "example.com/alb-lambda/lambda/echo"})
//		})
//	}
//
// Differences from awscdk.NewApp, app.Synth and jsii.Close in a main of one's own:
//
//   - Validation errors of the constructs, and CDK's own, are printed as lines, and the command
//     exits with 1. Without it, a Go program ends with the trace of a panic.
//   - CDK's check of the templates, two thirds of the time of a synth, is done for templates that
//     have changed; the findings of the others are remembered in the folder of the output, warnings
//     included. Everything that reads findings works as before: the flag
//     @aws-cdk/core:validateAgainstDefaultRules, acknowledgements, the report, other plugins.
//   - An app that says what it reads ([Inputs]) is not synthesized again while nothing of it has
//     changed: cdk diff and cdk deploy after cdk synth, and cdk ls, take a third less.
//   - cdk ls and cdk destroy check no templates, as they need no more than the names of the stacks.
//     (For the same reason gofunction builds no functions for them.)
//   - The builds of the functions begin while CDK starts: those that the last synth to the same
//     folder needed.
//   - Temporary files of jsii are removed without waiting for the end of its process, which takes
//     up to two seconds.
//   - What takes over two seconds says so on the standard error.
//
// What it is not for: tests, which create an App and read the template of a stack
// (awscdk/assertions); and settings of an app, which stay with the app. It costs a few milliseconds
// and needs what CDK needs, Node.js.
//
// What every CDK app in Go needs around its stacks may enter. Which stacks, and what their settings
// are called, is not its business.
package cdkapp
