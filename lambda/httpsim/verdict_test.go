package httpsim_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// all are the kinds of front ends.
var all = []httpevent.Kind{httpevent.ALB, httpevent.ALBMultiValue, httpevent.RESTAPI, httpevent.HTTPAPIV1, httpevent.HTTPAPI, httpevent.FunctionURL, httpevent.Lattice, httpevent.LatticeV2}

// isHTTPAPI reports whether the front end responds with 500 where others have 502.
func isHTTPAPI(kind httpevent.Kind) bool {
	return kind == httpevent.HTTPAPI || kind == httpevent.HTTPAPIV1
}

func TestStatuses(t *testing.T) {
	for _, kind := range all {
		for status, fine := range map[int]bool{-200: false, 0: false, 99: false, 100: true, 101: true, 200: true, 599: true, 600: false, 1000: false} {
			response, _ := get(t, httpsim.Endpoint{Kind: kind}, returns(`{"statusCode":`+strconv.Itoa(status)+`}`))
			want := status
			if !fine {
				want = map[bool]int{true: 500, false: 502}[isHTTPAPI(kind)]
			}
			if response.StatusCode != want || fine != (response.Reason == "") {
				t.Errorf("%s: %d is %d %q", kind, status, response.StatusCode, response.Reason)
			}
		}
		for _, wrong := range []string{`"abc"`, `"0"`, `"600"`, `200.5`, `true`, `[200]`, `{}`, `null`} {
			response, _ := get(t, httpsim.Endpoint{Kind: kind}, returns(`{"statusCode":`+wrong+`}`))
			if kind.Payload2() && wrong == "null" {
				continue // without a statusCode it is no response
			}
			if response.Reason == "" {
				t.Errorf("%s: %s is %d", kind, wrong, response.StatusCode)
			}
		}
	}
}

// A response has no body where HTTP has none, whatever the function returns.
func TestBodiless(t *testing.T) {
	for _, kind := range all {
		for _, test := range []struct {
			method string
			status int
			body   string
		}{{"HEAD", 200, ""}, {"GET", 204, ""}, {"GET", 304, ""}, {"GET", 200, "hello"}, {"POST", 200, "hello"}, {"HEAD", 404, ""}, {"GET", 203, "hello"}, {"GET", 205, "hello"}, {"GET", 303, "hello"}, {"GET", 305, "hello"}} {
			response, err := httpsim.Endpoint{Kind: kind}.Do(returns(`{"statusCode":`+strconv.Itoa(test.status)+`,"body":"hello"}`), httptest.NewRequest(test.method, "/", nil))
			if err != nil {
				t.Fatal(err)
			}
			if body, err := io.ReadAll(response.Body); err != nil || string(body) != test.body || response.ContentLength != int64(len(test.body)) || response.StatusCode != test.status {
				t.Errorf("%s, %s: %d %q", kind, test.method, response.StatusCode, body)
			}
		}
	}
}

// TestExactLimits: what is at a limit passes, one byte more does not.
func TestExactLimits(t *testing.T) {
	for _, kind := range []httpevent.Kind{httpevent.ALB, httpevent.ALBMultiValue, httpevent.FunctionURL} {
		limit := 6 << 20
		if kind.IsALB() {
			limit = 1_000_000
		}
		frame := `{"statusCode":200,"body":""}`
		for more, fine := range map[int]bool{0: true, 1: false} {
			body := strings.Repeat("x", limit-len(frame)+more)
			response, _ := get(t, httpsim.Endpoint{Kind: kind}, returns(`{"statusCode":200,"body":"`+body+`"}`))
			if fine != (response.Reason == "") || !fine && !strings.Contains(response.Reason, "the limit is "+strconv.Itoa(limit)) {
				t.Errorf("%s, %d more: %d %q", kind, more, response.StatusCode, response.Reason)
			}
		}
	}
	header := func(kind httpevent.Kind, header http.Header) string {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header = header
		response, err := httpsim.Endpoint{Kind: kind}.Do(returns(`{"statusCode":200}`), r)
		if err != nil {
			t.Fatal(err)
		}
		return response.Reason
	}
	x := func(n int) string { return strings.Repeat("x", n) }
	const field = len("X-A: \r\n")
	for _, test := range []struct {
		name   string
		kind   httpevent.Kind
		header func(more int) http.Header
	}{
		{"a header of 16 K", httpevent.ALB, func(more int) http.Header { return http.Header{"X-A": {x(16<<10 - field + more)}} }},
		{"headers of 64 K", httpevent.ALBMultiValue, func(more int) http.Header {
			return http.Header{"X-A": {x(16<<10 - field), x(16<<10 - field), x(16<<10 - field)}, "X-B": {x(16<<10 - 2*field)}, "X-C": {x(more)}}
		}},
		{"30 addresses", httpevent.ALB, func(more int) http.Header {
			return http.Header{"X-Forwarded-For": {strings.Repeat("10.0.0.1,", 28+more) + "10.0.0.2", "10.0.0.3"}}
		}},
		{"10,240 bytes of values at a REST API", httpevent.RESTAPI, func(more int) http.Header {
			return http.Header{"X-A": {x(5000), x(10_240 - 5000 - len("example.com") + more)}}
		}},
		{"10,240 bytes at an HTTP API", httpevent.HTTPAPI, func(more int) http.Header {
			return http.Header{"X-A": {x(10_240 - len("GET / HTTP/1.1") - len("example.com") + more)}}
		}},
		{"10,240 bytes at an HTTP API of payload 1.0", httpevent.HTTPAPIV1, func(more int) http.Header {
			return http.Header{"X-A": {x(10_240 - len("GET / HTTP/1.1") - len("example.com") + more)}}
		}},
	} {
		if reason := header(test.kind, test.header(0)); reason != "" {
			t.Errorf("%s: %s", test.name, reason)
		}
		if reason := header(test.kind, test.header(1)); reason == "" {
			t.Errorf("more than %s are accepted", test.name)
		}
	}
	for _, kind := range []httpevent.Kind{httpevent.FunctionURL, httpevent.Lattice} {
		if reason := header(kind, http.Header{"X-A": {x(17 << 10)}}); reason != "" {
			t.Errorf("%s: %s", kind, reason)
		}
	}
	for more, fine := range map[int]bool{0: true, 1: false} {
		target := "/?" + x(16<<10-len("GET /? HTTP/1.1\r\n")+more)
		response, err := httpsim.Endpoint{Kind: httpevent.ALB}.Do(returns(`{"statusCode":200}`), httptest.NewRequest("GET", target, nil))
		if err != nil {
			t.Fatal(err)
		}
		if fine != (response.Reason == "") || !fine && response.StatusCode != 400 {
			t.Errorf("a request line of 16 K and %d: %d %s", more, response.StatusCode, response.Reason)
		}
	}
	for more, fine := range map[int]bool{0: true, 1: false} {
		response, _ := get(t, httpsim.Endpoint{Kind: httpevent.ALB}, returns(`{"statusCode":200,"headers":{"X-A":"`+x(32<<10-field+more)+`"}}`))
		if fine != (response.Reason == "") || !fine && !strings.Contains(response.Reason, "32769 bytes") {
			t.Errorf("headers of 32 K and %d: %d %s", more, response.StatusCode, response.Reason)
		}
	}
}

// The bodies with which front ends respond themselves.
func TestOwnPages(t *testing.T) {
	const html = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
	for _, kind := range all {
		contentType, want := "application/json", `{"message": "Internal server error"}`
		switch {
		case kind.IsALB():
			contentType, want = "text/html", html
		case isHTTPAPI(kind):
			want = `{"message": "Internal Server Error"}`
		}
		if response, body := get(t, httpsim.Endpoint{Kind: kind}, fails{}); body != want || response.Header.Get("Content-Type") != contentType {
			t.Errorf("%s: %q %v", kind, body, response.Header)
		}
		r := httptest.NewRequest("POST", "/", bytes.NewReader(make([]byte, 10<<20+1)))
		response, err := httpsim.Endpoint{Kind: kind}.Do(fails{}, r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if want := `{"message": "Request Too Long"}`; err != nil || response.StatusCode != 413 || kind.IsALB() != strings.HasPrefix(string(body), "<html>\r\n<head><title>413 Request Entity Too Large</title>") || !kind.IsALB() && string(body) != want {
			t.Errorf("%s: %d %q", kind, response.StatusCode, body)
		}
	}
	for kind, want := range map[httpevent.Kind]string{httpevent.RESTAPI: `{"message": "Endpoint request timed out"}`, httpevent.HTTPAPI: `{"message": "Service Unavailable"}`, httpevent.HTTPAPIV1: `{"message": "Service Unavailable"}`} {
		if _, body := get(t, httpsim.Endpoint{Kind: kind, Timeout: 1}, sleeps{}); body != want {
			t.Errorf("%s: %q", kind, body)
		}
	}
	if _, body := get(t, httpsim.Endpoint{Kind: httpevent.RESTAPI, BinaryMediaTypes: []string{"*/*"}}, returns(`{"statusCode":200}`)); body != "" {
		t.Errorf("%q", body)
	}
}

// The request can be sent again: its body is as it was.
func TestBodyIsRestored(t *testing.T) {
	for _, kind := range all {
		r := httptest.NewRequest("POST", "/", strings.NewReader("hello"))
		for range 2 {
			if _, err := (httpsim.Endpoint{Kind: kind}).Event(r); err != nil {
				t.Fatal(err)
			}
		}
		if body, err := io.ReadAll(r.Body); err != nil || string(body) != "hello" {
			t.Errorf("%s: %q, %v", kind, body, err)
		}
		r.Body = io.NopCloser(&failing{})
		if _, err := (httpsim.Endpoint{Kind: kind}).Do(returns("{}"), r); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %v", kind, err)
		}
		r.Body = nil
		if _, err := (httpsim.Endpoint{Kind: kind}).Event(r); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

type failing struct{}

func (*failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// A rejected request reaches no function, and Event says why.
func TestRejections(t *testing.T) {
	never := streams(nil) // would panic
	for _, edit := range []func(*http.Request){
		func(r *http.Request) { r.Header.Set("Upgrade", "websocket") },
		func(r *http.Request) { r.Method = "TRACE" },
		func(r *http.Request) { r.TransferEncoding = []string{"gzip", "chunked"} },
	} {
		r := httptest.NewRequest("GET", "/", nil)
		edit(r)
		for _, kind := range []httpevent.Kind{httpevent.ALB, httpevent.ALBMultiValue} {
			response, err := httpsim.Endpoint{Kind: kind}.Do(never, r)
			if err != nil || response.Reason == "" || response.Event != nil || response.Returned != nil {
				t.Errorf("%v, %+v", err, response)
			}
			if _, err := (httpsim.Endpoint{Kind: kind}).Event(r); err == nil || err.Error() != response.Reason {
				t.Errorf("%v, want %s", err, response.Reason)
			}
		}
		for _, kind := range all[2:] {
			if _, err := (httpsim.Endpoint{Kind: kind}).Event(r); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
		}
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.TransferEncoding = []string{"identity", "chunked"}
	if _, err := (httpsim.Endpoint{Kind: httpevent.ALB}).Event(r); err != nil {
		t.Error(err)
	}
	for kind, want := range map[httpevent.Kind]string{httpevent.Unknown: "unknown", httpevent.LatticeV2 + 1: "unknown"} {
		if _, err := (httpsim.Endpoint{Kind: kind}).Event(r); err == nil || err.Error() != "httpsim: no front end is of the kind "+want {
			t.Error(err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (httpsim.Endpoint{Kind: httpevent.ALB}).Do(sleeps{}, r.WithContext(ctx)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v for a client that is gone", err)
	}
}

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
