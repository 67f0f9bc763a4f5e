package lambdaalb

import (
	"example.com/alb-lambda/constructs/internal/annotation"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// checkVPC records a validation error where a new security group would need what the VPC does not
// know.
func (p *Props) checkVPC(faults *fault.List) {
	if p.SecurityGroup != nil || !p.Internal {
		return
	}
	if _, known := imported.Text(p.VPC.VpcCidrBlock); !known {
		faults.Add("SecurityGroup", "the VPC does not know its CIDR, which a new security group for an internal load balancer lets in",
			"give a SecurityGroup, or import the VPC with its VpcCidrBlock")
	}
}

// newSecurityGroup lets nothing in yet, and nothing out: a function is invoked through the Lambda
// API, not through the network.
func newSecurityGroup(scope constructs.Construct, p *Props) *openGroup {
	group := awsec2.NewSecurityGroup(scope, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              p.VPC,
		Description:      jsii.String("Clients of the load balancer in, nothing out"),
		AllowAllOutbound: jsii.Bool(false),
	})
	return &openGroup{group, clients(group, p.VPC, p.Internal, p.DualStack)}
}

// clients of a load balancer: anyone, or the VPC's addresses for an internal one.
func clients(group awsec2.ISecurityGroup, vpc awsec2.IVpc, internal, dualStack bool) []awsec2.IPeer {
	if !internal {
		peers := []awsec2.IPeer{awsec2.Peer_AnyIpv4()}
		if dualStack {
			peers = append(peers, awsec2.Peer_AnyIpv6())
		}
		return peers
	}
	peers := []awsec2.IPeer{}
	if cidr, known := imported.Text(vpc.VpcCidrBlock); known {
		peers = append(peers, awsec2.Peer_Ipv4(&cidr))
	}
	if !dualStack {
		return peers
	}
	if cidr := ipv6Range(group, vpc); cidr != nil {
		return append(peers, awsec2.Peer_Ipv6(cidr))
	}
	annotation.Warn(group, "lambdaalb:ipv6",
		"the VPC does not know its IPv6 range, so that clients in it reach the load balancer by IPv4 alone: give a SecurityGroup that lets the range in")
	return peers
}

// ipv6Range of a VPC of this app, or nil. The group waits for the range to be associated.
func ipv6Range(group awsec2.ISecurityGroup, vpc awsec2.IVpc) *string {
	owned, ok := vpc.(awsec2.Vpc)
	if !ok {
		return nil
	}
	for _, child := range *vpc.Node().FindAll(constructs.ConstructOrder_PREORDER) {
		block, ok := child.(awsec2.CfnVPCCidrBlock)
		if !ok || block.CidrBlock() != nil {
			continue
		}
		group.Node().AddDependency(block)
		return awscdk.Fn_Select(jsii.Number(0), owned.VpcIpv6CidrBlocks())
	}
	return nil
}

// open lets clients in on a port.
func (g *openGroup) open(port int) {
	if g == nil {
		return
	}
	for _, peer := range g.peers {
		g.group.AddIngressRule(peer, awsec2.Port_Tcp(jsii.Number(port)), jsii.Sprintf("clients on tcp %d", port), nil)
	}
}

// groupOf is the security group that plain CDK created with a load balancer, or nil. One that was
// given to it is not ours to change.
func groupOf(given elb.IApplicationLoadBalancer) *openGroup {
	owned, ok := given.(elb.ApplicationLoadBalancer)
	if !ok {
		return nil
	}
	group, ok := owned.Node().TryFindChild(jsii.String("SecurityGroup")).(awsec2.SecurityGroup)
	if !ok {
		return nil
	}
	resource := owned.Node().DefaultChild().(elb.CfnLoadBalancer)
	scheme := awscdk.Stack_Of(owned).Resolve(resource.Scheme())
	addresses := awscdk.Stack_Of(owned).Resolve(resource.IpAddressType())
	dualStack := addresses == "dualstack" || addresses == "dualstack-without-public-ipv4"
	return &openGroup{group, clients(group, owned.Vpc(), scheme == "internal", dualStack)}
}
