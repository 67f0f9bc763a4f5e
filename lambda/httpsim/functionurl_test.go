package httpsim_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

// The headers of CORS, by configuration.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
func TestCORSOfAFunctionURL(t *testing.T) {
	const origin = "https://a.example"
	all := []string{"Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers",
		"Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age", "Vary"}
	for _, c := range []struct {
		name, cors, origin string
		preflight          bool
		want               map[string]string
	}{
		{"none", `{"AllowMethods": ["GET"]}`, origin, false, nil},
		{"no origin", `{"AllowOrigins": ["*"]}`, "", false, nil},
		{"all", `{"AllowOrigins": ["*"], "AllowMethods": ["GET"]}`, origin, false,
			map[string]string{"Access-Control-Allow-Origin": "*", "Vary": "Origin"}},
		{"all, with credentials", `{"AllowOrigins": ["*"], "AllowCredentials": true}`, origin, false,
			map[string]string{"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true", "Vary": "Origin"}},
		{"one", `{"AllowOrigins": ["https://b.example", "https://a.example"], "ExposeHeaders": ["X-A", "X-B"]}`, origin, false,
			map[string]string{"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": "X-A,X-B", "Vary": "Origin"}},
		{"another", `{"AllowOrigins": ["https://b.example"]}`, origin, false, nil},
		{"a preflight request", `{"AllowOrigins": ["*"], "AllowMethods": ["GET", "PUT"], "AllowHeaders": ["X-A"], "MaxAge": 60}`, origin, true,
			map[string]string{"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET,PUT", "Access-Control-Allow-Headers": "X-A",
				"Access-Control-Max-Age": "60", "Vary": "Origin"}},
		{"a preflight request without lists", `{"AllowOrigins": ["*"]}`, origin, true,
			map[string]string{"Access-Control-Allow-Origin": "*", "Vary": "Origin"}},
	} {
		d, _ := loadAPI(t, fmt.Sprintf(`"URL": {"Type": "AWS::Lambda::Url", "Properties": {"AuthType": "NONE",
			"TargetFunctionArn": {"Fn::GetAtt": ["Orders", "Arn"]}, "Cors": %s}}`, c.cors))
		u, err := d.FunctionURL("URL")
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		if c.preflight {
			r = httptest.NewRequest(http.MethodOptions, "/", nil)
			r.Header.Set("Access-Control-Request-Method", "PUT")
		}
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		response, err := u.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range all {
			if got := response.Header.Get(name); got != c.want[name] {
				t.Errorf("%s: %s is %q, want %q", c.name, name, got, c.want[name])
			}
		}
		if want := map[bool]string{true: "a preflight request, to which Lambda responds"}[c.preflight]; response.Reason != want {
			t.Errorf("%s: reason %q, want %q", c.name, response.Reason, want)
		}
	}
}

// What is wrong with a function URL is said when the templates are read, and in each response.
func TestFunctionURLsThatAreNotSimulated(t *testing.T) {
	d, _ := loadAPI(t,
		`"Signed": {"Type": "AWS::Lambda::Url", "Properties": {"AuthType": "AWS_IAM", "TargetFunctionArn": {"Fn::GetAtt": ["Orders", "Arn"]}}}`,
		`"Gone": {"Type": "AWS::Lambda::Url", "Properties": {"AuthType": "NONE", "TargetFunctionArn": "arn:x"}}`,
		`"Streams": {"Type": "AWS::Lambda::Url", "Properties": {"AuthType": "NONE", "InvokeMode": "RESPONSE_STREAM", "TargetFunctionArn": {"Fn::GetAtt": ["Orders", "Arn"]}}}`)
	for name, want := range map[string]string{
		"Signed": "not simulated: shop/Signed: authorization by AWS_IAM is not simulated",
		"Gone":   "not simulated: shop/Gone: its function is not in the templates",
	} {
		u, err := d.FunctionURL(name)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 x")
		if response, err := u.Do(r); err != nil || response.Reason != want {
			t.Errorf("%s: %q, %v, want %q", name, response.Reason, err, want)
		}
	}
	signed, err := d.FunctionURL("Signed")
	if err != nil {
		t.Fatal(err)
	}
	response, err := signed.Do(httptest.NewRequest(http.MethodGet, "/", nil))
	if err != nil || response.StatusCode != http.StatusForbidden || response.Header.Get("Content-Type") != "application/json" ||
		response.Header.Get("X-Amzn-Errortype") != "AccessDeniedException" || response.Reason != "the function URL needs a signed request" {
		t.Errorf("without a signature: %d %v %q, %v", response.StatusCode, response.Header, response.Reason, err)
	}
	for name, want := range map[string]bool{"Signed": false, "Streams": true} {
		if u, err := d.FunctionURL(name); err != nil || u.Stream != want {
			t.Errorf("%s streams: %t, %v", name, u.Stream, err)
		}
	}
	want := []string{
		"shop/Gone: its function arn:x is not in the templates",
		"shop/Signed: authorization by AWS_IAM is not simulated: signed requests get a 501",
	}
	if fmt.Sprint(d.NotSimulated) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", d.NotSimulated, want)
	}
}
