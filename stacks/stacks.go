package stacks

import (
	"example.com/alb-lambda/constructs/athenalogs"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/deployment"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
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

// New creates the stacks in scope, which is an App or a Stage. It panics with a *fault.Error when
// config is invalid, and with a *gofunction.BuildError when the function does not compile.
func New(scope constructs.Construct, config Config) *Stacks {
	config.setDefaults()
	faults := fault.New("stacks")
	config.check(faults)
	faults.PanicIfAny()
	for _, name := range deployment.Stacks(config.Stage, config.Monitoring) {
		place.CheckStack(scope, name).PanicIfAny()
	}

	s, created := &Stacks{}, &parts{}
	s.Network = networkStack(scope, &config, created)
	s.EchoAPI = echoAPIStack(scope, &config, created)
	s.ALBLambda = albLambdaStack(scope, &config, created)
	if config.Monitoring {
		s.Monitoring = monitoringStack(scope, &config, created)
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

func networkStack(scope constructs.Construct, config *Config, created *parts) awscdk.Stack {
	stack := newStack(scope, deployment.Network, "VPC and security group of the load balancer", config)
	props := &network.Props{AvailabilityZones: config.AvailabilityZones}
	if config.VPCID != "" {
		props.VPC = awsec2.Vpc_FromLookup(stack, jsii.String("VPC"), &awsec2.VpcLookupOptions{VpcId: &config.VPCID})
	}
	created.network = network.New(stack, "Network", props)
	return stack
}

// echo is the function's main package, seen from the root of the repository, where the toolkit runs
// the app.
const echo = "./lambda/echo"

func echoAPIStack(scope constructs.Construct, config *Config, created *parts) awscdk.Stack {
	const service = deployment.EchoAPI
	stack := newStack(scope, service, "Echo function behind API Gateway", config)
	function := gofunction.New(stack, "Echo", &gofunction.Props{
		Package:      echo,
		Architecture: config.Architecture,
		Description:  "Responds to each request with the event it received",

		ReservedConcurrency: config.ReservedConcurrency,
	})
	api := restapi.New(stack, "EchoAPI", &restapi.Props{
		Function:  function.Function(),
		StageName: config.Stage,
		Domain:    apiDomain(stack, config),
		WebACLARN: config.WebACLARN,
	})
	output(stack, deployment.APIURL, "The echo behind API Gateway", api.URL(), "")
	output(stack, deployment.EchoLambdaFunction, "ARN of the echo function", *function.LambdaFunction().FunctionArn(),
		service.Export(config.Stage, deployment.EchoLambdaFunction))
	created.function, created.api = function, api
	return stack
}

func albLambdaStack(scope constructs.Construct, config *Config, created *parts) awscdk.Stack {
	const service = deployment.ALBLambda
	stack := newStack(scope, service, "Load balancer in front of the echo function", config)
	bucket := logbucket.New(stack, "Logs", &logbucket.Props{Retain: config.Protect})
	tagAutoDelete(stack, config, service)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC:                created.network.VPC(),
		SecurityGroup:      created.network.SecurityGroup(),
		HTTPS:              https(stack, config),
		WebACLARN:          config.WebACLARN,
		DeletionProtection: config.Protect,
		// Browsers speak HTTP/2 over HTTPS only, and the listener here is HTTP: the echo shows
		// HTTP/1.1 through both front ends.
		DisableHTTP2: true,
		Logs:         &lambdaalb.Logs{Bucket: bucket.Bucket()},
	})
	route := edge.Mount("/echo", &lambdaalb.MountProps{Function: created.function.Function(), Priority: 1})
	output(stack, deployment.LoadBalancerDNSName, "Name of the load balancer", edge.DNSName(),
		service.Export(config.Stage, deployment.LoadBalancerDNSName))
	output(stack, deployment.EchoURL, "The echo behind the load balancer", endpoint(edge, config)+"/echo", "")
	created.edge, created.route, created.logs = edge, route, bucket
	return stack
}

// monitoringStack depends on the others, so that it is created last and destroyed first.
func monitoringStack(scope constructs.Construct, config *Config, created *parts) awscdk.Stack {
	stack := newStack(scope, deployment.Monitoring, "Dashboard, alarms and access log queries of both front ends", config)
	m := monitoring.New(stack, "Monitoring", &monitoring.Props{
		LoadBalancer: created.edge.ApplicationLoadBalancer(),
		TargetGroups: created.route.TargetGroups(),
		API:          created.api.API(),
		APIStage:     config.Stage,
		Functions:    []awslambda.IFunction{created.function.Function()},
		Email:        config.AlarmEmail,
	})
	logs := athenalogs.New(stack, "AccessLogs", &athenalogs.Props{Bucket: created.logs.Bucket()})
	output(stack, deployment.Dashboard, "Name of the CloudWatch dashboard", *m.Dashboard().DashboardName(), "")
	output(stack, deployment.AccessLogWorkgroup, "Athena workgroup and database of the access logs", *logs.Workgroup().Ref(), "")
	return stack
}
