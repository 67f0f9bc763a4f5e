// Package domain is what a custom domain name is to every construct that has one: a host name in a
// Route 53 hosted zone, with alias records. Constructs keep their own Domain props, with Name and
// HostedZone named alike; certificates and base paths are theirs.
//
// What lambdaalb and restapi share of it may enter. Certificates and records are their business.
package domain

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"
)

// name is two labels at least, as RFC 1123 has them, in any case:
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
var name = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)

const maxName = 253

// CheckName records a validation error of field unless n is a host name. What holds a token is let
// through: it is known at deployment only.
func CheckName(field, n string, faults *fault.List) {
	if token.In(n) || len(n) <= maxName && name.MatchString(n) {
		return
	}
	faults.Add(field, fmt.Sprintf("%q is not a host name", n), "write it like api.example.com")
}

// CheckZone records a validation error of field unless n is the name of zone or below it: Route 53
// would reject its records, and a certificate would never be validated. A zone whose name is not
// known, as one that is imported by its id, is let through.
func CheckZone(field, n string, zone awsroute53.IHostedZone, faults *fault.List) {
	if zone == nil {
		return
	}
	if z, ok := imported.Text(zone.ZoneName); ok && !In(n, z) {
		faults.Add(field, fmt.Sprintf("%q is not in the zone %q", n, strings.TrimSuffix(z, ".")), "give the zone of the name")
	}
}

// In says whether n is the name of the zone or below it. Tokens are taken to be.
func In(n, zone string) bool {
	if token.In(n) || token.In(zone) {
		return true
	}
	n, zone = strings.ToLower(n), strings.ToLower(strings.TrimSuffix(zone, "."))
	return n == zone || strings.HasSuffix(n, "."+zone)
}

// Alias points n to target, by IPv4 and IPv6. The ids of the records begin with id.
//
// CDK's L2 record would bring the package of all alias targets, and with it those of every service
// that can be one.
func Alias(scope constructs.Construct, id, n string, zone awsroute53.IHostedZone, target *awsroute53.CfnRecordSet_AliasTargetProperty) {
	zoneID := zone.HostedZoneId()
	for _, kind := range []string{"A", "AAAA"} {
		resource := id + kind
		awsroute53.NewCfnRecordSet(scope, &resource, &awsroute53.CfnRecordSetProps{
			HostedZoneId: zoneID, Name: &n, Type: &kind, AliasTarget: target,
		})
	}
}
