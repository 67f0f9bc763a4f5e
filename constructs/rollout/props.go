package rollout

import (
	"fmt"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/options"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodedeploy"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
)

// DefaultErrors is the default of [Props.Errors].
const DefaultErrors = 5

// Props of a [Rollout].
type Props struct {
	// Function is the one whose alias is shifted: it was created with Alias, in the stack of the
	// rollout. Required, unless Alias is given.
	Function *gofunction.Function
	// Alias is that of a function of CDK's own. It points to the function's current version. Default:
	// that of Function.
	Alias awslambda.Alias
	// Strategy is how the traffic moves. Default: 10 percent, and the rest after 5 minutes.
	Strategy Strategy

	// Errors of the new version within a minute that roll back; invocations of the old one do not
	// count. Default: 5.
	Errors int
	// DisableVersionAlarm leaves the alarm for Errors out. Default: false.
	DisableVersionAlarm bool
	// Alarms roll back too when one goes off, or is on already: those of a monitoring.Dashboard, say,
	// of any stack of the account and region. At most 10 in all. They get a name each, so that the
	// rollout can refer to what is deployed after it. Default: none.
	Alarms []awscloudwatch.Alarm
	// AlarmNames are those of alarms that are not in the app. Default: none.
	AlarmNames []string
	// IgnoreAlarms rolls out whatever the alarms say, as for the version that repairs what they
	// report. Default: false.
	IgnoreAlarms bool

	// Before is invoked before any traffic reaches the new version, and After once all does. See the
	// package's page for what they have to do; either may say no, and has an hour. They are in the
	// stack of the rollout, and must not refer to the alias. Default: none.
	Before, After awslambda.IFunction

	// Options are all else that CDK knows of a deployment group: Application, DeploymentGroupName,
	// IgnorePollAlarmsFailure. What a prop here says or the construct decides is rejected. Default:
	// none.
	Options *awscodedeploy.LambdaDeploymentGroupProps
}

// decided are the fields of [Props.Options] that have a prop of their own, or that the construct
// sets.
var decided = options.Decided{
	"Alias":                    "use Function or Alias of the props",
	"Alarms":                   "use Alarms of the props",
	"AutoRollback":             "leave it out: whatever ends a deployment early rolls it back",
	"DeploymentConfig":         "use Strategy",
	"IgnoreAlarmConfiguration": "use IgnoreAlarms",
	"PreHook":                  "use Before",
	"PostHook":                 "use After",
	"Role":                     "leave it out: the rollout has a role that may do nothing else",
}

// maxAlarms of a deployment group.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codedeploy-deploymentgroup-alarmconfiguration.html
const maxAlarms = 10

const maxAlarmName = 255

func (p *Props) setDefaults() {
	if p.Function != nil && p.Alias == nil {
		p.Alias = p.Function.Alias()
	}
	if p.Errors == 0 {
		p.Errors = DefaultErrors
	}
	p.Strategy = p.Strategy.withDefaults()
}

func (p *Props) check(faults *fault.List) {
	switch {
	case p.Function == nil && p.Alias == nil:
		faults.Add("Function", "it is nil", "give the function that is rolled out")
	case p.Function != nil && p.Function.Alias() == nil:
		faults.Add("Function", "it has no alias to shift", "create it with Alias")
	case p.Function != nil && p.Function.Alias() != p.Alias:
		faults.Add("Alias", "there is a function already", "give one of Function and Alias")
	}
	p.Strategy.check(faults)
	faults.Range("Errors", float64(p.Errors), 1, 1e6, fmt.Sprintf("leave it out for %d", DefaultErrors))
	p.checkAlarms(faults)
	options.Check("Options", p.Options, decided, faults)
}

func (p *Props) checkAlarms(faults *fault.List) {
	for i, alarm := range p.Alarms {
		if alarm == nil {
			faults.Add(fmt.Sprintf("Alarms[%d]", i), "it is nil", "leave it out")
		}
	}
	seen := map[string]bool{}
	for i, name := range p.AlarmNames {
		field := fmt.Sprintf("AlarmNames[%d]", i)
		switch {
		case token.In(name):
		case name == "" || len([]rune(name)) > maxAlarmName:
			faults.Add(field, fmt.Sprintf("%q is not 1 to %d characters", name, maxAlarmName), "give the name of an alarm")
		case seen[name]:
			faults.Add(field, fmt.Sprintf("%q is named already", name), "leave it out")
		}
		seen[name] = true
	}
	count := len(p.Alarms) + len(p.AlarmNames)
	if !p.DisableVersionAlarm {
		count++
	}
	if count > maxAlarms {
		faults.Add("Alarms", fmt.Sprintf("%d alarms are over the limit of %d, the one for Errors included", count, maxAlarms), "give those that say something about the function")
	}
}

// checkObjects is what only the objects themselves can say, over jsii.
func (p *Props) checkObjects(scope constructs.Construct, faults *fault.List) {
	stack, field := awscdk.Stack_Of(scope), "Function"
	if p.Function == nil {
		field = "Alias"
	}
	resource, owned := resourceOf(p.Alias).(awslambda.CfnAlias)
	if !owned {
		faults.Add(field, "its alias is imported, and is changed where it was created", "give an alias of this app")
		return
	}
	if at := awscdk.Stack_Of(resource); *at.Node().Path() != *stack.Node().Path() {
		faults.Add(field, fmt.Sprintf("it is in stack %s, and the rollout in %s", *at.Node().Path(), *stack.Node().Path()), "create the rollout in the stack of the function")
	}
	if policy := resource.CfnOptions().UpdatePolicy(); policy != nil && policy.CodeDeployLambdaAliasUpdate != nil {
		faults.Add(field, "its alias has a rollout already", "give it one")
	}
	here := environment.OfStack(scope)
	names := map[string]bool{}
	for i, alarm := range p.Alarms {
		at := fmt.Sprintf("Alarms[%d]", i)
		if path := *alarm.Node().Path(); names[path] {
			faults.Add(at, fmt.Sprintf("%s is given already", path), "leave it out")
		} else {
			names[path] = true
		}
		here.CheckResource(alarm.Env, at, "alarm", faults)
	}
	p.checkHook("Before", p.Before, stack, faults)
	p.checkHook("After", p.After, stack, faults)
}

// checkHook rejects a hook of another stack of the app: it is told the version, and the alias waits
// for it, so that the two stacks would wait for each other.
func (p *Props) checkHook(field string, hook awslambda.IFunction, stack awscdk.Stack, faults *fault.List) {
	if hook == nil {
		return
	}
	if *functionOf(hook).Node().Path() == *functionOf(p.Alias).Node().Path() {
		faults.Add(field, "it is the function that is rolled out", "give another one")
	}
	if at := awscdk.Stack_Of(hook); resourceOf(hook) != nil && *at.Node().Path() != *stack.Node().Path() {
		faults.Add(field, fmt.Sprintf("it is in stack %s, and the rollout in %s", *at.Node().Path(), *stack.Node().Path()), "create the hook in the stack of the rollout")
	}
	environment.OfStack(stack).CheckResource(hook.Env, field, "function", faults)
}

// functionOf is the function of a version or an alias.
func functionOf(f awslambda.IFunction) awslambda.IFunction {
	switch f := f.(type) {
	case awslambda.Alias:
		return f.Lambda()
	case awslambda.Version:
		return f.Lambda()
	}
	return f
}

// resourceOf is what stands for a construct in the template, or nil for an imported one.
func resourceOf(c constructs.IConstruct) awscdk.CfnResource {
	child, err := imported.Get(func() constructs.IConstruct { return c.Node().DefaultChild() })
	if err != nil || child == nil || !*awscdk.CfnResource_IsCfnResource(child) {
		return nil
	}
	return child.(awscdk.CfnResource)
}
