package lambdaalb

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"example.com/alb-lambda/constructs/internal/token"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

const (
	maxTargetGroupName = 32
	nameHashDigits     = 10
)

// targetGroupName names a target group so that it is known at synth, unique in
// the account, and new whenever its balancer or function is replaced: a group
// that still belongs to the old balancer can not be used by the new one, and
// CloudFormation creates before it deletes.
//
// The name begins with the stack's, for people, and ends in a hash over all parts.
func targetGroupName(stack string, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(append([]string{stack}, parts...), "\n")))
	hash := hex.EncodeToString(sum[:])[:nameHashDigits]
	room := maxTargetGroupName - nameHashDigits - 1
	if len(stack) > room {
		stack = stack[:room]
	}
	return strings.Trim(stack, "-") + "-" + hash
}

// functionIdentity changes with what makes CloudFormation replace a function:
// its place in the tree, its name where it has one, and its ARN where it is
// imported.
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
			identity += " " + known(name)
		}
		return identity
	}
	return identity + " " + known(function.FunctionArn())
}

// known is a text, or nothing where it is known at deploy only.
func known(text *string) string {
	if token.In(*text) {
		return ""
	}
	return *text
}
