package runtimeloop

import (
	"context"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// TestInvocation: what a handler finds in its context.
func TestInvocation(t *testing.T) {
	t.Setenv("_X_AMZN_TRACE_ID", "before")
	a := newAPI(t, "x", "y")
	a.events[0].head = map[string]string{
		"Lambda-Runtime-Invoked-Function-Arn": "arn:f",
		"Lambda-Runtime-Trace-Id":             "Root=1",
		"Lambda-Runtime-Aws-Tenant-Id":        "tenant",
		"Lambda-Runtime-Client-Context":       `{"client":{"app_title":"shop","installation_id":"i"},"env":{"locale":"de"},"custom":{"k":"v","n":{"deep":1}}}`,
		"Lambda-Runtime-Cognito-Identity":     `{"cognitoIdentityId":"me","cognitoIdentityPoolId":"pool"}`,
	}
	type key struct{}
	base := context.WithValue(t.Context(), key{}, "value")
	var contexts []context.Context
	handler := HandlerFunc(func(ctx context.Context, dst, _ []byte) ([]byte, error) {
		if ctx.Err() != nil || ctx.Value(key{}) != "value" {
			t.Errorf("context %v: %v", ctx.Value(key{}), ctx.Err())
		}
		if at, ok := ctx.Deadline(); !ok || !at.Equal(time.UnixMilli(deadline)) {
			t.Errorf("deadline %v", at)
		}
		trace := "Root=1"
		if len(contexts) > 0 {
			trace = ""
		}
		if ctx.Value("x-amzn-trace-id") != trace || os.Getenv("_X_AMZN_TRACE_ID") != trace {
			t.Errorf("trace %v, %s", ctx.Value("x-amzn-trace-id"), os.Getenv("_X_AMZN_TRACE_ID"))
		}
		contexts = append(contexts, ctx)
		return dst, nil
	})
	wantGone(t, Loop{BaseContext: base}.run(a.address(), func(ctx context.Context) (Handler, error) {
		if ctx.Value(key{}) != "value" {
			t.Error("init has another context")
		}
		return handler, nil
	}, 1))
	want := []lambdacontext.LambdaContext{{
		AwsRequestID: "id-0", InvokedFunctionArn: "arn:f", TenantID: "tenant",
		Identity: lambdacontext.CognitoIdentity{CognitoIdentityID: "me", CognitoIdentityPoolID: "pool"},
		ClientContext: lambdacontext.ClientContext{
			Client: lambdacontext.ClientApplication{AppTitle: "shop", InstallationID: "i"},
			Env:    map[string]string{"locale": "de"}, Custom: map[string]string{"k": "v", "n": `{"deep":1}`},
		},
	}, {AwsRequestID: "id-1"}}
	for i, ctx := range contexts {
		if got, ok := lambdacontext.FromContext(ctx); !ok || !reflect.DeepEqual(*got, want[i]) {
			t.Errorf("%+v, want %+v", got, want[i])
		}
		if !errors.Is(ctx.Err(), context.Canceled) {
			t.Errorf("a context ends with %v", ctx.Err())
		}
	}
	if len(contexts) != 2 {
		t.Errorf("%d events", len(contexts))
	}
}

// TestDeadlinePasses: a context ends at the deadline.
func TestDeadlinePasses(t *testing.T) {
	a := newAPI(t, "x")
	a.events[0].head = map[string]string{"Lambda-Runtime-Deadline-Ms": "1"}
	wantGone(t, a.serve(1, HandlerFunc(func(ctx context.Context, dst, _ []byte) ([]byte, error) {
		<-ctx.Done()
		return append(dst, ctx.Err().Error()...), nil
	})))
	if got := a.posted()["id-0/response"].body; got != "context deadline exceeded" {
		t.Error(got)
	}
}

// TestTraceOfSeveral workers is in the contexts alone, because the environment is one.
func TestTraceOfSeveral(t *testing.T) {
	t.Setenv("_X_AMZN_TRACE_ID", "before")
	a := newAPI(t, "x")
	a.events[0].head = map[string]string{"Lambda-Runtime-Trace-Id": "Root=1"}
	wantGone(t, a.serve(2, HandlerFunc(func(ctx context.Context, dst, _ []byte) ([]byte, error) {
		if ctx.Value("x-amzn-trace-id") != "Root=1" || os.Getenv("_X_AMZN_TRACE_ID") != "before" {
			t.Errorf("trace %v, %s", ctx.Value("x-amzn-trace-id"), os.Getenv("_X_AMZN_TRACE_ID"))
		}
		return dst, nil
	})))
}

// TestBadHeaders: a header that cannot be read fails its invocation, which the handler does not
// see, and that one alone.
func TestBadHeaders(t *testing.T) {
	for _, test := range []struct{ name, header, value, message string }{
		{"no deadline", "Lambda-Runtime-Deadline-Ms", "", `header Lambda-Runtime-Deadline-Ms: strconv.ParseInt: parsing "": invalid syntax`},
		{"a deadline in words", "Lambda-Runtime-Deadline-Ms", "soon", `header Lambda-Runtime-Deadline-Ms: strconv.ParseInt: parsing "soon": invalid syntax`},
		{"a client context that is not JSON", "Lambda-Runtime-Client-Context", "{", "header Lambda-Runtime-Client-Context: unexpected end of JSON input"},
		{"a client context of another type", "Lambda-Runtime-Client-Context", `[1]`, "header Lambda-Runtime-Client-Context: json: cannot unmarshal array"},
		{"an identity that is not JSON", "Lambda-Runtime-Cognito-Identity", "me", "header Lambda-Runtime-Cognito-Identity: invalid character 'm'"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := newAPI(t, "first", "second")
			a.events[0].head = map[string]string{test.header: test.value}
			wantGone(t, a.serve(1, HandlerFunc(func(_ context.Context, dst, event []byte) ([]byte, error) { return append(dst, event...), nil })))
			posted := a.posted()
			if !strings.Contains(strings.ReplaceAll(posted["id-0/error"].body, `\"`, `"`), test.message) || posted["id-1/response"].body != "second" || len(posted) != 2 {
				t.Errorf("posted: %s, %s", a.paths(), posted["id-0/error"].body)
			}
		})
	}
}
