package logbucket

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// confine gives CDK's auto-delete function of the stack a log group that goes
// with the stack, and a role that may write there alone. As CDK makes it, the
// function may write to every log group of the account, and leaves one behind
// that never expires: Lambda makes it when the stack is destroyed.
func confine(scope constructs.Construct) {
	provider := awscdk.Stack_Of(scope).Node().FindChild(jsii.String("Custom::S3AutoDeleteObjectsCustomResourceProvider")).(constructs.Construct)
	if provider.Node().TryFindChild(jsii.String("LogGroup")) != nil {
		return // another bucket of the stack has done it
	}
	group := awslogs.NewLogGroup(provider, jsii.String("LogGroup"), &awslogs.LogGroupProps{
		Retention:     awslogs.RetentionDays_ONE_MONTH,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	role := provider.Node().FindChild(jsii.String("Role")).(awscdk.CfnResource)
	role.AddPropertyDeletionOverride(jsii.String("ManagedPolicyArns"))
	role.AddPropertyOverride(jsii.String("Policies"), []map[string]any{{
		"PolicyName": "Log",
		"PolicyDocument": map[string]any{
			"Version": "2012-10-17",
			"Statement": []map[string]any{{
				"Effect":   "Allow",
				"Action":   []string{"logs:CreateLogStream", "logs:PutLogEvents"},
				"Resource": group.LogGroupArn(),
			}},
		},
	}})
	handler := provider.Node().FindChild(jsii.String("Handler")).(awscdk.CfnResource)
	handler.AddPropertyOverride(jsii.String("LoggingConfig"), map[string]any{"LogGroup": group.LogGroupName()})
}
