package httpsim_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestRoutesAreFoundInAnyOrder: a segment goes before a parameter and that before {proxy+}, in
// whatever order the template has them, and each parameter of a path has its value.
func TestRoutesAreFoundInAnyOrder(t *testing.T) {
	resources := []string{
		apiResource("A1", root, "shops"), apiResource("A2", root, "{any+}"), apiResource("A3", root, "{tenant}"),
		apiResource("B1", `{"Ref": "A3"}`, "orders"), apiResource("B2", `{"Ref": "A3"}`, "{kind}"), apiResource("C1", `{"Ref": "B1"}`, "{id}"),
		apiResource("Lost", `"elsewhere"`, "lost"),
	}
	for _, id := range []string{"A1", "A2", "A3", "B1", "B2", "C1"} {
		resources = append(resources, apiMethod(id, "GET", fmt.Sprintf(toOrders, "")))
	}
	for range 2 {
		slices.Reverse(resources)
		_, api := loadAPI(t, resources...)
		for path, want := range map[string]string{
			"/dev/shops":       `/shops null`,
			"/dev/x":           `/{tenant} {"tenant":"x"}`,
			"/dev/x/orders":    `/{tenant}/orders {"tenant":"x"}`,
			"/dev/x/orders/7":  `/{tenant}/orders/{id} {"id":"7","tenant":"x"}`,
			"/dev/x/y":         `/{tenant}/{kind} {"kind":"y","tenant":"x"}`,
			"/dev/x/y/z":       `/{any+} {"any":"x/y/z"}`,
			"/dev/shops/y/z/":  `/{any+} {"any":"shops/y/z"}`,
			"/dev/shops/x%2Fy": `/{tenant}/{kind} {"kind":"x%2Fy","tenant":"shops"}`,
		} {
			result := send(t, api.Do, httptest.NewRequest("GET", path, nil))
			parameters, err := json.Marshal(at(t, result.Event, "pathParameters"))
			if got := result.Resource + " " + string(parameters); err != nil || got != want {
				t.Errorf("%s: %s, want %s", path, got, want)
			}
			if id := at(t, result.Event, "requestContext.resourceId"); id == nil || id == "" {
				t.Errorf("%s: the resource's id is %v", path, id)
			}
		}
	}
}

// TestIdsOfResources: each has its own in the event.
func TestIdsOfResources(t *testing.T) {
	_, api := loadAPI(t)
	seen := map[any]string{"123456": "the one of an API that is in no template"}
	for _, path := range []string{"/dev/", "/dev/items", "/dev/items/7"} {
		id := at(t, send(t, api.Do, httptest.NewRequest("GET", path, nil)).Event, "requestContext.resourceId")
		if other, ok := seen[id]; ok {
			t.Errorf("%s has the id %v, as has %s", path, id, other)
		}
		seen[id] = path
	}
}

// TestErrorsOfAnAPI are JSON with a message, and the type in a header.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
func TestErrorsOfAnAPI(t *testing.T) {
	_, api := loadAPI(t, `"Slow": {"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": {"Ref": "API"}, "StageName": "slow", "MethodSettings": [
		{"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 1}]}}`)
	_ = send(t, api.Do, httptest.NewRequest("GET", "/slow/", nil))
	for path, want := range map[string]string{
		"/none/x":   `403 application/json ForbiddenException {"message":"Forbidden"}: the API has no stage "none"`,
		"/dev/none": `403 application/json MissingAuthenticationTokenException {"message":"Missing Authentication Token"}: the API has no resource for GET /none`,
		"/slow/":    `429 application/json TooManyRequestsException {"message":"Too Many Requests"}: the stage lets through 0.001 requests a second, and 1 at once`,
	} {
		result := send(t, api.Do, httptest.NewRequest("GET", path, nil))
		body := new(strings.Builder)
		if err := result.Write(body); err != nil {
			t.Fatal(err)
		}
		_, text, _ := strings.Cut(body.String(), "\r\n\r\n")
		if got := fmt.Sprintf("%d %s %s %s: %s", result.StatusCode, result.Header.Get("Content-Type"), result.Header.Get("X-Amzn-Errortype"), text, result.Reason); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// TestWhatAnAPIDoesNotCheck: what might stop a request of the API is named in its responses, in one
// order, and not in those of another API.
func TestWhatAnAPIDoesNotCheck(t *testing.T) {
	d := deploy(t, function("Orders"),
		resource("API", "ApiGateway::RestApi", `"Policy": {}, "MinimumCompressionSize": 0, "BodyS3Location": {}`), resource("Other", "ApiGateway::RestApi", `"Body": {}`),
		apiMethod("", "GET", fmt.Sprintf(toOrders, "")), resource("Dev", "ApiGateway::Stage", `"RestApiId": {"Ref": "API"}, "StageName": "dev"`))
	want := []string{
		"shop/API: an API by an OpenAPI definition is not simulated",
		"shop/API: compression is not simulated",
		"shop/API: the resource policy is not simulated: it stops no request",
	}
	result := send(t, d.RESTAPIs[0].Do, httptest.NewRequest("GET", "/dev", nil))
	if !slices.Equal(d.RESTAPIs[0].Unchecked, want) || !slices.Equal(result.Header.Values("X-Not-Simulated"), want) {
		t.Errorf("%q, want %q", d.RESTAPIs[0].Unchecked, want)
	}
	if want := []string{"shop/Other: an API by an OpenAPI definition is not simulated"}; !slices.Equal(d.RESTAPIs[1].Unchecked, want) {
		t.Errorf("%q, want %q", d.RESTAPIs[1].Unchecked, want)
	}
}

// TestTwoAPIs have their own resources, methods and stages.
func TestTwoAPIs(t *testing.T) {
	ofOther := func(resource string) string { return strings.ReplaceAll(resource, `"Ref": "API"`, `"Ref": "Other"`) }
	d, api := loadAPI(t, resource("Other", "ApiGateway::RestApi", ""), ofOther(apiMethod("OnlyOther", "GET", fmt.Sprintf(toOrders, ""))),
		ofOther(apiResource("OnlyOther", `{"Fn::GetAtt": ["Other", "RootResourceId"]}`, "only")),
		resource("B", "ApiGateway::Stage", `"RestApiId": {"Ref": "Other"}, "StageName": "b"`), resource("A", "ApiGateway::Stage", `"RestApiId": {"Ref": "Other"}, "StageName": "z"`),
		ofOther(apiMethod("Lost", "GET", fmt.Sprintf(toOrders, ""))))
	other, err := d.RESTAPI("Other")
	if err != nil {
		t.Fatal(err)
	}
	for path, status := range map[string]int{"/b/only": 200, "/z/only": 200, "/dev/only": 403, "/b/items": 403} {
		if result := send(t, other.Do, httptest.NewRequest("GET", path, nil)); result.StatusCode != status {
			t.Errorf("%s: %d, want %d", path, result.StatusCode, status)
		}
	}
	if result := send(t, api.Do, httptest.NewRequest("GET", "/dev/only", nil)); result.StatusCode != 403 {
		t.Errorf("the other API's resource: %d", result.StatusCode)
	}
	if len(other.Stages) != 2 || other.Stages[0].Name != "b" || other.Stages[1].Name != "z" || other.Stages[0].API != other {
		t.Errorf("%v", other.Stages)
	}
	if want := []string{"shop/lostget: its resource is not in the templates"}; !slices.Equal(d.NotSimulated, want) {
		t.Errorf("%q, want %q", d.NotSimulated, want)
	}
}

// TestFunctionsOfAnAPI are each there once, in the order of the paths; a mock has none.
func TestFunctionsOfAnAPI(t *testing.T) {
	canary := strings.ReplaceAll(fmt.Sprintf(toOrders, ""), "Orders", "Canary")
	_, api := loadAPI(t, function("Canary"), apiResource("Alpha", root, "alpha"), apiMethod("Alpha", "GET", canary), apiMethod("Alpha", "PUT", canary))
	var names []string
	for _, f := range api.Functions() {
		names = append(names, f.ID)
	}
	if want := []string{"Orders", "Canary"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}
