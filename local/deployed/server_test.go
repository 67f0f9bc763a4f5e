package deployed

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/alb-lambda/local/emulator"
)

const (
	functionARN = "arn:aws:lambda:us-east-1:000000000000:function:shop-Fn-1"
	groupARN    = "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/shop/1b"
)

// shop is a stack with a load balancer, whose rule has a path, and a REST API.
func shop(path string) string {
	return fmt.Sprintf(`{"Parameters": {"Path": {"Type": "AWS::SSM::Parameter::Value<String>"}}, "Resources": {
		"Fn": {"Type": "AWS::Lambda::Function", "Properties": {}},
		"Alias": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Fn"}, "Name": "live"}},
		"Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", "Targets": [{"Id": {"Ref": "Alias"}}]}},
		"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Metadata": {"aws:cdk:path": "shop/Edge/LoadBalancer/Resource"}, "Properties": {}},
		"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "LB"}, "Port": 80, "Protocol": "HTTP",
			"DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404", "MessageBody": "none", "ContentType": "text/plain"}}]}},
		"Rule": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Metadata": {"aws:cdk:path": "shop/Orders/Rule/Resource"}, "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 7,
			"Conditions": [{"Field": "path-pattern", "Values": [%q, {"Ref": "Path"}]}], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}]}},
		"API": {"Type": "AWS::ApiGateway::RestApi", "Metadata": {"aws:cdk:path": "shop/API/Resource"}, "Properties": {}},
		"ANY": {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": {"Ref": "API"}, "ResourceId": {"Fn::GetAtt": ["API", "RootResourceId"]}, "HttpMethod": "ANY",
			"Integration": {"Type": "AWS_PROXY", "Uri": {"Fn::Sub": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations"}}}},
		"Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": {"Ref": "API"}, "StageName": "dev"}},
		"Firewall": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": {"Ref": "LB"}}}}}`, path)
}

var ids = map[string]string{
	"Fn": "shop-Fn-1", "Alias": functionARN + ":live", "Group": groupARN, "LB": "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/shop/0a",
	"Listener": "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener/app/shop/0a/2c", "API": "a1b2c3", "Stage": "dev",
}

// lines is a log.
type lines struct {
	mutex sync.Mutex
	text  strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.String()
}

// served is a fake whose front ends are served in this process.
func served(t *testing.T) (*fake, *lines) {
	t.Helper()
	f, log := newFake(t), &lines{}
	s, err := Serve(t.Context(), f.Emulator, Options{AnyPort: true, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if _, err := f.FrontEnds(context.Background()); err == nil || !strings.Contains(err.Error(), "no front ends run") {
			t.Errorf("after the end: %v", err)
		}
	})
	return f, log
}

func fronts(t *testing.T, e *emulator.Emulator) map[string]emulator.FrontEnd {
	t.Helper()
	all, err := e.FrontEnds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]emulator.FrontEnd{}
	for _, f := range all {
		by[f.Name] = f
	}
	return by
}

func get(t *testing.T, address string) (status int, body string) {
	t.Helper()
	response, err := http.Get(address) //nolint:gosec // of this test
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

const (
	listener = "shop/Edge/LoadBalancer HTTP:80"
	api      = "shop/API"
)

// TestServe sends requests to the front ends of a stack, and deploys it again.
func TestServe(t *testing.T) {
	f, log := served(t)
	if none := fronts(t, f.Emulator); len(none) != 0 {
		t.Errorf("before a deployment: %v", none)
	}
	f.deploy("shop", "CREATE_COMPLETE", shop("/orders*"), ids)
	f.deploy("new", "REVIEW_IN_PROGRESS", "{}", nil)
	by := fronts(t, f.Emulator)
	if len(by) != 2 || by[listener].Port != 80 || by[listener].Protocol != "HTTP" || by[listener].Stack != "shop" || !slices.Equal(by[api].Stages, []string{"dev"}) {
		t.Fatalf("%+v", by)
	}
	const firewall = "shop/Firewall: the web ACL is not simulated: it stops no request"
	if all, err := f.Served(t.Context()); err != nil || !slices.Equal(all.NotSimulated, []string{firewall}) || !strings.Contains(log.String(), firewall) {
		t.Errorf("not simulated: %q, %v", all.NotSimulated, err)
	}
	base := by[listener].URL
	for _, c := range []struct {
		path   string
		status int
		want   string
		said   string
	}{
		{"/orders/7?a=b", 200, `"path":"/orders/7"`, "by shop/Orders → shop/Fn"},
		{"/orders", 200, `"targetGroupArn":"` + groupARN + `"`, ""},
		{"/looked-up", 200, `"path":"/looked-up"`, ""}, {"/parameter", 404, "none", ""},
		{"/other", 404, "none", "by default action"},
		{"/orders/fails", 502, "502 Bad Gateway", "the function failed: errorString: it broke"},
		{"/orders/late", 502, "502 Bad Gateway", "Task timed out after 3.00 seconds"},
		{"/orders/says-nothing", 502, "502 Bad Gateway", "the function failed: no reason was given"},
		{"/orders/throttled", 502, "502 Bad Gateway", "throttled by Lambda"},
		{"/orders/malformed", 502, "502 Bad Gateway", "what the function returned is not a JSON object"},
	} {
		if status, body := get(t, base+c.path); status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s: %d %s; want %d with %s", c.path, status, body, c.status, c.want)
		}
		// The line comes after the response. The test's own time limit is the bound.
		for !strings.Contains(log.String(), " "+c.path+" ") {
			time.Sleep(time.Millisecond)
		}
		if !strings.Contains(log.String(), c.said) {
			t.Errorf("%s: %q is not said: %s", c.path, c.said, log)
		}
	}
	if status, body := get(t, by[api].URL+"/dev/"); status != 200 || !strings.Contains(body, `"apiId":"a1b2c3"`) || !strings.Contains(body, `"accountId":"`) {
		t.Errorf("the API: %d %s", status, body)
	}
	if status, _ := get(t, by[api].URL+"/dev/throttled"); status != 403 {
		t.Errorf("a resource that is not there: %d", status)
	}
	// A load balancer invokes the alias, and the API the function.
	if got := slices.Compact(slices.Clone(f.invoked)); !slices.Equal(got, []string{functionARN + ":live", functionARN}) {
		t.Errorf("invoked: %q", got)
	}

	// A stack that is being changed is as it was; then it is as it is deployed, on the same ports.
	f.deploy("shop", "UPDATE_IN_PROGRESS", shop("/items*"), ids)
	if now := fronts(t, f.Emulator); now[listener].URL != base {
		t.Errorf("while it is changed: %v", now)
	}
	if status, _ := get(t, base+"/orders"); status != 200 {
		t.Errorf("while it is changed: %d", status)
	}
	f.deploy("shop", "UPDATE_COMPLETE", shop("/items*"), ids)
	if now := fronts(t, f.Emulator); now[listener].URL != base {
		t.Errorf("after a change: %v", now)
	}
	for path, want := range map[string]int{"/orders": 404, "/items/1": 200} {
		if status, _ := get(t, base+path); status != want {
			t.Errorf("after a change, %s: %d, want %d", path, status, want)
		}
	}
	delete(f.stacks, "shop")
	if left := fronts(t, f.Emulator); len(left) != 0 {
		t.Errorf("after the stack was deleted: %v", left)
	}
}

// TestServeSeesDeploymentsOfOthers changes a stack without a word to the server.
func TestServeSeesDeploymentsOfOthers(t *testing.T) {
	f, _ := served(t)
	f.deploy("shop", "CREATE_COMPLETE", shop("/orders*"), ids)
	base := fronts(t, f.Emulator)[listener].URL
	f.deploy("shop", "UPDATE_COMPLETE", shop("/items*"), ids)
	// It looks once a second. The test's own time limit is the bound.
	for status := 0; status != 200; {
		status, _ = get(t, base+"/items")
	}
}

// TestServeKeepsWhatItCannotReplace shows an error to who wants to know, and goes on.
func TestServeKeepsWhatItCannotReplace(t *testing.T) {
	f, _ := served(t)
	f.deploy("shop", "CREATE_COMPLETE", shop("/orders*"), ids)
	base := fronts(t, f.Emulator)[listener].URL
	f.deploy("shop", "UPDATE_COMPLETE", "not a template", ids)
	if _, err := f.FrontEnds(t.Context()); err == nil || !strings.Contains(err.Error(), "stack shop: its template is not one of CloudFormation in JSON") {
		t.Errorf("%v", err)
	}
	if status, _ := get(t, base+"/orders"); status != 200 {
		t.Errorf("%d", status)
	}
}
