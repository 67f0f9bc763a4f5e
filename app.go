// Command alb-lambda is the CDK app that the toolkit runs: it reads the context, creates the stacks
// and synthesizes them.
//
// Exit codes: 0 if the templates are written, 1 if the context or the configuration is rejected, or
// if the function does not compile. What is wrong is on the standard error, a line for each error.
package main

import (
	"example.com/alb-lambda/constructs/cdkapp"
	"example.com/alb-lambda/settings"
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

func main() {
	context, err := cdkapp.Context()
	if err != nil {
		cdkapp.Exit(err)
	}
	config, err := settings.Context(context).Config()
	if err != nil {
		cdkapp.Exit(err)
	}
	(&cdkapp.App{
		Define: func(app awscdk.App) { stacks.New(app, config) },
		// The stacks follow from the context and the function alone.
		Inputs: &cdkapp.Inputs{},
	}).Run()
}
