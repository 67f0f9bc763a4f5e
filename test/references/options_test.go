package references

import (
	"maps"
	"slices"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/constructs/rollout"
	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/internal/follow"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodedeploy"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsefs"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambdadestinations"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambdaeventsources"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssigner"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

const (
	echo    = "./lambda/echo"
	version = "AWS::Lambda::Version"
)

// What reaches a resource by CDK's own options, or once the construct is there: no prop names it.
func TestOptions(t *testing.T) {
	holdEach(t, map[string]func(given, stack awscdk.Stack){
		"a function's layers, queue, file system, code signing, destinations and role": func(given, stack awscdk.Stack) {
			vpc := cdktest.VPC(given)
			files := awsefs.NewFileSystem(given, jsii.String("Files"), &awsefs.FileSystemProps{Vpc: vpc})
			profile := awssigner.NewSigningProfile(given, jsii.String("Profile"), &awssigner.SigningProfileProps{Platform: awssigner.Platform_AWS_LAMBDA_SHA384_ECDSA()})
			gofunction.New(stack, "F", &gofunction.Props{Package: echo, Alias: "live", Options: &awslambda.FunctionOptions{
				Vpc:             vpc,
				Layers:          &[]awslambda.ILayerVersion{layerIn(given)},
				DeadLetterQueue: awssqs.NewQueue(given, jsii.String("Failed"), nil),
				OnFailure:       awslambdadestinations.NewSqsDestination(awssqs.NewQueue(given, jsii.String("Destination"), nil)),
				OnSuccess:       awslambdadestinations.NewSnsDestination(awssns.NewTopic(given, jsii.String("Done"), nil)),
				Filesystem:      awslambda.FileSystem_FromEfsAccessPoint(files.AddAccessPoint(jsii.String("Point"), nil), jsii.String("/mnt/files")),
				CodeSigningConfig: awslambda.NewCodeSigningConfig(given, jsii.String("Signing"), &awslambda.CodeSigningConfigProps{
					SigningProfiles: &[]awssigner.ISigningProfile{profile},
				}),
			}})
		},
		"a function's role": func(given, stack awscdk.Stack) {
			gofunction.New(stack, "F", &gofunction.Props{Package: echo, Options: &awslambda.FunctionOptions{Role: roleIn(given, "lambda").WithoutPolicyUpdates(nil)}})
		},
		"a variable, a grant and an event source that are added later": func(given, stack awscdk.Stack) {
			f := gofunction.New(stack, "F", &gofunction.Props{Package: echo, Alias: "live"})
			bucket, orders := awss3.NewBucket(given, jsii.String("Bucket"), nil), awss3.NewBucket(given, jsii.String("Orders"), nil)
			f.LambdaFunction().AddEnvironment(jsii.String("BUCKET"), bucket.BucketName(), nil)
			orders.GrantRead(f.Role(), nil)
			f.LambdaFunction().AddEventSource(awslambdaeventsources.NewSqsEventSource(awssqs.NewQueue(given, jsii.String("Queue"), nil), nil))
			f.LambdaFunction().AddLayers(layerIn(given))
		},
		"a variable that an aspect adds": func(given, stack awscdk.Stack) {
			gofunction.New(stack, "F", &gofunction.Props{Package: echo})
			bucket := awss3.NewBucket(given, jsii.String("Bucket"), nil)
			awscdk.Aspects_Of(stack).Add(&variable{"BUCKET", *bucket.BucketName()}, nil)
		},
		"an API's credentials, variables and authorizer": func(given, stack awscdk.Stack) {
			name := awsssm.NewStringParameter(given, jsii.String("Name"), &awsssm.StringParameterProps{StringValue: jsii.String("a")})
			restapi.New(stack, "API", &restapi.Props{Function: cdktest.Function(stack, "F"), Options: &awsapigateway.LambdaRestApiProps{
				IntegrationOptions: &awsapigateway.LambdaIntegrationOptions{
					CredentialsRole: roleIn(given, "apigateway"),
				},
				DeployOptions: &awsapigateway.StageOptions{Variables: &map[string]*string{"name": name.StringValue()}},
				DefaultMethodOptions: &awsapigateway.MethodOptions{
					Authorizer: awsapigateway.NewTokenAuthorizer(stack, jsii.String("Authorizer"), &awsapigateway.TokenAuthorizerProps{
						Handler: cdktest.Function(given, "Authorizer"), AssumeRole: roleIn(stack, "apigateway"),
					}),
				},
			}})
		},
		"a method that is added to an API later": func(given, stack awscdk.Stack) {
			api := restapi.New(stack, "API", &restapi.Props{Function: cdktest.Function(stack, "F")})
			f := cdktest.Function(given, "More")
			api.API().Root().AddResource(jsii.String("more"), nil).AddMethod(jsii.String("GET"), awsapigateway.NewLambdaIntegration(f, nil), nil)
		},
		"a rollout's application and alarms": func(given, stack awscdk.Stack) {
			f := gofunction.New(stack, "F", &gofunction.Props{Package: echo, Alias: "live"})
			topic := awssns.NewTopic(given, jsii.String("Topic"), nil)
			alarm := awscloudwatch.NewAlarm(given, jsii.String("Alarm"), &awscloudwatch.AlarmProps{
				Metric: topic.MetricNumberOfMessagesPublished(nil), Threshold: jsii.Number(1), EvaluationPeriods: jsii.Number(1),
			})
			rollout.New(stack, "Rollout", &rollout.Props{Function: f, Alarms: []awscloudwatch.Alarm{alarm}, Options: &awscodedeploy.LambdaDeploymentGroupProps{
				Application: awscodedeploy.NewLambdaApplication(given, jsii.String("Application"), nil),
			}})
		},
		"monitoring of an alias and an API, with actions that are added later": func(given, stack awscdk.Stack) {
			f := gofunction.New(given, "F", &gofunction.Props{Package: echo, Alias: "live"})
			api := restapi.New(given, "API", &restapi.Props{Function: f.Function()})
			m := monitoring.New(stack, "Monitoring", &monitoring.Props{Functions: []awslambda.IFunction{f.Function()}, API: api.API()})
			topic := awssns.NewTopic(given, jsii.String("Topic"), nil)
			m.Alarms()[0].Node().DefaultChild().(awscloudwatch.CfnAlarm).SetAlarmActions(&[]*string{topic.TopicArn()})
		},
		"flow logs and a name of another stack": func(given, stack awscdk.Stack) {
			name := awsssm.NewStringParameter(given, jsii.String("Name"), &awsssm.StringParameterProps{StringValue: jsii.String("a")})
			network.New(stack, "Network", &network.Props{FlowLogs: &network.FlowLogs{}}).VPC()
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), Options: &elb.ApplicationLoadBalancerProps{LoadBalancerName: name.StringValue()}})
		},
		"a target group of another stack, and a redirect to a host of it": func(given, stack awscdk.Stack) {
			group := elb.NewApplicationTargetGroup(given, jsii.String("Group"), &elb.ApplicationTargetGroupProps{TargetType: elb.TargetType_LAMBDA})
			host := awsssm.NewStringParameter(given, jsii.String("Host"), &awsssm.StringParameterProps{StringValue: jsii.String("a.example.com")})
			edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), Default: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Host: *host.StringValue()}}})
			edge.Mount("/g", &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{{Group: group}}}})
		},
		"routes in a nested stack": func(given, stack awscdk.Stack) {
			nested := awscdk.NewNestedStack(stack, jsii.String("Nested"), nil)
			edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)}).WithScope(nested)
			edge.Mount("/f", &lambdaalb.MountProps{Function: cdktest.Function(given, "F")})
		},
	})
}

func layerIn(stack awscdk.Stack) awslambda.ILayerVersion {
	return awslambda.NewLayerVersion(stack, jsii.String("Layer"), &awslambda.LayerVersionProps{
		Code: awslambda.Code_FromBucket(awss3.Bucket_FromBucketName(stack, jsii.String("Code"), jsii.String("code")), jsii.String("layer.zip"), nil),
	})
}

func roleIn(stack awscdk.Stack, service string) awsiam.Role {
	return awsiam.NewRole(stack, jsii.String("Role"), &awsiam.RoleProps{AssumedBy: awsiam.NewServicePrincipal(jsii.String(service+".amazonaws.com"), nil)})
}

// variable is an aspect of whoever uses the constructs.
type variable struct{ name, value string }

func (v *variable) Visit(node constructs.IConstruct) {
	if f, ok := node.(awslambda.Function); ok {
		f.AddEnvironment(&v.name, &v.value, nil)
	}
}

// What a version has cannot be held where no reference is strong, and a layer is not: there is
// another version instead.
func TestVersionsFollow(t *testing.T) {
	for name, c := range map[string]struct {
		region, id, property string
		build                func(given awscdk.Stack, f *gofunction.Function)
	}{
		"a bucket of another region": {"us-east-1", "Bucket", "BucketName", func(given awscdk.Stack, f *gofunction.Function) {
			f.LambdaFunction().AddEnvironment(jsii.String("BUCKET"), awss3.NewCfnBucket(given, jsii.String("Bucket"), nil).Ref(), nil)
		}},
		"a layer": {"eu-west-1", "LayerB20D2F06", "Content", func(given awscdk.Stack, f *gofunction.Function) { f.LambdaFunction().AddLayers(layerIn(given)) }},
	} {
		t.Run(name, func(t *testing.T) {
			build := func(app awscdk.App) {
				in := func(id, region string) awscdk.Stack {
					return awscdk.NewStack(app, &id, &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: &region}})
				}
				given := in("given", c.region)
				c.build(given, gofunction.New(in("stack", "eu-west-1"), "F", &gofunction.Props{Package: echo, Alias: "live"}))
			}
			// An app without CDK's flag for it has the same version for another layer.
			keys := map[string]any{strength: "weak", "@aws-cdk/aws-lambda:recognizeLayerVersion": false}
			before := synth(t, build, nil, keys)
			for _, r := range between(t, before) {
				if r.strong {
					t.Errorf("%s has a strong reference to %s", r.from, r.id)
				}
			}
			after := synth(t, build, func(app awscdk.App) {
				if !set(app, "given", c.id, c.property) {
					t.Fatalf("given has %v", slices.Collect(maps.Keys(before["given"].Resources)))
				}
			}, keys)
			if a, b := ids(before["stack"], version), ids(after["stack"], version); len(a) != 1 || len(b) != 1 || a[0] == b[0] {
				t.Errorf("%s replaces what the function refers to, whose version is %v and was %v", c.property, b, a)
			}
		})
	}
}

// A version keeps the values that it was published with: what they refer to is not replaced,
// whoever added it.
func TestConfigurationIsHeld(t *testing.T) {
	all := between(t, synth(t, func(app awscdk.App) {
		given, stack := awscdk.NewStack(app, jsii.String("given"), nil), awscdk.NewStack(app, jsii.String("stack"), nil)
		f := gofunction.New(stack, "F", &gofunction.Props{Package: echo, Alias: "live", Options: &awslambda.FunctionOptions{
			DeadLetterQueue: awssqs.NewQueue(given, jsii.String("Failed"), nil),
		}})
		f.LambdaFunction().AddEnvironment(jsii.String("BUCKET"), awss3.NewBucket(given, jsii.String("Bucket"), nil).BucketName(), nil)
	}, nil, map[string]any{strength: "weak"}))
	for _, r := range all {
		if !r.strong {
			t.Errorf("%s has a weak reference to %s", r.from, r.id)
		}
	}
	if len(all) != 2 {
		t.Errorf("the references are %v", all)
	}
}

// What an API has deployed is a copy.
func TestAPIsAreDeployedAnew(t *testing.T) {
	build := func(app awscdk.App) {
		given, stack := awscdk.NewStack(app, jsii.String("given"), nil), awscdk.NewStack(app, jsii.String("stack"), nil)
		restapi.New(stack, "API", &restapi.Props{Function: cdktest.Function(given, "F")})
	}
	keys := map[string]any{strength: "weak"}
	before := ids(synth(t, build, nil, keys)["stack"], "AWS::ApiGateway::Deployment")
	after := ids(synth(t, build, func(app awscdk.App) { set(app, "given", "FC4345940", "FunctionName") }, keys)["stack"], "AWS::ApiGateway::Deployment")
	if len(before) != 1 || len(after) != 1 || before[0] == after[0] {
		t.Errorf("another function is behind deployment %v, and was behind %v", after, before)
	}
}

// A construct adds rules to the security group that plain CDK created with a load balancer.
func TestRulesOfAGivenLoadBalancerFollow(t *testing.T) {
	templates := synth(t, func(app awscdk.App) {
		given, stack := awscdk.NewStack(app, jsii.String("given"), nil), awscdk.NewStack(app, jsii.String("stack"), nil)
		alb := elb.NewApplicationLoadBalancer(stack, jsii.String("ALB"), &elb.ApplicationLoadBalancerProps{Vpc: cdktest.VPC(given)})
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{LoadBalancer: alb})
	}, nil, map[string]any{strength: "weak"})
	if group := templates["stack"].In(t).One("AWS::EC2::SecurityGroup"); group.Metadata[follow.Key] == nil {
		t.Errorf("the group refers to the network of another stack: %v", group.Metadata)
	}
}

func ids(template *cdktest.Template, kind string) (found []string) {
	for id, resource := range template.Resources {
		if resource.Type == kind {
			found = append(found, id)
		}
	}
	return found
}
