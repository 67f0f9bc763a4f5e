package lambdaalb_test

import (
	"fmt"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// What a caller writes who embeds an object of CDK and forgets to create it.
type (
	noFunction    struct{ awslambda.Function }
	noCertificate struct {
		awscertificatemanager.Certificate
	}
	noVPC      struct{ awsec2.Vpc }
	noListener struct{ elb.ApplicationListener }
)

// pool has objects of CDK that know all, and imports that know little.
func pool(stack awscdk.Stack, vpc awsec2.IVpc, edge *lambdaalb.ALB) []any {
	function := cdktest.Function(stack, "F")
	imported := elb.ApplicationLoadBalancer_FromApplicationLoadBalancerAttributes(stack, jsii.String("Imported"), &elb.ApplicationLoadBalancerAttributes{
		LoadBalancerArn: jsii.String(elbARN(here, ours, "loadbalancer/app/a/b")), SecurityGroupId: jsii.String("sg-1")})
	return []any{
		vpc, importedVPC(stack, "Bare", awsec2.VpcAttributes{AvailabilityZones: jsii.Strings("a", "b")}),
		importedVPC(stack, "Public", awsec2.VpcAttributes{AvailabilityZones: jsii.Strings("a", "b"), PublicSubnetIds: jsii.Strings("s-1", "s-2")}),
		anyGroup(stack, "Group"), edge.ApplicationLoadBalancer(), imported,
		edge.Listener().ApplicationListener(), importListener(stack, "Listener", givenListener),
		function, function.AddAlias(jsii.String("live"), nil), function.CurrentVersion(),
		awslambda.Function_FromFunctionName(stack, jsii.String("Named"), jsii.String("named")),
		elb.ApplicationTargetGroup_FromTargetGroupAttributes(stack, jsii.String("TG"), &elb.TargetGroupAttributes{TargetGroupArn: jsii.String(elbARN(here, ours, "targetgroup/a/b"))}),
		awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("C"), jsii.String(certificateARN+"c")),
		noFunction{}, &noCertificate{}, (*noVPC)(nil), noListener{},
		awsroute53.HostedZone_FromHostedZoneId(stack, jsii.String("ByID"), jsii.String("Z1")),
		awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{HostedZoneId: jsii.String("Z1"), ZoneName: jsii.String("example.com")}),
		awss3.NewBucket(stack, jsii.String("Bucket"), nil), awss3.Bucket_FromBucketName(stack, jsii.String("Given"), jsii.String("logs")),
		*awscdk.Aws_REGION(), *awscdk.NewCfnParameter(stack, jsii.String("Parameter"), nil).ValueAsString(), "https://id.example.com/" + *awscdk.Aws_ACCOUNT_ID(),
		awscdk.SecretValue_UnsafePlainText(jsii.String("x")), awscdk.Duration_Days(jsii.Number(3)), awscdk.Duration_Days(jsii.Number(8)),
		func(next elb.ListenerAction) elb.ListenerAction { return next }, func(elb.ListenerAction) elb.ListenerAction { return nil },
	}
}

// Half-filled props end in a construct or in a *fault.Error, and in nothing else. Those that
// nothing is wrong with are created, unless others were the same.
func TestHalfFilledProps(t *testing.T) {
	const draws, groups, enough = 10_000, 50, 150
	stack := cdktest.Stack(t)
	vpc := cdktest.VPC(stack)
	https := func() *lambdaalb.HTTPS {
		return &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{
			awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Own"), jsii.String(certificateARN+"own"))}}
	}
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc, HTTPS: https()})
	d := cdktest.NewDraws(13, pool(stack, vpc, edge)...)
	created, seen := 0, map[string]bool{}
	for i := range draws / groups {
		scope := constructs.NewConstruct(stack, jsii.Sprintf("Draws%d", i))
		view := edge.WithScope(scope)
		for j := range groups {
			id := *jsii.Sprintf("Draw%d", j)
			var build func()
			var drawn any
			within := scope
			switch d.Intn(5) {
			case 0:
				props := lambdaalb.Props{VPC: vpc}
				d.Fill(&props)
				build, drawn = func() { lambdaalb.New(scope, id, &props) }, &props
			case 1:
				props := lambdaalb.ListenerProps{Port: 1024 + i*groups + j}
				d.Fill(&props)
				build, drawn, within = func() { edge.AddListener(*jsii.Sprintf("L%d-%d", i, j), &props) }, &props, edge
			case 2:
				props := lambdaalb.FromListenerProps{}
				d.Fill(&props)
				build, drawn = func() { lambdaalb.FromListener(scope, id, &props) }, &props
			case 3:
				props := lambdaalb.RouteProps{}
				d.Fill(&props)
				build, drawn = func() { view.Route(id, &props) }, &props
			case 4:
				props, path := lambdaalb.MountProps{}, d.Text()
				d.Fill(&props)
				build, drawn = func() { view.Mount(path, &props) }, &props
			}
			if shape := fmt.Sprintf("%T ", drawn) + cdktest.Shape(drawn); lambdaalb.Accepts(drawn) {
				if seen[shape] {
					continue
				}
				seen[shape] = true
			}
			ok, wrong := cdktest.Constructs(within, build)
			if wrong != "" {
				t.Fatalf("draw %d of %d, %T %+v: %s", i, j, drawn, drawn, wrong)
			}
			if ok {
				created++
			}
		}
	}
	t.Logf("%d of %d draws are created; %d that differ are valid", created, draws, len(seen))
	if created < enough {
		t.Errorf("%d of %d draws are created: too few to show anything", created, draws)
	}
}
