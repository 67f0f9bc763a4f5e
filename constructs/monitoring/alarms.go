package monitoring

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// alarm triggers when a metric reaches a threshold in each of some periods.
type alarm struct {
	id, description string
	metric          metric
	threshold       float64
	periods         int
	percentile      bool
}

func (m *Dashboard) addAlarms(p *Props) {
	var alarms []alarm
	if p.LoadBalancer != nil {
		alarms = append(alarms, p.loadBalancerAlarms()...)
	}
	if p.API != nil {
		alarms = append(alarms, p.apiAlarms()...)
	}
	alarms = append(alarms, p.functionAlarms()...)
	for _, a := range alarms {
		m.alarms = append(m.alarms, m.add(a, p))
	}
	if p.Composite {
		m.combine()
	}
}

func (m *Dashboard) add(a alarm, p *Props) awscloudwatch.Alarm {
	props := &awscloudwatch.AlarmProps{
		Metric:             a.metric,
		AlarmDescription:   &a.description,
		Threshold:          &a.threshold,
		ComparisonOperator: awscloudwatch.ComparisonOperator_GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
		EvaluationPeriods:  jsii.Number(a.periods),
		// Metrics of requests have no data while there are none.
		TreatMissingData: awscloudwatch.TreatMissingData_NOT_BREACHING,
	}
	var alarm awscloudwatch.Alarm
	switch {
	case a.percentile && p.Thresholds.LatencyBand != 0:
		alarm = awscloudwatch.NewAnomalyDetectionAlarm(m, &a.id, &awscloudwatch.AnomalyDetectionAlarmProps{
			Metric: a.metric, AlarmDescription: &a.description, EvaluationPeriods: props.EvaluationPeriods, TreatMissingData: props.TreatMissingData,
			StdDevs: &p.Thresholds.LatencyBand, ComparisonOperator: awscloudwatch.ComparisonOperator_GREATER_THAN_UPPER_THRESHOLD,
		})
	case a.percentile:
		// The p99 of three requests is one request.
		props.EvaluateLowSampleCountPercentile = jsii.String("ignore")
		fallthrough
	default:
		alarm = awscloudwatch.NewAlarm(m, &a.id, props)
	}
	if m.topic != nil && !p.Composite {
		// As CDK's SnsAction does it; its package would bring more to compile than all of CloudWatch.
		resource := alarm.Node().DefaultChild().(awscloudwatch.CfnAlarm)
		resource.SetAlarmActions(&[]*string{m.topic.TopicArn()})
		resource.SetOkActions(&[]*string{m.topic.TopicArn()})
	}
	return alarm
}

// combine tells the topic by one alarm over all others.
func (m *Dashboard) combine() {
	rules := make([]awscloudwatch.IAlarmRule, len(m.alarms))
	for i, alarm := range m.alarms {
		rules[i] = alarm
	}
	m.composite = awscloudwatch.NewCompositeAlarm(m, jsii.String("Composite"), &awscloudwatch.CompositeAlarmProps{
		AlarmRule:        awscloudwatch.AlarmRule_AnyOf(rules...),
		AlarmDescription: jsii.String("At least one alarm is on. First: see on the dashboard which."),
	})
	resource := m.composite.Node().DefaultChild().(awscloudwatch.CfnCompositeAlarm)
	resource.SetAlarmActions(&[]*string{m.topic.TopicArn()})
	resource.SetOkActions(&[]*string{m.topic.TopicArn()})
}

func (p *Props) loadBalancerAlarms() []alarm {
	m, t := p.LoadBalancer.Metrics(), p.Thresholds
	hourly := options(sum, "")
	hourly.Period = awscdk.Duration_Hours(jsii.Number(1))
	alarms := []alarm{
		{id: "LoadBalancer5xx",
			description: "The load balancer generates 5xx responses: it received no valid response from a function. " +
				"First: see LambdaUserErrors, or query the access logs for error reasons.",
			metric:    m.HttpCodeElb(elb.HttpCodeElb_ELB_5XX_COUNT, options(sum, "")),
			threshold: float64(t.Errors), periods: 1},
		{id: "Target5xx",
			description: "A function behind the load balancer responds with 5xx. First: read the function's log.",
			metric:      m.HttpCodeTarget(elb.HttpCodeTarget_TARGET_5XX_COUNT, options(sum, "")),
			threshold:   float64(t.Errors), periods: 1},
		{id: "LoadBalancerLatency",
			description: "1 in 100 requests through the load balancer is slow. First: compare with the function's duration on the dashboard.",
			metric:      m.TargetResponseTime(options(p99, "")),
			threshold:   t.Latency.Seconds(), periods: 3, percentile: true},
		{id: "RejectedConnections",
			description: "The load balancer rejects connections: it has reached its limit. First: reserve capacity units, or contact AWS Support.",
			metric:      m.RejectedConnectionCount(options(sum, "")),
			threshold:   float64(t.Throttles), periods: 1},
		{id: "LCUs",
			description: "The load balancer uses more capacity units (LCU) in an hour than planned, which are billed. " +
				"First: query the access logs for top clients.",
			metric:    m.ConsumedLCUs(hourly),
			threshold: t.LCUs, periods: 1},
	}
	for i, userErrors := range p.targetGroups("LambdaUserError", "") {
		alarms = append(alarms, alarm{id: nth("LambdaUserErrors", i),
			description: "The load balancer received no valid response from a function: it failed, was throttled, timed out, may not be invoked, or " +
				"its response is malformed or over 1 MB. First: query the access logs for error reasons.",
			metric: userErrors, threshold: float64(t.Errors), periods: 1})
	}
	for i, internalErrors := range p.targetGroups("LambdaInternalError", "") {
		alarms = append(alarms, alarm{id: nth("LambdaInternalErrors", i),
			description: "AWS fails between the load balancer and a function. First: see the AWS Health Dashboard.",
			metric:      internalErrors, threshold: float64(t.Errors), periods: 1})
	}
	return alarms
}

func (p *Props) apiAlarms() []alarm {
	t := p.Thresholds
	return []alarm{
		{id: "API5xx",
			description: "The API responds with 5xx: the function failed, was throttled, returned an invalid response, or took over 29 seconds. " +
				"First: read the function's log.",
			metric:    p.api("5XXError", sum, ""),
			threshold: float64(t.Errors), periods: 1},
		{id: "APILatency",
			description: "1 in 100 requests through API Gateway is slow. First: compare with the function's duration on the dashboard.",
			metric:      p.api("Latency", p99, ""),
			threshold:   t.Latency.Seconds() * 1000, periods: 3, percentile: true},
	}
}

func (p *Props) functionAlarms() []alarm {
	t := p.Thresholds
	var alarms []alarm
	for i, errors := range p.functions("", awslambda.IFunction.MetricErrors, sum) {
		alarms = append(alarms, alarm{id: nth("FunctionErrors", i),
			description: "Invocations fail: the function crashed, timed out or ran out of memory. First: read its log.",
			metric:      errors, threshold: float64(t.Errors), periods: 1})
	}
	for i, throttles := range p.functions("", awslambda.IFunction.MetricThrottles, sum) {
		alarms = append(alarms, alarm{id: nth("FunctionThrottles", i),
			description: "Lambda throttles invocations: the function's or the account's concurrency is used up. " +
				"First: compare the concurrency on the dashboard with the quota.",
			metric: throttles, threshold: float64(t.Throttles), periods: 1})
	}
	return alarms
}

// nth is the id of the alarm for the i-th of several.
func nth(id string, i int) string {
	if i == 0 {
		return id
	}
	return fmt.Sprintf("%s%d", id, i+1)
}
