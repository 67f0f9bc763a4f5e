package deployed

import (
	"strings"
	"testing"

	"example.com/alb-lambda/local/emulator"
)

// TestReferencesAreThoseOfTheLastUpdate replaces the function of another stack: the load balancer
// keeps the old one until its own stack is updated, as on AWS.
func TestReferencesAreThoseOfTheLastUpdate(t *testing.T) {
	f, _ := served(t)
	const arn = "arn:aws:lambda:us-east-1:000000000000:function:"
	edge := strings.Replace(shop("/orders*"), `{"Id": {"Ref": "Alias"}}`, `{"Id": {"Fn::GetStackOutput": {"StackName": "echo", "OutputName": "ARN"}}}`, 1)
	echo := func(name string) {
		f.deploy("echo", "UPDATE_COMPLETE", `{"Resources": {"Fn": {"Type": "AWS::Lambda::Function"}}, "Outputs": {"ARN": {"Value": {"Fn::GetAtt": ["Fn", "Arn"]}}}}`, map[string]string{"Fn": name})
		f.stacks["echo"].outputs = map[string]string{"ARN": arn + name}
	}
	invoked := func(status int, want string) {
		t.Helper()
		base := fronts(t, f.Emulator)[listener].URL
		if got, body := get(t, base+"/orders"); got != status || f.invoked[len(f.invoked)-1] != want {
			t.Errorf("%d %s, invoked %s; want %d and %s", got, body, f.invoked[len(f.invoked)-1], status, want)
		}
	}
	echo("echo-gone")
	f.deploy("edge", "CREATE_COMPLETE", edge, ids)
	fronts(t, f.Emulator)
	echo("echo-new")
	invoked(502, arn+"echo-gone")
	f.deploy("edge", "UPDATE_COMPLETE", edge, ids)
	invoked(200, arn+"echo-new")
}

// TestStreams sends requests to front ends that stream: what the function streams arrives as a
// whole, and what it returns is no stream.
func TestStreams(t *testing.T) {
	f, _ := served(t)
	f.deploy("shop", "CREATE_COMPLETE", `{"Resources": {
		"Fn": {"Type": "AWS::Lambda::Function", "Properties": {}},
		"URL": {"Type": "AWS::Lambda::Url", "Properties": {"TargetFunctionArn": {"Fn::GetAtt": ["Fn", "Arn"]}, "AuthType": "NONE", "InvokeMode": "RESPONSE_STREAM"}}}}`, ids)
	base := fronts(t, f.Emulator)["shop/URL"].URL
	if status, body := get(t, base+"/streams"); status != 201 || body != "one, two" {
		t.Errorf("a stream: %d %q", status, body)
	}
	if status, body := get(t, base+"/x"); status != 200 || !strings.HasPrefix(body, `{"statusCode":200`) {
		t.Errorf("what is returned: %d %q", status, body)
	}
	if status, _ := get(t, base+"/fails"); status != 502 {
		t.Errorf("an error: %d", status)
	}
}

// TestEndpointsOfAStage finds the front ends of a stage. A load balancer with HTTPS redirects HTTP
// to it.
func TestEndpointsOfAStage(t *testing.T) {
	f, _ := served(t)
	d := &emulator.Deployment{Emulator: f.Emulator, Stage: "dev"}
	if _, _, err := d.Endpoints(t.Context()); err == nil || !strings.Contains(err.Error(), "the stack echo-api-dev is not deployed") {
		t.Errorf("%v", err)
	}
	f.deploy("echo-api-dev", "CREATE_COMPLETE", shop("/echo"), nil) // with ids of its own
	if api, err := d.API(t.Context()); err != nil || !strings.HasSuffix(api.Base, "/dev") {
		t.Errorf("%+v, %v", api, err)
	}
	if _, _, err := d.Endpoints(t.Context()); err == nil || !strings.Contains(err.Error(), "the stack alb-lambda-dev is not deployed") {
		t.Errorf("%v", err)
	}
	f.deploy("alb-lambda-dev", "CREATE_COMPLETE", shop("/echo"), ids)
	_, plain, err := d.Endpoints(t.Context())
	if err != nil || !strings.HasPrefix(plain.Base, "http://127.0.0.1:") {
		t.Errorf("%+v, %v", plain, err)
	}
	f.deploy("alb-lambda-dev", "UPDATE_COMPLETE", strings.Replace(shop("/echo"), `"Port": 80, "Protocol": "HTTP"`, `"Port": 443, "Protocol": "HTTPS"`, 1), ids)
	_, secure, err := d.Endpoints(t.Context())
	if err != nil || !strings.HasPrefix(secure.Base, "https://127.0.0.1:") {
		t.Fatalf("%+v, %v", secure, err)
	}
	if status, body, err := secure.Get(t.Context(), "/echo"); err != nil || status != 200 || !strings.Contains(string(body), `"x-forwarded-proto"`) {
		t.Errorf("%d %s, %v", status, body, err)
	}
	secure.Authority = "/nowhere"
	if _, _, err := secure.Get(t.Context(), "/echo"); err == nil {
		t.Error("an authority that is not there is trusted")
	}
}
