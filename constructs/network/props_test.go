package network

import (
	"errors"
	"strings"
	"testing"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
)

// existing stands for a VPC where only its presence matters.
type existing struct{ awsec2.IVpc }

// faultsOf checks props as New does, without jsii.
func faultsOf(p Props) string {
	p.setDefaults()
	list := fault.New("stack/N")
	p.check(list)
	var rejected *fault.Error
	if !errors.As(list.Err(), &rejected) {
		return ""
	}
	return rejected.Error()
}

func TestCheckAccepts(t *testing.T) {
	for name, p := range map[string]Props{
		"nothing":                   {},
		"the largest":               {CIDR: "10.0.0.0/16", SubnetMask: 16, Zones: 1},
		"the smallest":              {CIDR: "10.0.0.0/28", SubnetMask: 28, Zones: 1},
		"as many zones as fit":      {CIDR: "10.0.0.0/24", SubnetMask: 26, Zones: 4},
		"named zones":               {AvailabilityZones: []string{"eu-west-1a", "eu-west-1b", "eu-west-1c"}},
		"named zones, counted":      {AvailabilityZones: []string{"eu-west-1a", "eu-west-1b"}, Zones: 2},
		"an existing VPC":           {VPC: existing{}},
		"an existing VPC with IPv6": {VPC: existing{}, DualStack: true},
		"flow logs": {FlowLogs: &FlowLogs{Traffic: awsec2.FlowLogTrafficType_REJECT, EachMinute: true},
			RestrictDefaultSecurityGroup: true, DualStack: true},
	} {
		if faults := faultsOf(p); faults != "" {
			t.Errorf("%s: rejected: %s", name, faults)
		}
	}
}

func TestCheckRejects(t *testing.T) {
	for name, c := range map[string]struct {
		props Props
		want  []string
	}{
		"no range": {Props{CIDR: "10.0.0.0"}, []string{
			`stack/N: CIDR: "10.0.0.0" is not an IPv4 range; write it like 172.31.0.0/16`}},
		"an IPv6 range": {Props{CIDR: "fd00::/16"}, []string{
			`stack/N: CIDR: "fd00::/16" is not an IPv4 range; write it like 172.31.0.0/16`}},
		"too large": {Props{CIDR: "10.0.0.0/15"}, []string{
			`stack/N: CIDR: "10.0.0.0/15" is not of a size from /16 to /28; use a size that a VPC can have, like /16`}},
		"too small": {Props{CIDR: "10.0.0.0/29"}, []string{
			`stack/N: CIDR: "10.0.0.0/29" is not of a size from /16 to /28; use a size that a VPC can have, like /16`}},
		"host bits": {Props{CIDR: "10.0.1.0/16"}, []string{
			`stack/N: CIDR: "10.0.1.0/16" does not begin at its first address; write 10.0.0.0/16`}},
		"subnets larger than the VPC": {Props{CIDR: "10.0.0.0/24"}, []string{
			`stack/N: SubnetMask: 20 is outside 24..28; use a prefix length inside the range of the VPC`}},
		"subnets too small": {Props{SubnetMask: 29}, []string{
			`stack/N: SubnetMask: 29 is outside 16..28; use a prefix length inside the range of the VPC`}},
		"too many zones": {Props{CIDR: "10.0.0.0/24", SubnetMask: 25, Zones: 3}, []string{
			`stack/N: Zones: 3 subnets of /25 do not fit into 10.0.0.0/24; use 1 to 2 zones, or smaller subnets`}},
		"a negative number of zones": {Props{Zones: -1}, []string{
			`stack/N: Zones: -1 subnets of /20 do not fit into 172.31.0.0/16; use 1 to 16 zones, or smaller subnets`}},
		"all at once": {
			Props{CIDR: "x", Zones: 3, AvailabilityZones: []string{"a", "", "a", "b"}, FlowLogs: &FlowLogs{Traffic: "SOME"}},
			[]string{
				`stack/N: CIDR: "x" is not an IPv4 range; write it like 172.31.0.0/16`,
				`stack/N: Zones: 3 is not the number of AvailabilityZones, 4; leave Zones out`,
				`stack/N: AvailabilityZones: "" is not a zone; name it like eu-west-1a`,
				`stack/N: AvailabilityZones: "a" is there twice; name each zone once`,
				`stack/N: FlowLogs.Traffic: "SOME" is unknown; use one of ALL, ACCEPT, REJECT`,
			}},
		"all that an existing VPC has already": {
			Props{VPC: existing{}, CIDR: "10.0.0.0/16", SubnetMask: 24, Zones: 2, AvailabilityZones: []string{"a", "b"},
				FlowLogs: &FlowLogs{}, RestrictDefaultSecurityGroup: true},
			[]string{
				`stack/N: CIDR: 10.0.0.0/16 has no effect on an existing VPC; leave it out, or leave VPC out`,
				`stack/N: SubnetMask: 24 has no effect on an existing VPC; leave it out, or leave VPC out`,
				`stack/N: Zones: 2 has no effect on an existing VPC; leave it out, or leave VPC out`,
				`stack/N: AvailabilityZones: [a b] has no effect on an existing VPC; leave it out, or leave VPC out`,
				`stack/N: FlowLogs: it has no effect on an existing VPC; leave it out, or leave VPC out`,
				`stack/N: RestrictDefaultSecurityGroup: true has no effect on an existing VPC; leave it out, or leave VPC out`,
			}},
	} {
		if got, want := faultsOf(c.props), strings.Join(c.want, "\n"); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, want)
		}
	}
}

func TestDefaultsLeaveTheCallersPropsAlone(t *testing.T) {
	logs := FlowLogs{}
	p := Props{FlowLogs: &logs}
	p.setDefaults()
	if logs != (FlowLogs{}) {
		t.Errorf("the caller's flow logs became %+v", logs)
	}
}
