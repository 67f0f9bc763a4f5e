package main

import (
	"example.com/alb-lambda/constructs/network"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// invalid has two props that a construct rejects.
func invalid(app awscdk.App) {
	network.New(awscdk.NewStack(app, jsii.String("shop"), nil), "Network", &network.Props{CIDR: "10.0.0.0/8", FlowLogs: &network.FlowLogs{Traffic: "SOME"}})
}

// twice has two stacks of one name, which CDK rejects.
func twice(app awscdk.App) {
	awscdk.NewStack(app, jsii.String("shop"), nil)
	awscdk.NewStack(app, jsii.String("shop"), nil)
}

// mistaken has a mistake of a Go program.
func mistaken(app awscdk.App) {
	var props *awscdk.StackProps
	awscdk.NewStack(app, props.StackName, nil)
}
