package deployed

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/runtimeloop"
	"example.com/alb-lambda/local/emulator"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

// newLambda is a client that waits for a function as long as the function may run, and invokes it
// once.
func newLambda(e *emulator.Emulator) *lambda.Client {
	return lambda.NewFromConfig(e.AWSConfig(), func(o *lambda.Options) {
		o.HTTPClient = &http.Client{Transport: &http.Transport{Proxy: nil, MaxIdleConnsPerHost: 32}}
		o.Retryer = aws.NopRetryer{}
	})
}

// function is a function of the emulator, under the reference that a front end invokes it by.
type function struct {
	client    *lambda.Client
	reference string
}

var (
	_ httpsim.Handler           = function{}
	_ runtimeloop.StreamHandler = function{}
)

// Invoke is a synchronous invocation, as [httpsim.Handler] has it.
// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
func (f function) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	out, err := f.client.Invoke(ctx, &lambda.InvokeInput{FunctionName: aws.String(f.reference), Payload: event})
	if throttled, ok := errors.AsType[*types.TooManyRequestsException](err); ok {
		return nil, fmt.Errorf("%w: %s", httpsim.ErrThrottled, throttled.ErrorMessage())
	}
	if err != nil {
		return nil, err
	}
	if out.FunctionError != nil {
		return nil, failure(out.Payload)
	}
	return bytes.TrimSpace(out.Payload), nil
}

// Append is Invoke, as [runtimeloop.Handler] has it.
func (f function) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	returned, err := f.Invoke(ctx, event)
	return append(dst, returned...), err
}

// Respond is an invocation whose response the front end streams. The emulator has the stream as a
// whole, as a text of JSON, and not its content type: what separates the prelude from the body says
// that there is one.
func (f function) Respond(ctx context.Context, w runtimeloop.Stream, dst, event []byte) ([]byte, error) {
	returned, err := f.Invoke(ctx, event)
	var stream string
	if err != nil || json.Unmarshal(returned, &stream) != nil || !strings.Contains(stream, separator) {
		return append(dst, returned...), err
	}
	w.SetContentType(runtimeloop.HTTPIntegration)
	_, err = w.Write([]byte(stream))
	return dst, err
}

// separator is between the prelude and the body of a stream.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
const separator = "\x00\x00\x00\x00\x00\x00\x00\x00"

// failure is what Lambda says of a function that failed or took too long.
func failure(payload []byte) error {
	var said struct{ ErrorType, ErrorMessage string }
	if json.Unmarshal(payload, &said) != nil || said.ErrorMessage == "" {
		return errors.New(cmp.Or(said.ErrorType, string(payload), "no reason was given"))
	}
	if said.ErrorType == "" {
		return errors.New(said.ErrorMessage)
	}
	return fmt.Errorf("%s: %s", said.ErrorType, said.ErrorMessage)
}
