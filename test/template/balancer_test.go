package template

import (
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/test/internal/synth"
)

const (
	loadBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	listener     = "AWS::ElasticLoadBalancingV2::Listener"
	listenerRule = "AWS::ElasticLoadBalancingV2::ListenerRule"
	targetGroup  = "AWS::ElasticLoadBalancingV2::TargetGroup"
)

func TestBalancerFacesTheInternet(t *testing.T) {
	edge := stack(t, synth.Default, "alb-lambda-dev")
	bucketID, _ := only(t, edge, "AWS::S3::Bucket")
	_, balancer := only(t, edge, loadBalancer)
	same(t, "scheme", balancer.Properties["Scheme"], `"internet-facing"`)
	same(t, "type", balancer.Properties["Type"], `"application"`)
	same(t, "address type", balancer.Properties["IpAddressType"], `"ipv4"`)
	if n := len(balancer.Properties["Subnets"].([]any)); n != 2 {
		t.Errorf("it stands in %d subnets, want two", n)
	}
	got := attributes(balancer, "LoadBalancerAttributes")
	for key, want := range map[string]string{
		"routing.http2.enabled":                           `"false"`,
		"deletion_protection.enabled":                     `"false"`,
		"routing.http.drop_invalid_header_fields.enabled": `"true"`,
		"access_logs.s3.enabled":                          `"true"`,
		"access_logs.s3.prefix":                           `"alb"`,
		"access_logs.s3.bucket":                           `{"Ref":"` + bucketID + `"}`,
	} {
		same(t, key, got[key], want)
	}
}

func TestDefaultIsA404InJSON(t *testing.T) {
	edge := stack(t, synth.Default, "alb-lambda-dev")
	balancerID, _ := only(t, edge, loadBalancer)
	_, l := only(t, edge, listener)
	same(t, "port", l.Properties["Port"], `80`)
	same(t, "protocol", l.Properties["Protocol"], `"HTTP"`)
	same(t, "balancer", l.Properties["LoadBalancerArn"], `{"Ref":"`+balancerID+`"}`)
	same(t, "default", l.Properties["DefaultActions"], `[{"Type":"fixed-response","FixedResponseConfig":{
		"StatusCode":"404","ContentType":"application/json","MessageBody":"{\"message\":\"Not Found\"}"}}]`)
}

func TestRuleForwardsTheEcho(t *testing.T) {
	edge := stack(t, synth.Default, "alb-lambda-dev")
	listenerID, _ := only(t, edge, listener)
	groupID, _ := only(t, edge, targetGroup)
	_, rule := only(t, edge, listenerRule)
	same(t, "priority", rule.Properties["Priority"], `1`)
	same(t, "listener", rule.Properties["ListenerArn"], `{"Ref":"`+listenerID+`"}`)
	same(t, "conditions", rule.Properties["Conditions"],
		`[{"Field":"path-pattern","PathPatternConfig":{"Values":["/echo","/echo/*"]}}]`)
	same(t, "actions", rule.Properties["Actions"], `[{"Type":"forward","TargetGroupArn":{"Ref":"`+groupID+`"}}]`)
}

func TestTargetIsTheFunctionWithMultiValueHeaders(t *testing.T) {
	edge := stack(t, synth.Default, "alb-lambda-dev")
	_, group := only(t, edge, targetGroup)
	same(t, "type", group.Properties["TargetType"], `"lambda"`)
	same(t, "attributes", attributes(group, "TargetGroupAttributes"), `{"lambda.multi_value_headers.enabled":"true"}`)
	targets, _ := group.Properties["Targets"].([]any)
	if len(targets) != 1 {
		t.Fatalf("targets are %v, want one", targets)
	}
	isEchoFunction(t, "target", targets[0].(map[string]any)["Id"])
	name := group.Properties["Name"].(string)
	if len(name) > 32 {
		t.Errorf("name %q has %d characters, and 32 are allowed", name, len(name))
	}
}

// Elastic Load Balancing tries the permission when the target is registered.
func TestPermissionIsScopedAndComesFirst(t *testing.T) {
	edge := stack(t, synth.Default, "alb-lambda-dev")
	_, group := only(t, edge, targetGroup)
	permissionID, permission := only(t, edge, "AWS::Lambda::Permission")
	name := group.Properties["Name"].(string)
	same(t, "principal", permission.Properties["Principal"], `"elasticloadbalancing.amazonaws.com"`)
	same(t, "action", permission.Properties["Action"], `"lambda:InvokeFunction"`)
	same(t, "source account", permission.Properties["SourceAccount"], `{"Ref":"AWS::AccountId"}`)
	same(t, "source", permission.Properties["SourceArn"], `{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":elasticloadbalancing:",
		{"Ref":"AWS::Region"},":",{"Ref":"AWS::AccountId"},":targetgroup/`+name+`/*"]]}`)
	isEchoFunction(t, "function", permission.Properties["FunctionName"])
	if !slices.Contains(group.DependsOn, permissionID) {
		t.Errorf("the target group depends on %v, not on the permission %s", group.DependsOn, permissionID)
	}
}

// The one custom resource empties the bucket; nothing of the balancer needs one.
func TestNoCustomResourceButAutoDelete(t *testing.T) {
	for name, template := range templates(t, synth.Default) {
		for id, resource := range template.Resources {
			custom := strings.HasPrefix(resource.Type, "Custom::") || resource.Type == "AWS::CloudFormation::CustomResource"
			if custom && resource.Type != "Custom::S3AutoDeleteObjects" {
				t.Errorf("%s/%s is a custom resource of type %s", name, id, resource.Type)
			}
			if strings.HasPrefix(resource.Type, "AWS::ElasticLoadBalancing::") {
				t.Errorf("%s/%s is a classic load balancer's %s", name, id, resource.Type)
			}
		}
	}
}

// isEchoFunction checks that a value is the ARN that echo-api publishes.
func isEchoFunction(t *testing.T, what string, value any) {
	t.Helper()
	echo := stack(t, synth.Default, "echo-api-dev")
	functionID, _ := only(t, echo, "AWS::Lambda::Function")
	reference, _ := value.(map[string]any)["Fn::GetStackOutput"].(map[string]any)
	same(t, what+" stack", reference["StackName"], `"echo-api-dev"`)
	published, ok := echo.Outputs[reference["OutputName"].(string)]
	if !ok {
		t.Fatalf("%s: echo-api-dev has no output %v", what, reference["OutputName"])
	}
	same(t, what, published.Value, `{"Fn::GetAtt":["`+functionID+`","Arn"]}`)
}
