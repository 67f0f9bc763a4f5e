package stacks

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/fault"
)

// Config is what can be said of a deployment. The zero value is the stage dev.
type Config struct {
	// Stage names the stacks, so that several stand side by side in one
	// account: lower-case letters, digits and single hyphens, begun by a
	// letter, at most 20. Default: dev.
	Stage string
	// Architecture is what the function runs on. Default: arm64.
	Architecture gofunction.Architecture
	// Protect keeps the log bucket when its stack is destroyed, and turns on
	// the balancer's deletion protection and the stacks' termination
	// protection. Default: false.
	Protect bool
	// Monitoring adds the stack monitoring-<stage>: a dashboard, alarms, and a
	// table over the access logs. Default: false.
	Monitoring bool
	// AlarmEmail is the address that alarms are mailed to. Needs Monitoring.
	// Default: none, alarms are seen in the console alone.
	AlarmEmail string
}

// DefaultStage is the stage of a Config without one.
const DefaultStage = "dev"

var stage = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

const maxStage = 20

func (c *Config) setDefaults() {
	if c.Stage == "" {
		c.Stage = DefaultStage
	}
	if c.Architecture == "" {
		c.Architecture = gofunction.ARM64
	}
}

func (c *Config) check(faults *fault.List) {
	if !stage.MatchString(c.Stage) || len(c.Stage) > maxStage {
		faults.Add("stage", fmt.Sprintf("%q is not up to %d lower-case letters, digits and single hyphens, begun by a letter", c.Stage, maxStage),
			"write it like -c stage=prod")
	}
	if c.AlarmEmail != "" {
		if !strings.Contains(c.AlarmEmail, "@") {
			faults.Add("alarmEmail", fmt.Sprintf("%q is no address", c.AlarmEmail), "write it like -c alarmEmail=ops@example.com")
		}
		if !c.Monitoring {
			faults.Add("alarmEmail", fmt.Sprintf("%q gets nothing without alarms", c.AlarmEmail), "add -c monitoring=true")
		}
	}
	faults.OneOf("architecture", string(c.Architecture), string(gofunction.ARM64), string(gofunction.X8664))
}
