package policy

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/stacks"
	"example.com/alb-lambda/test/internal/variant"
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// exampleApps are the apps in examples, found before TestMain goes to the root.
var exampleApps = appsIn("../../examples")

// synthesized are their assemblies, by name: they are programs of their own, so that their
// templates are read back into stacks as the consumer's are.
var synthesized = map[string]string{}

func appsIn(folder string) []string {
	files, err := filepath.Glob(filepath.Join(folder, "*", "cdk.json"))
	if err != nil || len(files) == 0 {
		panic("there is no app in " + folder)
	}
	var names []string
	for _, file := range files {
		names = append(names, filepath.Base(filepath.Dir(file)))
	}
	return names
}

// prove is the app that make prove-aws deploys to an account: its templates are held to the same
// rules. The certificate gives it a listener for HTTPS.
var prove = variant.Variant{Name: "prove", Build: func(app awscdk.App, _ stacks.Config) {
	include(app, filepath.Join(synthesized["prove"], "*"+cdktest.Suffix))
}}

var proveContext = map[string]any{"certificate": "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"}

// examples are the apps as variants.
func examples() []variant.Variant {
	var all []variant.Variant
	for _, name := range exampleApps {
		all = append(all, variant.Variant{Name: "examples-" + name, Build: func(app awscdk.App, _ stacks.Config) {
			include(app, filepath.Join(synthesized[name], "*"+cdktest.Suffix))
		}})
	}
	return all
}

// synthesizeApps runs each example and the app of the proof as the toolkit does, without their
// functions, as many at a time as there are processors.
func synthesizeApps(t *testing.T) {
	t.Helper()
	var all sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	begin := func(name, dir string, more map[string]any) {
		out := filepath.Join(t.TempDir(), "cdk.out")
		synthesized[name] = out
		all.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			if err := synthesize(t, dir, out, more); err != nil {
				t.Error(err)
			}
		})
	}
	begin("prove", filepath.Join("test", "aws"), proveContext)
	for _, name := range exampleApps {
		begin(name, filepath.Join("examples", name), nil)
	}
	all.Wait()
	if t.Failed() {
		t.FailNow()
	}
}

func synthesize(t *testing.T, dir, out string, more map[string]any) error {
	text, err := os.ReadFile(filepath.Join(dir, "cdk.json"))
	if err != nil {
		return err
	}
	var config struct {
		App     string
		Context map[string]any
	}
	if err := json.Unmarshal(text, &config); err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	// The templates are checked here, once they are read back.
	context := map[string]any{"aws:cdk:bundling-stacks": []string{}, "@aws-cdk/core:validateAgainstDefaultRules": false}
	maps.Copy(context, config.Context)
	maps.Copy(context, more)
	if text, err = json.Marshal(context); err != nil {
		return err
	}
	command := strings.Fields(config.App)
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "CDK_OUTDIR="+out, "CDK_CONTEXT_JSON="+string(text), "CDK_VALIDATION=false")
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", dir, err, output)
	}
	return nil
}
