package httpevent_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

// A goroutine that outlives the response first looks at its request when the caller has read the
// next event into the same memory, as aws-lambda-go does. Run it with -race: the handler logs while
// the goroutine reads.
func TestInvokeKeepsRequestsApart(t *testing.T) {
	for _, kind := range kinds {
		type seen struct{ authorization, method, path, query, host, body string }
		start, got := make(chan struct{}), make(chan seen)
		function := func(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
			for range 2 {
				go func() {
					<-start
					body, _ := r.Body()
					got <- seen{r.Header().Get("Authorization"), r.Method(), r.Path(), r.RawQuery(), r.Host(), string(body)}
				}()
			}
			go func() { _, _, _ = r.Header(), r.Query(), r.URL() }()
			return httpevent.Text(200, "accepted"), nil
		}
		members := func(name string) string {
			m := `"body":"` + name + `","queryStringParameters":{"q":"` + name + `"},"query_string_parameters":{"q":"` + name + `"},"rawQueryString":"q=` + name + `"`
			if kind == httpevent.ALBMultiValue {
				return `"multiValueHeaders":{"authorization":["` + name + `"],"host":["` + name + `"]},` + m
			}
			return `"headers":{"authorization":"` + name + `","host":"` + name + `"},` + m
		}
		h := httpevent.NewHandler(function, slog.New(slog.DiscardHandler))
		buffer := []byte(event(kind, members("ALICE")))
		out, err := h.Invoke(context.Background(), buffer)
		if err != nil {
			t.Fatal(err)
		}
		copy(buffer, event(kind, members("BOBBY")))
		copied := string(out)
		close(start)
		for range 2 {
			if s, want := <-got, (seen{"ALICE", "GET", "/p", "q=ALICE", "ALICE", "ALICE"}); !reflect.DeepEqual(s, want) {
				t.Errorf("%s: %+v, want %+v", kind, s, want)
			}
		}
		if string(out) != copied {
			t.Errorf("%s: the response changed", kind)
		}
	}
}

// An event that is not an HTTP request: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
const message = `{"Records":[{"messageId":"1","eventSource":"aws:sqs","body":"x"}]}`

func TestErrorsOverOtherEvents(t *testing.T) {
	for text, f := range map[string]httpevent.Func{
		"unknown trigger": says(nil, errors.New("unknown trigger")),
		"panic: oh":       func(context.Context, *httpevent.Request) (*httpevent.Response, error) { panic("oh") },
		"the function returned neither a response nor an error": says(nil, nil),
	} {
		var log strings.Builder
		h := httpevent.NewHandler(f, slog.New(slog.NewTextHandler(&log, nil)))
		out, err := h.Append(context.Background(), []byte("before"), []byte(message))
		if err == nil || err.Error() != text || string(out) != "before" {
			t.Errorf("%q, %v; want the error %q", out, err, text)
		}
		if line := log.String(); strings.Count(line, "\n") != 1 || !strings.Contains(line, "level=ERROR") || !strings.Contains(line, text) || strings.Contains(line, "status=") {
			t.Errorf("logged %s", line)
		}
		if _, err := h.Invoke(context.Background(), []byte(message)); err == nil || err.Error() != text {
			t.Errorf("%v, want %q", err, text)
		}
		// Over an HTTP request the client gets a 500.
		for _, kind := range kinds {
			out, err := h.Invoke(context.Background(), []byte(event(kind, "")))
			if err != nil || !strings.Contains(string(out), `"statusCode":500`) || strings.Contains(string(out), "trigger") {
				t.Errorf("%s: %s, %v", kind, out, err)
			}
		}
	}
	// A response is passed on: the function is invoked directly.
	out, err := httpevent.NewHandler(says(httpevent.Text(202, "done"), nil), slog.New(slog.DiscardHandler)).Invoke(context.Background(), []byte(message))
	if err != nil || !strings.Contains(string(out), `"statusCode":202`) {
		t.Errorf("%s, %v", out, err)
	}
}

func TestPassingHealthChecks(t *testing.T) {
	const check = `{"requestContext":{"elb":{"targetGroupArn":"arn:x"}},"httpMethod":"GET","path":"/","headers":{"user-agent":"ELB-HealthChecker/2.0"},"body":""}`
	const client = `{"requestContext":{"elb":{"targetGroupArn":"arn:x"}},"httpMethod":"GET","path":"/","headers":{"user-agent":"ELB-HealthChecker/2.0","x-forwarded-for":"192.0.2.1"},"body":""}`
	for _, status := range []int{200, 399, 400, 503} {
		var log strings.Builder
		function := func(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
			if r.HealthCheck() {
				return httpevent.Text(status, "database"), nil
			}
			return httpevent.Text(418, "client"), nil
		}
		plain := httpevent.NewHandler(function, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
		h := plain.PassingHealthChecks()
		out, err := h.Invoke(context.Background(), []byte(check))
		if err != nil || !strings.Contains(string(out), fmt.Sprintf(`"statusCode":%d,`, status)) || !strings.Contains(string(out), "database") {
			t.Errorf("%d: %s, %v", status, out, err)
		}
		if failed := status >= 400; strings.Contains(log.String(), "level=INFO") != failed || strings.Contains(log.String(), "level=DEBUG") == failed {
			t.Errorf("%d: logged %s", status, &log)
		}
		if out, err := h.Invoke(context.Background(), []byte(client)); err != nil || !strings.Contains(string(out), `"statusCode":418`) {
			t.Errorf("a client with the checker's name: %s, %v", out, err)
		}
		if out, err := plain.Invoke(context.Background(), []byte(check)); err != nil || !strings.Contains(string(out), "healthy") {
			t.Errorf("the handler that it was made of passes health checks too: %s, %v", out, err)
		}
		if h.ReuseBuffers() || !h.ReusingBuffers().ReuseBuffers() || !h.ReuseResponse() {
			t.Error("ReusingBuffers is not what says whether buffers are reused, or responses are not")
		}
	}
}

// A nil logger writes to the standard output:
// https://docs.aws.amazon.com/lambda/latest/dg/golang-logging.html
func TestNilLogger(t *testing.T) {
	t.Setenv("AWS_LAMBDA_LOG_LEVEL", "FATAL")
	out, err := httpevent.NewHandler(says(&httpevent.Response{}, nil), nil).Invoke(context.Background(), []byte(event(httpevent.ALB, "")))
	if err != nil || !strings.Contains(string(out), `"statusCode":200`) {
		t.Errorf("%s, %v", out, err)
	}
}

func TestLogOfStatusZero(t *testing.T) {
	_, lines := invoke(t, says(&httpevent.Response{}, nil), event(httpevent.ALB, ""))
	if lines[0]["status"] != 200.0 {
		t.Errorf("logged status %v for a response whose status is the default", lines[0]["status"])
	}
}
