package httpsim

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
)

// Handler is a Lambda function: what lambda.Handler of aws-lambda-go is, and [httpevent.Handler].
type Handler interface {
	Invoke(ctx context.Context, event []byte) ([]byte, error)
}

// Endpoint is a front door of a function.
type Endpoint struct {
	// Kind says which door it is. Required: one of [httpevent.ALB], [httpevent.ALBMultiValue], [httpevent.RESTAPI],
	// [httpevent.HTTPAPI] and [httpevent.FunctionURL].
	Kind httpevent.Kind
	// Timeout is how long the door waits for the function, or the function's own timeout where the door waits for that.
	// Default: 29 s for REST, 30 s for HTTPAPI, else 3 s, which is the timeout that Lambda gives a function.
	Timeout time.Duration
	// Stage is the API's stage. Default: "dev" for REST, "$default" for HTTPAPI. Other doors have none.
	Stage string
	// BinaryMediaTypes are the media types that a REST API takes for binary: "image/png", "image/*" or "*/*".
	// Default: none, so that it passes every body as text.
	BinaryMediaTypes []string
	// Time is when the request comes. Default: now.
	Time time.Time
	// Set gives members of the event other values than those of the package, by path: "requestContext.apiId". It adds
	// what is not there, and removes a member whose value is [Absent]. Default: nothing.
	Set map[string]any
}

// Absent is the value in [Endpoint.Set] that removes a member.
var Absent = new(struct{ absent bool })

// Response is what the client gets.
type Response struct {
	*http.Response
	// Reason says why the door answered in place of the function, and is empty if the answer is the function's.
	Reason string
	// Event is what the function got. It is nil if the door refused the request.
	Event []byte
	// Answer is what the function answered.
	Answer []byte
}

// limits of the doors, in bytes. They are documented as 1 MB, 10 MB and 6 MB.
const (
	maxALBRequest = 1_000_000        // ALB: "The maximum size of the request body that you can send to a Lambda function is 1 MB"
	maxAPIRequest = 10 * 1024 * 1024 // REST, limits; HTTP, limits: "Payload size 10 MB"
	maxEvent      = 6 * 1024 * 1024  // Lambda, limits: "6 MB each for request and response (synchronous)"
)

// Do sends a request through the door to the function. It reads the request's body. The error is that of a request that
// cannot be read; whatever the function does is a response.
func (d Endpoint) Do(h Handler, r *http.Request) (*Response, error) {
	event, refusal, err := d.event(r)
	if err != nil {
		return nil, err
	}
	if refusal != "" {
		return d.own(r, http.StatusRequestEntityTooLarge, refusal), nil
	}
	answer, err := d.invoke(r.Context(), h, event)
	response := d.judge(r, answer, err)
	response.Event, response.Answer = event, answer
	return response, nil
}

// Event returns the event that the door makes of a request. A request that is too large for the door is an error.
func (d Endpoint) Event(r *http.Request) ([]byte, error) {
	event, refusal, err := d.event(r)
	if err == nil && refusal != "" {
		err = errors.New(refusal)
	}
	return event, err
}

// event makes the event, or tells why the door refuses the request.
func (d Endpoint) event(r *http.Request) (event []byte, refusal string, err error) {
	var body []byte
	if r.Body != nil {
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, "", err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	limit, whose := maxAPIRequest, "API Gateway"
	switch d.Kind {
	case httpevent.ALB, httpevent.ALBMultiValue:
		limit, whose = maxALBRequest, "the load balancer"
	case httpevent.FunctionURL:
		limit, whose = maxEvent, "a function URL"
	case httpevent.RESTAPI, httpevent.HTTPAPI:
	default:
		return nil, "", fmt.Errorf("httpsim: no door is of the kind %s", d.Kind)
	}
	if len(body) > limit {
		return nil, fmt.Sprintf("the request's body is %d bytes, and %s takes at most %d", len(body), whose, limit), nil
	}
	event = d.members(r, body).json()
	if len(event) > maxEvent {
		return nil, fmt.Sprintf("the event is %d bytes of JSON, and Lambda takes at most %d", len(event), maxEvent), nil
	}
	return event, "", nil
}

var errTimeout = errors.New("the function did not answer in time")

// invoke calls the function, for as long as the door waits.
func (d Endpoint) invoke(ctx context.Context, h Handler, event []byte) ([]byte, error) {
	timeout := d.Timeout
	if timeout == 0 {
		switch d.Kind {
		case httpevent.RESTAPI:
			timeout = 29 * time.Second // REST, limits: "Integration timeout"
		case httpevent.HTTPAPI:
			timeout = 30 * time.Second // HTTP, limits: "Maximum integration timeout"
		default:
			timeout = 3 * time.Second
		}
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	type result struct {
		answer []byte
		err    error
	}
	done := make(chan result, 1)
	go func() {
		answer, err := h.Invoke(ctx, event)
		done <- result{answer, err}
	}()
	select {
	case r := <-done:
		return r.answer, r.err
	case <-ctx.Done():
		return nil, errTimeout
	}
}
