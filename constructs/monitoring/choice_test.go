package monitoring_test

import (
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// With a band, the latency alarms compare with what CloudWatch expects; the others stay as they
// are.
func TestLatencyBand(t *testing.T) {
	stack, props := both(t)
	props.Thresholds.LatencyBand = 2.5
	m := monitoring.New(stack, "Monitoring", props)
	template := cdktest.Synth(t, stack)
	template.Count(alarm, len(m.Alarms()))
	bands := 0
	for _, r := range template.All(alarm) {
		text := cdktest.JSON(r.Properties["Metrics"])
		if !strings.Contains(text, "ANOMALY_DETECTION_BAND") {
			if r.Properties["Threshold"] == nil {
				t.Errorf("%s has no threshold", r.ID)
			}
			continue
		}
		bands++
		if !strings.Contains(text, ", 2.5)") || !strings.Contains(text, `"p99"`) || r.Properties["ThresholdMetricId"] == nil || r.Properties["Threshold"] != nil ||
			r.Properties["ComparisonOperator"] != "GreaterThanUpperThreshold" || r.Properties["TreatMissingData"] != "notBreaching" || r.Properties["EvaluationPeriods"] != 3.0 {
			t.Errorf("%s: %s", r.ID, cdktest.JSON(r.Properties))
		}
	}
	if bands != 2 {
		t.Errorf("%d alarms have a band, want those of the load balancer and of the API", bands)
	}
}

// The composite alarm alone tells the topic, of any alarm.
func TestComposite(t *testing.T) {
	stack, props := both(t)
	props.Email, props.Composite = "ops@example.com", true
	m := monitoring.New(stack, "Monitoring", props)
	if m.Composite() == nil {
		t.Fatal("there is no composite alarm")
	}
	template := cdktest.Synth(t, stack)
	template.Lacks(alarm, "AlarmActions")
	template.Lacks(alarm, "OKActions")
	composite := template.One("AWS::CloudWatch::CompositeAlarm")
	topic := `[{"Ref":"` + template.One("AWS::SNS::Topic").ID + `"}]`
	cdktest.Same(t, "what is told", composite.Properties["AlarmActions"], topic)
	cdktest.Same(t, "what is told at the end", composite.Properties["OKActions"], topic)
	rule := cdktest.JSON(composite.Properties["AlarmRule"])
	for _, r := range template.All(alarm) {
		if !strings.Contains(rule, `"`+r.ID+`"`) {
			t.Errorf("%s is not in the rule %s", r.ID, rule)
		}
	}
}

// The alarms of an alias are on its own invocations, not on those of other aliases and versions.
func TestAlarmsOfAnAlias(t *testing.T) {
	stack := cdktest.Stack(t)
	alias := cdktest.Function(stack, "F").AddAlias(jsii.String("live"), nil)
	monitoring.New(stack, "Monitoring", &monitoring.Props{Functions: []awslambda.IFunction{alias}})
	template := cdktest.Synth(t, stack)
	id := template.One("AWS::Lambda::Function").ID
	for _, metric := range []string{"Errors", "Throttles"} {
		template.Has(alarm, `{"MetricName":"`+metric+`","Dimensions":[{"Name":"FunctionName","Value":{"Ref":"`+id+`"}},
			{"Name":"Resource","Value":{"Fn::Join":["",[{"Ref":"`+id+`"},":live"]]}}]}`)
	}
}
