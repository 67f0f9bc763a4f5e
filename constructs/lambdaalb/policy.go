package lambdaalb

import (
	"fmt"

	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

// maxFunctionPolicy is the size in bytes of the resource policy of a function, a version or an
// alias.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const maxFunctionPolicy = 20480

// policy counts the permissions that the routes of an app add to a function.
type policy struct {
	grants map[groupKey]int // bytes
	bytes  int
}

// add counts a permission for a target group, unless another route has it already, and says whether
// it did.
func (p *policy) add(scope constructs.IConstruct, key groupKey, field string, faults *fault.List) bool {
	if _, granted := p.grants[key]; granted {
		return false
	}
	size := statementSize(scope, key.function)
	if p.bytes+size > maxFunctionPolicy {
		faults.Add(field+".Function", fmt.Sprintf("its resource policy has no room for permission %d: about %d bytes are over the limit of %d",
			len(p.grants)+1, p.bytes+size, maxFunctionPolicy),
			"put its routes into fewer stacks, give its targets the same options, or route to an alias, which has a policy of its own")
		return false
	}
	p.grants[key] = size
	p.bytes += size
	return true
}

func (p *policy) remove(key groupKey) {
	p.bytes -= p.grants[key]
	delete(p.grants, key)
}

// Lengths of what is known at deployment only.
const (
	accountLength = len("123456789012")
	regionLength  = len("eu-central-1")
	// CloudFormation names a function after its stack and logical id, in 64 characters at most, and a
	// statement likewise, in 100 at most.
	functionLength  = 64
	statementLength = 100
)

// statementSize estimates the bytes of a permission as Lambda stores it.
func statementSize(scope constructs.IConstruct, function string) int {
	const statement = `{"Sid":"","Effect":"Allow","Principal":{"Service":"elasticloadbalancing.amazonaws.com"},` +
		`"Action":"lambda:InvokeFunction","Resource":"","Condition":{"StringEquals":{"AWS:SourceAccount":""},` +
		`"ArnLike":{"AWS:SourceArn":"arn:aws:elasticloadbalancing:::targetgroup//*"}}},`
	region := regionLength
	if r := token.Known(awscdk.Stack_Of(scope).Region()); r != "" {
		region = len(r)
	}
	arn := len(function)
	if environment.OfARN(function) == (environment.Environment{}) {
		arn = len("arn:aws:lambda:::function:") + region + accountLength + functionLength/2
	}
	return len(statement) + statementLength/2 + arn + 2*accountLength + region + maxTargetGroupName
}
