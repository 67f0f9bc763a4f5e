package lambdaalb

import (
	"fmt"
	"strconv"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/constructs/internal/reference"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// multiValueKey is the one attribute that a target group of a function has.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
const multiValueKey = "lambda.multi_value_headers.enabled"

// groupKey tells apart the target groups that routes cannot share. A group belongs to one load
// balancer, and a route's group to the route's stack, which can be destroyed alone.
type groupKey struct {
	stack, loadBalancer, function string
	singleValue                   bool
	health                        HealthCheck
	checked                       bool // by a health check
	nth                           int  // of several such targets in one action
}

// sharedGroup is the target group of a function, which the first route of a stack creates.
type sharedGroup struct {
	group elb.IApplicationTargetGroup
}

// groupKeys has a key for each target of an action, empty for a group that is given.
func groupKeys(scope constructs.IConstruct, b *loadBalancer, targets []Target) []groupKey {
	keys := make([]groupKey, len(targets))
	seen := map[groupKey]int{}
	for i, t := range targets {
		if t.Function == nil {
			continue
		}
		key := groupKey{
			stack: *awscdk.Stack_Of(scope).Node().Path(), loadBalancer: b.key, function: functionKey(t.Function),
			singleValue: t.SingleValueHeaders,
		}
		if t.HealthCheck != nil {
			key.health, key.checked = *t.HealthCheck, true
		}
		seen[key]++
		key.nth = seen[key]
		keys[i] = key
	}
	return keys
}

// functionKey is one for all ways to import the same function, version or alias.
func functionKey(function awslambda.IFunction) string {
	if arn := token.Known(function.FunctionArn()); arn != "" {
		return arn
	}
	return *function.Node().Path()
}

// reserve counts the target groups that an action of the construct at path adds to the load
// balancer, and the permissions that it adds to its functions, against AWS's quotas. It returns
// what takes them back.
func (l *Listener) reserve(scope constructs.IConstruct, path string, targets []Target, field string, faults *fault.List) (release func()) {
	r, added, permitted := registryOf(scope), []string{}, []groupKey{}
	release = func() {
		for _, name := range added {
			delete(l.loadBalancer.groups, name)
		}
		for _, key := range permitted {
			r.policies[key.function].remove(key)
		}
	}
	for i, key := range groupKeys(scope, l.loadBalancer, targets) {
		at, name := fmt.Sprintf("%s.Targets[%d]", field, i), fmt.Sprint(key)
		if targets[i].Function == nil {
			name = reference.Text(scope, *targets[i].Group.TargetGroupArn())
		}
		if !l.loadBalancer.groups[name] {
			if len(l.loadBalancer.groups) == albrules.MaxTargetGroups {
				faults.Add(at, fmt.Sprintf("it is target group %d on its load balancer, over the limit of %d, which cannot be raised", albrules.MaxTargetGroups+1, albrules.MaxTargetGroups),
					"put routes on another load balancer, or more than one of a stack's routes on one function")
				continue
			}
			l.loadBalancer.groups[name] = true
			added = append(added, name)
		}
		if targets[i].Function == nil {
			continue
		}
		if r.policies[key.function] == nil {
			r.policies[key.function] = &policy{grants: map[groupKey]int{}}
		}
		if r.policies[key.function].add(scope, path, targets[i].Function, key, at, faults) {
			permitted = append(permitted, key)
		}
	}
	return release
}

// targetGroup of a target: the given one, the one that another route of the stack has created, or a
// new one below scope.
func (l *Listener) targetGroup(undo *undo, scope constructs.Construct, t *Target, key groupKey, index int) elb.IApplicationTargetGroup {
	if t.Group != nil {
		return t.Group
	}
	groups := registryOf(scope).groups
	if shared := groups[key]; shared != nil {
		return shared.group
	}
	shared := &sharedGroup{group: t.newGroup(scope, l.identity, index)}
	groups[key] = shared
	undo.add(func() { delete(groups, key) })
	return shared.group
}

// newGroup creates the target group with one function in it, and before it the permission for this
// group alone to invoke the function.
//
// CDK's own LambdaTarget allows every load balancer of every account, in the function's stack
// (https://github.com/aws/aws-cdk/issues/8271), and silently nothing for an imported function.
func (t *Target) newGroup(scope constructs.Construct, loadBalancerIdentity string, index int) elb.IApplicationTargetGroup {
	suffix := ""
	if index > 0 {
		suffix = strconv.Itoa(index + 1)
	}
	stack := awscdk.Stack_Of(scope)
	name := targetGroupName(stackName(stack), *scope.Node().Path(), suffix, loadBalancerIdentity, functionIdentity(t.Function))
	arn := t.Function.FunctionArn()
	permission := awslambda.NewCfnPermission(scope, jsii.String("Permission"+suffix), &awslambda.CfnPermissionProps{
		Action:        jsii.String("lambda:InvokeFunction"),
		FunctionName:  arn,
		Principal:     jsii.String("elasticloadbalancing.amazonaws.com"),
		SourceAccount: stack.Account(),
		SourceArn: stack.FormatArn(&awscdk.ArnComponents{
			Service:      jsii.String("elasticloadbalancing"),
			Resource:     jsii.String("targetgroup"),
			ResourceName: jsii.String(name + "/*"),
		}),
	})
	group := elb.NewApplicationTargetGroup(scope, jsii.String("TargetGroup"+suffix), &elb.ApplicationTargetGroupProps{
		TargetGroupName: &name,
		// CDK rejects multi-value headers unless the type is set explicitly.
		TargetType:               elb.TargetType_LAMBDA,
		MultiValueHeadersEnabled: jsii.Bool(!t.SingleValueHeaders),
		HealthCheck:              t.HealthCheck.render(),
	})
	if t.SingleValueHeaders {
		// CDK leaves the attribute out, and AWS keeps the last value of an attribute that is not named.
		group.SetAttribute(jsii.String(multiValueKey), jsii.String("false"))
	}
	resource := group.Node().DefaultChild().(elb.CfnTargetGroup)
	resource.SetTargets(&[]any{&elb.CfnTargetGroup_TargetDescriptionProperty{Id: arn}})
	resource.AddResourceDependency(permission,
		jsii.String("registration fails unless the load balancer may invoke the function already"))
	return group
}
