// Command app is the CDK app that make prove-aws deploys: a load balancer, REST and HTTP APIs,
// function URLs and VPC Lattice before a function that records what it gets, with the rules, the
// logs and the rollout that only AWS can show.
//
// What a step of the proof needs may enter. What the steps are is the business of package proof.
//
// Context keys: stage and token name the stage and mark its stacks. release, broken and protect are
// changed by the steps. certificate, or domain, zone and zoneID, give the load balancer HTTPS. keys
// is the JSON Web Key Set that tokens are verified by. rollout=false leaves the rollout out, and
// lattice=false VPC Lattice with what reaches it. architecture is x86_64 or arm64, the default.
package main

import (
	"example.com/alb-lambda/constructs/cdkapp"
	"example.com/alb-lambda/test/aws/internal/names"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() { cdkapp.Run(newStacks) }

// settings are the context keys.
type settings struct {
	stage, token         string
	release              string
	broken, protect      bool
	certificate          string
	domain, zone, zoneID string
	keys                 string
	rollout, lattice     bool
	architecture         string
}

func newStacks(app awscdk.App) {
	text := func(key, otherwise string) string {
		if value, ok := app.Node().TryGetContext(&key).(string); ok {
			return value
		}
		return otherwise
	}
	s := &settings{
		stage: text("stage", "local"), token: text("token", "none"),
		release: text("release", "1"), broken: text("broken", "") == "true", protect: text("protect", "") == "true",
		certificate: text("certificate", ""), domain: text("domain", ""), zone: text("zone", ""), zoneID: text("zoneID", ""),
		keys: text("keys", `{"keys":[]}`), rollout: text("rollout", "true") == "true", lattice: text("lattice", "true") == "true", architecture: text("architecture", "arm64"),
	}
	newEdge(app, newFunctions(app, s), s)
}

// newStack creates a stack that carries the token of the stage: nothing else that is deployed does.
func newStack(app awscdk.App, name string, s *settings) awscdk.Stack {
	return awscdk.NewStack(app, jsii.String(name), &awscdk.StackProps{
		Tags:                  &map[string]*string{names.Tag: jsii.String(s.token)},
		TerminationProtection: jsii.Bool(s.protect),
	})
}

// output creates an output of a stack.
func output(stack awscdk.Stack, name, value string) {
	awscdk.NewCfnOutput(stack, jsii.String(name), &awscdk.CfnOutputProps{Value: jsii.String(value)})
}
