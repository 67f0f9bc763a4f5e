package rollout

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// versionVariable tells a hook the new version.
const versionVariable = "ROLLOUT_VERSION"

// addHooks lets CodeDeploy invoke the hooks, and the hooks report and invoke the new version, which
// they are told. CDK's own AddPreHook fails for a function that is imported with its account
// unknown.
func (p *Props) addHooks(r *Rollout, role awsiam.Role) {
	policy := resourceOf(p.Alias).CfnOptions().UpdatePolicy()
	update := policy.CodeDeployLambdaAliasUpdate
	seen := map[string]bool{}
	for i, hook := range []awslambda.IFunction{p.Before, p.After} {
		if hook == nil {
			continue
		}
		if i == 0 {
			update.BeforeAllowTrafficHook = hook.FunctionName()
		} else {
			update.AfterAllowTrafficHook = hook.FunctionName()
		}
		if resourceOf(hook) != nil {
			r.Node().AddValidation(&circle{field: []string{"Before", "After"}[i], hook: hook, alias: p.Alias})
		}
		if path := *hook.Node().Path(); !seen[path] {
			seen[path] = true
			p.prepare(r, role, hook)
		}
	}
	resourceOf(p.Alias).CfnOptions().SetUpdatePolicy(policy)
}

func (p *Props) prepare(r *Rollout, role awsiam.Role, hook awslambda.IFunction) {
	allow := func(action string, resources ...string) awsiam.PolicyStatement {
		return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: jsii.Strings(action), Resources: jsii.Strings(resources...)})
	}
	arn, version := *hook.FunctionArn(), p.Alias.Version()
	role.AddToPolicy(allow("lambda:InvokeFunction", arn, arn+":*"))
	if resourceOf(hook) == nil {
		return
	}
	hook.AddToRolePolicy(allow("codedeploy:PutLifecycleEventHookExecutionStatus", *r.group.DeploymentGroupArn()))
	hook.AddToRolePolicy(allow("lambda:InvokeFunction", *version.FunctionArn()))
	if function, ok := hook.(awslambda.Function); ok {
		function.AddEnvironment(jsii.String(versionVariable), version.FunctionArn(), nil)
	}
}

// circle finds a hook that refers to the alias, which waits for the hook.
type circle struct {
	field string
	hook  awslambda.IFunction
	alias awslambda.Alias
}

// Validate is called by CDK when the app is synthesized.
func (c *circle) Validate() *[]*string {
	var errors []*string
	resource := resourceOf(c.alias)
	stack := awscdk.Stack_Of(resource)
	id := fmt.Sprintf("%q", *stack.GetLogicalId(resource))
	parts := []constructs.IConstruct{c.hook}
	if role := c.hook.Role(); role != nil {
		parts = append(parts, role)
	}
	for _, part := range parts {
		for _, node := range *part.Node().FindAll(constructs.ConstructOrder_PREORDER) {
			if !*awscdk.CfnResource_IsCfnResource(node) {
				continue
			}
			text, err := json.Marshal(stack.Resolve(node.(awscdk.CfnResource).CfnProperties()))
			if err != nil || !strings.Contains(string(text), id) {
				continue
			}
			errors = append(errors, jsii.String(fmt.Sprintf("%s: %s refers to the alias, which waits for it; use %s, or the alias by the function's name",
				c.field, *node.Node().Path(), versionVariable)))
		}
	}
	return &errors
}
