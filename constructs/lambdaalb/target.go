package lambdaalb

import (
	"cmp"
	"fmt"
	"time"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// Target responds to requests: a function, or a target group that exists.
//
// A function has one target group in each stack and load balancer, which all routes of the stack
// with the same options share, and with it the permission to invoke the function.
type Target struct {
	// Function is a function, a version or an alias, in the stack's account and region. Required,
	// unless Group is given.
	Function awslambda.IFunction
	// Group is any target group, of instances or addresses too. Default: none.
	Group elb.IApplicationTargetGroup
	// Weight is the target's share among the weights of its route, 0..999. Default: nil, 1.
	Weight *int
	// SingleValueHeaders sends only the last value of a repeated header or query key to the function.
	// Default: false, it gets all values, in multiValueHeaders and multiValueQueryStringParameters.
	SingleValueHeaders bool
	// HealthCheck invokes the function periodically, which is billed. Default: none, as in AWS.
	HealthCheck *HealthCheck
}

// HealthCheck of a function: the load balancer sends GET requests with the user agent
// ELB-HealthChecker/2.0.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
type HealthCheck struct {
	// Path of the request, at most 1,024 characters. Default: /.
	Path string
	// Interval between two requests, 5s..300s, and longer than Timeout. Default: 35s.
	Interval time.Duration
	// Timeout for a response, 2s..120s. Default: 30s.
	Timeout time.Duration
	// SuccessCodes are the status codes that mean health, in 200..499, like "200", "200,204" or
	// "200-299". Default: 200.
	SuccessCodes string
	// HealthyThreshold is the number of consecutive successful health checks before the target is
	// healthy, 2..10. Default: 5.
	HealthyThreshold int
	// UnhealthyThreshold is the number of consecutive failed health checks before the target is
	// unhealthy, 2..10. Default: 2.
	UnhealthyThreshold int
}

const (
	maxWeight       = 999
	defaultInterval = 35 * time.Second
	defaultTimeout  = 30 * time.Second
)

func (t *Target) weight() int {
	if t.Weight == nil {
		return 1
	}
	return *t.Weight
}

func checkTargets(targets []Target, field string, faults *fault.List) {
	if len(targets) > albrules.MaxForwardGroups {
		faults.Add(field+".Targets", fmt.Sprintf("%d target groups are over the limit of %d", len(targets), albrules.MaxForwardGroups), "split the route")
	}
	total := 0
	for i := range targets {
		at := fmt.Sprintf("%s.Targets[%d]", field, i)
		targets[i].check(at, faults)
		total += targets[i].weight()
	}
	if len(targets) > 0 && total == 0 {
		faults.Add(field+".Targets", "all weights are 0", "give one target a weight")
	}
}

func (t *Target) check(field string, faults *fault.List) {
	if (t.Function == nil) == (t.Group == nil) {
		faults.Add(field, "it is not exactly one of Function and Group", "give the function that responds")
	}
	if w := t.weight(); w < 0 || w > maxWeight {
		faults.Add(field+".Weight", fmt.Sprintf("%d is outside 0..%d", w, maxWeight), "leave it out for 1")
	}
	if t.Group != nil && (t.SingleValueHeaders || t.HealthCheck != nil) {
		faults.Add(field, "SingleValueHeaders and HealthCheck are for a function", "set them where the group is created")
	}
	if t.HealthCheck != nil {
		t.HealthCheck.check(field+".HealthCheck", faults)
	}
}

func (h *HealthCheck) check(field string, faults *fault.List) {
	albrules.ValidateHealthCheckPath(field+".Path", h.Path, faults)
	faults.Duration(field+".Interval", h.Interval, 5*time.Second, 300*time.Second, time.Second, "leave it out for 35s")
	faults.Duration(field+".Timeout", h.Timeout, 2*time.Second, 120*time.Second, time.Second, "leave it out for 30s")
	if interval, timeout := cmp.Or(h.Interval, defaultInterval), cmp.Or(h.Timeout, defaultTimeout); timeout >= interval {
		faults.Add(field+".Timeout", fmt.Sprintf("%s is not under the interval of %s", fault.Short(timeout), fault.Short(interval)), "make the interval longer")
	}
	albrules.ValidateSuccessCodes(field+".SuccessCodes", h.SuccessCodes, faults)
	faults.Range(field+".HealthyThreshold", float64(h.HealthyThreshold), 2, 10, "leave it out for 5")
	faults.Range(field+".UnhealthyThreshold", float64(h.UnhealthyThreshold), 2, 10, "leave it out for 2")
}

// duration is a whole number of seconds, as the checks have made sure of.
func duration(d time.Duration) awscdk.Duration {
	return awscdk.Duration_Seconds(jsii.Number(d.Seconds()))
}

func (h *HealthCheck) render() *elb.HealthCheck {
	if h == nil {
		return nil
	}
	return &elb.HealthCheck{
		Enabled:                 jsii.Bool(true),
		Path:                    jsii.String(cmp.Or(h.Path, "/")),
		Interval:                duration(cmp.Or(h.Interval, defaultInterval)),
		Timeout:                 duration(cmp.Or(h.Timeout, defaultTimeout)),
		HealthyHttpCodes:        jsii.String(cmp.Or(h.SuccessCodes, "200")),
		HealthyThresholdCount:   jsii.Number(cmp.Or(h.HealthyThreshold, 5)),
		UnhealthyThresholdCount: jsii.Number(cmp.Or(h.UnhealthyThreshold, 2)),
	}
}
