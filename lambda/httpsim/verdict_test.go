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
