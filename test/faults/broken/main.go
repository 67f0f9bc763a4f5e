// Command broken is the application with a resource in each stack that cannot be created, and a tag
// on all others, so that an update has something to roll back.
package main

import (
	"example.com/alb-lambda/constructs/cdkapp"
	"example.com/alb-lambda/settings"
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	context, err := cdkapp.Context()
	if err != nil {
		cdkapp.Exit(err)
	}
	config, err := settings.Context(context).Config()
	if err != nil {
		cdkapp.Exit(err)
	}
	cdkapp.Run(func(app awscdk.App) {
		s := stacks.New(app, config)
		for _, stack := range []awscdk.Stack{s.Network, s.EchoAPI, s.ALBLambda} {
			spoil(stack)
		}
	})
}

// spoil adds the resource, to be created when all others of the stack are there: a rule of a
// listener that does not exist.
func spoil(stack awscdk.Stack) {
	others := *stack.Node().FindAll(constructs.ConstructOrder_PREORDER)
	broken := awscdk.NewCfnResource(stack, jsii.String("Broken"), &awscdk.CfnResourceProps{
		Type: jsii.String("AWS::ElasticLoadBalancingV2::ListenerRule"),
		Properties: &map[string]any{
			"ListenerArn": *stack.FormatArn(&awscdk.ArnComponents{
				Service: jsii.String("elasticloadbalancing"), Resource: jsii.String("listener"),
				ResourceName: jsii.String("app/none/0000000000000000/0000000000000000"),
			}),
			"Priority":   1,
			"Conditions": []map[string]any{{"Field": "path-pattern", "Values": []string{"/none"}}},
			"Actions":    []map[string]any{{"Type": "fixed-response", "FixedResponseConfig": map[string]any{"StatusCode": "200"}}},
		},
	})
	for _, other := range others {
		if *awscdk.CfnResource_IsCfnResource(other) {
			broken.AddResourceDependency(other.(awscdk.CfnResource), jsii.String("the stack is complete before it breaks"))
		}
	}
	awscdk.Tags_Of(stack).Add(jsii.String("broken"), jsii.String("true"), nil)
}
