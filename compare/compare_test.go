package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"example.com/alb-lambda/compare/internal/report"
	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// front serves a simulated front end over HTTP, with the echo behind it.
func front(t *testing.T, kind httpevent.Kind, prefix string) (address string, lines func() []string) {
	t.Helper()
	var mu sync.Mutex
	var seen []string
	echo := httpevent.NewHandler(func(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
		return httpevent.Bytes(http.StatusOK, "application/json", fmt.Appendf(nil, `{"requestEvent":%s}`, r.Event())), nil
	}, nil)
	server := httptest.NewServer(http.StripPrefix(prefix, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen = append(seen, r.Proto+" "+r.Method+" "+r.URL.RequestURI()+" "+strings.Join(r.Header.Values("X-Demo-Repeat"), "|"))
		mu.Unlock()
		response, err := httpsim.Endpoint{Kind: kind}.Do(echo, r)
		if err != nil {
			t.Error(err)
			return
		}
		maps.Copy(w.Header(), response.Header)
		w.WriteHeader(response.StatusCode)
		_, _ = io.Copy(w, response.Body)
	})))
	t.Cleanup(server.Close)
	return server.URL + prefix, func() []string { mu.Lock(); defer mu.Unlock(); return seen }
}

func invoke(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestTheSameRequestToBothEndpoints(t *testing.T) {
	api, apiSaw := front(t, httpevent.RESTAPI, "/dev")
	alb, albSaw := front(t, httpevent.ALBMultiValue, "")
	html := filepath.Join(t.TempDir(), "new", "page.html")
	code, out, errs := invoke(t, "--api", api+"/", "--alb", alb, "--json", "--html", html)
	if code != 0 {
		t.Fatal(code, errs)
	}
	if got, want := fmt.Sprint(apiSaw()), fmt.Sprint(albSaw()); got != want || !strings.Contains(got, "HTTP/1.1 POST /echo/caf%C3%A9?tag=one&tag=two&city=Z%C3%BCrich") || !strings.Contains(got, "one|two") {
		t.Errorf("API Gateway received %s, the load balancer %s", got, want)
	}
	var r report.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, c := range r.Comparisons {
		for _, s := range c.Sections {
			for _, row := range s.Rows {
				if row.Rule != nil {
					found[row.Rule.ID] = true
				}
			}
		}
	}
	for _, id := range []string{"elb-context", "rest-context", "one-map", "header-case", "forwarded", "query-encoding", "base64", "empty", "resource", "status-description", "response-headers"} {
		if !found[id] {
			t.Errorf("the default requests do not show the difference %s", id)
		}
	}
	if found["unknown"] {
		t.Error("a difference is not explained")
	}
	text, err := os.ReadFile(html)
	if err != nil || !bytes.HasPrefix(text, []byte("<!doctype html>")) || !strings.Contains(errs, "file://"+html) {
		t.Errorf("the page: %v, %.40q; %s", err, text, errs)
	}
}

func TestARequestFromFlags(t *testing.T) {
	api, saw := front(t, httpevent.RESTAPI, "/dev")
	alb, _ := front(t, httpevent.ALB, "")
	code, out, errs := invoke(t, "--api", api, "--alb", alb, "-X", "put", "--path", "/echo/x%2Fy", "-q", "a=%20", "-q", "b", "-H", "X-Demo-Repeat: 1", "-H", "X-Demo-Repeat:2", "-d", "hello")
	if code != 0 {
		t.Fatal(code, errs)
	}
	if got := fmt.Sprint(saw()); got != "[HTTP/1.1 PUT /echo/x%2Fy?a=%20&b 1|2]" {
		t.Error(got)
	}
	if !strings.Contains(out, "Your request") || strings.Contains(out, "\x1b") {
		t.Errorf("%.300s", out)
	}
}

func TestABodyThatOneEndpointRejects(t *testing.T) {
	api, _ := front(t, httpevent.RESTAPI, "")
	alb, _ := front(t, httpevent.ALBMultiValue, "")
	file := filepath.Join(t.TempDir(), "body")
	if err := os.WriteFile(file, bytes.Repeat([]byte("a"), 1_100_000), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := invoke(t, "--api", api, "--alb", alb, "-d", "@"+file, "-H", "Content-Type: text/plain")
	if code != 0 || !strings.Contains(out, "413") || !strings.Contains(out, "which is not the echo") {
		t.Errorf("%d %s %.600s", code, errs, out)
	}
}

func TestFailures(t *testing.T) {
	nothing := httptest.NewServer(http.NotFoundHandler())
	defer nothing.Close()
	t.Setenv("AWS_ENDPOINT_URL", "")
	for _, test := range []struct {
		name, environment string
		code              int
		says              string
		args              []string
	}{
		{"help", "", 0, "", []string{"--help"}},
		{"unknown flag", "", 2, "not defined", []string{"--nonsense"}},
		{"no flag", "", 2, `"echo" is not a flag`, []string{"echo"}},
		{"one endpoint", "", 2, "--api and --alb go together", []string{"--api", nothing.URL}},
		{"two places", "", 2, "--aws and --port", []string{"--aws", "--port", "4566"}},
		{"port", "", 2, "outside 1..65535", []string{"--port", "70000"}},
		{"path", "", 2, "percent-encoded", []string{"--path", "echo"}},
		{"path with a query", "", 2, "use -q", []string{"--path", "/echo?a=b"}},
		{"query", "", 2, "KEY=VALUE", []string{"-q", "a b"}},
		{"header", "", 2, "'Name: value'", []string{"-H", "nothing"}},
		{"body", "", 2, "no such file", []string{"-d", "@/nowhere"}},
		{"address", "", 1, "is not an http address", []string{"--api", "ftp://x", "--alb", nothing.URL}},
		{"no echo", "", 1, "neither endpoint reached the echo", []string{"--api", nothing.URL, "--alb", nothing.URL}},
		{"no endpoint", "", 1, "API Gateway:", []string{"--api", "http://127.0.0.1:1", "--alb", nothing.URL}},
		{"endpoint elsewhere", "http://example.com:4566", 1, "name the endpoints with --api and --alb", nil},
		{"emulator that is not up", "", 1, "`go run ./local up --port 1 --stage dev`", []string{"--port", "1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("AWS_ENDPOINT_URL", test.environment)
			code, out, errs := invoke(t, test.args...)
			if code != test.code || !strings.Contains(errs, test.says) {
				t.Errorf("exit code %d, %s; want %d and %q", code, errs, test.code, test.says)
			}
			if test.code == 0 && !strings.HasPrefix(out, "usage:") {
				t.Error(out)
			}
		})
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var errs bytes.Buffer
	if code := run(ctx, []string{"--api", "http://127.0.0.1:1", "--alb", "http://127.0.0.1:1"}, io.Discard, &errs); code != 130 {
		t.Errorf("%d %s", code, errs.String())
	}
}
