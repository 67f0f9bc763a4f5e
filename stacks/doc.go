// Package stacks composes the constructs into the application: the stacks network-<stage>,
// echo-api-<stage> and alb-lambda-<stage>, and monitoring-<stage> where it is wanted. It composes
// only: resources are made by the constructs, and how a value reaches [Config] is not its business.
//
// A complete program:
//
//	package main
//
//	import (
//		"example.com/alb-lambda/constructs/cdkapp"
//		"example.com/alb-lambda/stacks"
//		"github.com/aws/aws-cdk-go/awscdk/v2"
//	)
//
//	func main() {
//		cdkapp.Run(func(app awscdk.App) {
//			stacks.New(app, stacks.Config{Stage: "trial", Monitoring: true})
//		})
//	}
//
// What a stage costs is in docs/deploy.md. It is not for other applications, which take the
// constructs and leave the composition.
//
// The ids of the constructs are a contract: resources are replaced when they change.
package stacks
