package httpsim_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/runtimeloop"
)

// An event of 6 MB passes, one byte more does not.
func TestEventLimit(t *testing.T) {
	endpoint := httpsim.Endpoint{Kind: httpevent.RESTAPI, Time: time.Unix(1, 0)}
	request := func(n int) *http.Request {
		r := httptest.NewRequest("POST", "/", strings.NewReader(strings.Repeat("x", n)))
		r.Header.Set("Content-Type", "text/plain")
		return r
	}
	small, err := endpoint.Event(request(1))
	if err != nil {
		t.Fatal(err)
	}
	most := 6<<20 - len(small) + 1
	if event, err := endpoint.Event(request(most)); err != nil || len(event) != 6<<20 {
		t.Errorf("%d bytes, %v", len(event), err)
	}
	if _, err := endpoint.Event(request(most + 1)); err == nil || err.Error() != "the event is 6291457 bytes of JSON, and Lambda accepts at most 6291456" {
		t.Error(err)
	}
}

// A function that can stream and fails, behind a front end that buffers.
func TestStreamHandlerFails(t *testing.T) {
	function := streams(func(context.Context, runtimeloop.Stream) ([]byte, error) { return nil, errors.New("boom") })
	if response, _ := get(t, httpsim.Endpoint{Kind: httpevent.ALB}, function); response.StatusCode != 502 || response.Reason != "the function failed: boom" {
		t.Errorf("%d %q", response.StatusCode, response.Reason)
	}
	written := streams(func(_ context.Context, w runtimeloop.Stream) ([]byte, error) {
		w.SetContentType("text/plain")
		_, err := io.WriteString(w, `{"statusCode":201}`)
		return []byte("ignored"), errors.Join(err, w.Flush())
	})
	if response, _ := get(t, httpsim.Endpoint{Kind: httpevent.ALB}, written); response.StatusCode != 201 {
		t.Errorf("%d %q", response.StatusCode, response.Reason)
	}
}

type contexts func(ctx context.Context)

func (f contexts) Invoke(ctx context.Context, _ []byte) ([]byte, error) {
	f(ctx)
	return []byte(`{"statusCode":200}`), nil
}

// The context has the request's id, or that of the caller, and a deadline.
func TestContext(t *testing.T) {
	for _, want := range []string{"c6af9ac6-7b61-11e6-9a41-93e8deadbeef", "own"} {
		for kind, timeout := range map[httpevent.Kind]time.Duration{httpevent.ALB: 3 * time.Second, httpevent.RESTAPI: 29 * time.Second, httpevent.HTTPAPI: 30 * time.Second,
			httpevent.HTTPAPIV1: 30 * time.Second, httpevent.FunctionURL: 3 * time.Second, httpevent.LatticeV2: 3 * time.Second} {
			r := httptest.NewRequest("GET", "/", nil)
			if want == "own" {
				r = r.WithContext(lambdacontext.NewContext(r.Context(), &lambdacontext.LambdaContext{AwsRequestID: "own"}))
			}
			before := time.Now()
			function := contexts(func(ctx context.Context) {
				lc, ok := lambdacontext.FromContext(ctx)
				deadline, timed := ctx.Deadline()
				if !ok || lc.AwsRequestID != want || !timed || deadline.Before(before.Add(timeout)) || deadline.After(time.Now().Add(timeout)) {
					t.Errorf("%s: %v, deadline in %s", kind, lc, deadline.Sub(before))
				}
			})
			if _, err := (httpsim.Endpoint{Kind: kind}).Do(function, r); err != nil {
				t.Fatal(err)
			}
		}
	}
	before := time.Now()
	function := streams(func(ctx context.Context, _ runtimeloop.Stream) ([]byte, error) {
		if deadline, _ := ctx.Deadline(); deadline.Before(before.Add(15 * time.Minute)) {
			t.Errorf("a stream of a REST API has %s", deadline.Sub(before))
		}
		return nil, nil
	})
	get(t, streaming[1], function)
}

// Without a time, the request arrives now.
func TestNow(t *testing.T) {
	before := time.Now().Add(-time.Millisecond)
	event, err := httpsim.Endpoint{Kind: httpevent.HTTPAPI}.Event(httptest.NewRequest("GET", "/", nil))
	if err != nil {
		t.Fatal(err)
	}
	number, _ := at(t, event, "requestContext.timeEpoch").(json.Number)
	ms, err := number.Int64()
	if got := time.UnixMilli(ms); err != nil || got.Before(before) || got.After(time.Now()) {
		t.Errorf("%s, %v", got, err)
	}
}

func TestContentLength(t *testing.T) {
	for _, kind := range []httpevent.Kind{httpevent.HTTPAPI, httpevent.FunctionURL} {
		for body, want := range map[string]any{"": nil, "x": "1", "hello": "5"} {
			r := httptest.NewRequest("POST", "/", strings.NewReader(body))
			r.Header.Set("Content-Type", "text/plain")
			event, err := httpsim.Endpoint{Kind: kind}.Event(r)
			if err != nil {
				t.Fatal(err)
			}
			var content any
			if body != "" {
				content = body
			}
			if at(t, event, "headers.content-length") != want || at(t, event, "body") != content {
				t.Errorf("%s, %q: %s", kind, body, event)
			}
		}
		r := httptest.NewRequest("POST", "/", strings.NewReader("x"))
		r.Header.Set("Content-Length", "9")
		event, err := httpsim.Endpoint{Kind: kind}.Event(r)
		if err != nil || at(t, event, "headers.content-length") != "9" {
			t.Errorf("%s, %v", event, err)
		}
	}
	r := httptest.NewRequest("POST", "/", strings.NewReader("x"))
	r.Header.Set("Content-Length", "1")
	event, err := httpsim.Endpoint{Kind: httpevent.RESTAPI}.Event(r)
	if err != nil || httpevent.Read(event).Header().Get("Content-Length") != "" {
		t.Errorf("%s, %v", event, err)
	}
}

// The members of an event of payload format 1.0.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
func TestMembersOfPayload1(t *testing.T) {
	r := httptest.NewRequest("GET", "/?a=1", nil)
	r.Header.Set("User-Agent", "agent")
	event, err := httpsim.Endpoint{Kind: httpevent.HTTPAPIV1}.Event(r)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"requestContext": "accountId apiId domainName domainPrefix extendedRequestId httpMethod identity path protocol requestId requestTime requestTimeEpoch resourceId resourcePath stage",
		"requestContext.identity": "accessKey accountId caller cognitoAmr cognitoAuthenticationProvider cognitoAuthenticationType cognitoIdentityId cognitoIdentityPoolId principalOrgId " +
			"sourceIp user userAgent userArn",
	} {
		members, _ := at(t, event, path).(map[string]any)
		if got := strings.Join(slices.Sorted(maps.Keys(members)), " "); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
	whole := slices.Sorted(maps.Keys(parse(t, event)))
	if got, want := strings.Join(whole, " "), "body headers httpMethod isBase64Encoded multiValueHeaders multiValueQueryStringParameters path pathParameters queryStringParameters requestContext resource stageVariables version"; got != want {
		t.Error(got)
	}
	if at(t, event, "requestContext.identity.userAgent") != "agent" || at(t, event, "requestContext.protocol") != "HTTP/1.1" || at(t, event, "body") != nil {
		t.Errorf("%s", event)
	}
}

// Reasons say what is wrong, and by how much.
func TestReasons(t *testing.T) {
	x := strings.Repeat("x", 11_000)
	for kind, want := range map[httpevent.Kind]string{
		httpevent.RESTAPI: "the header values are 11011 bytes, and API Gateway accepts at most 10240; its pages do not say with which status it rejects more",
		httpevent.HTTPAPI: "the request line and the header values are 11025 bytes, and API Gateway accepts at most 10240; its pages do not say with which status it rejects more",
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("X-A", x)
		if _, err := (httpsim.Endpoint{Kind: kind}).Event(r); err == nil || err.Error() != want {
			t.Errorf("%s: %v", kind, err)
		}
	}
	for _, test := range []struct {
		kind           httpevent.Kind
		returned, want string
	}{
		{httpevent.ALB, `{"statusCode":200,"isBase64Encoded":true,"body":"?"}`, "isBase64Encoded is true, but body: illegal base64 data at input byte 0"},
		{httpevent.FunctionURL, `{"statusCode":200,"statusDescription":"404 Not Found"}`, ""},
		{httpevent.LatticeV2, `{"statusCode":200,"statusDescription":7}`, ""},
		{httpevent.ALB, `{"statusCode":200,"headers":{"!a":"1"}}`, ""},
		{httpevent.ALB, `{"statusCode":200,"headers":{"~a":"1"}}`, ""},
	} {
		if response, _ := get(t, httpsim.Endpoint{Kind: test.kind}, returns(test.returned)); response.Reason != test.want {
			t.Errorf("%s %s: %q", test.kind, test.returned, response.Reason)
		}
	}
	for _, c := range `"(),/:;<=>?@[\]{}` {
		name, _ := json.Marshal("a" + string(c)) // a string
		if response, _ := get(t, httpsim.Endpoint{Kind: httpevent.ALB}, returns(`{"statusCode":200,"headers":{`+string(name)+`:"1"}}`)); !strings.Contains(response.Reason, "is not a token") {
			t.Errorf("%s: %q", name, response.Reason)
		}
	}
}

// After a prelude that is none, the function's writes fail: nobody reads them.
func TestStreamGivenUp(t *testing.T) {
	failed := make(chan error, 1)
	function := streams(func(ctx context.Context, w runtimeloop.Stream) ([]byte, error) {
		_, err := writes("hello"+separator)(ctx, w)
		for err == nil {
			if _, err = w.Write(make([]byte, 4096)); err == nil {
				err = w.Flush()
			}
		}
		failed <- err
		return nil, err
	})
	endpoint := streaming[1]
	endpoint.Timeout = time.Minute
	if response, _ := get(t, endpoint, function); response.StatusCode != 502 {
		t.Errorf("%d", response.StatusCode)
	}
	if err := <-failed; !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}
