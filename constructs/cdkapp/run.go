package cdkapp

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"example.com/alb-lambda/constructs/cdkapp/internal/templatecheck"
	"example.com/alb-lambda/internal/gobuild"
	"example.com/alb-lambda/internal/progress"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// Run creates an app, calls define to fill it, and synthesizes it to where the toolkit wants it. If
// define or CDK reports errors, Run prints them and ends the program with exit code 1; otherwise it
// returns.
//
// Define reports an error by a panic, as constructors do: panic(err) prints err.
func Run(define func(app awscdk.App)) { (&App{Define: define}).Run() }

// App is an app with more than its definition. The zero value of each field but Define is what
// [Run] uses.
type App struct {
	// Define fills the app. Required.
	Define func(app awscdk.App)
	// Props of the app. Default: none, so that the toolkit decides where the output goes.
	Props *awscdk.AppProps
	// Rules are further rules for the check of the templates, in Rego or CloudFormation Guard. Give
	// them here and do not register a CloudFormationValidatePlugin of your own, whose findings would
	// not be remembered, and would be reported beside those of this one. Default: CDK's own rules.
	Rules *awscdk.CloudFormationValidatePluginProps
	// Inputs say what Define reads. If they are given, a synth that would write what is there is left
	// out; see [Inputs]. Default: nil, so that each command synthesizes.
	Inputs *Inputs
}

// Run does what the function [Run] does.
func (a *App) Run() {
	if err := a.synth(); err != nil {
		Exit(err)
	}
}

// Exit prints an error as Run does, and ends the program with exit code 1. It is for what an app
// checks before Run: its settings, say.
func Exit(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// synth returns what Define or CDK panicked with as an error.
func (a *App) synth() (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = errors.Join(explain(panicked), err)
		}
	}()
	context, err := Context()
	if err != nil {
		return err
	}
	out := os.Getenv("CDK_OUTDIR")
	if out != "" && wantsAssets(context) {
		gobuild.StartLast(out)
	}
	last := a.last(out, context)
	if !wantsAssets(context) && last.holds() { // known at once, as no function is built
		return nil
	}
	temp, err := os.MkdirTemp("", "cdkapp-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	checked := os.Getenv("CDK_VALIDATION") != "false" && wantsAssets(context)
	if err := prepareJSII(temp); err != nil {
		return err
	}
	progress.To(os.Stderr)
	defer progress.Begin("synthesizing")()
	app := awscdk.NewApp(a.Props)
	if last.holds() {
		return nil
	}
	if err := last.forget(); err != nil {
		return err
	}
	if checked {
		check, err := templatecheck.New(a.cacheFolder(app, context), a.Rules)
		if err != nil {
			return err
		}
		awscdk.Validations_Of(app).AddPlugins(check)
		// Findings that could not be written are found again: no reason for a synth to fail.
		defer func() { _ = check.Save() }()
	}
	a.Define(app)
	app.Synth(nil)
	// What cannot be written down is built, or synthesized, once more.
	_ = gobuild.SaveLast(*app.Outdir())
	_ = last.save()
	return nil
}

// cacheFolder is where findings are remembered: in the folder of the output, which the toolkit lets
// one command at a time into. Empty for nowhere.
func (a *App) cacheFolder(app awscdk.App, context map[string]any) string {
	if !wantsCache(context) {
		return ""
	}
	return filepath.Join(*app.Outdir(), ".templatecheck")
}

// prepareJSII sets the environment of jsii's Node.js process: its folder for temporary files, which
// it leaves behind unless one waits two seconds for its end, and that CDK does not add its own
// check of the templates.
func prepareJSII(temp string) error {
	// the first on Unix, the others on Windows
	for _, name := range []string{"TMPDIR", "TEMP", "TMP"} {
		if err := os.Setenv(name, temp); err != nil {
			return err
		}
	}
	if err := os.Setenv("CDK_VALIDATION", "false"); err != nil {
		return err
	}
	// jsii took the environment when its package was initialized. It has started nothing yet, and
	// after Close it takes it anew.
	jsii.Close()
	return nil
}
