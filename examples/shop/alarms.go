package main

import (
	"example.com/alb-lambda/constructs/monitoring"
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
	monitoring.New(stack, "Monitoring", &monitoring.Props{
		LoadBalancer: edge.public.ApplicationLoadBalancer(), TargetGroups: groups,
		API: services.api.API(), Functions: []awslambda.IFunction{services.orders.Function()},
		Email: "ops@example.com", Composite: true,
	})
}
