package lambdaalb

import (
	"fmt"
	"regexp"

	"example.com/alb-lambda/constructs/internal/options"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
)

// decided are the fields of [Props.Options] that have a prop of their own, or that the construct
// sets.
var decided = options.Decided{
	"Vpc":                                  "use VPC",
	"VpcSubnets":                           "use Subnets",
	"InternetFacing":                       "use Internal",
	"IpAddressType":                        "use DualStack",
	"SecurityGroup":                        "use SecurityGroup of the props",
	"Http2Enabled":                         "use DisableHTTP2",
	"DeletionProtection":                   "use DeletionProtection of the props",
	"DropInvalidHeaderFields":              "use KeepInvalidHeaders",
	"DesyncMitigationMode":                 "use DesyncMitigation",
	"IdleTimeout":                          "use IdleTimeout of the props",
	"ClientKeepAlive":                      "use ClientKeepAlive of the props",
	"PreserveHostHeader":                   "use PreserveHostHeader of the props",
	"PreserveXffClientPort":                "use PreserveXFFClientPort",
	"XffHeaderProcessingMode":              "use XForwardedFor",
	"XAmznTlsVersionAndCipherSuiteHeaders": "use TLSHeaders",
	"WafFailOpen":                          "use WAFFailOpen",
	"MinimumCapacityUnit":                  "use MinimumCapacityUnits",
	"CrossZoneEnabled":                     "leave it out: an Application Load Balancer always balances across zones",
}

// suspects are the props whose values CDK checks itself.
func (p *Props) suspects() []string {
	if p.Options != nil {
		return []string{"Options"}
	}
	return nil
}

// name is the physical name, by which a load balancer is replaced.
func (p *Props) name() string {
	if p.Options == nil || p.Options.LoadBalancerName == nil {
		return ""
	}
	return token.Known(p.Options.LoadBalancerName)
}

var ipamPool = regexp.MustCompile(`^ipam-pool-[0-9a-f]+$`)

func (p *Props) checkIPAMPool(faults *fault.List) {
	switch {
	case p.IPAMPool == "":
	case p.Internal:
		faults.Add("IPAMPool", "an internal load balancer has no public addresses", "leave it out, or leave Internal out")
	case !token.In(p.IPAMPool) && !ipamPool.MatchString(p.IPAMPool):
		faults.Add("IPAMPool", fmt.Sprintf("%q is not the id of a pool", p.IPAMPool), "write it like ipam-pool-0123456789abcdef0")
	}
}
