package httpsim_test

import (
	"net/http/httptest"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
)

// TestDeployed sends a request through a load balancer that is deployed, to a function of another
// stack: the one that the reference has become, which may be gone from its stack.
func TestDeployed(t *testing.T) {
	const (
		elb  = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:"
		fn   = "arn:aws:lambda:eu-west-1:111122223333:function:"
		edge = `{"Resources": {
			"Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", "Targets": [{"Id": {"Fn::GetStackOutput": {"StackName": "echo", "OutputName": "ARN"}}}]}},
			"Given": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", "Targets": [{"Id": "arn:aws:lambda:eu-west-1:111122223333:function:given:live"}]}},
			"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {}},
			"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "LB"}, "Port": 80, "Protocol": "HTTP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}]}},
			"Rule": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 1, "Conditions": [{"Field": "path-pattern", "Values": ["/given"]}], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Given"}}]}}}}`
		echo = `{"Resources": {"Fn": {"Type": "AWS::Lambda::Function", "Properties": {}}}, "Outputs": {"ARN": {"Value": {"Fn::GetAtt": ["Fn", "Arn"]}}}}`
	)
	load := func(outputs map[string]map[string]string) *httpsim.Deployment {
		t.Helper()
		d, err := httpsim.LoadTemplates(httpsim.Deployed(
			httpsim.DeployedStack{Name: "echo", Account: "111122223333", Region: "eu-west-1", Template: echo, IDs: map[string]string{"Fn": "new"}},
			httpsim.DeployedStack{Name: "edge", Account: "111122223333", Region: "eu-west-1", Template: edge, Outputs: outputs,
				IDs: map[string]string{"LB": elb + "loadbalancer/app/edge/0a", "Listener": elb + "listener/app/edge/0a/1b", "Group": elb + "targetgroup/echo/2c", "Given": elb + "targetgroup/given/3d"}},
		))
		if err != nil {
			t.Fatal(err)
		}
		if len(d.NotSimulated) > 0 {
			t.Errorf("not simulated: %q", d.NotSimulated)
		}
		return d
	}
	for _, c := range []struct {
		outputs map[string]map[string]string
		path    string
		want    string
	}{
		{nil, "/", fn + "new"},
		{map[string]map[string]string{"echo": {"ARN": fn + "old"}}, "/", fn + "old"},
		{nil, "/given", fn + "given:live"},
	} {
		d := load(c.outputs)
		var invoked []string
		for _, f := range d.Functions {
			f.HandleBy(func(reference string) httpsim.Handler {
				invoked = append(invoked, reference)
				return says("")
			})
		}
		result, err := d.LoadBalancers[0].Do(httptest.NewRequest("GET", c.path, nil))
		if err != nil || result.StatusCode != 200 || len(invoked) != 1 || invoked[0] != c.want {
			t.Errorf("%s: invoked %q, want %s; %v", c.path, invoked, c.want, err)
		}
	}
	if d := load(nil); d.LoadBalancers[0].Name != "edge" || d.LoadBalancers[0].FullName != "app/edge/0a" || len(d.Functions) != 2 || d.Functions[1].Name != "given" {
		t.Errorf("%+v, %v", d.LoadBalancers[0], d.Functions)
	}
}
