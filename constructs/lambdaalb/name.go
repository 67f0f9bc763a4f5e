package lambdaalb

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"example.com/alb-lambda/constructs/internal/token"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

const (
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
	maxTargetGroupName = 32
	nameHashDigits     = 10
)

// targetGroupName names a target group so that it is known at synth, unique in the account, and new
// whenever its load balancer or function is replaced: a group that still belongs to the old load
// balancer cannot be used by the new one, and CloudFormation creates before it deletes.
//
// The name begins with the stack's, for people, and ends in a hash over all parts. None of them may
// hold a token, whose text changes with unrelated code.
func targetGroupName(stack string, parts ...string) string {
	hash := digest(nameHashDigits, append([]string{stack}, parts...)...)
	room := maxTargetGroupName - nameHashDigits - 1
	if len(stack) > room {
		stack = stack[:room]
	}
	return strings.Trim(stack, "-") + "-" + hash
}

// digest is a short name for texts, in hexadecimal digits.
func digest(digits int, texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\n")))
	return hex.EncodeToString(sum[:])[:digits]
}

// stackName is known at synth: a nested stack's own is not, so it is that of the stack which it is
// nested in.
func stackName(stack awscdk.Stack) string {
	for stack.NestedStackParent() != nil {
		stack = stack.NestedStackParent()
	}
	return *stack.StackName()
}

// functionIdentity changes with what makes CloudFormation replace a function: its place in the
// tree, its name where it has one, and its ARN where it is imported.
func functionIdentity(function awslambda.IFunction) string {
	node := function.Node()
	identity := *node.Path()
	switch f := function.(type) {
	case awslambda.IAlias:
		return identity + " " + functionIdentity(f.Version().Lambda())
	case awslambda.IVersion:
		return identity + " " + functionIdentity(f.Lambda())
	}
	if resource, ok := node.DefaultChild().(awslambda.CfnFunction); ok {
		if name := resource.FunctionName(); name != nil {
			identity += " " + token.Known(name)
		}
		return identity
	}
	return identity + " " + token.Known(function.FunctionArn())
}
