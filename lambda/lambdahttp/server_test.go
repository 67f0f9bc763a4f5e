package lambdahttp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/lambdahttp"
)

const (
	sqs         = `{"Records":[{"messageId":"1","eventSource":"aws:sqs","body":"x"}]}`
	healthCheck = `{"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/6d0ecf831eec9f09"}},` +
		`"httpMethod":"GET","path":"/healthy","queryStringParameters":{},"headers":{"user-agent":"ELB-HealthChecker/2.0"},"body":"","isBase64Encoded":false}`
)

// logged returns a logger and what it writes, a line for each record.
func logged() (*slog.Logger, *bytes.Buffer) {
	var b bytes.Buffer
	return slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "stack" {
			return slog.Attr{}
		}
		return a
	}})), &b
}

func TestEventsThatAreNotHTTP(t *testing.T) {
	called := false
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true })
	for _, event := range []string{sqs, `{}`, `[]`, `"x"`, `null`, `{"type":"TOKEN","methodArn":"arn:aws:execute-api:x","httpMethod":"GET","path":"/","resource":"/"}`,
		`{"requestContext":{"connectionId":"1","stage":"dev"},"httpMethod":"GET"}`} {
		response, err := (&lambdahttp.Server{Handler: handler}).Invoke(t.Context(), []byte(event))
		if err == nil || !strings.Contains(err.Error(), "Server.Other") || len(response) > 0 || called {
			t.Errorf("%s: %s, %v", event, response, err)
		}
	}
}

// TestOther serves HTTP and a queue with one Server; the queue's handler is a typed one of
// aws-lambda-go.
func TestOther(t *testing.T) {
	server := &lambdahttp.Server{
		Handler: http.NotFoundHandler(),
		Other: lambda.NewHandler(func(_ context.Context, e events.SQSEvent) (string, error) {
			if e.Records[0].MessageId != "1" {
				return "", errors.New("unknown message")
			}
			return e.Records[0].Body, nil
		}),
	}
	if response, err := server.Invoke(t.Context(), []byte(sqs)); string(response) != `"x"` || err != nil {
		t.Errorf("%s, %v", response, err)
	}
	if _, err := server.Invoke(t.Context(), []byte(strings.Replace(sqs, `"1"`, `"2"`, 1))); err == nil || err.Error() != "unknown message" {
		t.Errorf("the error of Other: %v", err)
	}
	response, err := httpsim.Endpoint{Kind: httpevent.RESTAPI}.Do(server, httptest.NewRequest("GET", "/", nil))
	if err != nil || response.StatusCode != http.StatusNotFound {
		t.Errorf("%v, %v", response, err)
	}
}

func TestHealthChecks(t *testing.T) {
	unhealthy := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "no database at "+r.URL.Path, http.StatusServiceUnavailable)
	})
	for handled, want := range map[bool]string{
		false: `{"statusCode":200,"statusDescription":"200 OK","headers":{"content-type":"text/plain; charset=utf-8"},"body":"healthy","isBase64Encoded":false}`,
		true: `{"body":"no database at /healthy\n","isBase64Encoded":false,"statusCode":503,"statusDescription":"503 Service Unavailable",` +
			`"headers":{"content-type":"text/plain; charset=utf-8","x-content-type-options":"nosniff"}}`,
	} {
		got, err := (&lambdahttp.Server{Handler: unhealthy, HealthChecks: handled}).Invoke(t.Context(), []byte(healthCheck))
		if err != nil || string(got) != want {
			t.Errorf("HealthChecks %t: %v\n got %s\nwant %s", handled, err, got, want)
		}
	}
}

func TestPanic(t *testing.T) {
	for _, fail := range []bool{false, true} {
		log, lines := logged()
		server := &lambdahttp.Server{Log: log, FailOnPanic: fail, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			panic(io.ErrUnexpectedEOF)
		})}
		ctx := lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{AwsRequestID: "8476a536"})
		response, err := server.Invoke(ctx, event(t, httpevent.HTTPAPI, httptest.NewRequest("GET", "/a%20b", nil)))
		var panicked *lambdahttp.PanicError
		if fail {
			if !errors.As(err, &panicked) || panicked.Value != any(io.ErrUnexpectedEOF) || err.Error() != "panic serving GET /a%20b: unexpected EOF" {
				t.Errorf("failed invocation: %v", err)
			}
			if panicked != nil && !strings.HasPrefix(panicked.Stack(), "example.com/alb-lambda/lambda/lambdahttp_test.TestPanic.func1 ") {
				t.Errorf("the stack is not that of the panic:\n%s", panicked.Stack())
			}
			var posted messages.InvokeResponse_Error
			if !errors.As(err, &posted) || posted.Message != err.Error() || posted.Type != "errors.errorString" || len(posted.StackTrace) == 0 {
				t.Errorf("for the Runtime API: %+v", posted)
			}
			if lines.Len() > 0 {
				t.Errorf("the runtime logs the failed invocation, so this is twice: %s", lines)
			}
			continue
		}
		if err != nil || !strings.Contains(string(response), `{\"message\":\"Internal Server Error\"}`) {
			t.Errorf("%s, %v", response, err)
		}
		want := `level=ERROR msg="request failed" requestId=8476a536 method=GET path=/a%20b error="panic serving GET /a%20b: unexpected EOF"` + "\n"
		if lines.String() != want {
			t.Errorf("log:\n%s\nwant\n%s", lines, want)
		}
	}
}

// TestAbortIsSilent shows that http.ErrAbortHandler fails the invocation and logs nothing.
func TestAbortIsSilent(t *testing.T) {
	log, lines := logged()
	server := &lambdahttp.Server{Log: log, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })}
	_, err := server.Invoke(t.Context(), event(t, httpevent.ALB, httptest.NewRequest("GET", "/", nil)))
	if !errors.Is(err, http.ErrAbortHandler) || lines.Len() > 0 {
		t.Errorf("%v %s", err, lines)
	}
}

func TestMistakesAreLogged(t *testing.T) {
	log, lines := logged()
	server := &lambdahttp.Server{Log: log, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "many")
		w.WriteHeader(http.StatusOK)
		w.WriteHeader(http.StatusAccepted)
	})}
	if _, err := server.Invoke(t.Context(), event(t, httpevent.ALB, httptest.NewRequest("GET", "/", nil))); err != nil {
		t.Error(err)
	}
	for _, want := range []string{`level=WARN msg="invalid Content-Length" requestId="" value=many`,
		`level=WARN msg="superfluous WriteHeader" requestId="" status=202 caller="example.com/alb-lambda/lambda/lambdahttp_test.TestMistakesAreLogged.func1 (server_test.go:`} {
		if !strings.Contains(lines.String(), want) {
			t.Errorf("no line %s in\n%s", want, lines)
		}
	}
}

func TestTooLarge(t *testing.T) {
	for kind, want := range map[httpevent.Kind]string{
		httpevent.ALB:         "and 1000000 are accepted; compress it",
		httpevent.HTTPAPI:     "and 6291456 are accepted; compress it",
		httpevent.FunctionURL: "list httpevent.FunctionURL in lambdahttp.Server.Stream",
		httpevent.RESTAPI:     "list httpevent.RESTAPI in lambdahttp.Server.Stream",
	} {
		for name, size := range map[string]int{"JSON over the limit": kind.MaxResponse() - 10, "body over the limit": 40 * kind.MaxResponse()} {
			log, lines := logged()
			var writeErr error
			server := &lambdahttp.Server{Log: log, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				_, writeErr = io.Copy(w, io.LimitReader(zeros{}, int64(size)))
			})}
			response, err := httpsim.Endpoint{Kind: kind, Timeout: time.Minute}.Do(server, httptest.NewRequest("GET", "/", nil))
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(response.Body)
			if response.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(string(body), want) || !json.Valid(body) {
				t.Errorf("%s, %s: %d %s", kind, name, response.StatusCode, body)
			}
			if strings.Count(lines.String(), "\n") != 1 {
				t.Errorf("%s, %s: log: %s", kind, name, lines)
			}
			var tooLarge *httpevent.SizeError
			if large := size > kind.MaxResponse(); errors.As(writeErr, &tooLarge) != large {
				t.Errorf("%s, %s: the handler's write: %v", kind, name, writeErr)
			}
		}
	}
}

func TestBasePath(t *testing.T) {
	for _, test := range []struct{ base, target, path, rawPath, uri string }{
		{"/orders", "/orders/1?a=b", "/1", "", "/orders/1?a=b"},
		{"orders/", "/orders/1", "/1", "", "/orders/1"},
		{"/orders", "/orders", "/", "", "/orders"},
		{"/orders", "/orders/", "/", "", "/orders/"},
		{"/orders", "/orders/a%2Fb", "/a/b", "/a%2Fb", "/orders/a%2Fb"},
		{"/my orders", "/my%20orders/a%2Fb", "/a/b", "/a%2Fb", "/my%20orders/a%2Fb"},
		{"/orders", "/ordersandmore/1", "/ordersandmore/1", "", "/ordersandmore/1"},
		{"/orders", "/1", "/1", "", "/1"},
		{"/", "/1", "/1", "", "/1"},
		{"/a/b", "/a/b/c", "/c", "", "/a/b/c"},
	} {
		var got string
		server := &lambdahttp.Server{BasePath: test.base, Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			got = fmt.Sprintf("%s %s %s", r.URL.Path, r.URL.RawPath, r.RequestURI)
		})}
		if _, err := server.Invoke(t.Context(), event(t, httpevent.ALB, httptest.NewRequest("GET", test.target, nil))); err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("%s %s %s", test.path, test.rawPath, test.uri); got != want {
			t.Errorf("BasePath %q, %s: %q, want %q", test.base, test.target, got, want)
		}
	}
}

// TestContext shows that the request's context has the invocation's deadline and values, and ends
// with the handler.
func TestContext(t *testing.T) {
	deadline := time.Now().Add(time.Hour)
	parent, cancel := context.WithDeadline(lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{AwsRequestID: "1"}), deadline)
	defer cancel()
	var ctx context.Context
	server := &lambdahttp.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ctx = r.Context()
		if got, ok := ctx.Deadline(); !ok || !got.Equal(deadline) || ctx.Err() != nil {
			t.Errorf("deadline %v %t, %v", got, ok, ctx.Err())
		}
		e, ok := httpevent.FromContext(ctx)
		if lc, has := lambdacontext.FromContext(ctx); !ok || !has || lc.AwsRequestID != "1" || e.Kind() != httpevent.FunctionURL {
			t.Errorf("values: %v %v", e, lc)
		}
	})}
	if _, err := server.Invoke(parent, event(t, httpevent.FunctionURL, httptest.NewRequest("GET", "/", nil))); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(ctx.Err(), context.Canceled) || parent.Err() != nil {
		t.Errorf("after the response: %v, %v", ctx.Err(), parent.Err())
	}
}

// event returns the event of a request.
func event(t testing.TB, kind httpevent.Kind, r *http.Request) []byte {
	t.Helper()
	event, err := httpsim.Endpoint{Kind: kind}.Event(r)
	if err != nil {
		t.Fatal(err)
	}
	return event
}
