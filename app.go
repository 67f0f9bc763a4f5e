// Command alb-lambda is the CDK app that the toolkit runs: it reads the
// context, makes the stacks and synthesizes them.
//
// Exit codes: 0 if the templates are written, 1 if the context or the configuration is refused, or if the function does not
// compile. What was wrong is on the standard error, a line for each fault.
package main

import (
	"fmt"
	"os"

	"example.com/alb-lambda/settings"
	"example.com/alb-lambda/stacks"
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
	context, err := settings.FromEnvironment()
	if err != nil {
		return err
	}
	config, err := context.Config()
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "alb-lambda-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	if err := prepareJSII(temp, context.WantsAssets()); err != nil {
		return err
	}
	if outdir := os.Getenv("CDK_OUTDIR"); outdir != "" && context.WantsAssets() {
		stacks.StartBuild(outdir, config)
	}
	app := awscdk.NewApp(nil)
	stacks.New(app, config)
	app.Synth(nil)
	return nil
}

// prepareJSII sets the environment of jsii's Node.js process: its folder for
// temporary files, which it leaves behind unless one waits two seconds for its
// end, and whether CDK checks the templates.
func prepareJSII(temp string, check bool) error {
	if err := os.Setenv("TMPDIR", temp); err != nil {
		return err
	}
	if !check {
		// Two thirds of a synth is the check of templates that nobody is going
		// to read.
		if err := os.Setenv("CDK_VALIDATION", "false"); err != nil {
			return err
		}
	}
	// jsii took the environment when its package was initialized. It has started
	// nothing yet, and after Close it takes it anew.
	jsii.Close()
	return nil
}
