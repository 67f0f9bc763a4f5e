package stacks

import (
	"fmt"
	"regexp"
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
	// Protect keeps the log bucket when its stack is destroyed, and turns on the load balancer's deletion
	// protection and the stacks' termination protection. Default: false.
	Protect bool
	// Monitoring adds the stack monitoring-<stage>: a dashboard, alarms, and a table over the access
	// logs. Default: false.
	Monitoring bool
	// AlarmEmail is the address that alarms are mailed to. Needs Monitoring. Default: none, alarms are
	// seen in the console only.
	AlarmEmail string
}

var stage = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

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

// Validate reports everything that [New] would panic with because of the Config, as one *fault.Error.
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
