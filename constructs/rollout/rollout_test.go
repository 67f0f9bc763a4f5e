package rollout_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/rollout"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodedeploy"
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
