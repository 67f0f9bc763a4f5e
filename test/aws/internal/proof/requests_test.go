package proof

import (
	"context"
	"testing"

	"example.com/alb-lambda/test/aws/internal/platform"
)

// TestRequestsFail: a load balancer that forwards each request to the service, whatever its rules
// are, fails each step about requests.
func TestRequestsFail(t *testing.T) {
	r, f := newRun(t)
	at := func() *platform.Endpoint {
		return &platform.Endpoint{Address: f.address, Host: "lb.example.com", Port: 80}
	}
	f.ends = &platform.Endpoints{Multi: at(), Secure: at()}
	f.ends.Secure.Roots = []byte("none")
	for what, step := range map[string]func(context.Context, *Run) error{
		"/anything/else: ":                                  rules,
		"/prove/gone: status 200, want 410":                 rules,
		"/prove/moved/x?a=1: status 200, want 301":          transforms,
		"the service got 400 of 400 requests, want about":   weights,
		"an expired token: status 200, want 401":            tokens,
		"no token: status 200, want 401":                    tokens,
		"200 {\"name\":\"service\"":                         secure,
		"a request body of 1048577 bytes: status 200":       limits,
		"the JSON of a response of 1048577 bytes: status 2": limits,
	} {
		want(t, step(t.Context(), r), what)
	}
}
