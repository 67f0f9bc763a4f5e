package monitoring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"
)

const alarm = "AWS::CloudWatch::Alarm"

// Each alarm, by its metric: how it adds up, over how long, and its threshold.
var wanted = map[string]string{
	"AWS/ApplicationELB HTTPCode_ELB_5XX_Count":    "Sum 1x300s >= 5",
	"AWS/ApplicationELB HTTPCode_Target_5XX_Count": "Sum 1x300s >= 5",
	"AWS/ApplicationELB TargetResponseTime":        "p99 3x300s >= 3",
	"AWS/ApplicationELB RejectedConnectionCount":   "Sum 1x300s >= 1",
	"AWS/ApplicationELB ConsumedLCUs":              "Sum 1x3600s >= 5",
	"AWS/ApplicationELB LambdaUserError":           "Sum 1x300s >= 5",
	"AWS/ApplicationELB LambdaInternalError":       "Sum 1x300s >= 5",
	"AWS/ApiGateway 5XXError":                      "Sum 1x300s >= 5",
	"AWS/ApiGateway Latency":                       "p99 3x300s >= 3000",
	"AWS/Lambda Errors":                            "Sum 1x300s >= 5",
	"AWS/Lambda Throttles":                         "Sum 1x300s >= 1",
}

// metricOf names the alarm's metric; an alarm on metric math has none.
func metricOf(r cdktest.Resource) string {
	return fmt.Sprint(r.Properties["Namespace"], " ", r.Properties["MetricName"])
}

func statistic(r cdktest.Resource) any {
	if s := r.Properties["ExtendedStatistic"]; s != nil {
		return s
	}
	return r.Properties["Statistic"]
}

func TestAlarms(t *testing.T) {
	stack, props := both(t)
	m := monitoring.New(stack, "Monitoring", props)
	template := cdktest.Synth(t, stack)
	template.Count(alarm, len(m.Alarms()))
	got := map[string]string{}
	for _, r := range template.All(alarm) {
		p := r.Properties
		if p["ComparisonOperator"] != "GreaterThanOrEqualToThreshold" {
			t.Errorf("%s compares by %v", r.ID, p["ComparisonOperator"])
		}
		got[metricOf(r)] = fmt.Sprintf("%v %vx%vs >= %v", statistic(r), p["EvaluationPeriods"], p["Period"], p["Threshold"])
	}
	for metric, want := range wanted {
		if got[metric] != want {
			t.Errorf("%s: %s, want %s", metric, got[metric], want)
		}
		delete(got, metric)
	}
	if len(got) > 0 {
		t.Errorf("alarms that nobody wanted: %v", got)
	}
}

// No alarm triggers without traffic, nor by the slowest of three requests.
func TestQuietServiceIsNoFault(t *testing.T) {
	stack, props := both(t)
	monitoring.New(stack, "Monitoring", props)
	for _, r := range cdktest.Synth(t, stack).All(alarm) {
		if missing := r.Properties["TreatMissingData"]; missing != "notBreaching" {
			t.Errorf("%s: missing data is %v", r.ID, missing)
		}
		want := any(nil)
		if r.Properties["ExtendedStatistic"] != nil {
			want = "ignore"
		}
		if low := r.Properties["EvaluateLowSampleCountPercentile"]; low != want {
			t.Errorf("%s: few samples are %v, want %v", r.ID, low, want)
		}
	}
}

// Each tells what it means and what to do first, which the mail then says.
func TestAlarmsSayWhatToDo(t *testing.T) {
	stack, props := both(t)
	monitoring.New(stack, "Monitoring", props)
	for _, r := range cdktest.Synth(t, stack).All(alarm) {
		if text, _ := r.Properties["AlarmDescription"].(string); !strings.Contains(text, "First: ") {
			t.Errorf("%s: %q", r.ID, text)
		}
	}
}

func TestThresholds(t *testing.T) {
	stack, props := both(t)
	props.Thresholds = monitoring.Thresholds{Errors: 7, Latency: 250 * time.Millisecond, Throttles: 9, LCUs: 1.5}
	monitoring.New(stack, "Monitoring", props)
	want := map[string]float64{"TargetResponseTime": 0.25, "Latency": 250, "RejectedConnectionCount": 9, "Throttles": 9, "ConsumedLCUs": 1.5}
	for _, r := range cdktest.Synth(t, stack).All(alarm) {
		threshold, special := want[r.Properties["MetricName"].(string)]
		if !special {
			threshold = 7
		}
		if r.Properties["Threshold"] != threshold {
			t.Errorf("%s: threshold %v, want %v", r.ID, r.Properties["Threshold"], threshold)
		}
	}
}

func TestOnlyWhatIsGivenIsWatched(t *testing.T) {
	stack, props := both(t)
	monitoring.New(stack, "WatchFunction", &monitoring.Props{Functions: props.Functions})
	monitoring.New(stack, "WatchAPI", &monitoring.Props{API: props.API})
	monitoring.New(stack, "WatchBalancer", &monitoring.Props{LoadBalancer: props.LoadBalancer})
	namespaces := map[string][]string{}
	for _, r := range cdktest.Synth(t, stack).All(alarm) {
		for _, id := range []string{"WatchFunction", "WatchAPI", "WatchBalancer"} {
			if strings.HasPrefix(r.ID, id) {
				namespaces[id] = append(namespaces[id], r.Properties["Namespace"].(string))
			}
		}
	}
	for id, want := range map[string]string{
		"WatchFunction": "AWS/Lambda", "WatchAPI": "AWS/ApiGateway", "WatchBalancer": "AWS/ApplicationELB",
	} {
		got := slices.Compact(namespaces[id])
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s watches %v, want %s", id, got, want)
		}
	}
}

// Two functions have an alarm each; the first keeps its logical id.
func TestSeveralFunctions(t *testing.T) {
	stack, props := both(t)
	second := cdktest.Function(stack, "Second")
	props.Functions = append(props.Functions, awslambda.IFunction(second))
	monitoring.New(stack, "Monitoring", props)
	template := cdktest.Synth(t, stack)
	var ids []string
	for _, r := range template.All(alarm) {
		if r.Properties["MetricName"] == "Errors" {
			ids = append(ids, r.ID[:len(r.ID)-8])
		}
	}
	slices.Sort(ids)
	if want := []string{"MonitoringFunctionErrors", "MonitoringFunctionErrors2"}; !slices.Equal(ids, want) {
		t.Errorf("alarms %v, want %v", ids, want)
	}
}

func TestTopicIsTold(t *testing.T) {
	stack, props := both(t)
	topic := awssns.NewTopic(stack, jsii.String("Topic"), nil)
	props.Topic = topic
	m := monitoring.New(stack, "Monitoring", props)
	if m.Topic() != props.Topic {
		t.Error("another topic is told")
	}
	template := cdktest.Synth(t, stack)
	want := fmt.Sprintf(`[{"Ref":%q}]`, template.One("AWS::SNS::Topic").ID)
	for _, r := range template.All(alarm) {
		for _, actions := range []string{"AlarmActions", "OKActions"} {
			if got := cdktest.JSON(r.Properties[actions]); got != want {
				t.Errorf("%s: %s %s, want %s", r.ID, actions, got, want)
			}
		}
	}
	template.Count("AWS::SNS::TopicPolicy", 0)
}

func TestEmail(t *testing.T) {
	stack, props := both(t)
	props.Email = "ops@example.com"
	monitoring.New(stack, "Monitoring", props)
	template := cdktest.Synth(t, stack)
	topic := template.One("AWS::SNS::Topic").ID
	template.Has("AWS::SNS::Subscription", fmt.Sprintf(`{"Protocol": "email", "Endpoint": "ops@example.com", "TopicArn": {"Ref": %q}}`, topic))
	template.Has("AWS::SNS::TopicPolicy", fmt.Sprintf(`{"PolicyDocument": {"Statement": [
		{"Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
		{"Effect": "Allow", "Action": "sns:Publish", "Principal": {"Service": "cloudwatch.amazonaws.com"}, "Resource": {"Ref": %q},
			"Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}}]}}`, topic))
}

func TestNobodyIsToldByDefault(t *testing.T) {
	stack, props := both(t)
	if m := monitoring.New(stack, "Monitoring", props); m.Topic() != nil {
		t.Error("there is a topic")
	}
	template := cdktest.Synth(t, stack)
	template.Count("AWS::SNS::Topic", 0)
	template.Lacks(alarm, "AlarmActions")
}

func TestNewRejects(t *testing.T) {
	stack := cdktest.Stack(t)
	faults := cdktest.Rejected(t, func() { monitoring.New(stack, "Monitoring", nil) })
	if len(faults) != 1 || faults[0].Path != "test/Monitoring" || faults[0].Field != "LoadBalancer" {
		t.Errorf("faults: %v", faults)
	}
	if children := len(*stack.Node().Children()); children != 0 {
		t.Errorf("a rejected construct left %d constructs in the stack", children)
	}
}

// What is imported is watched as well, but for what cannot be known of it.
func TestImported(t *testing.T) {
	stack := cdktest.Stack(t)
	api := awsapigateway.RestApi_FromRestApiAttributes(stack, jsii.String("API"), &awsapigateway.RestApiAttributes{
		RestApiId: jsii.String("a1b2c3"), RootResourceId: jsii.String("d4e5f6"), RestApiName: jsii.String("orders"),
	})
	faults := cdktest.Rejected(t, func() { monitoring.New(stack, "Monitoring", &monitoring.Props{API: api}) })
	if len(faults) != 1 || faults[0].Field != "APIStage" {
		t.Errorf("faults: %v", faults)
	}
	arn := "arn:aws:elasticloadbalancing:eu-west-1:123456789012:"
	balancer := elb.ApplicationLoadBalancer_FromApplicationLoadBalancerAttributes(stack, jsii.String("Balancer"),
		&elb.ApplicationLoadBalancerAttributes{
			LoadBalancerArn: jsii.String(arn + "loadbalancer/app/edge/50dc6c495c0c9188"),
			SecurityGroupId: jsii.String("sg-0123456789abcdef0"),
		})
	group := elb.ApplicationTargetGroup_FromTargetGroupAttributes(stack, jsii.String("Group"), &elb.TargetGroupAttributes{
		TargetGroupArn:   jsii.String(arn + "targetgroup/orders/73e2d6bc24d8a067"),
		LoadBalancerArns: jsii.String(arn + "loadbalancer/app/edge/50dc6c495c0c9188"),
	})
	monitoring.New(stack, "Monitoring", &monitoring.Props{
		LoadBalancer: balancer,
		TargetGroups: []elb.IApplicationTargetGroup{group},
		API:          api,
		APIStage:     "prod",
	})
	template := cdktest.Synth(t, stack)
	template.Has(alarm, `{"MetricName": "LambdaUserError", "Dimensions": [
		{"Name": "LoadBalancer", "Value": "app/edge/50dc6c495c0c9188"}, {"Name": "TargetGroup", "Value": "targetgroup/orders/73e2d6bc24d8a067"}]}`)
	template.Has(alarm, `{"MetricName": "5XXError", "Dimensions": [
		{"Name": "ApiName", "Value": "orders"}, {"Name": "Stage", "Value": "prod"}]}`)
}
