// Command alb-lambda is the CDK app that the toolkit runs: it reads the
// context, makes the stacks and synthesizes them.
package main

import (
	"fmt"
	"os"

	"example.com/alb-lambda/constructs/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	if err := synth(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// synth returns what a constructor or CDK panicked with as an error: whoever
// runs the toolkit reads lines that name the mend, never a trace.
func synth() (err error) {
	defer func() {
		if refused := recover(); refused != nil {
			err = fmt.Errorf("%v", refused)
		}
	}()
	context, err := stacks.ContextFromEnvironment()
	if err != nil {
		return err
	}
	config, err := context.Config()
	if err != nil {
		return err
	}
	if !context.WantsAssets() {
		// Two thirds of a synth is CDK's check of the templates, which nobody
		// is going to read.
		if err := os.Setenv("CDK_VALIDATION", "false"); err != nil {
			return err
		}
		// jsii took the environment when its package was initialized. It has
		// started nothing yet, and after Close it takes it anew.
		jsii.Close()
	}
	app := awscdk.NewApp(nil)
	stacks.New(app, config)
	app.Synth(nil)
	return nil
}
