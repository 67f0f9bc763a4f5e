package policy

import (
	"path/filepath"
	"strings"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/stacks"
	"example.com/alb-lambda/test/internal/variant"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/cloudformationinclude"
	"github.com/aws/jsii-runtime-go"
)

// consumer is the app in test/consumer: another's, that imports the constructs. It is a program of
// its own, so its goldens are read back into stacks, where cdk-nag sees them.
var consumer = variant.Variant{Name: "consumer", Build: func(app awscdk.App, _ stacks.Config) {
	include(app, "test/consumer/testdata/*.json")
}}

// include reads templates back, each into a stack of the template's name.
func include(app awscdk.App, pattern string) {
	templates, err := filepath.Glob(pattern)
	if err != nil || len(templates) == 0 {
		panic("no template is " + pattern)
	}
	for _, template := range templates {
		// a golden has no .template
		name := strings.TrimSuffix(strings.TrimSuffix(filepath.Base(template), ".json"), ".template")
		stack := awscdk.NewStack(app, &name, &awscdk.StackProps{
			Synthesizer: awscdk.NewLegacyStackSynthesizer(), // adds nothing: it is in the template
		})
		file := filepath.Join(*app.Outdir(), name+".included.json")
		if err := includable(template, file, name+"/Template/"); err != nil {
			panic(err)
		}
		cloudformationinclude.NewCfnInclude(stack, jsii.String("Template"), &cloudformationinclude.CfnIncludeProps{TemplateFile: &file})
	}
}

// includable copies a template with imports in place of the outputs of other stacks, which
// CfnInclude does not know, and with the path that CfnInclude gives to each resource, by which the
// scanners know a template of CDK.
func includable(from, to, path string) error {
	template, err := cdktest.Decode(from)
	if err != nil {
		return err
	}
	for id, resource := range template.Resources {
		resource.Metadata = map[string]any{"aws:cdk:path": path + id}
		importOutputs(resource.Properties)
		template.Resources[id] = resource
	}
	return template.Write(to)
}

func importOutputs(value any) any {
	switch v := value.(type) {
	case map[string]any:
		if output, ok := cdktest.ReferenceOf(v); ok && output.Function == "Fn::GetStackOutput" {
			return map[string]any{"Fn::ImportValue": output.Name}
		}
		for key, inner := range v {
			v[key] = importOutputs(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = importOutputs(inner)
		}
	}
	return value
}
