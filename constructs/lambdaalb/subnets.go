package lambdaalb

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/alb-lambda/constructs/internal/reference"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// subnetTypes are CDK's.
var subnetTypes = []string{
	string(awsec2.SubnetType_PUBLIC), string(awsec2.SubnetType_PRIVATE_WITH_EGRESS), string(awsec2.SubnetType_PRIVATE_ISOLATED),
	"PRIVATE_WITH_NAT", "PRIVATE", "ISOLATED", // older names
}

// localZone is one of a metropolitan area, like us-west-2-lax-1a, where one subnet is enough.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
var localZone = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-\d+-[a-z0-9]+-\d+[a-z]$`)

// selection is which subnets the load balancer is in: by default one in each zone, as AWS wants it.
func (p *Props) selection() *awsec2.SubnetSelection {
	if p.Subnets != nil {
		return p.Subnets
	}
	selection := &awsec2.SubnetSelection{OnePerAz: jsii.Bool(true)}
	if !p.Internal {
		selection.SubnetType = awsec2.SubnetType_PUBLIC
	}
	return selection
}

// checkSubnets records a validation error unless the subnets are in two zones at least, one in
// each. Zones that are known at deployment only are taken to differ, unless they are the same
// token.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-subnets.html
func (p *Props) checkSubnets(scope constructs.IConstruct, faults *fault.List) {
	field := "VPC"
	if p.Subnets != nil {
		field = "Subnets"
	}
	selected, err := imported.Get(func() *awsec2.SelectedSubnets { return p.VPC.SelectSubnets(p.selection()) })
	if err != nil {
		faults.Add(field, "it has none of the subnets that the load balancer needs: "+imported.Message(err), "give a VPC with such subnets, or choose others by Subnets")
		return
	}
	if selected.IsPendingLookup != nil && *selected.IsPendingLookup {
		return
	}
	zones, local := map[string]string{}, false
	for _, subnet := range *selected.Subnets {
		id, _ := imported.Text(subnet.SubnetId)
		if strings.HasPrefix(id, "#{Token[") {
			return // a list that is known at deployment only
		}
		zone, known := imported.Text(subnet.AvailabilityZone)
		if !known {
			zone = "zone of " + *subnet.Node().Path()
		}
		local = local || localZone.MatchString(zone)
		zone = reference.Text(scope, zone)
		if other, taken := zones[zone]; taken {
			faults.Add(field, fmt.Sprintf("subnets %s and %s are in one zone%s", other, subnetName(subnet, id), inBrackets(zone)),
				"choose one subnet in each zone, as with SubnetSelection.OnePerAz")
			return
		}
		zones[zone] = subnetName(subnet, id)
	}
	if len(zones) < 2 && !local {
		faults.Add(field, fmt.Sprintf("the load balancer has subnets in %d zones", len(zones)), "give it subnets in two zones at least")
	}
}

func subnetName(subnet awsec2.ISubnet, id string) string {
	if id == "" || token.In(id) {
		return *subnet.Node().Path()
	}
	return id
}

func inBrackets(zone string) string {
	if token.In(zone) {
		return ""
	}
	return " (" + zone + ")"
}
