package runtimeloop

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// invocation returns the context of an event, as lambda.Start makes it: with the deadline, the
// request's id, client context, Cognito identity, tenant and trace.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-next
func (w *worker) invocation(head http.Header) (context.Context, context.CancelFunc, error) {
	deadline, err := strconv.ParseInt(head.Get("Lambda-Runtime-Deadline-Ms"), 10, 64)
	if err != nil {
		return nil, nil, fmt.Errorf("header Lambda-Runtime-Deadline-Ms: %w", err)
	}
	lc := &lambdacontext.LambdaContext{
		AwsRequestID:       w.id,
		InvokedFunctionArn: head.Get("Lambda-Runtime-Invoked-Function-Arn"),
		TenantID:           head.Get("Lambda-Runtime-Aws-Tenant-Id"),
	}
	if err := fromJSON(head, "Lambda-Runtime-Client-Context", &lc.ClientContext); err != nil {
		return nil, nil, err
	}
	if err := fromJSON(head, "Lambda-Runtime-Cognito-Identity", &lc.Identity); err != nil {
		return nil, nil, err
	}
	trace := head.Get("Lambda-Runtime-Trace-Id")
	if w.alone {
		_ = os.Setenv("_X_AMZN_TRACE_ID", trace) // fails for a NUL alone, which a header cannot have
	}
	ctx, cancel := withDeadline(w.pool.base, time.UnixMilli(deadline))
	ctx = lambdacontext.NewContext(ctx, lc)
	ctx = context.WithValue(ctx, "x-amzn-trace-id", trace) //nolint:revive,staticcheck // the X-Ray SDK looks for this very string
	return ctx, cancel, nil
}

// fromJSON reads the JSON of a header, which may be missing.
func fromJSON(head http.Header, name string, value any) error {
	text := head.Get(name)
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), value); err != nil {
		return fmt.Errorf("header %s: %w", name, err)
	}
	return nil
}
