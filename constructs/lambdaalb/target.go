package lambdaalb

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// newTargetGroup makes a target group with one function in it, and before it
// the permission for this group alone to invoke the function.
//
// CDK's own LambdaTarget allows every balancer of every account, in the
// function's stack (https://github.com/aws/aws-cdk/issues/8271).
func newTargetGroup(scope constructs.Construct, l *Listener, function awslambda.IFunction) elb.ApplicationTargetGroup {
	stack := awscdk.Stack_Of(scope)
	name := targetGroupName(*stack.StackName(), *scope.Node().Path(), l.identity, *function.Node().Path())
	permission := awslambda.NewCfnPermission(scope, jsii.String("Permission"), &awslambda.CfnPermissionProps{
		Action:        jsii.String("lambda:InvokeFunction"),
		FunctionName:  function.FunctionArn(),
		Principal:     jsii.String("elasticloadbalancing.amazonaws.com"),
		SourceAccount: stack.Account(),
		SourceArn: stack.FormatArn(&awscdk.ArnComponents{
			Service:      jsii.String("elasticloadbalancing"),
			Resource:     jsii.String("targetgroup"),
			ResourceName: jsii.String(name + "/*"),
		}),
	})
	group := elb.NewApplicationTargetGroup(scope, jsii.String("TargetGroup"), &elb.ApplicationTargetGroupProps{
		TargetGroupName: &name,
		// CDK refuses multi-value headers unless the type is set explicitly.
		TargetType:               elb.TargetType_LAMBDA,
		MultiValueHeadersEnabled: jsii.Bool(true),
	})
	resource := group.Node().DefaultChild().(elb.CfnTargetGroup)
	resource.SetTargets(&[]any{&elb.CfnTargetGroup_TargetDescriptionProperty{Id: function.FunctionArn()}})
	resource.AddResourceDependency(permission,
		jsii.String("registration fails unless the balancer may invoke the function already"))
	return group
}

const (
	maxTargetGroupName = 32
	nameHashDigits     = 10
)

// targetGroupName names a target group so that it is known at synth, unique in
// the account, and new whenever its balancer or function is replaced: a group
// that still belongs to the old balancer can not be used by the new one, and
// CloudFormation creates before it deletes.
//
// The name begins with the stack's, for people, and ends in a hash over parts.
func targetGroupName(stack string, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(append([]string{stack}, parts...), "\n")))
	hash := hex.EncodeToString(sum[:])[:nameHashDigits]
	room := maxTargetGroupName - nameHashDigits - 1
	if len(stack) > room {
		stack = stack[:room]
	}
	return strings.Trim(stack, "-") + "-" + hash
}
