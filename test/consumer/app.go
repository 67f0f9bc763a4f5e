// Command consumer is a CDK app of somebody else: it is a module of its own, imports the
// constructs by their module path, and shares one load balancer between two stacks.
//
//   - consumer-edge owns the network and the load balancer, and has a function on a path of it.
//   - consumer-shop puts two services on the same load balancer: one on a host, one on a path as a
//     canary of two versions. It is deployed, changed and destroyed without the other stack.
//
// Context keys: architecture (arm64, the default, or x86_64) and release, a text that the functions
// respond with.
//
// What somebody else's app would do may enter; nothing internal of this repository may.
package main

import (
	"example.com/alb-lambda/constructs/cdkapp"
	"example.com/alb-lambda/constructs/gofunction"
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

func main() { cdkapp.Run(newStacks) }

// newStacks makes both stacks.
func newStacks(app awscdk.App) {
	c := config{
		architecture: gofunction.Architecture(text(app, "architecture", string(gofunction.ARM64))),
		release:      text(app, "release", "1"),
	}
	newShop(app, newEdge(app, &c), &c)
}

// config is what can be said of a deployment.
type config struct {
	architecture gofunction.Architecture
	release      string
}

// text is the value of a context key.
func text(app awscdk.App, key, otherwise string) string {
	if value, ok := app.Node().TryGetContext(&key).(string); ok {
		return value
	}
	return otherwise
}
