package template

import (
	"testing"

	"example.com/alb-lambda/test/internal/synth"
)

func TestNetworkIsASmallPublicVPC(t *testing.T) {
	network := stack(t, synth.Default, "network-dev")
	vpcID, vpc := only(t, network, "AWS::EC2::VPC")
	same(t, "range", vpc.Properties["CidrBlock"], `"172.31.0.0/16"`)
	same(t, "DNS hostnames", vpc.Properties["EnableDnsHostnames"], `true`)
	same(t, "DNS support", vpc.Properties["EnableDnsSupport"], `true`)

	gatewayID, _ := only(t, network, "AWS::EC2::InternetGateway")
	attachmentID, attachment := only(t, network, "AWS::EC2::VPCGatewayAttachment")
	same(t, "attachment", attachment.Properties,
		`{"VpcId":{"Ref":"`+vpcID+`"},"InternetGatewayId":{"Ref":"`+gatewayID+`"}}`)

	subnets := ofType(network, "AWS::EC2::Subnet")
	if len(subnets) != 2 {
		t.Fatalf("subnets are %v, want two", subnets)
	}
	for i, id := range subnets {
		subnet := network.Resources[id].Properties
		same(t, id+" range", subnet["CidrBlock"], []string{`"172.31.0.0/20"`, `"172.31.16.0/20"`}[i])
		same(t, id+" zone", subnet["AvailabilityZone"],
			`{"Fn::Select":[`+[]string{"0", "1"}[i]+`,{"Fn::GetAZs":""}]}`)
		same(t, id+" public IP on launch", subnet["MapPublicIpOnLaunch"], `false`)
		same(t, id+" VPC", subnet["VpcId"], `{"Ref":"`+vpcID+`"}`)

		table := tableOf(t, network, id)
		var routes []synth.Resource
		for _, route := range ofType(network, "AWS::EC2::Route") {
			if r := network.Resources[route]; ref(r.Properties["RouteTableId"]) == table && r.Properties["DestinationCidrBlock"] != nil {
				routes = append(routes, r)
			}
		}
		if len(routes) != 1 {
			t.Fatalf("%s has %d IPv4 routes, want the default one", id, len(routes))
		}
		same(t, id+" default route", routes[0].Properties,
			`{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":{"Ref":"`+gatewayID+`"},"RouteTableId":{"Ref":"`+table+`"}}`)
		same(t, id+" default route comes after", routes[0].DependsOn, `["`+attachmentID+`"]`)
	}
}

// What costs by the hour or opens a way in is not in a network by default.
func TestNetworkHasNothingElse(t *testing.T) {
	network := stack(t, synth.Default, "network-dev")
	for _, resourceType := range []string{
		"AWS::EC2::NatGateway", "AWS::EC2::EIP", "AWS::EC2::VPCEndpoint", "AWS::EC2::VPNGateway",
		"AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress", "AWS::EC2::FlowLog",
	} {
		none(t, network, resourceType)
	}
}

func TestSecurityGroupLetsTheWebInAndNothingOut(t *testing.T) {
	network := stack(t, synth.Default, "network-dev")
	_, group := only(t, network, "AWS::EC2::SecurityGroup")
	same(t, "in", group.Properties["SecurityGroupIngress"], `[
		{"CidrIp":"0.0.0.0/0","Description":"tcp 80 from anywhere","FromPort":80,"IpProtocol":"tcp","ToPort":80},
		{"CidrIp":"0.0.0.0/0","Description":"tcp 443 from anywhere","FromPort":443,"IpProtocol":"tcp","ToPort":443}]`)
	// A group without an egress rule would get one that allows everything. This
	// is CDK's way to say nothing: an address that nobody has.
	same(t, "out", group.Properties["SecurityGroupEgress"], `[
		{"CidrIp":"255.255.255.255/32","Description":"Disallow all traffic","FromPort":252,"IpProtocol":"icmp","ToPort":86}]`)
}

// tableOf is the route table that a subnet is associated with.
func tableOf(t *testing.T, network synth.Template, subnet string) string {
	t.Helper()
	for _, id := range ofType(network, "AWS::EC2::SubnetRouteTableAssociation") {
		if association := network.Resources[id].Properties; ref(association["SubnetId"]) == subnet {
			return ref(association["RouteTableId"])
		}
	}
	t.Fatalf("%s has no route table", subnet)
	return ""
}

// ref is what {"Ref": …} names.
func ref(value any) string {
	object, _ := value.(map[string]any)
	name, _ := object["Ref"].(string)
	return name
}
