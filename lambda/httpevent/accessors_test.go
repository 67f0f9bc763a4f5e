package httpevent_test

import (
	"net/http"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

// TestURL: what an http.Request has of the client's URL, through each form of the path and the
// query.
func TestURL(t *testing.T) {
	stage := func(version, stage, path string) string {
		if version == "1.0" {
			return `{"version":"1.0","resource":"$default","path":"` + path + `","httpMethod":"GET","headers":{},"requestContext":{"stage":"` + stage + `","path":"` + path + `"}}`
		}
		return `{"version":"2.0","rawPath":"` + path + `","headers":{},"requestContext":{"stage":"` + stage + `","domainName":"api.example.com","http":{"method":"GET"}}}`
	}
	for _, test := range []struct{ event, path, decoded, raw, query string }{
		{event(httpevent.ALB, `"path":"/a%20b%2Fc","queryStringParameters":{"q":"1%20","flag":""}`), "/a%20b%2Fc", "/a b/c", "/a%20b%2Fc", "q=1%20&flag"},
		{event(httpevent.ALBMultiValue, `"path":"/a+b","multiValueQueryStringParameters":{"q":["1","x%20y"],"flag":[""]}`), "/a+b", "/a+b", "", "q=1&q=x%20y&flag"},
		{event(httpevent.ALB, `"queryStringParameters":{"a":"","b":"","c":"1"}`), "/p", "/p", "", "a&b&c=1"},
		{event(httpevent.ALB, `"path":"/100%"`), "/100%", "/100%", "", ""},
		{event(httpevent.ALB, `"path":"/caf%c3%a9"`), "/caf%c3%a9", "/café", "/caf%c3%a9", ""},
		{event(httpevent.RESTAPI, `"path":"/a%20b","multiValueQueryStringParameters":{"a b":["1 2&3","+"],"c":["é"],"d":[""]}`), "/a%20b", "/a b", "", "a%20b=1%202%263&a%20b=%2B&c=%C3%A9&d"},
		{stage("1.0", "dev", "/dev/a b"), "/a%20b", "/a b", "", ""},
		{stage("1.0", "dev", "/dev"), "/", "/", "", ""},
		{stage("1.0", "dev", "/dev/"), "/", "/", "", ""},
		{stage("1.0", "dev", "/dev/dev/x"), "/dev/x", "/dev/x", "", ""},
		{stage("1.0", "dev", "/devil"), "/devil", "/devil", "", ""},
		{stage("1.0", "$default", "/$default/x"), "/$default/x", "/$default/x", "", ""},
		{stage("2.0", "dev", "/dev/a b"), "/a%20b", "/a b", "", ""},
		{stage("2.0", "dev", "/dev"), "/", "/", "", ""},
		{stage("2.0", "dev", "/dev//x"), "//x", "//x", "", ""},
		{stage("2.0", "dev", "/devil"), "/devil", "/devil", "", ""},
		{stage("2.0", "", "/x"), "/x", "/x", "", ""},
		{stage("2.0", "dev", "//x"), "//x", "//x", "", ""},
		{stage("2.0", "", "//x"), "//x", "//x", "", ""},
		{stage("2.0", "$default", "/100%"), "/100%25", "/100%", "", ""},
		{event(httpevent.HTTPAPI, `"rawPath":"/a;b","rawQueryString":"q=1&q=x%20y&flag"`), "/a;b", "/a;b", "", "q=1&q=x%20y&flag"},
		{event(httpevent.HTTPAPI, `"rawQueryString":"","queryStringParameters":{"a":"b c"}`), "/p", "/p", "", "a=b%20c"},
		{event(httpevent.FunctionURL, `"rawPath":"/a%20b","rawQueryString":"x"`), "/a%20b", "/a b", "", "x"},
		{event(httpevent.Lattice, `"raw_path":"/a%20b?x=1","query_string_parameters":{"x":"%201"}`), "/a%20b", "/a b", "", "x=%201"},
		{event(httpevent.LatticeV2, `"path":"/a%2Fb?x","queryStringParameters":{"x":["1","2"],"y":"3"}`), "/a%2Fb", "/a/b", "/a%2Fb", "x=1&x=2&y=3"},
		{`{"Records":[]}`, "", "", "", ""},
	} {
		r := httpevent.Read([]byte(test.event))
		if u := r.URL(); r.Path() != test.path || u.Path != test.decoded || u.RawPath != test.raw || u.RawQuery != test.query || r.RawQuery() != test.query || u.Host != "" || u.Scheme != "" {
			t.Errorf("%s: path %q, URL %#v, query %q", test.event, r.Path(), u, r.RawQuery())
		}
	}
}

func TestScheme(t *testing.T) {
	for _, kind := range kinds {
		for proto, want := range map[string]string{"": "http", "http": "http", "https": "https"} {
			headers := `"headers":{"x-forwarded-proto":"` + proto + `"}`
			if kind == httpevent.ALBMultiValue {
				headers = `"multiValueHeaders":{"x-forwarded-proto":["` + proto + `"]}`
			}
			if !kind.IsALB() && !kind.IsLattice() {
				want = "https" // whatever a client says
			}
			if got := httpevent.Read([]byte(event(kind, headers))).Scheme(); got != want {
				t.Errorf("%s, %q: %s", kind, proto, got)
			}
		}
	}
}

func TestProtocol(t *testing.T) {
	for text, want := range map[string]string{
		event(httpevent.ALB, ""): "",
		event(httpevent.RESTAPI, `"requestContext":{"stage":"dev","protocol":"HTTP/1.1"}`):                          "HTTP/1.1",
		event(httpevent.HTTPAPI, `"requestContext":{"domainName":"d","http":{"method":"GET","protocol":"HTTP/2"}}`): "HTTP/2",
	} {
		if got := httpevent.Read([]byte(text)).Protocol(); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestMethod(t *testing.T) {
	for _, method := range []string{"GET", "POST", "PUT", "DELETE", "get", ""} {
		for kind, members := range map[httpevent.Kind]string{
			httpevent.ALB: `"httpMethod":"` + method + `"`, httpevent.RESTAPI: `"httpMethod":"` + method + `"`, httpevent.HTTPAPIV1: `"httpMethod":"` + method + `"`,
			httpevent.HTTPAPI: `"requestContext":{"http":{"method":"` + method + `"}}`, httpevent.Lattice: `"method":"` + method + `"`, httpevent.LatticeV2: `"method":"` + method + `"`,
		} {
			if got := httpevent.Read([]byte(event(kind, members))); got.Method() != method || got.Kind() != kind {
				t.Errorf("%s, %s: %s %s", kind, members, got.Kind(), got.Method())
			}
		}
	}
}

func TestKinds(t *testing.T) {
	for _, kind := range kinds {
		if kind.IsALB() != (kind == httpevent.ALB || kind == httpevent.ALBMultiValue) || kind.IsLattice() != (kind == httpevent.Lattice || kind == httpevent.LatticeV2) ||
			kind.Payload2() != (kind == httpevent.HTTPAPI || kind == httpevent.FunctionURL) {
			t.Errorf("%s: %t %t %t", kind, kind.IsALB(), kind.IsLattice(), kind.Payload2())
		}
	}
	for _, text := range []string{`{"resource":"/","httpMethod":"GET"}`, `{"httpMethod":"GET","requestContext":{"stage":"dev"}}`} {
		if got := httpevent.Read([]byte(text)).Kind(); got != httpevent.RESTAPI {
			t.Errorf("%s: %s", text, got)
		}
	}
	// Events that are almost of VPC Lattice.
	for _, text := range []string{
		`{"raw_path":"/","headers":{}}`, `{"method":"GET","headers":{}}`, `{"version":"2.0","path":"/","method":"GET","headers":{},"requestContext":{}}`,
		`{"version":"1.0","path":"/","method":"GET","headers":{},"requestContext":{"serviceArn":"arn:x"}}`, `{"version":"2.0","path":"/","headers":{},"requestContext":{"serviceArn":"arn:x"}}`,
	} {
		if got := httpevent.Read([]byte(text)).Kind(); got != httpevent.Unknown {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// Cookies are one header, however the event has them:
// https://www.rfc-editor.org/rfc/rfc9113#section-8.2.3
func TestCookies(t *testing.T) {
	for text, want := range map[string]string{
		event(httpevent.ALBMultiValue, `"multiValueHeaders":{"cookie":["a=1","b=2"]}`):      "a=1; b=2",
		event(httpevent.RESTAPI, `"multiValueHeaders":{"Cookie":["a=1"],"cookie":["b=2"]}`): "a=1; b=2",
		event(httpevent.LatticeV2, `"headers":{"cookie":["a=1","b=2"]}`):                    "a=1; b=2",
		event(httpevent.FunctionURL, `"cookies":["a=1","b=2"]`):                             "a=1; b=2",
		event(httpevent.HTTPAPI, `"headers":{"cookie":"a=1"},"cookies":["b=2"]`):            "a=1; b=2",
		event(httpevent.ALB, `"headers":{"cookie":"a=1; b=2"}`):                             "a=1; b=2",
		event(httpevent.ALB, ""): "",
	} {
		h := httpevent.Read([]byte(text)).Header()
		if got := h.Get("Cookie"); got != want || len(h["Cookie"]) > 1 {
			t.Errorf("%s: %q", text, h["Cookie"])
		}
		if n := len((&http.Request{Header: h}).Cookies()); want != "" && n != 2 {
			t.Errorf("%s: net/http finds %d cookies", text, n)
		}
	}
}

func TestSourceIPForms(t *testing.T) {
	for forwarded, want := range map[string]string{
		"10.0.0.1, [2001:db8::1]":      "2001:db8::1",
		"[2001:db8::1]":                "2001:db8::1",
		"10.0.0.1, [2001:db8::1]:5555": "2001:db8::1",
		"2001:db8::1":                  "2001:db8::1",
		"[2001:db8::1":                 "2001:db8::1",
		"[unknown]":                    "[unknown]",
		" 192.0.2.1 ":                  "192.0.2.1",
	} {
		for _, kind := range []httpevent.Kind{httpevent.ALB, httpevent.Lattice} {
			if got := httpevent.Read([]byte(event(kind, `"headers":{"x-forwarded-for":"`+forwarded+`"}`))).SourceIP(); got != want {
				t.Errorf("%s %q: %q, want %q", kind, forwarded, got, want)
			}
		}
		if got := httpevent.Read([]byte(event(httpevent.RESTAPI, `"headers":{"x-forwarded-for":"`+forwarded+`"},"requestContext":{"stage":"dev","identity":{"sourceIp":"192.0.2.9"}}`))).SourceIP(); got != "192.0.2.9" {
			t.Errorf("%q: %q", forwarded, got)
		}
	}
}

// TestCookieHeader: those of payload format 2.0 are one header, however many there are.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
func TestCookieHeader(t *testing.T) {
	for members, want := range map[string]string{
		"": "", `"cookies":[]`: "", `"cookies":["a=1"]`: "a=1", `"cookies":["a=1","b=2"]`: "a=1; b=2", `"cookies":null`: "", `"cookies":{"a":"1"}`: "",
	} {
		for _, kind := range []httpevent.Kind{httpevent.HTTPAPI, httpevent.FunctionURL} {
			values, ok := httpevent.Read([]byte(event(kind, members))).Header()["Cookie"]
			if ok != (want != "") || ok && (len(values) != 1 || values[0] != want) {
				t.Errorf("%s, %s: %q, want %q", kind, members, values, want)
			}
		}
	}
}
