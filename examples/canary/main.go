// Command canary shifts a tenth of the traffic to each new version of a function for five minutes,
// and goes back when the new version or the load balancer reports errors.
package main

import (
	"time"

	"example.com/alb-lambda/constructs/cdkapp"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/constructs/rollout"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	cdkapp.Run(func(app awscdk.App) {
		stack := awscdk.NewStack(app, jsii.String("canary"), nil)
		orders := gofunction.New(stack, "Orders", &gofunction.Props{
			Package: "./functions/hello", Alias: "live", Environment: map[string]string{"SERVICE": "orders"},
		})
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: network.New(stack, "Network", nil).VPC()})
		route := edge.Mount("/orders", &lambdaalb.MountProps{Function: orders.Function()})
		failures := route.TargetGroups()[0].Metrics().HttpCodeTarget(elb.HttpCodeTarget_TARGET_5XX_COUNT, nil)
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			Strategy: rollout.Canary(10, 5*time.Minute),
			Alarms: []awscloudwatch.Alarm{awscloudwatch.NewAlarm(stack, jsii.String("Failures"), &awscloudwatch.AlarmProps{
				Metric: failures, Threshold: jsii.Number(10), EvaluationPeriods: jsii.Number(1),
				TreatMissingData: awscloudwatch.TreatMissingData_NOT_BREACHING,
			})},
		})
	})
}
