package runtimeloop

import (
	"encoding/json"
	"errors"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestStart: what a function does as a process.
func TestStart(t *testing.T) {
	const bad = `"errorType":"string","errorMessage":"bad"`
	for _, test := range []struct {
		name, function string
		env            []string
		paths          string // posted
		exit           int
		says           []string
		not            []string
	}{
		{"echo", "echo", nil, "id-0/response", 1, []string{gone}, []string{"{"}},
		{"no Lambda", "echo", []string{"AWS_LAMBDA_RUNTIME_API="}, "", 1, []string{"AWS_LAMBDA_RUNTIME_API is not set: this program is a Lambda function"}, []string{"{"}},
		{"panic", "panic", nil, "id-0/error", 1, []string{bad, "the function panicked: bad", `"level":"ERROR"`, `"requestId":"id-0"`, `"stackTrace":[{"path":`}, nil},
		{"panic, several at once", "panic", []string{"AWS_LAMBDA_MAX_CONCURRENCY=4"}, "id-0/error", 1, []string{bad}, nil},
		{"panic, JSON", "panic", []string{"AWS_LAMBDA_LOG_FORMAT=JSON"}, "id-0/error", 1,
			[]string{bad, `"level":"FATAL","message":"the function panicked: bad"`, `{"timestamp":"`}, []string{"\nthe function"}},
		{"panic, only FATAL", "panic", []string{"AWS_LAMBDA_LOG_FORMAT=JSON", "AWS_LAMBDA_LOG_LEVEL=FATAL"}, "id-0/error", 1, []string{`"level":"FATAL"`}, []string{bad}},
		{"levels are for JSON", "panic", []string{"AWS_LAMBDA_LOG_LEVEL=FATAL"}, "id-0/error", 1, []string{bad}, nil},
		{"error", "error", nil, "id-0/error", 1, []string{`"errorType":"errorString","errorMessage":"bad"`, gone}, []string{"stackTrace"}},
		{"no handler", "nil", nil, "/2018-06-01/runtime/init/error", 1, []string{"start: the handler is nil", `"message":"the function failed to start"`}, []string{"requestId"}},
		{"init", "init", nil, "id-0/response", 1, []string{gone}, nil},
		{"init error", "init error", nil, "/2018-06-01/runtime/init/error", 1, []string{`"errorType":"ownError","errorMessage":"code 3"`}, nil},
		{"init panic", "init panic", nil, "/2018-06-01/runtime/init/error", 1, []string{"no table", "stackTrace"}, nil},
		{"init goexit", "init goexit", nil, "/2018-06-01/runtime/init/error", 1, []string{"start: runtime.Goexit"}, nil},
		{"a panic with hooks", "panic, hooks", nil, "/2020-01-01/extension/register id-0/error", 1, []string{bad}, []string{"\nhook"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := newAPI(t, "event")
			a.idle = strings.HasPrefix(test.function, "panic") // the panic ends the process, nothing else
			cmd, out := start(t, test.function, a.address(), test.env...)
			err := cmd.Wait()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != test.exit {
				t.Errorf("%v\n%s", err, out)
			}
			if got := a.paths(); got != test.paths {
				t.Errorf("posted: %s", got)
			}
			for _, say := range test.says {
				if !strings.Contains(out.String(), say) {
					t.Errorf("no %s in\n%s", say, out)
				}
			}
			for _, not := range test.not {
				if strings.Contains(out.String(), not) {
					t.Errorf("%s in\n%s", not, out)
				}
			}
		})
	}
}

// TestConcurrency: a process polls for as many events as Lambda may send it at a time, and for one
// if that is not said.
func TestConcurrency(t *testing.T) {
	for value, want := range map[string]int{"": 1, "0": 1, "1": 1, "3": 3} {
		a := newAPI(t)
		a.idle = true
		start(t, "echo", a.address(), "AWS_LAMBDA_MAX_CONCURRENCY="+value)
		waitFor(t, func() bool { return a.count(&a.polls) >= want })
		time.Sleep(20 * time.Millisecond) // for one poll too many, which nothing announces
		if n := a.count(&a.polls); n != want {
			t.Errorf("%d polls with a concurrency of %q", n, value)
		}
	}
}

// TestInitErrorIsPosted with the type and the stack.
func TestInitErrorIsPosted(t *testing.T) {
	for name, message := range map[string]string{"init error": "code 3", "init panic": "no table"} {
		a := newAPI(t)
		cmd, _ := start(t, name, a.address())
		_ = cmd.Wait() // TestStart checks it
		p := a.posted()["/2018-06-01/runtime/init/error"]
		var body struct {
			ErrorMessage, ErrorType string
			StackTrace              []frame
		}
		if err := json.Unmarshal([]byte(p.body), &body); err != nil || body.ErrorMessage != message || p.head.Get(errorType) != body.ErrorType {
			t.Errorf("%v: %s, %v", err, p.body, p.head)
		}
		if panics := name == "init panic"; panics != (len(body.StackTrace) > 0) {
			t.Errorf("%s: %v", name, body.StackTrace)
		}
	}
}

// TestProxyIsIgnored: the Runtime API is on the function's own host.
func TestProxyIsIgnored(t *testing.T) {
	a := newAPI(t, "event")
	cmd, out := start(t, "echo", a.address(), "HTTP_PROXY=http://192.0.2.1:1", "http_proxy=http://192.0.2.1:1", "ALL_PROXY=http://192.0.2.1:1")
	_ = cmd.Wait() // with 410 on standard error
	if got := a.paths(); got != "id-0/response" {
		t.Errorf("posted: %s\n%s", got, out)
	}
}

// TestFailedPostsAreLogged: neither a response nor an error that is lost goes unnoticed.
func TestFailedPostsAreLogged(t *testing.T) {
	for _, test := range []struct {
		function string
		respond  func(w http.ResponseWriter)
		says     string
	}{
		{"echo", func(w http.ResponseWriter) { w.WriteHeader(413) }, `"message":"the invocation failed","errorType":"wrapError","errorMessage":"post the response: 413 Request Entity Too Large: ","requestId":"id-0"`},
		{"echo", func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, `"errorMessage":"post the response: unexpected EOF"`},
		{"echo", func(w http.ResponseWriter) { w.WriteHeader(500) }, "post the response: 500 Internal Server Error: \n"},
		{"error", func(w http.ResponseWriter) { w.WriteHeader(400) }, `"errorMessage":"post the error: 400 Bad Request: "`},
		{"init error", func(w http.ResponseWriter) { w.WriteHeader(403) }, "start: code 3\n403 Forbidden: \n"},
	} {
		a := newAPI(t, "event")
		a.onPost = func(w http.ResponseWriter, _ post) { test.respond(w) }
		cmd, out := start(t, test.function, a.address())
		_ = cmd.Wait() // with 410 on standard error
		if !strings.Contains(out.String(), test.says) {
			t.Errorf("no %s in\n%s", test.says, out)
		}
		if n := strings.Count(out.String(), "post the "); n > 1 {
			t.Errorf("%d lines about it:\n%s", n, out)
		}
	}
}
