package main

import (
	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/constructs/rollout"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

func newAlarms(app awscdk.App, edge *edge, services *services) {
	stack := awscdk.NewStack(app, jsii.String("shop-alarms"), nil)
	var groups []elb.IApplicationTargetGroup
	for _, route := range services.routes[:2] { // of the public load balancer
		groups = append(groups, route.TargetGroups()...)
	}
	public := monitoring.New(stack, "Public", &monitoring.Props{
		LoadBalancer: edge.public.ApplicationLoadBalancer(), TargetGroups: groups,
		Email: "ops@example.com", Composite: true,
	})
	orders := monitoring.New(stack, "Orders", &monitoring.Props{
		API: services.api.API(), Functions: []awslambda.IFunction{services.orders.Function()},
		Topic: public.Topic(), Composite: true,
	})
	// A new version gets a tenth of the traffic for five minutes; any of these takes it back.
	rollout.New(services.stack, "Rollout", &rollout.Props{Function: services.orders, Alarms: orders.Alarms()})
}
