package httpsim_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestPreflightRequests: Lambda responds to one of a function URL with CORS, and the function to
// all else.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
func TestPreflightRequests(t *testing.T) {
	d, _ := loadAPI(t, resource("Open", "Lambda::Url", `"AuthType": "NONE", "TargetFunctionArn": {"Ref": "Orders"}, "Cors": {"AllowOrigins": ["*"], "AllowMethods": ["PUT"]}`),
		resource("Plain", "Lambda::Url", `"AuthType": "NONE", "TargetFunctionArn": {"Ref": "Orders"}`))
	for _, c := range []struct {
		url, method string
		origin, of  string // Origin and Access-Control-Request-Method
		preflight   bool
	}{
		{"Open", "OPTIONS", "https://a.example", "PUT", true},
		{"Open", "OPTIONS", "", "PUT", false},
		{"Open", "OPTIONS", "https://a.example", "", false},
		{"Open", "PUT", "https://a.example", "PUT", false},
		{"Plain", "OPTIONS", "https://a.example", "PUT", false},
	} {
		u, err := d.FunctionURL(c.url)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(c.method, "/", nil)
		for name, value := range map[string]string{"Origin": c.origin, "Access-Control-Request-Method": c.of} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		response := send(t, u.Do, r)
		if (response.Event == nil) != c.preflight || (response.Reason != "") != c.preflight || (response.Header.Get("Access-Control-Allow-Methods") == "PUT") != c.preflight ||
			(response.Header.Get("Access-Control-Allow-Origin") == "*") != (c.url == "Open" && c.origin != "") {
			t.Errorf("%+v: %d %v, event %s", c, response.StatusCode, response.Header, response.Event)
		}
		if _, ok := response.Header["Access-Control-Allow-Headers"]; ok {
			t.Errorf("%+v: a header for a list that is empty: %v", c, response.Header)
		}
	}
}

// TestSignedRequests: one is signed by a header or, with a presigned address, by its query.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
func TestSignedRequests(t *testing.T) {
	d, _ := loadAPI(t, resource("URL", "Lambda::Url", `"AuthType": "AWS_IAM", "TargetFunctionArn": {"Ref": "Orders"}`))
	for address, status := range map[string]int{"/": 403, "/?X-Amz-Signature=": 403, "/?X-Amz-Signature=abc": 501} {
		if response := send(t, d.FunctionURLs[0].Do, httptest.NewRequest("GET", address, nil)); response.StatusCode != status {
			t.Errorf("%s: %d, want %d", address, response.StatusCode, status)
		}
	}
}

// TestCanceledRequests have no response, whatever the front end.
func TestCanceledRequests(t *testing.T) {
	d, api := loadAPI(t, resource("URL", "Lambda::Url", `"AuthType": "NONE", "TargetFunctionArn": {"Ref": "Orders"}, "Cors": {"AllowOrigins": ["*"]}`),
		loadBalancer, listener("HTTP", "HTTP", 80, toFunction), group("Group", `{"Ref": "Orders"}`))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/dev", nil)
	response, err := d.FunctionURLs[0].Do(r)
	if response != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("function URL: %v, %v", response, err)
	}
	if result, err := api.Do(r); result != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("REST API: %v, %v", result, err)
	}
	if result, err := d.LoadBalancers[0].Do(r); result != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("load balancer: %v, %v", result, err)
	}
}
