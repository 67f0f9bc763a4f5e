package main

import (
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

// Put yours here.
const (
	name     = "shop.example.com"
	zoneID   = "Z0123456789ABC"
	zoneName = "example.com"
)

// webACL of AWS WAF, for all front ends on the internet: an ARN, or a parameter that has it.
const webACL = "{{resolve:ssm:/shop/web-acl}}"

// edge has the load balancers.
type edge struct{ public, internal *lambdaalb.ALB }

func newEdge(app awscdk.App, base *base) *edge {
	stack := awscdk.NewStack(app, jsii.String("shop-edge"), nil)
	zone := awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
		HostedZoneId: jsii.String(zoneID), ZoneName: jsii.String(zoneName),
	})
	logs := &lambdaalb.Logs{Bucket: logbucket.New(stack, "Logs", nil).Bucket()}
	return &edge{
		public: lambdaalb.New(stack, "Public", &lambdaalb.Props{
			VPC:       base.vpc,
			HTTPS:     &lambdaalb.HTTPS{Domain: &lambdaalb.Domain{Name: name, HostedZone: zone}},
			Headers:   &lambdaalb.Headers{HSTS: &lambdaalb.HSTS{}, NoSniff: true, FrameOptions: "DENY"},
			Logs:      logs,
			WebACLARN: webACL,
		}),
		internal: lambdaalb.New(stack, "Internal", &lambdaalb.Props{VPC: base.vpc, Subnets: inside, Internal: true, Logs: logs}),
	}
}
