package monitoring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// graphed lists the metrics of a widget: name or expression, statistic, label.
func graphed(w widget) (list []string) {
	for _, m := range w.Properties.Metrics {
		options := m[len(m)-1].(map[string]any)
		name := options["expression"]
		if name == nil {
			name = m[1]
		}
		text := fmt.Sprint(name)
		for _, key := range []string{"stat", "label"} {
			if value, ok := options[key]; ok {
				text += fmt.Sprint(" ", key, "=", value)
			}
		}
		list = append(list, text)
	}
	return list
}

func TestDashboardShowsBothFrontEnds(t *testing.T) {
	stack, props := both(t)
	monitoring.New(stack, "Monitoring", props)
	widgets := dashboard(t, cdktest.Synth(t, stack))
	for _, row := range []struct{ left, right string }{
		{"Load balancer: requests", "API Gateway: requests"},
		{"Load balancer: errors, by who caused them", "API Gateway: errors"},
		{"Load balancer: latency of the function", "API Gateway: latency"},
	} {
		left, right := titled(t, widgets, row.left), titled(t, widgets, row.right)
		if left.Y != right.Y || left.X != 0 || right.X != 12 || left.Width != 12 || right.Width != 12 {
			t.Errorf("%q is at %d,%d and %q at %d,%d", row.left, left.X, left.Y, row.right, right.X, right.Y)
		}
		if l, r := left.Properties.YAxis["left"]["label"], right.Properties.YAxis["left"]["label"]; l != r {
			t.Errorf("%q is in %v and %q in %v", row.left, l, row.right, r)
		}
	}
}

func TestDashboardGraphs(t *testing.T) {
	stack, props := both(t)
	monitoring.New(stack, "Monitoring", props)
	widgets := dashboard(t, cdktest.Synth(t, stack))
	cost := []string{
		"ConsumedLCUs stat=Sum label=LCU-hours",
		"lcus * 0.008 label=US dollars (at 0.008 an LCU-hour, November 2026)",
	}
	want := map[string][]string{
		"Load balancer: requests": {"RequestCount stat=Sum label=to a route",
			"HTTP_Fixed_Response_Count stat=Sum label=responses without a target", "RejectedConnectionCount stat=Sum label=rejected connections"},
		"API Gateway: requests": {"Count stat=Sum label=requests"},
		"Load balancer: errors, by who caused them": {
			"HTTPCode_ELB_4XX_Count stat=Sum label=4xx by the load balancer", "HTTPCode_ELB_5XX_Count stat=Sum label=5xx by the load balancer",
			"HTTPCode_Target_4XX_Count stat=Sum label=4xx by the function", "HTTPCode_Target_5XX_Count stat=Sum label=5xx by the function"},
		"API Gateway: errors": {"4XXError stat=Sum label=4xx, throttled too", "5XXError stat=Sum label=5xx"},
		"Load balancer: latency of the function": {
			"seconds_p50 * 1000 label=p50", "TargetResponseTime stat=p50",
			"seconds_p90 * 1000 label=p90", "TargetResponseTime stat=p90",
			"seconds_p99 * 1000 label=p99", "TargetResponseTime stat=p99"},
		"API Gateway: latency": {"Latency stat=p50 label=p50", "Latency stat=p90 label=p90", "Latency stat=p99 label=p99",
			"IntegrationLatency stat=p99 label=p99 of the function's part"},
		"Function: duration":             {"Duration stat=p50 label=p50", "Duration stat=p90 label=p90", "Duration stat=p99 label=p99"},
		"Function: errors and throttles": {"Errors stat=Sum label=errors", "Throttles stat=Sum label=throttles"},
		"Function: concurrency":          {"ConcurrentExecutions stat=Maximum label=running at once"},
		"Target groups: why no response was received": {"LambdaUserError stat=Sum label=LambdaUserError (the function)",
			"LambdaInternalError stat=Sum label=LambdaInternalError (AWS)"},
		"Load balancer: capacity units (LCU) and their cost":        cost,
		"Load balancer: LCU-hours and their cost in the time shown": cost,
	}
	for title, metrics := range want {
		if got := graphed(titled(t, widgets, title)); !slices.Equal(got, metrics) {
			t.Errorf("%s:\n%s\nwant\n%s", title, strings.Join(got, "\n"), strings.Join(metrics, "\n"))
		}
	}
	if len(widgets) != len(want)+1 {
		t.Errorf("%d widgets, want %d and the alarms", len(widgets), len(want))
	}
	if !titled(t, widgets, "Load balancer: LCU-hours and their cost in the time shown").Properties.SetPeriodToTimeRange {
		t.Error("the cost is not of the time shown")
	}
}

func TestTargetGroupMetrics(t *testing.T) {
	stack, props := both(t)
	monitoring.New(stack, "Monitoring", props)
	template := cdktest.Synth(t, stack)
	balancer := template.One("AWS::ElasticLoadBalancingV2::LoadBalancer").ID
	group := template.One("AWS::ElasticLoadBalancingV2::TargetGroup").ID
	for _, metric := range titled(t, dashboard(t, template), "Target groups: why no response was received").Properties.Metrics {
		got, want := fmt.Sprint(metric[2:6]...), fmt.Sprint(
			"LoadBalancer", "<{Fn::GetAtt:["+balancer+",LoadBalancerFullName]}>",
			"TargetGroup", "<{Fn::GetAtt:["+group+",TargetGroupFullName]}>")
		if got != want {
			t.Errorf("%v is of %s, want %s", metric[1], got, want)
		}
	}
}

func TestDashboardShowsEveryAlarm(t *testing.T) {
	stack, props := both(t)
	m := monitoring.New(stack, "Monitoring", props)
	widgets := dashboard(t, cdktest.Synth(t, stack))
	if shown := len(titled(t, widgets, "Alarms").Properties.Alarms); shown != len(m.Alarms()) {
		t.Errorf("%d alarms are shown, of %d", shown, len(m.Alarms()))
	}
}

func TestPrice(t *testing.T) {
	stack, props := both(t)
	props.LCUPrice, props.LCUPriceDate = 0.0095, "January 2027"
	monitoring.New(stack, "Monitoring", props)
	got := graphed(titled(t, dashboard(t, cdktest.Synth(t, stack)), "Load balancer: capacity units (LCU) and their cost"))
	if want := "lcus * 0.0095 label=US dollars (at 0.0095 an LCU-hour, January 2027)"; got[1] != want {
		t.Errorf("%s\nwant %s", got[1], want)
	}
}

// One front end has the whole width, and several functions have their names in the labels.
func TestOneFrontEndAndSeveralFunctions(t *testing.T) {
	stack := cdktest.Stack(t)
	api := awsapigateway.RestApi_FromRestApiAttributes(stack, jsii.String("API"), &awsapigateway.RestApiAttributes{
		RestApiId: jsii.String("a1b2c3"), RootResourceId: jsii.String("d4e5f6"), RestApiName: jsii.String("orders"),
	})
	monitoring.New(stack, "Monitoring", &monitoring.Props{
		API: api, APIStage: "prod",
		Functions: []awslambda.IFunction{cdktest.Function(stack, "A"), cdktest.Function(stack, "B")},
	})
	widgets := dashboard(t, cdktest.Synth(t, stack))
	requests := titled(t, widgets, "API Gateway: requests")
	if requests.X != 0 || requests.Width != 24 {
		t.Errorf("the only front end is at %d, %d wide", requests.X, requests.Width)
	}
	if got, want := fmt.Sprint(requests.Properties.Metrics[0][:6]...), fmt.Sprint("AWS/ApiGateway", "Count", "ApiName", "orders", "Stage", "prod"); got != want {
		t.Errorf("the API's metric is %s, want %s", got, want)
	}
	want := []string{"Errors stat=Sum label=errors ${PROP('Dim.FunctionName')}", "Errors stat=Sum label=errors ${PROP('Dim.FunctionName')}"}
	if got := graphed(titled(t, widgets, "Function: errors and throttles")); !slices.Equal(got[:2], want) {
		t.Errorf("%v", got)
	}
	for _, w := range widgets {
		if strings.HasPrefix(w.Properties.Title, "Load balancer") {
			t.Errorf("there is no load balancer, but %q", w.Properties.Title)
		}
	}
}
