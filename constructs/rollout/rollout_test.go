package rollout_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/constructs/rollout"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodedeploy"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

const hello = "../gofunction/testdata/hello"

func TestMain(m *testing.M) { cdktest.Main(m) }

func function(stack awscdk.Stack, id string, props gofunction.Props) *gofunction.Function {
	props.Package, props.Alias = hello, "live"
	return gofunction.New(stack, id, &props)
}

// shift is how the template updates its alias.
func shift(t *testing.T, template *cdktest.Template) map[string]any {
	t.Helper()
	policy, _ := template.One("AWS::Lambda::Alias").UpdatePolicy.(map[string]any)
	update, _ := policy["CodeDeployLambdaAliasUpdate"].(map[string]any)
	if update == nil {
		t.Fatalf("the alias is updated by %v", policy)
	}
	return update
}

func TestTheAliasIsShifted(t *testing.T) {
	stack := cdktest.Stack(t)
	f := function(stack, "Orders", gofunction.Props{})
	r := rollout.New(stack, "Rollout", &rollout.Props{Function: f})
	if r.DeploymentGroup() == nil || r.VersionAlarm() == nil {
		t.Error("an accessor returns nil")
	}
	template := cdktest.Synth(t, stack)
	update, group := shift(t, template), template.One("AWS::CodeDeploy::DeploymentGroup")
	cdktest.Same(t, "the group of the alias", update["DeploymentGroupName"], `{"Ref":"`+group.ID+`"}`)
	template.Has("AWS::CodeDeploy::DeploymentGroup", `{"DeploymentConfigName":"CodeDeployDefault.LambdaCanary10Percent5Minutes",
		"DeploymentStyle":{"DeploymentType":"BLUE_GREEN","DeploymentOption":"WITH_TRAFFIC_CONTROL"},
		"AutoRollbackConfiguration":{"Enabled":true,"Events":["DEPLOYMENT_FAILURE","DEPLOYMENT_STOP_ON_REQUEST","DEPLOYMENT_STOP_ON_ALARM"]},
		"AlarmConfiguration":{"Enabled":true}}`)
	template.Count("AWS::CodeDeploy::DeploymentConfig", 0)
	template.Lacks("AWS::IAM::Role", "ManagedPolicyArns")
	// No request yet is no alarm, and errors of the old version are none of the new one.
	version := template.One("AWS::Lambda::Version").ID
	template.Has("AWS::CloudWatch::Alarm", `{"TreatMissingData":"notBreaching","Threshold":5,"Period":60,"Dimensions":[
		{"Name":"ExecutedVersion","Value":{"Fn::GetAtt":["`+version+`","Version"]}},{"Name":"FunctionName"},{"Name":"Resource"}]}`)
	acyclic(t, template)
}

func TestStrategiesInTheTemplate(t *testing.T) {
	for name, c := range map[string]struct {
		strategy rollout.Strategy
		want     string // of the group
		config   string // that is created, if any
	}{
		"all at once":      {rollout.AllAtOnce(), `"CodeDeployDefault.LambdaAllAtOnce"`, ""},
		"a known canary":   {rollout.Canary(10, 30*time.Minute), `"CodeDeployDefault.LambdaCanary10Percent30Minutes"`, ""},
		"a known line":     {rollout.Linear(10, 3*time.Minute), `"CodeDeployDefault.LambdaLinear10PercentEvery3Minutes"`, ""},
		"a canary of mine": {rollout.Canary(5, time.Hour), "", `{"TrafficRoutingConfig":{"Type":"TimeBasedCanary","TimeBasedCanary":{"CanaryPercentage":5,"CanaryInterval":60}}}`},
		"a line of mine":   {rollout.Linear(25, 2*time.Minute), "", `{"TrafficRoutingConfig":{"Type":"TimeBasedLinear","TimeBasedLinear":{"LinearPercentage":25,"LinearInterval":2}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			stack := cdktest.Stack(t)
			rollout.New(stack, "Rollout", &rollout.Props{Function: function(stack, "Orders", gofunction.Props{}), Strategy: c.strategy})
			template := cdktest.Synth(t, stack)
			if c.config == "" {
				cdktest.Same(t, "the configuration", template.One("AWS::CodeDeploy::DeploymentGroup").Properties["DeploymentConfigName"], c.want)
			} else {
				template.Has("AWS::CodeDeploy::DeploymentConfig", c.config)
			}
		})
	}
}

// The hooks are told the version, may invoke it and report, and the alias waits for their
// permissions.
func TestHooks(t *testing.T) {
	stack := cdktest.Stack(t)
	f := function(stack, "Orders", gofunction.Props{})
	check := gofunction.New(stack, "Check", &gofunction.Props{Package: hello})
	smoke := cdktest.Function(stack, "Smoke")
	rollout.New(stack, "Rollout", &rollout.Props{Function: f, Before: check.LambdaFunction(), After: smoke})
	template := cdktest.Synth(t, stack)
	update := shift(t, template)
	before, after := cdktest.RefName(update["BeforeAllowTrafficHook"]), cdktest.RefName(update["AfterAllowTrafficHook"])
	if !strings.HasPrefix(before, "Check") || !strings.HasPrefix(after, "Smoke") {
		t.Errorf("the hooks are %s and %s", before, after)
	}
	version := template.One("AWS::Lambda::Version").ID
	for _, hook := range []string{before, after} {
		environment, _ := template.Resources[hook].Properties["Environment"].(map[string]any)
		cdktest.Same(t, "the environment of "+hook, environment["Variables"], `{"ROLLOUT_VERSION":{"Ref":"`+version+`"}}`)
	}
	alias := template.One("AWS::Lambda::Alias")
	for _, policy := range template.All("AWS::IAM::Policy") {
		text := cdktest.JSON(policy.Properties)
		if strings.HasPrefix(policy.ID, "OrdersRole") {
			continue
		}
		if !slices.Contains(alias.DependsOn, policy.ID) {
			t.Errorf("the alias may be shifted before there is %s", policy.ID)
		}
		if !strings.HasPrefix(policy.ID, "Rollout") && (!strings.Contains(text, "codedeploy:PutLifecycleEventHookExecutionStatus") || !strings.Contains(text, "lambda:InvokeFunction")) {
			t.Errorf("%s: %s", policy.ID, text)
		}
	}
	acyclic(t, template)
}

// A hook that is imported has the permissions for it already; CodeDeploy may invoke it.
func TestAnImportedHook(t *testing.T) {
	stack := cdktest.Stack(t)
	const arn = "arn:aws:lambda:eu-west-1:111122223333:function:check"
	hook := awslambda.Function_FromFunctionArn(stack, jsii.String("Check"), jsii.String(arn))
	rollout.New(stack, "Rollout", &rollout.Props{Function: function(stack, "Orders", gofunction.Props{}), Before: hook, After: hook})
	template := cdktest.Synth(t, stack)
	if update := shift(t, template); update["BeforeAllowTrafficHook"] != "check" || update["AfterAllowTrafficHook"] != "check" {
		t.Errorf("the hooks are %v", update)
	}
	if text := string(template.Text()); strings.Count(text, `"`+arn+`:*"`) != 1 {
		t.Error("CodeDeploy may not invoke the hook, or may twice")
	}
}

// A hook that refers to the alias is one that CloudFormation cannot deploy.
func TestAHookThatWaitsForTheAlias(t *testing.T) {
	for name, refer := range map[string]func(f, hook *gofunction.Function){
		"a permission": func(f, hook *gofunction.Function) { f.Alias().GrantInvoke(hook.LambdaFunction()) },
		"a variable": func(f, hook *gofunction.Function) {
			hook.LambdaFunction().AddEnvironment(jsii.String("LIVE"), f.Alias().FunctionArn(), nil)
		},
	} {
		stack := cdktest.Stack(t)
		f := function(stack, "Orders", gofunction.Props{})
		check := gofunction.New(stack, "Check", &gofunction.Props{Package: hello})
		r := rollout.New(stack, "Rollout", &rollout.Props{Function: f, Before: check.LambdaFunction()})
		if errors := *r.Node().Validate(); len(errors) != 0 {
			t.Errorf("a hook that refers to no alias: %s", *errors[0])
		}
		refer(f, check)
		errors := *r.Node().Validate()
		if len(errors) != 1 || !strings.HasPrefix(*errors[0], "Before: test/Check/") {
			t.Errorf("%s: %d errors", name, len(errors))
		}
	}
}

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

func TestNewRejects(t *testing.T) {
	app := cdktest.App(t)
	stack, other := awscdk.NewStack(app, jsii.String("test"), nil), awscdk.NewStack(app, jsii.String("other"), nil)
	f := function(stack, "Orders", gofunction.Props{})
	plain := gofunction.New(stack, "Plain", &gofunction.Props{Package: hello})
	alarm := awscloudwatch.NewAlarm(stack, jsii.String("Alarm"), &awscloudwatch.AlarmProps{
		Metric: f.LambdaFunction().MetricErrors(nil), Threshold: jsii.Number(1), EvaluationPeriods: jsii.Number(1)})
	rolled := function(stack, "Rolled", gofunction.Props{})
	rollout.New(stack, "Rollout", &rollout.Props{Function: rolled})
	hook := cdktest.Function(other, "Hook")
	children := len(cdktest.Paths(app))
	for name, c := range map[string]struct {
		props *rollout.Props
		scope awscdk.Stack
		want  []string
	}{
		"nothing":       {nil, stack, []string{"test/R: Function: it is nil; give the function that is rolled out"}},
		"no alias":      {&rollout.Props{Function: plain}, stack, []string{"test/R: Function: it has no alias to shift; create it with Alias"}},
		"two aliases":   {&rollout.Props{Function: f, Alias: rolled.Alias()}, stack, []string{"test/R: Alias: there is a function already; give one of Function and Alias"}},
		"another stack": {&rollout.Props{Function: f}, other, []string{"other/R: Function: it is in stack test, and the rollout in other; create the rollout in the stack of the function"}},
		"itself": {&rollout.Props{Function: f, Before: f.LambdaFunction(), After: f.Function()}, stack, []string{
			"test/R: Before: it is the function that is rolled out; give another one",
			"test/R: After: it is the function that is rolled out; give another one"}},
		"a second rollout": {&rollout.Props{Alias: rolled.Alias()}, stack, []string{"test/R: Alias: its alias has a rollout already; give it one"}},
		"alarms": {&rollout.Props{Function: f, Alarms: []awscloudwatch.Alarm{alarm, alarm}}, stack,
			[]string{"test/R: Alarms[1]: test/Alarm is given already; leave it out"}},
		"no alarm": {&rollout.Props{Function: f, Alarms: []awscloudwatch.Alarm{nil}}, stack, []string{"test/R: Alarms[0]: it is nil; leave it out"}},
		"options": {&rollout.Props{Function: f, Options: &awscodedeploy.LambdaDeploymentGroupProps{PreHook: plain.LambdaFunction(), Role: plain.Role()}}, stack, []string{
			"test/R: Options.PreHook: the construct decides it; use Before",
			"test/R: Options.Role: the construct decides it; leave it out: the rollout has a role that may do nothing else"}},
	} {
		got := cdktest.Lines(cdktest.Rejected(t, func() { rollout.New(c.scope, "R", c.props) }))
		if want := strings.Join(c.want, "\n"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	got := cdktest.Lines(cdktest.Rejected(t, func() { rollout.New(stack, "R", &rollout.Props{Function: f, After: hook}) }))
	if want := "test/R: After: it is in stack other, and the rollout in test; create the hook in the stack of the rollout"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if after := len(cdktest.Paths(app)); after != children {
		t.Errorf("%d constructs are left", after-children)
	}
}

// What is rejected late leaves the alias as it was, so that it can still be rolled out.
func TestARejectedRolloutLeavesTheAlias(t *testing.T) {
	stack := cdktest.Stack(t)
	f := function(stack, "Orders", gofunction.Props{})
	broken := awscloudwatch.NewAlarm(stack, jsii.String("Broken"), &awscloudwatch.AlarmProps{
		Metric: f.LambdaFunction().MetricErrors(nil), Threshold: jsii.Number(1), EvaluationPeriods: jsii.Number(1)})
	broken.Node().TryRemoveChild(jsii.String("Resource"))
	children := len(*stack.Node().Children())
	got := cdktest.Lines(cdktest.Rejected(t, func() {
		rollout.New(stack, "Rollout", &rollout.Props{Function: f, Alarms: []awscloudwatch.Alarm{broken}})
	}))
	if want := "test/Rollout: props: they hold an object that CDK did not create; give objects that CDK's constructors or From functions return"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if after := len(*stack.Node().Children()); after != children {
		t.Errorf("%d constructs are left", after-children)
	}
	rollout.New(stack, "Rollout", &rollout.Props{Function: f})
	shift(t, cdktest.Synth(t, stack))
}

// acyclic fails the test if resources wait for each other, as CloudFormation would reject.
func acyclic(t *testing.T, template *cdktest.Template) {
	t.Helper()
	waits := map[string][]string{}
	for id, r := range template.Resources {
		waits[id] = append(references(r), r.DependsOn...)
	}
	const visiting, done = 1, 2
	state := map[string]int{}
	var visit func(id string, path []string)
	visit = func(id string, path []string) {
		if state[id] == visiting {
			t.Fatalf("resources wait for each other: %s", strings.Join(append(path, id), " → "))
		}
		if state[id] == done {
			return
		}
		state[id] = visiting
		for _, next := range waits[id] {
			visit(next, append(path, id))
		}
		state[id] = done
	}
	for id := range template.Resources {
		visit(id, nil)
	}
}

// references are the resources that one refers to by Ref and Fn::GetAtt.
func references(r cdktest.Resource) (ids []string) {
	var walk func(value any)
	walk = func(value any) {
		switch v := value.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			if name := cdktest.RefName(v); name != "" && !strings.HasPrefix(name, "AWS::") {
				ids = append(ids, name)
			}
			if get, ok := v["Fn::GetAtt"].([]any); ok {
				ids = append(ids, get[0].(string))
			}
			for _, e := range v {
				walk(e)
			}
		}
	}
	text, _ := json.Marshal([]any{r.Properties, r.UpdatePolicy})
	var value any
	_ = json.Unmarshal(text, &value)
	walk(value)
	return ids
}
