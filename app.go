// Command alb-lambda is the CDK app that the toolkit runs: it reads the
// context, makes the stacks and synthesizes them.
package main

import (
	"fmt"
	"os"

	"example.com/alb-lambda/constructs/stacks"
	_ "example.com/alb-lambda/internal/earlyenv" // cdk ls in a third of the time
	"github.com/aws/aws-cdk-go/awscdk/v2"
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
	app := awscdk.NewApp(nil)
	stacks.New(app, config)
	app.Synth(nil)
	return nil
}
