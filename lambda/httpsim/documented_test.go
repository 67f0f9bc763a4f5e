package httpsim_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// TestDocumented makes the examples of AWS's documentation, field for field: those that package httpevent reads.
func TestDocumented(t *testing.T) {
	const trace, target = "Root=1-5bdb40ca-556d8b0c50dc66f0511bf520", "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-target-group/6d0ecf831eec9f09"
	const myPath = "/my/path?parameter1=value1&parameter1=value2&parameter2=value"
	payload2 := http.Header{"Cookie": {"cookie1; cookie2"}, "Header1": {"value1"}, "Header2": {"value1", "value2"}, "User-Agent": {"agent"}, "Content-Type": {"text/plain"}, "X-Amzn-Trace-Id": {trace}}
	for _, test := range []struct {
		name, method, url, body, from string
		header                        http.Header
		door                          httpsim.Endpoint
	}{
		{
			name: "alb", method: "GET", url: "https://lambda-846800462-us-east-2.elb.amazonaws.com/", body: "request_body", from: "72.21.198.66:1",
			header: http.Header{"Accept": {"text/html,application/xhtml+xml"}, "Accept-Language": {"en-US,en;q=0.8"}, "Content-Type": {"text/plain"}, "Cookie": {"cookies"},
				"User-Agent": {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_6)"}, "X-Amzn-Trace-Id": {trace}},
			door: httpsim.Endpoint{Kind: httpevent.ALB, Set: set{"requestContext.elb.targetGroupArn": target}},
		},
		{
			name: "alb-multi-value", method: "GET", url: "http://www.example.com?&myKey=val1&myKey=val2", from: "72.21.198.66:1",
			header: http.Header{"Cookie": {"name1=value1", "name2=value2"}, "X-Amzn-Trace-Id": {trace}},
			door:   httpsim.Endpoint{Kind: httpevent.ALBMultiValue, Set: set{"requestContext.elb.targetGroupArn": target}},
		},
		{
			name: "rest", method: "GET", url: "https://id.execute-api.us-east-1.amazonaws.com" + myPath,
			header: http.Header{"header1": {"value1"}, "header2": {"value1", "value2"}, "X-Amzn-Trace-Id": {trace}},
			door: httpsim.Endpoint{Kind: httpevent.RESTAPI, Stage: "prod", Time: time.UnixMilli(1583349317135), Set: set{
				"requestContext.apiId": "id", "requestContext.extendedRequestId": "request-id", "requestContext.requestId": "id=", "requestContext.resourceId": "abc123"}},
		},
		{
			name: "http-api-2.0", method: "POST", url: "https://id.execute-api.us-east-1.amazonaws.com" + myPath, body: "Hello from Lambda!", header: payload2,
			door: httpsim.Endpoint{Kind: httpevent.HTTPAPI, Time: time.UnixMilli(1583348638390), Set: set{"requestContext.apiId": "api-id", "requestContext.requestId": "id"}},
		},
		{
			name: "function-url", method: "POST", url: "https://id.lambda-url.us-west-2.on.aws" + myPath, body: "Hello from client!", header: payload2,
			door: httpsim.Endpoint{Kind: httpevent.FunctionURL, Time: time.UnixMilli(1583348638390), Set: set{"requestContext.apiId": "id", "requestContext.requestId": "id"}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(test.method, test.url, strings.NewReader(test.body))
			r.Header = test.header
			if test.from != "" {
				r.RemoteAddr = test.from
			}
			if strings.HasPrefix(test.url, "https:") {
				r.TLS = &tls.ConnectionState{}
			}
			event, err := test.door.Event(r)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join("..", "httpevent", "testdata", "documented", test.name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			if d := difference("event", parse(t, event), parse(t, want)); d != "" {
				t.Errorf("%s\n%s", d, event)
			}
		})
	}
}
