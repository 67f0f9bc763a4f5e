package template

import (
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/variant"
)

func TestNetworkIsASmallPublicVPC(t *testing.T) {
	network := stack(t, variant.Default, "network-dev")
	vpc := network.One("AWS::EC2::VPC")
	vpcID := vpc.ID
	cdktest.Same(t, "range", vpc.Properties["CidrBlock"], `"172.31.0.0/16"`)
	cdktest.Same(t, "DNS hostnames", vpc.Properties["EnableDnsHostnames"], `true`)
	cdktest.Same(t, "DNS support", vpc.Properties["EnableDnsSupport"], `true`)

	gatewayID := network.One("AWS::EC2::InternetGateway").ID
	attachment := network.One("AWS::EC2::VPCGatewayAttachment")
	attachmentID := attachment.ID
	cdktest.Same(t, "attachment", attachment.Properties,
		`{"VpcId":{"Ref":"`+vpcID+`"},"InternetGatewayId":{"Ref":"`+gatewayID+`"}}`)

	subnets := network.All("AWS::EC2::Subnet")
	if len(subnets) != 2 {
		t.Fatalf("subnets are %v, want two", subnets)
	}
	for i, resource := range subnets {
		id, subnet := resource.ID, resource.Properties
		cdktest.Same(t, id+" range", subnet["CidrBlock"], []string{`"172.31.0.0/20"`, `"172.31.16.0/20"`}[i])
		cdktest.Same(t, id+" zone", subnet["AvailabilityZone"],
			`{"Fn::Select":[`+[]string{"0", "1"}[i]+`,{"Fn::GetAZs":""}]}`)
		cdktest.Same(t, id+" public IP on launch", subnet["MapPublicIpOnLaunch"], `false`)
		cdktest.Same(t, id+" VPC", subnet["VpcId"], `{"Ref":"`+vpcID+`"}`)

		table := tableOf(t, network, id)
		var routes []cdktest.Resource
		for _, r := range network.All("AWS::EC2::Route") {
			if cdktest.RefName(r.Properties["RouteTableId"]) == table && r.Properties["DestinationCidrBlock"] != nil {
				routes = append(routes, r)
			}
		}
		if len(routes) != 1 {
			t.Fatalf("%s has %d IPv4 routes, want the default one", id, len(routes))
		}
		cdktest.Same(t, id+" default route", routes[0].Properties,
			`{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":{"Ref":"`+gatewayID+`"},"RouteTableId":{"Ref":"`+table+`"}}`)
		cdktest.Same(t, id+" default route comes after", routes[0].DependsOn, `["`+attachmentID+`"]`)
	}
}

// What costs by the hour or opens a way in is not in a network by default.
func TestNetworkHasNothingElse(t *testing.T) {
	network := stack(t, variant.Default, "network-dev")
	for _, resourceType := range []string{
		"AWS::EC2::NatGateway", "AWS::EC2::EIP", "AWS::EC2::VPCEndpoint", "AWS::EC2::VPNGateway",
		"AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress", "AWS::EC2::FlowLog",
	} {
		network.Count(resourceType, 0)
	}
}

func TestSecurityGroupLetsTheWebInAndNothingOut(t *testing.T) {
	network := stack(t, variant.Default, "network-dev")
	group := network.One("AWS::EC2::SecurityGroup")
	cdktest.Same(t, "in", group.Properties["SecurityGroupIngress"], `[
		{"CidrIp":"0.0.0.0/0","Description":"tcp 80 from anywhere","FromPort":80,"IpProtocol":"tcp","ToPort":80},
		{"CidrIp":"0.0.0.0/0","Description":"tcp 443 from anywhere","FromPort":443,"IpProtocol":"tcp","ToPort":443}]`)
	// A group without an egress rule would get one that allows everything. This is CDK's way to say
	// nothing: an address that nobody has.
	cdktest.Same(t, "out", group.Properties["SecurityGroupEgress"], `[
		{"CidrIp":"255.255.255.255/32","Description":"Disallow all traffic","FromPort":252,"IpProtocol":"icmp","ToPort":86}]`)
}

// tableOf is the route table that a subnet is associated with.
func tableOf(t *testing.T, network *cdktest.Template, subnet string) string {
	t.Helper()
	for _, r := range network.All("AWS::EC2::SubnetRouteTableAssociation") {
		if association := r.Properties; cdktest.RefName(association["SubnetId"]) == subnet {
			return cdktest.RefName(association["RouteTableId"])
		}
	}
	t.Fatalf("%s has no route table", subnet)
	return ""
}
