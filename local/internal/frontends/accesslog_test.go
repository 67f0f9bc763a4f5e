package frontends

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

// TestAccessLog holds the lines to the fields of the page, in their order.
func TestAccessLog(t *testing.T) {
	d, err := httpsim.LoadTemplates(httpsim.Stack("shop", `{"Resources": {
		"Fn": {"Type": "AWS::Lambda::Function", "Properties": {}},
		"Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"Name": "orders", "TargetType": "lambda", "Targets": [{"Id": {"Fn::GetAtt": ["Fn", "Arn"]}}]}},
		"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Name": "shop", "LoadBalancerAttributes": [{"Key": "access_logs.s3.enabled", "Value": "true"}]}},
		"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "LB"}, "Port": 443, "Protocol": "HTTPS", "Certificates": [{"CertificateArn": "arn:cert"}],
			"DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404", "MessageBody": "none", "ContentType": "text/plain"}}]}},
		"Rule": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 7,
			"Conditions": [{"Field": "path-pattern", "Values": ["/orders/*"]}], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}],
			"Transforms": [{"Type": "url-rewrite", "UrlRewriteConfig": {"Rewrites": [{"Regex": "^/orders", "Replace": ""}]}}]}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	returned, failed := `{"statusCode":201,"headers":{},"body":"made"}`, error(nil)
	d.Functions[0].Handle(httpsim.HandlerFunc(func(context.Context, []byte) ([]byte, error) {
		if failed != nil {
			return nil, failed
		}
		return []byte(returned), nil
	}))
	s := New(Config{Dir: t.TempDir(), Say: t.Logf})
	started := time.Date(2026, 11, 26, 15, 4, 5, 6000, time.UTC)
	send := func(path string) {
		t.Helper()
		r := httptest.NewRequest(http.MethodGet, "https://shop.example.com"+path, nil)
		r.Header.Set("User-Agent", `curl "8"`)
		r.TLS = &tls.ConnectionState{Version: tls.VersionTLS13, CipherSuite: tls.TLS_AES_128_GCM_SHA256, ServerName: "shop.example.com"}
		result, err := d.LoadBalancers[0].Do(r)
		if err != nil {
			t.Fatal(err)
		}
		s.accessLog(r, result, started)
	}
	send("/orders/7?q=1")
	returned = `{"statusCode":201,"multiValueHeaders":{}}`
	send("/orders/8")
	failed = fmt.Errorf("%w: no more", httpsim.ErrThrottled)
	send("/orders/9")
	send("/x")
	text, err := os.ReadFile(filepath.Join(s.config.Dir, "logs", "shop.log"))
	if err != nil {
		t.Fatal(err)
	}
	group := regexp.QuoteMeta(d.LoadBalancers[0].Listeners[0].Rules[0].Targets[0].Group.ARN)
	const when, tail = `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z`, `"-" "-" "-" "-" TID_[0-9a-f]{16}`
	head := `https ` + when + ` app/shop/[0-9a-f]{16} 192\.0\.2\.1:1234 - `
	url := `"GET https://shop\.example\.com:443`
	rest := ` HTTP/1\.1" "curl \\"8\\"" TLS_AES_128_GCM_SHA256 TLSv1\.3 `
	name := ` "shop\.example\.com" "arn:cert" `
	rewritten := func(path string) string {
		return ` "shop\.example\.com" "` + regexp.QuoteMeta(path) + `" "TransformSuccess"`
	}
	want := []string{
		head + `0\.000 \d+\.\d{3} 0\.000 201 201 \d+ \d+ ` + url + `/orders/7\?q=1` + rest + group + ` "Root=1-[0-9a-f-]+"` + name + `7 2026-11-26T15:04:05\.000006Z "forward" "-" "-" ` + tail + rewritten("/7?q=1"),
		head + `0\.000 \d+\.\d{3} 0\.000 502 - \d+ \d+ ` + url + `/orders/8` + rest + group + ` "Root=1-[0-9a-f-]+"` + name + `7 ` + when + ` "forward" "-" "LambdaInvalidResponse" ` + tail + rewritten("/8"),
		head + `0\.000 \d+\.\d{3} 0\.000 502 - \d+ \d+ ` + url + `/orders/9` + rest + group + ` "Root=1-[0-9a-f-]+"` + name + `7 ` + when + ` "forward" "-" "LambdaThrottling" ` + tail + rewritten("/9"),
		head + `-1 -1 -1 404 - \d+ \d+ ` + url + `/x` + rest + `- "-"` + name + `0 ` + when + ` "fixed-response" "-" "-" ` + tail + ` "-" "-" "-"`,
	}
	got := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d:\n%s", len(got), len(want), text)
	}
	for i, line := range got {
		if !regexp.MustCompile("^" + want[i] + "$").MatchString(line) {
			t.Errorf("%s\nis not like\n%s", line, want[i])
		}
	}
}
