package lambdaalb_test

import (
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

func TestCanary(t *testing.T) {
	stack, edge := edgeOf(t)
	function := cdktest.Function(stack, "F")
	weights := []int{90, 10}
	targets := []lambdaalb.Target{}
	for i, name := range []string{"live", "next"} {
		targets = append(targets, lambdaalb.Target{
			Function: awslambda.NewAlias(stack, &name, &awslambda.AliasProps{AliasName: &name, Version: function.CurrentVersion()}),
			Weight:   &weights[i],
		})
	}
	edge.Mount("/canary", &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: targets}})
	tpl := cdktest.Synth(t, stack)
	if groups, permissions := tpl.All(targetGroup), tpl.All(permission); len(groups) != 2 || len(permissions) != 2 {
		t.Fatalf("%d groups and %d permissions, want 2 each", len(groups), len(permissions))
	}
	names := map[any]bool{}
	for _, group := range tpl.All(targetGroup) {
		allowed := tpl.Resources[group.DependsOn[0]]
		if !strings.Contains(cdktest.JSON(allowed.Properties["SourceArn"]), group.Properties["Name"].(string)) {
			t.Errorf("the permission of %v is for %v", group.Properties["Name"], allowed.Properties["SourceArn"])
		}
		if got, want := cdktest.JSON(group.Properties["Targets"]), `[{"Id":`+cdktest.JSON(allowed.Properties["FunctionName"])+`}]`; got != want {
			t.Errorf("the group holds %s, want %s", got, want)
		}
		names[group.Properties["Name"]] = true
	}
	if len(names) != 2 {
		t.Errorf("the groups share a name: %v", names)
	}
	r := tpl.One(rule)
	if got := cdktest.JSON(r.Properties["Actions"]); !strings.Contains(got, `"Weight":90`) || !strings.Contains(got, `"Weight":10`) || strings.Contains(got, "Stickiness") {
		t.Errorf("actions %s", got)
	}
}

func TestTargetOptions(t *testing.T) {
	stack, edge := edgeOf(t)
	edge.Mount("/checked", &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{{
		Function: cdktest.Function(stack, "F"), SingleValueHeaders: true,
		HealthCheck: &lambdaalb.HealthCheck{Path: "/health", Interval: time.Minute, SuccessCodes: "200-299"},
	}}}})
	group := cdktest.Synth(t, stack).One(targetGroup)
	for field, want := range map[string]any{
		"HealthCheckEnabled": true, "HealthCheckPath": "/health", "HealthCheckIntervalSeconds": 60.0, "HealthCheckTimeoutSeconds": 30.0,
		"HealthyThresholdCount": 5.0, "UnhealthyThresholdCount": 2.0,
	} {
		if got := group.Properties[field]; got != want {
			t.Errorf("%s is %v, want %v", field, got, want)
		}
	}
	if got := cdktest.JSON(group.Properties["Matcher"]); got != `{"HttpCode":"200-299"}` {
		t.Errorf("matcher %s", got)
	}
	if got := cdktest.JSON(group.Properties["TargetGroupAttributes"]); got != `[{"Key":"lambda.multi_value_headers.enabled","Value":"false"}]` {
		t.Errorf("attributes %s: what is not named stays as it was", got)
	}
}

func TestStickyRouteWithAnotherGroup(t *testing.T) {
	stack := cdktest.Stack(t)
	vpc := cdktest.VPC(stack)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
	machines := elb.NewApplicationTargetGroup(stack, jsii.String("Machines"), &elb.ApplicationTargetGroupProps{Vpc: vpc, Port: jsii.Number(80), TargetType: elb.TargetType_IP})
	edge.Mount("/mixed", &lambdaalb.MountProps{Action: &lambdaalb.Action{
		Targets:    []lambdaalb.Target{{Function: cdktest.Function(stack, "F")}, {Group: machines}},
		Stickiness: time.Minute,
	}})
	r := cdktest.Synth(t, stack).One(rule)
	got := cdktest.JSON(r.Properties["Actions"])
	if !strings.Contains(got, `"TargetGroupStickinessConfig":{"DurationSeconds":60,"Enabled":true}`) || !strings.Contains(got, `{"TargetGroupArn":{"Ref":"Machines`) {
		t.Errorf("actions %s", got)
	}
}

func TestFunctionsElsewhereAreRejected(t *testing.T) {
	stack := awscdk.NewStack(cdktest.App(t), jsii.String("Stack"), &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("eu-west-1")}})
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: awsec2.NewVpc(stack, jsii.String("VPC"), &awsec2.VpcProps{AvailabilityZones: jsii.Strings("eu-west-1a", "eu-west-1b")})})
	for arn, want := range map[string]string{
		"arn:aws:lambda:eu-west-1:999999999999:function:f": "it is in account 999999999999, and the stack in 111122223333; use a function of the stack's account and region",
		"arn:aws:lambda:us-east-1:111122223333:function:f": "it is in region us-east-1, and the stack in eu-west-1; use a function of the stack's account and region",
	} {
		function := awslambda.Function_FromFunctionArn(stack, &arn, &arn)
		err := panicOf(func() { edge.Mount("/f", &lambdaalb.MountProps{Function: function}) })
		if err == nil || err.Error() != `Stack/Edge: route "/f".Function: `+want {
			t.Errorf("%s: %v", arn, err)
		}
	}
	// One that is imported, but here, gets its permission.
	function := awslambda.Function_FromFunctionArn(stack, jsii.String("Here"), jsii.String("arn:aws:lambda:eu-west-1:111122223333:function:f"))
	edge.Mount("/f", &lambdaalb.MountProps{Function: function})
	allowed := cdktest.Synth(t, stack).One(permission)
	if allowed.Properties["FunctionName"] != "arn:aws:lambda:eu-west-1:111122223333:function:f" {
		t.Errorf("the permission is for %v", allowed.Properties["FunctionName"])
	}
}

// An update that replaces the load balancer or the function never meets a target group of the same
// name, and one that does not leaves the name.
func TestTargetGroupNamesFollowReplacements(t *testing.T) {
	name := func(internal, http2 bool, functionName string) any {
		stack := cdktest.Stack(t)
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), Internal: internal, DisableHTTP2: http2,
			Subnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC}})
		props := &awslambda.FunctionProps{Runtime: awslambda.Runtime_NODEJS_24_X(), Handler: jsii.String("index.handler"), Code: awslambda.Code_FromInline(jsii.String("x"))}
		if functionName != "" {
			props.FunctionName = &functionName
		}
		edge.Mount("/f", &lambdaalb.MountProps{Function: awslambda.NewFunction(stack, jsii.String("F"), props)})
		group := cdktest.Synth(t, stack).One(targetGroup)
		return group.Properties["Name"]
	}
	before := name(false, false, "")
	if name(false, true, "") != before {
		t.Error("an attribute of the load balancer changes the name")
	}
	if name(true, false, "") == before {
		t.Error("another scheme, which replaces the load balancer, leaves the name")
	}
	if name(false, false, "named") == before {
		t.Error("another function name, which replaces the function, leaves the name")
	}
}
