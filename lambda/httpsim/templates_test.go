package httpsim_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
)

// edge is a load balancer, to which shop adds a rule of each kind.
const edge = `{"Resources": {
	"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Metadata": {"aws:cdk:path": "edge/Edge/LoadBalancer/Resource"},
		"Properties": {"Type": "application", "Name": "shop", "Scheme": "internal", "LoadBalancerAttributes": [{"Key": "routing.http2.enabled", "Value": false}]}},
	"HTTP": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Metadata": {"aws:cdk:path": "edge/Edge/HTTP/Resource"},
		"Properties": {"LoadBalancerArn": {"Ref": "LB"}, "Port": "80", "Protocol": "HTTP",
			"DefaultActions": [{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}]}},
	"HTTPS": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Metadata": {"aws:cdk:path": "edge/Edge/HTTPS/Resource"},
		"Properties": {"LoadBalancerArn": {"Ref": "LB"}, "Port": 443, "Protocol": "HTTPS", "Certificates": [{"CertificateArn": "arn:one"}],
			"MutualAuthentication": {"Mode": "off"},
			"DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": 404, "ContentType": "application/json", "MessageBody": "{}"}}]}},
	"Second": {"Type": "AWS::ElasticLoadBalancingV2::ListenerCertificate",
		"Properties": {"ListenerArn": {"Ref": "HTTPS"}, "Certificates": [{"CertificateArn": "arn:two"}]}}},
	"Outputs": {"Listener": {"Value": {"Ref": "HTTPS"}}}}`

func rule(id string, priority int, action, conditions string) string {
	return fmt.Sprintf(`%q: {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {
		"ListenerArn": {"Fn::GetStackOutput": {"StackName": "edge", "OutputName": "Listener"}}, "Priority": %d, "Actions": [%s], "Conditions": [%s]%s}}`,
		id, priority, action, strings.TrimSuffix(conditions, "REWRITE"), map[bool]string{true: `, "Transforms": [
			{"Type": "url-rewrite", "UrlRewriteConfig": {"Rewrites": [{"Regex": "^/rewritten/?(.*)$", "Replace": "/$1"}]}},
			{"Type": "host-header-rewrite", "HostHeaderRewriteConfig": {"Rewrites": [{"Regex": "^(.*)$", "Replace": "inner.$1"}]}}]`}[strings.HasSuffix(conditions, "REWRITE")])
}

func function(id string) string {
	return fmt.Sprintf(`%q: {"Type": "AWS::Lambda::Function", "Metadata": {"aws:cdk:path": "shop/%s/Function/Resource"},
		"Properties": {"Runtime": "provided.al2023", "Handler": "bootstrap", "Timeout": 7, "MemorySize": 256, "ReservedConcurrentExecutions": 2,
			"Environment": {"Variables": {"LEVEL": "debug", "TABLE": {"Ref": "Table"}}}}}`, id, id)
}

func group(id, target string) string {
	return fmt.Sprintf(`%q: {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"Name": %q, "TargetType": "lambda",
		"Targets": [{"Id": %s}]}}`, id, strings.ToLower(id), target)
}

const forwardTo = `{"Type": "forward", "TargetGroupArn": {"Ref": "%s"}}`

var shop = `{"Resources": {` + strings.Join([]string{
	function("Orders"), function("Canary"),
	`"Table": {"Type": "AWS::DynamoDB::Table", "Properties": {}}`,
	`"Alias": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Orders"}, "Name": "live"}}`,
	group("OrdersGroup", `{"Ref": "Alias"}`), group("CanaryGroup", `{"Fn::GetAtt": ["Canary", "Arn"]}`),
	`"Empty": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda"}}`,
	rule("Path", 10, fmt.Sprintf(forwardTo, "OrdersGroup"), `{"Field": "path-pattern", "Values": ["/orders", "/orders/*"]}`),
	rule("Regex", 11, `{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}`, `{"Field": "path-pattern", "PathPatternConfig": {"RegexValues": ["^/v[0-9]+$"]}}`),
	rule("Host", 12, `{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "503", "MessageBody": "down"}}`, `{"Field": "host-header", "HostHeaderConfig": {"Values": ["*.example.org"]}}`),
	rule("Header", 13, `{"Type": "redirect", "RedirectConfig": {"Host": "new.example.com", "Path": "/#{path}", "Query": "#{query}", "Port": "#{port}", "StatusCode": "HTTP_302"}}`,
		`{"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Old", "Values": ["1", "2"]}}, {"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["PUT"]}}`),
	rule("Queries", 14, fmt.Sprintf(forwardTo, "OrdersGroup"), `{"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "a", "Value": "1"}]}}, {"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "b", "Value": "2"}, {"Value": "3"}]}}`),
	rule("Source", 15, fmt.Sprintf(forwardTo, "Empty"), `{"Field": "source-ip", "SourceIpConfig": {"Values": ["198.51.100.0/24"]}}`),
	rule("Rewritten", 16, fmt.Sprintf(forwardTo, "OrdersGroup"), `{"Field": "path-pattern", "Values": ["/rewritten*"]}REWRITE`),
	rule("Weighted", 17, `{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "OrdersGroup"}, "Weight": 90}, {"TargetGroupArn": {"Ref": "CanaryGroup"}, "Weight": 10}],
		"TargetGroupStickinessConfig": {"Enabled": true, "DurationSeconds": 3600}}}`, `{"Field": "path-pattern", "Values": ["/weighted"]}`),
	rule("Zero", 18, `{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "OrdersGroup"}, "Weight": 0}, {"TargetGroupArn": {"Ref": "CanaryGroup"}, "Weight": 0}]}}`, `{"Field": "path-pattern", "Values": ["/zero"]}`),
}, ",") + `}}`

// says is a function that responds with its name.
func says(text string) httpsim.Handler {
	return httpsim.HandlerFunc(func(context.Context, []byte) ([]byte, error) {
		return fmt.Appendf(nil, `{"statusCode":200,"headers":{"content-type":"text/plain"},"body":%q}`, text), nil
	})
}

func loadShop(t *testing.T) (*httpsim.Deployment, *httpsim.LoadBalancer) {
	t.Helper()
	d, err := httpsim.LoadTemplates(httpsim.Stack("edge", edge), httpsim.Stack("shop", shop))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Orders", "Canary"} {
		if err := d.Handle("shop/"+name, says(name)); err != nil {
			t.Fatal(err)
		}
	}
	lb, err := d.LoadBalancer("")
	if err != nil {
		t.Fatal(err)
	}
	return d, lb
}

func TestRequestsThroughTheRules(t *testing.T) {
	_, lb := loadShop(t)
	for _, c := range []struct {
		method, url string
		header      string
		from        string
		rule        string
		status      int
		body        string
		passed      int
	}{
		{"GET", "https://a.b/orders/7", "", "", "shop/Path", 200, "Orders", 0},
		{"GET", "https://a.b/v2", "", "", "shop/Regex", 200, "", 1},
		{"GET", "https://api.example.org/", "", "", "shop/Host", 503, "down", 2},
		{"PUT", "https://a.b/x?y=1", "X-Old: 2", "", "shop/Header", 302, "", 3},
		{"GET", "https://a.b/x?y=1", "X-Old: 2", "", "default action", 404, "{}", 9},
		{"GET", "https://a.b/?a=1&b=2", "", "", "shop/Queries", 200, "Orders", 4},
		{"GET", "https://a.b/?a=1&c=3", "", "", "shop/Queries", 200, "Orders", 4},
		{"GET", "https://a.b/?a=1", "", "", "default action", 404, "{}", 9},
		{"GET", "https://a.b/?b=2", "", "", "default action", 404, "{}", 9},
		{"GET", "https://a.b/weighted?a=1", "", "198.51.100.7:1", "shop/Source", 503, "", 5},
		{"GET", "https://a.b/zero", "", "", "shop/Zero", 503, "", 8},
		{"GET", "http://a.b/orders", "", "", "default action", 301, "", 0},
	} {
		t.Run(c.method+" "+c.url+" "+c.header, func(t *testing.T) {
			r := httptest.NewRequest(c.method, c.url, nil)
			if name, value, ok := strings.Cut(c.header, ": "); ok {
				r.Header.Set(name, value)
			}
			if c.from != "" {
				r.RemoteAddr = c.from
			}
			result, err := lb.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(result.Body)
			if err != nil {
				t.Fatal(err)
			}
			if result.Rule.Name != c.rule || result.StatusCode != c.status || c.body != "" && string(body) != c.body || len(result.PassedOver) != c.passed {
				t.Errorf("rule %s, %d %q, passed over %v", result.Rule, result.StatusCode, body, result.PassedOver)
			}
			if (result.Function == nil) != (result.Event == nil) || (result.Reason == "") != (result.Returned != nil) {
				t.Errorf("function %v, event %s, reason %q", result.Function, result.Event, result.Reason)
			}
			if result.Header.Get("Server") != "awselb/2.0" {
				t.Errorf("the server is %q", result.Header.Get("Server"))
			}
		})
	}
}

func TestWhyARuleWasPassedOver(t *testing.T) {
	_, lb := loadShop(t)
	result, err := lb.Do(httptest.NewRequest("GET", "https://a.b/?a=1", nil))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range result.PassedOver {
		got = append(got, p.String())
	}
	if want := `shop/Queries: Query: "a=1" is not one of "b=2", "*=3"`; !slices.Contains(got, want) {
		t.Errorf("%q, want %s among them", got, want)
	}
}

func TestLocationOfARedirect(t *testing.T) {
	_, lb := loadShop(t)
	for _, c := range []struct{ method, url, want string }{
		{"PUT", "https://a.b/x?y=1", "https://new.example.com:443/x?y=1"},
		{"GET", "http://a.b/x?q", "https://a.b:443/x?q"},
	} {
		r := httptest.NewRequest(c.method, c.url, nil)
		r.Header.Set("X-Old", "1")
		result, err := lb.Do(r)
		if err != nil || result.Header.Get("Location") != c.want {
			t.Errorf("%s: %v, %v, want %s", c.url, result, err, c.want)
		}
	}
}

func TestRewritesReachTheFunction(t *testing.T) {
	_, lb := loadShop(t)
	sent := httptest.NewRequest("GET", "https://a.b/rewritten/x%2Fy?q=%20", nil)
	result, err := lb.Do(sent)
	if err != nil {
		t.Fatal(err)
	}
	if result.Request != sent || sent.URL.Path != "/rewritten/x/y" {
		t.Errorf("the response is to another request: %v", result.Request.URL)
	}
	var event struct {
		Path                  string
		QueryStringParameters map[string]string
		Headers               map[string]string
	}
	if err := json.Unmarshal(result.Event, &event); err != nil {
		t.Fatal(err)
	}
	if result.SentHost != "inner.a.b" || result.SentURI != "/x%2Fy?q=%20" {
		t.Errorf("sent to %s%s", result.SentHost, result.SentURI)
	}
	if event.Path != "/x%2Fy" || event.QueryStringParameters["q"] != "%20" || event.Headers["host"] != "inner.a.b" {
		t.Errorf("%s", result.Event)
	}
}

func TestWeightsAndStickiness(t *testing.T) {
	d, lb := loadShop(t)
	send := func(n int, cookie string) *httpsim.Result {
		t.Helper()
		d.Choose = func(total int) int {
			if total != 100 {
				t.Errorf("the weights are %d in all", total)
			}
			return n
		}
		r := httptest.NewRequest("GET", "https://a.b/weighted", nil)
		if cookie != "" {
			r.Header.Set("Cookie", cookie)
		}
		result, err := lb.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	for n, want := range map[int]string{0: "ordersgroup", 89: "ordersgroup", 90: "canarygroup", 99: "canarygroup"} {
		if got := send(n, "").TargetGroup.Name; got != want {
			t.Errorf("%d goes to %s, want %s", n, got, want)
		}
	}
	first := send(95, "")
	cookies := first.Cookies()
	if len(cookies) != 2 || cookies[0].Name != "AWSALBTG" || cookies[1].Name != "AWSALBTGCORS" || !cookies[1].Secure || cookies[0].Value != cookies[1].Value {
		t.Fatalf("the cookies are %v", cookies)
	}
	for _, cookie := range cookies {
		if got := send(0, cookie.Name+"="+cookie.Value).TargetGroup.Name; got != "canarygroup" {
			t.Errorf("%s: the client went to %s", cookie.Name, got)
		}
	}
	if got := send(0, "AWSALBTG=other").TargetGroup.Name; got != "ordersgroup" {
		t.Errorf("with a cookie of nobody, the client went to %s", got)
	}
}
