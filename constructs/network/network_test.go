package network_test

import (
	"fmt"
	"testing"

	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) { cdktest.Main(m) }

// synth makes one network from props and gives its template.
func synth(t *testing.T, props *network.Props) *cdktest.Template {
	t.Helper()
	stack := cdktest.Stack(t)
	network.New(stack, "Network", props)
	return cdktest.Synth(t, stack)
}

func TestDefaults(t *testing.T) {
	template := synth(t, nil)
	template.Has("AWS::EC2::VPC", `{"CidrBlock": "172.31.0.0/16", "EnableDnsHostnames": true, "EnableDnsSupport": true}`)
	template.Count("AWS::EC2::Subnet", 2)
	template.Has("AWS::EC2::Subnet", `{"CidrBlock": "172.31.0.0/20", "MapPublicIpOnLaunch": false,
		"AvailabilityZone": {"Fn::Select": [0, {"Fn::GetAZs": ""}]}}`)
	template.Has("AWS::EC2::Subnet", `{"CidrBlock": "172.31.16.0/20", "MapPublicIpOnLaunch": false,
		"AvailabilityZone": {"Fn::Select": [1, {"Fn::GetAZs": ""}]}}`)
	template.Count("AWS::EC2::Route", 2)
	template.Has("AWS::EC2::Route", `{"DestinationCidrBlock": "0.0.0.0/0",
		"GatewayId": {"Ref": "`+template.One("AWS::EC2::InternetGateway").ID+`"}}`)
	for _, absent := range []string{
		"AWS::EC2::EIP", "AWS::EC2::NatGateway", "AWS::EC2::FlowLog", "AWS::EC2::VPCCidrBlock", "AWS::Lambda::Function",
		"Custom::VpcRestrictDefaultSG",
	} {
		template.Count(absent, 0)
	}
}

// nothingOut is how CDK writes a group without a way out.
const nothingOut = `"SecurityGroupEgress": [{"CidrIp": "255.255.255.255/32", "IpProtocol": "icmp"}]`

func TestSecurityGroupLetsTheWebInAndNothingOut(t *testing.T) {
	synth(t, nil).Has("AWS::EC2::SecurityGroup", `{`+nothingOut+`, "SecurityGroupIngress": [
		{"CidrIp": "0.0.0.0/0", "FromPort": 80, "ToPort": 80, "IpProtocol": "tcp"},
		{"CidrIp": "0.0.0.0/0", "FromPort": 443, "ToPort": 443, "IpProtocol": "tcp"}]}`)
}

func TestCIDRAndSubnets(t *testing.T) {
	template := synth(t, &network.Props{CIDR: "10.1.0.0/24", SubnetMask: 26, Zones: 1})
	template.Has("AWS::EC2::VPC", `{"CidrBlock": "10.1.0.0/24"}`)
	template.Count("AWS::EC2::Subnet", 1)
	template.Has("AWS::EC2::Subnet", `{"CidrBlock": "10.1.0.0/26"}`)
}

func TestThreeZonesWithoutAnEnvironment(t *testing.T) {
	template := synth(t, &network.Props{Zones: 3})
	template.Count("AWS::EC2::Subnet", 3)
	for zone := range 3 {
		template.Has("AWS::EC2::Subnet", fmt.Sprintf(`{"CidrBlock": "172.31.%d.0/20",
			"AvailabilityZone": {"Fn::Select": [%d, {"Fn::GetAZs": ""}]}}`, 16*zone, zone))
	}
}

func TestNamedZones(t *testing.T) {
	template := synth(t, &network.Props{AvailabilityZones: []string{"eu-west-1a", "eu-west-1c"}})
	template.Count("AWS::EC2::Subnet", 2)
	template.Has("AWS::EC2::Subnet", `{"AvailabilityZone": "eu-west-1a"}`)
	template.Has("AWS::EC2::Subnet", `{"AvailabilityZone": "eu-west-1c"}`)
}

func TestDualStack(t *testing.T) {
	template := synth(t, &network.Props{DualStack: true})
	block := template.One("AWS::EC2::VPCCidrBlock")
	template.Has("AWS::EC2::VPCCidrBlock", `{"AmazonProvidedIpv6CidrBlock": true}`)
	vpc := template.One("AWS::EC2::VPC").ID
	for subnet := range 2 {
		template.Has("AWS::EC2::Subnet", fmt.Sprintf(`{"AssignIpv6AddressOnCreation": false, "MapPublicIpOnLaunch": false,
			"Ipv6CidrBlock": {"Fn::Select": [%d, {"Fn::Cidr": [
				{"Fn::Select": [0, {"Fn::GetAtt": [%q, "Ipv6CidrBlocks"]}]}, 2, "64"]}]}}`, subnet, vpc))
	}
	for _, subnet := range template.All("AWS::EC2::Subnet") {
		if len(subnet.DependsOn) != 1 || subnet.DependsOn[0] != block.ID {
			t.Errorf("%s depends on %v, not on the range that its addresses are from", subnet.ID, subnet.DependsOn)
		}
	}
	template.Count("AWS::EC2::Route", 4)
	template.Has("AWS::EC2::Route", `{"DestinationIpv6CidrBlock": "::/0",
		"GatewayId": {"Ref": "`+template.One("AWS::EC2::InternetGateway").ID+`"}}`)
	template.Has("AWS::EC2::SecurityGroup", `{`+nothingOut+`, "SecurityGroupIngress": [
		{"CidrIp": "0.0.0.0/0", "FromPort": 80, "ToPort": 80},
		{"CidrIpv6": "::/0", "FromPort": 80, "ToPort": 80, "IpProtocol": "tcp"},
		{"CidrIp": "0.0.0.0/0", "FromPort": 443, "ToPort": 443},
		{"CidrIpv6": "::/0", "FromPort": 443, "ToPort": 443, "IpProtocol": "tcp"}]}`)
}

func TestFlowLogs(t *testing.T) {
	template := synth(t, &network.Props{FlowLogs: &network.FlowLogs{}})
	group, role := template.One("AWS::Logs::LogGroup"), template.One("AWS::IAM::Role")
	template.Has("AWS::Logs::LogGroup", `{"RetentionInDays": 30}`)
	if group.DeletionPolicy != "Delete" {
		t.Errorf("the log group's deletion policy is %s", group.DeletionPolicy)
	}
	template.Has("AWS::EC2::FlowLog", fmt.Sprintf(`{"ResourceType": "VPC", "ResourceId": {"Ref": %q},
		"TrafficType": "ALL", "MaxAggregationInterval": 600, "LogDestinationType": "cloud-watch-logs",
		"LogGroupName": {"Ref": %q}, "DeliverLogsPermissionArn": {"Fn::GetAtt": [%q, "Arn"]}}`,
		template.One("AWS::EC2::VPC").ID, group.ID, role.ID))
	template.Has("AWS::IAM::Policy", fmt.Sprintf(`{"PolicyDocument": {"Statement": [{
		"Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
		"Resource": {"Fn::GetAtt": [%q, "Arn"]}}]}}`, group.ID))
	template.Has("AWS::IAM::Role", `{"AssumeRolePolicyDocument": {"Statement": [{
		"Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
		"Condition": {
			"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
			"ArnLike": {"aws:SourceArn": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":ec2:", {"Ref": "AWS::Region"},
				":", {"Ref": "AWS::AccountId"}, ":vpc-flow-log/*"]]}}}}]}}`)
}

func TestFlowLogsByChoice(t *testing.T) {
	template := synth(t, &network.Props{FlowLogs: &network.FlowLogs{
		Traffic: awsec2.FlowLogTrafficType_REJECT, RetentionDays: 7, EachMinute: true,
	}})
	template.Has("AWS::EC2::FlowLog", `{"TrafficType": "REJECT", "MaxAggregationInterval": 60}`)
	template.Has("AWS::Logs::LogGroup", `{"RetentionInDays": 7}`)
}

func TestRestrictDefaultSecurityGroup(t *testing.T) {
	template := synth(t, &network.Props{RestrictDefaultSecurityGroup: true})
	template.Has("Custom::VpcRestrictDefaultSG", `{"DefaultSecurityGroupId":
		{"Fn::GetAtt": ["`+template.One("AWS::EC2::VPC").ID+`", "DefaultSecurityGroup"]}}`)
}

func TestExistingVPC(t *testing.T) {
	stack := cdktest.Stack(t)
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("VPC"), &awsec2.VpcAttributes{
		VpcId:             jsii.String("vpc-0123456789abcdef0"),
		AvailabilityZones: jsii.Strings("eu-west-1a", "eu-west-1b"),
		PublicSubnetIds:   jsii.Strings("subnet-1", "subnet-2"),
	})
	net := network.New(stack, "Network", &network.Props{VPC: vpc, DualStack: true})
	if *net.VPC().VpcId() != "vpc-0123456789abcdef0" {
		t.Errorf("the VPC is %s", *net.VPC().VpcId())
	}
	template := cdktest.Synth(t, stack)
	template.Has("AWS::EC2::SecurityGroup", `{"VpcId": "vpc-0123456789abcdef0", "SecurityGroupIngress": [{}, {"CidrIpv6": "::/0"}, {}, {}]}`)
	for _, r := range template.Resources {
		if r.Type != "AWS::EC2::SecurityGroup" {
			t.Errorf("%s, %s, is made beside an existing VPC", r.ID, r.Type)
		}
	}
}

func TestNewRejects(t *testing.T) {
	stack := cdktest.Stack(t)
	faults := cdktest.Rejected(t, func() { network.New(stack, "Network", &network.Props{CIDR: "x"}) })
	if len(faults) != 1 || faults[0].Path != "test/Network" || faults[0].Field != "CIDR" {
		t.Errorf("faults: %v", faults)
	}
	if children := len(*stack.Node().Children()); children != 0 {
		t.Errorf("a rejected network left %d constructs in the stack", children)
	}
}
