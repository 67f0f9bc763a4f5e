package runtimeloop

import (
	"encoding/json"
	"errors"
	"os"
	"path"
	"reflect"
	"runtime"
	"strings"

	"github.com/aws/aws-lambda-go/lambda/messages"
)

// frame is a line of a stack trace.
type frame = messages.InvokeResponse_Error_StackFrame

// newFailure returns an error as the Runtime API takes it: errorMessage, errorType, and stackTrace
// for a panic.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-invokeerror
func newFailure(err error) messages.InvokeResponse_Error {
	var own messages.InvokeResponse_Error
	if panicked, ok := errors.AsType[*panicError](err); ok {
		if cause, _ := panicked.cause.(error); errors.As(cause, &own) {
			return own
		}
		return failure(panicked.Error(), panicked.cause, panicked.stack)
	}
	if errors.As(err, &own) {
		return own
	}
	return failure(err.Error(), err, nil)
}

func failure(message string, cause any, stack []frame) messages.InvokeResponse_Error {
	f := messages.InvokeResponse_Error{Message: message, Type: typeName(cause)}
	for i := range stack {
		f.StackTrace = append(f.StackTrace, &stack[i])
	}
	return f
}

// typeName returns the name of a value's type, without its package and without a pointer's star.
func typeName(value any) string {
	t := reflect.TypeOf(value)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}

// panicStack returns the stack of a panic, to be called by the deferred function that recovers it.
func panicStack() []frame {
	pc := make([]uintptr, 64)
	frames := runtime.CallersFrames(pc[:runtime.Callers(2, pc)])
	var stack []frame
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if f.Function == "runtime.gopanic" { // what is before it is the recovery
			stack = nil
			continue
		}
		if f.Function == "runtime.goexit" {
			break
		}
		stack = append(stack, newFrame(f))
	}
	return stack[:min(len(stack), 32)]
}

// newFrame writes a frame as lambda.Start does: the file's path from the import path on, and the
// function without it.
func newFrame(f runtime.Frame) frame {
	dir, name := path.Split(f.Function) // example.com/module/ and package.Type.Method
	file := f.File
	at := len(file)
	for range strings.Count(dir, "/") + 2 {
		if at = strings.LastIndexByte(file[:at], '/'); at < 0 {
			break
		}
	}
	_, label, _ := strings.Cut(name, ".")
	return frame{Path: file[at+1:], Line: int32(f.Line), Label: label} //nolint:gosec // a line number fits
}

// xrayCause is the value of a header by which X-Ray shows the error.
type xrayCause struct {
	WorkingDirectory string          `json:"working_directory"`
	Exceptions       []xrayException `json:"exceptions"`
	Paths            []string        `json:"paths"`
}

type xrayException struct {
	Type    string   `json:"type"`
	Message string   `json:"message"`
	Stack   []*frame `json:"stack"`
}

// maxXRayCause is what aws-lambda-go takes for the limit of the header, in bytes.
const maxXRayCause = 1 << 20

func newXRayCause(f messages.InvokeResponse_Error) string {
	directory, _ := os.Getwd() // without one the cause is still of use
	cause := xrayCause{directory, []xrayException{{f.Type, f.Message, f.StackTrace}}, []string{}}
	if f.StackTrace == nil {
		cause.Exceptions[0].Stack = []*frame{}
	}
	seen := map[string]bool{}
	for _, frame := range f.StackTrace {
		if !seen[frame.Path] {
			seen[frame.Path] = true
			cause.Paths = append(cause.Paths, frame.Path)
		}
	}
	// JSON escapes all control characters but one, which HTTP allows in no header.
	return strings.ReplaceAll(string(marshal(cause)), "\x7f", `\u007f`)
}

// marshal writes a value that has no fault as JSON.
func marshal(value any) []byte {
	b, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return b
}

// fail reports the invocation in progress as failed: to the log, and to the Runtime API, as
// trailers of a streamed response if there is one.
func (w *worker) fail(err error) {
	f := newFailure(err)
	logFailure("the invocation failed", w.id, f)
	if w.stream != nil && w.stream.end(&f) {
		w.done("stream the response", w.stream.err)
		return
	}
	w.api.begin("POST", "/2018-06-01/runtime/invocation/", w.id, "/error")
	w.done("post the error", w.api.postFailure(f))
}

// postInitError reports a failed start.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-initerror
func (c *connection) postInitError(err error) error {
	f := newFailure(err)
	logFailure("the function failed to start", "", f)
	c.begin("POST", "/2018-06-01/runtime/init/error")
	return c.postFailure(f)
}

// postFailure posts the failure to the path that the head of the request begins with.
func (c *connection) postFailure(f messages.InvokeResponse_Error) error {
	c.field("Content-Type", "application/json")
	if f.Type != "" && printable(f.Type) {
		c.field("Lambda-Runtime-Function-Error-Type", f.Type)
	}
	if cause := newXRayCause(f); len(cause) < maxXRayCause {
		c.field("Lambda-Runtime-Function-Xray-Error-Cause", cause)
	}
	_, err := c.post(marshal(f))
	return err
}

// printable says that a text may be the value of a header.
func printable(text string) bool {
	for _, c := range []byte(text) {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}
