// Package stacks composes the constructs to the application: the stacks
// network-<stage>, echo-api-<stage> and alb-lambda-<stage>, and where it is
// asked for monitoring-<stage>.
//
// The ids of the constructs are a contract: resources are replaced when they
// change.
package stacks

import (
	"example.com/alb-lambda/constructs/athenalogs"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Stacks of one stage.
type Stacks struct {
	// Network, EchoAPI and ALBLambda are always there.
	Network, EchoAPI, ALBLambda awscdk.Stack
	// Monitoring is nil unless Config.Monitoring is set.
	Monitoring awscdk.Stack
}

// New makes the stacks in scope, which is an App or a Stage. It panics
// with a *fault.Error when config is refused, and with a
// *gofunction.BuildError when the function does not compile.
func New(scope constructs.Construct, config Config) *Stacks {
	config.setDefaults()
	faults := fault.New("context")
	config.check(faults)
	faults.PanicIfAny()

	s, made := &Stacks{}, &parts{}
	s.Network = networkStack(scope, &config, made)
	s.EchoAPI = echoAPIStack(scope, &config, made)
	s.ALBLambda = albLambdaStack(scope, &config, made)
	if config.Monitoring {
		s.Monitoring = monitoringStack(scope, &config, made)
	}
	return s
}

// parts of the application that a later stack builds on.
type parts struct {
	network  *network.Network
	function *gofunction.Function
	api      *restapi.API
	edge     *lambdaalb.ALB
	route    *lambdaalb.Route
	logs     *logbucket.Bucket
}

func networkStack(scope constructs.Construct, config *Config, made *parts) awscdk.Stack {
	stack := newStack(scope, "network", "VPC and security group of the load balancer", config)
	made.network = network.New(stack, "Network", nil)
	return stack
}

// Prebuild begins to build the function for an app that is going to be
// synthesized to outdir: see [gofunction.Prebuild].
func Prebuild(outdir string, config Config) {
	config.setDefaults()
	gofunction.Prebuild(outdir, config.function())
}

// function is the echo.
func (c *Config) function() gofunction.Props {
	return gofunction.Props{
		Package:      "./lambda/echo",
		Architecture: c.Architecture,
		Description:  "Answers each request with the event it received",
	}
}

func echoAPIStack(scope constructs.Construct, config *Config, made *parts) awscdk.Stack {
	const service = "echo-api"
	stack := newStack(scope, service, "Echo function behind API Gateway", config)
	props := config.function()
	function := gofunction.New(stack, "Echo", &props)
	api := restapi.New(stack, "EchoAPI", &restapi.Props{
		Function:  function.Function(),
		StageName: config.Stage,
	})
	output(stack, "APIURL", "The echo behind API Gateway", api.URL(), "")
	output(stack, "EchoLambdaFunction", "ARN of the echo function", function.LambdaFunction().FunctionArn(),
		service+"-"+config.Stage+"-EchoLambdaFunction")
	made.function, made.api = function, api
	return stack
}

func albLambdaStack(scope constructs.Construct, config *Config, made *parts) awscdk.Stack {
	const service = "alb-lambda"
	stack := newStack(scope, service, "Load balancer in front of the echo function", config)
	bucket := logbucket.New(stack, "Logs", &logbucket.Props{Retain: config.Protect})
	tagAutoDelete(stack, config, service)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC:                made.network.VPC(),
		SecurityGroup:      made.network.SecurityGroup(),
		DeletionProtection: config.Protect,
		// Browsers speak HTTP/2 over HTTPS only, and the listener here is HTTP: the echo shows
		// HTTP/1.1 through both front ends.
		DisableHTTP2: true,
		Logs:         &lambdaalb.Logs{Bucket: bucket.Bucket()},
	})
	route := edge.Mount("/echo", &lambdaalb.MountProps{Function: made.function.Function(), Priority: 1})
	output(stack, "LoadBalancerDNSName", "Name of the load balancer", jsii.String(edge.DNSName()),
		service+"-"+config.Stage+"-LoadBalancerDNSName")
	output(stack, "EchoURL", "The echo behind the load balancer", jsii.Sprintf("http://%s/echo", edge.DNSName()), "")
	made.edge, made.route, made.logs = edge, route, bucket
	return stack
}

// monitoringStack depends on the others, so that it is made last and destroyed
// first.
func monitoringStack(scope constructs.Construct, config *Config, made *parts) awscdk.Stack {
	const service = "monitoring"
	stack := newStack(scope, service, "Dashboard, alarms and access log queries of both front doors", config)
	m := monitoring.New(stack, "Monitoring", &monitoring.Props{
		LoadBalancer: made.edge.ApplicationLoadBalancer(),
		TargetGroups: made.route.TargetGroups(),
		API:          made.api.API(),
		APIStage:     config.Stage,
		Functions:    []awslambda.IFunction{made.function.Function()},
		Email:        config.AlarmEmail,
	})
	logs := athenalogs.New(stack, "AccessLogs", &athenalogs.Props{Bucket: made.logs.Bucket()})
	output(stack, "Dashboard", "Name of the CloudWatch dashboard", m.Dashboard().DashboardName(), "")
	output(stack, "AccessLogWorkgroup", "Athena workgroup and database of the access logs", logs.Workgroup().Ref(), "")
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
