package lambdaalb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Accounts and regions. Here is where most stacks are.
const (
	ours, theirs = "111122223333", "444455556666"
	here, there  = "eu-west-1", "us-east-1"
)

func stackIn(app awscdk.App, id, account, region string) awscdk.Stack {
	return awscdk.NewStack(app, &id, &awscdk.StackProps{Env: &awscdk.Environment{Account: &account, Region: &region}})
}

// vpcIn has two zones of the region of a stack, by name.
func vpcIn(stack awscdk.Stack) awsec2.IVpc {
	return awsec2.NewVpc(stack, jsii.String("VPC"), &awsec2.VpcProps{
		AvailabilityZones: jsii.Strings(*stack.Region()+"a", *stack.Region()+"b"), NatGateways: jsii.Number(0),
	})
}

func elbARN(region, account, resource string) string {
	return fmt.Sprintf("arn:aws:elasticloadbalancing:%s:%s:%s", region, account, resource)
}

// Whatever is known to be in another account or region is rejected, before anything is created.
func TestAccountsAndRegionsAreCompared(t *testing.T) {
	app := cdktest.App(t)
	stack, agnostic := stackIn(app, "here", ours, here), awscdk.NewStack(app, jsii.String("agnostic"), nil)
	elsewhere := stackIn(app, "there", ours, there)
	vpc, openVPC := vpcIn(stack), cdktest.VPC(agnostic)
	certificate := func(scope constructs.Construct, id, arn string) *lambdaalb.HTTPS {
		return &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{awscertificatemanager.Certificate_FromCertificateArn(scope, &id, &arn)}}
	}
	acm := func(region, account string) string {
		return fmt.Sprintf("arn:aws:acm:%s:%s:certificate/c", region, account)
	}
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
	agnosticEdge := lambdaalb.New(agnostic, "Edge", &lambdaalb.Props{VPC: openVPC})
	made := awscertificatemanager.NewCertificate(elsewhere, jsii.String("C"), &awscertificatemanager.CertificateProps{DomainName: jsii.String("example.com")})
	group := elb.ApplicationTargetGroup_FromTargetGroupAttributes(stack, jsii.String("Group"), &elb.TargetGroupAttributes{TargetGroupArn: jsii.String(elbARN(there, ours, "targetgroup/a/b"))})
	given := func(scope constructs.Construct, id, region string) elb.IApplicationLoadBalancer {
		return elb.ApplicationLoadBalancer_FromApplicationLoadBalancerAttributes(scope, &id, &elb.ApplicationLoadBalancerAttributes{
			LoadBalancerArn: jsii.String(elbARN(region, ours, "loadbalancer/app/a/b")), SecurityGroupId: jsii.String("sg-1")})
	}
	from := func(scope constructs.Construct, id, arn string) func() {
		return func() { lambdaalb.FromListener(scope, id, &lambdaalb.FromListenerProps{ARN: arn}) }
	}
	other := lambdaalb.FromListener(elsewhere, "Other", &lambdaalb.FromListenerProps{ARN: elbARN(there, ours, "listener/app/x/y/z")})
	create := func(props lambdaalb.Props) func() { return func() { lambdaalb.New(stack, "A", &props) } }
	listen := func(on *lambdaalb.ALB, id string, https *lambdaalb.HTTPS) func() {
		return func() { on.AddListener(id, &lambdaalb.ListenerProps{HTTPS: https}) }
	}
	for i, c := range []struct {
		name  string
		build func()
		want  string // the field, empty where it is accepted
	}{
		{"a certificate of another region", create(lambdaalb.Props{VPC: vpc, HTTPS: certificate(stack, "C1", acm(there, ours))}), "HTTPS.Certificates[0]"},
		{"a certificate of another account", listen(edge, "A", certificate(stack, "C2", acm(here, theirs))), "HTTPS.Certificates[0]"},
		{"a certificate of another stack's region", listen(edge, "A", &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{made}}), "HTTPS.Certificates[0]"},
		{"a certificate of IAM", listen(edge, "IAM", certificate(stack, "C3", "arn:aws:iam::"+ours+":server-certificate/c")), ""},
		{"a certificate of any region, in a stack of none", listen(agnosticEdge, "Any", certificate(agnostic, "C4", acm(there, theirs))), ""},
		{"a web ACL of another region", create(lambdaalb.Props{VPC: vpc, WebACLARN: "arn:aws:wafv2:us-east-1:" + ours + ":regional/webacl/a/b"}), "WebACLARN"},
		{"a group of another region", func() {
			edge.Mount("/g", &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{{Group: group}}}})
		}, `route "/g".Targets[0].Group`},
		{"a load balancer of another region", create(lambdaalb.Props{LoadBalancer: given(stack, "LB1", there)}), "LoadBalancer"},
		{"a load balancer of this region", func() { lambdaalb.New(stack, "Given", &lambdaalb.Props{LoadBalancer: given(stack, "LB2", here)}) }, ""},

		{"a route in a stack of another region", func() { edge.WithScope(elsewhere) }, "WithScope"},
		{"a route in a stack of no region", func() { edge.WithScope(agnostic) }, ""},
		{"a route of a stack of no region", func() { agnosticEdge.WithScope(elsewhere) }, ""},
		{"a route on a listener that was given elsewhere", func() { other.WithScope(stack) }, "WithScope"},

		{"the ARN of a load balancer", from(stack, "L1", elbARN(here, ours, "loadbalancer/app/a/b")), "ARN"},
		{"a listener of a Network Load Balancer", from(stack, "L2", elbARN(here, ours, "listener/net/a/b/c")), "ARN"},
		{"the ARN of a rule", from(stack, "L3", elbARN(here, ours, "listener-rule/app/a/b/c/d")), "ARN"},
		{"no ARN", from(stack, "L4", "listener"), "ARN"},
		{"a listener of another region", from(stack, "L5", elbARN(there, ours, "listener/app/a/b/c")), "ARN"},
		{"a listener of another account", from(stack, "L6", elbARN(here, theirs, "listener/app/a/b/c")), "ARN"},
		{"a listener", from(stack, "L7", elbARN(here, ours, "listener/app/a/b/c")), ""},
		{"a listener in another partition", from(agnostic, "L8", "arn:aws-us-gov:elasticloadbalancing:us-gov-west-1:"+ours+":listener/app/a/b/c"), ""},
		{"a listener of any region, in a stack of none", from(agnostic, "L9", elbARN(there, theirs, "listener/app/d/e/f")), ""},
		{"a listener that a parameter names", from(stack, "L10", *awscdk.NewCfnParameter(stack, jsii.String("P"), nil).ValueAsString()), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := cdktest.Paths(app)
			err := panicOf(c.build)
			switch {
			case c.want == "" && err != nil:
				t.Errorf("case %d is rejected: %v", i, err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), ": "+c.want+": ")):
				t.Errorf("case %d: %v, want one of %s", i, err, c.want)
			case c.want != "" && !slices.Equal(cdktest.Paths(app), before):
				t.Errorf("case %d left something in the tree", i)
			}
		})
	}
}

// The policy of a bucket of another account lets the load balancer's account in, and no other.
func TestLogsToAnotherAccount(t *testing.T) {
	app := cdktest.App(t)
	logs, web, third := stackIn(app, "logs", theirs, here), stackIn(app, "web", ours, here), stackIn(app, "third", "777788889999", here)
	bucket := awss3.NewBucket(logs, jsii.String("Bucket"), &awss3.BucketProps{BucketName: jsii.String("central-alb-logs")})
	for _, stack := range []awscdk.Stack{web, third} {
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpcIn(stack), Logs: &lambdaalb.Logs{Bucket: bucket, ConnectionLogs: true, HealthCheckLogs: true}})
	}
	policy := cdktest.Synth(t, logs).One("AWS::S3::BucketPolicy")
	statements := policy.Properties["PolicyDocument"].(map[string]any)["Statement"].([]any)
	text := cdktest.JSON(statements)
	for _, account := range []string{ours, "777788889999"} {
		for _, prefix := range []string{"alb", "alb-connections", "alb-health-checks"} {
			if !strings.Contains(text, "/"+prefix+"/AWSLogs/"+account+"/*") {
				t.Errorf("%s of %s is not in %s", prefix, account, text)
			}
		}
	}
	if strings.Contains(text, "AWSLogs/"+theirs) {
		t.Errorf("the bucket's own account is in %s", text)
	}
	sids := map[any]bool{}
	for _, s := range statements {
		sids[s.(map[string]any)["Sid"]] = true
	}
	if len(sids) != 6 {
		t.Errorf("%d statement ids, want 6: %v", len(sids), sids)
	}
}

func TestLogsToAnotherRegion(t *testing.T) {
	app := cdktest.App(t)
	web, logs := stackIn(app, "web", ours, here), stackIn(app, "logs", ours, there)
	bucket := awss3.NewBucket(logs, jsii.String("Bucket"), &awss3.BucketProps{BucketName: jsii.String("logs")})
	imported := awss3.Bucket_FromBucketAttributes(web, jsii.String("Imported"), &awss3.BucketAttributes{BucketName: jsii.String("logs"), Region: jsii.String(there)})
	vpc := vpcIn(web)
	for _, logs := range []*lambdaalb.Logs{{Bucket: bucket}, {Bucket: imported, SkipBucketPolicy: true}} {
		err := panicOf(func() { lambdaalb.New(web, "Edge", &lambdaalb.Props{VPC: vpc, Logs: logs}) })
		if err == nil || !strings.Contains(err.Error(), "web/Edge: Logs.Bucket: it is in region us-east-1, and the load balancer in eu-west-1") {
			t.Errorf("got %v", err)
		}
	}
}

// In China Elastic Load Balancing writes with an account of its own.
func TestLogsInChina(t *testing.T) {
	for region, principal := range map[string]string{
		"cn-north-1":     `{"AWS":"arn:aws-cn:iam::638102146993:root"}`,
		"cn-northwest-1": `{"AWS":"arn:aws-cn:iam::037604701340:root"}`,
		"us-gov-west-1":  `{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"}`,
		here:             `{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"}`,
	} {
		stack := stackIn(cdktest.App(t), "web", ours, region)
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpcIn(stack), Logs: &lambdaalb.Logs{Bucket: awss3.NewBucket(stack, jsii.String("Logs"), nil)}})
		policy := cdktest.Synth(t, stack).One("AWS::S3::BucketPolicy")
		if got := cdktest.JSON(policy.Properties["PolicyDocument"]); !strings.Contains(got, `"Principal":`+principal) {
			t.Errorf("%s: %s", region, got)
		}
		// An ARN of another partition would be rejected.
		if got := cdktest.JSON(policy.Properties); strings.Contains(got, "arn:aws:") {
			t.Errorf("%s: %s", region, got)
		}
	}
}
