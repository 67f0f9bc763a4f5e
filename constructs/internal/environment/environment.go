// Package environment compares where things are deployed: AWS finds certificates, listeners,
// functions and the like only in the account and region of what refers to them. Whatever is known
// at deployment only is not compared.
//
// What tells an account or a region may enter. Which field is wrong, and what to use instead, is
// the caller's business.
package environment

import (
	"cmp"
	"fmt"
	"strings"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces"
	"github.com/aws/constructs-go/constructs/v10"
)

// Environment is an account and a region. Either is empty where it is known at deployment only.
type Environment struct{ Account, Region string }

// OfStack is where the stack of scope is deployed.
func OfStack(scope constructs.IConstruct) Environment {
	stack := awscdk.Stack_Of(scope)
	return Environment{token.Known(stack.Account()), token.Known(stack.Region())}
}

// OfResource is where a resource is, as far as CDK knows.
func OfResource(env func() *interfaces.ResourceEnvironment) Environment {
	e, err := imported.Get(env)
	if err != nil || e == nil {
		return Environment{}
	}
	var p Environment
	if e.Account != nil {
		p.Account = token.Known(e.Account)
	}
	if e.Region != nil {
		p.Region = token.Known(e.Region)
	}
	return p
}

// OfARN is where the resource of an ARN is. A part that the ARN leaves out, as IAM's do, is
// unknown.
func OfARN(arn string) Environment {
	parts := strings.SplitN(arn, ":", 6)
	if token.In(arn) || len(parts) < 6 || parts[0] != "arn" {
		return Environment{}
	}
	return Environment{Account: parts[4], Region: parts[3]}
}

// Check records a validation error of field for each of account and region that is known to differ
// from the stack's. Thing is what is to be used instead.
func (e Environment) Check(stack Environment, field, thing string, faults *fault.List) {
	fix := fmt.Sprintf("use a %s of the stack's account and region", thing)
	if Differ(e.Account, stack.Account) {
		faults.Add(field, fmt.Sprintf("it is in account %s, and the stack in %s", e.Account, stack.Account), fix)
	}
	e.CheckRegion(stack, field, thing, faults)
}

// CheckRegion is Check for what may be in another account.
func (e Environment) CheckRegion(stack Environment, field, thing string, faults *fault.List) {
	if Differ(e.Region, stack.Region) {
		faults.Add(field, fmt.Sprintf("it is in region %s, and the stack in %s", e.Region, stack.Region),
			fmt.Sprintf("use a %s of the stack's account and region", thing))
	}
}

// Differ reports whether both are known and not the same.
func Differ(a, b string) bool { return a != "" && b != "" && a != b }

// CheckResource is Check, with the stack as the receiver, for what CDK knows of a resource.
func (e Environment) CheckResource(env func() *interfaces.ResourceEnvironment, field, thing string, faults *fault.List) {
	if e != (Environment{}) {
		OfResource(env).Check(e, field, thing, faults)
	}
}

// CheckARN is Check for a resource that CDK knows by its ARN: an import by ARN need not tell CDK
// where the resource is.
func (e Environment) CheckARN(arn func() *string, field, thing string, faults *fault.List) {
	if e == (Environment{}) {
		return
	}
	if text, ok := imported.Text(arn); ok {
		OfARN(text).Check(e, field, thing, faults)
	}
}

// String is for messages: "account 111122223333, region eu-west-1".
func (e Environment) String() string {
	return fmt.Sprintf("account %s, region %s", cmp.Or(e.Account, "(unknown)"), cmp.Or(e.Region, "(unknown)"))
}
