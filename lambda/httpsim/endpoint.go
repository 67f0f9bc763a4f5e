package httpsim

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/internal/contract"
	"example.com/alb-lambda/lambda/runtimeloop"
)

// Handler is a Lambda function: what lambda.Handler of aws-lambda-go is, and [httpevent.Handler].
type Handler interface {
	Invoke(ctx context.Context, event []byte) ([]byte, error)
}

// Endpoint is a front end of a function.
type Endpoint struct {
	// Kind says which front end it is. Required: any of package httpevent but [httpevent.Unknown].
	Kind httpevent.Kind
	// Timeout is how long the front end waits for the function, or the function's own timeout where
	// the front end waits for that. Default: 29 s for a REST API, or 15 minutes if it streams, 30 s
	// for an HTTP API, else 3 s, which is the timeout that Lambda gives a function.
	Timeout time.Duration
	// Stage is the API's stage. Default: "dev" for a REST API, "$default" for an HTTP API. Other
	// front ends have none.
	Stage string
	// BinaryMediaTypes are the media types that a REST API treats as binary: "image/png", "image/*"
	// or "*/*". Default: none, so that it passes every body as text.
	BinaryMediaTypes []string
	// Stream says that a function URL has the invoke mode RESPONSE_STREAM, or a REST API's
	// integration the response transfer mode STREAM. Functions that stream are
	// [runtimeloop.StreamHandler]. Default: responses are buffered. Other front ends cannot stream:
	// for them it is an error.
	Stream bool
	// Time is when the request arrives. Default: now.
	Time time.Time
	// Set gives members of the event other values than those of the package, by path:
	// "requestContext.apiId". It adds those that are not there, and removes a member whose value is
	// [Absent]. Default: nothing.
	Set map[string]any

	settings      *albSettings // of the load balancer of a template
	functionFirst bool         // Timeout is the function's own, and not the front end's
}

// Absent is the value in [Endpoint.Set] that removes a member.
var Absent = new(struct{ absent bool })

// Response is what the client gets.
type Response struct {
	*http.Response
	// Reason says why the front end responded in place of the function, and is empty if the
	// response is the function's.
	Reason string
	// Event is what the function got. It is nil if the front end rejected the request.
	Event []byte
	// Returned is what the function returned. It is nil if the front end streams.
	Returned []byte
}

// Do sends a request through the front end to the function. It reads the request's body. The error
// is that of a request that cannot be read or was canceled; whatever the function does is a
// response.
func (d Endpoint) Do(h Handler, r *http.Request) (*Response, error) {
	event, rejected, err := d.event(r)
	if err != nil {
		return nil, err
	}
	if rejected != nil {
		return d.own(r, rejected.status, rejected.reason), nil
	}
	if d.Stream {
		response, err := d.stream(h, r, event)
		if err == nil {
			response.Event = event
		}
		return response, err
	}
	returned, err := d.invoke(r.Context(), h, event)
	if canceled := r.Context().Err(); canceled != nil {
		return nil, canceled
	}
	response := d.judge(r, returned, err)
	response.Event, response.Returned = event, returned
	return response, nil
}

// Event returns the event that the front end makes of a request. A request that the front end
// rejects is an error.
func (d Endpoint) Event(r *http.Request) ([]byte, error) {
	event, rejected, err := d.event(r)
	if rejected != nil {
		err = errors.New(rejected.reason)
	}
	return event, err
}

// event makes the event, or tells why the front end rejects the request.
func (d Endpoint) event(r *http.Request) ([]byte, *rejection, error) {
	if d.Kind == httpevent.Unknown || d.Kind > httpevent.LatticeV2 {
		return nil, nil, fmt.Errorf("httpsim: no front end is of the kind %s", d.Kind)
	}
	if d.Stream && d.Kind != httpevent.FunctionURL && d.Kind != httpevent.RESTAPI {
		return nil, nil, fmt.Errorf("httpsim: %s cannot stream responses; a function URL and a REST API can", d.Kind)
	}
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	if rejected := d.reject(r, len(body)); rejected != nil {
		return nil, rejected, nil
	}
	event := d.members(r, body).json()
	if len(event) > contract.MaxLambda {
		return nil, tooLarge("the event is %d bytes of JSON, and Lambda accepts at most %d", len(event), contract.MaxLambda), nil
	}
	return event, nil, nil
}

var errTimeout = errors.New("the function did not respond in time")

// timeout returns how long the front end waits.
func (d Endpoint) timeout() time.Duration {
	switch {
	case d.Timeout != 0:
		return d.Timeout
	case d.Kind == httpevent.RESTAPI && d.Stream:
		return 15 * time.Minute // REST, streams: "You can stream your response for up to 15 minutes"
	case d.Kind == httpevent.RESTAPI:
		return 29 * time.Second // REST, limits: "Integration timeout"
	case d.Kind == httpevent.HTTPAPI, d.Kind == httpevent.HTTPAPIV1:
		return 30 * time.Second // HTTP, limits: "Maximum integration timeout"
	}
	return 3 * time.Second
}

// invoke calls the function, for as long as the front end waits.
func (d Endpoint) invoke(ctx context.Context, h Handler, event []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(withRequestID(ctx), d.timeout())
	defer cancel()
	type result struct {
		returned []byte
		err      error
	}
	done := make(chan result, 1)
	go func() {
		returned, err := call(ctx, h, event)
		done <- result{returned, err}
	}()
	select {
	case r := <-done:
		return r.returned, r.err
	case <-ctx.Done():
		return nil, errTimeout
	}
}

// call calls the function as package runtimeloop does: one that can stream may do so, and Lambda
// gives a buffered front end what was streamed as a whole.
func call(ctx context.Context, h Handler, event []byte) ([]byte, error) {
	streams, ok := h.(runtimeloop.StreamHandler)
	if !ok {
		return h.Invoke(ctx, event)
	}
	c := &collector{}
	returned, err := streams.Respond(ctx, c, nil, event)
	if c.Len() > 0 {
		returned = c.Bytes()
	}
	return returned, err
}

// collector is a stream that keeps all of it.
type collector struct{ bytes.Buffer }

func (c *collector) SetContentType(string) {}
func (c *collector) Flush() error          { return nil }

// withRequestID returns the context as Lambda's runtimes have it, with the id of the request.
func withRequestID(ctx context.Context) context.Context {
	if _, ok := lambdacontext.FromContext(ctx); ok {
		return ctx
	}
	return lambdacontext.NewContext(ctx, &lambdacontext.LambdaContext{AwsRequestID: requestID})
}
