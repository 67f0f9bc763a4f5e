// Package variant has the ways to use this repository whose templates are pinned and scanned, and
// synthesizes them inside the test's own process.
//
// A variant is a few lines: the application with other settings, or the constructs with other
// props. How a template is read is internal/cdktest's business; what it should contain is that of
// the tests.
package variant

import (
	"maps"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/settings"
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// Variant is one way to use what is here.
type Variant struct {
	// Name is the name of the variant's folder of goldens.
	Name string
	// Context holds the keys that a user would set with -c.
	Context map[string]any
	// Build fills the app. Default: stacks.New. The names of its stacks end in "-" and the stage.
	Build func(app awscdk.App, config stacks.Config)
}

// Default is what cdk deploy does without options.
var Default = Variant{Name: "default"}

// Protected keeps what holds data.
var Protected = Variant{Name: "protected", Context: map[string]any{"stage": "prod", "protect": "true"}}

// Hardened is what the constructs offer to someone who guards data.
var Hardened = Variant{Name: "hardened", Build: hardened}

// DualStack is reached by IPv6 as well.
var DualStack = Variant{Name: "dual-stack", Build: dualStack}

// Monitored has alarms, which it sends by email, and dashboards.
var Monitored = Variant{Name: "monitored", Context: map[string]any{"monitoring": "true", "alarmEmail": "ops@example.com"}}

// All lists the variants whose templates are pinned and checked as a whole.
var All = []Variant{Default, Protected, Hardened, DualStack, Monitored}

// Context is the context of cdk.json with what the toolkit adds to it, and keys over both. It needs
// no assets: a template mentions only their hashes.
func Context(t testing.TB, keys map[string]any) settings.Context {
	t.Helper()
	all := map[string]any{
		"aws:cdk:enable-path-metadata":  true,
		"aws:cdk:enable-asset-metadata": true,
		"aws:cdk:bundling-stacks":       []any{},
	}
	maps.Copy(all, lookup)
	maps.Copy(all, keys)
	context, err := cdktest.Context(all)
	if err != nil {
		t.Fatal(err)
	}
	return context
}

// App creates an app with the context of a variant, filled, that writes to the folder outdir.
func App(t testing.TB, v Variant, outdir string) awscdk.App {
	t.Helper()
	if _, ok := v.Context["vpcId"]; ok {
		t.Setenv("CDK_DEFAULT_ACCOUNT", account)
		t.Setenv("CDK_DEFAULT_REGION", region)
	}
	context := Context(t, v.Context)
	config, err := context.Config()
	if err != nil {
		t.Fatal(err)
	}
	app := cdktest.NewApp(context, outdir)
	if v.Build != nil {
		v.Build(app, config)
	} else {
		stacks.New(app, config)
	}
	return app
}

// Assembly synthesizes a variant to a temporary folder and returns the folder. The functions of
// prepare get the app before that.
func Assembly(t testing.TB, v Variant, prepare ...func(awscdk.App)) string {
	t.Helper()
	dir := t.TempDir()
	app := App(t, v, dir)
	for _, f := range prepare {
		f(app)
	}
	app.Synth(nil)
	return dir
}

// Templates synthesizes a variant and returns its templates by stack.
func Templates(t testing.TB, v Variant) map[string]*cdktest.Template {
	t.Helper()
	return cdktest.Read(t, Assembly(t, v), cdktest.Suffix)
}
