package monitoring

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawscloudwatch"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

const (
	// fullWidth of a dashboard, in its own units.
	fullWidth = 24
	height    = 6
)

// newDashboard puts the same row of both front ends next to each other: the load balancer on the
// left, the API on the right.
func newDashboard(scope constructs.Construct, p *Props, alarms []awscloudwatch.Alarm) awscloudwatch.Dashboard {
	dashboard := awscloudwatch.NewDashboard(scope, jsii.String("Dashboard"), &awscloudwatch.DashboardProps{
		Start: jsii.String("-P1D"),
	})
	add := func(widgets ...awscloudwatch.IWidget) {
		if len(widgets) > 0 {
			dashboard.AddWidgets(widgets...)
		}
	}
	status := make([]interfacesawscloudwatch.IAlarmRef, len(alarms))
	for i, alarm := range alarms {
		status[i] = alarm
	}
	add(awscloudwatch.NewAlarmStatusWidget(&awscloudwatch.AlarmStatusWidgetProps{
		Title: jsii.String("Alarms"), Alarms: &status, Width: jsii.Number(fullWidth),
		Height: jsii.Number(3),
	}))
	for _, row := range p.frontEnds() {
		add(row...)
	}
	add(p.functionRow()...)
	add(p.loadBalancerRow()...)
	return dashboard
}

// frontEnds has a row for each question, with a widget of each front end.
func (p *Props) frontEnds() [][]awscloudwatch.IWidget {
	var left, right []awscloudwatch.IWidget
	if p.LoadBalancer != nil {
		left = p.loadBalancerColumn()
	}
	if p.API != nil {
		right = p.apiColumn()
	}
	rows := make([][]awscloudwatch.IWidget, max(len(left), len(right)))
	for i := range rows {
		if left != nil {
			rows[i] = append(rows[i], left[i])
		}
		if right != nil {
			rows[i] = append(rows[i], right[i])
		}
	}
	return rows
}

// columnWidth is half of the dashboard if there are two front ends.
func (p *Props) columnWidth() float64 {
	if p.LoadBalancer != nil && p.API != nil {
		return fullWidth / 2
	}
	return fullWidth
}

func (p *Props) loadBalancerColumn() []awscloudwatch.IWidget {
	m, width := p.LoadBalancer.Metrics(), p.columnWidth()
	latency := make([]metric, len(percentiles))
	for i, statistic := range percentiles {
		latency[i] = p.milliseconds(statistic)
	}
	return []awscloudwatch.IWidget{
		graph("Load balancer: requests", "", width,
			m.RequestCount(options(sum, "to a route")),
			m.HttpFixedResponseCount(options(sum, "responses without a target")),
			m.RejectedConnectionCount(options(sum, "rejected connections"))),
		graph("Load balancer: errors, by who caused them", "", width, p.responses()...),
		graph("Load balancer: latency of the function", "ms", width, latency...),
	}
}

func (p *Props) apiColumn() []awscloudwatch.IWidget {
	width := p.columnWidth()
	latency := make([]metric, 0, len(percentiles)+1)
	for _, statistic := range percentiles {
		latency = append(latency, p.api("Latency", statistic, statistic))
	}
	latency = append(latency, p.api("IntegrationLatency", p99, "p99 of the function's part"))
	return []awscloudwatch.IWidget{
		graph("API Gateway: requests", "", width, p.api("Count", sum, "requests")),
		graph("API Gateway: errors", "", width,
			p.api("4XXError", sum, "4xx, throttled too"), p.api("5XXError", sum, "5xx")),
		graph("API Gateway: latency", "ms", width, latency...),
	}
}

// functionRow is what both front ends have in common.
func (p *Props) functionRow() []awscloudwatch.IWidget {
	if len(p.Functions) == 0 {
		return nil
	}
	const width = fullWidth / 3
	var durations []metric
	for _, statistic := range percentiles {
		durations = append(durations, p.functions(statistic, awslambda.IFunction.MetricDuration, statistic)...)
	}
	failures := append(
		p.functions("errors", awslambda.IFunction.MetricErrors, sum),
		p.functions("throttles", awslambda.IFunction.MetricThrottles, sum)...)
	return []awscloudwatch.IWidget{
		graph("Function: duration", "ms", width, durations...),
		graph("Function: errors and throttles", "", width, failures...),
		graph("Function: concurrency", "", width, p.functions("running at once", concurrency, maximum)...),
	}
}

// loadBalancerRow is what only a load balancer has: why it received no response from a function,
// and what it costs.
func (p *Props) loadBalancerRow() []awscloudwatch.IWidget {
	if p.LoadBalancer == nil {
		return nil
	}
	const width = fullWidth / 3
	row := []awscloudwatch.IWidget{
		awscloudwatch.NewGraphWidget(&awscloudwatch.GraphWidgetProps{
			Title: jsii.String("Load balancer: capacity units (LCU) and their cost"),
			Width: jsii.Number(width), Height: jsii.Number(height),
			Left: &[]metric{p.lcus()}, LeftYAxis: axis("LCU-hours"),
			Right: &[]metric{p.dollars()}, RightYAxis: axis("US dollars"),
		}),
		awscloudwatch.NewSingleValueWidget(&awscloudwatch.SingleValueWidgetProps{
			Title: jsii.String("Load balancer: LCU-hours and their cost in the time shown"),
			Width: jsii.Number(width), Height: jsii.Number(height),
			Metrics:              &[]metric{p.lcus(), p.dollars()},
			SetPeriodToTimeRange: jsii.Bool(true), FullPrecision: jsii.Bool(true),
		}),
	}
	if len(p.TargetGroups) > 0 {
		failures := append(
			p.targetGroups("LambdaUserError", "LambdaUserError (the function)"),
			p.targetGroups("LambdaInternalError", "LambdaInternalError (AWS)")...)
		row = append([]awscloudwatch.IWidget{
			graph("Target groups: why no response was received", "", width, failures...)}, row...)
	}
	return row
}

// graph starts its axis at 0, so that small changes look small.
func graph(title, unit string, width float64, metrics ...metric) awscloudwatch.IWidget {
	return awscloudwatch.NewGraphWidget(&awscloudwatch.GraphWidgetProps{
		Title: &title, Width: &width, Height: jsii.Number(height),
		Left: &metrics, LeftYAxis: axis(unit),
	})
}

func axis(unit string) *awscloudwatch.YAxisProps {
	a := &awscloudwatch.YAxisProps{Min: jsii.Number(0), ShowUnits: jsii.Bool(false)}
	if unit != "" {
		a.Label = &unit
	}
	return a
}
