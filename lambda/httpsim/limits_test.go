package httpsim_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

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
