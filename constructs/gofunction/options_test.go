package gofunction_test

import (
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsefs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventstargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambdadestinations"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambdaeventsources"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssigner"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/jsii-runtime-go"
)

// Each option of CDK reaches the template.
func TestOptions(t *testing.T) {
	s := jsii.String
	for name, c := range map[string]struct {
		options func(stack awscdk.Stack) *awslambda.FunctionOptions
		kind    string // AWS::Lambda::Function where it is empty
		want    string
	}{
		"layers": {func(stack awscdk.Stack) *awslambda.FunctionOptions {
			return &awslambda.FunctionOptions{Layers: &[]awslambda.ILayerVersion{
				awslambda.LayerVersion_FromLayerVersionArn(stack, s("Layer"), s("arn:aws:lambda:eu-west-1:111122223333:layer:l:1"))}}
		}, "", `{"Layers":["arn:aws:lambda:eu-west-1:111122223333:layer:l:1"]}`},
		"dead letters": {func(stack awscdk.Stack) *awslambda.FunctionOptions {
			return &awslambda.FunctionOptions{DeadLetterQueue: awssqs.NewQueue(stack, s("Dead"), nil)}
		}, "", `{"DeadLetterConfig":{"TargetArn":{"Fn::GetAtt":["DeadB2807C34","Arn"]}}}`},
		"destinations": {func(stack awscdk.Stack) *awslambda.FunctionOptions {
			return &awslambda.FunctionOptions{OnFailure: awslambdadestinations.NewSqsDestination(awssqs.NewQueue(stack, s("Failed"), nil)), RetryAttempts: jsii.Number(1)}
		}, "AWS::Lambda::EventInvokeConfig", `{"MaximumRetryAttempts":1}`},
		"a key": {func(stack awscdk.Stack) *awslambda.FunctionOptions {
			return &awslambda.FunctionOptions{EnvironmentEncryption: awskms.Key_FromKeyArn(stack, s("Key"), s("arn:aws:kms:eu-west-1:111122223333:key/k"))}
		}, "", `{"KmsKeyArn":"arn:aws:kms:eu-west-1:111122223333:key/k"}`},
		"code signing": {func(stack awscdk.Stack) *awslambda.FunctionOptions {
			profile := awssigner.NewSigningProfile(stack, s("Profile"), &awssigner.SigningProfileProps{Platform: awssigner.Platform_AWS_LAMBDA_SHA384_ECDSA()})
			return &awslambda.FunctionOptions{CodeSigningConfig: awslambda.NewCodeSigningConfig(stack, s("Signing"),
				&awslambda.CodeSigningConfigProps{SigningProfiles: &[]awssigner.ISigningProfile{profile}})}
		}, "AWS::Lambda::CodeSigningConfig", `{}`},
		"tenancy": {func(awscdk.Stack) *awslambda.FunctionOptions {
			return &awslambda.FunctionOptions{TenancyConfig: awslambda.TenancyConfig_PER_TENANT()}
		}, "", `{"TenancyConfig":{"TenantIsolationMode":"PER_TENANT"}}`},
		"runtime management": {func(awscdk.Stack) *awslambda.FunctionOptions {
			return &awslambda.FunctionOptions{RuntimeManagementMode: awslambda.RuntimeManagementMode_FUNCTION_UPDATE()}
		}, "", `{"RuntimeManagementConfig":{"UpdateRuntimeOn":"FunctionUpdate"}}`},
		"a name": {func(awscdk.Stack) *awslambda.FunctionOptions {
			return &awslambda.FunctionOptions{FunctionName: s("orders")}
		}, "", `{"FunctionName":"orders"}`},
		"a file system": {func(stack awscdk.Stack) *awslambda.FunctionOptions {
			vpc := cdktest.VPC(stack)
			files := awsefs.NewFileSystem(stack, s("Files"), &awsefs.FileSystemProps{Vpc: vpc, AllowAnonymousAccess: jsii.Bool(false)})
			return &awslambda.FunctionOptions{
				Vpc: vpc, AllowPublicSubnet: jsii.Bool(true), VpcSubnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC},
				Filesystem: awslambda.FileSystem_FromEfsAccessPoint(files.AddAccessPoint(s("Point"), nil), s("/mnt/files"))}
		}, "", `{"FileSystemConfigs":[{"LocalMountPath":"/mnt/files"}]}`},
	} {
		stack := cdktest.Stack(t)
		gofunction.New(stack, "Hello", &gofunction.Props{Package: hello, Options: c.options(stack)})
		kind := c.kind
		if kind == "" {
			kind = "AWS::Lambda::Function"
		}
		t.Log(name)
		cdktest.Synth(t, stack).Has(kind, c.want)
	}
}

// With a VPC, the role gets what Lambda needs for it, and no managed policy; given ones too.
func TestFunctionInVPC(t *testing.T) {
	stack := cdktest.Stack(t)
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("VPC"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-1"), AvailabilityZones: jsii.Strings("a", "b"), PrivateSubnetIds: jsii.Strings("subnet-1", "subnet-2"),
	})
	group := awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Group"), jsii.String("sg-1"), nil)
	options := awslambda.FunctionOptions{Vpc: vpc, SecurityGroups: &[]awsec2.ISecurityGroup{group}}
	gofunction.New(stack, "Own", &gofunction.Props{Package: hello, Tracing: true, Options: &options})
	given := options
	given.Role = awsiam.NewRole(stack, jsii.String("Given"), &awsiam.RoleProps{AssumedBy: awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil)})
	f := gofunction.New(stack, "WithRole", &gofunction.Props{Package: hello, Options: &given})
	if got := *f.Role().Node().Path(); got != "test/Given" {
		t.Errorf("the function runs as %s", got)
	}
	template := cdktest.Synth(t, stack)
	template.Count("AWS::IAM::Role", 2)
	template.Lacks("AWS::IAM::Role", "ManagedPolicyArns")
	template.Has("AWS::IAM::Role", `{"Description":"Lets the function write to its own log group and be in its VPC and send traces"}`)
	for _, policy := range template.All("AWS::IAM::Policy") {
		if text := cdktest.JSON(policy.Properties); !strings.Contains(text, "ec2:CreateNetworkInterface") || !strings.Contains(text, "logs:PutLogEvents") {
			t.Errorf("%s: %s", policy.ID, text)
		}
	}
	for _, function := range template.All("AWS::Lambda::Function") {
		cdktest.Same(t, "the groups", function.Properties["VpcConfig"].(map[string]any)["SecurityGroupIds"], `["sg-1"]`)
		if len(function.DependsOn) == 0 {
			t.Errorf("%s may be created before its role may manage interfaces", function.ID)
		}
	}
}

func TestDecidedOptionsAreRejected(t *testing.T) {
	stack := cdktest.Stack(t)
	got := cdktest.Lines(cdktest.Rejected(t, func() {
		gofunction.New(stack, "Hello", &gofunction.Props{Package: hello, Options: &awslambda.FunctionOptions{
			Architecture: awslambda.Architecture_X86_64(), MemorySize: jsii.Number(256), Layers: &[]awslambda.ILayerVersion{nil},
			CurrentVersionOptions: &awslambda.VersionOptions{Description: jsii.String("mine"), RemovalPolicy: awscdk.RemovalPolicy_RETAIN},
		}})
	}))
	want := strings.Join([]string{
		"test/Hello: Options.Architecture: the construct decides it; use Architecture, for which the package is built too",
		"test/Hello: Options.CurrentVersionOptions.RemovalPolicy: the construct decides it; use RetainVersions",
		"test/Hello: Options.Layers[0]: it is nil; leave it out",
		"test/Hello: Options.MemorySize: the construct decides it; use MemoryMB",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	// What only CDK knows is a validation error of the options too.
	got = cdktest.Lines(cdktest.Rejected(t, func() {
		gofunction.New(stack, "Hello", &gofunction.Props{Package: hello, Options: &awslambda.FunctionOptions{AllowAllOutbound: jsii.Bool(false)}})
	}))
	if !strings.HasPrefix(got, "test/Hello: Options: CDK rejects them: ") {
		t.Error(got)
	}
	if children := len(*stack.Node().Children()); children != 0 {
		t.Errorf("%d constructs are left in the stack", children)
	}
}

// TestAsynchronousInvocationsOfTheAlias has what becomes of failed events hold for the alias, which
// is what rules, topics and buckets invoke. CDK sets it for the function without a version alone.
func TestAsynchronousInvocationsOfTheAlias(t *testing.T) {
	for name, provisioned := range map[string]*gofunction.ProvisionedConcurrency{"": nil, "provisioned": {Executions: 1}} {
		stack := cdktest.Stack(t)
		queue := awssqs.NewQueue(stack, jsii.String("Failed"), nil)
		gofunction.New(stack, "Hello", &gofunction.Props{Package: hello, Alias: "live", ProvisionedConcurrency: provisioned, Options: &awslambda.FunctionOptions{
			OnFailure: awslambdadestinations.NewSqsDestination(queue), RetryAttempts: jsii.Number(0), MaxEventAge: awscdk.Duration_Minutes(jsii.Number(5)),
		}})
		template := cdktest.Synth(t, stack)
		t.Log(name)
		template.Count("AWS::Lambda::EventInvokeConfig", 2)
		template.Has("AWS::Lambda::EventInvokeConfig", `{"MaximumRetryAttempts":0,"MaximumEventAgeInSeconds":300,
			"Qualifier":{"Fn::Select":[7,{"Fn::Split":[":",{"Ref":"HelloAliasB8591AD3"}]}]}}`)
		template.Has("AWS::Lambda::EventInvokeConfig", `{"Qualifier":"$LATEST","MaximumRetryAttempts":0,"MaximumEventAgeInSeconds":300}`)
	}
}

// What CDK does with a function works with the L2 function, and with the alias.
func TestFeaturesOfCDK(t *testing.T) {
	stack := cdktest.Stack(t)
	s := jsii.String
	f := gofunction.New(stack, "Hello", &gofunction.Props{Package: hello, Alias: "live"})
	table := awsdynamodb.NewTable(stack, s("Table"), &awsdynamodb.TableProps{PartitionKey: &awsdynamodb.Attribute{Name: s("id"), Type: awsdynamodb.AttributeType_STRING}})
	table.GrantReadWriteData(f.LambdaFunction())
	secret := awssecretsmanager.NewSecret(stack, s("Secret"), nil)
	secret.GrantRead(f.LambdaFunction(), nil)
	parameter := awsssm.NewStringParameter(stack, s("Parameter"), &awsssm.StringParameterProps{StringValue: s("x")})
	parameter.GrantRead(f.LambdaFunction())
	f.LambdaFunction().AddEnvironment(s("TABLE"), table.TableName(), nil)
	queue := awssqs.NewQueue(stack, s("Queue"), nil)
	f.Function().AddEventSource(awslambdaeventsources.NewSqsEventSource(queue, nil))
	awsevents.NewRule(stack, s("Rule"), &awsevents.RuleProps{
		Schedule: awsevents.Schedule_Rate(awscdk.Duration_Hours(jsii.Number(1))),
		Targets:  &[]awsevents.IRuleTarget{awseventstargets.NewLambdaFunction(f.Function(), nil)},
	})
	template := cdktest.Synth(t, stack)
	policy := cdktest.JSON(template.All("AWS::IAM::Policy")[0].Properties)
	for _, action := range []string{"dynamodb:PutItem", "secretsmanager:GetSecretValue", "ssm:GetParameter", "sqs:ReceiveMessage", "logs:PutLogEvents"} {
		if !strings.Contains(policy, action) {
			t.Errorf("the role may not %s: %s", action, policy)
		}
	}
	template.Has("AWS::Lambda::Function", `{"Environment":{"Variables":{"TABLE":{"Ref":"TableCD117FA1"}}}}`)
	template.Count("AWS::Lambda::EventSourceMapping", 1)
	template.Has("AWS::Lambda::Permission", `{"Principal":"events.amazonaws.com","FunctionName":{"Ref":"HelloAliasB8591AD3"}}`)
}
