// Package stacks composes the constructs to the application: the stacks
// network-<stage>, echo-api-<stage> and alb-lambda-<stage>.
//
// The ids of the constructs are a contract: resources are replaced when they
// change.
package stacks

import (
	"example.com/alb-lambda/constructs/echoapi"
	"example.com/alb-lambda/constructs/fault"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/constructs/network"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Stacks of one stage.
type Stacks struct {
	Network, EchoAPI, ALBLambda awscdk.Stack
}

// New makes the three stacks in scope, which is an App or a Stage. It panics
// with a *fault.Error when config is refused, and with a
// *gofunction.BuildError when the function does not compile.
func New(scope constructs.Construct, config Config) *Stacks {
	config.setDefaults()
	faults := fault.At("context")
	config.check(faults)
	faults.PanicIfAny()

	s := &Stacks{}
	var net *network.Network
	var function *gofunction.GoFunction
	s.Network, net = networkStack(scope, &config)
	s.EchoAPI, function = echoAPIStack(scope, &config)
	s.ALBLambda = albLambdaStack(scope, &config, net, function)
	return s
}

func networkStack(scope constructs.Construct, config *Config) (awscdk.Stack, *network.Network) {
	stack := newStack(scope, "network", "VPC and security group of the load balancer", config)
	return stack, network.New(stack, "Network", nil)
}

func echoAPIStack(scope constructs.Construct, config *Config) (awscdk.Stack, *gofunction.GoFunction) {
	const service = "echo-api"
	stack := newStack(scope, service, "Echo function behind API Gateway", config)
	function := gofunction.New(stack, "Echo", &gofunction.Props{
		Package:      "./lambda/echo",
		Architecture: config.Architecture,
		Description:  "Answers each request with the event it received",
	})
	api := echoapi.New(stack, "EchoAPI", &echoapi.Props{
		Function:  function.Function(),
		StageName: config.Stage,
	})
	output(stack, "APIURL", "The echo behind API Gateway", api.URL(), "")
	output(stack, "EchoLambdaFunction", "ARN of the echo function", function.Function().FunctionArn(),
		service+"-"+config.Stage+"-EchoLambdaFunction")
	return stack, function
}

func albLambdaStack(scope constructs.Construct, config *Config, net *network.Network, function *gofunction.GoFunction) awscdk.Stack {
	const service = "alb-lambda"
	stack := newStack(scope, service, "Load balancer in front of the echo function", config)
	bucket := logbucket.New(stack, "Logs", &logbucket.Props{Retain: config.Protect})
	tagAutoDelete(stack, config, service)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC:                net.VPC(),
		SecurityGroup:      net.SecurityGroup(),
		DeletionProtection: config.Protect,
		Logs:               &lambdaalb.Logs{Bucket: bucket.Bucket()},
	})
	edge.Mount("/echo", &lambdaalb.MountProps{Function: function.Function(), Priority: 1})
	output(stack, "LoadBalancerDNSName", "Name of the load balancer", edge.DNSName(),
		service+"-"+config.Stage+"-LoadBalancerDNSName")
	output(stack, "EchoURL", "The echo behind the load balancer", jsii.Sprintf("http://%s/echo", *edge.DNSName()), "")
	return stack
}

// newStack makes the stack service-stage, tagged with both on all that takes tags.
func newStack(scope constructs.Construct, service, description string, config *Config) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(service+"-"+config.Stage), &awscdk.StackProps{
		Description:           &description,
		TerminationProtection: jsii.Bool(config.Protect),
	})
	tags := awscdk.Tags_Of(stack)
	tags.Add(jsii.String("stage"), &config.Stage, nil)
	tags.Add(jsii.String("service"), &service, nil)
	return stack
}

// tagAutoDelete tags the function and the role of CDK's auto-delete custom
// resource, which CDK makes as plain resources that Tags does not reach.
func tagAutoDelete(stack awscdk.Stack, config *Config, service string) {
	provider := stack.Node().TryFindChild(jsii.String("Custom::S3AutoDeleteObjectsCustomResourceProvider"))
	if provider == nil {
		return
	}
	for _, child := range []string{"Role", "Handler"} {
		resource := provider.Node().FindChild(&child).(awscdk.CfnResource)
		resource.AddPropertyOverride(jsii.String("Tags"), []map[string]string{
			{"Key": "service", "Value": service},
			{"Key": "stage", "Value": config.Stage},
		})
	}
}

func output(stack awscdk.Stack, id, description string, value *string, export string) {
	props := &awscdk.CfnOutputProps{Description: &description, Value: value}
	if export != "" {
		props.ExportName = &export
	}
	awscdk.NewCfnOutput(stack, &id, props)
}
