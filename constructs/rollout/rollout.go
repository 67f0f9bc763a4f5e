package rollout

import (
	"example.com/alb-lambda/constructs/internal/options"
	"example.com/alb-lambda/internal/follow"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodedeploy"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Rollout shifts an alias.
type Rollout struct {
	constructs.Construct
	group awscodedeploy.LambdaDeploymentGroup
	alarm awscloudwatch.Alarm
}

// New creates what shifts the alias. It panics with a *fault.Error when props are invalid.
func New(scope constructs.Construct, id string, props *Props) *Rollout {
	p := Props{}
	if props != nil {
		p = *props
	}
	faults := place.Check(scope, id)
	place.Objects(faults, "", &p)
	p.setDefaults()
	p.check(faults)
	faults.PanicIfAny()
	p.checkObjects(scope, faults)
	faults.PanicIfAny()
	var suspects []string
	if p.Options != nil {
		suspects = []string{"Options"}
	}
	defer place.Undo(faults, scope, id, suspects...)
	done := false
	defer func() {
		if !done {
			resourceOf(p.Alias).CfnOptions().SetUpdatePolicy(nil)
		}
	}()

	r := &Rollout{}
	constructs.NewConstruct_Override(r, scope, &id)
	follow.References(r, nil)
	if p.Options != nil {
		follow.Strong(p.Options.Application) // which the update policy of the alias names, too
	}
	role := p.newRole(r)
	group := &awscodedeploy.LambdaDeploymentGroupProps{
		// CDK gives a managed policy to any role that it may change.
		Alias: p.Alias, Role: role.WithoutPolicyUpdates(nil), DeploymentConfig: p.Strategy.config(r),
	}
	options.Merge(group, p.Options)
	r.group = awscodedeploy.NewLambdaDeploymentGroup(r, jsii.String("Group"), group)
	if !p.DisableVersionAlarm {
		r.alarm = p.newAlarm(r)
	}
	p.watch(r)
	p.addHooks(r, role)
	p.order(role, r.alarm)
	done = true
	return r
}

// DeploymentGroup is the L2 construct.
func (r *Rollout) DeploymentGroup() awscodedeploy.LambdaDeploymentGroup { return r.group }

// VersionAlarm is the alarm for [Props.Errors], or nil.
func (r *Rollout) VersionAlarm() awscloudwatch.Alarm { return r.alarm }

// newAlarm goes off on errors of the version that the alias is shifted to. While two versions share
// an alias, CloudWatch has a metric for each.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html
func (p *Props) newAlarm(r *Rollout) awscloudwatch.Alarm {
	function := p.Alias.Lambda().FunctionName()
	metric := awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace: jsii.String("AWS/Lambda"), MetricName: jsii.String("Errors"), Statistic: jsii.String("Sum"),
		Period: awscdk.Duration_Minutes(jsii.Number(1)),
		DimensionsMap: &map[string]*string{
			"FunctionName": function, "Resource": jsii.String(*function + ":" + *p.Alias.AliasName()),
			"ExecutedVersion": p.Alias.Version().Version(),
		},
	})
	return awscloudwatch.NewAlarm(r, jsii.String("VersionErrors"), &awscloudwatch.AlarmProps{
		Metric: metric, Threshold: jsii.Number(p.Errors), EvaluationPeriods: jsii.Number(1),
		ComparisonOperator: awscloudwatch.ComparisonOperator_GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
		// Before the first request there is no data, and there need not be any.
		TreatMissingData: awscloudwatch.TreatMissingData_NOT_BREACHING,
		AlarmDescription: jsii.String("Invocations of the new version fail: CodeDeploy rolls it back. First: read the function's log."),
	})
}

// order lets the alias wait for what its shift needs, but does not refer to: the permissions of
// CodeDeploy and of the hooks, and the alarm that looks at the new version.
func (p *Props) order(role constructs.IDependable, alarm awscloudwatch.Alarm) {
	alias := resourceOf(p.Alias)
	alias.Node().AddDependency(role)
	if alarm != nil {
		alias.Node().AddDependency(alarm)
	}
	for _, hook := range []awslambda.IFunction{p.Before, p.After} {
		// It refers to the hook itself.
		if hook != nil && resourceOf(hook) != nil && hook.Role() != nil {
			alias.Node().AddDependency(hook.Role())
		}
	}
}
