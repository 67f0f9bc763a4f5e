package restapi_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

const certificateARN = "arn:aws:acm:us-east-1:111122223333:certificate/c"

func certificate(scope constructs.Construct) awscertificatemanager.ICertificate {
	return awscertificatemanager.Certificate_FromCertificateArn(scope, jsii.String("Certificate"), jsii.String(certificateARN))
}

func zone(scope constructs.Construct) awsroute53.IHostedZone {
	return awsroute53.HostedZone_FromHostedZoneAttributes(scope, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
		HostedZoneId: jsii.String("Z1"), ZoneName: jsii.String("example.com"),
	})
}

func TestDomain(t *testing.T) {
	for _, c := range []struct {
		endpoint                    restapi.Endpoint
		certificate, target, zoneID string
	}{
		{restapi.Regional, "RegionalCertificateArn", "RegionalDomainName", "RegionalHostedZoneId"},
		{restapi.Edge, "CertificateArn", "DistributionDomainName", "DistributionHostedZoneId"},
	} {
		stack := cdktest.Stack(t)
		api := restapi.New(stack, "API", &restapi.Props{Function: function(stack), Endpoint: c.endpoint, Domain: &restapi.Domain{
			Name: "api.example.com", Certificate: certificate(stack), HostedZone: zone(stack),
		}})
		if url := api.URL(); url != "https://api.example.com/" {
			t.Errorf("URL %s", url)
		}
		template := cdktest.Synth(t, stack)
		template.Has("AWS::ApiGateway::DomainName", fmt.Sprintf(`{"DomainName": "api.example.com", %q: %q,
			"SecurityPolicy": "TLS_1_2", "EndpointConfiguration": {"Types": [%q], "IpAddressType": "dualstack"}}`,
			c.certificate, certificateARN, c.endpoint))
		domain := template.One("AWS::ApiGateway::DomainName").ID
		template.Has("AWS::ApiGateway::BasePathMapping", fmt.Sprintf(`{"DomainName": {"Ref": %q}, "RestApiId": {"Ref": %q}, "Stage": {"Ref": %q}}`,
			domain, template.One("AWS::ApiGateway::RestApi").ID, template.One("AWS::ApiGateway::Stage").ID))
		template.Count("AWS::Route53::RecordSet", 2)
		for _, kind := range []string{"A", "AAAA"} {
			template.Has("AWS::Route53::RecordSet", fmt.Sprintf(`{"Name": "api.example.com", "Type": %q, "HostedZoneId": "Z1",
				"AliasTarget": {"DNSName": {"Fn::GetAtt": [%q, %q]}, "HostedZoneId": {"Fn::GetAtt": [%q, %q]}}}`,
				kind, domain, c.target, domain, c.zoneID))
		}
		template.Has("AWS::ApiGateway::RestApi", `{"DisableExecuteApiEndpoint": false}`)
	}
}

// API Gateway finds a certificate in the stack's account and region alone, or in us-east-1 for an
// edge API.
func TestCertificateIsWhereAPIGatewayLooksForIt(t *testing.T) {
	for _, c := range []struct {
		account, region string // of the stack, "" for unknown
		endpoint        restapi.Endpoint
		arn             string
		want            string
	}{
		{"", "", restapi.Regional, "arn:aws:acm:eu-west-1:111122223333:certificate/c", ""},
		{"111122223333", "eu-west-1", restapi.Regional, "arn:aws:acm:eu-west-1:111122223333:certificate/c", ""},
		{"111122223333", "eu-west-1", restapi.Regional, "arn:aws:acm:us-east-1:111122223333:certificate/c", "it is in region us-east-1, and the stack in eu-west-1"},
		{"111122223333", "eu-west-1", restapi.Regional, "arn:aws:acm:eu-west-1:444455556666:certificate/c", "it is in account 444455556666, and the stack in 111122223333"},
		{"111122223333", "eu-west-1", restapi.Edge, "arn:aws:acm:us-east-1:111122223333:certificate/c", ""},
		{"111122223333", "eu-west-1", restapi.Edge, "arn:aws:acm:eu-west-1:111122223333:certificate/c", "it is in region eu-west-1, and that of an edge API has to be in us-east-1"},
		{"", "", restapi.Edge, "arn:aws:acm:eu-west-1:111122223333:certificate/c", "it is in region eu-west-1, and that of an edge API has to be in us-east-1"},
		{"111122223333", "eu-west-1", restapi.Edge, "${Token[Parameter.7]}", ""},
	} {
		env := &awscdk.Environment{}
		if c.region != "" {
			env.Account, env.Region = &c.account, &c.region
		}
		stack := awscdk.NewStack(cdktest.App(t), jsii.String("test"), &awscdk.StackProps{Env: env})
		arn := c.arn
		if strings.HasPrefix(arn, "${") {
			arn = *awscdk.NewCfnParameter(stack, jsii.String("ARN"), nil).ValueAsString()
		}
		imported := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"), &arn)
		build := func() {
			restapi.New(stack, "API", &restapi.Props{Function: function(stack), Endpoint: c.endpoint, Domain: &restapi.Domain{Name: "api.example.com", Certificate: imported}})
		}
		if c.want == "" {
			build()
		} else if rejected := cdktest.Rejected(t, build); len(rejected) != 1 || rejected[0].Field != "Domain.Certificate" || rejected[0].Problem != c.want {
			t.Errorf("%+v: %v", c, rejected)
		}
	}
}

func TestDomainWithoutAZone(t *testing.T) {
	stack := cdktest.Stack(t)
	api := restapi.New(stack, "API", &restapi.Props{Function: function(stack), Domain: &restapi.Domain{
		Name: "api.example.com", Certificate: certificate(stack), BasePath: "v1", DisableDefaultEndpoint: true,
	}})
	if url := api.URL(); url != "https://api.example.com/v1/" {
		t.Errorf("URL %s", url)
	}
	template := cdktest.Synth(t, stack)
	template.Count("AWS::Route53::RecordSet", 0)
	template.Has("AWS::ApiGateway::BasePathMapping", `{"BasePath": "v1"}`)
	template.Has("AWS::ApiGateway::RestApi", `{"DisableExecuteApiEndpoint": true}`)
}

func TestDomainWithADeepPath(t *testing.T) {
	stack := cdktest.Stack(t)
	restapi.New(stack, "API", &restapi.Props{Function: function(stack), Domain: &restapi.Domain{
		Name: "api.example.com", Certificate: certificate(stack), BasePath: "v1/echo",
	}})
	cdktest.Synth(t, stack).Has("AWS::ApiGatewayV2::ApiMapping", `{"ApiMappingKey": "v1/echo"}`)
}

func TestDomainOfAnotherZone(t *testing.T) {
	stack := cdktest.Stack(t)
	faults := cdktest.Rejected(t, func() {
		restapi.New(stack, "API", &restapi.Props{Function: function(stack), Domain: &restapi.Domain{
			Name: "api.example.net", Certificate: certificate(stack), HostedZone: zone(stack),
		}})
	})
	if len(faults) != 1 || faults[0].Field != "Domain.HostedZone" {
		t.Errorf("faults: %v", faults)
	}
}
