package lambdaalb

import (
	"fmt"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

// checkEnvironment refuses a function that a target group can not hold: one in
// another account or region. What is known at deploy only is let through.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
func checkEnvironment(scope constructs.Construct, target *Target, field string, faults *fault.List) {
	if target.Function == nil {
		return
	}
	function, stack := target.Function.Env(), awscdk.Stack_Of(scope)
	differs := func(what string, of, in *string) {
		if known(of) != "" && known(in) != "" && *of != *in {
			faults.Add(field+".Function", fmt.Sprintf("it is in %s %s, and the stack in %s", what, *of, *in), "use a function of the stack's account and region")
		}
	}
	differs("account", function.Account, stack.Account())
	differs("region", function.Region, stack.Region())
}
