package lambdaalb

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
)

// Stand-ins for objects of which a check looks only whether they are given.
type (
	anyFunction    struct{ awslambda.IFunction }
	anyGroup       struct{ elb.IApplicationTargetGroup }
	anyVPC         struct{ awsec2.IVpc }
	anyBalancer    struct{ elb.IApplicationLoadBalancer }
	anyCertificate struct {
		awscertificatemanager.ICertificate
	}
	anyZone struct{ awsroute53.IHostedZone }
)

// lines are the validation errors without path and fix, which must be there.
func lines(t *testing.T, faults *fault.List) []string {
	t.Helper()
	var rejected *fault.Error
	if !errors.As(faults.Err(), &rejected) {
		return nil
	}
	out := []string{}
	for _, f := range rejected.Faults {
		if f.Path != "Stack/Edge" || f.Fix == "" {
			t.Errorf("%+v has no path or no fix", f)
		}
		out = append(out, f.Field+": "+f.Problem)
	}
	return out
}

func TestPropsAreChecked(t *testing.T) {
	for name, c := range map[string]struct {
		props Props
		want  []string
	}{
		"a VPC is enough":   {Props{VPC: anyVPC{}}, nil},
		"nothing":           {Props{}, []string{"VPC: it is nil"}},
		"port":              {Props{VPC: anyVPC{}, HTTPPort: 65536}, []string{"HTTPPort: 65536 is outside 1..65535"}},
		"no certificate":    {Props{VPC: anyVPC{}, HTTPS: &HTTPS{}}, []string{"HTTPS: it has no certificate"}},
		"a nil certificate": {Props{VPC: anyVPC{}, HTTPS: &HTTPS{Certificates: []awscertificatemanager.ICertificate{nil}}}, []string{"HTTPS.Certificates[0]: it is nil"}},
		"one port for both": {Props{VPC: anyVPC{}, HTTPPort: 443, HTTPS: &HTTPS{Certificates: []awscertificatemanager.ICertificate{anyCertificate{}}}},
			[]string{"HTTPS.Port: 443 is the port of HTTP too"}},
		"domain": {Props{VPC: anyVPC{}, HTTPS: &HTTPS{Domain: &Domain{Name: "https://x"}}},
			[]string{`HTTPS.Domain.Name: "https://x" is not a host name`, "HTTPS.Domain.HostedZone: it is nil"}},
		"trust store": {Props{VPC: anyVPC{}, HTTPS: &HTTPS{Domain: &Domain{Name: "a.example.com", HostedZone: anyZone{}}, ClientCertificates: &ClientCertificates{AllowExpired: true}}},
			[]string{"HTTPS.ClientCertificates.TrustStore: it is nil, so that nothing is verified"}},
		"all at once": {Props{IdleTimeout: 4001 * time.Second, ClientKeepAlive: 59 * time.Second, MinimumCapacityUnits: 1},
			[]string{"VPC: it is nil", "IdleTimeout: 1h6m41s is outside 1s..1h6m40s", "ClientKeepAlive: 59s is outside 1m..168h",
				"MinimumCapacityUnits: 1 is outside 100..1000000"}},
		"enums": {Props{VPC: anyVPC{}, DesyncMitigation: "LOOSE", XForwardedFor: "DROP"},
			[]string{`DesyncMitigation: "LOOSE" is unknown`, `XForwardedFor: "DROP" is unknown`}},
		"attribute":       {Props{VPC: anyVPC{}, Attributes: map[string]string{"idle": ""}}, []string{"Attributes[idle]: an Application Load Balancer has no such attribute"}},
		"global web ACL":  {Props{VPC: anyVPC{}, WebACLARN: "arn:aws:wafv2:us-east-1:1:global/webacl/a/b"}, []string{`WebACLARN: "arn:aws:wafv2:us-east-1:1:global/webacl/a/b" is not the ARN of a regional web ACL`}},
		"fail open alone": {Props{VPC: anyVPC{}, WAFFailOpen: true}, nil},
		"existing": {Props{LoadBalancer: anyBalancer{}, VPC: anyVPC{}, Internal: true, DisableHTTP2: true},
			[]string{"VPC: it cannot be given with LoadBalancer", "Internal: it cannot be given with LoadBalancer", "DisableHTTP2: it cannot be given with LoadBalancer"}},
		"log prefix":  {Props{VPC: anyVPC{}, Logs: &Logs{Prefix: "/alb"}}, []string{"Logs.Bucket: it is nil", `Logs.Prefix: "/alb" begins or ends with a slash`}},
		"log AWSLogs": {Props{VPC: anyVPC{}, Logs: &Logs{Prefix: "AWSLogs/x", DisableAccessLogs: true}}, []string{"Logs.Bucket: it is nil", `Logs.Prefix: "AWSLogs/x" contains AWSLogs, which AWS adds itself`, "Logs.DisableAccessLogs: no kind of log is left"}},
	} {
		t.Run(name, func(t *testing.T) {
			faults := fault.New("Stack/Edge")
			c.props.setDefaults()
			c.props.check(faults)
			if got := lines(t, faults); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestActionsAreChecked(t *testing.T) {
	many := make([]Target, 6)
	for i := range many {
		many[i].Function = anyFunction{}
	}
	one := []Target{{Function: anyFunction{}}}
	for name, c := range map[string]struct {
		action Action
		want   []string
	}{
		"one function":       {Action{Targets: one}, nil},
		"canary":             {Action{Targets: []Target{{Function: anyFunction{}, Weight: new(90)}, {Function: anyFunction{}, Weight: new(10)}}, Stickiness: time.Minute}, nil},
		"a group":            {Action{Targets: []Target{{Group: anyGroup{}}}}, nil},
		"nothing":            {Action{}, []string{"x: 0 of targets, a fixed response and a redirect are given"}},
		"two":                {Action{Targets: one, FixedResponse: &FixedResponse{}}, []string{"x: 2 of targets, a fixed response and a redirect are given"}},
		"status":             {Action{FixedResponse: &FixedResponse{Status: 301}}, []string{"x.FixedResponse.Status: 301 is not of class 2xx, 4xx or 5xx"}},
		"content type":       {Action{FixedResponse: &FixedResponse{ContentType: "image/png"}}, []string{`x.FixedResponse.ContentType: "image/png" is unknown`}},
		"body":               {Action{FixedResponse: &FixedResponse{Body: strings.Repeat("x", 1025)}}, []string{"x.FixedResponse.Body: 1025 bytes are over the limit of 1024"}},
		"redirect":           {Action{Redirect: &Redirect{Protocol: "FTP", Port: -1, Path: "x"}}, []string{`x.Redirect.Protocol: "FTP" is unknown`, "x.Redirect.Port: -1 is outside 1..65535", `x.Redirect.Path: "x" does not begin with a slash`}},
		"redirect to self":   {Action{Redirect: &Redirect{Permanent: true}}, []string{"x.Redirect: it sends the client back to the same address"}},
		"six groups":         {Action{Targets: many}, []string{"x.Targets: 6 target groups are over the limit of 5"}},
		"no function":        {Action{Targets: []Target{{}}}, []string{"x.Targets[0]: it is not exactly one of Function and Group"}},
		"function and group": {Action{Targets: []Target{{Function: anyFunction{}, Group: anyGroup{}}}}, []string{"x.Targets[0]: it is not exactly one of Function and Group"}},
		"weight":             {Action{Targets: []Target{{Function: anyFunction{}, Weight: new(1000)}}}, []string{"x.Targets[0].Weight: 1000 is outside 0..999"}},
		"no weight":          {Action{Targets: []Target{{Function: anyFunction{}, Weight: new(0)}}}, []string{"x.Targets: all weights are 0"}},
		"sticky alone":       {Action{Targets: one, Stickiness: 9 * time.Second}, []string{"x.Stickiness: stickiness needs at least two targets"}},
		"sticky for long":    {Action{Targets: many[:2], Stickiness: week + time.Second}, []string{"x.Stickiness: 168h0m1s is outside 1s..168h"}},
		"group's own": {Action{Targets: []Target{{Group: anyGroup{}, SingleValueHeaders: true}}},
			[]string{"x.Targets[0]: SingleValueHeaders and HealthCheck are for a function"}},
		"health": {Action{Targets: []Target{{Function: anyFunction{}, HealthCheck: &HealthCheck{Path: "x", Interval: 4 * time.Second, Timeout: 121 * time.Second, SuccessCodes: "ok", HealthyThreshold: 1, UnhealthyThreshold: 11}}}},
			[]string{`x.Targets[0].HealthCheck.Path: "x" does not begin with a slash`, "x.Targets[0].HealthCheck.Interval: 4s is outside 5s..5m",
				"x.Targets[0].HealthCheck.Timeout: 2m1s is outside 2s..2m", "x.Targets[0].HealthCheck.Timeout: 2m1s is not under the interval of 4s",
				`x.Targets[0].HealthCheck.SuccessCodes: "ok" is not a list of codes and rising ranges in 200..499`, "x.Targets[0].HealthCheck.HealthyThreshold: 1 is outside 2..10", "x.Targets[0].HealthCheck.UnhealthyThreshold: 11 is outside 2..10"}},
	} {
		t.Run(name, func(t *testing.T) {
			faults := fault.New("Stack/Edge")
			c.action.check("x", false, faults)
			if got := lines(t, faults); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestRoutesAreChecked(t *testing.T) {
	paths := Match{Paths: []string{"/a"}}
	for name, c := range map[string]struct {
		props RouteProps
		want  []string
	}{
		"a function":          {RouteProps{Match: paths, Function: anyFunction{}}, nil},
		"priority":            {RouteProps{Match: paths, Function: anyFunction{}, Priority: 60000}, []string{"x.Priority: 60000 is outside 1..50000"}},
		"no function":         {RouteProps{Match: paths}, []string{"x.Function: it is nil"}},
		"function and action": {RouteProps{Match: paths, Function: anyFunction{}, Action: &Action{}}, []string{"x: both Function and Action are given"}},
		"authenticate": {RouteProps{Match: paths, Function: anyFunction{}, Authenticate: &Authenticate{}},
			[]string{"x.Authenticate: 0 of OIDC, JWT and Custom are given", "x.Authenticate: its listener speaks HTTP"}},
		"rewrite": {RouteProps{Match: paths, Function: anyFunction{}, RewritePath: &Rewrite{Regex: "("}, RewriteHost: &Rewrite{Regex: "a", Replace: "a\nb"}},
			[]string{"x.RewritePath.Regex: \"(\": it is not a regular expression: missing closing ): `(`", `x.RewriteHost.Replace: "a\nb" is not of at most 1024 characters on one line`}},
	} {
		t.Run(name, func(t *testing.T) {
			faults := fault.New("Stack/Edge")
			c.props.check(&Listener{}, "x", faults)
			if got := lines(t, faults); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestTargetGroupNames(t *testing.T) {
	name := targetGroupName("a-stack-with-a-name-that-is-longer-than-fits", "route", "loadBalancer", "function")
	if len(name) > maxTargetGroupName || strings.HasPrefix(name, "-") || strings.Contains(name, "--") {
		t.Errorf("%q is not a name that AWS takes", name)
	}
	for i, changed := range [][]string{{"other", "loadBalancer", "function"}, {"route", "other", "function"}, {"route", "loadBalancer", "other"}} {
		if targetGroupName("stack", changed...) == targetGroupName("stack", "route", "loadBalancer", "function") {
			t.Errorf("the name stays when part %d changes", i)
		}
	}
}

// Attributes that an Application Load Balancer does not have, and values that it rejects, are
// reported in the order of the keys each time.
func TestAttributes(t *testing.T) {
	for _, c := range []struct{ key, value, want string }{
		{"idle_timeout.timeout_seconds", "30", ""},
		{"idle_timeout.timeout_seconds", "4000", ""},
		{"idle_timeout.timeout_seconds", "5000", `"5000" is not a number in 1..4000`},
		{"idle_timeout.timeout_seconds", "0", `"0" is not a number in 1..4000`},
		{"idle_timeout.timeout_seconds", "30s", `"30s" is not a number in 1..4000`},
		{"idle_timeout.timeout_seconds", "${Token[TOKEN.7]}", ""},
		{"idle_timeout.timeout_second", "30", "an Application Load Balancer has no such attribute"},
		{"client_keep_alive.seconds", "59", `"59" is not a number in 60..604800`},
		{"routing.http2.enabled", "yes", `"yes" is not a value of it`},
		{"routing.http2.enabled", "false", ""},
		{"routing.http.xff_header_processing.mode", "preserve", ""},
		{"routing.http.xff_header_processing.mode", "PRESERVE", `"PRESERVE" is not a value of it`},
		{"load_balancing.cross_zone.enabled", "false", `"false" is not a value of it`},
		{"load_balancing.cross_zone.enabled", "true", ""},
		{"access_logs.s3.prefix", "", ""},
		// of Network Load Balancers
		{"dns_record.client_routing_policy", "any_availability_zone", "an Application Load Balancer has no such attribute"},
		// of target groups
		{"slow_start.duration_seconds", "30", "an Application Load Balancer has no such attribute"},
		{"", "x", "an Application Load Balancer has no such attribute"},
		{"${Token[TOKEN.7]}", "x", ""},
	} {
		faults := fault.New("Stack/Edge")
		(&Props{VPC: anyVPC{}, HTTPPort: 80, Attributes: map[string]string{c.key: c.value}}).check(faults)
		want := []string{}
		if c.want != "" {
			want = append(want, "Attributes["+c.key+"]: "+c.want)
		}
		if got := lines(t, faults); !slices.Equal(got, want) {
			t.Errorf("%s=%s: %q, want %q", c.key, c.value, got, want)
		}
	}
	for range 20 {
		faults := fault.New("Stack/Edge")
		(&Props{VPC: anyVPC{}, HTTPPort: 80, Attributes: map[string]string{"c": "3", "a": "1", "d": "4", "b": "2"}}).check(faults)
		if got := strings.Join(lines(t, faults), " "); strings.Index(got, "[a]") > strings.Index(got, "[b]") || strings.Index(got, "[b]") > strings.Index(got, "[c]") || strings.Index(got, "[c]") > strings.Index(got, "[d]") {
			t.Fatalf("out of order: %s", got)
		}
	}
}
