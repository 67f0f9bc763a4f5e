package rollout

import (
	"crypto/sha256"
	"encoding/hex"

	"example.com/alb-lambda/constructs/internal/token"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodedeploy"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// newRole is for CodeDeploy: what AWSCodeDeployRoleForLambdaLimited allows on every function and
// bucket, for this function alone. A call of DescribeAlarms is about several alarms at once.
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambdaLimited.html
func (p *Props) newRole(r *Rollout) awsiam.Role {
	role := awsiam.NewRole(r, jsii.String("Role"), &awsiam.RoleProps{
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("codedeploy.amazonaws.com"), nil),
		Description: jsii.String("Lets CodeDeploy shift the alias of one function"),
	})
	function := *p.Alias.Lambda().FunctionArn()
	role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions:   jsii.Strings("lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"),
		Resources: jsii.Strings(function, function+":*"),
	}))
	role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings("cloudwatch:DescribeAlarms"), Resources: jsii.Strings("*"),
	}))
	return role
}

// watch names the alarms in the deployment group, as text: by a reference, the alias would depend
// on the alarms, and they depend on what invokes the alias. An alarm of another stack may be
// deployed later.
func (p *Props) watch(r *Rollout) {
	var alarms []any
	add := func(name *string) {
		alarms = append(alarms, &awscodedeploy.CfnDeploymentGroup_AlarmProperty{Name: name})
	}
	if r.alarm != nil {
		add(r.alarm.AlarmName())
	}
	for _, alarm := range p.Alarms {
		add(nameOf(alarm))
	}
	for _, name := range p.AlarmNames {
		add(&name)
	}
	events := []string{"DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST"}
	if len(alarms) > 0 {
		events = append(events, "DEPLOYMENT_STOP_ON_ALARM")
	}
	configuration := &awscodedeploy.CfnDeploymentGroup_AlarmConfigurationProperty{Enabled: jsii.Bool(len(alarms) > 0 && !p.IgnoreAlarms)}
	if len(alarms) > 0 {
		configuration.Alarms = &alarms
	}
	if p.Options != nil {
		configuration.IgnorePollAlarmFailure = p.Options.IgnorePollAlarmsFailure
	}
	resource := r.group.Node().DefaultChild().(awscodedeploy.CfnDeploymentGroup)
	resource.SetAlarmConfiguration(configuration)
	resource.SetAutoRollbackConfiguration(&awscodedeploy.CfnDeploymentGroup_AutoRollbackConfigurationProperty{
		Enabled: jsii.Bool(true), Events: jsii.Strings(events...),
	})
}

// nameOf is the name of an alarm, which gets one if it has none: of its stack, its id, and a digest
// of its path.
func nameOf(alarm awscloudwatch.Alarm) *string {
	resource := alarm.Node().DefaultChild().(awscloudwatch.CfnAlarm)
	stack := awscdk.Stack_Of(alarm)
	// For a name that is not given, CDK has a token that comes to nothing.
	if name := resource.AlarmName(); name != nil && stack.Resolve(name) != nil {
		return name
	}
	sum := sha256.Sum256([]byte(*alarm.Node().Path()))
	name := *alarm.Node().Id() + "-" + hex.EncodeToString(sum[:5])
	if known := token.Known(stack.StackName()); known != "" {
		name = known + "-" + name
	}
	if len(name) > maxAlarmName {
		name = name[len(name)-maxAlarmName:]
	}
	resource.SetAlarmName(&name)
	return &name
}
