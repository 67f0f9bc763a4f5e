package httpevent_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

// fixtures returns the events that ship with aws-lambda-go, by the name of their file.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/aws-lambda-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "events", "testdata", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures: ", err)
	}
	all := map[string][]byte{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".json")] = b
	}
	return all
}

func TestFixtures(t *testing.T) {
	type want struct {
		kind                                          httpevent.Kind
		method, path, host, sourceIP, userAgent, body string
	}
	const postman, json = "PostmanRuntime/2.4.5", "{\r\n\t\"a\": 1\r\n}"
	wants := map[string]want{
		"alb-lambda-target-request-headers-only": {kind: httpevent.ALB, method: "GET", path: "/", sourceIP: "25.12.198.67",
			host: "lambda-test-alb-1334523864.us-east-1.elb.amazonaws.com", userAgent: "curl/7.54.0"},
		"alb-lambda-target-request-multivalue-headers": {kind: httpevent.ALBMultiValue, method: "GET", path: "/", sourceIP: "72.21.198.67",
			host: "lambda-test-alb-1234567.us-east-1.elb.amazonaws.com", userAgent: "curl/7.54.0"},
		"apigw-request": {kind: httpevent.RESTAPI, method: "POST", path: "/hello/world", sourceIP: "192.168.196.186",
			host: "gy415nuibc.execute-api.us-east-1.amazonaws.com", userAgent: postman, body: json},
		"apigw-restapi-openapi-request": {kind: httpevent.RESTAPI, method: "POST", path: "/hello/world", sourceIP: "192.168.196.186",
			host: "gy415nuibc.execute-api.us-east-1.amazonaws.com", userAgent: postman, body: json},
		"apigw-v2-request-no-authorizer": {kind: httpevent.HTTPAPI, method: "GET", path: "/", sourceIP: "1.2.3.4",
			host: "aaaaaaaaaa.execute-api.us-west-2.amazonaws.com", userAgent: "curl/7.58.0"},
		"apigw-v2-request-iam":               {kind: httpevent.HTTPAPI, method: "GET", path: "/my/path", sourceIP: "IP", host: "id.execute-api.us-east-1.amazonaws.com", body: json},
		"apigw-v2-request-jwt-authorizer":    {kind: httpevent.HTTPAPI, method: "GET", path: "/my/path", sourceIP: "IP", host: "id.execute-api.us-east-1.amazonaws.com", body: json},
		"apigw-v2-request-lambda-authorizer": {kind: httpevent.HTTPAPI, method: "GET", path: "/my/path", sourceIP: "IP", host: "id.execute-api.us-east-1.amazonaws.com", body: json},
		"lambda-urls-request":                {kind: httpevent.FunctionURL, method: "POST", path: "/my/path", sourceIP: "123.123.123.123", host: "<url-id>.lambda-url.us-west-2.on.aws", body: "Hello from client!"},
	}
	seen := 0
	for name, event := range fixtures(t) {
		r := httpevent.Read(event)
		w, ok := wants[name]
		if !ok {
			// Events of other services, of authorizers and of WebSocket APIs.
			if r.Kind() != httpevent.Unknown {
				t.Errorf("%s: kind %s", name, r.Kind())
			}
			continue
		}
		seen++
		body, err := r.Body()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got := want{kind: r.Kind(), method: r.Method(), path: r.Path(), host: r.Host(), sourceIP: r.SourceIP(), userAgent: r.Header().Get("user-AGENT"), body: string(body)}
		if got != w {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, w)
		}
		if r.HealthCheck() || string(r.Event()) != string(event) {
			t.Errorf("%s: health check %t", name, r.HealthCheck())
		}
	}
	if seen != len(wants) {
		t.Errorf("%d of %d fixtures are there", seen, len(wants))
	}
}
