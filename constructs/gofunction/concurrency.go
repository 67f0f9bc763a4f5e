package gofunction

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// ProvisionedConcurrency keeps execution environments of the alias's version initialized, so that a
// request waits for no start. It is billed by the time that it is there, used or not.
// https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
type ProvisionedConcurrency struct {
	// Executions are how many environments there are; with Max, the fewest. At least 1, and not over
	// ReservedConcurrency. Required.
	Executions int
	// Max lets Application Auto Scaling change the number, from Executions to Max: by Utilization, by
	// Schedules, or both. It then changes with deployments no more. Default: the number is fixed.
	Max int
	// Utilization is the share of the environments that is to be in use, 0.1..0.9: Application Auto
	// Scaling adds environments above it and removes them below. Needs Max. Default: none with
	// Schedules, else 0.7.
	Utilization float64
	// Schedules change the limits at given times, each by a name of its own. Needs Max. Default: none.
	Schedules map[string]Schedule
}

// Schedule is a time at which other limits begin to hold.
// https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
type Schedule struct {
	// At is when: "cron(0 8 ? * MON-FRI *)", "rate(1 day)" or "at(2026-12-24T00:00:00)". Required.
	At string
	// TimeZone is that of At, by its name in the IANA database, like "Europe/Berlin". Default: UTC.
	TimeZone string
	// Min and Max are the fewest and the most environments from then on. Default: zero, none; at least
	// one of them is given, or both are zero to have no environments.
	Min, Max int
}

const defaultUtilization = 0.7

var (
	scheduleName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	scheduleAt   = regexp.MustCompile(`^(at|rate|cron)\(.+\)$`)
	timeZone     = regexp.MustCompile(`^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$`)
)

func (c *ProvisionedConcurrency) check(p *Props, faults *fault.List) {
	const field = "ProvisionedConcurrency"
	if p.Alias == "" {
		faults.Add(field, "the version that is not published has none", "set Alias, which publishes a version")
	}
	if c.Executions < 1 {
		faults.Add(field+".Executions", fmt.Sprintf("%d is under 1", c.Executions), "give the number of environments, or leave ProvisionedConcurrency out")
	}
	most := max(c.Executions, c.Max)
	if r := p.ReservedConcurrency; r != nil && most > *r && *r >= 0 {
		faults.Add(field, fmt.Sprintf("%d environments are over the ReservedConcurrency of %d", most, *r), "provision less, or reserve more")
	}
	switch {
	case c.Max == 0 && (c.Utilization != 0 || len(c.Schedules) > 0):
		faults.Add(field+".Max", "it is 0, and what scales needs a limit", "give the most environments that there may be")
	case c.Max != 0 && c.Max < c.Executions:
		faults.Add(field+".Max", fmt.Sprintf("%d is under Executions, %d", c.Max, c.Executions), "give the most environments that there may be")
	}
	faults.Range(field+".Utilization", c.Utilization, 0.1, 0.9, "leave it out for 0.7")
	for _, name := range slices.Sorted(maps.Keys(c.Schedules)) {
		at := fmt.Sprintf("%s.Schedules[%q]", field, name)
		if !scheduleName.MatchString(name) {
			faults.Add(at, "the name is not 1 to 64 letters, digits, - and _", "use a name like morning")
		}
		s := c.Schedules[name]
		s.check(at, faults)
	}
}

func (s *Schedule) check(field string, faults *fault.List) {
	if !scheduleAt.MatchString(s.At) && !token.In(s.At) {
		faults.Add(field+".At", fmt.Sprintf("%q is not at(…), rate(…) or cron(…)", s.At), `write it like "cron(0 8 ? * MON-FRI *)"`)
	}
	if s.TimeZone != "" && !timeZone.MatchString(s.TimeZone) && !token.In(s.TimeZone) {
		faults.Add(field+".TimeZone", fmt.Sprintf("%q is not the name of a time zone", s.TimeZone), `write it like "Europe/Berlin"`)
	}
	if s.Min < 0 || s.Max < s.Min {
		faults.Add(field, fmt.Sprintf("%d..%d is not a range of environments", s.Min, s.Max), "give Min, and a Max that is not under it")
	}
}

// newAlias creates the alias, and with Max what scales it. A number in the alias itself would undo
// at each deployment what Application Auto Scaling has set.
func (c *ProvisionedConcurrency) newAlias(f *Function, props *awslambda.AliasProps) awslambda.Alias {
	if c.Max == 0 {
		props.ProvisionedConcurrentExecutions = jsii.Number(c.Executions)
	}
	alias := awslambda.NewAlias(f, jsii.String("Alias"), props)
	if c.Max == 0 {
		return alias
	}
	target := alias.AddAutoScaling(&awslambda.AutoScalingOptions{MinCapacity: jsii.Number(c.Executions), MaxCapacity: jsii.Number(c.Max)})
	utilization := c.Utilization
	if utilization == 0 && len(c.Schedules) == 0 {
		utilization = defaultUtilization
	}
	if utilization != 0 {
		target.ScaleOnUtilization(&awslambda.UtilizationScalingOptions{UtilizationTarget: &utilization})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Schedules)) {
		s := c.Schedules[name]
		schedule := &awsapplicationautoscaling.ScalingSchedule{
			Schedule:    awsapplicationautoscaling.Schedule_Expression(&s.At),
			MinCapacity: jsii.Number(s.Min), MaxCapacity: jsii.Number(s.Max),
		}
		if s.TimeZone != "" {
			schedule.TimeZone = awscdk.TimeZone_Of(&s.TimeZone)
		}
		target.ScaleOnSchedule(&name, schedule)
	}
	return alias
}
