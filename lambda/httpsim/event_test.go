package httpsim_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// at returns the member of an event at a path.
func at(t *testing.T, event []byte, path string) any {
	t.Helper()
	var got any = parse(t, event)
	for name := range strings.SplitSeq(path, ".") {
		inner, _ := got.(map[string]any)
		got = inner[name]
	}
	return got
}

// TestStages: an HTTP API's path begins with its stage, a REST API's does not, and other front ends
// have none.
func TestStages(t *testing.T) {
	for _, test := range []struct {
		kind        httpevent.Kind
		stage       string
		target      string
		path, stays any // at the path of the event, and that of the context
		where, in   string
	}{
		{httpevent.HTTPAPI, "", "/a b", "/a b", "/a b", "rawPath", "requestContext.http.path"},
		{httpevent.HTTPAPI, "dev", "/a", "/dev/a", "/dev/a", "rawPath", "requestContext.http.path"},
		{httpevent.HTTPAPI, "dev", "", "/dev/", "/dev/", "rawPath", "requestContext.http.path"},
		{httpevent.HTTPAPI, "$default", "", "/", "/", "rawPath", "requestContext.http.path"},
		{httpevent.HTTPAPIV1, "dev", "/a", "/dev/a", "/dev/a", "path", "requestContext.path"},
		{httpevent.HTTPAPIV1, "", "/a", "/a", "/a", "path", "requestContext.path"},
		{httpevent.RESTAPI, "", "/a", "/a", "/dev/a", "path", "requestContext.path"},
		{httpevent.RESTAPI, "prod", "", "/", "/prod/", "path", "requestContext.path"},
		{httpevent.RESTAPI, "prod", "///a//b/", "/a//b/", "/prod///a//b/", "path", "requestContext.path"},
		{httpevent.FunctionURL, "dev", "/a", "/a", "/a", "rawPath", "requestContext.http.path"},
	} {
		r := httptest.NewRequest("GET", "http://example.com/", nil)
		r.URL.Path = test.target
		event, err := httpsim.Endpoint{Kind: test.kind, Stage: test.stage}.Event(r)
		if err != nil {
			t.Fatal(err)
		}
		stage := test.stage
		switch {
		case test.kind == httpevent.FunctionURL, stage == "" && test.kind != httpevent.RESTAPI:
			stage = "$default"
		case stage == "":
			stage = "dev"
		}
		if at(t, event, test.where) != test.path || at(t, event, test.in) != test.stays || at(t, event, "requestContext.stage") != stage {
			t.Errorf("%s, %q, %q: %s", test.kind, test.stage, test.target, event)
		}
	}
}

// The path parameter of a REST API has no slash at its end, and the root has none.
func TestPathParameters(t *testing.T) {
	for target, want := range map[string]any{"/": nil, "//": nil, "/a/": "a", "/a/b": "a/b", "/a%2F": "a%2F", "//a": "a"} {
		event, err := httpsim.Endpoint{Kind: httpevent.RESTAPI}.Event(httptest.NewRequest("GET", "http://example.com"+target, nil))
		if err != nil {
			t.Fatal(err)
		}
		resource := "/{proxy+}"
		if want == nil {
			resource = "/"
		}
		if at(t, event, "pathParameters.proxy") != want || at(t, event, "resource") != resource || at(t, event, "requestContext.resourcePath") != resource {
			t.Errorf("%s: %s", target, event)
		}
	}
}

// The domain has no port, the Host header has the client's.
func TestHosts(t *testing.T) {
	for _, test := range []struct {
		kind                 httpevent.Kind
		host, domain, prefix string
	}{
		{httpevent.RESTAPI, "id.execute-api.us-east-1.amazonaws.com", "id.execute-api.us-east-1.amazonaws.com", "id"},
		{httpevent.RESTAPI, "127.0.0.1:8080", "127.0.0.1", "127"},
		{httpevent.HTTPAPIV1, "api.example.com:443", "api.example.com", "api"},
		{httpevent.HTTPAPI, "api.example.com", "api.example.com", "api"},
		{httpevent.FunctionURL, "id.lambda-url.eu-west-1.on.aws", "id.lambda-url.eu-west-1.on.aws", "id"},
		{httpevent.FunctionURL, "localhost:8080", "1234567890.lambda-url.us-east-1.on.aws", "1234567890"},
	} {
		for _, inURL := range []bool{false, true} {
			r := httptest.NewRequest("GET", "/", nil)
			r.Host = test.host
			if inURL {
				r.Host, r.URL.Host = "", test.host
			}
			event, err := httpsim.Endpoint{Kind: test.kind}.Event(r)
			if err != nil {
				t.Fatal(err)
			}
			read := httpevent.Read(event)
			if read.Host() != test.host || at(t, event, "requestContext.domainName") != test.domain || at(t, event, "requestContext.domainPrefix") != test.prefix {
				t.Errorf("%s: %s", test.kind, event)
			}
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, kind := range all {
		for from, want := range map[string]string{"203.0.113.9:1": "203.0.113.9", "[2001:db8::1]:1": "2001:db8::1", "": "192.0.2.1", "@": "192.0.2.1"} {
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = from
			event, err := httpsim.Endpoint{Kind: kind}.Event(r)
			if err != nil {
				t.Fatal(err)
			}
			if read := httpevent.Read(event); read.SourceIP() != want || read.Header().Get("X-Forwarded-For") != want {
				t.Errorf("%s, %q: %s, %s", kind, from, read.SourceIP(), read.Header().Get("X-Forwarded-For"))
			}
			r.Header["X-Forwarded-For"] = []string{"10.0.0.1", "10.0.0.2"}
			event, err = httpsim.Endpoint{Kind: kind}.Event(r)
			if err != nil {
				t.Fatal(err)
			}
			appended := want
			if kind.IsALB() && strings.Contains(want, ":") {
				appended = "[" + want + "]"
			}
			if read := httpevent.Read(event); read.SourceIP() != want || read.Header().Get("X-Forwarded-For") != "10.0.0.1, 10.0.0.2, "+appended {
				t.Errorf("%s, %q: %s, %s", kind, from, read.SourceIP(), read.Header().Get("X-Forwarded-For"))
			}
		}
	}
}

// Only a load balancer touches a trace that there is.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html
func TestTraces(t *testing.T) {
	now := time.Unix(0x67891233, 0x17)
	const id, root = "1-67891233-00000000181b3158dc0a3e17", "Root=1-11111111-abcdef012345678912345678"
	for _, kind := range all {
		for sent, want := range map[string]string{
			"":                             "Root=" + id,
			root:                           "Self=" + id + ";" + root,
			root + ";CalledFrom=app":       "Self=" + id + ";" + root + ";CalledFrom=app",
			"Self=1-1-2;" + root:           "Self=" + id + ";" + root,
			root + "; Self=1-1-2":          "Self=" + id + ";" + root,
			"CalledFrom=app":               "Self=" + id + ";CalledFrom=app",
			root + ";Selfish=1;" + "a=b=c": "Self=" + id + ";" + root + ";Selfish=1;a=b=c",
		} {
			r := httptest.NewRequest("GET", "/", nil)
			if sent != "" {
				r.Header.Set("X-Amzn-Trace-Id", sent)
				if !kind.IsALB() {
					want = sent
				}
			}
			event, err := httpsim.Endpoint{Kind: kind, Time: now}.Event(r)
			if err != nil {
				t.Fatal(err)
			}
			if got := httpevent.Read(event).Header().Get("X-Amzn-Trace-Id"); got != want {
				t.Errorf("%s, %q: %q, want %q", kind, sent, got, want)
			}
		}
	}
	// Over 7 KB of headers a trace begins anew.
	for more, want := range map[int]string{0: "Self=" + id + ";" + root, 1: "Root=" + id} {
		r := httptest.NewRequest("GET", "http://h/", nil)
		r.Header.Set("X-Amzn-Trace-Id", root)
		used := len("X-Amzn-Trace-Id: \r\n") + len(root) + len("Host: h\r\n") + len("X-Forwarded-For: 192.0.2.1\r\n") + len("X-Forwarded-Port: 80\r\n") + len("X-Forwarded-Proto: http\r\n") + len("X-A: \r\n")
		r.Header.Set("X-A", strings.Repeat("x", 7<<10-used+more))
		event, err := httpsim.Endpoint{Kind: httpevent.ALB, Time: now}.Event(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := httpevent.Read(event).Header().Get("X-Amzn-Trace-Id"); got != want {
			t.Errorf("%d more: %q, want %q", more, got, want)
		}
	}
}
