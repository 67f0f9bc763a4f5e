package cdktest_test

import (
	"testing"
	"time"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) { cdktest.Main(m, cdktest.Validated) }

func TestCDKValidatesEveryChoice(t *testing.T) {
	stack := cdktest.Stack(t)
	net := network.New(stack, "Network", &network.Props{
		Zones: 3, DualStack: true, FlowLogs: &network.FlowLogs{EachMinute: true}, RestrictDefaultSecurityGroup: true,
	})
	function := gofunction.New(stack, "Function", &gofunction.Props{
		Package: "example.com/alb-lambda/constructs/gofunction/testdata/hello", Dir: "../..",
		Description: "All choices", EphemeralStorageMB: 1024, Environment: map[string]string{"LEVEL": "debug"},
		ReservedConcurrency: new(int), Tracing: true, Alias: "live", RetainVersions: true,
	})
	logs := logbucket.New(stack, "Logs", &logbucket.Props{
		ExpirationDays: 365, InfrequentAccessDays: 30, GlacierDays: 90, Versioned: true,
		ServerAccessLogs:       awss3.NewBucket(stack, jsii.String("Audit"), nil),
		ServerAccessLogsPrefix: "logs/",
	})
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: net.VPC(), SecurityGroup: net.SecurityGroup(), DualStack: true,
		Logs: &lambdaalb.Logs{Bucket: logs.Bucket(), ConnectionLogs: true, HealthCheckLogs: true}}).
		Mount("/v1", &lambdaalb.MountProps{Function: function.Function(), StripPrefix: true})
	zone := awsroute53.NewPublicHostedZone(stack, jsii.String("Zone"), &awsroute53.PublicHostedZoneProps{ZoneName: jsii.String("example.com")})
	restapi.New(stack, "Public", &restapi.Props{
		Function: function.Function(), Description: "All choices", DualStack: true, BinaryMediaTypes: []string{"*/*"},
		Tracing: true, AllowTestInvoke: true,
		AccessLogs: &restapi.AccessLogs{CloudWatchRole: true},
		CORS:       &restapi.CORS{Origins: []string{"https://a.example.com", "https://b.example.com"}, Credentials: true, MaxAge: time.Minute},
		Domain: &restapi.Domain{
			Name: "api.example.com", HostedZone: zone, BasePath: "v1", DisableDefaultEndpoint: true,
			Certificate: awscertificatemanager.NewCertificate(stack, jsii.String("Certificate"), &awscertificatemanager.CertificateProps{
				DomainName: jsii.String("api.example.com"),
				Validation: awscertificatemanager.CertificateValidation_FromDns(zone),
			}),
		},
	})
	endpoint := awsec2.NewInterfaceVpcEndpoint(stack, jsii.String("Endpoint"), &awsec2.InterfaceVpcEndpointProps{
		Vpc:     net.VPC(),
		Service: awsec2.InterfaceVpcEndpointAwsService_APIGATEWAY(),
		Subnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC},
	})
	restapi.New(stack, "Private", &restapi.Props{
		Function: function.Function(), Endpoint: restapi.Private, VPCEndpoints: []awsec2.IVpcEndpoint{endpoint},
	})
	cdktest.Synth(t, stack).Count("AWS::ApiGateway::RestApi", 2)
}

// Without this, the test above could pass because nothing is validated.
func TestCDKRejectsWhatIsWrong(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("CDK synthesized a bucket with a property that no bucket has")
		}
	}()
	stack := cdktest.Stack(t)
	awscdk.NewCfnResource(stack, jsii.String("Wrong"), &awscdk.CfnResourceProps{
		Type:       jsii.String("AWS::S3::Bucket"),
		Properties: &map[string]any{"NoSuchProperty": 1},
	})
	cdktest.Synth(t, stack)
}
