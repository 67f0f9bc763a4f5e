package endpoint

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/local/diff"
)

// cloudFormation responds to DescribeStacks with one output for each stack.
func cloudFormation(t *testing.T, outputs map[string][2]string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		output, ok := outputs[r.FormValue("StackName")]
		if !ok {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = fmt.Fprintf(w, `<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id %s does not exist</Message></Error></ErrorResponse>`, r.FormValue("StackName"))
			return
		}
		_, _ = fmt.Fprintf(w, `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>s</StackName><CreationTime>2026-11-24T09:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs><member><OutputKey>%s</OutputKey><OutputValue>%s</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`, output[0], output[1])
	}))
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": "", "AWS_ENDPOINT_URL_CLOUDFORMATION": server.URL, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
		"AWS_REGION": "eu-central-1", "AWS_PROFILE": "", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
	} {
		t.Setenv(name, value)
	}
}

func TestOnAWS(t *testing.T) {
	cloudFormation(t, map[string][2]string{
		"echo-api-prod":   {"APIURL", "https://a.execute-api.eu-central-1.amazonaws.com/prod/"},
		"alb-lambda-prod": {"LoadBalancerDNSName", "a.eu-central-1.elb.amazonaws.com"},
	})
	d, err := Find(t.Context(), Config{AWS: true, Stage: "prod"})
	if err != nil {
		t.Fatal(err)
	}
	if d.API.Base != "https://a.execute-api.eu-central-1.amazonaws.com/prod" || d.ALB.Base != "http://a.eu-central-1.elb.amazonaws.com" || d.Place != "AWS, eu-central-1" {
		t.Errorf("%+v", d)
	}
}

func TestNotOnAWS(t *testing.T) {
	cloudFormation(t, map[string][2]string{"echo-api-old": {"Other", "x"}})
	for stage, want := range map[string]string{"dev": "stack echo-api-dev on AWS", "old": "has no output APIURL"} {
		if _, err := Find(t.Context(), Config{AWS: true, Stage: stage}); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "npx cdk deploy") {
			t.Errorf("%s: %v", stage, err)
		}
	}
	t.Setenv("AWS_REGION", "")
	if _, err := Find(t.Context(), Config{AWS: true, Stage: "dev"}); err == nil || !strings.Contains(err.Error(), "AWS_REGION") {
		t.Errorf("without a region: %v", err)
	}
	if _, err := Find(t.Context(), Config{AWS: true, URL: "http://127.0.0.1:4566", Stage: "dev"}); err == nil || !strings.Contains(err.Error(), "two places") {
		t.Errorf("two places: %v", err)
	}
}

func TestGiven(t *testing.T) {
	for address, base := range map[string]string{
		"http://name.eu-central-1.elb.amazonaws.com":            "http://name.eu-central-1.elb.amazonaws.com",
		"http://127.0.0.1:3000/dev/":                            "http://127.0.0.1:3000/dev",
		"https://a.execute-api.eu-central-1.amazonaws.com/dev/": "https://a.execute-api.eu-central-1.amazonaws.com/dev",
	} {
		d, err := Find(t.Context(), Config{API: address, ALB: "http://example.com"})
		if err != nil || d.API.Base != base {
			t.Errorf("%s: %v, %s", address, err, d.API.Base)
		}
	}
}

// The names and values of headers go over the wire as they are written, a repeated one as often as
// it is there, and nothing else goes with them but what HTTP needs.
func TestSend(t *testing.T) {
	var got http.Header
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		w.Header()["X-Two"] = []string{"1", "2"}
		_, _ = w.Write([]byte(`{"requestEvent":{"a": 1}}`))
	}))
	defer server.Close()
	e, err := Endpoint{Name: "API Gateway", Base: server.URL}.Send(t.Context(), diff.Request{Method: "GET", Path: "/", Headers: []diff.Header{{Name: "x-demo", Value: "1"}, {Name: "x-demo", Value: "2"}, {Name: "User-Agent", Value: "me"}}})
	if err != nil {
		t.Fatal(err)
	}
	if want := (http.Header{"X-Demo": {"1", "2"}, "User-Agent": {"me"}}); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("sent %v, want %v", got, want)
	}
	if string(e.Event) != `{"a": 1}` || e.Response.Status != "200 OK" {
		t.Errorf("%+v", e)
	}
}

// An endpoint on this machine has a certificate of an authority of its own.
func TestSendWithTLS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(r.Proto)) }))
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	request := diff.Request{Method: "GET", Path: "/"}
	if e, err := (Endpoint{Base: server.URL, TLS: &tls.Config{RootCAs: roots}}).Send(t.Context(), request); err != nil || string(e.Response.Body) != "HTTP/1.1" {
		t.Errorf("%s, %v", e.Response.Body, err)
	}
	if _, err := (Endpoint{Base: server.URL}).Send(t.Context(), request); err == nil {
		t.Error("a certificate of an unknown authority is trusted")
	}
}
