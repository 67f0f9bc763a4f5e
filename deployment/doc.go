// Package deployment names what a deployed stage of the application consists of: its stacks, their
// outputs and the exports. The stacks are created under these names, and the tools that look at a
// deployment, local and compare, find them by these names.
//
// A complete program:
//
//	package main
//
//	import (
//		"fmt"
//
//		"example.com/alb-lambda/deployment"
//	)
//
//	func main() {
//		for _, stack := range deployment.Stacks("prod", true) {
//			fmt.Println(stack)
//		}
//	}
//
// It is a module of its own without any requirement, so that neither side brings the other along:
// the stacks come with CDK, the tools with the AWS SDK. It costs nothing. How a stack is made is
// not its business.
package deployment
