package lambdaalb

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/alb-lambda/constructs/internal/reference"
	"example.com/alb-lambda/constructs/internal/token"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

// roomForAny is how many permissions fit, whatever their texts: none takes a kilobyte.
const roomForAny = maxFunctionPolicy / 1024

// permissions of all functions of an app are compared, when it is synthesized, with what a resource
// policy has room for: those of routes, and those that APIs, topics and plain CDK add.
func (r *registry) permissions(all *scan) (problems []string) {
	for _, key := range slices.Sorted(maps.Keys(r.policies)) {
		function, size := r.policies[key].function, policyFrame
		if function == nil || len(all.permissions[key]) < roomForAny {
			continue // every route to it was rejected, or there is nothing to measure
		}
		for _, permission := range all.permissions[key] {
			size += permissionSize(permission, function)
		}
		if size > maxFunctionPolicy {
			problems = append(problems, fmt.Sprintf("function %s: the %d permissions in its resource policy take about %d bytes, over the limit of %d; "+
				"put its routes into fewer stacks, let one permission do for several of the others, or route to an alias, which has a policy of its own",
				*function.Node().Path(), len(all.permissions[key]), size, maxFunctionPolicy))
		}
	}
	return problems
}

// functionOf is which function a permission is for, as functionKey has it.
func functionOf(permission awslambda.CfnPermission) string {
	name := *permission.FunctionName()
	if !token.In(name) {
		return name
	}
	text := strings.TrimSuffix(strings.TrimPrefix(reference.Text(permission, name), "${Token["), "]}")
	if dot := strings.LastIndexByte(text, '.'); dot >= 0 {
		text = text[:dot] // the attribute
	}
	return strings.TrimSuffix(text, "/Resource")
}

// permissionSize is about the bytes of a permission as Lambda stores it, and rather fewer.
func permissionSize(p awslambda.CfnPermission, function awslambda.IFunction) int {
	const frame = `{"Sid":"","Effect":"Allow","Principal":{"Service":""},"Action":"","Resource":""},`
	stack := p.Stack()
	id := len(stackName(stack)) + 1 + len(*stack.GetLogicalId(p)) + suffixLength
	size := len(frame) + min(id, maxStatement) + functionARNLength(function, regionLength) +
		valueLength(stack, p.Principal()) + valueLength(stack, p.Action())
	for _, condition := range []struct {
		frame string
		value *string
	}{
		{`"StringEquals":{"AWS:SourceAccount":""},`, p.SourceAccount()},
		{`"ArnLike":{"AWS:SourceArn":""},`, p.SourceArn()},
		{`"StringEquals":{"lambda:EventSourceToken":""},`, p.EventSourceToken()},
		{`"StringEquals":{"lambda:FunctionUrlAuthType":""},`, p.FunctionUrlAuthType()},
		{`"StringEquals":{"aws:PrincipalOrgID":""},`, p.PrincipalOrgId()},
	} {
		if condition.value != nil {
			size += len(condition.frame) + valueLength(stack, condition.value)
		}
	}
	if p.SourceAccount() != nil || p.SourceArn() != nil {
		size += len(`"Condition":{},`)
	}
	return size
}

// valueLength is that of a text, of which parts may be known at deployment only.
func valueLength(stack awscdk.Stack, text *string) int {
	if !token.In(*text) {
		return len(*text)
	}
	return resolvedLength(stack.Resolve(text))
}

func resolvedLength(value any) (length int) {
	switch v := value.(type) {
	case string:
		return len(v)
	case []any:
		for _, part := range v {
			length += resolvedLength(part)
		}
		return length
	case map[string]any:
		if join, ok := v["Fn::Join"].([]any); ok && len(join) == 2 {
			return resolvedLength(join[1])
		}
		switch v["Ref"] {
		case "AWS::AccountId":
			return accountLength
		case "AWS::Region":
			return regionLength
		case "AWS::Partition":
			return len("aws")
		}
	}
	return unknownLength
}
