package lambdaalb_test

import (
	"errors"
	"fmt"
	"time"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

// A name in a hosted zone: the load balancer gets a certificate for it, its records, and a listener for
// HTTPS, to which the one for HTTP redirects.
func ExampleProps() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	zone := awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
		HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"),
		ZoneName:     jsii.String("example.com"),
	})
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC:   newVPC(stack),
		HTTPS: &lambdaalb.HTTPS{Domain: &lambdaalb.Domain{Name: "shop.example.com", HostedZone: zone}},
	})
	edge.Mount("/", &lambdaalb.MountProps{Function: newFunction(stack, "Shop")})

	show(stack, "AWS::Route53::RecordSet", "Type")
	show(stack, "AWS::CertificateManager::Certificate", "DomainName")
	show(stack, "AWS::ElasticLoadBalancingV2::Listener", "Port")
	// Output:
	// "AAAA"
	// "A"
	// "shop.example.com"
	// 80
	// 443
}

// Logs of all three kinds go to a bucket that only the load balancers of the account may write to.
func ExampleLogs() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	bucket := logbucket.New(stack, "Logs", &logbucket.Props{Retain: true})
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC:  newVPC(stack),
		Logs: &lambdaalb.Logs{Bucket: bucket.Bucket(), ConnectionLogs: true, HealthCheckLogs: true},
	})

	show(stack, "AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerAttributes")
	// Output:
	// {"Key":"deletion_protection.enabled","Value":"false"}
	// {"Key":"routing.http2.enabled","Value":"true"}
	// {"Key":"routing.http.drop_invalid_header_fields.enabled","Value":"true"}
	// {"Key":"access_logs.s3.enabled","Value":"true"}
	// {"Key":"access_logs.s3.bucket","Value":{"Ref":"LogsBucket5C52C3D2"}}
	// {"Key":"access_logs.s3.prefix","Value":"alb"}
	// {"Key":"connection_logs.s3.enabled","Value":"true"}
	// {"Key":"connection_logs.s3.bucket","Value":{"Ref":"LogsBucket5C52C3D2"}}
	// {"Key":"connection_logs.s3.prefix","Value":"alb-connections"}
	// {"Key":"health_check_logs.s3.enabled","Value":"true"}
	// {"Key":"health_check_logs.s3.bucket","Value":{"Ref":"LogsBucket5C52C3D2"}}
	// {"Key":"health_check_logs.s3.prefix","Value":"alb-health-checks"}
}

// Only clients with a token of the issuer get through. HTTPS is needed for it.
func ExampleAuthenticate() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	certificate := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"),
		jsii.String("arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"))
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC:   newVPC(stack),
		HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}},
	})
	edge.Mount("/admin", &lambdaalb.MountProps{
		Function: newFunction(stack, "Admin"),
		Authenticate: &lambdaalb.Authenticate{JWT: &elb.AuthenticateJwtOptions{
			Issuer:       jsii.String("https://id.example.com/"),
			JwksEndpoint: jsii.String("https://id.example.com/.well-known/jwks.json"),
		}},
	})

	show(stack, "AWS::ElasticLoadBalancingV2::ListenerRule", "Actions")
	// Output:
	// {"JwtValidationConfig":{"Issuer":"https://id.example.com/","JwksEndpoint":"https://id.example.com/.well-known/jwks.json"},"Order":1,"Type":"jwt-validation"}
	// {"Order":2,"TargetGroupArn":{"Ref":"EdgeMountadminTargetGroup4308197D"},"Type":"forward"}
}

// All validation errors are reported at once, before anything is created.
func ExampleProps_rejected() {
	defer func() {
		var refused *fault.Error
		if err, ok := recover().(error); ok && errors.As(err, &refused) {
			fmt.Println(refused)
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
