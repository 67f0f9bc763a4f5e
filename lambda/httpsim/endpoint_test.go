package httpsim_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// returns is a function that always returns the same.
type returns string

func (a returns) Invoke(context.Context, []byte) ([]byte, error) { return []byte(a), nil }

var kinds = []httpevent.Kind{httpevent.ALB, httpevent.ALBMultiValue, httpevent.RESTAPI, httpevent.HTTPAPI, httpevent.FunctionURL}

func get(t *testing.T, d httpsim.Endpoint, h httpsim.Handler) (*httpsim.Response, string) {
	t.Helper()
	response, err := d.Do(h, httptest.NewRequest("GET", "http://example.com/", nil))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func TestEvents(t *testing.T) {
	for _, test := range []struct {
		name, body string
		kind       httpevent.Kind
		edit       func(*http.Request)
		want       map[string]any
	}{
		// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#multi-value-headers:
		// the request http://www.example.com?&myKey=val1&myKey=val2 with two cookie headers,
		// without and with multi-value headers.
		{name: "last value", kind: httpevent.ALB, want: map[string]any{
			"queryStringParameters": set{"myKey": "val2"}, "headers.cookie": "name2=value2", "multiValueHeaders": nil, "path": "/"}},
		{name: "all values", kind: httpevent.ALBMultiValue, want: map[string]any{
			"multiValueQueryStringParameters": set{"myKey": []any{"val1", "val2"}}, "multiValueHeaders.cookie": []any{"name1=value1", "name2=value2"}, "headers": nil}},
		{name: "undecoded", kind: httpevent.ALB, edit: func(r *http.Request) { r.URL.RawQuery = "q=a%20b%26c&%65=+" },
			want: map[string]any{"queryStringParameters": set{"q": "a%20b%26c", "%65": "+"}}},
		{name: "no query", kind: httpevent.ALB, edit: func(r *http.Request) { r.URL.RawQuery = "" },
			want: map[string]any{"queryStringParameters": set{}, "body": "", "isBase64Encoded": false}},
		{name: "decoded", kind: httpevent.RESTAPI, edit: func(r *http.Request) { r.URL.RawQuery = "q=a%20b%26c&%65=+" },
			want: map[string]any{"queryStringParameters": set{"q": "a b&c", "e": " "}, "multiValueQueryStringParameters.q": []any{"a b&c"}}},
		{name: "nothing", kind: httpevent.RESTAPI, edit: func(r *http.Request) { r.URL.RawQuery = "" }, want: map[string]any{
			"queryStringParameters": nil, "multiValueQueryStringParameters": nil, "pathParameters": nil, "stageVariables": nil, "body": nil, "resource": "/", "requestContext.path": "/dev/"}},
		{name: "below", kind: httpevent.RESTAPI, edit: func(r *http.Request) { r.URL.Path = "/echo/x" }, want: map[string]any{
			"pathParameters": set{"proxy": "echo/x"}, "resource": "/{proxy+}", "path": "/echo/x", "requestContext.path": "/dev/echo/x", "headers.Cookie": "name2=value2"}},
		{name: "names as sent", kind: httpevent.RESTAPI, edit: func(r *http.Request) { r.Header["x-LOUD"] = []string{"1"} }, want: map[string]any{"headers.x-LOUD": "1"}},
		{name: "cookies apart", kind: httpevent.HTTPAPI, want: map[string]any{
			"cookies": []any{"name1=value1", "name2=value2"}, "headers.cookie": nil, "rawQueryString": "&myKey=val1&myKey=val2", "queryStringParameters": set{"myKey": "val1,val2"}, "body": nil}},
		{name: "joined", kind: httpevent.FunctionURL, edit: func(r *http.Request) { r.Header["X-A"] = []string{"1", "2"} }, want: map[string]any{"headers.x-a": "1,2"}},
		{name: "JSON is text", kind: httpevent.ALB, body: `{"é":1}`, edit: typed("application/json; charset=utf-8", ""), want: map[string]any{"body": `{"é":1}`, "isBase64Encoded": false}},
		{name: "a form is not", kind: httpevent.ALB, body: "a=1", edit: typed("application/x-www-form-urlencoded", ""), want: map[string]any{"body": "YT0x", "isBase64Encoded": true}},
		{name: "nor is what is encoded", kind: httpevent.ALBMultiValue, body: "a=1", edit: typed("text/plain", "gzip"), want: map[string]any{"body": "YT0x", "isBase64Encoded": true}},
		{name: "nor what has no type", kind: httpevent.HTTPAPI, body: "a=1", want: map[string]any{"body": "YT0x", "isBase64Encoded": true}},
		{name: "REST is told", kind: httpevent.RESTAPI, body: "a=1", edit: typed("image/png", ""), want: map[string]any{"body": "a=1", "isBase64Encoded": false}},
		{name: "forwarded", kind: httpevent.ALB, edit: func(r *http.Request) { r.Header.Set("X-Forwarded-For", "10.9.8.7") }, want: map[string]any{
			"headers.x-forwarded-for": "10.9.8.7, 192.0.2.1", "headers.x-forwarded-port": "80", "headers.x-forwarded-proto": "http", "headers.host": "www.example.com"}},
	} {
		t.Run(fmt.Sprint(test.kind, " ", test.name), func(t *testing.T) {
			r := httptest.NewRequest("POST", "http://www.example.com?&myKey=val1&myKey=val2", strings.NewReader(test.body))
			r.Header["Cookie"] = []string{"name1=value1", "name2=value2"}
			if test.edit != nil {
				test.edit(r)
			}
			event, err := httpsim.Endpoint{Kind: test.kind}.Event(r)
			if err != nil {
				t.Fatal(err)
			}
			for path, want := range test.want {
				var got any = parse(t, event)
				for name := range strings.SplitSeq(path, ".") {
					inner, _ := got.(map[string]any)
					got = inner[name]
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s = %#v, want %#v", path, got, want)
				}
			}
			if trace := fmt.Sprint(parse(t, event)); !strings.Contains(trace, "Root=1-") {
				t.Error("no trace id")
			}
		})
	}
}

func typed(contentType, encoding string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set("Content-Type", contentType)
		if encoding != "" {
			r.Header.Set("Content-Encoding", encoding)
		}
	}
}

func TestVerdicts(t *testing.T) {
	const multi, single, rest, web, function = httpevent.ALBMultiValue, httpevent.ALB, httpevent.RESTAPI, httpevent.HTTPAPI, httpevent.FunctionURL
	for _, test := range []struct {
		kind     httpevent.Kind
		returned string
		status   int
		reason   string // of which it must have this part
	}{
		{multi, `{"statusCode":200,"statusDescription":"200 OK","isBase64Encoded":false,"multiValueHeaders":{"A":["1","2"]},"body":"x"}`, 200, ""},
		{multi, `{"statusCode":200,"headers":{"A":"1"}}`, 502, "headers used, but the target group has multi-value on"},
		{single, `{"statusCode":200,"multiValueHeaders":{"A":["1"]}}`, 502, "multiValueHeaders used, but the target group has multi-value off"},
		{single, `{"statusCode":200,"headers":null}`, 502, "headers is null"},
		{single, `{"statusCode":"200"}`, 502, `statusCode "200" is not a number`},
		{single, `{"body":""}`, 502, "statusCode is missing"},
		{single, `{"statusCode":404,"statusDescription":"200 OK"}`, 502, "does not begin with the status 404"},
		{single, `{"statusCode":200,"body":{"a":1}}`, 502, "body is not a string"},
		{single, `{"statusCode":200,"isBase64Encoded":true,"body":"?"}`, 502, "isBase64Encoded is true, but body"},
		{single, `{"statusCode":200,"isBase64Encoded":1}`, 502, "neither true nor false"},
		{single, `{"statusCode":200,"headers":{"A":["1"]}}`, 502, "each name must have one string"},
		{single, `{"statusCode":200,"headers":{"A b":"1"}}`, 502, `"A b" is not a token`},
		{single, `{"statusCode":200,"headers":{"A":"1\r\nB: 2"}}`, 502, "control character"},
		{single, `"text"`, 502, "not a JSON object"},
		{single, `{"statusCode":200,"body":"` + strings.Repeat("x", 1_000_000) + `"}`, 502, "the limit is 1000000"},
		{rest, `{"statusCode":200,"body":"` + strings.Repeat("x", 1_000_000) + `"}`, 200, ""},
		{rest, `{"statusCode":200,"body":"` + strings.Repeat("x", 6<<20) + `"}`, 502, "the limit is 6291456"},
		{rest, `{"statusCode":200,"body":null}`, 502, "body is null"},
		{rest, `{"statusCode":200,"headers":{"a":"1"},"multiValueHeaders":{"a":["1","2"],"b":["3"]}}`, 200, ""},
		{rest, `{}`, 502, "statusCode is missing"},
		{web, `{"statusCode":777}`, 500, "statusCode 777"},
		{web, `{"greeting":"hello"}`, 200, ""},
		{web, `{"statusCode":200,"cookies":"a=1"}`, 500, "cookies is not an array"},
		{function, `"hello"`, 200, ""},
		{function, `{"statusCode":200,`, 502, "not a JSON object"},
		{function, `{"statusCode":201,"headers":null}`, 201, ""},
	} {
		response, _ := get(t, httpsim.Endpoint{Kind: test.kind}, returns(test.returned))
		if response.StatusCode != test.status || !strings.Contains(response.Reason, test.reason) || (test.reason == "") != (response.Reason == "") {
			t.Errorf("%s %.80s: %d %q, want %d %q", test.kind, test.returned, response.StatusCode, response.Reason, test.status, test.reason)
		}
	}
}

func TestResponses(t *testing.T) {
	response, body := get(t, httpsim.Endpoint{Kind: httpevent.HTTPAPI}, returns(`{"statusCode":201,"headers":{"a":"1, 2"},"cookies":["x=1","y=2"],"isBase64Encoded":true,"body":"AP8="}`))
	if response.StatusCode != 201 || body != "\x00\xff" || response.Header.Get("A") != "1, 2" || len(response.Header.Values("Set-Cookie")) != 2 {
		t.Errorf("%v %q", response.Response, body)
	}
	response, body = get(t, httpsim.Endpoint{Kind: httpevent.HTTPAPI}, returns(`{"greeting":"hello"}`))
	if body != `{"greeting":"hello"}` || response.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%v %q", response.Header, body)
	}
	response, _ = get(t, httpsim.Endpoint{Kind: httpevent.RESTAPI}, returns(`{"statusCode":200,"headers":{"a":"1"},"multiValueHeaders":{"a":["1","2"]}}`))
	if got := response.Header.Values("A"); !reflect.DeepEqual(got, []string{"1", "2"}) {
		t.Errorf("merged to %q", got)
	}
	const image = `{"statusCode":200,"isBase64Encoded":true,"body":"AP8="}`
	if _, body = get(t, httpsim.Endpoint{Kind: httpevent.RESTAPI}, returns(image)); body != "AP8=" {
		t.Errorf("%q: a REST API without binary media types decodes nothing", body)
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept", "image/png, */*")
	binary, err := httpsim.Endpoint{Kind: httpevent.RESTAPI, BinaryMediaTypes: []string{"image/*"}}.Do(returns(image), r)
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := io.ReadAll(binary.Body); string(b) != "\x00\xff" {
		t.Errorf("%q", b)
	}
}

type fails struct{}

func (fails) Invoke(context.Context, []byte) ([]byte, error) { return nil, errors.New("boom") }

type sleeps struct{}

func (sleeps) Invoke(ctx context.Context, _ []byte) ([]byte, error) {
	<-ctx.Done()
	time.Sleep(10 * time.Millisecond)
	return []byte(`{"statusCode":200}`), nil
}

func TestFailures(t *testing.T) {
	failed := []int{502, 502, 502, 500, 502}
	late := []int{502, 502, 504, 503, 502}
	for i, kind := range kinds {
		if response, _ := get(t, httpsim.Endpoint{Kind: kind}, fails{}); response.StatusCode != failed[i] || response.Reason != "the function failed: boom" {
			t.Errorf("%s: %d %s", kind, response.StatusCode, response.Reason)
		}
		if response, _ := get(t, httpsim.Endpoint{Kind: kind, Timeout: time.Millisecond}, sleeps{}); response.StatusCode != late[i] || response.Reason != "the function did not respond in time" {
			t.Errorf("%s: %d %s", kind, response.StatusCode, response.Reason)
		}
	}
	if _, err := (httpsim.Endpoint{}).Event(httptest.NewRequest("GET", "/", nil)); err == nil {
		t.Error("a front end of no kind made an event")
	}
}

func TestRequestLimits(t *testing.T) {
	for _, test := range []struct {
		kind   httpevent.Kind
		size   int
		reason string
	}{
		{httpevent.ALB, 1_000_000, ""},
		{httpevent.ALB, 1_000_001, "the load balancer accepts at most 1000000"},
		{httpevent.ALBMultiValue, 1_000_001, "the load balancer accepts at most 1000000"},
		{httpevent.RESTAPI, 6_000_000, ""},
		{httpevent.RESTAPI, 6 << 20, "Lambda accepts at most 6291456"},
		{httpevent.HTTPAPI, 10<<20 + 1, "API Gateway accepts at most 10485760"},
		{httpevent.FunctionURL, 6<<20 + 1, "a function URL accepts at most 6291456"},
	} {
		r := httptest.NewRequest("POST", "/", bytes.NewReader(bytes.Repeat([]byte("x"), test.size)))
		r.Header.Set("Content-Type", "text/plain")
		response, err := httpsim.Endpoint{Kind: test.kind}.Do(returns(`{"statusCode":200}`), r)
		if err != nil {
			t.Fatal(err)
		}
		status := 200
		if test.reason != "" {
			status = 413
		}
		if response.StatusCode != status || !strings.Contains(response.Reason, test.reason) || (response.Event == nil) != (status == 413) {
			t.Errorf("%s, %d bytes: %d %q", test.kind, test.size, response.StatusCode, response.Reason)
		}
	}
}
