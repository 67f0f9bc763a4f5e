package network_test

import (
	"fmt"

	"example.com/alb-lambda/constructs/network"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
)

// A network in three zones that speaks IPv6 too.
func ExampleNew() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("network"), nil)
	net := network.New(stack, "Network", &network.Props{
		CIDR:       "10.20.0.0/16",
		SubnetMask: 24,
		Zones:      3,
		DualStack:  true,
		FlowLogs:   &network.FlowLogs{Traffic: awsec2.FlowLogTrafficType_REJECT},
	})
	fmt.Println(len(*net.VPC().PublicSubnets()), "public subnets")
	// Output: 3 public subnets
}

// In an existing VPC, only the load balancer's security group is created.
func ExampleNew_existing() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("network"), nil)
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("VPC"), &awsec2.VpcAttributes{
		VpcId:             jsii.String("vpc-0123456789abcdef0"),
		AvailabilityZones: jsii.Strings("eu-west-1a", "eu-west-1b"),
		PublicSubnetIds:   jsii.Strings("subnet-11111111", "subnet-22222222"),
	})
	net := network.New(stack, "Network", &network.Props{VPC: vpc})
	fmt.Println(*net.VPC().VpcId())
	// Output: vpc-0123456789abcdef0
}
