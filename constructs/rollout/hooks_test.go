package rollout_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/rollout"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

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
