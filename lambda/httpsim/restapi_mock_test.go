package httpsim_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestMocks: the status of the request template selects the response whose pattern it matches as a
// whole, or else the one without a pattern.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
func TestMocks(t *testing.T) {
	const responses = `{"StatusCode": "400", "SelectionPattern": "4\\d{2}"}, {"StatusCode": "200"}, {"StatusCode": "500", "SelectionPattern": "5\\d{2}"}, {"StatusCode": "299"}`
	for _, c := range []struct{ templates, responses, contentType, want string }{
		{`"application/json": "{\"statusCode\": 200}"`, responses, "", "200"},
		{`"application/json": "{ statusCode: 404 }"`, responses, "", "400"},
		{`"application/json": "{ statusCode : 503 }"`, responses, "", "500"},
		{`"application/json": "{\"statusCode\": 200}", "text/plain": "{\"statusCode\": 503}"`, responses, "", "200"},
		{`"application/json": "{\"statusCode\": 200}", "text/plain": "{\"statusCode\": 503}"`, responses, "text/plain; charset=utf-8", "500"},
		{`"application/json": "{\"statusCode\": 200}", "text/plain": "{\"statusCode\": 503}"`, responses, "image/png", "200"},
		{`"application/json": "{\"statusCode\": 404}"`, `{"StatusCode": "500", "SelectionPattern": "40"}`, "", "500 no response of the mock integration is for the status 404"},
		{`"application/json": "{\"statusCode\": 404}"`, `{"StatusCode": "404", "SelectionPattern": "4(04"}`, "", "500 no response of the mock integration is for the status 404"},
		{`"application/json": "{}"`, `{"StatusCode": "204", "SelectionPattern": "204"}`, "", "500 no response of the mock integration is for the status "},
		{`"application/json": "{\"statusCode\": 204}"`, `{"StatusCode": "201", "SelectionPattern": "2.."}, {"StatusCode": "202", "SelectionPattern": "2.4"}`, "", "201"},
		{`"application/json": "{\"statusCode\": 200}"`, `{"StatusCode": "200"}, {"StatusCode": "299"}`, "", "200"},
		{`"application/json": "{ #if($input.params('a') == \"b\") \"statusCode\": 200 #else \"statusCode\": 500 #end }"`, responses, "", "501 not simulated: the mock integration's request template"},
		{`"application/json": "{\"statusCode\": 200}"`, `{"StatusCode": 599}`, "", "599"},
		{`"application/json": "{\"statusCode\": 200}"`, `{"StatusCode": "600"}`, "", "501 not simulated: the mock integration's status 600"},
		{`"application/json": "{\"statusCode\": 200}"`, `{"StatusCode": "99"}`, "", "501 not simulated: the mock integration's status 99"},
		{`"application/json": "{\"statusCode\": 200}"`, `{"StatusCode": "many"}`, "", "501 not simulated: the mock integration's status many"},
		{`"application/json": "{\"statusCode\": 200}"`, `{"StatusCode": "200", "ResponseParameters": {"method.response.header.X-A": "integration.response.header.b"}}`, "",
			"501 not simulated: the mock integration's response parameter method.response.header.X-A"},
		{`"application/json": "{\"statusCode\": 200}"`, `{"StatusCode": "200", "ResponseParameters": {"method.response.body": "'x'"}}`, "",
			"501 not simulated: the mock integration's response parameter method.response.body"},
		{`"application/json": "{\"statusCode\": 200}"`, `{"StatusCode": "200", "ResponseTemplates": {"application/json": "{\"a\": 1}"}}`, "", "501 not simulated: the mock integration's response template"},
		{`"application/json": "{\"statusCode\": 200}"`, `{"StatusCode": "200", "ResponseTemplates": {"application/json": " \n"}}`, "", "200"},
	} {
		_, api := loadAPI(t, apiResource("Mock", root, "mock"), apiMethod("Mock", "GET",
			fmt.Sprintf(`"AuthorizationType": "NONE", "Integration": {"Type": "MOCK", "RequestTemplates": {%s}, "IntegrationResponses": [%s]}`, c.templates, c.responses)))
		r := httptest.NewRequest("GET", "/dev/mock", nil)
		if c.contentType != "" {
			r.Header.Set("Content-Type", c.contentType)
		}
		result := send(t, api.Do, r)
		got := fmt.Sprint(result.StatusCode)
		if result.Reason != "the integration of the method is a mock" {
			got += " " + result.Reason
		} else if result.Header.Get("Content-Type") != "application/json" || result.ContentLength != 0 {
			t.Errorf("{%s} {%s}: %v, %d bytes", c.templates, c.responses, result.Header, result.ContentLength)
		}
		if got != c.want {
			t.Errorf("{%s} {%s}: %s, want %s", c.templates, c.responses, got, c.want)
		}
	}
}

// TestOriginsOfAMock: those of CDK's template for several origins are compared as a whole.
func TestOriginsOfAMock(t *testing.T) {
	template := `#set($origin = $input.params().header.get(\"Origin\"))\n#if($origin == \"https://a.example\" || $origin.matches(\"https://[a-z]+.example.org\") || $origin.matches(\"(\"))\n  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end`
	_, api := loadAPI(t, apiResource("Mock", root, "mock"), apiMethod("Mock", "OPTIONS",
		`"AuthorizationType": "NONE", "Integration": {"Type": "MOCK", "RequestTemplates": {"application/json": "{ statusCode: 204 }"}, "IntegrationResponses": [{"StatusCode": "204", "ResponseTemplates": {"application/json": "`+template+`"}}]}`))
	for origin, allowed := range map[string]bool{
		"https://a.example": true, "https://a.example.evil": false, "https://x.example.org": true, "https://x.example.org.evil": false, "http://https://x.example.org": false, "(": false, "": false,
	} {
		r := httptest.NewRequest("OPTIONS", "/dev/mock", nil)
		r.Header.Set("Origin", origin)
		if got := strings.Join(send(t, api.Do, r).Header.Values("Access-Control-Allow-Origin"), ","); (got == origin && origin != "") != allowed {
			t.Errorf("%q: %q", origin, got)
		}
	}
}
