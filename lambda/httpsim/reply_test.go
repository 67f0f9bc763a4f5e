package httpsim_test

import (
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

func TestReplies(t *testing.T) {
	for _, test := range []struct {
		kind     httpevent.Kind
		returned string
		reason   string
	}{
		{httpevent.RESTAPI, `{"statusCode":200,"multiValueHeaders":null}`, ""},
		{httpevent.RESTAPI, `{"statusCode":200,"statusDescription":"200 OK"}`, "statusDescription is not a member"},
		{httpevent.RESTAPI, `{"statusCode":200,"isBase64Encoded":null}`, "isBase64Encoded is null"},
		{httpevent.RESTAPI, `{"statusCode":200,"headers":{"a":null}}`, "each name must have one string"},
		{httpevent.RESTAPI, `{"statusCode":200,"headers":{"a":["1"]}}`, "each name must have one string"},
		{httpevent.RESTAPI, `{"statusCode":200,"headers":{"a":{}}}`, "each name must have one string"},
		{httpevent.RESTAPI, `{"statusCode":200,"headers":{"a":1.50}}`, ""},
		{httpevent.RESTAPI, `{"statusCode":200,"headers":[]}`, "each name must have one string"},
		{httpevent.RESTAPI, `null`, "not a JSON object"},
		{httpevent.ALB, `null`, "not a JSON object"},
		{httpevent.ALB, `{"statusCode":200,"headers":{"a":null}}`, "each name must have one string"},
		{httpevent.ALB, `{"statusCode":200,"headers":{"a":1}}`, "each name must have one string"},
		{httpevent.ALB, `{"statusCode":200,"unknown":1}`, ""},
		{httpevent.ALB, `{"statusCode":200,"statusDescription":200}`, "does not begin with the status"},
		{httpevent.ALB, `{"statusCode":200,"statusDescription":"200"}`, "does not begin with the status"},
		{httpevent.ALB, `{"statusCode":200,"headers":{"":"1"}}`, `"" is not a token`},
		{httpevent.ALB, `{"statusCode":200,"headers":{"a\u007f":"1"}}`, `is not a token`},
		{httpevent.ALB, `{"statusCode":200,"headers":{"a":"\t"}}`, ""},
		{httpevent.ALB, `{"statusCode":200,"headers":{"a":"\u007f"}}`, "control character"},
		{httpevent.ALB, `{"statusCode":200,"headers":{"a":"\u001f"}}`, "control character"},
		{httpevent.ALB, `{"statusCode":200,"headers":{"a":" ~é"}}`, ""},
		{httpevent.ALBMultiValue, `{"statusCode":200,"multiValueHeaders":{"a":"1"}}`, "each name must have an array of strings"},
		{httpevent.Lattice, `{"statusCode":200,"multiValueHeaders":{"a":"1"}}`, ""},
		{httpevent.LatticeV2, `{"statusCode":200,"headers":{"a":["1"]}}`, "each name must have one string"},
		{httpevent.HTTPAPI, `{"statusCode":200,"multiValueHeaders":{"a":"1"}}`, ""},
		{httpevent.HTTPAPIV1, `{"statusCode":200,"multiValueHeaders":{"a":"1"}}`, "each name must have an array of strings"},
		{httpevent.HTTPAPIV1, `{"statusCode":200,"cookies":"a=1"}`, ""},
		{httpevent.HTTPAPIV1, `{"statusCode":200,"body":null}`, "body is null"},
		{httpevent.FunctionURL, `null`, ""},
		{httpevent.FunctionURL, `{"statusCode":null}`, "statusCode is missing"},
		{httpevent.ALB, `{"statusCode":200,"isBase64Encoded":true,"body":"eA==\n"}`, "line breaks"},
		{httpevent.ALB, `{"statusCode":200,"isBase64Encoded":true,"body":"eA==\r"}`, "line breaks"},
		{httpevent.FunctionURL, `{"statusCode":200,"isBase64Encoded":true,"body":"eA==\r\n"}`, ""},
		{httpevent.ALB, `{"statusCode":200,"isBase64Encoded":false,"body":"a\r\n"}`, ""},
	} {
		response, _ := get(t, httpsim.Endpoint{Kind: test.kind}, returns(test.returned))
		if !strings.Contains(response.Reason, test.reason) || (test.reason == "") != (response.Reason == "") {
			t.Errorf("%s %s: %d %q, want %q", test.kind, test.returned, response.StatusCode, response.Reason, test.reason)
		}
	}
	if response, _ := get(t, httpsim.Endpoint{Kind: httpevent.RESTAPI}, returns(`{"statusCode":200,"headers":{"a":1.50}}`)); response.Header.Get("A") != "1.50" {
		t.Errorf("%q", response.Header)
	}
}

// Default content types, and the headers that front ends rename.
func TestAddedHeaders(t *testing.T) {
	for _, kind := range all {
		for body, want := range map[string]string{
			"": map[bool]string{true: "application/json"}[kind == httpevent.RESTAPI],
			"x": map[httpevent.Kind]string{httpevent.ALB: "application/octet-stream", httpevent.ALBMultiValue: "application/octet-stream", httpevent.RESTAPI: "application/json",
				httpevent.HTTPAPI: "text/plain; charset=utf-8", httpevent.HTTPAPIV1: "text/plain; charset=utf-8", httpevent.FunctionURL: "application/json"}[kind],
		} {
			if response, _ := get(t, httpsim.Endpoint{Kind: kind}, returns(`{"statusCode":200,"body":"`+body+`"}`)); response.Header.Get("Content-Type") != want {
				t.Errorf("%s, %q: %q, want %q", kind, body, response.Header, want)
			}
		}
		if kind == httpevent.ALBMultiValue {
			continue
		}
		response, _ := get(t, httpsim.Endpoint{Kind: kind}, returns(`{"statusCode":200,"headers":{"content-type":"a/b","Date":"d","WWW-Authenticate":"Basic","TE":"x","Proxy-Connection":"x","X-A":"1"},"body":"x"}`))
		h := response.Header
		if h.Get("Content-Type") != "a/b" || h.Get("X-A") != "1" || h.Get("TE") != "" || h.Get("Proxy-Connection") != "" {
			t.Errorf("%s: %v", kind, h)
		}
		date, authenticate := kind == httpevent.RESTAPI, kind == httpevent.RESTAPI || kind == httpevent.FunctionURL
		if date != (h.Get("X-Amzn-Remapped-Date") == "d") || date == (h.Get("Date") == "d") || authenticate != (h.Get("X-Amzn-Remapped-Www-Authenticate") == "Basic") || authenticate == (h.Get("Www-Authenticate") == "Basic") {
			t.Errorf("%s: %v", kind, h)
		}
	}
}
