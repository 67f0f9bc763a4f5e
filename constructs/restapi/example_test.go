package restapi_test

import (
	"fmt"

	"example.com/alb-lambda/constructs/restapi"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

// An API in front of any function, with a name of its own.
func ExampleNew() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("echo"), nil)
	function := awslambda.NewFunction(stack, jsii.String("Function"), &awslambda.FunctionProps{
		Runtime: awslambda.Runtime_NODEJS_22_X(),
		Handler: jsii.String("index.handler"),
		Code:    awslambda.Code_FromInline(jsii.String("exports.handler = async () => ({ statusCode: 204 })")),
	})
	zone := awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
		HostedZoneId: jsii.String("Z0123456789"), ZoneName: jsii.String("example.com"),
	})
	api := restapi.New(stack, "API", &restapi.Props{
		Function:   function,
		StageName:  "prod",
		Rate:       50,
		AccessLogs: &restapi.AccessLogs{AccountHasRole: true},
		CORS:       &restapi.CORS{Origins: []string{"https://www.example.com"}},
		Domain: &restapi.Domain{
			Name: "api.example.com",
			Certificate: awscertificatemanager.NewCertificate(stack, jsii.String("Certificate"), &awscertificatemanager.CertificateProps{
				DomainName: jsii.String("api.example.com"),
				Validation: awscertificatemanager.CertificateValidation_FromDns(zone),
			}),
			HostedZone: zone,
		},
	})
	fmt.Println(api.URL())
	// Output: https://api.example.com/
}
