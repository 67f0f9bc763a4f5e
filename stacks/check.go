package stacks

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/fault"
)

var stage = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// zone is a region and letters, also of a Local Zone: us-west-2-lax-1a.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html
var zone = regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-[0-9]+(-[a-z]+-[0-9]+)?[a-z]$`)

var vpc = regexp.MustCompile(`^vpc-([0-9a-f]{8}|[0-9a-f]{17})$`)

const maxStage = 20

func (c *Config) check(faults *fault.List) {
	if !stage.MatchString(c.Stage) || len(c.Stage) > maxStage {
		faults.Add("Stage",
			fmt.Sprintf("%q is not up to %d lower-case letters, digits and single hyphens, starting with a letter", c.Stage, maxStage),
			"use a name like prod")
	}
	faults.OneOf("Architecture", string(c.Architecture), string(gofunction.ARM64), string(gofunction.AMD64))
	if n := len(c.AvailabilityZones); n == 1 {
		faults.Add("AvailabilityZones", fmt.Sprintf("%q is one zone, and a load balancer needs two", c.AvailabilityZones[0]), "name two or more")
	}
	for i, name := range c.AvailabilityZones {
		switch {
		case !zone.MatchString(name):
			faults.Add("AvailabilityZones", fmt.Sprintf("%q is not the name of a zone", name), "name it like eu-west-1a")
		case slices.Contains(c.AvailabilityZones[:i], name):
			faults.Add("AvailabilityZones", fmt.Sprintf("%q is there twice", name), "name each zone once")
		}
	}
	c.checkNetwork(faults)
	c.checkNames(faults)
	if n := c.ReservedConcurrency; n != nil && *n < 0 {
		faults.Add("ReservedConcurrency", fmt.Sprintf("%d is negative", *n), "use 0 to stop the function, or leave it out for no limit")
	}
	c.checkAlarmEmail(faults)
}

func (c *Config) checkNetwork(faults *fault.List) {
	if c.VPCID == "" {
		return
	}
	if !vpc.MatchString(c.VPCID) {
		faults.Add("VPCID", fmt.Sprintf("%q is not the id of a network", c.VPCID), "write it like vpc-0123456789abcdef0")
	}
	if len(c.AvailabilityZones) > 0 {
		faults.Add("VPCID", fmt.Sprintf("%q has its zones already", c.VPCID), "leave AvailabilityZones out")
	}
	if e := c.Environment; e == nil || e.Account == nil || e.Region == nil {
		faults.Add("VPCID", fmt.Sprintf("%q is looked up in an account and a region, and none is known", c.VPCID), "set Environment")
	}
}

// checkNames reports what only the two constructs together can know. The form of names and ARNs is
// checked by the constructs that get them.
func (c *Config) checkNames(faults *fault.List) {
	if c.CertificateARN != "" && c.DomainName != "" {
		faults.Add("CertificateARN", "the load balancer gets a certificate for its name already", "leave out CertificateARN or DomainName")
	}
	names := []struct{ field, name string }{{"DomainName", c.DomainName}, {"APIDomainName", c.APIDomainName}}
	named := false
	for _, n := range names {
		if n.name == "" {
			continue
		}
		named = true
		if c.HostedZoneID == "" || c.HostedZoneName == "" {
			faults.Add(n.field, fmt.Sprintf("%q is in no hosted zone", n.name), "set HostedZoneID and HostedZoneName")
		}
	}
	if c.DomainName != "" && strings.EqualFold(c.DomainName, c.APIDomainName) {
		faults.Add("APIDomainName", fmt.Sprintf("%q is the load balancer's name", c.APIDomainName), "use two names")
	}
	for _, zone := range []struct{ field, value string }{{"HostedZoneID", c.HostedZoneID}, {"HostedZoneName", c.HostedZoneName}} {
		if zone.value != "" && !named {
			faults.Add(zone.field, fmt.Sprintf("%q has no name to serve", zone.value), "set DomainName or APIDomainName")
		}
	}
}

func (c *Config) checkAlarmEmail(faults *fault.List) {
	if c.AlarmEmail == "" {
		return
	}
	if !strings.Contains(c.AlarmEmail, "@") {
		faults.Add("AlarmEmail", fmt.Sprintf("%q is not an address", c.AlarmEmail), "write it like ops@example.com")
	}
	if !c.Monitoring {
		faults.Add("AlarmEmail", fmt.Sprintf("%q gets no mail, as there are no alarms without monitoring", c.AlarmEmail), "set Monitoring")
	}
}
