package httpevent

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"example.com/alb-lambda/lambda/internal/lambdalog"
)

// Func responds to a request. Its error becomes a response with status 500 that tells the client
// nothing more, and a log line with the error's text. For an event that is not an HTTP request
// (kind [Unknown]) the error fails the invocation.
type Func func(ctx context.Context, r *Request) (*Response, error)

// Handler makes a Lambda function of a [Func]: pass it to lambda.Start of aws-lambda-go, or to
// Start of package runtimeloop, which is faster. It responds to health checks of the load balancer
// itself, turns errors and panics into a 500 and responses that are too large into a 413, and
// writes one log line a request. It may be used by several goroutines at once.
type Handler struct {
	function     Func
	log          *slog.Logger
	reuse        bool
	healthChecks bool
}

// NewHandler returns the handler of a function. The logger gets one record a request; nil stands
// for [NewLogger].
func NewHandler(function Func, log *slog.Logger) *Handler {
	if log == nil {
		log = NewLogger()
	}
	return &Handler{function: function, log: log}
}

// ReusingBuffers returns a handler that lets package runtimeloop read the next event into the
// memory of this one, which saves an allocation of the event's size for each request. The function
// must then keep nothing of a request once it has returned: neither the Request nor what it gave,
// in no goroutine, cache or log record. One that does may show one client's request to another.
func (h *Handler) ReusingBuffers() *Handler {
	copied := *h
	copied.reuse = true
	return &copied
}

// ReuseBuffers reports whether the handler is one that [Handler.ReusingBuffers] returned. Package
// runtimeloop calls it.
func (h *Handler) ReuseBuffers() bool { return h.reuse }

// ReuseResponse returns true: the memory that responses are appended to is handed to nobody.
// Package runtimeloop calls it.
func (h *Handler) ReuseResponse() bool { return true }

// PassingHealthChecks returns a handler that calls the function for health checks of the load
// balancer too, instead of responding to them with 200: the function can respond with 503 when what
// it depends on is down. [Request.HealthCheck] tells them from other requests. Their log lines have
// the level DEBUG unless they fail.
func (h *Handler) PassingHealthChecks() *Handler {
	copied := *h
	copied.healthChecks = true
	return &copied
}

// NewLogger returns a logger that writes JSON to the standard output, which Lambda keeps, with the
// keys that Lambda reads: timestamp, level and message. AWS_LAMBDA_LOG_LEVEL, which Lambda sets, is
// the least level: TRACE, DEBUG, INFO, WARN, ERROR or FATAL, of which the first and the last are
// slog's levels -8 and 12. Default: INFO.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
func NewLogger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{Level: lambdalog.Level(), ReplaceAttr: lambdalog.ReplaceAttr}))
}

// Invoke responds to an event: it is the method that aws-lambda-go calls. It works on a copy of the
// event, because aws-lambda-go reads the next event into the same memory, and a goroutine of the
// function may outlive the response. The error is that of the function, or its panic, for an event
// that is not an HTTP request.
func (h *Handler) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	return h.Append(ctx, nil, bytes.Clone(event))
}

// Append responds to an event as Invoke does, and appends the response to dst. It does not copy the
// event, which must not change as long as anything of the function has the Request. With an error
// dst comes back as it was.
func (h *Handler) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	began := time.Now()
	r := Read(event)
	if r.healthCheck && !h.healthChecks {
		return must(Text(http.StatusOK, "healthy"), dst, r.kind), nil
	}
	response, err := h.call(ctx, r)
	if err != nil && r.kind == Unknown {
		h.record(ctx, r, nil, err, time.Since(began))
		return dst, err
	}
	out := dst
	if err == nil {
		out, err = response.Append(dst, r.kind)
	}
	if err != nil {
		response = inPlaceOf(err)
		out = must(response, out, r.kind)
	}
	h.record(ctx, r, response, err, time.Since(began))
	return out, nil
}

// inPlaceOf returns the response that the client gets when there is an error.
func inPlaceOf(err error) *Response {
	var tooLarge *SizeError
	var invalid *InvalidError
	switch {
	case errors.As(err, &tooLarge):
		return tooLarge.response()
	case errors.As(err, &invalid):
		return failure(http.StatusInternalServerError, "the function's response cannot be passed on: "+invalid.Reason)
	}
	return failure(http.StatusInternalServerError, "Internal Server Error")
}

// must appends a response of the package's own, which every front end passes on.
func must(response *Response, dst []byte, kind Kind) []byte {
	out, err := response.Append(dst, kind)
	if err != nil {
		panic(err)
	}
	return out
}

// panicError is the error of a function that panicked.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprint("panic: ", e.value) }

// call calls the function and turns a panic into an error.
func (h *Handler) call(ctx context.Context, r *Request) (response *Response, err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicError{value, debug.Stack()}
		}
	}()
	response, err = h.function(ctx, r)
	if err == nil && response == nil {
		err = errors.New("the function returned neither a response nor an error")
	}
	return response, err
}
