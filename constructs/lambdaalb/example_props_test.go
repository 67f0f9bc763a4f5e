package lambdaalb_test

import (
	"errors"
	"fmt"
	"time"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

// A name in a hosted zone: the load balancer gets a certificate for it, its records, and a listener
// for HTTPS, to which the one for HTTP redirects.
func ExampleProps() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	zone := awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
		HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"),
		ZoneName:     jsii.String("example.com"),
	})
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC:   awsec2.NewVpc(stack, jsii.String("VPC"), nil),
		HTTPS: &lambdaalb.HTTPS{Domain: &lambdaalb.Domain{Name: "shop.example.com", HostedZone: zone}},
	})
	shop := awslambda.Function_FromFunctionArn(stack, jsii.String("Shop"),
		jsii.String("arn:aws:lambda:eu-west-1:123456789012:function:shop"))
	edge.Mount("/", &lambdaalb.MountProps{Function: shop})

	template := assertions.Template_FromStack(stack, nil)
	template.HasResourceProperties(jsii.String("AWS::CertificateManager::Certificate"), map[string]any{"DomainName": "shop.example.com"})
	template.HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::Listener"), map[string]any{"Port": 443})
	template.ResourceCountIs(jsii.String("AWS::Route53::RecordSet"), jsii.Number(2)) // A and AAAA
	// Output:
}

// Logs of all three kinds go to a bucket that only the load balancers of the account may write to.
func ExampleLogs() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	bucket := logbucket.New(stack, "Logs", &logbucket.Props{Retain: true})
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC:  awsec2.NewVpc(stack, jsii.String("VPC"), nil),
		Logs: &lambdaalb.Logs{Bucket: bucket.Bucket(), ConnectionLogs: true, HealthCheckLogs: true},
	})

	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::LoadBalancer"), map[string]any{
		"LoadBalancerAttributes": assertions.Match_ArrayWith(&[]any{
			map[string]any{"Key": "access_logs.s3.prefix", "Value": "alb"},
			map[string]any{"Key": "connection_logs.s3.prefix", "Value": "alb-connections"},
			map[string]any{"Key": "health_check_logs.s3.prefix", "Value": "alb-health-checks"},
		}),
	})
	// Output:
}

// Only clients with a token of the issuer get through. HTTPS is needed for it.
func ExampleAuthenticate() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	certificate := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"),
		jsii.String("arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"))
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC:   awsec2.NewVpc(stack, jsii.String("VPC"), nil),
		HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}},
	})
	admin := awslambda.Function_FromFunctionArn(stack, jsii.String("Admin"),
		jsii.String("arn:aws:lambda:eu-west-1:123456789012:function:admin"))
	edge.Mount("/admin", &lambdaalb.MountProps{
		Function: admin,
		Authenticate: &lambdaalb.Authenticate{JWT: &elb.AuthenticateJwtOptions{
			Issuer:       jsii.String("https://id.example.com/"),
			JwksEndpoint: jsii.String("https://id.example.com/.well-known/jwks.json"),
		}},
	})

	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::ListenerRule"), map[string]any{
		"Actions": []any{
			map[string]any{"Type": "jwt-validation", "Order": 1, "JwtValidationConfig": map[string]any{
				"Issuer": "https://id.example.com/", "JwksEndpoint": "https://id.example.com/.well-known/jwks.json",
			}},
			map[string]any{"Type": "forward", "Order": 2, "TargetGroupArn": assertions.Match_AnyValue()},
		},
	})
	// Output:
}

// All validation errors are reported at once, before anything is created.
func ExampleProps_rejected() {
	defer func() {
		var rejected *fault.Error
		if err, ok := recover().(error); ok && errors.As(err, &rejected) {
			fmt.Println(rejected)
		}
	}()
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		HTTPPort:    100000,
		IdleTimeout: 5000 * time.Second,
	})
	// Output:
	// shop/Edge: VPC: it is nil; give the VPC that the load balancer is in, or an existing LoadBalancer
	// shop/Edge: HTTPPort: 100000 is outside 1..65535; leave it out for 80
	// shop/Edge: IdleTimeout: 1h23m20s is outside 1s..1h6m40s; leave it out for 60s
}
