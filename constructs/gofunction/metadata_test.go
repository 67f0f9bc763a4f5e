package gofunction_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// How a function is built is in the manifest for tools, and not in the template.
func TestTheAssemblySaysHowAFunctionIsBuilt(t *testing.T) {
	outdir := t.TempDir()
	app := awscdk.NewApp(&awscdk.AppProps{Outdir: &outdir, AnalyticsReporting: jsii.Bool(false)})
	stack := awscdk.NewStack(app, jsii.String("test"), nil)
	gofunction.New(stack, "Hello", &gofunction.Props{Package: hello, Tags: []string{"fancy"}, LDFlags: "-X main.version=1"})
	awslambda.NewFunction(stack, jsii.String("Plain"), &awslambda.FunctionProps{
		Runtime: awslambda.Runtime_PROVIDED_AL2023(), Handler: jsii.String("bootstrap"), Architecture: awslambda.Architecture_ARM_64(),
		Code: gofunction.Code(stack, &gofunction.CodeProps{Package: hello, Tags: []string{"fancy"}, LDFlags: "-X main.version=2"}),
	})
	app.Synth(nil)
	files, err := filepath.Glob(filepath.Join(outdir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest, template string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, ".template.json") {
			template = string(text)
		} else {
			manifest += strings.Join(strings.Fields(string(text)), " ")
		}
	}
	for path, version := range map[string]string{"/test/Hello/Function": "1", "/test/Plain": "2"} {
		_, of, _ := strings.Cut(manifest, `"`+path+`": [`)
		of, _, _ = strings.Cut(of, "]")
		want := `{ "type": "` + gofunction.Metadata + `", "data": { "Dir": "", "Files": {}, "GOEXPERIMENT": "", "LDFlags": "-X main.version=` + version + `", "Package": "` + hello + `", "Tags": [ "fancy" `
		if !strings.Contains(of, want) {
			t.Errorf("%s has not %s but %s", path, want, of)
		}
	}
	if strings.Contains(template, gofunction.Metadata) {
		t.Error("the template has it, too")
	}
}
