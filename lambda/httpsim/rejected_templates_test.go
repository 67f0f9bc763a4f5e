package httpsim_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
)

// TestTemplatesThatCannotBeRead: what has another form than CloudFormation's is an error that names
// the stack, the resource and the property.
func TestTemplatesThatCannotBeRead(t *testing.T) {
	const listenerOf = `"LoadBalancerArn": {"Ref": "LB"}, "Port": 80`
	for _, c := range []struct{ kind, properties, at string }{
		{"Lambda::Function", `"Timeout": "soon"`, "Timeout"},
		{"Lambda::Function", `"MemorySize": []`, "MemorySize"},
		{"Lambda::Url", `"Cors": "all"`, "Cors"},
		{elb + "LoadBalancer", `"LoadBalancerAttributes": "none"`, "LoadBalancerAttributes"},
		{elb + "TargetGroup", `"TargetGroupAttributes": "none"`, "TargetGroupAttributes"},
		{elb + "TargetGroup", `"Targets": "none"`, "Targets"},
		{elb + "TargetGroup", `"TargetType": "lambda", "HealthCheckEnabled": "maybe"`, "HealthCheckEnabled"},
		{elb + "TargetGroup", `"TargetType": "lambda", "HealthCheckEnabled": true, "HealthCheckIntervalSeconds": "long"`, "HealthCheckIntervalSeconds"},
		{elb + "Listener", `"LoadBalancerArn": {"Ref": "LB"}, "Port": "http"`, "Port"},
		{elb + "Listener", listenerOf + `, "ListenerAttributes": "none"`, "ListenerAttributes"},
		{elb + "Listener", listenerOf + `, "Certificates": "none"`, "Certificates"},
		{elb + "Listener", listenerOf + `, "MutualAuthentication": "off"`, "MutualAuthentication"},
		{elb + "Listener", listenerOf + `, "DefaultActions": "none"`, "DefaultActions"},
		{elb + "Listener", listenerOf + `, "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "2XX"}}]`, `StatusCode "2XX" is not a number`},
		{elb + "ListenerCertificate", `"ListenerArn": {"Ref": "HTTP"}, "Certificates": "none"`, "Certificates"},
		{elb + "ListenerRule", `"ListenerArn": {"Ref": "HTTP"}, "Priority": "first"`, "Priority"},
		{elb + "ListenerRule", `"ListenerArn": {"Ref": "HTTP"}, "Conditions": "none"`, "Conditions"},
		{elb + "ListenerRule", `"ListenerArn": {"Ref": "HTTP"}, "Conditions": [{"Field": "cookie", "Values": ["a"]}]`, `the condition "cookie" is not one that a load balancer has`},
		{elb + "ListenerRule", `"ListenerArn": {"Ref": "HTTP"}, "Conditions": [{"Field": "path-pattern"}]`, `the condition "path-pattern" is not one that a load balancer has`},
		{elb + "ListenerRule", `"ListenerArn": {"Ref": "HTTP"}, "Conditions": [{"Field": "query-string"}]`, `the condition "query-string" is not one that a load balancer has`},
		{elb + "ListenerRule", `"ListenerArn": {"Ref": "HTTP"}, "Transforms": "none"`, "Transforms"},
		{elb + "ListenerRule", `"ListenerArn": {"Ref": "HTTP"}, "Actions": "none"`, "Actions"},
		{elb + "ListenerRule", `"ListenerArn": {"Ref": "HTTP"}, "Actions": [{"Type": "fixed-response", "FixedResponseConfig": {}}]`, `StatusCode "" is not a number`},
		{"ApiGateway::RestApi", `"BinaryMediaTypes": "*/*"`, "BinaryMediaTypes"},
		{"ApiGateway::Method", `"RestApiId": {"Ref": "API"}, "ResourceId": {"Fn::GetAtt": ["API", "RootResourceId"]}, "Integration": "MOCK"`, "Integration"},
		{"ApiGateway::Method", `"RestApiId": {"Ref": "API"}, "ResourceId": {"Fn::GetAtt": ["API", "RootResourceId"]}, "ApiKeyRequired": "maybe"`, "ApiKeyRequired"},
		{"ApiGateway::Stage", `"RestApiId": {"Ref": "API"}, "Variables": "none"`, "Variables"},
		{"ApiGateway::Stage", `"RestApiId": {"Ref": "API"}, "MethodSettings": "none"`, "MethodSettings"},
	} {
		_, err := httpsim.LoadTemplates(stack(loadBalancer, listener("HTTP", "HTTP", 8080), resource("API", "ApiGateway::RestApi", ""), resource("Wrong", c.kind, c.properties)))
		if err == nil || !strings.HasPrefix(err.Error(), "httpsim: ") || !strings.Contains(err.Error(), ": "+c.at) {
			t.Errorf("%s {%s}: %v, want %s", c.kind, c.properties, err, c.at)
		} else if where := strings.TrimPrefix(err.Error(), "httpsim: "); !strings.HasPrefix(where, "shop/Wrong: ") && !strings.HasPrefix(where, "default action: ") {
			t.Errorf("%s {%s}: %v does not say where", c.kind, c.properties, err)
		}
	}
	for name, templates := range map[string]httpsim.Templates{"no JSON": httpsim.Stack("s", "{"), "no assembly": httpsim.Assembly(t.TempDir() + "/none")} {
		if _, err := httpsim.LoadTemplates(templates); err == nil || !strings.HasPrefix(err.Error(), "httpsim: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWhatIsNotSimulatedOfFunctions is said once of each, in the order of the resources.
func TestWhatIsNotSimulatedOfFunctions(t *testing.T) {
	d := deploy(t, resource("B", "Lambda::Function", `"Layers": ["arn:one", "arn:two"]`), resource("A", "Lambda::Function", `"FileSystemConfigs": [{}], "Layers": []`))
	if got, want := fmt.Sprintf("%q", d.NotSimulated), `["shop/A: file systems of functions are not simulated" "shop/A: layers of functions are not simulated" "shop/B: layers of functions are not simulated"]`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	rule := func(id string, priority int) string {
		return ruleOf(id, `{"Ref": "HTTP"}`, priority, `{"Field": "path-pattern", "Values": ["/x"]}`, `{"Type": "weird"}, {"Type": "weird"}`)
	}
	d = deploy(t, loadBalancer, listener("HTTP", "HTTP", 80), rule("R", 1))
	if got, want := fmt.Sprintf("%q", d.NotSimulated), `["shop/R: its action weird is not simulated"]`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestWebACLs: that of a load balancer or an API is named in its responses, and not in those of
// another.
func TestWebACLs(t *testing.T) {
	d := deploy(t, loadBalancer, resource("Other", elb+"LoadBalancer", ""), resource("API", "ApiGateway::RestApi", ""), resource("OtherAPI", "ApiGateway::RestApi", ""),
		resource("OfLB", "WAFv2::WebACLAssociation", `"ResourceArn": {"Ref": "LB"}`),
		resource("OfAPI", "WAFv2::WebACLAssociation", `"ResourceArn": {"Fn::Sub": "arn:aws:apigateway:us-east-1::/restapis/${API}/stages/dev"}`),
		resource("Pages", "ApiGateway::GatewayResponse", `"RestApiId": {"Ref": "OtherAPI"}`))
	got := ""
	for _, lb := range d.LoadBalancers {
		got += fmt.Sprintf("%s %q\n", lb, lb.Unchecked)
	}
	for _, api := range d.RESTAPIs {
		got += fmt.Sprintf("%s %q\n", api, api.Unchecked)
	}
	if want := `shop/LB ["shop/OfLB: the web ACL is not simulated: it stops no request"]
shop/Other []
shop/API ["shop/OfAPI: the web ACL is not simulated: it stops no request"]
shop/OtherAPI ["shop/Pages: gateway responses are not simulated; those of API Gateway are sent"]
`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
