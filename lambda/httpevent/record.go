package httpevent

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// record writes the log line of a request. The response is nil if the invocation fails.
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
	case r.healthCheck && response.status() < 400:
		level = slog.LevelDebug
	}
	if !h.log.Enabled(ctx, level) {
		return
	}
	id := ""
	if lc, ok := lambdacontext.FromContext(ctx); ok {
		id = lc.AwsRequestID
	}
	attrs := append(make([]slog.Attr, 0, 7),
		slog.String("requestId", id),
		slog.String("kind", r.kind.String()),
		slog.String("method", r.Method()),
		slog.String("path", r.Path()))
	if response != nil {
		attrs = append(attrs, slog.Int("status", response.status()))
	}
	attrs = append(attrs, slog.Int64("durationUs", took.Microseconds()))
	switch {
	case err != nil:
		attrs = append(attrs, slog.String("error", textOf(err)))
	case lost > 0:
		attrs = append(attrs, slog.String("warning", fmt.Sprintf("%d of %d Set-Cookie are lost: %s", lost, lost+1, keepCookies(r.kind))))
	}
	h.log.LogAttrs(ctx, level, "request", attrs...)
}

// textOf returns the text of an error, and the stack of a panic.
func textOf(err error) string {
	if panicked, ok := errors.AsType[*panicError](err); ok {
		return fmt.Sprintf("%v\n%s", err, panicked.stack)
	}
	return err.Error()
}

// keepCookies says what to do about lost cookies.
func keepCookies(kind Kind) string {
	if kind == ALB {
		return "turn the target group's multi-value headers on"
	}
	return "VPC Lattice passes one on"
}
