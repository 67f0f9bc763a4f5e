package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
)

// base is what the services stand on.
type base struct {
	vpc    awsec2.Vpc
	table  awsdynamodb.TableV2
	events awssqs.Queue
}

// inside are the subnets that nothing on the internet reaches, and that reach nothing there.
var inside = &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}

func newBase(app awscdk.App) *base {
	stack := awscdk.NewStack(app, jsii.String("shop-base"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), &awsec2.VpcProps{
		MaxAzs: jsii.Number(2), NatGateways: jsii.Number(0),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{
			{Name: jsii.String("Public"), SubnetType: awsec2.SubnetType_PUBLIC, MapPublicIpOnLaunch: jsii.Bool(false)},
			{Name: jsii.String("Inside"), SubnetType: inside.SubnetType},
		},
		// The table is reached without the internet, at no cost.
		GatewayEndpoints: &map[string]*awsec2.GatewayVpcEndpointOptions{
			"DynamoDB": {Service: awsec2.GatewayVpcEndpointAwsService_DYNAMODB()},
		},
	})
	return &base{
		vpc: vpc,
		table: awsdynamodb.NewTableV2(stack, jsii.String("Orders"), &awsdynamodb.TablePropsV2{
			PartitionKey:                     &awsdynamodb.Attribute{Name: jsii.String("id"), Type: awsdynamodb.AttributeType_STRING},
			PointInTimeRecoverySpecification: &awsdynamodb.PointInTimeRecoverySpecification{PointInTimeRecoveryEnabled: jsii.Bool(true)},
		}),
		events: newQueue(stack, "Events", &awssqs.DeadLetterQueue{
			// What fails three times is kept for somebody to look at.
			Queue: newQueue(stack, "Failed", nil), MaxReceiveCount: jsii.Number(3),
		}),
	}
}

func newQueue(stack awscdk.Stack, name string, failed *awssqs.DeadLetterQueue) awssqs.Queue {
	return awssqs.NewQueue(stack, &name, &awssqs.QueueProps{
		EnforceSSL:      jsii.Bool(true),
		RetentionPeriod: awscdk.Duration_Days(jsii.Number(14)), DeadLetterQueue: failed,
		// AWS's advice is six times the timeout of the function.
		VisibilityTimeout: awscdk.Duration_Minutes(jsii.Number(1)),
	})
}
