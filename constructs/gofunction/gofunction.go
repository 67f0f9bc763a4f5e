// Package gofunction makes a Lambda function from a Go main package: built by
// the go command at synth, without Docker, to the same bytes in any folder.
package gofunction

import (
	"fmt"

	"example.com/alb-lambda/constructs/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Architecture is the instruction set that the function is built for.
type Architecture string

// The architectures of Lambda.
const (
	ARM64 Architecture = "arm64"
	X8664 Architecture = "x86_64"
)

// Defaults of [Props].
const (
	DefaultMemoryMB       = 128
	DefaultTimeoutSeconds = 10
	DefaultRetention      = awslogs.RetentionDays_ONE_MONTH
)

// Props of a [GoFunction].
type Props struct {
	// Package is the main package, as the go command names it: a path like
	// "./lambda/echo" relative to Dir, or an import path. Required.
	Package string
	// Dir is the folder where the go command runs. Default: the working
	// folder, which under the CDK toolkit is the one that holds cdk.json.
	Dir string
	// Architecture is what the function runs on. Default: arm64, which costs a
	// fifth less for the same time.
	Architecture Architecture
	// Description is shown in the console. Default: none.
	Description string
	// MemoryMB is the memory in MB, 128..10240; CPU grows with it. Default: 128.
	MemoryMB int
	// TimeoutSeconds ends an invocation, 1..900. API Gateway waits at most 29
	// seconds. Default: 10.
	TimeoutSeconds int
	// Environment is the function's environment. Default: none.
	Environment map[string]string
	// LogRetention is how long the log group keeps events. Default: one month.
	LogRetention awslogs.RetentionDays
}

// GoFunction is a Go Lambda function with its own role and log group.
type GoFunction struct {
	constructs.Construct
	function awslambda.Function
	logGroup awslogs.LogGroup
	role     awsiam.Role
}

// New builds the package and makes the function. It panics with a
// *fault.Error when props are refused, and with a *[BuildError] when the
// package does not compile.
//
// The build is left out where the toolkit asks for no assets, as cdk ls and
// cdk destroy do.
func New(scope constructs.Construct, id string, props *Props) *GoFunction {
	p := Props{}
	if props != nil {
		p = *props
	}
	p.setDefaults()
	faults := fault.At(*scope.Node().Path() + "/" + id)
	p.check(faults)
	faults.PanicIfAny()

	f := &GoFunction{}
	constructs.NewConstruct_Override(f, scope, &id)

	code := code(f, &p)
	f.logGroup = awslogs.NewLogGroup(f, jsii.String("LogGroup"), &awslogs.LogGroupProps{
		Retention:     p.LogRetention,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	// A role of our own, since the default one carries a managed policy that
	// lets the function write to every log group of the account.
	f.role = awsiam.NewRole(f, jsii.String("Role"), &awsiam.RoleProps{
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
		Description: jsii.String("Lets the function write to its own log group"),
	})
	f.logGroup.GrantWrite(f.role)

	architecture := awslambda.Architecture_ARM_64()
	if p.Architecture == X8664 {
		architecture = awslambda.Architecture_X86_64()
	}
	f.function = awslambda.NewFunction(f, jsii.String("Function"), &awslambda.FunctionProps{
		Runtime:      awslambda.Runtime_PROVIDED_AL2023(),
		Handler:      jsii.String("bootstrap"),
		Code:         code,
		Architecture: architecture,
		Description:  optional(p.Description),
		MemorySize:   jsii.Number(p.MemoryMB),
		Timeout:      awscdk.Duration_Seconds(jsii.Number(p.TimeoutSeconds)),
		Environment:  environment(p.Environment),
		LogGroup:     f.logGroup,
		Role:         f.role,
	})
	return f
}

// Function is the Lambda function itself.
func (f *GoFunction) Function() awslambda.Function { return f.function }

// LogGroup is where the function logs, and all that it may write to.
func (f *GoFunction) LogGroup() awslogs.LogGroup { return f.logGroup }

// Role is what the function runs as; grant it what the function needs.
func (f *GoFunction) Role() awsiam.Role { return f.role }

func (p *Props) setDefaults() {
	if p.Architecture == "" {
		p.Architecture = ARM64
	}
	if p.MemoryMB == 0 {
		p.MemoryMB = DefaultMemoryMB
	}
	if p.TimeoutSeconds == 0 {
		p.TimeoutSeconds = DefaultTimeoutSeconds
	}
	if p.LogRetention == "" {
		p.LogRetention = DefaultRetention
	}
}

func (p *Props) check(faults *fault.List) {
	if p.Package == "" {
		faults.Add("Package", "it is empty", "name a main package, like ./lambda/echo")
	}
	faults.OneOf("Architecture", string(p.Architecture), string(ARM64), string(X8664))
	faults.Between("MemoryMB", float64(p.MemoryMB), 128, 10240,
		fmt.Sprintf("leave it out for %d MB", DefaultMemoryMB))
	faults.Between("TimeoutSeconds", float64(p.TimeoutSeconds), 1, 900,
		fmt.Sprintf("leave it out for %d seconds", DefaultTimeoutSeconds))
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
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
