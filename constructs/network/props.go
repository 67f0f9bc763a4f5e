package network

import (
	"fmt"
	"net/netip"

	"example.com/alb-lambda/constructs/internal/retention"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
)

// Defaults of [Props] and [FlowLogs].
const (
	DefaultCIDR                 = "172.31.0.0/16"
	DefaultSubnetMask           = 20
	DefaultZones                = 2
	DefaultFlowLogRetentionDays = retention.DefaultDays // 30
)

// Props of a [Network]. The zero value is a VPC with public subnets in two zones, and a security
// group open to the web.
type Props struct {
	// VPC is an existing VPC, used instead of a new one: then only the security group is created, and
	// the props of a new VPC are rejected. Default: a new VPC.
	VPC awsec2.IVpc
	// CIDR is the IPv4 range of the VPC, /16 to /28. Default: 172.31.0.0/16.
	CIDR string
	// SubnetMask is the prefix length of each public subnet, 16 to 28; it must leave room for one
	// subnet a zone. A load balancer needs /27 or larger with 8 free addresses. Default: 20.
	SubnetMask int
	// Zones is the number of availability zones, one public subnet in each. A load balancer needs two.
	// Up to two are taken as CDK finds them, more are counted off at deployment, and a region that has
	// fewer fails the deployment. Default: 2.
	Zones int
	// AvailabilityZones names the zones, "eu-west-1a", instead of their number. It ties the template
	// to a region. Default: none named.
	AvailabilityZones []string
	// DualStack adds IPv6: a /56 from Amazon for the VPC, a /64 for each subnet, a route to the
	// internet for both, and, in the security group, tcp 80 and 443 in from any IPv6 address. An
	// existing VPC must have IPv6 already. Default: false, IPv4 alone.
	DualStack bool
	// FlowLogs records the traffic of the VPC in a log group. Default: none; they cost by the
	// gigabyte.
	FlowLogs *FlowLogs
	// RestrictDefaultSecurityGroup removes all rules from the VPC's default security group, which
	// otherwise allows traffic between its members and all outbound traffic. It adds a custom resource
	// with a function of its own. Default: false; nothing here uses that group.
	RestrictDefaultSecurityGroup bool
}

// FlowLogs of a VPC, in a log group of their own that is deleted with the stack:
// https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
type FlowLogs struct {
	// Traffic is what is recorded. Default: ALL, accepted and rejected.
	Traffic awsec2.FlowLogTrafficType
	// RetentionDays is how many days the log group keeps records: a number that CloudWatch Logs
	// accepts, such as 7, 30 or 365, or -1 for no end. Default: 30.
	RetentionDays int
	// EachMinute aggregates records over one minute rather than ten, which gives more of them.
	// Default: false.
	EachMinute bool
}

func (p *Props) setDefaults() {
	if p.VPC == nil {
		if p.CIDR == "" {
			p.CIDR = DefaultCIDR
		}
		if p.SubnetMask == 0 {
			p.SubnetMask = DefaultSubnetMask
		}
		if p.Zones == 0 {
			p.Zones = DefaultZones
			if len(p.AvailabilityZones) > 0 {
				p.Zones = len(p.AvailabilityZones)
			}
		}
	}
	if p.FlowLogs != nil {
		logs := *p.FlowLogs
		if logs.Traffic == "" {
			logs.Traffic = awsec2.FlowLogTrafficType_ALL
		}
		p.FlowLogs = &logs
	}
}

func (p *Props) check(faults *fault.List) {
	if p.VPC != nil {
		p.checkExisting(faults)
		return
	}
	if cidr := p.checkCIDR(faults); cidr.IsValid() {
		p.checkSubnets(cidr, faults)
	}
	p.checkZoneNames(faults)
	if p.FlowLogs != nil {
		faults.OneOf("FlowLogs.Traffic", string(p.FlowLogs.Traffic), string(awsec2.FlowLogTrafficType_ALL),
			string(awsec2.FlowLogTrafficType_ACCEPT), string(awsec2.FlowLogTrafficType_REJECT))
		retention.Check(faults, "FlowLogs.RetentionDays", p.FlowLogs.RetentionDays)
	}
}

// checkExisting rejects props that would have no effect on an existing VPC.
func (p *Props) checkExisting(faults *fault.List) {
	for _, prop := range []struct {
		field string
		value any
		set   bool
	}{
		{"CIDR", p.CIDR, p.CIDR != ""},
		{"SubnetMask", p.SubnetMask, p.SubnetMask != 0},
		{"Zones", p.Zones, p.Zones != 0},
		{"AvailabilityZones", p.AvailabilityZones, len(p.AvailabilityZones) > 0},
		{"FlowLogs", "it", p.FlowLogs != nil},
		{"RestrictDefaultSecurityGroup", true, p.RestrictDefaultSecurityGroup},
	} {
		if prop.set {
			faults.Add(prop.field, fmt.Sprintf("%v has no effect on an existing VPC", prop.value), "leave it out, or leave VPC out")
		}
	}
}

// checkCIDR returns the range, or the zero Prefix when it is invalid. The sizes are those of
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
func (p *Props) checkCIDR(faults *fault.List) netip.Prefix {
	cidr, err := netip.ParsePrefix(p.CIDR)
	switch {
	case err != nil || !cidr.Addr().Is4():
		faults.Add("CIDR", fmt.Sprintf("%q is not an IPv4 range", p.CIDR), "write it like "+DefaultCIDR)
		return netip.Prefix{}
	case cidr.Bits() < 16 || cidr.Bits() > 28:
		faults.Add("CIDR", fmt.Sprintf("%q is not of a size from /16 to /28", p.CIDR), "use a size that a VPC can have, like /16")
		return netip.Prefix{}
	case cidr != cidr.Masked():
		faults.Add("CIDR", fmt.Sprintf("%q does not begin at its first address", p.CIDR), fmt.Sprintf("write %s", cidr.Masked()))
		return netip.Prefix{}
	}
	return cidr
}

func (p *Props) checkSubnets(cidr netip.Prefix, faults *fault.List) {
	if p.SubnetMask > 28 || p.SubnetMask < cidr.Bits() {
		faults.Add("SubnetMask", fmt.Sprintf("%d is outside %d..28", p.SubnetMask, cidr.Bits()), "use a prefix length inside the range of the VPC")
		return
	}
	if room := 1 << (p.SubnetMask - cidr.Bits()); p.Zones < 1 || p.Zones > room {
		faults.Add("Zones", fmt.Sprintf("%d subnets of /%d do not fit into %s", p.Zones, p.SubnetMask, p.CIDR),
			fmt.Sprintf("use 1 to %d zones, or smaller subnets", room))
	}
}

func (p *Props) checkZoneNames(faults *fault.List) {
	if len(p.AvailabilityZones) == 0 {
		return
	}
	if p.Zones != len(p.AvailabilityZones) {
		faults.Add("Zones", fmt.Sprintf("%d is not the number of AvailabilityZones, %d", p.Zones, len(p.AvailabilityZones)), "leave Zones out")
	}
	seen := map[string]bool{}
	for _, zone := range p.AvailabilityZones {
		switch {
		case zone == "":
			faults.Add("AvailabilityZones", `"" is not a zone`, "name it like eu-west-1a")
		case seen[zone]:
			faults.Add("AvailabilityZones", fmt.Sprintf("%q is there twice", zone), "name each zone once")
		}
		seen[zone] = true
	}
}
