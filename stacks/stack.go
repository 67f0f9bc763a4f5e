package stacks

import (
	"example.com/alb-lambda/deployment"
	"example.com/alb-lambda/internal/confine"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// newStack creates the stack of a service, tagged with service and stage on everything that can be
// tagged.
func newStack(scope constructs.Construct, service deployment.Service, description string, config *Config) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(service.Stack(config.Stage)), &awscdk.StackProps{
		Description:           &description,
		Env:                   config.Environment,
		TerminationProtection: jsii.Bool(config.Protect),
	})
	tags := awscdk.Tags_Of(stack)
	tags.Add(jsii.String("stage"), &config.Stage, nil)
	tags.Add(jsii.String("service"), jsii.String(string(service)), nil)
	return stack
}

// tagAutoDelete tags the function and the role of CDK's auto-delete custom resource, which CDK
// creates as plain resources that Tags does not reach.
func tagAutoDelete(stack awscdk.Stack, config *Config, service deployment.Service) {
	provider := stack.Node().TryFindChild(jsii.String(confine.AutoDeleteObjects))
	if provider == nil {
		return
	}
	for _, child := range []string{"Role", "Handler"} {
		resource := provider.Node().FindChild(&child).(awscdk.CfnResource)
		resource.AddPropertyOverride(jsii.String("Tags"), []map[string]string{
			{"Key": "service", "Value": string(service)},
			{"Key": "stage", "Value": config.Stage},
		})
	}
}

func output(stack awscdk.Stack, id, description, value, export string) {
	props := &awscdk.CfnOutputProps{Description: &description, Value: &value}
	if export != "" {
		props.ExportName = &export
	}
	awscdk.NewCfnOutput(stack, &id, props)
}
