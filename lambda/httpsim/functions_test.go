package httpsim_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

// TestDefaultsOfAFunction are Lambda's.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
func TestDefaultsOfAFunction(t *testing.T) {
	d := deploy(t, resource("Plain", "Lambda::Function", `"Runtime": "provided.al2023", "Handler": "bootstrap"`),
		resource("Named", "Lambda::Function", `"FunctionName": "named", "Timeout": "900", "MemorySize": "1024", "ReservedConcurrentExecutions": 0`))
	named, plain := d.Functions[0], d.Functions[1]
	if plain.Timeout != 3*time.Second || plain.MemoryMB != 128 || plain.ReservedConcurrency != nil || plain.Runtime != "provided.al2023" || plain.Handler != "bootstrap" {
		t.Errorf("%+v", plain)
	}
	if named.Timeout != 15*time.Minute || named.MemoryMB != 1024 || named.ReservedConcurrency == nil || *named.ReservedConcurrency != 0 {
		t.Errorf("%+v", named)
	}
	if named.Name != "named" || named.ARN != "arn:aws:lambda:us-east-1:123456789012:function:named" || !strings.HasPrefix(plain.Name, "shop-Plain-") ||
		plain.ARN != "arn:aws:lambda:us-east-1:123456789012:function:"+plain.Name {
		t.Errorf("%s %s, %s %s", named.Name, named.ARN, plain.Name, plain.ARN)
	}
}

// TestTargetsOfAGroup: a function is found by its ARN, by that of an alias or a version, and by one
// with a qualifier; in its own stack, where another has the same logical id.
func TestTargetsOfAGroup(t *testing.T) {
	template := func(target string) string {
		return `{"Resources": {` + strings.Join([]string{loadBalancer, listener("HTTP", "HTTP", 80, toFunction), group("Group", target),
			resource("F", "Lambda::Function", ""), resource("Version", "Lambda::Version", `"FunctionName": {"Ref": "F"}`),
			resource("Alias", "Lambda::Alias", `"FunctionName": {"Ref": "F"}, "Name": "live", "FunctionVersion": {"Fn::GetAtt": ["Version", "Version"]}`),
			resource("Queue", "SQS::Queue", "")}, ",") + `}}`
	}
	for target, found := range map[string]bool{
		`{"Fn::GetAtt": ["F", "Arn"]}`:                 true,
		`{"Ref": "F"}`:                                 true,
		`{"Ref": "Alias"}`:                             true,
		`{"Ref": "Version"}`:                           true,
		`{"Fn::Sub": "${F.Arn}:$LATEST"}`:              true,
		`{"Fn::Sub": "${F.Arn}:7"}`:                    true,
		`{"Fn::Sub": "${F.Arn}:7:8"}`:                  false,
		`"arn:aws:lambda:us-east-1:1:function:x"`:      false,
		`"arn:aws:lambda:us-east-1:1:function:x:live"`: false,
		`{"Fn::GetAtt": ["Queue", "Arn"]}`:             false,
	} {
		d, err := httpsim.LoadTemplates(httpsim.Stack("a", template(target)), httpsim.Stack("b", template(target)))
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range []string{"a", "b"} {
			f := d.LoadBalancers[i].Listeners[0].Rules[0].Targets[0].Group.Function
			if got := fmt.Sprint(f != nil, f); found && (f == nil || f.String() != name+"/F") || !found && f != nil {
				t.Errorf("%s in the stack %s: %s", target, name, got)
			}
		}
	}
}

// TestEmptyNames are no name of a function that has no construct path, and path and logical id are
// not mixed.
func TestEmptyNames(t *testing.T) {
	two := deploy(t, resource("One", "Lambda::Function", ""), resource("Two", "Lambda::Function", ""))
	if f, err := two.Function(""); err == nil || err.Error() != `httpsim: "" is more than one function; there are shop/One, shop/Two` {
		t.Errorf("%v, %v", f, err)
	}
	if f, err := deploy(t, resource("One", "Lambda::Function", "")).Function(""); err != nil || f.ID != "One" {
		t.Errorf("%v, %v", f, err)
	}
	withPath := deploy(t, function("Orders"), function("OrdersOther"))
	for name, want := range map[string]string{"Ord": "", "Orders": "Orders", "shop/OrdersOther": "OrdersOther", "rders": "", "OrdersO": "", "shop/OrdersO": "", "Orders/Function": "Orders", "Function": ""} {
		if f, err := withPath.Function(name); (err == nil) != (want != "") || err == nil && f.ID != want {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
	// A path goes before a part of a path, and the whole before what is around it.
	at := func(id, path string) string {
		return fmt.Sprintf(`%q: {"Type": "AWS::Lambda::Function", "Metadata": {"aws:cdk:path": "%s/Resource"}, "Properties": {}}`, id, path)
	}
	nested := deploy(t, at("A", "shop/Orders"), at("B", "shop/Orders/Canary"), at("C", "shop/Old/Orders/Canary"))
	for name, want := range map[string]string{"shop/Orders": "A", "shop/Orders/Canary": "B", "shop/Old": "C", "Old": "C"} {
		if f, err := nested.Function(name); err != nil || f.ID != want {
			t.Errorf("%s: %v, %v, want %s", name, f, err, want)
		}
	}
	if f, err := nested.Function("Canary"); err == nil {
		t.Errorf("Canary is %v", f)
	}
}

// TestFunctionsWithoutCode: a request that reaches one is an error, which says what to call.
func TestFunctionsWithoutCode(t *testing.T) {
	d := deploy(t, loadBalancer, functionAndGroup(), listener("HTTP", "HTTP", 80, toFunction),
		resource("URL", "Lambda::Url", `"AuthType": "NONE", "TargetFunctionArn": {"Ref": "Orders"}`),
		resource("API", "ApiGateway::RestApi", ""), apiMethod("", "GET", fmt.Sprintf(toOrders, "")), resource("Dev", "ApiGateway::Stage", `"RestApiId": {"Ref": "API"}, "StageName": "dev"`),
		resource("Checked", elb+"TargetGroup", `"TargetType": "lambda", "HealthCheckEnabled": true, "Targets": [{"Id": {"Ref": "Orders"}}]`),
		ruleOf("Rule", `{"Ref": "HTTP"}`, 1, `{"Field": "path-pattern", "Values": ["/checked"]}`, `{"Type": "forward", "TargetGroupArn": {"Ref": "Checked"}}`))
	d.Functions[0].Handle(nil)
	const want = "httpsim: nothing stands for the code of the function shop/Orders/Function: call Handle"
	r := httptest.NewRequest("GET", "/dev", nil)
	_, ofLB := d.LoadBalancers[0].Do(r)
	_, ofURL := d.FunctionURLs[0].Do(r)
	_, ofAPI := d.RESTAPIs[0].Do(r)
	checked := d.LoadBalancers[0].Listeners[0].Rules[0].Targets[0].Group.CheckHealth(t.Context())
	for name, err := range map[string]error{"load balancer": ofLB, "function URL": ofURL, "REST API": ofAPI, "health check": checked} {
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
