package lambdaalb

import (
	"fmt"
	"strings"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces"
	"github.com/aws/constructs-go/constructs/v10"
)

// environment is an account and a region. Either is empty where it is known at deployment only.
type environment struct{ account, region string }

// stackEnvironment is where the stack of scope is deployed.
func stackEnvironment(scope constructs.IConstruct) environment {
	stack := awscdk.Stack_Of(scope)
	return environment{known(stack.Account()), known(stack.Region())}
}

// resourceEnvironment is where a resource is, as far as CDK knows.
func resourceEnvironment(env func() *interfaces.ResourceEnvironment) environment {
	e, err := imported.Get(env)
	if err != nil || e == nil {
		return environment{}
	}
	var p environment
	if e.Account != nil {
		p.account = known(e.Account)
	}
	if e.Region != nil {
		p.region = known(e.Region)
	}
	return p
}

// arnEnvironment is where the resource of an ARN is. A part that the ARN leaves out, as IAM's do, is unknown.
func arnEnvironment(arn string) environment {
	parts := strings.SplitN(arn, ":", 6)
	if token.In(arn) || len(parts) < 6 || parts[0] != "arn" {
		return environment{}
	}
	return environment{account: parts[4], region: parts[3]}
}

// check records a validation error of field for each of account and region that is known to differ
// from the stack's. Thing is what is to be used instead.
func (e environment) check(stack environment, field, thing string, faults *fault.List) {
	fix := fmt.Sprintf("use a %s of the stack's account and region", thing)
	if differ(e.account, stack.account) {
		faults.Add(field, fmt.Sprintf("it is in account %s, and the stack in %s", e.account, stack.account), fix)
	}
	e.checkRegion(stack, field, thing, faults)
}

// checkRegion is check for what may be in another account.
func (e environment) checkRegion(stack environment, field, thing string, faults *fault.List) {
	if differ(e.region, stack.region) {
		faults.Add(field, fmt.Sprintf("it is in region %s, and the stack in %s", e.region, stack.region),
			fmt.Sprintf("use a %s of the stack's account and region", thing))
	}
}

func differ(a, b string) bool { return a != "" && b != "" && a != b }

// checkResource is check, with the stack as the receiver, for what CDK knows of a resource.
func (e environment) checkResource(env func() *interfaces.ResourceEnvironment, field, thing string, faults *fault.List) {
	if e != (environment{}) {
		resourceEnvironment(env).check(e, field, thing, faults)
	}
}

// checkARN is check for a resource that CDK knows by its ARN: an import by ARN need not tell CDK where
// the resource is.
func (e environment) checkARN(arn func() *string, field, thing string, faults *fault.List) {
	if e == (environment{}) {
		return
	}
	if text, ok := imported.Text(arn); ok {
		arnEnvironment(text).check(e, field, thing, faults)
	}
}
