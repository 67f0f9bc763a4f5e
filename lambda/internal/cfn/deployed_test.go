package cfn

import "testing"

// TestDeployed evaluates references to resources of a stack that is deployed: its physical ids and
// parameters take the place of made-up ones.
func TestDeployed(t *testing.T) {
	const elb = "arn:aws:elasticloadbalancing:eu-west-1:1:"
	s := &Set{}
	parent, err := s.Add("shop", `{"Parameters": {"Level": {"Type": "String", "Default": "info"}, "Path": {"Type": "AWS::SSM::Parameter::Value<String>"}, "List": {"Type": "CommaDelimitedList"}},
		"Resources": {
			"Fn": {"Type": "AWS::Lambda::Function"}, "Version": {"Type": "AWS::Lambda::Version"}, "Alias": {"Type": "AWS::Lambda::Alias"}, "New": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "new"}},
			"LB": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer"}, "Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup"},
			"Table": {"Type": "AWS::DynamoDB::Table"}, "Nested": {"Type": "AWS::CloudFormation::Stack"}}}`)
	if err != nil {
		t.Fatal(err)
	}
	parent.Account, parent.Region = "1", "eu-west-1"
	parent.Deployed = &Deployed{Outputs: map[string]map[string]string{"shop-Nested-1": {"URL": "https://before"}}, Parameters: map[string]string{"Level": "debug", "Path": "/orders", "List": "a,b"}, IDs: map[string]string{
		"Fn": "shop-Fn-1", "Version": "arn:aws:lambda:eu-west-1:1:function:shop-Fn-1:7", "Alias": "arn:aws:lambda:eu-west-1:1:function:shop-Fn-1:live",
		"LB": elb + "loadbalancer/app/edge/0a", "Group": elb + "targetgroup/orders/1b", "Table": "stock", "Nested": "arn:nested",
	}}
	nested, err := s.Add("shop-Nested-1", `{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}, "Outputs": {"URL": {"Value": {"Ref": "Q"}}, "New": {"Value": "new"}}}`)
	if err != nil {
		t.Fatal(err)
	}
	nested.Deployed = &Deployed{ID: "arn:nested", IDs: map[string]string{"Q": "https://queue"}}
	ref := func(id string) any { return map[string]any{"Ref": id} }
	get := func(id, attribute string) any { return map[string]any{"Fn::GetAtt": []any{id, attribute}} }
	output := func(name string) any {
		return map[string]any{"Fn::GetStackOutput": map[string]any{"StackName": "shop-Nested-1", "OutputName": name}}
	}
	for _, c := range []struct {
		value any
		want  string
	}{
		{ref("Level"), "debug"}, {ref("Path"), "/orders"}, {map[string]any{"Fn::Select": []any{"1", ref("List")}}, "b"},
		{ref("Fn"), "shop-Fn-1"}, {get("Fn", "Arn"), "arn:aws:lambda:eu-west-1:1:function:shop-Fn-1"}, {ref("New"), "new"},
		{get("Version", "Version"), "7"}, {ref("Version"), "arn:aws:lambda:eu-west-1:1:function:shop-Fn-1:7"}, {get("Alias", "AliasArn"), "arn:aws:lambda:eu-west-1:1:function:shop-Fn-1:live"},
		{ref("LB"), elb + "loadbalancer/app/edge/0a"}, {get("LB", "LoadBalancerArn"), elb + "loadbalancer/app/edge/0a"}, {get("LB", "LoadBalancerName"), "edge"}, {get("LB", "LoadBalancerFullName"), "app/edge/0a"},
		{get("Group", "TargetGroupName"), "orders"}, {get("Group", "TargetGroupFullName"), "targetgroup/orders/1b"}, {ref("Table"), "stock"},
		{get("Table", "StreamArn"), "${Token[shop/Table.StreamArn]}"}, {get("Nested", "Outputs.URL"), "https://queue"},
		// what it was when the stack that refers to it was changed last
		{output("URL"), "https://before"}, {output("New"), "new"},
	} {
		if got, _ := parent.Evaluate(c.value); got != c.want {
			t.Errorf("%v: %v, want %s", c.value, got, c.want)
		}
	}
	if !s.Nested(parent.Resources["Nested"]) {
		t.Error("the nested stack is not found by its id")
	}
	if found := s.Find("arn:aws:lambda:eu-west-1:1:function:shop-Fn-1:live"); found != parent.Resources["Alias"] {
		t.Errorf("the alias is %v", found)
	}
}
