package httpsim_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
)

// one is a load balancer with a listener, which forwards to a function.
func one(t *testing.T, protocol string, port int, attributes, listenerAttributes, more string) (*httpsim.Deployment, *httpsim.LoadBalancer) {
	t.Helper()
	list := func(pairs string) string {
		var all []string
		for pair := range strings.FieldsSeq(pairs) {
			key, value, _ := strings.Cut(pair, "=")
			all = append(all, fmt.Sprintf(`{"Key": %q, "Value": %q}`, key, value))
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	d, err := httpsim.LoadTemplates(httpsim.Stack("shop", `{"Resources": {
		"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"LoadBalancerAttributes": `+list(attributes)+`}},
		"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "LB"},
			"Protocol": "`+protocol+`", "Port": `+fmt.Sprint(port)+`, "ListenerAttributes": `+list(listenerAttributes)+`,
			"DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}]}},
		`+group("Group", `{"Fn::GetAtt": ["Orders", "Arn"]}`)+`, `+function("Orders")+more+`}}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Handle("Orders", says("orders")); err != nil {
		t.Fatal(err)
	}
	lb, err := d.LoadBalancer("LB")
	if err != nil {
		t.Fatal(err)
	}
	return d, lb
}

func TestAttributesThatChangeTheEvent(t *testing.T) {
	for _, c := range []struct {
		name, protocol string
		port           int
		attributes     string
		listener       string
		want           map[string]string // headers of the event; empty is absent
	}{
		{"defaults", "HTTP", 80, "", "", map[string]string{
			"host": "a.b", "x_b": "1", "x-forwarded-for": "10.0.0.1, 192.0.2.7", "x-forwarded-port": "80", "x-forwarded-proto": "http", "x-amzn-tls-version": ""}},
		{"invalid headers dropped", "HTTP", 80, "routing.http.drop_invalid_header_fields.enabled=true", "", map[string]string{"x_b": "", "x-c": "2"}},
		{"another port", "HTTP", 8080, "", "", map[string]string{"host": "a.b:8080", "x-forwarded-port": "8080"}},
		{"host preserved", "HTTP", 8080, "routing.http.preserve_host_header.enabled=true", "", map[string]string{"host": "a.b"}},
		{"client port", "HTTP", 80, "routing.http.xff_client_port.enabled=true", "", map[string]string{"x-forwarded-for": "10.0.0.1, 192.0.2.7:4711"}},
		{"preserve", "HTTP", 80, "routing.http.xff_header_processing.mode=preserve", "", map[string]string{"x-forwarded-for": "10.0.0.1"}},
		{"remove", "HTTP", 80, "routing.http.xff_header_processing.mode=remove", "", map[string]string{"x-forwarded-for": ""}},
		{"HTTPS", "HTTPS", 443, "", "", map[string]string{"x-forwarded-port": "443", "x-forwarded-proto": "https", "x-amzn-tls-version": ""}},
		{"TLS headers", "HTTPS", 443, "routing.http.x_amzn_tls_version_and_cipher_suite.enabled=true", "", map[string]string{
			"x-amzn-tls-version": "TLSv1.3", "x-amzn-tls-cipher-suite": "TLS_AES_128_GCM_SHA256"}},
		{"TLS headers renamed", "HTTPS", 443, "routing.http.x_amzn_tls_version_and_cipher_suite.enabled=true",
			"routing.http.request.x_amzn_tls_version.header_name=X-TLS", map[string]string{"x-tls": "TLSv1.3", "x-amzn-tls-version": ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, lb := one(t, c.protocol, c.port, c.attributes, c.listener, "")
			r := httptest.NewRequest("GET", "/", nil)
			r.Host, r.RemoteAddr = "a.b", "192.0.2.7:4711"
			r.Header = http.Header{"X_b": {"1"}, "X-C": {"2"}, "X-Forwarded-For": {"10.0.0.1"}}
			if c.protocol == "HTTPS" {
				r.TLS = &tls.ConnectionState{Version: tls.VersionTLS13, CipherSuite: tls.TLS_AES_128_GCM_SHA256}
			}
			result, err := lb.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			var event struct{ Headers map[string]string }
			if err := json.Unmarshal(result.Event, &event); err != nil {
				t.Fatal(err)
			}
			for name, want := range c.want {
				if got, ok := event.Headers[name]; got != want || ok != (want != "") {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
		})
	}
}

// The port of the Host header: that of the listener, unless the client has written one or the
// listener's is that of a scheme.
func TestHostHeader(t *testing.T) {
	for _, c := range []struct {
		port       int
		host, want string
	}{
		{80, "a.b", "a.b"}, {80, "a.b:80", "a.b"}, {443, "a.b:8443", "a.b"}, {8080, "a.b", "a.b:8080"}, {8080, "a.b:9", "a.b:9"},
		{80, "[::1]:80", "[::1]"}, {8080, "[::1]", "[::1]:8080"}, {80, "[::1]", "[::1]"}, {8080, "a.b:", "a.b:8080"}, {80, "a.b:", "a.b"},
	} {
		_, lb := one(t, "HTTP", c.port, "", "", "")
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = c.host
		result, err := lb.Do(r)
		if err != nil || !strings.Contains(string(result.Event), fmt.Sprintf(`"host":%q`, c.want)) {
			t.Errorf("%s on port %d: %s, %v, want %s", c.host, c.port, result.Event, err, c.want)
		}
	}
}

func TestAttributesThatChangeTheResponse(t *testing.T) {
	_, lb := one(t, "HTTP", 80, "", "routing.http.response.server.enabled=false routing.http.response.x_frame_options.header_value=DENY", "")
	result, err := lb.Do(httptest.NewRequest("GET", "/", nil))
	if err != nil || result.Header.Get("X-Frame-Options") != "DENY" || result.Header.Get("Server") != "" {
		t.Errorf("%v, %v", result.Header, err)
	}
}

func TestNotSimulated(t *testing.T) {
	const given = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/given/1111111111111111/2222222222222222"
	d, lb := one(t, "HTTP", 80, "routing.http.desync_mitigation_mode=strictest", "", `,
		"Login": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 1,
			"Conditions": [{"Field": "path-pattern", "Values": ["/login"]}],
			"Actions": [{"Type": "authenticate-cognito", "Order": 1}, {"Type": "forward", "Order": 2, "TargetGroupArn": {"Ref": "Group"}}]}},
		"Containers": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "ip"}},
		"ToContainers": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 2,
			"Conditions": [{"Field": "path-pattern", "Values": ["/containers"]}], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Containers"}}]}},
		"Elsewhere": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", "Targets": [{"Id": "arn:aws:lambda:us-east-1:1:function:x"}]}},
		"ToElsewhere": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 3,
			"Conditions": [{"Field": "path-pattern", "Values": ["/elsewhere"]}], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Elsewhere"}}]}},
		"Given": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": "`+given+`", "Priority": 4,
			"Conditions": [{"Field": "path-pattern", "Values": ["/given"]}], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}]}},
		"Firewall": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": {"Ref": "LB"}}},
		"Network": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network"}},
		"HTTPAPI": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {}},
		"Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {}}`)
	want := []string{
		"shop/LB: the attribute routing.http.desync_mitigation_mode of the load balancer is not simulated",
		"shop/Login: its action authenticate-cognito is not simulated",
		"shop/Containers: targets of the type ip are not simulated",
		"shop/Elsewhere: its function arn:aws:lambda:us-east-1:1:function:x is not in the templates",
		"shop/Given: the listener " + given + " is not in the templates: its default action, its other rules, its protocol and its port are not known",
		"shop/Firewall: the web ACL is not simulated: it stops no request",
		"shop/Network: a load balancer of the type network is not simulated",
		"shop/HTTPAPI: HTTP APIs and WebSocket APIs are not simulated",
		"shop/Nested: its template is not among those that were read",
	}
	if len(d.LoadBalancers) != 2 { // and the one that is given
		t.Errorf("the load balancers are %v", d.LoadBalancers)
	}
	said := strings.Join(d.NotSimulated, "\n")
	for _, line := range want {
		if !strings.Contains(said, line) {
			t.Errorf("%q does not say %q", d.NotSimulated, line)
		}
	}
	// None of it is let through without a word.
	for path, status := range map[string]int{"/": 200, "/login": 501, "/containers": 501, "/elsewhere": 501} {
		result, err := lb.Do(httptest.NewRequest("GET", path, nil))
		if err != nil || result.StatusCode != status || result.Header.Get("X-Not-Simulated") == "" || (status == 501) != strings.HasPrefix(result.Reason, "not simulated: ") {
			t.Errorf("%s: %+v, %v", path, result.Response, err)
		}
	}
	other, err := d.LoadBalancer("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/given/1111111111111111")
	if err != nil {
		t.Fatal(err)
	}
	for path, status := range map[string]int{"/given": 200, "/": 501} {
		if result, err := other.Do(httptest.NewRequest("GET", path, nil)); err != nil || result.StatusCode != status {
			t.Errorf("%s: %v, %v", path, result, err)
		}
	}
}

func TestMalformedRequestsReachNoRule(t *testing.T) {
	_, lb := one(t, "HTTP", 80, "", "", "")
	for name, change := range map[string]func(*http.Request){
		"400": func(r *http.Request) { r.Header.Set("X-Large", strings.Repeat("x", 17*1024)) },
		"405": func(r *http.Request) { r.Method = "TRACE" },
		"463": func(r *http.Request) { r.Header.Set("X-Forwarded-For", strings.Repeat("10.0.0.1,", 30)+"10.0.0.1") },
		"413": func(r *http.Request) {
			*r = *httptest.NewRequest("POST", "/", strings.NewReader(strings.Repeat("x", 1_000_001)))
		},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		change(r)
		result, err := lb.Do(r)
		if err != nil || fmt.Sprint(result.StatusCode) != name || (result.Rule == nil) != (name != "413") || result.Event != nil {
			t.Errorf("%s: %+v, %v", name, result, err)
		}
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Upgrade", "websocket")
	if result, err := lb.Do(r); err != nil || result.StatusCode != 400 {
		t.Errorf("an upgrade: %v, %v", result, err)
	}
}

func TestHealthChecks(t *testing.T) {
	d, lb := one(t, "HTTP", 80, "", "", `, "Checked": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"Name": "checked", "TargetType": "lambda",
		"HealthCheckEnabled": true, "HealthCheckPath": "/health", "Matcher": {"HttpCode": "200,210-220"}, "Targets": [{"Id": {"Fn::GetAtt": ["Orders", "Arn"]}}],
		"TargetGroupAttributes": [{"Key": "lambda.multi_value_headers.enabled", "Value": "true"}]}},
		"ToChecked": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 1,
			"Conditions": [{"Field": "path-pattern", "Values": ["/checked"]}], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Checked"}}]}}`)
	checked, plain := lb.Listeners[0].Rules[0].Targets[0].Group, lb.Listeners[0].Rules[1].Targets[0].Group
	if plain.HealthCheck != nil || plain.CheckHealth(t.Context()) == nil {
		t.Error("health checks of a function are off by default")
	}
	if h := checked.HealthCheck; h.Path != "/health" || h.Interval.Seconds() != 35 || h.Timeout.Seconds() != 30 || h.HealthyThreshold != 5 || h.UnhealthyThreshold != 2 {
		t.Errorf("%+v", h)
	}
	var event string
	for status, healthy := range map[int]bool{200: true, 201: false, 209: false, 210: true, 220: true, 221: false, 503: false} {
		if err := d.Handle("Orders", httpsim.HandlerFunc(func(_ context.Context, b []byte) ([]byte, error) {
			event = string(b)
			return fmt.Appendf(nil, `{"statusCode":%d,"multiValueHeaders":{}}`, status), nil
		})); err != nil {
			t.Fatal(err)
		}
		if err := checked.CheckHealth(t.Context()); (err == nil) != healthy {
			t.Errorf("%d: %v", status, err)
		}
	}
	want := `{"requestContext":{"elb":{"targetGroupArn":"` + checked.ARN + `"}},"httpMethod":"GET","path":"/health","multiValueQueryStringParameters":{},"multiValueHeaders":{"user-agent":["ELB-HealthChecker/2.0"]},"body":"","isBase64Encoded":false}`
	if event != want {
		t.Errorf("%s, want %s", event, want)
	}
	if err := d.Handle("Orders", says("x")); err != nil {
		t.Fatal(err)
	}
	if err := checked.CheckHealth(t.Context()); err == nil || !strings.Contains(err.Error(), "502: headers used") {
		t.Errorf("%v of a response that the load balancer cannot read", err)
	}
}
