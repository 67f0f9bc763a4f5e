package httpsim

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/internal/cfn"
)

// HealthCheck is how a load balancer checks a function.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
type HealthCheck struct {
	// Path is where the request of a check goes.
	Path string
	// Interval is the time between two checks.
	Interval time.Duration
	// Timeout is how long a check waits for the function.
	Timeout time.Duration
	// HealthyThreshold is the number of consecutive successful checks before the target is healthy.
	HealthyThreshold int
	// UnhealthyThreshold is the number of consecutive failed checks before it is not.
	UnhealthyThreshold int
	// SuccessCodes are like "200", "200,204" or "200-299".
	SuccessCodes string
}

// readHealthCheck reads the health check of a target group. That of a function is off unless it is
// enabled: "Health checks are disabled by default for target groups of type lambda".
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
func readHealthCheck(r *cfn.Resource, kind string) (*HealthCheck, error) {
	var enabled cfn.Bool
	if err := r.Decode("HealthCheckEnabled", &enabled); err != nil || !bool(enabled) || kind != "lambda" {
		return nil, err
	}
	// The defaults of a function's: the page of the health checks.
	h := &HealthCheck{Path: "/", SuccessCodes: "200"}
	interval, timeout, healthy, unhealthy := cfn.Int(35), cfn.Int(30), cfn.Int(5), cfn.Int(2)
	var matcher struct{ HTTPCode string }
	for property, into := range map[string]any{
		"HealthCheckPath": &h.Path, "HealthCheckIntervalSeconds": &interval, "HealthCheckTimeoutSeconds": &timeout,
		"HealthyThresholdCount": &healthy, "UnhealthyThresholdCount": &unhealthy, "Matcher": &matcher,
	} {
		if err := r.Decode(property, into); err != nil {
			return nil, err
		}
	}
	if matcher.HTTPCode != "" {
		h.SuccessCodes = matcher.HTTPCode
	}
	h.Interval, h.Timeout = time.Duration(interval)*time.Second, time.Duration(timeout)*time.Second
	h.HealthyThreshold, h.UnhealthyThreshold = int(healthy), int(unhealthy)
	return h, nil
}

// ErrNoHealthCheck says that a target group has no health check.
var ErrNoHealthCheck = errors.New("httpsim: the target group has no health check")

// CheckHealth sends the function the event of a health check, and returns nil if its response is
// that of a healthy one.
func (g *TargetGroup) CheckHealth(ctx context.Context) error {
	h := g.HealthCheck
	if h == nil || g.Function == nil {
		return ErrNoHealthCheck
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, h.Path, nil)
	r.Header.Set("User-Agent", "ELB-HealthChecker/2.0")
	endpoint := g.endpoint(nil)
	endpoint.Timeout = min(h.Timeout, endpoint.Timeout)
	// The event that AWS's page shows has this header alone.
	endpoint.Set = map[string]any{
		"requestContext.elb.targetGroupArn": g.ARN,
		"headers":                           object{{"user-agent", r.UserAgent()}},
	}
	if g.MultiValueHeaders {
		delete(endpoint.Set, "headers")
		endpoint.Set["multiValueHeaders"] = object{{"user-agent", []string{r.UserAgent()}}}
	}
	if g.Function.handler == nil {
		return noHandler(g.Function)
	}
	response, err := endpoint.Do(g.Function.handler(g.Target), r)
	switch {
	case err != nil:
		return err
	case response.Reason != "":
		return fmt.Errorf("%d: %s", response.StatusCode, response.Reason)
	case !h.success(response.StatusCode):
		return fmt.Errorf("the status is %d, and the health check expects %s", response.StatusCode, h.SuccessCodes)
	}
	return nil
}

func (h *HealthCheck) success(status int) bool {
	for item := range strings.SplitSeq(h.SuccessCodes, ",") {
		first, last, ranged := strings.Cut(strings.TrimSpace(item), "-")
		if !ranged {
			last = first
		}
		low, err1 := strconv.Atoi(first)
		high, err2 := strconv.Atoi(last)
		if err1 == nil && err2 == nil && low <= status && status <= high {
			return true
		}
	}
	return false
}
