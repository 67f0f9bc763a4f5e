// Package props hands half-filled props to every construct: whatever a caller passes, a constructor
// returns, or panics with a *fault.Error and leaves nothing behind. Other panics, of jsii or of Go,
// tell nobody which prop is wrong.
//
// What holds for the props of every construct may enter. Single values are the business of the
// construct's own tests.
package props

import (
	"flag"
	"reflect"
	"testing"

	"example.com/alb-lambda/constructs/athenalogs"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/constructs/rollout"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

var (
	draws = flag.Int("draws", 10_000, "how many props each construct is given")
	seed  = flag.Uint64("seed", 1, "of the draws")
)

// rejected is how many draws are given a scope though something is wrong with them: they come as
// far as all others like them.
const rejected = 100

func TestMain(m *testing.M) { cdktest.Main(m, cdktest.AtRoot) }

// constructors by the name of their package, with props that are accepted, given the objects of a
// stack.
var constructors = map[string]func(objects *objects) (valid any, build func(scope constructs.Construct, id string, props any)){
	"athenalogs": func(o *objects) (any, func(constructs.Construct, string, any)) {
		return athenalogs.Props{Bucket: o.bucket}, func(s constructs.Construct, id string, p any) { athenalogs.New(s, id, p.(*athenalogs.Props)) }
	},
	"gofunction": func(*objects) (any, func(constructs.Construct, string, any)) {
		return gofunction.Props{Package: "./lambda/echo"}, func(s constructs.Construct, id string, p any) { gofunction.New(s, id, p.(*gofunction.Props)) }
	},
	"logbucket": func(*objects) (any, func(constructs.Construct, string, any)) {
		return logbucket.Props{}, func(s constructs.Construct, id string, p any) { logbucket.New(s, id, p.(*logbucket.Props)) }
	},
	"monitoring": func(o *objects) (any, func(constructs.Construct, string, any)) {
		return monitoring.Props{Functions: []awslambda.IFunction{o.function}}, func(s constructs.Construct, id string, p any) { monitoring.New(s, id, p.(*monitoring.Props)) }
	},
	"network": func(*objects) (any, func(constructs.Construct, string, any)) {
		return network.Props{}, func(s constructs.Construct, id string, p any) { network.New(s, id, p.(*network.Props)) }
	},
	"rollout": func(o *objects) (any, func(constructs.Construct, string, any)) {
		return rollout.Props{Alias: o.alias}, func(s constructs.Construct, id string, p any) {
			// The alias of the stack has no rollout from an earlier draw.
			o.alias.Node().DefaultChild().(awslambda.CfnAlias).CfnOptions().SetUpdatePolicy(nil)
			rollout.New(s, id, p.(*rollout.Props))
		}
	},
	"restapi": func(o *objects) (any, func(constructs.Construct, string, any)) {
		return restapi.Props{Function: o.function}, func(s constructs.Construct, id string, p any) { restapi.New(s, id, p.(*restapi.Props)) }
	},
}

// objects of CDK that a caller may give: created, or imported with little.
type objects struct {
	bucket   awss3.Bucket
	function awslambda.Function
	alias    awslambda.Alias
	all      []any
}

// What a caller writes who embeds an object of CDK and forgets to create it.
type (
	noBucket       struct{ awss3.Bucket }
	noFunction     struct{ awslambda.Function }
	noVPC          struct{ awsec2.Vpc }
	noAPI          struct{ awsapigateway.RestApi }
	noLoadBalancer struct{ elb.ApplicationLoadBalancer }
	noCertificate  struct {
		awscertificatemanager.Certificate
	}
)

func newObjects(stack awscdk.Stack) *objects {
	s := jsii.String
	vpc := cdktest.VPC(stack)
	function, bucket := cdktest.Function(stack, "F"), awss3.NewBucket(stack, s("B"), nil)
	alias := function.AddAlias(s("live"), nil)
	return &objects{bucket, function, alias, []any{
		alias, awscloudwatch.NewAlarm(stack, s("A"), &awscloudwatch.AlarmProps{Metric: function.MetricErrors(nil), Threshold: jsii.Number(1), EvaluationPeriods: jsii.Number(1)}),
		vpc, awsec2.Vpc_FromVpcAttributes(stack, s("V"), &awsec2.VpcAttributes{VpcId: s("vpc-1"), AvailabilityZones: jsii.Strings("a")}),
		awsec2.SecurityGroup_FromSecurityGroupId(stack, s("G"), s("sg-1"), nil),
		awsec2.InterfaceVpcEndpoint_FromInterfaceVpcEndpointAttributes(stack, s("E"), &awsec2.InterfaceVpcEndpointAttributes{VpcEndpointId: s("vpce-1"), Port: jsii.Number(443)}),
		function, awslambda.Function_FromFunctionArn(stack, s("FA"), s("arn:aws:lambda:eu-west-1:111111111111:function:f")),
		awslambda.Function_FromFunctionName(stack, s("FN"), s("f")),
		bucket, awss3.Bucket_FromBucketName(stack, s("BN"), s("logs")),
		awssns.NewTopic(stack, s("T"), nil), awssns.Topic_FromTopicArn(stack, s("TA"), s("arn:aws:sns:eu-west-1:111111111111:t")),
		awsapigateway.NewRestApi(stack, s("R"), &awsapigateway.RestApiProps{CloudWatchRole: jsii.Bool(false)}),
		awsapigateway.RestApi_FromRestApiId(stack, s("RI"), s("a")),
		elb.NewApplicationLoadBalancer(stack, s("L"), &elb.ApplicationLoadBalancerProps{Vpc: vpc}),
		elb.ApplicationLoadBalancer_FromApplicationLoadBalancerAttributes(stack, s("LA"), &elb.ApplicationLoadBalancerAttributes{
			LoadBalancerArn: s("arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/a/b"), SecurityGroupId: s("sg-1")}),
		elb.NewApplicationTargetGroup(stack, s("TG"), &elb.ApplicationTargetGroupProps{TargetType: elb.TargetType_LAMBDA}),
		elb.ApplicationTargetGroup_FromTargetGroupAttributes(stack, s("TGA"), &elb.TargetGroupAttributes{
			TargetGroupArn: s("arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/g/c")}),
		awscertificatemanager.Certificate_FromCertificateArn(stack, s("C"), s("arn:aws:acm:us-east-1:111111111111:certificate/c")),
		awsroute53.HostedZone_FromHostedZoneId(stack, s("Z"), s("Z1")), awsiam.NewPolicyDocument(nil),
		noBucket{}, &noFunction{}, (*noFunction)(nil), noVPC{}, &noAPI{}, noLoadBalancer{}, &noCertificate{},
	}}
}

// Each draw replaces some fields of valid props by others, so that the draws that are accepted, and
// with them what CDK itself checks, are many enough. All draws are validated. Each one that nothing
// is wrong with is created, too, unless another was the same.
func TestHalfFilledProps(t *testing.T) {
	for name, constructor := range constructors {
		t.Run(name, func(t *testing.T) {
			context, err := cdktest.Context(map[string]any{"aws:cdk:bundling-stacks": []any{}})
			if err != nil {
				t.Fatal(err)
			}
			stack := awscdk.NewStack(cdktest.NewApp(context, t.TempDir()), jsii.String("test"), nil)
			o := newObjects(stack)
			d := cdktest.NewDraws(*seed, o.all...)
			valid, build := constructor(o)
			created, accepted, seen := 0, 0, map[string]bool{}
			for n := range *draws {
				props := draw(d, valid)
				ok, wrong := cdktest.Validates(func() { build(nil, "New", props) })
				if wrong != "" {
					t.Fatalf("draw %d: %+v\n%s", n, props, wrong)
				}
				if ok {
					accepted++
				}
				shape := cdktest.Shape(props)
				if seen[shape] || !ok && n >= rejected {
					continue
				}
				seen[shape] = true
				scope := constructs.NewConstruct(stack, jsii.Sprintf("Draw%d", n))
				ok, wrong = cdktest.Constructs(scope, func() { build(scope, "New", props) })
				if wrong != "" {
					t.Fatalf("draw %d: %+v\n%s", n, props, wrong)
				}
				if ok {
					created++
				}
				stack.Node().TryRemoveChild(scope.Node().Id())
			}
			t.Logf("%d of %d draws are valid; %d of the %d that differ are created", accepted, *draws, created, len(seen))
			if accepted < *draws/20 || created < *draws/200 {
				t.Error("too few to show anything")
			}
		})
	}
}

// draw is a pointer to a copy of valid in which some fields are drawn. CDK's own options, of which
// most have another prop here, get few fields of theirs, and are drawn alone half of the time.
func draw(d *cdktest.Draws, valid any) any {
	props, drawn := reflect.New(reflect.TypeOf(valid)), reflect.New(reflect.TypeOf(valid))
	props.Elem().Set(reflect.ValueOf(valid))
	d.Fill(drawn.Interface())
	options := drawn.Elem().FieldByName("Options")
	if options.IsValid() && d.Intn(2) == 0 {
		filled := reflect.New(options.Type().Elem())
		for range 1 + d.Intn(3) {
			d.Fill(filled.Elem().Field(d.Intn(filled.Elem().NumField())).Addr().Interface())
		}
		props.Elem().FieldByName("Options").Set(filled)
		return props.Interface()
	}
	for i := range drawn.Elem().NumField() {
		if d.Intn(3) == 0 {
			props.Elem().Field(i).Set(drawn.Elem().Field(i))
		}
	}
	return props.Interface()
}
