package httpsim_test

import (
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

// The best of what a name fits is found; of two that are as good, none is.
func TestNamesOfFunctions(t *testing.T) {
	at := func(id, path string) string {
		return fmt.Sprintf(`%q: {"Type": "AWS::Lambda::Function", "Metadata": {"aws:cdk:path": %q}, "Properties": {"Runtime": "provided.al2023"}}`, id, path)
	}
	d, err := httpsim.LoadTemplates(
		httpsim.Stack("a", `{"Resources": {`+at("Orders1", "a/Orders/Function/Resource")+`,`+at("Users2", "a/Users/Function/Resource")+`}}`),
		httpsim.Stack("b", `{"Resources": {`+at("Orders3", "b/Orders/Function/Resource")+`}}`),
		httpsim.Stack("bare", `{"Resources": {"PlainFunction4": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "provided.al2023"}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Orders1":             "a/Orders/Function",
		"a/Orders1":           "a/Orders/Function",
		"a/Orders/Function":   "a/Orders/Function",
		"a/Orders":            "a/Orders/Function",
		"b/Orders/Function":   "b/Orders/Function",
		"Users":               "a/Users/Function",
		"Users/Function":      "a/Users/Function",
		"bare/Plain/Function": "bare/PlainFunction4",
		"PlainFunction4":      "bare/PlainFunction4",
	} {
		if f, err := d.Function(name); err != nil || f.String() != want {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
	all := "a/Orders/Function, a/Users/Function, b/Orders/Function, bare/PlainFunction4"
	for name, want := range map[string]string{
		"Orders":  `httpsim: "Orders" is more than one function; there are ` + all,
		"":        `httpsim: "" is more than one function; there are ` + all,
		"Nothing": `httpsim: no function is called "Nothing"; there are ` + all,
	} {
		if _, err := d.Function(name); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	if _, err := d.RESTAPI(""); err == nil || !strings.HasPrefix(err.Error(), "httpsim: the templates have no ") {
		t.Errorf("templates without an API: %v", err)
	}
}

// What is not simulated at all is named, in the order of the resources.
func TestResourcesThatAreNotSimulated(t *testing.T) {
	var resources []string
	for id, kind := range map[string]string{"A": "ApiGatewayV2::Api", "B": "CloudFront::Distribution", "C": "VpcLattice::Service",
		"D": "CloudFormation::Stack", "E": "ApiGateway::DomainName", "F": "ApiGateway::GatewayResponse"} {
		resources = append(resources, fmt.Sprintf(`%q: {"Type": "AWS::%s", "Properties": {}}`, id, kind))
	}
	d, err := httpsim.LoadTemplates(httpsim.Stack("s", `{"Resources": {`+strings.Join(resources, ",")+`}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"s/A: HTTP APIs and WebSocket APIs are not simulated",
		"s/B: CloudFront is not simulated",
		"s/C: VPC Lattice services are not simulated",
		"s/D: its template is not among those that were read",
		"s/E: custom domains of REST APIs are not simulated; the API is served at its stage",
		"s/F: gateway responses are not simulated; those of API Gateway are sent",
	}
	if !slices.Equal(d.NotSimulated, want) {
		t.Errorf("got %q, want %q", d.NotSimulated, want)
	}
}

func TestSettingsOfHealthChecks(t *testing.T) {
	for _, c := range []struct {
		properties string
		want       httpsim.HealthCheck
	}{
		{`"HealthCheckEnabled": true`, httpsim.HealthCheck{Path: "/", SuccessCodes: "200", Interval: 35 * time.Second, Timeout: 30 * time.Second,
			HealthyThreshold: 5, UnhealthyThreshold: 2}},
		{`"HealthCheckEnabled": "true", "HealthCheckPath": "/h", "HealthCheckIntervalSeconds": "60", "HealthCheckTimeoutSeconds": 7,
			"HealthyThresholdCount": 3, "UnhealthyThresholdCount": 4, "Matcher": {"HttpCode": "200-299"}`,
			httpsim.HealthCheck{Path: "/h", SuccessCodes: "200-299", Interval: time.Minute, Timeout: 7 * time.Second, HealthyThreshold: 3, UnhealthyThreshold: 4}},
	} {
		_, lb := one(t, "HTTP", 80, "", "", fmt.Sprintf(`, "Checked": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", %s,
			"Targets": [{"Id": {"Fn::GetAtt": ["Orders", "Arn"]}}]}},
			"ToChecked": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 1,
				"Conditions": [{"Field": "path-pattern", "Values": ["/c"]}], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Checked"}}]}}`, c.properties))
		if h := lb.Listeners[0].Rules[0].Targets[0].Group.HealthCheck; h == nil || *h != c.want {
			t.Errorf("%s: %+v, want %+v", c.properties, h, c.want)
		}
	}
}

// A load balancer whose only listener has no port known takes every request; one with two goes by
// the scheme and the port of the address.
func TestListenersByAddress(t *testing.T) {
	_, lb := loadShop(t)
	for address, status := range map[string]int{
		"http://a.example/": 301, "http://a.example:80/": 301, "https://a.example/": 404, "https://a.example:443/": 404,
	} {
		result, err := lb.Do(httptest.NewRequest("GET", address, nil))
		if err != nil || result.StatusCode != status {
			t.Errorf("%s: %v, %v, want %d", address, result, err, status)
		}
	}
}
