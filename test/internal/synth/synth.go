// Package synth synthesizes the application inside the test's own process and
// hands out its templates. The tests of templates share it, so that all of them
// see what the toolkit would deploy.
package synth

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// Main runs the tests of a package that synthesizes: in the root of the
// repository, on the Node.js that package.json pins, and with an end of the
// jsii kernel. Where nobody asks for CDK's own check of the templates, which
// takes two thirds of a synth, it is left out.
func Main(m *testing.M, validate bool) int {
	root, err := root()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer jsii.Close()
	for _, err := range []error{
		os.Chdir(root),
		os.Setenv("PATH", filepath.Join(root, "node_modules", ".bin")+string(os.PathListSeparator)+os.Getenv("PATH")),
		os.Setenv("CDK_VALIDATION", strconv.FormatBool(validate)),
	} {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	// jsii took PATH and the environment when its package was initialized. It
	// has started nothing yet, and after Close it takes them anew.
	jsii.Close()
	return m.Run()
}

// root is the folder that holds cdk.json.
func root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "cdk.json")); err == nil {
			return dir, nil
		}
		dir = filepath.Dir(dir)
	}
	return "", fmt.Errorf("cdk.json: %w in this folder or above it", fs.ErrNotExist)
}

// Context is that of cdk.json with what the toolkit adds to it, and over both
// the keys of the variant. It asks for no assets: their hashes are all that a
// template says of them.
func Context(t testing.TB, keys map[string]any) stacks.Context {
	t.Helper()
	text, err := os.ReadFile("cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	var settings struct{ Context stacks.Context }
	if err := json.Unmarshal(text, &settings); err != nil {
		t.Fatal(err)
	}
	context := settings.Context
	maps.Copy(context, map[string]any{
		"aws:cdk:enable-path-metadata":  true,
		"aws:cdk:enable-asset-metadata": true,
		"aws:cdk:bundling-stacks":       []any{},
	})
	maps.Copy(context, keys)
	return context
}

// App is an app with that context, which synthesizes to outdir.
func App(context stacks.Context, outdir string) awscdk.App {
	values := map[string]any(context)
	return awscdk.NewApp(&awscdk.AppProps{Context: &values, Outdir: &outdir})
}

// Assembly synthesizes a variant to a temporary folder and returns the folder.
// The functions of prepare see the app before that.
func Assembly(t testing.TB, variant Variant, prepare ...func(awscdk.App)) string {
	t.Helper()
	context := Context(t, variant.Context)
	config, err := context.Config()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	app := App(context, dir)
	if variant.Make != nil {
		variant.Make(app, config)
	} else {
		stacks.New(app, config)
	}
	for _, f := range prepare {
		f(app)
	}
	app.Synth(nil)
	return dir
}

// Suffix is what the files of templates end in.
const Suffix = ".template.json"

// Templates synthesizes a variant and returns its templates by stack.
func Templates(t testing.TB, variant Variant) map[string]Template {
	t.Helper()
	return ReadTemplates(t, Assembly(t, variant), Suffix)
}

// ReadTemplates reads every file of dir that ends in suffix; what is before
// the suffix is the name of the stack.
func ReadTemplates(t testing.TB, dir, suffix string) map[string]Template {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("%s: no file *%s", dir, suffix)
	}
	templates := map[string]Template{}
	for _, file := range files {
		template, err := ReadTemplate(file)
		if err != nil {
			t.Fatal(err)
		}
		templates[strings.TrimSuffix(filepath.Base(file), suffix)] = template
	}
	return templates
}
