package lambdaalb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

// importedVPC knows no more than it is told.
func importedVPC(stack awscdk.Stack, id string, attributes awsec2.VpcAttributes) awsec2.IVpc {
	attributes.VpcId = jsii.String("vpc-1")
	return awsec2.Vpc_FromVpcAttributes(stack, &id, &attributes)
}

func subnets(stack awscdk.Stack, id string, zones ...string) *awsec2.SubnetSelection {
	list := []awsec2.ISubnet{}
	for i, zone := range zones {
		list = append(list, awsec2.Subnet_FromSubnetAttributes(stack, jsii.Sprintf("%s%d", id, i), &awsec2.SubnetAttributes{
			SubnetId: jsii.Sprintf("subnet-%d", i), AvailabilityZone: &zone}))
	}
	return &awsec2.SubnetSelection{Subnets: &list}
}

// A load balancer is in two zones at least, with one subnet in each.
func TestSubnets(t *testing.T) {
	stack := cdktest.Stack(t)
	ingress, nat := &awsec2.SubnetConfiguration{Name: jsii.String("Ingress"), SubnetType: awsec2.SubnetType_PUBLIC},
		&awsec2.SubnetConfiguration{Name: jsii.String("Nat"), SubnetType: awsec2.SubnetType_PUBLIC}
	groups := awsec2.NewVpc(stack, jsii.String("Groups"), &awsec2.VpcProps{MaxAzs: jsii.Number(2), NatGateways: jsii.Number(0),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{ingress, nat}})
	vpc := cdktest.VPC(stack)
	zone := *awscdk.NewCfnParameter(stack, jsii.String("Zone"), nil).ValueAsString()
	for i, c := range []struct {
		name  string
		props lambdaalb.Props
		want  string // how the error begins, empty where it is accepted
	}{
		{"one zone", lambdaalb.Props{VPC: network.New(stack, "One", &network.Props{Zones: 1}).VPC()}, "VPC: the load balancer has subnets in 1 zones; "},
		{"two groups of public subnets", lambdaalb.Props{VPC: groups}, ""},
		{"both groups by type", lambdaalb.Props{VPC: groups, Subnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC}}, "Subnets: subnets test/Groups/"},
		{"one of two groups", lambdaalb.Props{VPC: groups, Subnets: &awsec2.SubnetSelection{SubnetGroupName: jsii.String("Nat")}}, ""},
		{"one subnet", lambdaalb.Props{VPC: vpc, Subnets: subnets(stack, "S1", "eu-west-1a")}, "Subnets: the load balancer has subnets in 1 zones; "},
		{"one zone twice", lambdaalb.Props{VPC: vpc, Subnets: subnets(stack, "S2", "eu-west-1a", "eu-west-1b", "eu-west-1a")},
			"Subnets: subnets subnet-0 and subnet-2 are in one zone (eu-west-1a); "},
		{"one Local Zone", lambdaalb.Props{VPC: vpc, Subnets: subnets(stack, "S3", "us-west-2-lax-1a")}, ""},
		{"a zone that is known later", lambdaalb.Props{VPC: vpc, Subnets: subnets(stack, "S4", "eu-west-1a", zone)}, ""},
		{"one token twice", lambdaalb.Props{VPC: vpc, Subnets: subnets(stack, "S5", zone, zone)}, "Subnets: subnets subnet-0 and subnet-1 are in one zone; "},
		{"no public subnets", lambdaalb.Props{VPC: importedVPC(stack, "Private", awsec2.VpcAttributes{AvailabilityZones: jsii.Strings("a", "b"), PrivateSubnetIds: jsii.Strings("s-1", "s-2")})},
			"VPC: it has none of the subnets that the load balancer needs: There are no 'Public' subnet groups in this VPC."},
		{"no private subnets", lambdaalb.Props{VPC: vpc, Subnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_WITH_EGRESS}}, "Subnets: it has none of the subnets"},
		{"no such group", lambdaalb.Props{VPC: vpc, Subnets: &awsec2.SubnetSelection{SubnetGroupName: jsii.String("Nothing")}}, "Subnets: it has none of the subnets"},
		{"no such type", lambdaalb.Props{VPC: vpc, Subnets: &awsec2.SubnetSelection{SubnetType: "SOME"}}, `Subnets.SubnetType: "SOME" is unknown; `},
		{"a nil subnet", lambdaalb.Props{VPC: vpc, Subnets: &awsec2.SubnetSelection{Subnets: &[]awsec2.ISubnet{nil, nil}}}, "Subnets: "},
		{"a list that is known later", lambdaalb.Props{VPC: importedVPC(stack, "Listed", awsec2.VpcAttributes{
			AvailabilityZones: jsii.Strings("a", "b"), PublicSubnetIds: awscdk.Fn_Split(jsii.String(","), awscdk.Fn_ImportValue(jsii.String("Subnets")), jsii.Number(2))})}, ""},
		{"internal, in a VPC without a CIDR", lambdaalb.Props{Internal: true, VPC: importedVPC(stack, "NoCIDR", awsec2.VpcAttributes{
			AvailabilityZones: jsii.Strings("a", "b"), PrivateSubnetIds: jsii.Strings("s-1", "s-2")})},
			"SecurityGroup: the VPC does not know its CIDR, which a new security group for an internal load balancer lets in; give a SecurityGroup, "},
		{"internal, in a VPC without a CIDR, with a security group", lambdaalb.Props{Internal: true, SecurityGroup: awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("SG"), jsii.String("sg-1"), nil),
			VPC: importedVPC(stack, "NoCIDR2", awsec2.VpcAttributes{AvailabilityZones: jsii.Strings("a", "b"), PrivateSubnetIds: jsii.Strings("s-1", "s-2")})}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := cdktest.Paths(stack)
			err := panicOf(func() { lambdaalb.New(stack, fmt.Sprintf("Edge%d", i), &c.props) })
			switch {
			case c.want == "" && err != nil:
				t.Errorf("rejected: %v", err)
			case c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), fmt.Sprintf("test/Edge%d: ", i)+c.want)):
				t.Errorf("got %v, want %s", err, c.want)
			case c.want != "" && !slices.Equal(cdktest.Paths(stack), before):
				t.Error("something is left in the tree")
			}
		})
	}
	tpl := cdktest.Synth(t, stack)
	for _, lb := range tpl.All(loadBalancer) {
		if list, ok := lb.Properties["Subnets"].([]any); ok && strings.HasPrefix(lb.ID, "Edge1") && len(list) != 2 {
			t.Errorf("%s is in subnets %v", lb.ID, list)
		}
	}
}

// ingress lists who may reach which port: "0.0.0.0/0 80".
func ingress(t *testing.T, group cdktest.Resource) []string {
	t.Helper()
	out := []string{}
	rules, _ := group.Properties["SecurityGroupIngress"].([]any)
	for _, r := range rules {
		rule := r.(map[string]any)
		from := rule["CidrIp"]
		if from == nil {
			from = rule["CidrIpv6"]
		}
		if _, text := from.(string); !text {
			from = cdktest.JSON(from)
		}
		out = append(out, fmt.Sprint(from, " ", rule["FromPort"]))
	}
	slices.Sort(out)
	return out
}

// Every port that is opened can be reached, by whoever reaches the others.
func TestPortsAreReachable(t *testing.T) {
	https := func(stack awscdk.Stack, port int) *lambdaalb.HTTPS {
		return &lambdaalb.HTTPS{Port: port, Certificates: []awscertificatemanager.ICertificate{
			awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("C"), jsii.String(certificateARN+"c"))}}
	}
	plain := func(stack awscdk.Stack, props elb.ApplicationLoadBalancerProps) elb.ApplicationLoadBalancer {
		props.Vpc = cdktest.VPC(stack)
		return elb.NewApplicationLoadBalancer(stack, jsii.String("Plain"), &props)
	}
	const range4 = `{"Fn::GetAtt":["VPCB9E5F0B4","CidrBlock"]}`
	for name, c := range map[string]struct {
		build func(stack awscdk.Stack)
		want  []string
	}{
		"a further listener": {func(stack awscdk.Stack) {
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)}).AddListener("Admin", &lambdaalb.ListenerProps{Port: 8443})
		}, []string{"0.0.0.0/0 80", "0.0.0.0/0 8443"}},
		"a further listener by IPv6": {func(stack awscdk.Stack) {
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), DualStack: true}).AddListener("Admin", &lambdaalb.ListenerProps{Port: 8443})
		}, []string{"0.0.0.0/0 80", "0.0.0.0/0 8443", "::/0 80", "::/0 8443"}},
		"inside": {func(stack awscdk.Stack) {
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), Internal: true}).AddListener("Admin", &lambdaalb.ListenerProps{Port: 8443})
		}, []string{range4 + " 80", range4 + " 8443"}},
		"a load balancer of plain CDK": {func(stack awscdk.Stack) {
			lb := plain(stack, elb.ApplicationLoadBalancerProps{InternetFacing: jsii.Bool(true), IpAddressType: elb.IpAddressType_DUAL_STACK})
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{LoadBalancer: lb, HTTPS: https(stack, 0)})
		}, []string{"0.0.0.0/0 443", "0.0.0.0/0 80", "::/0 443", "::/0 80"}},
		"an internal one of plain CDK": {func(stack awscdk.Stack) {
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{LoadBalancer: plain(stack, elb.ApplicationLoadBalancerProps{}), HTTPPort: 8080})
		}, []string{range4 + " 8080"}},
		"one of another construct of ours": {func(stack awscdk.Stack) {
			edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)})
			lambdaalb.New(stack, "More", &lambdaalb.Props{LoadBalancer: edge.ApplicationLoadBalancer(), HTTPPort: 81}).
				AddListener("Admin", &lambdaalb.ListenerProps{Port: 82})
		}, []string{"0.0.0.0/0 80", "0.0.0.0/0 81", "0.0.0.0/0 82"}},
		"a group that is given stays as it is": {func(stack awscdk.Stack) {
			vpc := cdktest.VPC(stack)
			group := awsec2.NewSecurityGroup(stack, jsii.String("Group"), &awsec2.SecurityGroupProps{Vpc: vpc})
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc, SecurityGroup: group}).AddListener("Admin", &lambdaalb.ListenerProps{Port: 8443})
		}, []string{}},
		"a group that was given to plain CDK stays as it is": {func(stack awscdk.Stack) {
			vpc := cdktest.VPC(stack)
			group := awsec2.NewSecurityGroup(stack, jsii.String("Group"), &awsec2.SecurityGroupProps{Vpc: vpc})
			lb := elb.NewApplicationLoadBalancer(stack, jsii.String("Plain"), &elb.ApplicationLoadBalancerProps{Vpc: vpc, SecurityGroup: group})
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{LoadBalancer: lb})
		}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			stack := cdktest.Stack(t)
			c.build(stack)
			group := cdktest.Synth(t, stack).One("AWS::EC2::SecurityGroup")
			if got := ingress(t, group); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Clients in the VPC reach an internal load balancer by IPv6 too, and nobody else does.
func TestInternalDualStack(t *testing.T) {
	stack := cdktest.Stack(t)
	dual := network.New(stack, "Net", &network.Props{DualStack: true})
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: dual.VPC(), Internal: true, DualStack: true,
		Subnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC}}).AddListener("Admin", &lambdaalb.ListenerProps{Port: 8443})
	tpl := cdktest.Synth(t, stack)
	for _, group := range tpl.All("AWS::EC2::SecurityGroup") {
		if !strings.HasPrefix(group.ID, "Edge") {
			continue
		}
		const range6 = `{"Fn::Select":[0,{"Fn::GetAtt":["NetworkVPC","Ipv6CidrBlocks"]}]}`
		got := strings.Join(ingress(t, group), "\n")
		if strings.Count(got, "Ipv6CidrBlocks") != 2 || strings.Count(got, `"CidrBlock"`) != 2 || strings.Contains(got, "/0") {
			t.Errorf("got %s, want two ports by %s", got, range6)
		}
		if blocks := tpl.All("AWS::EC2::VPCCidrBlock"); len(blocks) != 1 || !slices.Contains(group.DependsOn, blocks[0].ID) {
			t.Errorf("the group depends on %v, not on the range of %v", group.DependsOn, blocks)
		}
	}
}

// A security group that is given is not changed, but a listener that it keeps everybody from has a
// warning.
func TestClosedPorts(t *testing.T) {
	app := cdktest.App(t)
	stack, other := awscdk.NewStack(app, jsii.String("test"), nil), awscdk.NewStack(app, jsii.String("other"), nil)
	net := network.New(stack, "Net", nil) // its group lets 80 and 443 in
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: net.VPC(), SecurityGroup: net.SecurityGroup()})
	edge.AddListener("Admin", &lambdaalb.ListenerProps{Port: 8443})
	edge.AddListener("Range", &lambdaalb.ListenerProps{Port: 9001})
	edge.AddListener("Elsewhere", &lambdaalb.ListenerProps{Port: 10001})
	net.SecurityGroup().AddIngressRule(awsec2.Peer_AnyIpv4(), awsec2.Port_TcpRange(jsii.Number(9000), jsii.Number(9100)), nil, nil)
	net.SecurityGroup().AddIngressRule(awsec2.Peer_AnyIpv4(), awsec2.Port_Udp(jsii.Number(8443)), nil, nil)
	awsec2.NewCfnSecurityGroupIngress(other, jsii.String("Later"), &awsec2.CfnSecurityGroupIngressProps{
		GroupId: net.SecurityGroup().SecurityGroupId(), IpProtocol: jsii.String("tcp"), FromPort: jsii.Number(10001), ToPort: jsii.Number(10001), CidrIp: jsii.String("10.0.0.0/8")})
	lambdaalb.New(stack, "Imported", &lambdaalb.Props{VPC: net.VPC(), SecurityGroup: anyGroup(stack, "Given"), HTTPPort: 8443})
	warnings := assertions.Annotations_FromStack(stack)
	closed := assertions.Match_StringLikeRegexp(jsii.String("security group test/Net/SecurityGroup does not let tcp 8443 in, so that nobody reaches the listener"))
	if err := panicOf(func() { warnings.HasWarning(jsii.String("/test/Edge/Admin/Listener"), closed) }); err != nil {
		t.Error(err)
	}
	for _, open := range []string{"Edge/HTTP", "Edge/Range/Listener", "Edge/Elsewhere/Listener", "Imported/HTTP"} {
		if err := panicOf(func() { warnings.HasNoWarning(jsii.String("/test/"+open), assertions.Match_AnyValue()) }); err != nil {
			t.Error(err)
		}
	}
}
