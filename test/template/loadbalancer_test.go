package template

import (
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/variant"
)

const (
	loadBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	listener     = "AWS::ElasticLoadBalancingV2::Listener"
	listenerRule = "AWS::ElasticLoadBalancingV2::ListenerRule"
	targetGroup  = "AWS::ElasticLoadBalancingV2::TargetGroup"
)

func TestLoadBalancerFacesTheInternet(t *testing.T) {
	edge := stack(t, variant.Default, "alb-lambda-dev")
	bucketID := edge.One("AWS::S3::Bucket").ID
	balancer := edge.One(loadBalancer)
	cdktest.Same(t, "scheme", balancer.Properties["Scheme"], `"internet-facing"`)
	cdktest.Same(t, "type", balancer.Properties["Type"], `"application"`)
	cdktest.Same(t, "address type", balancer.Properties["IpAddressType"], `"ipv4"`)
	if n := len(balancer.Properties["Subnets"].([]any)); n != 2 {
		t.Errorf("it is in %d subnets, want two", n)
	}
	got := balancer.Attributes("LoadBalancerAttributes")
	for key, want := range map[string]string{
		"routing.http2.enabled":                           `"false"`,
		"deletion_protection.enabled":                     `"false"`,
		"routing.http.drop_invalid_header_fields.enabled": `"true"`,
		"access_logs.s3.enabled":                          `"true"`,
		"access_logs.s3.prefix":                           `"alb"`,
		"access_logs.s3.bucket":                           `{"Ref":"` + bucketID + `"}`,
	} {
		cdktest.Same(t, key, got[key], want)
	}
}

func TestDefaultIsA404InJSON(t *testing.T) {
	edge := stack(t, variant.Default, "alb-lambda-dev")
	balancerID := edge.One(loadBalancer).ID
	l := edge.One(listener)
	cdktest.Same(t, "port", l.Properties["Port"], `80`)
	cdktest.Same(t, "protocol", l.Properties["Protocol"], `"HTTP"`)
	cdktest.Same(t, "load balancer", l.Properties["LoadBalancerArn"], `{"Ref":"`+balancerID+`"}`)
	cdktest.Same(t, "default", l.Properties["DefaultActions"], `[{"Type":"fixed-response","FixedResponseConfig":{
		"StatusCode":"404","ContentType":"application/json","MessageBody":"{\"message\":\"Not Found\"}"}}]`)
}

func TestRuleForwardsTheEcho(t *testing.T) {
	edge := stack(t, variant.Default, "alb-lambda-dev")
	listenerID := edge.One(listener).ID
	groupID := edge.One(targetGroup).ID
	rule := edge.One(listenerRule)
	cdktest.Same(t, "priority", rule.Properties["Priority"], `1`)
	cdktest.Same(t, "listener", rule.Properties["ListenerArn"], `{"Ref":"`+listenerID+`"}`)
	cdktest.Same(t, "conditions", rule.Properties["Conditions"],
		`[{"Field":"path-pattern","PathPatternConfig":{"Values":["/echo","/echo/*"]}}]`)
	cdktest.Same(t, "actions", rule.Properties["Actions"], `[{"Type":"forward","TargetGroupArn":{"Ref":"`+groupID+`"}}]`)
}

func TestTargetIsTheFunctionWithMultiValueHeaders(t *testing.T) {
	edge := stack(t, variant.Default, "alb-lambda-dev")
	group := edge.One(targetGroup)
	cdktest.Same(t, "type", group.Properties["TargetType"], `"lambda"`)
	cdktest.Same(t, "attributes", group.Attributes("TargetGroupAttributes"), `{"lambda.multi_value_headers.enabled":"true"}`)
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
	edge := stack(t, variant.Default, "alb-lambda-dev")
	group := edge.One(targetGroup)
	permission := edge.One("AWS::Lambda::Permission")
	permissionID := permission.ID
	name := group.Properties["Name"].(string)
	cdktest.Same(t, "principal", permission.Properties["Principal"], `"elasticloadbalancing.amazonaws.com"`)
	cdktest.Same(t, "action", permission.Properties["Action"], `"lambda:InvokeFunction"`)
	cdktest.Same(t, "source account", permission.Properties["SourceAccount"], `{"Ref":"AWS::AccountId"}`)
	cdktest.Same(t, "source", permission.Properties["SourceArn"], `{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":elasticloadbalancing:",
		{"Ref":"AWS::Region"},":",{"Ref":"AWS::AccountId"},":targetgroup/`+name+`/*"]]}`)
	isEchoFunction(t, "function", permission.Properties["FunctionName"])
	if !slices.Contains(group.DependsOn, permissionID) {
		t.Errorf("the target group depends on %v, not on the permission %s", group.DependsOn, permissionID)
	}
}

// The one custom resource empties the bucket; nothing of the load balancer needs one.
func TestNoCustomResourceButAutoDelete(t *testing.T) {
	for name, template := range templates(t, variant.Default) {
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
	echo := stack(t, variant.Default, "echo-api-dev")
	functionID := echo.One("AWS::Lambda::Function").ID
	reference, _ := cdktest.ReferenceOf(value)
	published, ok := echo.Outputs[reference.Name]
	if !ok || reference.Function != "Fn::GetStackOutput" || reference.Stack != "echo-api-dev" {
		t.Fatalf("%s: %+v is not an output of echo-api-dev", what, reference)
	}
	cdktest.Same(t, what, published.Value, `{"Fn::GetAtt":["`+functionID+`","Arn"]}`)
}
