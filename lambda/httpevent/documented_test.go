package httpevent_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

// TestDocumented reads the events in testdata/documented, which are written after the examples of
// these pages, with the headers that the examples leave out:
//
//   - alb:
//     https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
//   - rest:
//     https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
//   - http-api:
//     https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
//   - function-url: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
func TestDocumented(t *testing.T) {
	type want struct {
		kind                                                     httpevent.Kind
		healthCheck                                              bool
		method, path, host, sourceIP, cookie, query, twice, body string
	}
	const id = "id.execute-api.us-east-1.amazonaws.com"
	for name, w := range map[string]want{
		"alb": {kind: httpevent.ALB, method: "GET", path: "/", host: "lambda-846800462-us-east-2.elb.amazonaws.com", sourceIP: "72.21.198.66", cookie: "cookies", body: "request_body"},
		"alb-multi-value": {kind: httpevent.ALBMultiValue, method: "GET", path: "/", host: "www.example.com", sourceIP: "72.21.198.66",
			cookie: "name1=value1; name2=value2", query: "myKey=val1&myKey=val2"},
		"alb-health-check": {kind: httpevent.ALB, healthCheck: true, method: "GET", path: "/"},
		"rest":             {kind: httpevent.RESTAPI, method: "GET", path: "/my/path", host: id, sourceIP: "192.0.2.1", query: "parameter1=value1&parameter1=value2&parameter2=value", twice: "value1|value2"},
		"http-api-1.0": {kind: httpevent.HTTPAPIV1, method: "GET", path: "/my/path", host: id, sourceIP: "192.0.2.1", query: "parameter1=value1&parameter1=value2&parameter2=value",
			twice: "value1|value2", body: "Hello from Lambda!"},
		"http-api-2.0": {kind: httpevent.HTTPAPI, method: "POST", path: "/my/path", host: id, sourceIP: "192.0.2.1", cookie: "cookie1; cookie2",
			query: "parameter1=value1&parameter1=value2&parameter2=value", twice: "value1,value2", body: "Hello from Lambda!"},
		"function-url": {kind: httpevent.FunctionURL, method: "POST", path: "/my/path", host: "id.lambda-url.us-west-2.on.aws", sourceIP: "192.0.2.1", cookie: "cookie1; cookie2",
			query: "parameter1=value1&parameter1=value2&parameter2=value", twice: "value1,value2", body: "Hello from client!"},
	} {
		event, err := os.ReadFile(filepath.Join("testdata", "documented", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		r := httpevent.Read(event)
		body, err := r.Body()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got := want{r.Kind(), r.HealthCheck(), r.Method(), r.Path(), r.Host(), r.SourceIP(), strings.Join(r.Header().Values("Cookie"), "|"),
			r.Query().Encode(), strings.Join(r.Header().Values("header2"), "|"), string(body)}
		if got != w {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, w)
		}
	}
}
