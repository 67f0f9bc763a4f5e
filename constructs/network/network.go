package network

import (
	"fmt"

	"example.com/alb-lambda/internal/confine"
	"example.com/alb-lambda/internal/follow"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Network is a VPC with public subnets and an internet gateway, and the security group of a
// web-facing load balancer.
type Network struct {
	constructs.Construct
	vpc           awsec2.IVpc
	securityGroup awsec2.ISecurityGroup
}

// New creates the network. It panics with a *fault.Error when props are invalid.
func New(scope constructs.Construct, id string, props *Props) *Network {
	p := Props{}
	if props != nil {
		p = *props
	}
	p.setDefaults()
	faults := place.Check(scope, id)
	place.Objects(faults, "", &p)
	p.check(faults)
	faults.PanicIfAny()
	defer place.Undo(faults, scope, id)

	n := &Network{}
	constructs.NewConstruct_Override(n, scope, &id)
	follow.References(n, nil)

	n.vpc = p.VPC
	if n.vpc == nil {
		n.vpc = newVPC(n, &p)
	}
	if p.FlowLogs != nil {
		p.FlowLogs.record(n, n.vpc)
	}
	group := newSecurityGroup(n, &p)
	n.securityGroup = group
	// A load balancer cannot follow a network that is replaced: CloudFormation is to reject the
	// change.
	follow.Strong(group)
	return n
}

// VPC is the network itself, the new or the existing one.
func (n *Network) VPC() awsec2.IVpc { return n.vpc }

// SecurityGroup lets tcp 80 and 443 in from anywhere and nothing out. A function behind a load
// balancer is invoked through the Lambda API, not through the network, so the load balancer needs
// no outbound rule.
func (n *Network) SecurityGroup() awsec2.ISecurityGroup { return n.securityGroup }

func newVPC(n *Network, p *Props) awsec2.Vpc {
	subnets := &awsec2.SubnetConfiguration{
		Name:                jsii.String("Public"),
		SubnetType:          awsec2.SubnetType_PUBLIC,
		CidrMask:            jsii.Number(p.SubnetMask),
		MapPublicIpOnLaunch: jsii.Bool(false),
	}
	props := &awsec2.VpcProps{
		IpAddresses:                  awsec2.IpAddresses_Cidr(&p.CIDR),
		NatGateways:                  jsii.Number(0),
		RestrictDefaultSecurityGroup: &p.RestrictDefaultSecurityGroup,
		SubnetConfiguration:          &[]*awsec2.SubnetConfiguration{subnets},
	}
	switch {
	case len(p.AvailabilityZones) > 0:
		props.AvailabilityZones = jsii.Strings(p.AvailabilityZones...)
	case p.Zones > 2:
		// In a stack without an environment CDK knows of two zones, and gives no more, whatever MaxAzs
		// is.
		props.AvailabilityZones = countedZones(p.Zones)
	default:
		props.MaxAzs = jsii.Number(p.Zones)
	}
	if p.DualStack {
		props.IpProtocol = awsec2.IpProtocol_DUAL_STACK
		// As for IPv4: an instance that happens to be launched here is not on the internet by default.
		subnets.Ipv6AssignAddressOnCreation = jsii.Bool(false)
	}
	vpc := awsec2.NewVpc(n, jsii.String("VPC"), props)
	follow.Strong(vpc)
	for _, subnet := range *vpc.PublicSubnets() {
		follow.Strong(subnet)
	}
	if p.RestrictDefaultSecurityGroup {
		confine.Provider(n, confine.RestrictDefaultGroup)
	}
	return vpc
}

// countedZones are the first zones that the region of the deployment has.
func countedZones(count int) *[]*string {
	all := awscdk.Fn_GetAzs(nil)
	zones := make([]*string, count)
	for i := range zones {
		zones[i] = awscdk.Fn_Select(jsii.Number(i), all)
	}
	return &zones
}

func newSecurityGroup(n *Network, p *Props) awsec2.SecurityGroup {
	group := awsec2.NewSecurityGroup(n, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              n.vpc,
		Description:      jsii.String("HTTP and HTTPS in from anywhere, nothing out"),
		AllowAllOutbound: jsii.Bool(false),
	})
	peers := []awsec2.IPeer{awsec2.Peer_AnyIpv4()}
	if p.DualStack {
		peers = append(peers, awsec2.Peer_AnyIpv6())
	}
	for _, number := range []float64{80, 443} {
		port := awsec2.Port_Tcp(&number)
		for _, peer := range peers {
			group.AddIngressRule(peer, port, jsii.String(fmt.Sprintf("tcp %v from anywhere", number)), nil)
		}
	}
	return group
}
