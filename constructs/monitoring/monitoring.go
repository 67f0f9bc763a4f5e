package monitoring

import (
	"example.com/alb-lambda/internal/follow"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Dashboard is a dashboard with its alarms.
type Dashboard struct {
	constructs.Construct
	dashboard awscloudwatch.Dashboard
	alarms    []awscloudwatch.Alarm
	composite awscloudwatch.CompositeAlarm
	topic     awssns.ITopic
}

// New creates the dashboard and the alarms. It panics with a *fault.Error if the props are invalid.
func New(scope constructs.Construct, id string, props *Props) *Dashboard {
	p := Props{}
	if props != nil {
		p = *props
	}
	faults := place.Check(scope, id)
	place.Objects(faults, "", &p)
	p.setDefaults()
	p.check(faults)
	p.checkObjects(faults)
	faults.PanicIfAny()
	defer place.Undo(faults, scope, id)

	m := &Dashboard{topic: p.Topic}
	constructs.NewConstruct_Override(m, scope, &id)
	// None is strong: nobody should have to destroy alarms to replace what they watch.
	follow.References(m, nil)
	if p.Email != "" {
		m.topic = newTopic(m, p.Email)
	}
	m.addAlarms(&p)
	m.dashboard = newDashboard(m, &p, m.alarms)
	return m
}

// newTopic creates a topic that alarms of this account may publish to, over TLS only. It is not
// encrypted with a key: CloudWatch may not use the one that AWS manages for SNS, and one of its own
// costs a dollar a month.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
func newTopic(scope constructs.Construct, email string) awssns.ITopic {
	topic := awssns.NewTopic(scope, jsii.String("Topic"), &awssns.TopicProps{EnforceSSL: jsii.Bool(true)})
	stack := awscdk.Stack_Of(scope)
	// A policy of its own replaces the default one, which lets alarms publish.
	topic.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        jsii.String("AlarmsOfThisAccount"),
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("cloudwatch.amazonaws.com"), nil)},
		Actions:    jsii.Strings("sns:Publish"),
		Resources:  &[]*string{topic.TopicArn()},
		Conditions: &map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": stack.Account()}},
	}))
	awssns.NewSubscription(topic, &email, &awssns.SubscriptionProps{
		Topic: topic, Protocol: awssns.SubscriptionProtocol_EMAIL, Endpoint: &email,
	})
	return topic
}

// Dashboard is the dashboard itself.
func (m *Dashboard) Dashboard() awscloudwatch.Dashboard { return m.dashboard }

// Composite is the alarm of [Props.Composite], or nil.
func (m *Dashboard) Composite() awscloudwatch.CompositeAlarm { return m.composite }

// Alarms are all alarms but the composite one, to add actions to, or to roll a function back by,
// with package rollout. Those of a function that is an alias watch the alias alone; for its new
// version the rollout has an alarm of its own.
func (m *Dashboard) Alarms() []awscloudwatch.Alarm { return m.alarms }

// Topic receives the state changes of alarms. It is nil without Topic and Email.
func (m *Dashboard) Topic() awssns.ITopic { return m.topic }
