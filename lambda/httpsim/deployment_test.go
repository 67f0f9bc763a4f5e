package httpsim_test

import (
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
)

func TestListeners(t *testing.T) {
	_, lb := loadShop(t)
	if lb.Name != "shop" || !lb.Internal || lb.Attributes["routing.http2.enabled"] != "false" || len(lb.Listeners) != 2 || !strings.HasPrefix(lb.DNSName, "shop-") {
		t.Errorf("%+v", lb)
	}
	https := lb.Listeners[1]
	if https.String() != "edge/Edge/LoadBalancer HTTPS:443" || !slices.Equal(https.Certificates, []string{"arn:one", "arn:two"}) || https.MutualTLS != "off" {
		t.Errorf("%+v", https)
	}
	r := httptest.NewRequest("GET", "/orders", nil)
	if _, err := lb.Do(r); err != nil {
		t.Error(err)
	}
	r.TLS = &tls.ConnectionState{}
	if result, err := lb.Do(r); err != nil || result.Listener != https {
		t.Errorf("%v, %v", result, err)
	}
	for url, want := range map[string]string{
		"http://a.b:8080/": "httpsim: edge/Edge/LoadBalancer has no listener for http://a.b:8080/; it has HTTP on 80, HTTPS on 443",
		"https://a.b:80/":  "httpsim: edge/Edge/LoadBalancer has no listener for https://a.b:80/; it has HTTP on 80, HTTPS on 443",
	} {
		if _, err := lb.Do(httptest.NewRequest("GET", url, nil)); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// Without construct paths, as CDK's assertions synthesize, logical ids do.
func TestNamesWithoutPaths(t *testing.T) {
	d, err := httpsim.LoadTemplates(httpsim.Stack("my-shop", `{"Resources": {
		"OrdersFunction0A1B2C3D": {"Type": "AWS::Lambda::Function", "Properties": {}}, "UsersFunction0A1B2C3D": {"Type": "AWS::Lambda::Function", "Properties": {}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"OrdersFunction0A1B2C3D", "my-shop/OrdersFunction0A1B2C3D", "my-shop/Orders", "Orders", "my-shop/Orders/Function"} {
		if f, err := d.Function(name); err != nil || f.ID != "OrdersFunction0A1B2C3D" || f.String() != "my-shop/OrdersFunction0A1B2C3D" {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
	for _, name := range []string{"other/Orders", "my-shop", "rders"} {
		if f, err := d.Function(name); err == nil {
			t.Errorf("%s is %v", name, f)
		}
	}
}

func TestFunctions(t *testing.T) {
	d, lb := loadShop(t)
	for _, name := range []string{"Orders", "shop/Orders", "shop/Orders/Function"} {
		f, err := d.Function(name)
		if err != nil || f.ID != "Orders" {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
	f, err := d.Function("Orders")
	if err != nil || f.Timeout.Seconds() != 7 || f.MemoryMB != 256 || *f.ReservedConcurrency != 2 || f.Environment["LEVEL"] != "debug" ||
		!slices.Equal(f.MissingEnvironment["TABLE"], []string{"shop/Table"}) || len(f.Environment) != 1 {
		t.Errorf("%+v, %v", *f, err)
	}
	for name, want := range map[string]string{
		"none": `httpsim: no function is called "none"; there are shop/Canary/Function, shop/Orders/Function`,
		"shop": `httpsim: "shop" is more than one function; there are shop/Canary/Function, shop/Orders/Function`,
		"":     `httpsim: "" is more than one function; there are shop/Canary/Function, shop/Orders/Function`,
	} {
		if err := d.Handle(name, says("x")); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	f.Handle(nil)
	want := "httpsim: nothing stands for the code of the function shop/Orders/Function: call Handle"
	if _, err := lb.Do(httptest.NewRequest("GET", "https://a.b/orders", nil)); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if _, err := d.RESTAPI(""); err == nil || err.Error() != "httpsim: the templates have no REST API" {
		t.Error(err)
	}
}

// TestHandleBy invokes what a front end refers to: the alias of a target group, and the function
// itself of an API and a function URL, of which one has a qualifier.
func TestHandleBy(t *testing.T) {
	d, err := httpsim.LoadTemplates(httpsim.Stack("shop", `{"Resources": {
		"Fn": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "orders"}},
		"Alias": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Fn"}, "Name": "live"}},
		"Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", "Targets": [{"Id": {"Ref": "Alias"}}], "HealthCheckEnabled": true}},
		"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {}},
		"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "LB"}, "Port": 80, "Protocol": "HTTP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}]}},
		"API": {"Type": "AWS::ApiGateway::RestApi", "Properties": {}},
		"ANY": {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": {"Ref": "API"}, "ResourceId": {"Fn::GetAtt": ["API", "RootResourceId"]}, "HttpMethod": "ANY",
			"Integration": {"Type": "AWS_PROXY", "Uri": {"Fn::Sub": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations"}}}},
		"Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": {"Ref": "API"}, "StageName": "dev"}},
		"URL": {"Type": "AWS::Lambda::Url", "Properties": {"TargetFunctionArn": {"Fn::GetAtt": ["Fn", "Arn"]}, "Qualifier": "live", "AuthType": "NONE"}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	var invoked []string
	d.Functions[0].HandleBy(func(reference string) httpsim.Handler {
		invoked = append(invoked, reference)
		return says("")
	})
	request := func(path string) *http.Request { return httptest.NewRequest(http.MethodGet, path, nil) }
	_, err1 := d.LoadBalancers[0].Do(request("/"))
	_, err2 := d.RESTAPIs[0].Do(request("/dev/"))
	_, err3 := d.FunctionURLs[0].Do(request("/"))
	err4 := d.LoadBalancers[0].Listeners[0].Rules[0].Targets[0].Group.CheckHealth(t.Context())
	const arn = "arn:aws:lambda:us-east-1:123456789012:function:orders"
	if err := errors.Join(err1, err2, err3, err4); err != nil || !slices.Equal(invoked, []string{arn + ":live", arn, arn + ":live", arn + ":live"}) {
		t.Errorf("invoked: %q, %v", invoked, err)
	}
}
