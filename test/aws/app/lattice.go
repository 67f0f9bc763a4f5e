package main

import (
	"time"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/test/aws/internal/names"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsvpclattice"
	"github.com/aws/jsii-runtime-go"
)

// newLattice creates a service of VPC Lattice, with a listener for each version of the event, and
// the function in the VPC that can reach it: the carrier. The security group of the association
// lets in the carrier alone, so that the service needs no sign-in, which would be in the events.
func newLattice(stack awscdk.Stack, vpc awsec2.IVpc, recorder awslambda.IFunction, s *settings) {
	group := func(id, description string) awsec2.SecurityGroup {
		return awsec2.NewSecurityGroup(stack, jsii.String(id), &awsec2.SecurityGroupProps{
			Vpc: vpc, Description: jsii.String(description), AllowAllOutbound: jsii.Bool(false),
		})
	}
	carriers := group("CarrierGroup", "The function that sends requests to VPC Lattice")
	association := group("LatticeGroup", "What may reach VPC Lattice")
	network := awsvpclattice.NewCfnServiceNetwork(stack, jsii.String("LatticeNetwork"), &awsvpclattice.CfnServiceNetworkProps{AuthType: jsii.String("NONE")})
	service := awsvpclattice.NewCfnService(stack, jsii.String("Lattice"), &awsvpclattice.CfnServiceProps{AuthType: jsii.String("NONE")})
	for _, of := range []struct {
		version string
		port    float64
	}{{"V1", names.LatticePort}, {"V2", names.LatticeV2Port}} {
		version, port := of.version, of.port
		newLatticeListener(stack, service, recorder, version, port)
		// VPC Lattice has link-local addresses, which its own prefix list has; the carrier, without a
		// public address, reaches no others.
		// https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html
		carriers.AddEgressRule(awsec2.Peer_AnyIpv4(), awsec2.Port_Tcp(&port), jsii.String("VPC Lattice, events "+version), nil)
		association.AddIngressRule(carriers, awsec2.Port_Tcp(&port), jsii.String("The carrier, events "+version), nil)
	}
	attached := awsvpclattice.NewCfnServiceNetworkVpcAssociation(stack, jsii.String("LatticeVPC"), &awsvpclattice.CfnServiceNetworkVpcAssociationProps{
		ServiceNetworkIdentifier: network.AttrArn(), VpcIdentifier: vpc.VpcId(), SecurityGroupIds: &[]*string{association.SecurityGroupId()},
	})
	awsvpclattice.NewCfnServiceNetworkServiceAssociation(stack, jsii.String("LatticeService"), &awsvpclattice.CfnServiceNetworkServiceAssociationProps{
		ServiceNetworkIdentifier: network.AttrArn(), ServiceIdentifier: service.AttrArn(),
	})
	carrier := gofunction.New(stack, "Carrier", &gofunction.Props{
		Package: "./carrier", Architecture: gofunction.Architecture(s.architecture), MemoryMB: 512, Timeout: time.Minute,
		Environment: map[string]string{"HOST": *service.AttrDnsEntryDomainName()},
		Options: &awslambda.FunctionOptions{
			Vpc: vpc, VpcSubnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC}, AllowPublicSubnet: jsii.Bool(true),
			SecurityGroups: &[]awsec2.ISecurityGroup{carriers},
		},
	})
	carrier.LambdaFunction().Node().AddDependency(attached)
	output(stack, names.LatticeDomain, *service.AttrDnsEntryDomainName())
	output(stack, names.CarrierName, *carrier.LambdaFunction().FunctionName())
}

// newLatticeListener forwards what comes to a port to the recorder, as events of a version.
// https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
func newLatticeListener(stack awscdk.Stack, service awsvpclattice.CfnService, recorder awslambda.IFunction, version string, port float64) {
	group := awsvpclattice.NewCfnTargetGroup(stack, jsii.String("LatticeGroup"+version), &awsvpclattice.CfnTargetGroupProps{
		Type:    jsii.String("LAMBDA"),
		Config:  &awsvpclattice.CfnTargetGroup_TargetGroupConfigProperty{LambdaEventStructureVersion: jsii.String(version)},
		Targets: []*awsvpclattice.CfnTargetGroup_TargetProperty{{Id: recorder.FunctionArn()}},
	})
	permission := awslambda.NewCfnPermission(stack, jsii.String("LatticePermission"+version), &awslambda.CfnPermissionProps{
		Action: jsii.String("lambda:InvokeFunction"), FunctionName: recorder.FunctionArn(),
		Principal: jsii.String("vpc-lattice.amazonaws.com"), SourceArn: group.AttrArn(), SourceAccount: stack.Account(),
	})
	listener := awsvpclattice.NewCfnListener(stack, jsii.String("LatticeListener"+version), &awsvpclattice.CfnListenerProps{
		ServiceIdentifier: service.AttrArn(), Protocol: jsii.String("HTTP"), Port: &port,
		DefaultAction: &awsvpclattice.CfnListener_DefaultActionProperty{Forward: &awsvpclattice.CfnListener_ForwardProperty{
			TargetGroups: []*awsvpclattice.CfnListener_WeightedTargetGroupProperty{{TargetGroupIdentifier: group.AttrArn(), Weight: jsii.Number(100)}},
		}},
	})
	listener.Node().AddDependency(permission)
}
