// Package routes sends requests through the application's templates, as lambda/httpsim simulates
// what they would deploy: which of them reach the function, and by which rule.
//
// The templates are the goldens, so that it needs neither Node.js nor a synth. What the function
// makes of an event is the business of lambda/echo.
package routes

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
)

// load reads the templates of a variant. Each function responds with a status of its own.
func load(t testing.TB, variant string) *httpsim.Deployment {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../golden/testdata", variant, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var templates []httpsim.Templates
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		templates = append(templates, httpsim.Stack(strings.TrimSuffix(filepath.Base(file), ".json"), text))
	}
	d, err := httpsim.LoadTemplates(templates...)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range d.Functions {
		f.Handle(httpsim.HandlerFunc(func(context.Context, []byte) ([]byte, error) {
			return []byte(`{"statusCode":299,"multiValueHeaders":{}}`), nil
		}))
	}
	return d
}

func TestRoutesOfTheLoadBalancer(t *testing.T) {
	d := load(t, "default")
	alb, err := d.LoadBalancer("alb-lambda-dev/Edge")
	if err != nil {
		t.Fatal(err)
	}
	if len(d.NotSimulated) > 0 {
		t.Errorf("not simulated: %q", d.NotSimulated)
	}
	for path, status := range map[string]int{
		"/echo": 299, "/echo/": 299, "/echo/a/b?c=d": 299, "/": 404, "/echox": 404, "/Echo": 404, "/x/echo": 404,
	} {
		for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodOptions} {
			result, err := alb.Do(httptest.NewRequest(method, path, nil))
			if err != nil || result.StatusCode != status {
				t.Errorf("%s %s: %v, %v", method, path, result, err)
				continue
			}
			if invoked := result.Function != nil; invoked != (status == 299) || invoked && !strings.HasPrefix(result.Function.Path, "echo-api-dev/Echo/") {
				t.Errorf("%s %s invoked %v", method, path, result.Function)
			}
		}
	}
}

func TestRoutesOfTheAPI(t *testing.T) {
	d := load(t, "default")
	api, err := d.RESTAPI("echo-api-dev")
	if err != nil {
		t.Fatal(err)
	}
	for path, status := range map[string]int{"/dev": 299, "/dev/": 299, "/dev/echo": 299, "/dev/a/b?c=d": 299, "/": 403, "/prod/echo": 403} {
		if result, err := api.Do(httptest.NewRequest("PATCH", path, nil)); err != nil || result.StatusCode != status {
			t.Errorf("%s: %v, %v", path, result, err)
		}
	}
}

// With a certificate, HTTP leads to HTTPS, and the web ACL, which is not simulated, is named.
func TestRoutesOfTheHardenedVariant(t *testing.T) {
	alb, err := load(t, "hardened").LoadBalancer("")
	if err != nil {
		t.Fatal(err)
	}
	result, err := alb.Do(httptest.NewRequest("GET", "http://a.example/echo?q=1", nil))
	if err != nil || result.StatusCode != 301 || result.Header.Get("Location") != "https://a.example:443/echo?q=1" {
		t.Errorf("%v, %v", result, err)
	}
	result, err = alb.Do(httptest.NewRequest("GET", "https://a.example/echo", nil))
	if err != nil || result.StatusCode != 299 || !strings.Contains(result.Header.Get("X-Not-Simulated"), "web ACL") {
		t.Errorf("%v, %v", result, err)
	}
}

// BenchmarkRequest is a request through the templates: far less than a millisecond.
func BenchmarkRequest(b *testing.B) {
	alb, err := load(b, "default").LoadBalancer("")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := alb.Do(httptest.NewRequest("GET", "/echo", nil)); err != nil {
			b.Fatal(err)
		}
	}
}
