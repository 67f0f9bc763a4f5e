package httpsim_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

// checked is a target group with a health check.
func checked(t *testing.T, properties string) (*httpsim.TargetGroup, *httpsim.Function) {
	t.Helper()
	d := deploy(t, loadBalancer, function("Orders"), resource("Group", elb+"TargetGroup", `"TargetType": "lambda", "HealthCheckEnabled": true, "Targets": [{"Id": {"Ref": "Orders"}}]`+properties),
		listener("HTTP", "HTTP", 80, toFunction))
	return d.LoadBalancers[0].Listeners[0].Rules[0].Targets[0].Group, d.Functions[0]
}

// TestTimeoutOfAHealthCheck: a check waits for the function as long as it is set to, and no longer
// than Lambda lets the function run.
func TestTimeoutOfAHealthCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct {
			check, takes time.Duration
			healthy      bool
		}{
			{5 * time.Second, 4 * time.Second, true}, {5 * time.Second, 6 * time.Second, false}, {30 * time.Second, 6 * time.Second, true}, {30 * time.Second, 8 * time.Second, false},
		} {
			group, f := checked(t, "") // whose function has 7 s
			group.HealthCheck.Timeout = c.check
			f.Handle(httpsim.HandlerFunc(func(ctx context.Context, _ []byte) ([]byte, error) {
				select {
				case <-time.After(c.takes):
					return []byte(`{"statusCode":200}`), nil
				case <-ctx.Done():
					return nil, ctx.Err()
				}
			}))
			if err := group.CheckHealth(t.Context()); (err == nil) != c.healthy || err != nil && err.Error() != "502: the function did not respond in time" {
				t.Errorf("%+v: %v", c, err)
			}
		}
	})
}

// TestEventOfAHealthCheck is that of AWS's page, for a target group without multi-value headers.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#enable-health-checks-lambda
func TestEventOfAHealthCheck(t *testing.T) {
	group, f := checked(t, "")
	f.Handle(httpsim.HandlerFunc(func(_ context.Context, event []byte) ([]byte, error) {
		if want := `{"requestContext":{"elb":{"targetGroupArn":"` + group.ARN +
			`"}},"httpMethod":"GET","path":"/","queryStringParameters":{},"headers":{"user-agent":"ELB-HealthChecker/2.0"},"body":"","isBase64Encoded":false}`; string(event) != want {
			t.Errorf("%s, want %s", event, want)
		}
		return []byte(`{"statusCode":200}`), nil
	}))
	if err := group.CheckHealth(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestSuccessCodes: "multiple values (for example, "200,202") or a range of values (for example,
// "200-299")"; what is neither is met by no status.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html
func TestSuccessCodes(t *testing.T) {
	for codes, want := range map[string]string{
		"200": "200", "200,204": "200 204", "200-204": "200 201 204", "201 , 404-500": "201 404 500", "x-299": "", "200-x": "", "2XX": "", "": "",
	} {
		group, f := checked(t, `, "Matcher": {"HttpCode": "299"}`)
		group.HealthCheck.SuccessCodes = codes
		var healthy []string
		for _, status := range []string{"200", "201", "204", "404", "500"} {
			f.Handle(returns(`{"statusCode":` + status + `}`))
			err := group.CheckHealth(t.Context())
			if err == nil {
				healthy = append(healthy, status)
			} else if err.Error() != "the status is "+status+", and the health check expects "+codes {
				t.Error(err)
			}
		}
		if got := strings.Join(healthy, " "); got != want {
			t.Errorf("%q: %s, want %s", codes, got, want)
		}
	}
}

// TestHealthChecksThatCannotBe are errors.
func TestHealthChecksThatCannotBe(t *testing.T) {
	group, _ := checked(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := group.CheckHealth(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	group.Function = nil
	if err := group.CheckHealth(t.Context()); !errors.Is(err, httpsim.ErrNoHealthCheck) {
		t.Errorf("without a function: %v", err)
	}
}
