package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

var update = flag.Bool("update", false, "rewrite the goldens")

func TestMain(m *testing.M) {
	tools, err := filepath.Abs("../../node_modules/.bin")
	if err == nil {
		err = errors.Join(
			os.Setenv("PATH", tools+string(os.PathListSeparator)+os.Getenv("PATH")),
			os.Setenv("CDK_VALIDATION", "false"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	// jsii took the environment when its package was initialized. It has started nothing yet, and
	// after Close it takes it anew.
	jsii.Close()
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

// hash of an asset: what is in an asset is not the template's to say.
var hash = regexp.MustCompile(`"[0-9a-f]{64}\.zip"`)

// TestTemplatesAreTheGoldens pins what the constructs give to an app outside of their module. When
// a change is meant:
//
//	go test -run Goldens -update .
func TestTemplatesAreTheGoldens(t *testing.T) {
	dir := synth(t)
	for _, stack := range []string{edgeStack, shopStack} {
		text, err := os.ReadFile(filepath.Join(dir, stack+".template.json"))
		if err != nil {
			t.Fatal(err)
		}
		got := string(hash.ReplaceAll(text, []byte(`"<hash>.zip"`))) + "\n"
		golden := filepath.Join("testdata", stack+".json")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not what %s says; after an intentional change, run the test with -update\ngot\n%s", stack, golden, got)
		}
	}
}

// synth synthesizes the app to a folder, without building the functions.
func synth(t *testing.T) (dir string) {
	t.Helper()
	text, err := os.ReadFile("cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	var settings struct{ Context map[string]any }
	if err := json.Unmarshal(text, &settings); err != nil {
		t.Fatal(err)
	}
	settings.Context["aws:cdk:bundling-stacks"] = []any{}
	dir = t.TempDir()
	app := awscdk.NewApp(&awscdk.AppProps{Context: &settings.Context, Outdir: &dir})
	newStacks(app)
	app.Synth(nil)
	return dir
}
