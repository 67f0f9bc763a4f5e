package httpevent

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// Func answers a request. Its error becomes a response with status 500 that tells the client nothing more, and a log line
// that tells all.
type Func func(ctx context.Context, r *Request) (*Response, error)

// Handler makes a Lambda function of a [Func]: pass it to lambda.Start of aws-lambda-go, or to Start of package runtimeloop,
// which is faster. It answers health checks of the load balancer itself, turns errors and panics into a 500 and responses
// that are too large into a 413, and writes one log line a request. It may be used by several goroutines at once.
type Handler struct {
	answer Func
	log    *slog.Logger
	reuse  bool
}

// NewHandler returns the handler of a function. The logger gets one record a request; nil stands for [NewLogger].
func NewHandler(answer Func, log *slog.Logger) *Handler {
	if log == nil {
		log = NewLogger()
	}
	return &Handler{answer: answer, log: log}
}

// ReusingBuffers returns a handler that lets package runtimeloop read the next event into the memory of this one, which saves
// an allocation of the event's size and one of the response's for each request. The function must then keep nothing of a
// request once it has returned: neither the Request nor what it gave, in no goroutine, cache or log record. One that does may
// show one client's request to another.
func (h *Handler) ReusingBuffers() *Handler {
	copied := *h
	copied.reuse = true
	return &copied
}

// ReuseBuffers reports whether the handler is one that [Handler.ReusingBuffers] returned. Package runtimeloop asks for it.
func (h *Handler) ReuseBuffers() bool { return h.reuse }

// NewLogger returns a logger that writes JSON to the standard output, which Lambda keeps, with the keys that Lambda reads:
// timestamp, level and message. AWS_LAMBDA_LOG_LEVEL, which Lambda sets, is the least level; the default is INFO.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
func NewLogger() *slog.Logger {
	level := slog.LevelInfo
	if name := os.Getenv("AWS_LAMBDA_LOG_LEVEL"); name != "" {
		_ = level.UnmarshalText([]byte(name)) // a level that slog does not know leaves the default
	}
	return slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{Level: level, ReplaceAttr: lambdacontext.ReplaceAttr}))
}

// Invoke answers an event: it is the method that aws-lambda-go calls. It returns no error.
func (h *Handler) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	return h.Append(ctx, nil, event)
}

// Append answers an event as Invoke does, and appends the answer to dst.
func (h *Handler) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	began := time.Now()
	r := Read(event)
	if r.healthCheck {
		return must(Text(http.StatusOK, "healthy"), dst, r.kind), nil
	}
	response, err := h.call(ctx, r)
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

// must appends a response of the package's own, which has no fault.
func must(response *Response, dst []byte, kind Kind) []byte {
	out, err := response.Append(dst, kind)
	if err != nil {
		panic(err)
	}
	return out
}

// call calls the function and turns a panic into an error.
func (h *Handler) call(ctx context.Context, r *Request) (response *Response, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	response, err = h.answer(ctx, r)
	if err == nil && response == nil {
		err = errors.New("the function returned neither a response nor an error")
	}
	return response, err
}

// record writes the log line of a request.
func (h *Handler) record(ctx context.Context, r *Request, response *Response, err error, took time.Duration) {
	level, lost := slog.LevelInfo, 0
	if r.kind == ALB || r.kind.IsLattice() {
		lost = response.lostCookies()
	}
	switch {
	case err != nil:
		level = slog.LevelError
	case lost > 0:
		level = slog.LevelWarn
	}
	if !h.log.Enabled(ctx, level) {
		return
	}
	status := response.StatusCode
	if status == 0 {
		status = http.StatusOK
	}
	id := ""
	if lc, ok := lambdacontext.FromContext(ctx); ok {
		id = lc.AwsRequestID
	}
	attrs := append(make([]slog.Attr, 0, 7),
		slog.String("requestId", id),
		slog.String("kind", r.kind.String()),
		slog.String("method", r.Method()),
		slog.String("path", r.Path()),
		slog.Int("status", status),
		slog.Int64("durationUs", took.Microseconds()))
	switch {
	case err != nil:
		attrs = append(attrs, slog.String("error", err.Error()))
	case lost > 0:
		attrs = append(attrs, slog.String("warning", fmt.Sprintf(
			"%d of %d Set-Cookie are lost: %s", lost, lost+1, keepCookies(r.kind))))
	}
	h.log.LogAttrs(ctx, level, "request", attrs...)
}

// keepCookies says what to do about lost cookies.
func keepCookies(kind Kind) string {
	if kind == ALB {
		return "turn the target group's multi-value headers on"
	}
	return "VPC Lattice passes one on"
}
