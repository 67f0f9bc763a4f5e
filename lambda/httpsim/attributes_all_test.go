package httpsim_test

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
)

// The attributes that AWS's pages list, but for those that are named as not simulated.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
func TestEveryAttributeIsKnown(t *testing.T) {
	loadBalancer := strings.Fields(`access_logs.s3.bucket access_logs.s3.enabled access_logs.s3.prefix client_keep_alive.seconds
		connection_logs.s3.bucket connection_logs.s3.enabled connection_logs.s3.prefix deletion_protection.enabled
		health_check_logs.s3.bucket health_check_logs.s3.enabled health_check_logs.s3.prefix idle_timeout.timeout_seconds
		ipv6.deny_all_igw_traffic load_balancing.cross_zone.enabled routing.http.drop_invalid_header_fields.enabled
		routing.http.preserve_host_header.enabled routing.http.x_amzn_tls_version_and_cipher_suite.enabled
		routing.http.xff_client_port.enabled routing.http.xff_header_processing.mode routing.http2.enabled waf.fail_open.enabled
		zonal_shift.config.enabled`)
	listener := strings.Fields(`routing.http.response.server.enabled routing.http.request.x_amzn_tls_version.header_name
		routing.http.request.x_amzn_tls_cipher_suite.header_name routing.http.request.x_amzn_mtls_clientcert_subject.header_name
		routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name routing.http.request.x_amzn_mtls_clientcert_issuer.header_name
		routing.http.request.x_amzn_mtls_clientcert_validity.header_name routing.http.request.x_amzn_mtls_clientcert_leaf.header_name
		routing.http.request.x_amzn_mtls_clientcert.header_name`)
	for attribute := range addedByListeners {
		listener = append(listener, attribute)
	}
	d, _ := one(t, "HTTP", 80, strings.Join(loadBalancer, "= ")+"=", strings.Join(listener, "= ")+"=", "")
	if len(d.NotSimulated) > 0 {
		t.Errorf("%q", d.NotSimulated)
	}
	d, _ = one(t, "HTTP", 80, "z.unknown=1 a.unknown=1", "listener.unknown=1", "")
	if want := []string{
		"shop/LB: the attribute a.unknown of the load balancer is not simulated",
		"shop/LB: the attribute z.unknown of the load balancer is not simulated",
		"shop/Listener: the attribute listener.unknown of the listener is not simulated",
	}; !slices.Equal(d.NotSimulated, want) {
		t.Errorf("got %q, want %q", d.NotSimulated, want)
	}
}

// addedByListeners are the response headers that attributes of a listener add.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html
var addedByListeners = map[string]string{
	"routing.http.response.strict_transport_security.header_value":        "Strict-Transport-Security",
	"routing.http.response.access_control_allow_origin.header_value":      "Access-Control-Allow-Origin",
	"routing.http.response.access_control_allow_methods.header_value":     "Access-Control-Allow-Methods",
	"routing.http.response.access_control_allow_headers.header_value":     "Access-Control-Allow-Headers",
	"routing.http.response.access_control_allow_credentials.header_value": "Access-Control-Allow-Credentials",
	"routing.http.response.access_control_expose_headers.header_value":    "Access-Control-Expose-Headers",
	"routing.http.response.access_control_max_age.header_value":           "Access-Control-Max-Age",
	"routing.http.response.content_security_policy.header_value":          "Content-Security-Policy",
	"routing.http.response.x_content_type_options.header_value":           "X-Content-Type-Options",
	"routing.http.response.x_frame_options.header_value":                  "X-Frame-Options",
}

func TestHeadersThatListenersAdd(t *testing.T) {
	for attribute, header := range addedByListeners {
		_, lb := one(t, "HTTPS", 443, "", attribute+"=value", "")
		r := httptest.NewRequest("GET", "https://a.example/", nil)
		result, err := lb.Do(r)
		if err != nil || result.Header.Get(header) != "value" {
			t.Errorf("%s: %v, %v", attribute, result.Header, err)
		}
		for _, other := range addedByListeners {
			if other != header && result.Header.Get(other) != "" {
				t.Errorf("%s adds %s", attribute, other)
			}
		}
	}
}

func TestTLSHeadersRenamed(t *testing.T) {
	for attribute, header := range map[string]string{
		"routing.http.request.x_amzn_tls_version.header_name":      "x-amzn-tls-version",
		"routing.http.request.x_amzn_tls_cipher_suite.header_name": "x-amzn-tls-cipher-suite",
	} {
		_, lb := one(t, "HTTPS", 443, "routing.http.x_amzn_tls_version_and_cipher_suite.enabled=true", attribute+"=X-Other", "")
		r := httptest.NewRequest("GET", "https://a.example/", nil)
		r.TLS = &tls.ConnectionState{Version: tls.VersionTLS13, CipherSuite: tls.TLS_AES_128_GCM_SHA256}
		result, err := lb.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		var event struct{ Headers map[string]string }
		if err := json.Unmarshal(result.Event, &event); err != nil {
			t.Fatal(err)
		}
		if event.Headers["x-other"] == "" || event.Headers[header] != "" {
			t.Errorf("%s: %v", attribute, event.Headers)
		}
	}
}

// All conditions of a rule must be met, those of one field too.
func TestEveryConditionIsMet(t *testing.T) {
	for _, c := range []struct{ name, first, second, both, one, other string }{
		{"paths", `{"Field": "path-pattern", "Values": ["/a/*"]}`, `{"Field": "path-pattern", "Values": ["*/b"]}`,
			"GET http://x.example/a/b", "GET http://x.example/a/c", "GET http://x.example/c/b"},
		{"expressions of paths", `{"Field": "path-pattern", "PathPatternConfig": {"RegexValues": ["^/a"]}}`,
			`{"Field": "path-pattern", "PathPatternConfig": {"RegexValues": ["b$"]}}`,
			"GET http://x.example/a/b", "GET http://x.example/a/c", "GET http://x.example/c/b"},
		{"a path and an expression", `{"Field": "path-pattern", "Values": ["/a/*"]}`, `{"Field": "path-pattern", "PathPatternConfig": {"RegexValues": ["b$"]}}`,
			"GET http://x.example/a/b", "GET http://x.example/a/c", "GET http://x.example/c/b"},
		{"hosts", `{"Field": "host-header", "Values": ["a.*"]}`, `{"Field": "host-header", "HostHeaderConfig": {"Values": ["*.example"]}}`,
			"GET http://a.example/", "GET http://a.other/", "GET http://b.example/"},
		{"a host and an expression", `{"Field": "host-header", "Values": ["a.*"]}`, `{"Field": "host-header", "HostHeaderConfig": {"RegexValues": ["example$"]}}`,
			"GET http://a.example/", "GET http://a.other/", "GET http://b.example/"},
		{"methods", `{"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["GET", "PUT"]}}`,
			`{"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["PUT", "POST"]}}`,
			"PUT http://x.example/", "GET http://x.example/", "POST http://x.example/"},
		{"a method and a path", `{"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["PUT"]}}`, `{"Field": "path-pattern", "Values": ["/b"]}`,
			"PUT http://x.example/b", "PUT http://x.example/c", "GET http://x.example/b"},
		{"queries", `{"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "a", "Value": "1"}]}}`,
			`{"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "b", "Value": "2"}]}}`,
			"GET http://x.example/?a=1&b=2", "GET http://x.example/?a=1", "GET http://x.example/?b=2"},
		{"an address and a path", `{"Field": "source-ip", "SourceIpConfig": {"Values": ["192.0.2.0/24"]}}`, `{"Field": "path-pattern", "Values": ["/b"]}`,
			"GET http://x.example/b", "GET http://x.example/c", "GET http://x.example/"},
		{"addresses", `{"Field": "source-ip", "SourceIpConfig": {"Values": ["192.0.2.0/24"]}}`, `{"Field": "source-ip", "SourceIpConfig": {"Values": ["192.0.2.1/32"]}}`,
			"GET http://x.example/", "", ""},
		{"addresses that exclude each other", `{"Field": "source-ip", "SourceIpConfig": {"Values": ["192.0.2.0/24"]}}`,
			`{"Field": "source-ip", "SourceIpConfig": {"Values": ["198.51.100.0/24"]}}`, "", "GET http://x.example/", ""},
		{"headers", `{"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-A", "Values": ["1"]}}`,
			`{"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-B", "Values": ["2"]}}`,
			"GET http://x.example/ X-A:1 X-B:2", "GET http://x.example/ X-A:1", "GET http://x.example/ X-B:2"},
	} {
		_, lb := one(t, "HTTP", 80, "", "", fmt.Sprintf(`, "Rule": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {
			"ListenerArn": {"Ref": "Listener"}, "Priority": 1, "Conditions": [%s, %s],
			"Actions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "299"}}]}}`, c.first, c.second))
		for request, status := range map[string]int{c.both: 299, c.one: 200, c.other: 200} {
			if request != "" {
				if got := statusOf(t, lb, request); got != status {
					t.Errorf("%s: %s got %d, want %d", c.name, request, got, status)
				}
			}
		}
	}
}

// statusOf sends a request that is written as method, address and headers. It is from 192.0.2.1.
func statusOf(t *testing.T, lb *httpsim.LoadBalancer, request string) int {
	t.Helper()
	parts := strings.Fields(request)
	r := httptest.NewRequest(parts[0], parts[1], nil)
	for _, header := range parts[2:] {
		name, value, _ := strings.Cut(header, ":")
		r.Header.Set(name, value)
	}
	result, err := lb.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return result.StatusCode
}
