package lambdaalb

import (
	"fmt"
	"strings"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
)

// maxFunctionPolicy is the size in bytes of the resource policy of a function, a version or an
// alias.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const maxFunctionPolicy = 20480

// policy counts the permissions that the routes of an app add to a function.
type policy struct {
	function awslambda.IFunction
	grants   map[groupKey]int // bytes
	bytes    int
}

// add counts a permission for a target group, unless another route has it already, and says whether
// it did.
func (p *policy) add(scope constructs.IConstruct, path string, function awslambda.IFunction, key groupKey, field string, faults *fault.List) bool {
	if _, granted := p.grants[key]; granted {
		return false
	}
	size := statementSize(scope, path, function)
	if policyFrame+p.bytes+size > maxFunctionPolicy {
		faults.Add(field+".Function", fmt.Sprintf("its resource policy has no room for permission %d: about %d bytes are over the limit of %d",
			len(p.grants)+1, policyFrame+p.bytes+size, maxFunctionPolicy),
			"put its routes into fewer stacks, give its targets the same options, or route to an alias, which has a policy of its own")
		return false
	}
	p.function, p.grants[key] = function, size
	p.bytes += size
	return true
}

func (p *policy) remove(key groupKey) {
	p.bytes -= p.grants[key]
	delete(p.grants, key)
}

// Lengths of what is known at deployment only, and the limits of AWS's names.
const (
	accountLength = len("123456789012")
	regionLength  = len("eu-central-1")
	// CloudFormation names a function, and the statement of a permission, by the stack, the logical id
	// and some characters of its own, and cuts what is longer.
	suffixLength  = len("-1A2B3C4D5E6F")
	maxFunction   = 64
	maxStatement  = 100
	hashLength    = 8 // at the end of a logical id
	unknownLength = 10
	// policyFrame is around the statements.
	policyFrame = len(`{"Version":"2012-10-17","Id":"default","Statement":[]}`)
)

// statementSize is about the bytes of a permission as Lambda stores it. The path is that of the
// construct that the permission is in.
func statementSize(scope constructs.IConstruct, path string, function awslambda.IFunction) int {
	const statement = `{"Sid":"","Effect":"Allow","Principal":{"Service":"elasticloadbalancing.amazonaws.com"},` +
		`"Action":"lambda:InvokeFunction","Resource":"","Condition":{"StringEquals":{"AWS:SourceAccount":""},` +
		`"ArnLike":{"AWS:SourceArn":"arn:aws:elasticloadbalancing:::targetgroup//*"}}},`
	stack := awscdk.Stack_Of(scope)
	region := regionLength
	if r := token.Known(stack.Region()); r != "" {
		region = len(r)
	}
	return len(statement) + generatedLength(stack, path+"/Permission", maxStatement) + functionARNLength(function, region) +
		2*accountLength + region + maxTargetGroupName
}

// generatedLength is that of a name that CloudFormation generates for the resource of a construct.
func generatedLength(stack awscdk.Stack, path string, limit int) int {
	length := len(stackName(stack)) + 1 + hashLength + suffixLength
	for _, c := range strings.TrimPrefix(path, *stack.Node().Path()) {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			length++
		}
	}
	return min(length, limit)
}

func functionARNLength(function awslambda.IFunction, region int) int {
	if arn := token.Known(function.FunctionArn()); arn != "" {
		return len(arn)
	}
	switch f := function.(type) {
	case awslambda.IAlias:
		alias := unknownLength
		if name := token.Known(f.AliasName()); name != "" {
			alias = len(name)
		}
		return functionARNLength(f.Version().Lambda(), region) + len(":") + alias
	case awslambda.IVersion:
		return functionARNLength(f.Lambda(), region) + len(":1")
	}
	length := len("arn:aws:lambda:::function:") + region + accountLength
	if resource, ok := function.Node().DefaultChild().(awslambda.CfnFunction); ok {
		if name := token.Known(resource.FunctionName()); name != "" {
			return length + len(name)
		}
	}
	return length + generatedLength(awscdk.Stack_Of(function), *function.Node().Path(), maxFunction)
}
