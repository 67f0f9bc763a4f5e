package monitoring

import (
	"fmt"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// Sources of the metrics:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html

const (
	sum     = "Sum"
	maximum = "Maximum"
	p99     = "p99"
)

var percentiles = []string{"p50", "p90", p99}

type metric = awscloudwatch.IMetric

// options of a metric. Those of alarms have no label: with one, CDK creates an alarm on metric
// math, which costs more.
func options(statistic, label string) *awscloudwatch.MetricOptions {
	o := &awscloudwatch.MetricOptions{Statistic: &statistic, Period: awscdk.Duration_Minutes(jsii.Number(5))}
	if label != "" {
		o.Label = &label
	}
	return o
}

// api gives a metric of the API's stage.
func (p *Props) api(name, statistic, label string) awscloudwatch.Metric {
	o := options(statistic, label)
	return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace:  jsii.String("AWS/ApiGateway"),
		MetricName: &name,
		DimensionsMap: &map[string]*string{
			"ApiName": p.API.RestApiName(),
			"Stage":   &p.APIStage,
		},
		Statistic: o.Statistic, Label: o.Label, Period: o.Period,
	})
}

// functions gives a metric of each function.
func (p *Props) functions(label string, of func(awslambda.IFunction, *awscloudwatch.MetricOptions) awscloudwatch.Metric, statistic string) []metric {
	label = labelOf(label, "FunctionName", len(p.Functions))
	metrics := make([]metric, len(p.Functions))
	for i, function := range p.Functions {
		metrics[i] = of(function, options(statistic, label))
	}
	return metrics
}

// labelOf lets CloudWatch add the name where there are several.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
func labelOf(label, dimension string, count int) string {
	if label == "" || count < 2 {
		return label
	}
	return label + " ${PROP('Dim." + dimension + "')}"
}

func concurrency(f awslambda.IFunction, o *awscloudwatch.MetricOptions) awscloudwatch.Metric {
	return f.Metric(jsii.String("ConcurrentExecutions"), o)
}

// targetGroups gives a metric of each target group.
func (p *Props) targetGroups(name, label string) []metric {
	label = labelOf(label, "TargetGroup", len(p.TargetGroups))
	metrics := make([]metric, len(p.TargetGroups))
	for i, group := range p.TargetGroups {
		// CDK cuts the load balancer's name out of the listener's ARN; the load balancer itself knows it.
		m := group.Metrics().Custom(&name, options(sum, label))
		metrics[i] = m.With(&awscloudwatch.MetricOptions{DimensionsMap: &map[string]*string{
			"LoadBalancer": dimension(p.LoadBalancer.Metrics().RequestCount(nil), "LoadBalancer"),
			"TargetGroup":  dimension(m, "TargetGroup"),
		}})
	}
	return metrics
}

func dimension(m awscloudwatch.Metric, name string) *string {
	value, _ := (*m.Dimensions())[name].(string)
	return &value
}

// milliseconds of the load balancer, which counts seconds, to compare with the API, which counts
// milliseconds.
func (p *Props) milliseconds(statistic string) metric {
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
		Expression:   jsii.String("seconds_" + statistic + " * 1000"),
		UsingMetrics: &map[string]metric{"seconds_" + statistic: p.LoadBalancer.Metrics().TargetResponseTime(options(statistic, ""))},
		Label:        &statistic,
		Period:       awscdk.Duration_Minutes(jsii.Number(5)),
	})
}

// lcus are what the load balancer used: their sum over an hour is what AWS bills for that hour.
func (p *Props) lcus() awscloudwatch.Metric {
	return p.LoadBalancer.Metrics().ConsumedLCUs(options(sum, "LCU-hours"))
}

// dollars are what they cost.
func (p *Props) dollars() metric {
	price := strconv.FormatFloat(p.LCUPrice, 'f', -1, 64)
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
		Expression:   jsii.String("lcus * " + price),
		UsingMetrics: &map[string]metric{"lcus": p.lcus()},
		Label:        jsii.String(fmt.Sprintf("US dollars (at %s an LCU-hour, %s)", price, p.LCUPriceDate)),
		Period:       awscdk.Duration_Minutes(jsii.Number(5)),
	})
}

// responses of the load balancer, by who caused them.
func (p *Props) responses() []metric {
	m := p.LoadBalancer.Metrics()
	return []metric{
		m.HttpCodeElb(elb.HttpCodeElb_ELB_4XX_COUNT, options(sum, "4xx by the load balancer")),
		m.HttpCodeElb(elb.HttpCodeElb_ELB_5XX_COUNT, options(sum, "5xx by the load balancer")),
		m.HttpCodeTarget(elb.HttpCodeTarget_TARGET_4XX_COUNT, options(sum, "4xx by the function")),
		m.HttpCodeTarget(elb.HttpCodeTarget_TARGET_5XX_COUNT, options(sum, "5xx by the function")),
	}
}
