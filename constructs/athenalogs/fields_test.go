package athenalogs

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// absent marks a column that is NULL; one that a case does not name is "-".
const absent = "NULL"

// documented has what the examples of AWS have in common:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-examples
var documented = map[string]string{
	"time": "2018-07-02T22:23:00.186641Z", "request_creation_time": "2018-07-02T22:22:48.364000Z",
	"elb":              "app/my-loadbalancer/50dc6c495c0c9188",
	"target_group_arn": "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067",
	"client_ip":        "192.168.131.39", "client_port": "2817",
	"target_ip": "10.0.0.1", "target_port": "80", "target_port_list": "10.0.0.1:80",
	"request_processing_time": "0.000", "target_processing_time": "0.001", "response_processing_time": "0.000",
	"elb_status_code": "200", "target_status_code": "200", "target_status_code_list": "200",
	"received_bytes": "34", "sent_bytes": "366",
	"request_verb": "GET", "request_url": "http://www.example.com:80/", "request_proto": "HTTP/1.1",
	"user_agent": "curl/7.46.0", "trace_id": "Root=1-58337262-36d228ad5d99923122bbe354",
	"matched_rule_priority": "0", "actions_executed": "forward", "conn_trace_id": "TID_1234abcd5678ef90",
	"ip_address": absent, "target_error_code": absent, "elb_error_code": absent,
}

// function is what a function as target changes.
var function = map[string]string{
	"target_ip": absent, "target_port": absent, "target_port_list": "-", "target_status_code_list": "-",
}

var lines = []struct {
	name, line string
	want       []map[string]string // over documented
}{
	{"HTTP",
		`http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 2018-07-02T22:22:48.364000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"`,
		[]map[string]string{{"type": "http"}}},
	{"HTTPS with authentication",
		`https 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/ HTTP/1.1" "curl/7.46.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" "arn:aws:acm:us-east-2:123456789012:certificate/12345678-1234-1234-1234-123456789012" 1 2018-07-02T22:22:48.364000Z "authenticate,forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"`,
		[]map[string]string{{
			"type": "https", "request_processing_time": "0.086", "target_processing_time": "0.048", "response_processing_time": "0.037",
			"received_bytes": "0", "sent_bytes": "57", "request_url": "https://www.example.com:443/",
			"ssl_cipher": "ECDHE-RSA-AES128-GCM-SHA256", "ssl_protocol": "TLSv1.2", "trace_id": "Root=1-58337281-1d84f3d73c47ec4e58577259",
			"domain_name": "www.example.com", "chosen_cert_arn": "arn:aws:acm:us-east-2:123456789012:certificate/12345678-1234-1234-1234-123456789012",
			"matched_rule_priority": "1", "actions_executed": "authenticate,forward"}}},
	{"HTTP/2 with a redirect",
		`h2 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 10.0.1.252:48160 10.0.0.66:9000 0.000 0.002 0.000 200 200 5 257 "GET https://10.0.2.105:773/ HTTP/2.0" "curl/7.46.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337327-72bd00b0343d75b906739c42" "-" "-" 1 2018-07-02T22:22:48.364000Z "redirect" "https://example.com:80/" "-" "10.0.0.66:9000" "200" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"`,
		[]map[string]string{{
			"type": "h2", "client_ip": "10.0.1.252", "client_port": "48160", "target_ip": "10.0.0.66", "target_port": "9000",
			"target_port_list": "10.0.0.66:9000", "target_processing_time": "0.002", "received_bytes": "5", "sent_bytes": "257",
			"request_url": "https://10.0.2.105:773/", "request_proto": "HTTP/2.0", "ssl_cipher": "ECDHE-RSA-AES128-GCM-SHA256",
			"ssl_protocol": "TLSv1.2", "trace_id": "Root=1-58337327-72bd00b0343d75b906739c42", "matched_rule_priority": "1",
			"actions_executed": "redirect", "redirect_url": "https://example.com:80/"}}},
	{"secured WebSocket",
		`wss 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 10.0.0.140:44244 10.0.0.171:8010 0.000 0.001 0.000 101 101 218 786 "GET https://10.0.0.30:443/ HTTP/1.1" "-" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337364-23a8c76965a2ef7629b185e3" "-" "-" 1 2018-07-02T22:22:48.364000Z "forward" "-" "-" "10.0.0.171:8010" "101" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"`,
		[]map[string]string{{
			"type": "wss", "client_ip": "10.0.0.140", "client_port": "44244", "target_ip": "10.0.0.171", "target_port": "8010",
			"target_port_list": "10.0.0.171:8010", "elb_status_code": "101", "target_status_code": "101", "target_status_code_list": "101",
			"received_bytes": "218", "sent_bytes": "786", "request_url": "https://10.0.0.30:443/", "user_agent": "-",
			"ssl_cipher": "ECDHE-RSA-AES128-GCM-SHA256", "ssl_protocol": "TLSv1.2", "trace_id": "Root=1-58337364-23a8c76965a2ef7629b185e3",
			"target_group_arn":      "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067",
			"matched_rule_priority": "1"}}},
	{"a function that responds",
		`http 2018-11-30T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337364-23a8c76965a2ef7629b185e3" "-" "-" 0 2018-11-30T22:22:48.364000Z "forward" "-" "-" "-" "-" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"`,
		[]map[string]string{function, {
			"type": "http", "time": "2018-11-30T22:23:00.186641Z", "request_creation_time": "2018-11-30T22:22:48.364000Z",
			"trace_id": "Root=1-58337364-23a8c76965a2ef7629b185e3"}}},
	{"function that fails",
		`http 2018-11-30T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - 0.000 0.001 0.000 502 - 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337364-23a8c76965a2ef7629b185e3" "-" "-" 0 2018-11-30T22:22:48.364000Z "forward" "-" "LambdaInvalidResponse" "-" "-" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"`,
		[]map[string]string{function, {
			"type": "http", "time": "2018-11-30T22:23:00.186641Z", "request_creation_time": "2018-11-30T22:22:48.364000Z",
			"trace_id":        "Root=1-58337364-23a8c76965a2ef7629b185e3",
			"elb_status_code": "502", "target_status_code": "-", "error_reason": "LambdaInvalidResponse"}}},

	// What the examples do not show.
	{"line of 2021, before the fields that were added since",
		`http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 2018-07-02T22:22:48.364000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-"`,
		[]map[string]string{{"type": "http", "conn_trace_id": absent,
			"transformed_host": absent, "transformed_uri": absent, "request_transform_status": absent}}},
	{"rewrite, and every field there is",
		`http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/api/users?q=a%20b HTTP/1.1" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 7 2018-07-02T22:22:48.364000Z "waf,forward" "-" "-" "-" "-" "Acceptable" "GetHeadZeroContentLength" TID_1234abcd5678ef90 "internal.example.com" "/users?q=a%20b" "TransformSuccess" 172.160.1.192 "-" "-"`,
		[]map[string]string{function, {
			"type": "http", "request_url": "http://www.example.com:80/api/users?q=a%20b", "matched_rule_priority": "7",
			"user_agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "actions_executed": "waf,forward",
			"classification": "Acceptable", "classification_reason": "GetHeadZeroContentLength",
			"transformed_host": "internal.example.com", "transformed_uri": "/users?q=a%20b", "request_transform_status": "TransformSuccess",
			"ip_address": "172.160.1.192", "target_error_code": "-", "elb_error_code": "-"}}},
	{"fields of the future",
		`http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 2018-07-02T22:22:48.364000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1234abcd5678ef90 "-" "-" "-" "172.160.1.192" - - "a new field" 17`,
		[]map[string]string{{"type": "http", "ip_address": "172.160.1.192", "target_error_code": "-", "elb_error_code": "-"}}},
	{"no route matches: 404",
		`http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - -1 -1 -1 404 - 34 366 "GET http://www.example.com:80/.env HTTP/1.1" "-" - - - "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 2018-07-02T22:22:48.364000Z "fixed-response" "-" "-" "-" "-" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"`,
		[]map[string]string{function, {
			"type": "http", "request_processing_time": "-1", "target_processing_time": "-1", "response_processing_time": "-1",
			"elb_status_code": "404", "target_status_code": "-", "request_url": "http://www.example.com:80/.env", "user_agent": "-",
			"target_group_arn": "-", "actions_executed": "fixed-response"}}},
	{"malformed request",
		`http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - -1 -1 -1 400 - 0 272 "- http://www.example.com:80- -" "-" - - - "-" "-" "-" - 2018-07-02T22:22:48.364000Z "-" "-" "-" "-" "-" "Severe" "BadMethod" TID_1234abcd5678ef90 "-" "-" "-"`,
		[]map[string]string{function, {
			"type": "http", "request_processing_time": "-1", "target_processing_time": "-1", "response_processing_time": "-1",
			"elb_status_code": "400", "target_status_code": "-", "received_bytes": "0", "sent_bytes": "272", "request_verb": "-",
			"request_url": "http://www.example.com:80-", "request_proto": "-", "user_agent": "-", "target_group_arn": "-", "trace_id": "-",
			"matched_rule_priority": "-", "actions_executed": "-", "classification": "Severe", "classification_reason": "BadMethod"}}},
	{"nothing that could be read, over a connection that was cut",
		`http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - -1 -1 -1 - - 0 0 "- - - " "-" - - - "-" "-" "-" - 2018-07-02T22:22:48.364000Z "-" "-" "-" "-" "-" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"`,
		[]map[string]string{function, {
			"type": "http", "request_processing_time": "-1", "target_processing_time": "-1", "response_processing_time": "-1",
			"elb_status_code": absent, "target_status_code": "-", "received_bytes": "0", "sent_bytes": "0", "request_verb": "-",
			"request_url": "-", "request_proto": "-", "user_agent": "-", "target_group_arn": "-", "trace_id": "-",
			"matched_rule_priority": "-", "actions_executed": "-"}}},
	{"IPv6, a space in the URL",
		`http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 2001:db8::68:2817 [2001:db8::1]:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/a b?c=d e HTTP/1.1" "curl/7.46.0" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 2018-07-02T22:22:48.364000Z "forward" "-" "-" "[2001:db8::1]:80" "200" "Acceptable" "SpaceInUri" TID_1234abcd5678ef90 "-" "-" "-"`,
		[]map[string]string{{
			"type": "http", "client_ip": "2001:db8::68", "target_ip": "[2001:db8::1]", "target_port_list": "[2001:db8::1]:80",
			"request_url": "http://www.example.com:80/a b?c=d e", "classification": "Acceptable", "classification_reason": "SpaceInUri"}}},
}

// RegexSerDe matches whole lines.
func matcher(t *testing.T) *regexp.Regexp {
	t.Helper()
	return regexp.MustCompile("^(?:" + lineRegex() + ")$")
}

// parse gives the columns of a line, as the table would.
func parse(t *testing.T, line string) map[string]string {
	t.Helper()
	groups := matcher(t).FindStringSubmatchIndex(line)
	if groups == nil {
		t.Fatalf("the line does not match:\n%s", line)
	}
	row := map[string]string{}
	for i, c := range columns() {
		row[c.name] = absent
		if start := groups[2*i+2]; start >= 0 {
			row[c.name] = line[start:groups[2*i+3]]
		}
	}
	return row
}

func TestLinesAreParsed(t *testing.T) {
	for _, test := range lines {
		t.Run(test.name, func(t *testing.T) {
			want := maps.Clone(documented)
			for _, change := range test.want {
				maps.Copy(want, change)
			}
			got := parse(t, test.line)
			for _, c := range columns() {
				expected, named := want[c.name]
				if !named {
					expected = "-"
				}
				if got[c.name] != expected {
					t.Errorf("%s is %q, want %q", c.name, got[c.name], expected)
				}
				delete(want, c.name)
			}
			if len(want) > 0 {
				t.Errorf("the table has no column %v", slices.Sorted(maps.Keys(want)))
			}
		})
	}
}

// With one group too few or too many, RegexSerDe makes every column NULL.
func TestEveryColumnHasItsGroup(t *testing.T) {
	if groups := matcher(t).NumSubexp(); groups != len(columns()) {
		t.Errorf("%d groups for %d columns", groups, len(columns()))
	}
}

// numeric is what Athena can read as a number.
var numeric = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

func TestNumbersAreNumbersOrNULL(t *testing.T) {
	for _, test := range lines {
		row := parse(t, test.line)
		for _, c := range columns() {
			if value := row[c.name]; c.kind != "string" && value != absent && !numeric.MatchString(value) {
				t.Errorf("%s: %s, a %s, is %q", test.name, c.name, c.kind, value)
			}
		}
	}
}

func TestOtherLinesAreNot(t *testing.T) {
	for _, line := range []string{
		"",
		"Enable AccessLog for ELB: app/my-loadbalancer/50dc6c495c0c9188 at 2018-07-02T22:23:00.186Z",
		strings.TrimSuffix(lines[6].line, ` "-"`),
	} {
		if matcher(t).MatchString(line) {
			t.Errorf("matches: %s", line)
		}
	}
}
