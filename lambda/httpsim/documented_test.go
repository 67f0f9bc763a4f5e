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

// TestDocumented makes the examples of AWS's documentation, field for field: those that package
// httpevent reads. Set says where an example has less than recordings on AWS have, and where its
// values are of another source.
func TestDocumented(t *testing.T) {
	const trace, target = "Root=1-5bdb40ca-556d8b0c50dc66f0511bf520", "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-target-group/6d0ecf831eec9f09"
	const myPath = "/my/path?parameter1=value1&parameter1=value2&parameter2=value"
	payload2 := http.Header{"Cookie": {"cookie1; cookie2"}, "Header1": {"value1"}, "Header2": {"value1", "value2"}, "User-Agent": {"agent"}, "Content-Type": {"text/plain"}, "X-Amzn-Trace-Id": {trace}}
	for _, test := range []struct {
		name, method, url, body, from string
		header                        http.Header
		endpoint                      httpsim.Endpoint
	}{
		{
			name: "alb", method: "GET", url: "https://lambda-846800462-us-east-2.elb.amazonaws.com/", body: "request_body", from: "72.21.198.66:1",
			header: http.Header{"Accept": {"text/html,application/xhtml+xml"}, "Accept-Language": {"en-US,en;q=0.8"}, "Content-Type": {"text/plain"}, "Cookie": {"cookies"},
				"User-Agent": {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_6)"}, "X-Amzn-Trace-Id": {trace}},
			endpoint: httpsim.Endpoint{Kind: httpevent.ALB, Set: set{"requestContext.elb.targetGroupArn": target, "headers.x-amzn-trace-id": trace}},
		},
		{
			name: "alb-multi-value", method: "GET", url: "http://www.example.com?&myKey=val1&myKey=val2", from: "72.21.198.66:1",
			header:   http.Header{"Cookie": {"name1=value1", "name2=value2"}, "X-Amzn-Trace-Id": {trace}},
			endpoint: httpsim.Endpoint{Kind: httpevent.ALBMultiValue, Set: set{"requestContext.elb.targetGroupArn": target, "multiValueHeaders.x-amzn-trace-id": []string{trace}}},
		},
		{
			name: "rest", method: "GET", url: "https://id.execute-api.us-east-1.amazonaws.com" + myPath,
			header: http.Header{"header1": {"value1"}, "header2": {"value1", "value2"}, "X-Amzn-Trace-Id": {trace}},
			endpoint: httpsim.Endpoint{Kind: httpevent.RESTAPI, Stage: "prod", Time: time.UnixMilli(1583349317135), Set: set{
				"requestContext.apiId": "id", "requestContext.extendedRequestId": "request-id", "requestContext.requestId": "id=", "requestContext.resourceId": "abc123", "requestContext.deploymentId": httpsim.Absent}},
		},
		{
			name: "http-api-1.0", method: "GET", url: "https://id.execute-api.us-east-1.amazonaws.com" + myPath, body: "Hello from Lambda!",
			header: http.Header{"header1": {"value1"}, "header2": {"value1", "value2"}, "Content-Type": {"text/plain"}, "User-Agent": {"user-agent"}},
			endpoint: httpsim.Endpoint{Kind: httpevent.HTTPAPIV1, Time: time.UnixMilli(1583349317135), Set: set{
				// the page has the first value here and the last of a header
				"queryStringParameters.parameter1": "value1",
				"resource":                         "/my/path", "requestContext.resourcePath": "/my/path", "requestContext.resourceId": nil, "requestContext.apiId": "id", "requestContext.requestId": "id=",
				"requestContext.authorizer": set{"claims": nil, "scopes": nil}, "requestContext.identity": set{"sourceIp": "192.0.2.1", "userAgent": "user-agent"},
				"headers": set{"header1": "value1", "header2": "value2"}, "multiValueHeaders": set{"header1": []string{"value1"}, "header2": []string{"value1", "value2"}}}},
		},
		{
			name: "http-api-2.0", method: "POST", url: "https://id.execute-api.us-east-1.amazonaws.com" + myPath, body: "Hello from Lambda!", header: payload2,
			endpoint: httpsim.Endpoint{Kind: httpevent.HTTPAPI, Time: time.UnixMilli(1583348638390), Set: set{"requestContext.apiId": "api-id", "requestContext.requestId": "id"}},
		},
		{
			name: "function-url", method: "POST", url: "https://id.lambda-url.us-west-2.on.aws" + myPath, body: "Hello from client!", header: payload2,
			endpoint: httpsim.Endpoint{Kind: httpevent.FunctionURL, Time: time.UnixMilli(1583348638390), Set: set{"requestContext.apiId": "id", "requestContext.requestId": "id", "headers.x-amzn-tls-version": httpsim.Absent, "headers.x-amzn-tls-cipher-suite": httpsim.Absent}},
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
			event, err := test.endpoint.Event(r)
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
