package httpevent_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"example.com/alb-lambda/lambda/httpevent"
)

// invoke sends an event to a function, and returns the response and the log lines.
func invoke(t *testing.T, f httpevent.Func, event string) (map[string]any, []map[string]any) {
	t.Helper()
	var log bytes.Buffer
	ctx := lambdacontext.NewContext(context.Background(), &lambdacontext.LambdaContext{AwsRequestID: "id-1"})
	out, err := httpevent.NewHandler(f, slog.New(slog.NewJSONHandler(&log, nil))).Invoke(ctx, []byte(event))
	if err != nil {
		t.Fatal(err)
	}
	var response map[string]any
	if err := json.Unmarshal(out, &response); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var lines []map[string]any
	for line := range strings.Lines(log.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		lines = append(lines, fields)
	}
	return response, lines
}

// says returns a function that always responds the same.
func says(response *httpevent.Response, err error) httpevent.Func {
	return func(context.Context, *httpevent.Request) (*httpevent.Response, error) { return response, err }
}

func TestHandlerLog(t *testing.T) {
	_, lines := invoke(t, says(httpevent.Text(404, "no"), nil), event(httpevent.ALB, `"body":"x\"\n"`))
	if len(lines) != 1 {
		t.Fatalf("%d lines, want one a request", len(lines))
	}
	line := lines[0]
	if _, ok := line["durationUs"].(float64); !ok {
		t.Errorf("durationUs is %v", line["durationUs"])
	}
	for _, name := range []string{"time", "durationUs"} {
		delete(line, name)
	}
	want := map[string]any{"level": "INFO", "msg": "request", "requestId": "id-1", "kind": "alb", "method": "GET", "path": "/p", "status": 404.0}
	if !reflect.DeepEqual(line, want) {
		t.Errorf("%v, want %v", line, want)
	}
}

func TestHandlerErrors(t *testing.T) {
	large := httpevent.Text(200, strings.Repeat("x", 1_000_000))
	for _, test := range []struct {
		name   string
		f      httpevent.Func
		status float64
		log    string // the error of the log line begins so
		body   []string
	}{
		{"error", says(nil, errors.New("the table is gone")), 500, "the table is gone", []string{`{"message":"Internal Server Error"}`}},
		{"nothing", says(nil, nil), 500, "the function returned neither a response nor an error", []string{`{"message":"Internal Server Error"}`}},
		{"panic", func(context.Context, *httpevent.Request) (*httpevent.Response, error) { panic("oh") }, 500, "panic: oh\ngoroutine ", []string{`{"message":"Internal Server Error"}`}},
		{"status", says(&httpevent.Response{StatusCode: 1000}, nil), 500, "status 1000 is outside 200..599", []string{`{"message":"the function's response cannot be passed on: status 1000 is outside 200..599"}`}},
		{"header", says(&httpevent.Response{Header: http.Header{"X": {"\n"}}}, nil), 500, `header X: value "\n"`, []string{`cannot be passed on: header X: value \"\\n\" has a control character`}},
		{"size", says(large, nil), 413, "the response is 1000", []string{"the load balancer accepts at most 1000000", `"limit":1000000}`, `"size":1000136,`}},
	} {
		response, lines := invoke(t, test.f, event(httpevent.ALB, ""))
		if response["statusCode"] != test.status {
			t.Errorf("%s: status %v", test.name, response["statusCode"])
		}
		body, _ := response["body"].(string)
		for _, part := range test.body {
			if !strings.Contains(body, part) || !json.Valid([]byte(body)) {
				t.Errorf("%s: body %s, want %s in it", test.name, body, part)
			}
		}
		if len(lines) != 1 || lines[0]["level"] != "ERROR" || lines[0]["status"] != test.status {
			t.Fatalf("%s: %v", test.name, lines)
		}
		if text, _ := lines[0]["error"].(string); !strings.HasPrefix(text, test.log) {
			t.Errorf("%s: logged %q", test.name, text)
		}
	}
}

func TestHandlerHealthCheck(t *testing.T) {
	never := func(context.Context, *httpevent.Request) (*httpevent.Response, error) {
		t.Error("the handler is called for a health check")
		return nil, nil
	}
	for _, headers := range []string{`"headers":{"user-agent":"ELB-HealthChecker/2.0"}`, `"multiValueHeaders":{"user-agent":["ELB-HealthChecker/2.0"]}`} {
		response, lines := invoke(t, never, `{"requestContext":{"elb":{"targetGroupArn":"arn:x"}},"httpMethod":"GET","path":"/",`+headers+`,"body":"","isBase64Encoded":false}`)
		if response["statusCode"] != 200.0 || response["statusDescription"] != "200 OK" || len(lines) != 0 {
			t.Errorf("%v, log %v", response, lines)
		}
	}
}

func TestHandlerLostCookies(t *testing.T) {
	cookies := says(&httpevent.Response{Header: http.Header{"Set-Cookie": {"a=1", "b=2"}, "set-cookie": {"c=3"}}}, nil)
	_, lines := invoke(t, cookies, event(httpevent.ALB, ""))
	if want := "2 of 3 Set-Cookie are lost: turn the target group's multi-value headers on"; lines[0]["level"] != "WARN" || lines[0]["warning"] != want {
		t.Errorf("%v", lines)
	}
	_, lines = invoke(t, cookies, event(httpevent.LatticeV2, ""))
	if want := "2 of 3 Set-Cookie are lost: VPC Lattice passes one on"; lines[0]["level"] != "WARN" || lines[0]["warning"] != want {
		t.Errorf("%v", lines)
	}
	for _, kind := range kinds {
		if kind == httpevent.ALB || kind.IsLattice() {
			continue
		}
		response, lines := invoke(t, cookies, event(kind, ""))
		text, _ := json.Marshal(response)
		if lines[0]["level"] != "INFO" || slices.ContainsFunc([]string{"a=1", "b=2", "c=3"}, func(c string) bool { return !bytes.Contains(text, []byte(c)) }) {
			t.Errorf("%s: %s, log %v", kind, text, lines)
		}
	}
}

func TestNewLogger(t *testing.T) {
	t.Setenv("AWS_LAMBDA_LOG_LEVEL", "ERROR")
	if log := httpevent.NewLogger(); log.Enabled(context.Background(), slog.LevelWarn) || !log.Enabled(context.Background(), slog.LevelError) {
		t.Error("AWS_LAMBDA_LOG_LEVEL is not the least level")
	}
	// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
	for name, least := range map[string]slog.Level{"TRACE": -8, "DEBUG": -4, "INFO": 0, "WARN": 4, "ERROR": 8, "FATAL": 12, "": 0, "LOUD": 0} {
		t.Setenv("AWS_LAMBDA_LOG_LEVEL", name)
		log := httpevent.NewLogger()
		if !log.Enabled(context.Background(), least) || log.Enabled(context.Background(), least-1) {
			t.Errorf("%q: the least level is not %d", name, least)
		}
	}
}
