package httpsim_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// resource is a resource of a template.
func resource(id, kind, properties string) string {
	return fmt.Sprintf(`%q: {"Type": "AWS::%s", "Properties": {%s}}`, id, kind, properties)
}

// stack is a template with the resources, as the stack shop.
func stack(resources ...string) httpsim.Templates {
	return httpsim.Stack("shop", `{"Resources": {`+strings.Join(resources, ",")+`}}`)
}

// deploy reads a template with the resources. Each function of it responds with its logical id.
func deploy(t *testing.T, resources ...string) *httpsim.Deployment {
	t.Helper()
	d, err := httpsim.LoadTemplates(stack(resources...))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range d.Functions {
		f.Handle(says(f.ID))
	}
	return d
}

const (
	elb          = "ElasticLoadBalancingV2::"
	loadBalancer = `"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {}}`
)

// listener is one of the load balancer LB; without more it responds 404.
func listener(id, protocol string, port int, more ...string) string {
	actions := `"DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]`
	if len(more) > 0 {
		actions = strings.Join(more, ",")
	}
	return resource(id, elb+"Listener", fmt.Sprintf(`"LoadBalancerArn": {"Ref": "LB"}, "Protocol": %q, "Port": %d, %s`, protocol, port, actions))
}

// ruleOf is a rule of a listener.
func ruleOf(id, listener string, priority int, conditions, actions string) string {
	return resource(id, elb+"ListenerRule", fmt.Sprintf(`"ListenerArn": %s, "Priority": %d, "Conditions": [%s], "Actions": [%s]`, listener, priority, conditions, actions))
}

// toFunction forwards to the target group Group, whose target is the function Orders.
const toFunction = `"DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}]`

func functionAndGroup() string {
	return function("Orders") + "," + group("Group", `{"Fn::GetAtt": ["Orders", "Arn"]}`)
}

// send sends a request to a front end, which must have a result.
func send[T any](t *testing.T, do func(*http.Request) (T, error), r *http.Request) T {
	t.Helper()
	result, err := do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	return result
}

// eventHeader is a header of the event that a front end makes of a request.
func eventHeader(t *testing.T, kind httpevent.Kind, r *http.Request, name string) string {
	t.Helper()
	event, err := httpsim.Endpoint{Kind: kind}.Event(r)
	if err != nil {
		t.Fatal(err)
	}
	return httpevent.Read(event).Header().Get(name)
}
