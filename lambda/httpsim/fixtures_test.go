package httpsim_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// fixture reads one of the events that ship with aws-lambda-go.
func fixture(t *testing.T, name string) []byte {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/aws-lambda-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "events", "testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// parse returns the JSON with the numbers as they are written.
func parse(t *testing.T, b []byte) map[string]any {
	t.Helper()
	var v map[string]any
	decoder := json.NewDecoder(bytes.NewReader(b))
	decoder.UseNumber()
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return v
}

// difference returns the first path at which two values differ.
func difference(path string, got, want any) string {
	g, ok1 := got.(map[string]any)
	w, ok2 := want.(map[string]any)
	if !ok1 || !ok2 {
		if reflect.DeepEqual(got, want) {
			return ""
		}
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(want)
		return path + ": got " + string(a) + ", want " + string(b)
	}
	for name := range w {
		if _, ok := g[name]; !ok {
			return path + "." + name + " is missing"
		}
		if d := difference(path+"."+name, g[name], w[name]); d != "" {
			return d
		}
	}
	for name := range g {
		if _, ok := w[name]; !ok {
			return path + "." + name + " is too much"
		}
	}
	return ""
}

func TestFixtures(t *testing.T) {
	browser := http.Header{"Cookie": {"cookie1; cookie2"}, "Header1": {"value1"}, "Header2": {"value2"}, "User-Agent": {"agent"}, "Content-Type": {"application/json"}}
	const myPath = "/my/path?parameter1=value1&parameter1=value2&parameter2=value"
	curl := func(trace, myHeader string) http.Header {
		return http.Header{"Accept": {"*/*"}, "Connection": {"keep-alive"}, "User-Agent": {"curl/7.54.0"}, "X-Amzn-Trace-Id": {trace}, "X-Imforwards": {"20"}, "X-Myheader": {myHeader}}
	}
	for _, test := range []struct {
		name, method, url, body, from string
		header                        http.Header
		endpoint                      httpsim.Endpoint
	}{
		{
			name: "alb-lambda-target-request-headers-only", method: "GET", url: "http://lambda-test-alb-1334523864.us-east-1.elb.amazonaws.com/?key=hello",
			from: "25.12.198.67:1", header: curl("Root=1-5c34e93e-4dea0086f9763ac0667b115a", "123"),
			endpoint: httpsim.Endpoint{Kind: httpevent.ALB, Set: set{"requestContext.elb.targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/lambda-target/abcdefg",
				"headers.x-amzn-trace-id": "Root=1-5c34e93e-4dea0086f9763ac0667b115a"}},
		},
		{
			name: "alb-lambda-target-request-multivalue-headers", method: "GET", url: "http://lambda-test-alb-1234567.us-east-1.elb.amazonaws.com/?key=hello",
			from: "72.21.198.67:1", header: curl("Root=1-5c34e7d4-00ca239424b68028d4c56d68", "123"),
			endpoint: httpsim.Endpoint{Kind: httpevent.ALBMultiValue, Set: set{"requestContext.elb.targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/lambda-target/abcdefgh",
				"multiValueHeaders.x-amzn-trace-id": []string{"Root=1-5c34e7d4-00ca239424b68028d4c56d68"}}},
		},
		{
			name: "apigw-request", method: "POST", url: "https://gy415nuibc.execute-api.us-east-1.amazonaws.com/hello/world?name=me",
			from: "54.182.214.83:1", header: restHeader, body: "{\r\n\t\"a\": 1\r\n}",
			endpoint: httpsim.Endpoint{Kind: httpevent.RESTAPI, Stage: "testStage", Time: time.UnixMilli(1589522469693), Set: restSet(set{
				"requestContext.identity.clientCert": set{"clientCertPem": "CERT_CONTENT", "subjectDN": "www.example.com", "issuerDN": "Example issuer",
					"serialNumber": "a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1",
					"validity":     set{"notBefore": "May 28 12:30:02 2019 GMT", "notAfter": "Aug  5 09:36:04 2021 GMT"}},
			})},
		},
		{
			name: "apigw-restapi-openapi-request", method: "POST", url: "https://gy415nuibc.execute-api.us-east-1.amazonaws.com/hello/world?name=me",
			from: "54.182.214.83:1", header: restHeader, body: "{\r\n\t\"a\": 1\r\n}",
			endpoint: httpsim.Endpoint{Kind: httpevent.RESTAPI, Stage: "testStage", Time: time.UnixMilli(1589522469693), Set: restSet(set{"requestContext.operationName": "HelloWorld"})},
		},
		{
			name: "apigw-v2-request-no-authorizer", method: "GET", url: "https://aaaaaaaaaa.execute-api.us-west-2.amazonaws.com/", from: "1.2.3.4:1",
			header: http.Header{"Accept": {"*/*"}, "Content-Length": {"0"}, "User-Agent": {"curl/7.58.0"}, "X-Amzn-Trace-Id": {"Root=1-5e9f0c65-1de4d666d4dd26aced652b6c"}},
			endpoint: httpsim.Endpoint{Kind: httpevent.HTTPAPI, Time: time.UnixMilli(1587481701067), Set: set{
				"requestContext.apiId": "aaaaaaaaaa", "requestContext.requestId": "LV7fzho-PHcEJPw=", "requestContext.authentication": set{"clientCert": clientCert},
			}},
		},
		{
			name: "apigw-v2-request-iam", method: "GET", url: "https://id.execute-api.us-east-1.amazonaws.com" + myPath, header: browser, body: "{\r\n\t\"a\": 1\r\n}",
			endpoint: httpsim.Endpoint{Kind: httpevent.HTTPAPI, Time: time.UnixMilli(1583348638390), Set: payload2Set(set{"iam": set{
				"accessKey": "ARIA2ZJZYVUEREEIHAKY", "accountId": "1234567890", "callerId": "AROA7ZJZYVRE7C3DUXHH6:CognitoIdentityCredentials",
				"cognitoIdentity": set{"amr": []string{"foo"}, "identityId": "us-east-1:3f291106-8703-466b-8f2b-3ecee1ca56ce", "identityPoolId": "us-east-1:4f291106-8703-466b-8f2b-3ecee1ca56ce"},
				"principalOrgId":  "AwsOrgId", "userArn": "arn:aws:iam::1234567890:user/Admin", "userId": "AROA2ZJZYVRE7Y3TUXHH6",
			}})},
		},
		{
			name: "apigw-v2-request-jwt-authorizer", method: "GET", url: "https://id.execute-api.us-east-1.amazonaws.com" + myPath, header: browser, body: "{\r\n\t\"a\": 1\r\n}",
			endpoint: httpsim.Endpoint{Kind: httpevent.HTTPAPI, Time: time.UnixMilli(1583348638390), Set: payload2Set(set{"jwt": set{
				"claims": set{"claim1": "value1", "claim2": "value2"}, "scopes": []string{"scope1", "scope2"},
			}})},
		},
		{
			name: "apigw-v2-request-lambda-authorizer", method: "GET", url: "https://id.execute-api.us-east-1.amazonaws.com" + myPath, header: browser, body: "{\r\n\t\"a\": 1\r\n}",
			endpoint: httpsim.Endpoint{Kind: httpevent.HTTPAPI, Time: time.UnixMilli(1583348638390), Set: payload2Set(set{"lambda": set{"key": "value"}})},
		},
		{
			name: "lambda-urls-request", method: "POST", url: "https://x.lambda-url.us-west-2.on.aws" + myPath, body: "Hello from client!", from: "123.123.123.123:1",
			header: http.Header{"Cookie": {"cookie1; cookie2"}, "Header1": {"value1"}, "Header2": {"value1", "value2"}, "User-Agent": {"agent"}, "Content-Type": {"text/plain"}},
			endpoint: httpsim.Endpoint{Kind: httpevent.FunctionURL, Time: time.UnixMilli(1583348638390), Set: set{
				// The fixture leaves these out and writes the names of others with brackets, as the
				// page did.
				"routeKey": httpsim.Absent, "requestContext.routeKey": httpsim.Absent, "requestContext.stage": httpsim.Absent,
				"headers.host": httpsim.Absent, "headers.user-agent": httpsim.Absent, "headers.content-type": httpsim.Absent, "headers.content-length": httpsim.Absent,
				"headers.x-amzn-tls-version": httpsim.Absent, "headers.x-amzn-tls-cipher-suite": httpsim.Absent, "headers.x-amzn-trace-id": httpsim.Absent, "headers.x-forwarded-for": httpsim.Absent, "headers.x-forwarded-port": httpsim.Absent, "headers.x-forwarded-proto": httpsim.Absent,
				"requestContext.time":  "12/Mar/2020:19:03:58 +0000", // eight days after its own timeEpoch
				"requestContext.apiId": "<urlid>", "requestContext.domainName": "<url-id>.lambda-url.us-west-2.on.aws", "requestContext.domainPrefix": "<url-id>", "requestContext.requestId": "id",
				"requestContext.authorizer": set{"iam": set{"accessKey": "AKIA...", "accountId": "111122223333", "callerId": "AIDA...", "userArn": "arn:aws:iam::111122223333:user/example-user", "userId": "AIDA..."}},
			}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(test.method, test.url, strings.NewReader(test.body))
			r.Header = test.header
			if test.from != "" {
				r.RemoteAddr = test.from
			}
			event, err := test.endpoint.Event(r)
			if err != nil {
				t.Fatal(err)
			}
			if d := difference("event", parse(t, event), parse(t, fixture(t, test.name))); d != "" {
				t.Errorf("%s\n%s", d, event)
			}
		})
	}
}
