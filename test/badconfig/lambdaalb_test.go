package badconfig

import (
	"strings"
	"time"

	"example.com/alb-lambda/constructs/lambdaalb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
)

func newBalancer(props lambdaalb.Props) func(*site) {
	return func(s *site) { lambdaalb.New(s.stack, "ALB", &props) }
}

// answer is an action of the balancer itself.
var answer = &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{}}

// lambdaalbRefusals are what a program may get wrong about a balancer.
var lambdaalbRefusals = []refusal{
	{name: "no VPC", make: newBalancer(lambdaalb.Props{}), want: []string{"test/ALB: VPC: it is nil; "}},
	{name: "nil props", make: func(s *site) { lambdaalb.New(s.stack, "ALB", nil) }, want: []string{"test/ALB: VPC: it is nil; "}},
	{name: "port", make: newBalancer(lambdaalb.Props{VPC: someVPC{}, HTTPPort: 65536}), want: []string{"test/ALB: HTTPPort: 65536 is outside 1..65535; "}},
	{name: "HTTPS without a certificate", make: newBalancer(lambdaalb.Props{VPC: someVPC{}, HTTPS: &lambdaalb.HTTPS{}}), want: []string{"test/ALB: HTTPS: it has no certificate; "}},
	{name: "a nil certificate on HTTP's port", make: newBalancer(lambdaalb.Props{VPC: someVPC{}, HTTPS: &lambdaalb.HTTPS{Port: 80, Certificates: []awscertificatemanager.ICertificate{nil}}}), want: []string{
		"test/ALB: HTTPS.Certificates[0]: it is nil; ", "test/ALB: HTTPS.Port: 80 is the port of HTTP too; "}},
	{name: "a domain without a zone", make: newBalancer(lambdaalb.Props{VPC: someVPC{}, HTTPS: &lambdaalb.HTTPS{Domain: &lambdaalb.Domain{Name: "*.example.com"}}}), want: []string{
		`test/ALB: HTTPS.Domain.Name: "*.example.com" is not a host name; `, "test/ALB: HTTPS.Domain.HostedZone: it is nil; "}},
	{name: "seconds and capacity", make: newBalancer(lambdaalb.Props{VPC: someVPC{}, IdleTimeout: 4001 * time.Second, ClientKeepAlive: 59 * time.Second, MinimumCapacityUnits: 99}), want: []string{
		"test/ALB: IdleTimeout: 1h6m41s is outside 1s..1h6m40s; ", "test/ALB: ClientKeepAlive: 59s is outside 1m..168h; ", "test/ALB: MinimumCapacityUnits: 99 is outside 100..1000000; "}},
	{name: "modes", make: newBalancer(lambdaalb.Props{VPC: someVPC{}, DesyncMitigation: elb.DesyncMitigationMode("LAX"), XForwardedFor: elb.XffHeaderProcessingMode("DROP")}), want: []string{
		`test/ALB: DesyncMitigation: "LAX" is unknown; `, `test/ALB: XForwardedFor: "DROP" is unknown; `}},
	{name: "attributes", make: newBalancer(lambdaalb.Props{VPC: someVPC{}, Attributes: map[string]string{"idle": "1"}}), want: []string{"test/ALB: Attributes[idle]: an Application Load Balancer has no such attribute; "}},
	{name: "web ACL of CloudFront", make: newBalancer(lambdaalb.Props{VPC: someVPC{}, WebACLARN: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b"}), want: []string{
		`test/ALB: WebACLARN: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b" is not the ARN of a regional web ACL; `}},
	{name: "logs without a bucket", make: newBalancer(lambdaalb.Props{VPC: someVPC{}, Logs: &lambdaalb.Logs{Prefix: "alb/", DisableAccessLogs: true}}), want: []string{
		"test/ALB: Logs.Bucket: it is nil; ", `test/ALB: Logs.Prefix: "alb/" begins or ends with a slash; `, "test/ALB: Logs.DisableAccessLogs: no kind of log is left; "}},
	{name: "logs below AWSLogs", make: newBalancer(lambdaalb.Props{VPC: someVPC{}, Logs: &lambdaalb.Logs{Prefix: "AWSLogs"}}), want: []string{
		"test/ALB: Logs.Bucket: it is nil; ", `test/ALB: Logs.Prefix: "AWSLogs" contains AWSLogs, which AWS adds itself; `}},
	{name: "default is a redirect to itself", make: newBalancer(lambdaalb.Props{VPC: someVPC{}, Default: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{}}}), want: []string{"test/ALB: Default.Redirect: it sends the client back to the same address; "}},
	{name: "default is a long picture", make: newBalancer(lambdaalb.Props{VPC: someVPC{}, Default: &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 302, ContentType: "image/png", Body: strings.Repeat("x", 1025)}}}), want: []string{
		"test/ALB: Default.FixedResponse.Status: 302 is not of class 2xx, 4xx or 5xx; ", `test/ALB: Default.FixedResponse.ContentType: "image/png" is unknown; `, "test/ALB: Default.FixedResponse.Body: 1025 bytes are over the limit of 1024; "}},
	{name: "a listener that is none", make: func(s *site) {
		lambdaalb.FromListener(s.stack, "Other", &lambdaalb.FromListenerProps{})
	}, want: []string{"test/Other: Listener: it is not exactly one of Listener and ARN; "}},
}
