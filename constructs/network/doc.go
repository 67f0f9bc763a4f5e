// Package network creates the small public network that an internet-facing load balancer needs. In
// an existing VPC it creates the load balancer's security group only.
//
// A complete program:
//
//	package main
//
//	import (
//		"example.com/alb-lambda/constructs/cdkapp"
//		"example.com/alb-lambda/constructs/network"
//		"github.com/aws/aws-cdk-go/awscdk/v2"
//		"github.com/aws/jsii-runtime-go"
//	)
//
//	func main() {
//		cdkapp.Run(func(app awscdk.App) {
//			stack := awscdk.NewStack(app, jsii.String("network"), nil)
//			net := network.New(stack, "Network", &network.Props{Zones: 3})
//			awscdk.NewCfnOutput(stack, jsii.String("VPCID"), &awscdk.CfnOutputProps{Value: net.VPC().VpcId()})
//		})
//	}
//
// It costs nothing by the hour: it has no NAT gateway, no public IPv4 address and no endpoint. Flow
// logs, if there are any, are billed by the gigabyte. Each VPC counts against the default quota of
// five in a region.
//
// It is not for functions or containers that need a private subnet: give VPC a network that has
// them. The VPC, its subnets and the load balancer's security group may enter. What is placed in
// them is not its business.
package network
