// Package features deploys what the default application does not use to an emulator, with the real
// CDK toolkit: the other choices of lambdaalb, and changes of routes and listeners from one version
// of an app to the next. Requests go through the front ends of package deployed.
//
// Weighted targets and routes from other stacks are in test/consumer.
//
// What the application itself does not use may enter, deployed once. Templates alone are the
// business of the constructs' own tests.
package features

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/local/deployed"
	"example.com/alb-lambda/local/emulator"
	"example.com/alb-lambda/test/internal/clone"
	"example.com/alb-lambda/test/internal/stage"
	"github.com/aws/aws-sdk-go-v2/aws"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
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
	e := stage.New(t, dir)
	stage.Must(t, e.Start(t.Context()))
	keys, tokens := newKeys(t)
	stage.FrontEnds(t, e, deployed.Options{Keys: keys})
	d, _ := stage.Deployment(t, e, "dev")
	stage.Must(t, d.Bootstrap(t.Context()))

	app := build(t, dir, "./test/features/app")
	toolkit := func(args ...string) {
		t.Helper()
		stage.Must(t, d.CDK(t.Context(), append(args, "--app", app)...))
	}
	toolkit("deploy", "--all", "--require-approval", "never")
	toolkit("diff", "--all", "--fail")
	t.Run("plain", func(t *testing.T) { plain(t, e) })
	t.Run("attributes", func(t *testing.T) { attributes(t, e) })
	t.Run("secure", func(t *testing.T) { secure(t, e, tokens) })
	t.Run("function URL", func(t *testing.T) {
		url := request{method: "GET", path: "/ticks", status: 200, want: "tick 0\ntick 1\ntick 2\n"}
		response := url.send(t, http.DefaultClient, address(t, e, "Stream/Function/FunctionUrl"))
		if got := response.Header.Get("Content-Type"); got != "text/plain; charset=utf-8" {
			t.Errorf("the content type of a stream is %q", got)
		}
	})
	toolkit("destroy", "--all", "--force")
	for _, kind := range []string{"function", "load balancer", "target group", "bucket"} {
		if left := stage.Names(t, e, kind); len(left) != 0 && kind != "bucket" || len(left) > 1 {
			t.Errorf("%s left: %v", kind, left) // the one bucket is that of the bootstrap
		}
	}
	if left, err := e.FrontEnds(t.Context()); err != nil || len(left) > 0 {
		t.Errorf("front ends left: %v, %v", left, err)
	}
}

// address is that of a listener, by its name in the app.
func address(t *testing.T, e *emulator.Emulator, name string) string {
	t.Helper()
	all, err := e.FrontEnds(t.Context())
	stage.Must(t, err)
	for _, f := range all {
		if f.Name == "features-dev/"+name {
			return f.URL
		}
	}
	t.Fatalf("there is no listener %s: %v", name, all)
	return ""
}

// A request is what is sent to a load balancer, and what is expected.
type request struct {
	method, path, host string
	header             http.Header
	body               string
	status             int
	want               string // in the body
	location           string
}

// send sends a request, and fails the test unless the response is as expected.
func (c request) send(t *testing.T, client *http.Client, base string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), c.method, base+c.path, strings.NewReader(c.body))
	stage.Must(t, err)
	r.Host = c.host
	maps.Copy(r.Header, c.header)
	response, err := client.Do(r)
	stage.Must(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	stage.Must(t, err)
	if response.StatusCode != c.status || !strings.Contains(strings.ReplaceAll(string(body), ": ", ":"), c.want) {
		t.Errorf("%s %s%s: %d %.300s, want %d with %s", c.method, c.host, c.path, response.StatusCode, body, c.status, c.want)
	}
	if got := response.Header.Get("Location"); got != c.location {
		t.Errorf("%s %s%s: redirected to %q, want %q", c.method, c.host, c.path, got, c.location)
	}
	return response
}

func noRedirects(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func plain(t *testing.T, e *emulator.Emulator) {
	base := address(t, e, "Plain/LoadBalancer HTTP:80")
	client := &http.Client{CheckRedirect: noRedirects}
	version := func(v string) http.Header { return http.Header{"X-Version": {v}} }
	large := strings.Repeat("x", 1_000_000)
	for _, c := range []request{
		{method: "GET", path: "/", status: 503, want: "closed"},
		{method: "GET", path: "/multi", status: 200, want: "with multi-value headers"},
		{method: "GET", path: "/multi/x", status: 200, want: "with multi-value headers"},
		// the more specific one is evaluated first
		{method: "GET", path: "/multi/single/x", status: 200, want: "through an Application Load Balancer"},
		{method: "GET", path: "/gone/x", status: 410},
		{method: "GET", path: "/old", host: "shop.example.com", status: 302, location: "http://shop.example.com:80/multi"},
		{method: "GET", path: "/choice", header: version("2.1"), status: 200, want: `"path":"/choice"`},
		{method: "GET", path: "/choice", header: version("1.0"), status: 503, want: "closed"},
		// priority 7 comes before any that is assigned
		{method: "DELETE", path: "/choice", header: version("2.1"), status: 405},
		{method: "GET", path: "/query?a=b&Version=2.0", status: 200, want: `"Version":["2.0"]`},
		{method: "GET", path: "/query?version=1", status: 503, want: "closed"},
		{method: "GET", path: "/query", status: 503, want: "closed"},
		// with the port, by routing.http.xff_client_port.enabled
		{method: "GET", path: "/Here", status: 200, want: `"x-forwarded-for":["127.0.0.1:`},
		{method: "GET", path: "/Elsewhere", status: 503, want: "closed"},
		{method: "GET", path: "/anything", host: "a.shop.example.com", status: 200, want: `"host":["a.shop.example.com"]`},
		{method: "GET", path: "/anything", host: "shop.example.com", status: 503, want: "closed"},
		{method: "POST", path: "/multi", body: large + "x", status: 413, want: "413 Request Entity Too Large"},
		{method: "POST", path: "/multi", body: large, status: 413, want: `"limit":1000000`}, // its own
		{method: "GET", path: "/multi", header: http.Header{"X-Large": {large[:17<<10]}}, status: 400, want: "400 Bad Request"},
		{method: "GET", path: "/multi", header: http.Header{"Bad_name": {"x"}, "Good-Name": {"y"}}, status: 200, want: `"accept-encoding":["gzip"], "good-name":["y"]`},
	} {
		if r := c.send(t, client, base); r.Header.Get("Server") != "awselb/2.0" {
			t.Errorf("%s: the header Server is %q", c.path, r.Header.Get("Server"))
		}
	}
}

// attributes reads what the emulator stored of those that change no request.
func attributes(t *testing.T, e *emulator.Emulator) {
	client := elbv2.NewFromConfig(e.AWSConfig())
	found, err := client.DescribeLoadBalancers(t.Context(), nil)
	stage.Must(t, err)
	got := map[string]string{}
	for _, lb := range found.LoadBalancers {
		out, err := client.DescribeLoadBalancerAttributes(t.Context(), &elbv2.DescribeLoadBalancerAttributesInput{LoadBalancerArn: lb.LoadBalancerArn})
		stage.Must(t, err)
		for _, attribute := range out.Attributes {
			if value := aws.ToString(attribute.Value); value != "" && !strings.HasPrefix(aws.ToString(lb.LoadBalancerName), "features-dev-Secure") {
				got[aws.ToString(attribute.Key)] = value
			}
		}
	}
	for key, value := range map[string]string{
		"access_logs.s3.prefix": "alb", "connection_logs.s3.prefix": "alb-connections", "health_check_logs.s3.prefix": "alb-health-checks",
		"idle_timeout.timeout_seconds": "30", "deletion_protection.enabled": "false",
	} {
		if got[key] != value {
			t.Errorf("%s is %q, want %q", key, got[key], value)
		}
	}
	// the load balancer's access logs, in AWS's format
	logs, err := filepath.Glob(filepath.Join(e.FrontEndsDir(), "logs", "*.log"))
	stage.Must(t, err)
	if len(logs) != 1 {
		t.Fatalf("access logs: %q, want one", logs)
	}
	text, err := os.ReadFile(logs[0])
	stage.Must(t, err)
	if !strings.Contains(string(text), `/query?a=b&Version=2.0 HTTP/1.1" "Go-http-client/1.1"`) {
		t.Errorf("a request is not in the access log: %s", text)
	}
}
