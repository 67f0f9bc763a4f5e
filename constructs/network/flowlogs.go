package network

import (
	"example.com/alb-lambda/constructs/internal/retention"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// record turns the flow logs of vpc on.
func (l *FlowLogs) record(n *Network, vpc awsec2.IVpc) {
	scope := constructs.NewConstruct(n, jsii.String("FlowLogs"))
	group := awslogs.NewLogGroup(scope, jsii.String("LogGroup"), &awslogs.LogGroupProps{
		Retention:     retention.Of(l.RetentionDays),
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	interval := awsec2.FlowLogMaxAggregationInterval_TEN_MINUTES
	if l.EachMinute {
		interval = awsec2.FlowLogMaxAggregationInterval_ONE_MINUTE
	}
	awsec2.NewFlowLog(scope, jsii.String("FlowLog"), &awsec2.FlowLogProps{
		ResourceType:           awsec2.FlowLogResourceType_FromVpc(vpc),
		Destination:            awsec2.FlowLogDestination_ToCloudWatchLogs(group, deliveryRole(scope)),
		TrafficType:            l.Traffic,
		MaxAggregationInterval: interval,
	})
}

// deliveryRole can be assumed for flow logs of this account and region alone: the conditions are
// those that AWS advises against a confused deputy.
// https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
func deliveryRole(scope constructs.Construct) awsiam.Role {
	stack := awscdk.Stack_Of(scope)
	return awsiam.NewRole(scope, jsii.String("Role"), &awsiam.RoleProps{
		Description: jsii.String("Lets VPC flow logs be written to their log group"),
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("vpc-flow-logs.amazonaws.com"), &awsiam.ServicePrincipalOpts{
			Conditions: &map[string]any{
				"StringEquals": map[string]any{"aws:SourceAccount": stack.Account()},
				"ArnLike": map[string]any{"aws:SourceArn": stack.FormatArn(&awscdk.ArnComponents{
					Service:      jsii.String("ec2"),
					Resource:     jsii.String("vpc-flow-log"),
					ResourceName: jsii.String("*"),
				})},
			},
		}),
	})
}
