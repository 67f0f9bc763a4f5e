package httpsim_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

func apiResource(id, parent, part string) string {
	return fmt.Sprintf(`%q: {"Type": "AWS::ApiGateway::Resource", "Properties": {"RestApiId": {"Ref": "API"}, "ParentId": %s, "PathPart": %q}}`, id, parent, part)
}

func apiMethod(resource, name, rest string) string {
	id := `{"Ref": "` + resource + `"}`
	if resource == "" {
		id = `{"Fn::GetAtt": ["API", "RootResourceId"]}`
	}
	return fmt.Sprintf(`%q: {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": {"Ref": "API"}, "ResourceId": %s, "HttpMethod": %q, %s}}`,
		strings.ToLower(resource+name), id, name, rest)
}

const (
	root      = `{"Fn::GetAtt": ["API", "RootResourceId"]}`
	toOrders  = `"AuthorizationType": "NONE", "Integration": {"Type": "AWS_PROXY", "Uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Orders.Arn}/invocations"}%s}`
	preflight = `"AuthorizationType": "NONE", "Integration": {"Type": "MOCK", "RequestTemplates": {"application/json": "{ statusCode: 204 }"}, "IntegrationResponses": [{"StatusCode": "204",
		"ResponseParameters": {"method.response.header.Access-Control-Allow-Headers": "'Content-Type'", "method.response.header.Access-Control-Allow-Origin": "'https://a.example'"},
		"ResponseTemplates": {"application/json": "#set($origin = $input.params().header.get(\"Origin\"))\n#if($origin == \"https://a.example\" || $origin == \"https://b.example\")\n  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end"}}]}`
)

func loadAPI(t *testing.T, more ...string) (*httpsim.Deployment, *httpsim.RESTAPI) {
	t.Helper()
	resources := append([]string{function("Orders"),
		`"API": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "api", "BinaryMediaTypes": ["image/*"]}}`,
		apiResource("Items", root, "items"), apiResource("Item", `{"Ref": "Items"}`, "{id}"), apiResource("Special", `{"Ref": "Items"}`, "special"),
		apiResource("Rest", `{"Ref": "Items"}`, "{rest+}"),
		apiMethod("", "GET", fmt.Sprintf(toOrders, "")), apiMethod("Items", "ANY", fmt.Sprintf(toOrders, "")), apiMethod("Item", "GET", fmt.Sprintf(toOrders, "")),
		apiMethod("Special", "PUT", fmt.Sprintf(toOrders, "")), apiMethod("Rest", "ANY", fmt.Sprintf(toOrders, "")), apiMethod("Items", "OPTIONS", preflight),
		`"Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": {"Ref": "API"}, "StageName": "dev", "Variables": {"color": "blue"}}}`,
	}, more...)
	d, err := httpsim.LoadTemplates(httpsim.Stack("shop", `{"Resources": {`+strings.Join(resources, ",")+`}}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Handle("Orders", says("orders")); err != nil {
		t.Fatal(err)
	}
	api, err := d.RESTAPI("API")
	if err != nil {
		t.Fatal(err)
	}
	return d, api
}

func TestRESTAPIRoutes(t *testing.T) {
	_, api := loadAPI(t)
	for _, c := range []struct {
		method, path string
		status       int
		resource     string
		parameters   string
		with         string
	}{
		{"GET", "/dev", 200, "/", "null", "GET"},
		{"GET", "/dev/", 200, "/", "null", "GET"},
		{"POST", "/dev/", 403, "", "", ""},
		{"GET", "/dev/items", 200, "/items", "null", "ANY"},
		{"GET", "/dev/items/", 200, "/items", "null", "ANY"},
		{"GET", "/dev/items/7%2F8", 200, "/items/{id}", `{"id":"7%2F8"}`, "GET"},
		{"DELETE", "/dev/items/7", 200, "/items/{rest+}", `{"rest":"7"}`, "ANY"},
		{"PUT", "/dev/items/special", 200, "/items/special", "null", "PUT"},
		{"GET", "/dev/items/special", 200, "/items/{id}", `{"id":"special"}`, "GET"},
		{"GET", "/dev/items/7/8/9", 200, "/items/{rest+}", `{"rest":"7/8/9"}`, "ANY"},
		{"GET", "/dev/none", 403, "", "", ""},
		{"GET", "/prod/items", 403, "", "", ""},
		{"GET", "/", 403, "", "", ""},
	} {
		result, err := api.Do(httptest.NewRequest(c.method, c.path, nil))
		if err != nil || result.StatusCode != c.status || result.Resource != c.resource || result.Method != c.with || (result.Reason == "") != (c.status == 200) {
			t.Errorf("%s %s: %+v, %v", c.method, c.path, result, err)
			continue
		}
		if c.status != 200 {
			continue
		}
		var event struct {
			Resource       string
			Path           string
			PathParameters json.RawMessage
			StageVariables map[string]string
			RequestContext struct{ ResourcePath, Stage, APIID, Path string }
		}
		if err := json.Unmarshal(result.Event, &event); err != nil {
			t.Fatal(err)
		}
		context := event.RequestContext
		if event.Resource != c.resource || context.ResourcePath != c.resource || string(event.PathParameters) != c.parameters ||
			event.StageVariables["color"] != "blue" || context.Stage != "dev" || context.APIID != api.APIID || "/dev"+event.Path != context.Path {
			t.Errorf("%s %s: %s", c.method, c.path, result.Event)
		}
	}
}

func TestMockForPreflightRequests(t *testing.T) {
	_, api := loadAPI(t)
	for origin, want := range map[string]string{"https://a.example": "https://a.example", "https://b.example": "https://b.example", "https://c.example": "https://a.example"} {
		r := httptest.NewRequest("OPTIONS", "/dev/items", nil)
		r.Header.Set("Origin", origin)
		result, err := api.Do(r)
		if err != nil || result.StatusCode != 204 || result.Header.Get("Access-Control-Allow-Origin") != want || result.Header.Get("Access-Control-Allow-Headers") != "Content-Type" || result.Event != nil {
			t.Errorf("%s: %v, %v", origin, result.Response, err)
		}
	}
}

func TestThrottling(t *testing.T) {
	_, api := loadAPI(t, `"Slow": {"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": {"Ref": "API"}, "StageName": "slow", "MethodSettings": [
		{"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 2},
		{"HttpMethod": "ANY", "ResourcePath": "/~1items", "ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 3}]}}`)
	statuses := func(path string) (all string) {
		for range 4 {
			result, err := api.Do(httptest.NewRequest("GET", path, nil))
			if err != nil {
				t.Fatal(err)
			}
			all += fmt.Sprint(result.StatusCode, " ")
		}
		return all
	}
	for path, want := range map[string]string{
		"/slow/": "200 200 429 429 ", "/slow/items/9": "200 200 429 429 ", "/slow/items": "200 200 200 429 ", "/dev/": "200 200 200 200 ",
	} {
		if got := statuses(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestWhatAnAPIDoesNotSimulate(t *testing.T) {
	d, api := loadAPI(t,
		`"Validator": {"Type": "AWS::ApiGateway::RequestValidator", "Properties": {}}`,
		apiResource("Keys", root, "keys"), apiMethod("Keys", "GET", `"AuthorizationType": "NONE", "ApiKeyRequired": true, "Integration": {}`),
		apiResource("IAM", root, "iam"), apiMethod("IAM", "GET", `"AuthorizationType": "AWS_IAM", "Integration": {}`),
		apiResource("Proxy", root, "proxy"), apiMethod("Proxy", "GET", `"AuthorizationType": "NONE", "Integration": {"Type": "HTTP_PROXY"}`),
		apiResource("Other", root, "other"), apiMethod("Other", "GET", `"AuthorizationType": "NONE", "Integration": {"Type": "AWS_PROXY", "Uri": "arn:x"}`),
		apiResource("Checked", root, "checked"), apiMethod("Checked", "GET", `"RequestValidatorId": {"Ref": "Validator"}, `+fmt.Sprintf(toOrders, "")))
	for path, status := range map[string]int{"/dev/keys": 501, "/dev/iam": 501, "/dev/proxy": 501, "/dev/other": 501, "/dev/checked": 200} {
		result, err := api.Do(httptest.NewRequest("GET", path, nil))
		if err != nil || result.StatusCode != status || result.Header.Get("X-Not-Simulated") == "" {
			t.Errorf("%s: %v, %v", path, result.Response, err)
		}
	}
	if len(d.NotSimulated) != 5 {
		t.Errorf("%q", d.NotSimulated)
	}
}

// What might have stopped a request, or changed a response, is named in the response.
func TestWhatMightHaveStoppedARequest(t *testing.T) {
	d, api := loadAPI(t,
		`"Firewall": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": {"Fn::Sub": "arn:aws:apigateway:us-east-1::/restapis/${API}/stages/dev"}}}`,
		`"Page": {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": {"RestApiId": {"Ref": "API"}}}`,
		`"Layered": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["arn:layer"]}}`)
	result, err := api.Do(httptest.NewRequest("GET", "/dev/", nil))
	if err != nil || result.StatusCode != 200 || len(result.Header.Values("X-Not-Simulated")) != 2 {
		t.Errorf("%v, %v", result.Header, err)
	}
	if len(d.NotSimulated) != 3 {
		t.Errorf("%q", d.NotSimulated)
	}
}

// A function whose own timeout ends it has failed; one that outlasts the API is late.
func TestTimeoutsOfAnAPI(t *testing.T) { synctest.Test(t, testTimeoutsOfAnAPI) }

func testTimeoutsOfAnAPI(t *testing.T) {
	d, api := loadAPI(t, apiResource("Slow", root, "slow"), apiMethod("Slow", "GET", fmt.Sprintf(toOrders, `, "TimeoutInMillis": 50`)))
	f, err := d.Function("Orders")
	if err != nil {
		t.Fatal(err)
	}
	f.Handle(httpsim.HandlerFunc(func(ctx context.Context, _ []byte) ([]byte, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}))
	for _, c := range []struct {
		own    time.Duration
		status int
	}{{time.Minute, 504}, {20 * time.Millisecond, 502}} {
		f.Timeout = c.own
		result, err := api.Do(httptest.NewRequest("GET", "/dev/slow", nil))
		if err != nil || result.StatusCode != c.status {
			t.Errorf("with a timeout of %v: %v, %v", c.own, result.Response, err)
		}
	}
}

func TestFunctionURLs(t *testing.T) {
	d, _ := loadAPI(t,
		`"Open": {"Type": "AWS::Lambda::Url", "Properties": {"AuthType": "NONE", "TargetFunctionArn": {"Fn::GetAtt": ["Orders", "Arn"]},
			"Cors": {"AllowOrigins": ["https://a.example"], "AllowMethods": ["GET", "PUT"], "AllowHeaders": ["X-A"], "MaxAge": 60, "AllowCredentials": true}}}`,
		`"Signed": {"Type": "AWS::Lambda::Url", "Properties": {"AuthType": "AWS_IAM", "TargetFunctionArn": {"Fn::GetAtt": ["Orders", "Arn"]}}}`,
		`"Gone": {"Type": "AWS::Lambda::Url", "Properties": {"AuthType": "NONE", "TargetFunctionArn": "arn:x"}}`)
	for _, c := range []struct {
		url, method, header string
		status              int
		allowed             string
	}{
		{"Open", "GET", "", 200, ""},
		{"Open", "GET", "Origin: https://a.example", 200, "https://a.example"},
		{"Open", "GET", "Origin: https://b.example", 200, ""},
		{"Open", "OPTIONS", "Origin: https://a.example", 200, "https://a.example"},
		{"Signed", "GET", "", 403, ""},
		{"Signed", "GET", "Authorization: AWS4-HMAC-SHA256 x", 501, ""},
		{"Gone", "GET", "", 501, ""},
	} {
		u, err := d.FunctionURL(c.url)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(c.method, "/", nil)
		if name, value, ok := strings.Cut(c.header, ": "); ok {
			r.Header.Set(name, value)
		}
		if c.method == "OPTIONS" {
			r.Header.Set("Access-Control-Request-Method", "PUT")
		}
		response, err := u.Do(r)
		if err != nil || response.StatusCode != c.status || response.Header.Get("Access-Control-Allow-Origin") != c.allowed || (response.Event != nil) != (c.status == 200 && c.method == "GET") {
			t.Errorf("%+v: %v, %v", c, response, err)
		}
		if methods := response.Header.Get("Access-Control-Allow-Methods"); (methods == "GET,PUT") != (c.method == "OPTIONS") {
			t.Errorf("%+v: the methods are %q", c, methods)
		}
	}
}
