package httpsim_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

// TestMethodSettings: "Forward slashes (/) are encoded as ~1", but for the first, and "To specify
// the root path, use only a slash (/)". A method's own setting goes before those for more; a rate
// of -1 is no limit.
// https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html
func TestMethodSettings(t *testing.T) {
	for _, c := range []struct {
		settings  string
		throttled string // of GET /, GET /items, PUT /items, PUT /items/special
	}{
		{`{"HttpMethod": "GET", "ResourcePath": "/", "ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 1}`, "GET /"},
		{`{"HttpMethod": "ANY", "ResourcePath": "/~1items", "ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": "1"}`, "GET /items, PUT /items"},
		{`{"HttpMethod": "PUT", "ResourcePath": "/~1items~1special", "ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 1}`, "PUT /items/special"},
		{`{"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 1}`, "GET /, GET /items, PUT /items, PUT /items/special"},
		{`{"HttpMethod": "PUT", "ResourcePath": "/*", "ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 1}`, "PUT /items/special"},
		{`{"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingRateLimit": -1, "ThrottlingBurstLimit": -1}`, ""},
		{`{"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingRateLimit": 0.001}`, ""},
		{`{"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingBurstLimit": 1}`, ""},
		{`{"HttpMethod": "*", "ResourcePath": "/*", "LoggingLevel": "INFO"}`, ""},
		{`{"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingRateLimit": 0, "ThrottlingBurstLimit": 0}, {"HttpMethod": "GET", "ResourcePath": "/", "ThrottlingRateLimit": 9, "ThrottlingBurstLimit": 9}`,
			"GET /items, PUT /items, PUT /items/special"},
	} {
		_, api := loadAPI(t, `"Slow": {"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": {"Ref": "API"}, "StageName": "slow", "MethodSettings": [`+c.settings+`]}}`)
		var throttled []string
		for _, request := range []string{"GET /", "GET /items", "PUT /items", "PUT /items/special"} {
			name, path, _ := strings.Cut(request, " ")
			_ = send(t, api.Stages[1].Do, httptest.NewRequest(name, path, nil))
			if send(t, api.Stages[1].Do, httptest.NewRequest(name, path, nil)).StatusCode == http.StatusTooManyRequests {
				throttled = append(throttled, request)
			}
		}
		if got := strings.Join(throttled, ", "); got != c.throttled {
			t.Errorf("%s: %s, want %s", c.settings, got, c.throttled)
		}
	}
}

// TestCachesAreNotSimulated, which is said.
func TestCachesAreNotSimulated(t *testing.T) {
	d, _ := loadAPI(t, resource("Cached", "ApiGateway::Stage", `"RestApiId": {"Ref": "API"}, "StageName": "cached", "MethodSettings": [{"HttpMethod": "*", "ResourcePath": "/*", "CachingEnabled": true}]`))
	if want := []string{"shop/Cached: the cache is not simulated"}; !slices.Equal(d.NotSimulated, want) {
		t.Errorf("%q, want %q", d.NotSimulated, want)
	}
}

// TestBucketsAreRefilled: "token bucket algorithm, where a token counts for a request".
func TestBucketsAreRefilled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, api := loadAPI(t, resource("Slow", "ApiGateway::Stage", `"RestApiId": {"Ref": "API"}, "StageName": "slow", "MethodSettings": [
			{"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingRateLimit": 2, "ThrottlingBurstLimit": 3}]`))
		start, got := time.Now(), ""
		for _, at := range []time.Duration{0, 0, 0, 0, 499 * time.Millisecond, 500 * time.Millisecond, 500 * time.Millisecond, time.Hour, time.Hour, time.Hour, time.Hour} {
			time.Sleep(time.Until(start.Add(at)))
			got += fmt.Sprint(send(t, api.Do, httptest.NewRequest("GET", "/slow/", nil)).StatusCode, " ")
		}
		if want := "200 200 200 429 429 200 429 200 200 200 429 "; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}

// TestVariablesAndTimeoutOfAMethod: a stage without variables has null for them, and the function
// has as long as the integration says, or as it is given itself.
func TestVariablesAndTimeoutOfAMethod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, api := loadAPI(t, apiResource("Slow", root, "slow"), apiMethod("Slow", "GET", fmt.Sprintf(toOrders, `, "TimeoutInMillis": "50"`)),
			resource("Bare", "ApiGateway::Stage", `"RestApiId": {"Ref": "API"}, "StageName": "bare"`))
		var left time.Duration
		d.Functions[0].Handle(httpsim.HandlerFunc(func(ctx context.Context, _ []byte) ([]byte, error) {
			deadline, _ := ctx.Deadline()
			left = time.Until(deadline)
			return []byte(`{"statusCode":200}`), nil
		}))
		for path, want := range map[string]time.Duration{"/bare/slow": 50 * time.Millisecond, "/bare/items": 7 * time.Second} {
			event := send(t, api.Do, httptest.NewRequest("GET", path, nil)).Event
			if variables, ok := parse(t, event)["stageVariables"]; !ok || variables != nil || left != want {
				t.Errorf("%s: variables %v, %s left, want %s", path, variables, left, want)
			}
		}
		d.Functions[0].Timeout = time.Minute
		if _ = send(t, api.Do, httptest.NewRequest("GET", "/dev/items", nil)); left != 29*time.Second {
			t.Errorf("%s left for a function of a minute, want 29s", left)
		}
	})
}

// TestAuthorizationOfMethods: a method that needs what is not simulated lets no request through.
func TestAuthorizationOfMethods(t *testing.T) {
	proxy := strings.Replace(fmt.Sprintf(toOrders, ""), `"AuthorizationType": "NONE", `, "", 1)
	for properties, status := range map[string]int{
		"": 200, `"AuthorizationType": "NONE",`: 200, `"AuthorizationType": "AWS_IAM",`: 501, `"AuthorizationType": "COGNITO_USER_POOLS",`: 501,
		`"ApiKeyRequired": true,`: 501, `"ApiKeyRequired": "false",`: 200,
	} {
		_, api := loadAPI(t, apiResource("Other", root, "other"), apiMethod("Other", "GET", properties+proxy))
		result := send(t, api.Do, httptest.NewRequest("GET", "/dev/other", nil))
		if result.StatusCode != status || (result.Event == nil) != (status == 501) {
			t.Errorf("{%s}: %d %s, want %d", properties, result.StatusCode, result.Reason, status)
		}
	}
}
