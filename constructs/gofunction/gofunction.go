package gofunction

import (
	"example.com/alb-lambda/constructs/internal/options"
	"example.com/alb-lambda/constructs/internal/retention"
	"example.com/alb-lambda/internal/follow"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Function is a Go Lambda function with its own role and log group.
type Function struct {
	constructs.Construct
	function awslambda.Function
	alias    awslambda.Alias
	url      awslambda.FunctionUrl
	logGroup awslogs.LogGroup
	role     awsiam.IRole
}

// New builds the package and creates the function. It panics with a *fault.Error when props are
// invalid, and with a *[BuildError] when the package does not compile or is not a main package;
// nothing is created then.
//
// A package is built once in the life of the process, however many functions run it. It is not
// built where the toolkit needs no assets, as for cdk ls and cdk destroy.
func New(scope constructs.Construct, id string, props *Props) *Function {
	p := Props{}
	if props != nil {
		p = *props
	}
	p.setDefaults()
	faults := place.Check(scope, id)
	place.Objects(faults, "", &p)
	p.check(faults)
	faults.PanicIfAny()
	dir := p.code().build(scope)
	defer place.Undo(faults, scope, id, p.suspects()...)

	f := &Function{}
	constructs.NewConstruct_Override(f, scope, &id)
	follow.References(f, nil)

	f.logGroup = awslogs.NewLogGroup(f, jsii.String("LogGroup"), &awslogs.LogGroupProps{
		Retention:     retention.Of(p.LogRetentionDays),
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	f.role = p.role(f)
	f.function = awslambda.NewFunction(f, jsii.String("Function"), functionProps(f, &p, newRecordedCode(p.code(), dir)))
	f.hold()
	f.Node().AddValidation(&variables{*f.Node().Path(), f.function.Node().DefaultChild().(awslambda.CfnFunction)})
	if p.Alias != "" {
		f.alias = p.newAlias(f)
	}
	if p.URL != nil {
		f.url = f.Function().AddFunctionUrl(p.URL.options())
	}
	return f
}

// LambdaFunction is the function itself, as CDK knows it. A front end that invokes it bypasses the
// alias: give front ends [Function.Function].
func (f *Function) LambdaFunction() awslambda.Function { return f.function }

// Alias is the alias of [Props.Alias], or nil.
func (f *Function) Alias() awslambda.Alias { return f.alias }

// Function is what a front end must invoke: the alias where there is one, else the function.
func (f *Function) Function() awslambda.IFunction {
	if f.alias != nil {
		return f.alias
	}
	return f.function
}

// URL is the function URL of [Props.URL], or nil; its Url() ends with a slash.
func (f *Function) URL() awslambda.FunctionUrl { return f.url }

// LogGroup is where the function logs, and the only one that it may write to. It is deleted with
// the stack.
func (f *Function) LogGroup() awslogs.LogGroup { return f.logGroup }

// Role is what the function runs as, its own or the one in [Props.Options]; grant it what the
// function needs.
func (f *Function) Role() awsiam.IRole { return f.role }

// newAlias points an alias at the current version.
func (p *Props) newAlias(f *Function) awslambda.Alias {
	props := &awslambda.AliasProps{
		AliasName: &p.Alias,
		// Its logical id holds a hash of the code and of the configuration that a version freezes, so
		// that a new one is published only when one of these changes.
		Version: f.function.CurrentVersion(),
	}
	if o := p.Options; o != nil {
		// CDK sets these for invocations without a version, which is not what is invoked here.
		props.MaxEventAge, props.RetryAttempts = o.MaxEventAge, o.RetryAttempts
		props.OnFailure, props.OnSuccess = o.OnFailure, o.OnSuccess
	}
	if p.ProvisionedConcurrency == nil {
		return awslambda.NewAlias(f, jsii.String("Alias"), props)
	}
	return p.ProvisionedConcurrency.newAlias(f, props)
}

// role is the one that is given, or a new one, since CDK's default one has a managed policy that
// lets the function write to every log group of the account.
//
// With tracing, CDK adds xray:PutTraceSegments and xray:PutTelemetryRecords on *: the two support
// no resource-level permissions
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html).
func (p *Props) role(f *Function) awsiam.IRole {
	var role awsiam.IRole
	if p.Options != nil && p.Options.Role != nil {
		role = p.Options.Role
	} else {
		role = awsiam.NewRole(f, jsii.String("Role"), &awsiam.RoleProps{
			AssumedBy:   awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
			Description: jsii.String(p.roleDescription()),
		})
	}
	f.logGroup.GrantWrite(role)
	if p.inVPC() {
		role.AddToPrincipalPolicy(networkStatement())
	}
	return role
}

func (p *Props) roleDescription() string {
	description := "Lets the function write to its own log group"
	if p.inVPC() {
		description += " and be in its VPC"
	}
	if p.Tracing {
		description += " and send traces"
	}
	return description
}

func functionProps(f *Function, p *Props, code awslambda.Code) *awslambda.FunctionProps {
	props := &awslambda.FunctionProps{
		Runtime:     awslambda.Runtime_PROVIDED_AL2023(),
		Handler:     jsii.String("bootstrap"),
		Code:        code,
		MemorySize:  jsii.Number(p.MemoryMB),
		Timeout:     awscdk.Duration_Seconds(jsii.Number(p.Timeout.Seconds())),
		Environment: environment(p.Environment),
		LogGroup:    f.logGroup,
		Role:        f.role,

		LoggingFormat:         p.LogFormat,
		SystemLogLevelV2:      p.SystemLogLevel,
		ApplicationLogLevelV2: p.ApplicationLogLevel,
	}
	if p.Architecture == AMD64 {
		props.Architecture = awslambda.Architecture_X86_64()
	} else {
		props.Architecture = awslambda.Architecture_ARM_64()
	}
	if p.Description != "" {
		props.Description = &p.Description
	}
	if p.EphemeralStorageMB != 0 {
		props.EphemeralStorageSize = awscdk.Size_Mebibytes(jsii.Number(p.EphemeralStorageMB))
	}
	if p.ReservedConcurrency != nil {
		props.ReservedConcurrentExecutions = jsii.Number(*p.ReservedConcurrency)
	}
	if p.Tracing {
		props.Tracing = awslambda.Tracing_ACTIVE
	}
	if p.RetainVersions {
		props.CurrentVersionOptions = &awslambda.VersionOptions{RemovalPolicy: awscdk.RemovalPolicy_RETAIN}
	}
	options.Merge(props, p.Options)
	return props
}

func environment(values map[string]string) *map[string]*string {
	if len(values) == 0 {
		return nil
	}
	out := make(map[string]*string, len(values))
	for k, v := range values {
		out[k] = &v
	}
	return &out
}

// hold keeps what the function's configuration refers to from being replaced below it: a version
// that is published has the environment and the network that it had then. Layers are followed, by a
// version of its own for each: they are replaced whenever their content changes.
func (f *Function) hold() {
	follow.Hold(f.function.Node().DefaultChild().(awslambda.CfnFunction), follow.Holding{
		Except: func(referenced awscdk.CfnResource) bool {
			return *referenced.CfnResourceType() == "AWS::Lambda::LayerVersion"
		},
		Replaced: func(identity string) { f.function.InvalidateVersionBasedOn(&identity) },
	})
}
