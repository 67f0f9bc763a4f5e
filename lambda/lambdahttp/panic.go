package lambdahttp

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"

	"github.com/aws/aws-lambda-go/lambda/messages"
)

// PanicError is the error of an invocation whose handler panicked. It unwraps to the error that the
// Runtime API gets, with the type of the value and the stack.
type PanicError struct {
	Value  any // what panic was called with
	target string
	stack  []runtime.Frame
}

// Error names the request and the value.
func (e *PanicError) Error() string { return fmt.Sprintf("panic serving %s: %v", e.target, e.Value) }

// Unwrap returns the error for the Runtime API.
func (e *PanicError) Unwrap() error {
	failure := messages.InvokeResponse_Error{Message: e.Error(), Type: strings.TrimLeft(fmt.Sprintf("%T", e.Value), "*")}
	for _, f := range e.stack {
		failure.StackTrace = append(failure.StackTrace, &messages.InvokeResponse_Error_StackFrame{Path: f.File, Line: int32(f.Line), Label: f.Function}) //nolint:gosec // a line number fits
	}
	return failure
}

// Stack is where the handler panicked: a line for each function, the innermost first.
func (e *PanicError) Stack() string {
	var b strings.Builder
	for _, f := range e.stack {
		fmt.Fprintf(&b, "%s %s:%d\n", f.Function, f.File, f.Line)
	}
	return b.String()
}

// call calls the handler, and returns its panic.
func (s *Server) call(w *writer, r *http.Request) (err error) {
	defer func() {
		if value := recover(); value == http.ErrAbortHandler { //nolint:errorlint // net/http compares so, too
			err = http.ErrAbortHandler
		} else if value != nil {
			err = &PanicError{value, w.target(), handlerFrames()}
		}
	}()
	s.handler.ServeHTTP(w, r)
	return nil
}

// handlerFrames returns the functions between the panic and the package, in the deferred function
// that recovers.
func handlerFrames() []runtime.Frame {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	var stack []runtime.Frame
	for {
		frame, more := frames.Next()
		switch {
		case strings.HasSuffix(frame.Function, "/lambdahttp.(*Server).call"):
			return stack
		case frame.Function != "runtime.gopanic":
			stack = append(stack, frame)
		}
		if !more {
			return stack
		}
	}
}
