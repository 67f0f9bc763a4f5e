package stacks

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/deployment"
	"example.com/alb-lambda/fault"
)

// Config is what can be chosen for a deployment. The zero value is the stage dev.
type Config struct {
	// Stage names the stacks, so that several stages fit into one account: lower-case letters, digits
	// and single hyphens, starting with a letter, at most 20. Default: dev.
	Stage string
	// Architecture is the instruction set of the function. Default: arm64.
	Architecture gofunction.Architecture
	// AvailabilityZones of the network, two at least: "eu-west-1a". They tie the templates to a
	// region. Default: two that CloudFormation counts off at deployment, which it does only among the
	// zones that have a default subnet; an account without default subnets in two zones has to name
	// them.
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
	AvailabilityZones []string
	// Protect keeps the log bucket when its stack is destroyed, and turns on the load balancer's
	// deletion protection and the stacks' termination protection. Default: false.
	Protect bool
	// Monitoring adds the stack monitoring-<stage>: a dashboard, alarms, and a table over the access
	// logs. Default: false.
	Monitoring bool
	// AlarmEmail is the address that alarms are mailed to. Needs Monitoring. Default: none, alarms are
	// seen in the console only.
	AlarmEmail string
}

var stage = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// zone is a region and letters, also of a Local Zone: us-west-2-lax-1a.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html
var zone = regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-[0-9]+(-[a-z]+-[0-9]+)?[a-z]$`)

const maxStage = 20

func (c *Config) setDefaults() {
	if c.Stage == "" {
		c.Stage = deployment.DefaultStage
	}
	if c.Architecture == "" {
		c.Architecture = gofunction.ARM64
	}
}

// WithDefaults is the Config with its defaults in place of empty fields.
func (c Config) WithDefaults() Config {
	c.setDefaults()
	return c
}

// Validate reports everything that [New] would panic with because of the Config, as one
// *fault.Error.
func (c Config) Validate() error {
	faults := fault.New("stacks")
	c.setDefaults()
	c.check(faults)
	return faults.Err()
}

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
