package rollout_test

import (
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/constructs/rollout"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodedeploy"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// Monitoring looks at what invokes the alias, and may be of another stack, deployed after the
// function and added later: nothing refers to it.
func TestAlarmsOfAnotherStack(t *testing.T) {
	templates := map[string]map[string]*cdktest.Template{}
	for _, with := range []string{"without", "with"} {
		app := cdktest.App(t)
		shop := awscdk.NewStack(app, jsii.String("shop"), nil)
		f := function(shop, "Orders", gofunction.Props{URL: &gofunction.URL{}})
		edge := lambdaalb.New(shop, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(shop)})
		route := edge.Mount("/orders", &lambdaalb.MountProps{Function: f.Function()})
		restapi.New(shop, "API", &restapi.Props{Function: f.Function()})
		props := &rollout.Props{Function: f}
		if with == "with" {
			m := monitoring.New(awscdk.NewStack(app, jsii.String("monitoring"), nil), "Monitoring", &monitoring.Props{
				LoadBalancer: edge.ApplicationLoadBalancer(), TargetGroups: route.TargetGroups(), Functions: []awslambda.IFunction{f.Function()},
			})
			props.Alarms = m.Alarms()
		}
		rollout.New(shop, "Rollout", props)
		templates[with] = cdktest.Read(t, *app.Synth(nil).Directory(), cdktest.Suffix)
	}
	shop := templates["with"]["shop"]
	text := string(shop.Text())
	if strings.Contains(text, "Fn::GetStackOutput") || strings.Contains(text, "Fn::ImportValue") {
		t.Error("the function's stack refers to the alarms' stack")
	}
	names := map[any]bool{}
	for _, alarm := range templates["with"]["monitoring"].All("AWS::CloudWatch::Alarm") {
		names[alarm.Properties["AlarmName"]] = true
	}
	alarms := shop.One("AWS::CodeDeploy::DeploymentGroup").Properties["AlarmConfiguration"].(map[string]any)["Alarms"].([]any)
	if len(alarms) != len(names)+1 {
		t.Errorf("the group watches %d alarms, and there are %d", len(alarms), len(names))
	}
	for _, alarm := range alarms[1:] {
		if name := alarm.(map[string]any)["Name"]; !names[name] {
			t.Errorf("there is no alarm %v", name)
		}
	}
	acyclic(t, shop)
	// What is there already stays as it is but for the group: nothing is replaced by monitoring.
	for id, before := range templates["without"]["shop"].Resources {
		if after := shop.Resources[id]; before.Type != "AWS::CodeDeploy::DeploymentGroup" && cdktest.JSON(before) != cdktest.JSON(after) &&
			!strings.Contains(cdktest.JSON(after), "S3Key") {
			t.Errorf("%s changes:\n%s\n%s", id, cdktest.JSON(before), cdktest.JSON(after))
		}
	}
	// All front ends invoke the alias.
	alias := shop.One("AWS::Lambda::Alias").ID
	for _, kind := range []string{"AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::ApiGateway::Method", "AWS::Lambda::Url"} {
		for _, r := range shop.All(kind) {
			if text := cdktest.JSON(r); !strings.Contains(text, `"`+alias+`"`) && !strings.Contains(text, `"Qualifier":"live"`) {
				t.Errorf("%s does not follow the alias: %s", r.ID, text)
			}
		}
	}
}

// From one deployment to the next, the version is new and the alias keeps its id, so that
// CodeDeploy is to shift it, and the version before is deleted last.
func TestTwoVersions(t *testing.T) {
	deploy := func(props gofunction.Props, with bool) *cdktest.Template {
		stack := cdktest.Stack(t)
		f := function(stack, "Orders", props)
		if with {
			rollout.New(stack, "Rollout", &rollout.Props{Function: f, Before: gofunction.New(stack, "Check", &gofunction.Props{Package: hello}).LambdaFunction()})
		}
		return cdktest.Synth(t, stack)
	}
	provisioned := &gofunction.ProvisionedConcurrency{Executions: 2}
	for name, c := range map[string]struct {
		first, second gofunction.Props
		rolled        bool // in the first one
		shifts        bool
	}{
		"another code":                 {gofunction.Props{}, gofunction.Props{Tags: []string{"fancy"}}, true, true},
		"another configuration":        {gofunction.Props{}, gofunction.Props{MemoryMB: 256}, true, true},
		"nothing":                      {gofunction.Props{}, gofunction.Props{}, true, false},
		"the rollout itself":           {gofunction.Props{}, gofunction.Props{}, false, false},
		"with provisioned concurrency": {gofunction.Props{ProvisionedConcurrency: provisioned}, gofunction.Props{ProvisionedConcurrency: provisioned, MemoryMB: 256}, true, true},
	} {
		first, second := deploy(c.first, c.rolled), deploy(c.second, true)
		before, after := first.One("AWS::Lambda::Alias"), second.One("AWS::Lambda::Alias")
		if before.ID != after.ID {
			t.Errorf("%s: the alias %s becomes %s", name, before.ID, after.ID)
		}
		if shifts := cdktest.JSON(before.Properties) != cdktest.JSON(after.Properties); shifts != c.shifts {
			t.Errorf("%s: the alias is shifted: %t", name, shifts)
		}
		if c.rolled {
			group := first.One("AWS::CodeDeploy::DeploymentGroup").ID
			if second.One("AWS::CodeDeploy::DeploymentGroup").ID != group {
				t.Errorf("%s: the deployment group is another one, so that a rollback has none", name)
			}
		}
		if collisions := cdktest.Collisions(map[string]*cdktest.Template{"test": first}, map[string]*cdktest.Template{"test": second}); len(collisions) != 0 {
			t.Errorf("%s: %v", name, collisions)
		}
	}
}

func TestAlarmsAreLeftOutOrIgnored(t *testing.T) {
	stack := cdktest.Stack(t)
	rollout.New(stack, "None", &rollout.Props{Function: function(stack, "A", gofunction.Props{}), DisableVersionAlarm: true})
	rollout.New(stack, "Ignored", &rollout.Props{Function: function(stack, "B", gofunction.Props{}), IgnoreAlarms: true, AlarmNames: []string{"elsewhere"},
		Options: &awscodedeploy.LambdaDeploymentGroupProps{DeploymentGroupName: jsii.String("mine"), IgnorePollAlarmsFailure: jsii.Bool(true)}})
	template := cdktest.Synth(t, stack)
	template.Count("AWS::CloudWatch::Alarm", 1)
	template.Has("AWS::CodeDeploy::DeploymentGroup", `{"AlarmConfiguration":{"Enabled":false},
		"AutoRollbackConfiguration":{"Events":["DEPLOYMENT_FAILURE","DEPLOYMENT_STOP_ON_REQUEST"]}}`)
	template.Has("AWS::CodeDeploy::DeploymentGroup", `{"DeploymentGroupName":"mine","AlarmConfiguration":{"Enabled":false,"IgnorePollAlarmFailure":true}}`)
	if text := string(template.Text()); !strings.Contains(text, `"Name": "elsewhere"`) {
		t.Error("the alarm from elsewhere is not watched")
	}
}
