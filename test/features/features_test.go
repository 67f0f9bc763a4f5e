// Package features deploys what the default application does not use to an emulator, with the real
// CDK toolkit: the other choices of lambdaalb, and changes of routes and listeners from one version
// of an app to the next.
//
// The emulator stores URL rewrites, JWT validation and certificates without applying them, and does
// not deliver logs: for these the tests check what it stored. Weighted targets and routes from
// other stacks are in test/consumer.
//
// What the application itself does not use may enter, deployed once. Templates alone are the
// business of the constructs' own tests.
package features

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/clone"
	"example.com/alb-lambda/test/internal/stage"
	"github.com/aws/aws-sdk-go-v2/aws"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
)

var root string

func TestMain(m *testing.M) { stage.Main(m, &root) }

// run runs a command in a folder.
func run(t *testing.T, dir, name string, args ...string) error {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, output)
	}
	return nil
}

func TestFeatures(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stage.Must(t, clone.Copy(t.Context(), root, dir))
	e := stage.Start(t, dir)
	d, _ := stage.Deployment(t, e, "dev")
	stage.Must(t, d.Bootstrap(t.Context()))

	app := build(t, dir, "./test/features/app")
	toolkit := func(args ...string) {
		t.Helper()
		stage.Must(t, d.CDK(t.Context(), append(args, "--app", app)...))
		stage.Must(t, d.Bridge(t.Context()))
	}
	toolkit("deploy", "--all", "--require-approval", "never")
	toolkit("diff", "--all", "--fail")

	client := elbv2.NewFromConfig(e.AWSConfig())
	found, err := client.DescribeLoadBalancers(t.Context(), nil)
	stage.Must(t, err)
	if len(found.LoadBalancers) != 2 {
		t.Fatalf("%d load balancers, want 2", len(found.LoadBalancers))
	}
	for _, b := range found.LoadBalancers {
		c := checker{T: t, client: client, alb: b}
		if len(c.listeners()) == 1 {
			t.Run("plain", func(t *testing.T) { c.T = t; c.plain(e) })
		} else {
			t.Run("secure", func(t *testing.T) { c.T = t; c.secure() })
		}
	}
	toolkit("destroy", "--all", "--force")
	for _, kind := range []string{"function", "load balancer", "target group", "bucket"} {
		if left := stage.Names(t, e, kind); len(left) != 0 && kind != "bucket" || len(left) > 1 {
			t.Errorf("%s left: %v", kind, left) // the one bucket is that of the bootstrap
		}
	}
}

type checker struct {
	*testing.T
	client *elbv2.Client
	alb    types.LoadBalancer
}

func (a *checker) plain(e *emulator.Emulator) {
	base := e.URL() + "/_alb/" + aws.ToString(a.alb.LoadBalancerName)
	for _, c := range []struct {
		method, path, host, version string
		status                      int
		want                        string
	}{
		{"GET", "/", "", "", 503, "closed"},
		{"GET", "/multi", "", "", 200, "with multi-value headers"},
		{"GET", "/multi/x", "", "", 200, "with multi-value headers"},
		// the more specific one is evaluated first
		{"GET", "/multi/single/x", "", "", 200, "through an Application Load Balancer"},
		{"GET", "/gone/x", "", "", 410, ""},
		{"GET", "/old", "", "", 302, ""},
		{"GET", "/choice", "", "2.1", 200, `"path":"/choice"`},
		{"GET", "/choice", "", "1.0", 503, "closed"},
		{"DELETE", "/choice", "", "2.1", 405, ""}, // priority 7 comes before any that is assigned
		{"GET", "/anything", "a.shop.example.com", "", 200, `"host":["a.shop.example.com"]`},
		{"GET", "/anything", "shop.example.com", "", 503, "closed"},
	} {
		r, err := http.NewRequestWithContext(a.Context(), c.method, base+c.path, http.NoBody)
		stage.Must(a.T, err)
		if c.host != "" {
			r.Host = c.host
		}
		if c.version != "" {
			r.Header.Set("X-Version", c.version)
		}
		response, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
		stage.Must(a.T, err)
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		stage.Must(a.T, err)
		if response.StatusCode != c.status || !strings.Contains(strings.ReplaceAll(string(body), ": ", ":"), c.want) {
			a.Errorf("%s %s%s: %d %.300s, want %d with %s", c.method, c.host, c.path, response.StatusCode, body, c.status, c.want)
		}
		if c.path == "/old" && !strings.HasSuffix(response.Header.Get("Location"), "/multi") {
			a.Errorf("redirected to %s", response.Header.Get("Location"))
		}
	}
	a.attributes(map[string]string{
		"access_logs.s3.prefix": "alb", "connection_logs.s3.prefix": "alb-connections", "health_check_logs.s3.prefix": "alb-health-checks",
		"routing.http2.enabled": "true", "idle_timeout.timeout_seconds": "30", "routing.http.xff_client_port.enabled": "true",
		"routing.http.drop_invalid_header_fields.enabled": "true", "deletion_protection.enabled": "false",
	})
}

func (a *checker) secure() {
	ports := []string{}
	for _, l := range a.listeners() {
		ports = append(ports, fmt.Sprintf("%s %d %s %d certificates", l.Protocol, aws.ToInt32(l.Port), l.DefaultActions[0].Type, len(l.Certificates)))
		rules, err := a.client.DescribeRules(a.Context(), &elbv2.DescribeRulesInput{ListenerArn: l.ListenerArn})
		stage.Must(a.T, err)
		if l.Protocol == types.ProtocolEnumHttps {
			if got := aws.ToString(l.SslPolicy); got != "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" {
				a.Errorf("TLS policy %s", got)
			}
			text, err := json.Marshal(rules.Rules)
			stage.Must(a.T, err)
			for _, want := range []string{`"Regex":"^/api/?(.*)$"`, `"jwt-validation"`} {
				if !strings.Contains(string(text), want) {
					a.Errorf("%s is not in the rules %s", want, text)
				}
			}
		}
	}
	slices.Sort(ports)
	if want := []string{"HTTP 80 redirect 0 certificates", "HTTP 8081 fixed-response 0 certificates", "HTTPS 443 fixed-response 1 certificates"}; !slices.Equal(ports, want) {
		a.Errorf("listeners %q, want %q", ports, want)
	}
}

func (a *checker) listeners() []types.Listener {
	a.Helper()
	out, err := a.client.DescribeListeners(a.Context(), &elbv2.DescribeListenersInput{LoadBalancerArn: a.alb.LoadBalancerArn})
	stage.Must(a.T, err)
	return out.Listeners
}

func (a *checker) attributes(want map[string]string) {
	a.Helper()
	out, err := a.client.DescribeLoadBalancerAttributes(a.Context(), &elbv2.DescribeLoadBalancerAttributesInput{LoadBalancerArn: a.alb.LoadBalancerArn})
	stage.Must(a.T, err)
	got := map[string]string{}
	for _, attribute := range out.Attributes {
		got[aws.ToString(attribute.Key)] = aws.ToString(attribute.Value)
	}
	for key, value := range want {
		if got[key] != value {
			a.Errorf("%s is %q, want %q", key, got[key], value)
		}
	}
}
