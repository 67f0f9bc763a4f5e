package variant

import (
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/constructs/rollout"
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/jsii-runtime-go"
)

// hardened rolls its function out by CodeDeploy, after a check, and has HTTPS with HTTP redirected
// to it, a web ACL, all kinds of logs, flow logs, tracing, and keeps what it is told to delete.
func hardened(app awscdk.App, config stacks.Config) {
	stack := awscdk.NewStack(app, jsii.String("hardened-"+config.Stage), &awscdk.StackProps{TerminationProtection: jsii.Bool(true)})
	certificate := parameter(stack, "CertificateARN")
	net := network.New(stack, "Network", &network.Props{FlowLogs: &network.FlowLogs{}, RestrictDefaultSecurityGroup: true})
	function := gofunction.New(stack, "Echo", &gofunction.Props{
		Package: "./lambda/echo", Tracing: true, Alias: "live", ReservedConcurrency: new(10),
	})
	rollout.New(stack, "Rollout", &rollout.Props{Function: function, Before: gofunction.New(stack, "Check", &gofunction.Props{
		Package: "./lambda/echo", ReservedConcurrency: new(1),
	}).LambdaFunction()})
	restapi.New(stack, "EchoAPI", &restapi.Props{Function: function.Function(), Tracing: true, AccessLogs: &restapi.AccessLogs{AccountHasRole: true},
		SecurityPolicy: "SecurityPolicy_TLS13_1_3_2025_09", StrictAccess: true})
	logs := logbucket.New(stack, "Logs", &logbucket.Props{Versioned: true, Retain: true})
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC:                net.VPC(),
		SecurityGroup:      net.SecurityGroup(),
		DeletionProtection: true,
		DisableHTTP2:       true,
		WebACLARN:          *parameter(stack, "WebACLARN"),
		Headers: &lambdaalb.Headers{
			HSTS: &lambdaalb.HSTS{IncludeSubdomains: true}, ContentSecurityPolicy: "default-src 'none'", FrameOptions: "DENY", NoSniff: true, HideServer: true,
		},
		Logs: &lambdaalb.Logs{Bucket: logs.Bucket(), ConnectionLogs: true, HealthCheckLogs: true},
		HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{
			awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"), certificate),
		}},
	})
	edge.Mount("/echo", &lambdaalb.MountProps{Function: function.Function()})
}

// dualStack has IPv6 in the network, on the load balancer and on the API.
func dualStack(app awscdk.App, config stacks.Config) {
	stack := awscdk.NewStack(app, jsii.String("dual-stack-"+config.Stage), nil)
	net := network.New(stack, "Network", &network.Props{DualStack: true})
	function := gofunction.New(stack, "Echo", &gofunction.Props{Package: "./lambda/echo"})
	restapi.New(stack, "EchoAPI", &restapi.Props{Function: function.Function(), DualStack: true})
	logs := logbucket.New(stack, "Logs", nil)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC: net.VPC(), SecurityGroup: net.SecurityGroup(), DualStack: true, DisableHTTP2: true, Logs: &lambdaalb.Logs{Bucket: logs.Bucket()},
	})
	edge.Mount("/echo", &lambdaalb.MountProps{Function: function.Function()})
}

// parameter is what only the account knows.
func parameter(stack awscdk.Stack, id string) *string {
	return awscdk.NewCfnParameter(stack, &id, nil).ValueAsString()
}
