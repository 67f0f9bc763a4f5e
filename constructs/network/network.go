// Package network makes the small public network that an internet-facing load
// balancer needs, and nothing that costs money by the hour: no NAT gateway, no
// public IPv4 address, no endpoint.
package network

import (
	"fmt"
	"net/netip"

	"example.com/alb-lambda/constructs/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Defaults of [Props].
const (
	DefaultCIDR       = "172.31.0.0/16"
	DefaultSubnetMask = 20
	DefaultZones      = 2
)

// Props of a [Network]. The zero value is a VPC with public subnets in two
// zones, and a security group open to the web.
type Props struct {
	// CIDR is the IPv4 range of the VPC, /16 to /28. Default: 172.31.0.0/16.
	CIDR string
	// SubnetMask is the prefix length of each public subnet, at most 28; it
	// must leave room for one subnet a zone. A load balancer needs /27 or
	// larger with 8 free addresses. Default: 20.
	SubnetMask int
	// Zones is the number of availability zones, one public subnet in each. A
	// load balancer needs two. Default: 2.
	Zones int
}

// Network is a VPC with public subnets and an internet gateway, and the
// security group of a web-facing load balancer.
type Network struct {
	constructs.Construct
	vpc           awsec2.IVpc
	securityGroup awsec2.ISecurityGroup
}

// New makes the network. It panics with a *fault.Error when props are refused.
func New(scope constructs.Construct, id string, props *Props) *Network {
	p := Props{}
	if props != nil {
		p = *props
	}
	p.setDefaults()
	faults := fault.At(*scope.Node().Path() + "/" + id)
	p.check(faults)
	faults.PanicIfAny()

	n := &Network{}
	constructs.NewConstruct_Override(n, scope, &id)

	vpc := awsec2.NewVpc(n, jsii.String("VPC"), &awsec2.VpcProps{
		IpAddresses: awsec2.IpAddresses_Cidr(&p.CIDR),
		MaxAzs:      jsii.Number(p.Zones),
		NatGateways: jsii.Number(0),
		// Emptying the default group takes a custom resource with a function of
		// its own; nothing here uses that group.
		RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{
			Name:                jsii.String("Public"),
			SubnetType:          awsec2.SubnetType_PUBLIC,
			CidrMask:            jsii.Number(p.SubnetMask),
			MapPublicIpOnLaunch: jsii.Bool(false),
		}},
	})
	n.vpc = vpc

	group := awsec2.NewSecurityGroup(n, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              vpc,
		Description:      jsii.String("HTTP and HTTPS in from anywhere, nothing out"),
		AllowAllOutbound: jsii.Bool(false),
	})
	for _, port := range []float64{80, 443} {
		group.AddIngressRule(awsec2.Peer_AnyIpv4(), awsec2.Port_Tcp(&port),
			jsii.String(fmt.Sprintf("tcp %v from anywhere", port)), nil)
	}
	n.securityGroup = group
	return n
}

// VPC is the network itself.
func (n *Network) VPC() awsec2.IVpc { return n.vpc }

// SecurityGroup lets tcp 80 and 443 in from anywhere and nothing out. A
// function behind a load balancer is called through the Lambda API, not
// through the network, so the balancer needs no way out.
func (n *Network) SecurityGroup() awsec2.ISecurityGroup { return n.securityGroup }

func (p *Props) setDefaults() {
	if p.CIDR == "" {
		p.CIDR = DefaultCIDR
	}
	if p.SubnetMask == 0 {
		p.SubnetMask = DefaultSubnetMask
	}
	if p.Zones == 0 {
		p.Zones = DefaultZones
	}
}

func (p *Props) check(faults *fault.List) {
	cidr, err := netip.ParsePrefix(p.CIDR)
	switch {
	case err != nil || !cidr.Addr().Is4():
		faults.Add("CIDR", fmt.Sprintf("%q is not an IPv4 range", p.CIDR), "write it like 172.31.0.0/16")
		return
	case cidr.Bits() < 16 || cidr.Bits() > 28:
		faults.Add("CIDR", fmt.Sprintf("%q is not of a size from /16 to /28", p.CIDR), "use a size that a VPC can have, like /16")
		return
	}
	if p.SubnetMask > 28 || p.SubnetMask < cidr.Bits() {
		faults.Add("SubnetMask", fmt.Sprintf("%d is outside %d..28", p.SubnetMask, cidr.Bits()), "use a prefix length inside the range of the VPC")
		return
	}
	if room := 1 << (p.SubnetMask - cidr.Bits()); p.Zones < 1 || p.Zones > room {
		faults.Add("Zones", fmt.Sprintf("%d subnets of /%d do not fit into %s", p.Zones, p.SubnetMask, p.CIDR),
			fmt.Sprintf("use 1 to %d zones, or smaller subnets", room))
	}
}
