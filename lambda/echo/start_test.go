package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/internal/runtimeapi"
)

// bootstrap builds the function as the application does.
func bootstrap(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "bootstrap")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", program, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// fixtures returns the events that ship with aws-lambda-go, those of other services too.
func fixtures(t *testing.T) map[string][]byte {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/aws-lambda-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "events", "testdata", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures: ", err)
	}
	all := map[string][]byte{}
	for _, file := range files {
		if all[filepath.Base(file)], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestBootstrap starts the built program as Lambda does and speaks the Runtime API to it.
func TestBootstrap(t *testing.T) {
	server, err := runtimeapi.Listen(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	var log, fault bytes.Buffer
	cmd := exec.Command(bootstrap(t))
	cmd.Env = []string{"AWS_LAMBDA_RUNTIME_API=" + server.Address()}
	cmd.Stdout, cmd.Stderr = &log, &fault
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })

	invoke := func(id string, event []byte) response {
		t.Helper()
		got, err := server.Invoke(id, event, time.Minute)
		if err != nil {
			t.Fatalf("%s: %v\n%s", id, err, &fault)
		}
		if got.Failed || got.RequestID != id || got.ContentType != "application/json" {
			t.Fatalf("%s: %+v", id, got)
		}
		return parse(t, got.Body)
	}
	lines := 0
	for name, event := range fixtures(t) {
		r := invoke(name, event)
		lines++
		if _, got := requestEvent(t, r.Body); got != string(event) || r.StatusCode != 200 {
			t.Errorf("%s: %d %.300s", name, r.StatusCode, got)
		}
	}
	if r := invoke("health", []byte(`{"requestContext":{"elb":{"targetGroupArn":"a"}},"httpMethod":"GET","path":"/","headers":{"user-agent":"ELB-HealthChecker/2.0"},"body":""}`)); r.StatusCode != 200 || r.Body != "healthy" {
		t.Errorf("health check: %+v", r)
	}
	large := restEvent(1, 5<<20)
	if r := invoke("large", large); r.StatusCode != 413 { // its quotes grow to over 6 MB
		t.Errorf("large: %d", r.StatusCode)
	}
	if _, got := requestEvent(t, invoke("after", restEvent(1, 2<<20)).Body); got != string(restEvent(1, 2<<20)) {
		t.Error("an event of 2 MB does not come back whole")
	}
	if _, err := server.WaitPoll(time.Minute); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // ends by the signal, and with that the log is whole
	checkLog(t, log.String(), lines+2)
	if fault.Len() > 0 {
		t.Errorf("standard error: %s", &fault)
	}
}

// checkLog checks that there is one JSON line a request, with the keys that Lambda reads.
func checkLog(t *testing.T, log string, lines int) {
	t.Helper()
	n := 0
	for line := range strings.Lines(log) {
		n++
		var fields struct {
			Timestamp, Level, Message, RequestID, Kind string
			Status                                     int
		}
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if _, err := time.Parse(time.RFC3339, fields.Timestamp); err != nil || fields.Message != "request" || fields.RequestID == "" || fields.Kind == "" {
			t.Errorf("%s", line)
		}
		if fields.RequestID == "health" {
			t.Errorf("a health check is logged: %s", line)
		}
		if large := fields.RequestID == "large"; large != (fields.Level == "ERROR") || large != (fields.Status == 413) {
			t.Errorf("%s", line)
		}
	}
	if n != lines {
		t.Errorf("%d log lines for %d requests", n, lines)
	}
}

// TestBootstrapConcurrency: where Lambda sends several events to one process at a time, it polls
// for as many.
func TestBootstrapConcurrency(t *testing.T) {
	polls, done := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		polls <- struct{}{}
		<-done
	}))
	defer server.Close()
	defer close(done)
	cmd := exec.Command(bootstrap(t))
	cmd.Env = []string{"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(server.URL, "http://"), "AWS_LAMBDA_MAX_CONCURRENCY=3"}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // ends by the signal
	}()
	for range 3 {
		select {
		case <-polls:
		case <-time.After(time.Minute):
			t.Fatal("fewer than three polls at once")
		}
	}
	select {
	case <-polls:
		t.Error("more than three polls at once")
	case <-time.After(100 * time.Millisecond):
	}
}

// TestBootstrapByHand is what a person sees who starts the program.
func TestBootstrapByHand(t *testing.T) {
	cmd := exec.Command(bootstrap(t))
	cmd.Env = []string{}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || !bytes.Contains(out, []byte("AWS_LAMBDA_RUNTIME_API is not set: this program is a Lambda function")) {
		t.Errorf("%v %s", err, out)
	}
}
