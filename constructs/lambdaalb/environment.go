package lambdaalb

import (
	"fmt"
	"strings"

	"example.com/alb-lambda/constructs/internal/imported"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces"
	"github.com/aws/constructs-go/constructs/v10"
)

// place is an account and a region. Either is empty where it is known at deployment only.
type place struct{ account, region string }

// stackPlace is where the stack of scope is deployed.
func stackPlace(scope constructs.IConstruct) place {
	stack := awscdk.Stack_Of(scope)
	return place{known(stack.Account()), known(stack.Region())}
}

// resourcePlace is where a resource is, as far as CDK knows.
func resourcePlace(env func() *interfaces.ResourceEnvironment) place {
	e, err := imported.Get(env)
	if err != nil || e == nil {
		return place{}
	}
	var p place
	if e.Account != nil {
		p.account = known(e.Account)
	}
	if e.Region != nil {
		p.region = known(e.Region)
	}
	return p
}

// arnPlace is where the resource of an ARN is. A part that the ARN leaves out, as IAM's do, is unknown.
func arnPlace(arn string) place {
	parts := strings.SplitN(arn, ":", 6)
	if token.In(arn) || len(parts) < 6 || parts[0] != "arn" {
		return place{}
	}
	return place{account: parts[4], region: parts[3]}
}

// check records a validation error of field for each of account and region that is known to differ
// from the stack's. Thing is what is to be used instead.
func (p place) check(stack place, field, thing string, faults *fault.List) {
	fix := fmt.Sprintf("use a %s of the stack's account and region", thing)
	if differ(p.account, stack.account) {
		faults.Add(field, fmt.Sprintf("it is in account %s, and the stack in %s", p.account, stack.account), fix)
	}
	p.checkRegion(stack, field, thing, faults)
}

// checkRegion is check for what may be in another account.
func (p place) checkRegion(stack place, field, thing string, faults *fault.List) {
	if differ(p.region, stack.region) {
		faults.Add(field, fmt.Sprintf("it is in region %s, and the stack in %s", p.region, stack.region),
			fmt.Sprintf("use a %s of the stack's account and region", thing))
	}
}

func differ(a, b string) bool { return a != "" && b != "" && a != b }

// checkResource is check for what CDK knows of a resource.
func (stack place) checkResource(env func() *interfaces.ResourceEnvironment, field, thing string, faults *fault.List) {
	if stack != (place{}) {
		resourcePlace(env).check(stack, field, thing, faults)
	}
}

// checkARN is check for a resource that CDK knows by its ARN: an import by ARN need not tell CDK where
// the resource is.
func (stack place) checkARN(arn func() *string, field, thing string, faults *fault.List) {
	if stack == (place{}) {
		return
	}
	if text, ok := imported.Text(arn); ok {
		arnPlace(text).check(stack, field, thing, faults)
	}
}
