package page

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/internal/frontends"
)

// shop has a load balancer and a REST API before one function, and a function URL.
const shop = `{"Resources": {
	"F": {"Type": "AWS::Lambda::Function", "Properties": {}, "Metadata": {"aws:cdk:path": "shop/Hello/Function/Resource"}},
	"G": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", "Targets": [{"Id": {"Fn::GetAtt": ["F", "Arn"]}}],
		"TargetGroupAttributes": [{"Key": "lambda.multi_value_headers.enabled", "Value": "true"}]}},
	"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {}, "Metadata": {"aws:cdk:path": "shop/LB/Resource"}},
	"L": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "LB"}, "Port": 80, "Protocol": "HTTP",
		"DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]}},
	"R1": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "L"}, "Priority": 1,
		"Conditions": [{"Field": "path-pattern", "Values": ["/old"]}], "Actions": [{"Type": "redirect", "RedirectConfig": {"Path": "/hello", "StatusCode": "HTTP_301"}}]}},
	"R2": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "L"}, "Priority": 2,
		"Conditions": [{"Field": "path-pattern", "Values": ["/hello*"]}], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "G"}}]}},
	"R3": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "L"}, "Priority": 3,
		"Conditions": [{"Field": "path-pattern", "Values": ["/later"]}], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "G"}}]}},
	"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "api"}, "Metadata": {"aws:cdk:path": "shop/API/Resource"}},
	"P": {"Type": "AWS::ApiGateway::Resource", "Properties": {"RestApiId": {"Ref": "A"}, "ParentId": {"Fn::GetAtt": ["A", "RootResourceId"]}, "PathPart": "{proxy+}"}},
	"M": {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": {"Ref": "A"}, "ResourceId": {"Ref": "P"}, "HttpMethod": "ANY", "AuthorizationType": "NONE",
		"Integration": {"Type": "AWS_PROXY", "Uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations"}}}},
	"S": {"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": {"Ref": "A"}, "StageName": "live"}},
	"U": {"Type": "AWS::Lambda::Url", "Properties": {"AuthType": "NONE", "TargetFunctionArn": {"Fn::GetAtt": ["F", "Arn"]}}, "Metadata": {"aws:cdk:path": "shop/URL/Resource"}}}}`

const (
	albFront = "shop/LB HTTP:80"
	apiFront = "shop/API"
	urlFront = "shop/URL"
)

// app is the page of the shop, whose function runs in the test.
type app struct {
	*testing.T
	*Page
	set    *frontends.Set
	server *httptest.Server
	done   chan struct{} // a request is recorded
	events int           // how often the function ran
}

func start(t *testing.T) *app {
	t.Helper()
	load := func(h httpsim.HandlerFunc) (*httpsim.Deployment, error) {
		d, err := httpsim.LoadTemplates(httpsim.Stack("shop", shop))
		if err == nil {
			d.Functions[0].Handle(h)
		}
		return d, err
	}
	a := &app{T: t, done: make(chan struct{}, 1000)}
	d, err := load(func(_ context.Context, event []byte) ([]byte, error) {
		a.events++
		return echo(event)
	})
	if err != nil {
		t.Fatal(err)
	}
	a.set = frontends.New(frontends.Config{Dir: t.TempDir(), Keep: Keep, Say: t.Logf, Done: func(e *frontends.Exchange) {
		a.Record(e)
		a.done <- struct{}{}
	}})
	a.Page = New(Config{App: "shop", Fronts: a.set.Fronts, Templates: func() (*httpsim.Deployment, error) {
		return load(func(_ context.Context, event []byte) ([]byte, error) { return echo(event) })
	}})
	if err := a.set.Use(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.set.Close)
	a.server = httptest.NewServer(a.Page)
	t.Cleanup(a.server.Close)
	return a
}

// echo responds with the event in the form that its front end reads; "bad" is what no front end
// reads, and "large" is a large body.
func echo(event []byte) ([]byte, error) {
	var e struct {
		HTTPMethod        string
		Path              string
		MultiValueHeaders json.RawMessage
	}
	if err := json.Unmarshal(event, &e); err != nil {
		return nil, err
	}
	switch {
	case strings.HasSuffix(e.Path, "bad"):
		return []byte(`["no object"]`), nil
	case strings.HasSuffix(e.Path, "large"):
		event = bytes.Repeat([]byte("x"), 900_000)
	}
	headers := `"headers"`
	if e.MultiValueHeaders != nil {
		headers = `"multiValueHeaders"`
	}
	return fmt.Appendf(nil, `{"statusCode": 200, %s: {}, "body": %q}`, headers, event), nil
}

func (a *app) url(front string) string {
	for _, f := range a.set.Fronts() {
		if f.Name == front {
			return f.URL()
		}
	}
	a.Fatalf("no front end is called %s", front)
	return ""
}

// send sends a request to a front end, and waits until it is recorded.
func (a *app) send(front, method, path, body string, headers ...string) int64 {
	a.Helper()
	r, err := http.NewRequestWithContext(a.Context(), method, a.url(front)+path, strings.NewReader(body))
	if err != nil {
		a.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header[name] = append(r.Header[name], value)
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		a.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		a.Fatal(err)
	}
	<-a.done
	later, _ := a.log.after(0)
	return later[len(later)-1].id
}

// call requests something of the page, as the page itself does.
func (a *app) call(method, path string, body any, into any) int {
	a.Helper()
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			a.Fatal(err)
		}
	}
	r, err := http.NewRequestWithContext(a.Context(), method, a.server.URL+path, bytes.NewReader(text))
	if err != nil {
		a.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", a.server.URL)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		a.Fatal(err)
	}
	defer response.Body.Close()
	if text, err = io.ReadAll(response.Body); err != nil {
		a.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			a.Fatalf("%s %s: %v: %s", method, path, err, text)
		}
	}
	return response.StatusCode
}

func (a *app) details(id int64) (d details) {
	a.Helper()
	if status := a.call("GET", fmt.Sprintf("/requests/%d", id), nil, &d); status != http.StatusOK {
		a.Fatalf("request %d: %d", id, status)
	}
	return d
}
