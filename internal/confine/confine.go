// Package confine restricts the IAM permissions of CDK's custom-resource provider functions.
//
// What restricts such functions may enter. Functions of the user's own are not its business.
package confine

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// The providers of CDK, one in a stack, by id.
const (
	AutoDeleteObjects    = "Custom::S3AutoDeleteObjectsCustomResourceProvider"
	RestrictDefaultGroup = "Custom::VpcRestrictDefaultSGCustomResourceProvider"
)

// Provider gives the function of a provider in the stack of scope a log group that is deleted with
// the stack, and lets it write there alone. As CDK makes it, the function may write to every log
// group of the account, and leaves one behind that never expires: Lambda makes it when the stack is
// destroyed.
func Provider(scope constructs.Construct, id string) {
	provider := awscdk.Stack_Of(scope).Node().FindChild(&id).(constructs.Construct)
	if provider.Node().TryFindChild(jsii.String("LogGroup")) != nil {
		return // another construct of the stack has done it
	}
	group := awslogs.NewLogGroup(provider, jsii.String("LogGroup"), &awslogs.LogGroupProps{
		Retention:     awslogs.RetentionDays_ONE_MONTH,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	role := provider.Node().FindChild(jsii.String("Role")).(awscdk.CfnResource)
	role.AddPropertyDeletionOverride(jsii.String("ManagedPolicyArns"))
	policy := awsiam.NewCfnPolicy(provider, jsii.String("LogPolicy"), &awsiam.CfnPolicyProps{
		PolicyName: jsii.String("Log"),
		Roles:      &[]*string{role.Ref()},
		PolicyDocument: map[string]any{
			"Version": "2012-10-17",
			"Statement": []map[string]any{{
				"Effect":   "Allow",
				"Action":   []string{"logs:CreateLogStream", "logs:PutLogEvents"},
				"Resource": group.LogGroupArn(),
			}},
		},
	})
	handler := provider.Node().FindChild(jsii.String("Handler")).(awscdk.CfnResource)
	handler.AddPropertyOverride(jsii.String("LoggingConfig"), map[string]any{"LogGroup": group.LogGroupName()})
	handler.AddResourceDependency(policy, jsii.String("the function cannot log before"))
}
