package runtimeloop

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/lambda/messages"
)

// ownError is an error of the function's own type.
type ownError struct{ code int }

func (e *ownError) Error() string { return fmt.Sprint("code ", e.code) }

// runtimeError is an error by value.
type valueError struct{}

func (valueError) Error() string { return "a value" }

// TestErrors: what each way to fail makes of an invocation.
func TestErrors(t *testing.T) {
	type custom = messages.InvokeResponse_Error
	for _, test := range []struct {
		name             string
		fail             func() ([]byte, error)
		message, of, end string
		stack            bool
	}{
		{"an error", func() ([]byte, error) { return nil, errors.New("not an HTTP request") }, "not an HTTP request", "errorString", gone, false},
		{"an error with bytes", func() ([]byte, error) { return []byte("x"), &ownError{7} }, "code 7", "ownError", gone, false},
		{"an error by value", func() ([]byte, error) { return nil, valueError{} }, "a value", "valueError", gone, false},
		{"a wrapped error", func() ([]byte, error) { return nil, fmt.Errorf("in: %w", &ownError{7}) }, "in: code 7", "wrapError", gone, false},
		{"an error as it is to be posted", func() ([]byte, error) { return nil, fmt.Errorf("in: %w", custom{Message: "m", Type: "Order.Invalid"}) }, "m", "Order.Invalid", gone, false},
		{"an error without a type", func() ([]byte, error) { return nil, custom{Message: "m"} }, "m", "", gone, false},
		{"a type that is not a header", func() ([]byte, error) { return nil, custom{Message: "m", Type: "Bad\r\nX: y"} }, "m", "Bad\r\nX: y", gone, false},
		{"a panic with a string", func() ([]byte, error) { panic("plain handler panics") }, "plain handler panics", "string", "the function panicked: plain handler panics", true},
		{"a panic with an error", func() ([]byte, error) { panic(&ownError{8}) }, "code 8", "ownError", "the function panicked: code 8", true},
		{"a panic with nil", func() ([]byte, error) { panic(nil) }, "panic called with nil argument", "PanicNilError",
			"the function panicked: panic called with nil argument", true},
		{"a panic of the runtime", nilMap, "assignment to entry in nil map", "plainError", "the function panicked: assignment to entry in nil map", true},
		{"a panic as it is to be posted", func() ([]byte, error) { panic(custom{Message: "m", Type: "T"}) }, "m", "T", "the function panicked: ", false},
		{"Goexit", func() ([]byte, error) { runtime.Goexit(); return nil, nil }, "runtime.Goexit ended the function before it returned", "errorString", gone, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := newAPI(t, "first", "second")
			calls := 0
			err := a.serve(1, HandlerFunc(func(_ context.Context, dst, event []byte) ([]byte, error) {
				if calls++; calls == 1 {
					return test.fail()
				}
				return append(dst, event...), nil
			}))
			if err == nil || !strings.HasPrefix(err.Error(), test.end) {
				t.Errorf("the loop ended with %v", err)
			}
			posted := a.posted()
			p, ok := posted["id-0/error"]
			if !ok || p.head.Get("Content-Type") != "application/json" || p.length < 0 {
				t.Fatalf("posted: %s, %v", a.paths(), p.head)
			}
			if _, ok := posted["id-1/response"]; ok != (test.end == gone) || len(posted) > 2 {
				t.Errorf("posted: %s", a.paths())
			}
			checkFailure(t, p, test.message, test.of, test.stack)
		})
	}
}

func nilMap() ([]byte, error) {
	var m map[string]int
	m["x"] = 1 //nolint:staticcheck // that is the case
	return nil, nil
}

// checkFailure checks the body of a posted failure, and its headers.
func checkFailure(t *testing.T, p post, message, errorType string, stack bool) {
	t.Helper()
	var body struct {
		ErrorMessage, ErrorType string
		StackTrace              []frame
	}
	if err := json.Unmarshal([]byte(p.body), &body); err != nil {
		t.Fatalf("%v: %s", err, p.body)
	}
	if body.ErrorMessage != message || body.ErrorType != errorType || stack != (len(body.StackTrace) > 0) {
		t.Errorf("posted %s", p.body)
	}
	var want []string
	if errorType != "" && !strings.Contains(errorType, "\n") {
		want = []string{errorType}
	}
	if !slices.Equal(p.head["Lambda-Runtime-Function-Error-Type"], want) || p.head.Get("X") != "" {
		t.Errorf("header %v", p.head)
	}
	var cause struct {
		WorkingDirectory string `json:"working_directory"`
		Exceptions       []struct {
			Type, Message string
			Stack         []frame
		}
		Paths []string
	}
	text := p.head.Get("Lambda-Runtime-Function-Xray-Error-Cause")
	if err := json.Unmarshal([]byte(text), &cause); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	directory, _ := os.Getwd()
	if len(cause.Exceptions) != 1 || cause.WorkingDirectory != directory || strings.Contains(text, "null") {
		t.Fatalf("cause %s", text)
	}
	e := cause.Exceptions[0]
	if e.Message != message || e.Type != errorType || !slices.Equal(e.Stack, body.StackTrace) {
		t.Errorf("cause %s", text)
	}
	var paths []string
	for _, f := range body.StackTrace {
		if !slices.Contains(paths, f.Path) {
			paths = append(paths, f.Path)
		}
	}
	if !slices.Equal(cause.Paths, paths) {
		t.Errorf("paths %q, want %q", cause.Paths, paths)
	}
	if !stack {
		return
	}
	// The first frame of the function itself is where it panicked; the frames of the recovery and
	// of the goroutine's start are left out.
	first := slices.IndexFunc(body.StackTrace, func(f frame) bool { return !strings.Contains(f.Path, "runtime_") })
	own := body.StackTrace[max(0, first)]
	if !strings.HasPrefix(own.Label, "TestErrors.func") && own.Label != "nilMap" || !strings.HasSuffix(own.Path, "lambda/runtimeloop/failure_test.go") || own.Line < 30 {
		t.Errorf("the first frame is %+v of %+v", own, body.StackTrace)
	}
	for _, f := range body.StackTrace {
		if f.Label == "gopanic" || f.Label == "goexit" || f.Label == "Callers" || strings.Contains(f.Label, "newPanicError") {
			t.Errorf("the stack has %+v", f)
		}
	}
}

// TestStackIsCut at 32 frames, as lambda.Start does.
func TestStackIsCut(t *testing.T) {
	a := newAPI(t, "x")
	var deep func(n int)
	deep = func(n int) {
		if n == 0 {
			panic("deep")
		}
		deep(n - 1)
	}
	_ = a.serve(1, HandlerFunc(func(context.Context, []byte, []byte) ([]byte, error) { deep(100); return nil, nil }))
	var body struct{ StackTrace []frame }
	if err := json.Unmarshal([]byte(a.posted()["id-0/error"].body), &body); err != nil || len(body.StackTrace) != 32 {
		t.Errorf("%d frames, %v", len(body.StackTrace), err)
	}
}

func TestNewFrame(t *testing.T) {
	for _, test := range []struct{ file, function, path, label string }{
		{"/home/user/src/pkg/sub/file.go", "pkg/sub.Type.Method", "pkg/sub/file.go", "Type.Method"},
		{"/src/main.go", "main.main", "src/main.go", "main"},
		{"main.go", "main.main", "main.go", "main"},
		{"example.com/m@v1.2.3/a/b/c.go", "example.com/m/a/b.(*T).F.func1", "example.com/m@v1.2.3/a/b/c.go", "(*T).F.func1"},
		{"./c.go", "example.com/m/a.F", "./c.go", "F"},
		{"/main.go", "main.main", "/main.go", "main"},
		{"", "", "", ""},
	} {
		got := newFrame(runtime.Frame{File: test.file, Function: test.function, Line: 9})
		if want := (frame{Path: test.path, Label: test.label, Line: 9}); got != want {
			t.Errorf("%s of %s: %+v", test.function, test.file, got)
		}
	}
}

// TestXRayCauseIsLeftOut if it is too large for a header, and has nothing that a header cannot
// have.
func TestXRayCauseIsLeftOut(t *testing.T) {
	a := newAPI(t, "0", "1", "2", "3")
	rest := maxXRayCause - len(newXRayCause(newFailure(errors.New(""))))
	messages := []string{strings.Repeat("m", maxXRayCause), "a\x7f\x00\r\né\u2028", strings.Repeat("m", rest-1), strings.Repeat("m", rest)}
	call := 0
	a.Config.MaxHeaderBytes = 2 << 20
	wantGone(t, a.serve(1, HandlerFunc(func(context.Context, []byte, []byte) ([]byte, error) {
		call++
		return nil, errors.New(messages[call-1])
	})))
	posted := a.posted()
	if _, ok := posted["id-0/error"].head["Lambda-Runtime-Function-Xray-Error-Cause"]; ok || len(posted["id-0/error"].body) < maxXRayCause {
		t.Error("a cause over 1 MB is sent, or the error is cut")
	}
	checkFailure(t, posted["id-1/error"], messages[1], "errorString", false)
	checkFailure(t, posted["id-2/error"], messages[2], "errorString", false)
	if _, ok := posted["id-3/error"].head["Lambda-Runtime-Function-Xray-Error-Cause"]; ok {
		t.Error("a cause of 1 MB is sent")
	}
}

// TestErrorIsRejected: where the Runtime API rejects the error too, the next event is served.
func TestErrorIsRejected(t *testing.T) {
	a := newAPI(t, "x", "y")
	a.onPost = func(w http.ResponseWriter, _ post) { w.WriteHeader(http.StatusBadRequest) }
	wantGone(t, a.serve(1, HandlerFunc(func(context.Context, []byte, []byte) ([]byte, error) { return nil, errors.New("bad") })))
	if got := a.paths(); got != "id-0/error id-1/error" {
		t.Errorf("posted: %s", got)
	}
}
