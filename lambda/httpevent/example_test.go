package httpevent_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"

	"example.com/alb-lambda/lambda/httpevent"
)

func ExampleRead() {
	r := httpevent.Read([]byte(`{
		"requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/6d0ecf831eec9f09"}},
		"httpMethod": "POST",
		"path": "/orders",
		"multiValueQueryStringParameters": {"tag": ["a%26b", "c"]},
		"multiValueHeaders": {"content-type": ["image/png"], "x-forwarded-for": ["203.0.113.7, 192.0.2.1"]},
		"body": "iVBORw==",
		"isBase64Encoded": true
	}`))
	body, err := r.Body()
	fmt.Println(r.Kind(), r.Method(), r.Path(), r.SourceIP())
	fmt.Println(r.Query()["tag"], r.Header().Get("Content-Type"))
	fmt.Printf("%q %v\n", body, err)
	// Output:
	// alb-multi-value POST /orders 192.0.2.1
	// [a&b c] image/png
	// "\x89PNG" <nil>
}

func ExampleResponse_Append() {
	response := httpevent.Text(http.StatusNotFound, "no such order")
	response.Header.Add("Set-Cookie", "a=1")
	response.Header.Add("Set-Cookie", "b=2")
	for _, kind := range []httpevent.Kind{httpevent.ALBMultiValue, httpevent.RESTAPI, httpevent.FunctionURL} {
		out, err := response.Append(nil, kind)
		fmt.Println(string(out), err)
	}
	// Output:
	// {"statusCode":404,"statusDescription":"404 Not Found","multiValueHeaders":{"content-type":["text/plain; charset=utf-8"],"set-cookie":["a=1","b=2"]},"body":"no such order","isBase64Encoded":false} <nil>
	// {"statusCode":404,"headers":{"content-type":"text/plain; charset=utf-8"},"multiValueHeaders":{"set-cookie":["a=1","b=2"]},"body":"no such order","isBase64Encoded":false} <nil>
	// {"statusCode":404,"headers":{"content-type":"text/plain; charset=utf-8"},"cookies":["a=1","b=2"],"body":"no such order","isBase64Encoded":false} <nil>
}

func ExampleSizeError() {
	_, err := httpevent.Bytes(http.StatusOK, "text/plain", make([]byte, 1_000_000)).Append(nil, httpevent.ALB)
	fmt.Println(err)
	// Output:
	// the response is 6000121 bytes of JSON, and the load balancer accepts at most 1000000
}

// A logger that adds the service to each line. Lambda sets AWS_LAMBDA_LOG_LEVEL what to leave out.
func ExampleNewLogger() {
	log := httpevent.NewLogger().With("service", "orders")
	handler := httpevent.NewHandler(func(context.Context, *httpevent.Request) (*httpevent.Response, error) {
		return httpevent.Text(http.StatusOK, "hello"), nil
	}, log)
	_ = handler // goes to runtimeloop.Start
	fmt.Println(log.Enabled(context.Background(), slog.LevelInfo), log.Enabled(context.Background(), slog.LevelDebug))
	// Output: true false
}

// A handler of net/http sees the context alone. The event has what HTTP does not: here the claims
// of an authorizer.
func ExampleFromContext() {
	handler := func(w http.ResponseWriter, r *http.Request) {
		request, ok := httpevent.FromContext(r.Context())
		if !ok {
			http.Error(w, "not behind a front end of Lambda", http.StatusInternalServerError)
			return
		}
		var event struct {
			RequestContext struct {
				Authorizer struct {
					JWT struct{ Claims map[string]string }
				}
			}
		}
		if err := json.Unmarshal(request.Event(), &event); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		// a client that is gone
		_, _ = io.WriteString(w, "hello, "+event.RequestContext.Authorizer.JWT.Claims["name"])
	}
	// What package lambdahttp does:
	request := httpevent.Read([]byte(`{"version":"2.0","rawPath":"/","headers":{},"requestContext":{"http":{"method":"GET"},
		"authorizer":{"jwt":{"claims":{"name":"Grace"}}}}}`))
	ctx := httpevent.NewContext(context.Background(), request)
	recorder := httptest.NewRecorder()
	handler(recorder, httptest.NewRequestWithContext(ctx, request.Method(), request.URL().String(), nil))
	fmt.Println(recorder.Body)
	// Output: hello, Grace
}

// The path is as the client sent it at every front end, though an HTTP API decodes it and puts its
// stage in front.
func ExampleRequest_URL() {
	for _, event := range []string{
		`{"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"GET","path":"/a%20b","queryStringParameters":{"q":"x%20y"},"headers":{}}`,
		`{"version":"2.0","rawPath":"/dev/a b","rawQueryString":"q=x%20y","headers":{},"requestContext":{"stage":"dev","http":{"method":"GET"}}}`,
	} {
		r := httpevent.Read([]byte(event))
		fmt.Printf("%s: %s %q %s\n", r.Kind(), r.Path(), r.URL().Path, r.URL().RawQuery)
	}
	// Output:
	// alb: /a%20b "/a b" q=x%20y
	// http-api: /a%20b "/a b" q=x%20y
}

// What a function URL with the invoke mode RESPONSE_STREAM is sent before the body.
func ExampleResponse_AppendPrelude() {
	response := httpevent.Response{Header: http.Header{"Content-Type": {"text/event-stream"}}}
	prelude, err := response.AppendPrelude(nil, httpevent.FunctionURL)
	fmt.Printf("%q %v\n", prelude, err)
	// Output: "{\"statusCode\":200,\"headers\":{\"content-type\":\"text/event-stream\"}}\x00\x00\x00\x00\x00\x00\x00\x00" <nil>
}

// A function that is healthy if its database is.
func ExampleHandler_PassingHealthChecks() {
	ping := func() string { return "connection refused" }
	function := func(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
		if r.HealthCheck() {
			if problem := ping(); problem != "" {
				return httpevent.Text(http.StatusServiceUnavailable, problem), nil
			}
		}
		return httpevent.Text(http.StatusOK, "fine"), nil
	}
	handler := httpevent.NewHandler(function, slog.New(slog.DiscardHandler)).PassingHealthChecks()
	out, err := handler.Invoke(context.Background(), []byte(`{"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"GET","path":"/",
		"headers":{"user-agent":"ELB-HealthChecker/2.0"},"body":""}`))
	fmt.Println(string(out), err)
	// Output: {"statusCode":503,"statusDescription":"503 Service Unavailable","headers":{"content-type":"text/plain; charset=utf-8"},"body":"connection refused","isBase64Encoded":false} <nil>
}

// A test of code that looks for the request in its context.
func ExampleNewContext() {
	ctx := httpevent.NewContext(context.Background(), httpevent.Read([]byte(`{"raw_path":"/","method":"GET","headers":{}}`)))
	request, ok := httpevent.FromContext(ctx)
	fmt.Println(request.Kind(), ok)
	// Output: lattice true
}
