// Command testapp is the apps that the tests of cdkapp run: an app ends with its process, and what
// it prints is what is tested. A test binary cannot take their place, because Go does not write
// into it with which CDK it was built.
package main

import (
	"fmt"
	"io"
	"os"

	"example.com/alb-lambda/constructs/cdkapp"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() { apps[os.Args[1]]() }

// apps are what the command can be run as.
var apps = map[string]func(){
	"fine":               run(fine),
	"broken":             run(broken),
	"plain/broken":       plain(broken),
	"acknowledged":       run(acknowledged),
	"plain/acknowledged": plain(acknowledged),
	"guarded":            (&cdkapp.App{Define: fine, Rules: guard}).Run,
	"inputs":             (&cdkapp.App{Define: inputs, Inputs: &cdkapp.Inputs{Files: []string{"settings.txt"}}}).Run,
	"inputs/broken":      (&cdkapp.App{Define: broken, Inputs: &cdkapp.Inputs{}}).Run,
	"inputs/elsewhere":   (&cdkapp.App{Define: fine, Props: &awscdk.AppProps{Outdir: jsii.String("elsewhere")}, Inputs: &cdkapp.Inputs{}}).Run,
	"invalid":            run(invalid),
	"twice":              run(twice),
	"mistaken":           run(mistaken),
	"text":               run(func(awscdk.App) { panic("in words") }),
	"error":              run(func(awscdk.App) { panic(fmt.Errorf("settings: %w", io.ErrUnexpectedEOF)) }),
}

// plain is a main without this package.
func plain(define func(awscdk.App)) func() {
	return func() {
		defer jsii.Close()
		app := awscdk.NewApp(nil)
		define(app)
		app.Synth(nil)
	}
}

func run(define func(awscdk.App)) func() { return func() { cdkapp.Run(define) } }
