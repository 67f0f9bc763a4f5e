package main

import (
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/restapi"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambdaeventsources"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// services is the part of the stack that the alarms watch.
type services struct {
	stack  awscdk.Stack
	orders *gofunction.Function
	api    *restapi.API
	routes []*lambdaalb.Route
}

func newServices(app awscdk.App, base *base, edge *edge) *services {
	stack := awscdk.NewStack(app, jsii.String("shop-services"), nil)
	public := edge.public.WithScope(stack)
	// which has /orders too
	internal := edge.internal.WithScope(constructs.NewConstruct(stack, jsii.String("Internal")))

	// One binary serves HTTP and takes the events of the queue.
	orders := gofunction.New(stack, "Orders", &gofunction.Props{
		Package: "./orders", Alias: "live",
		Environment: map[string]string{"TABLE": *base.table.TableName()},
		Options:     &awslambda.FunctionOptions{Vpc: base.vpc, VpcSubnets: inside},
	})
	base.table.GrantReadWriteData(orders.Role())
	orders.Function().AddEventSource(awslambdaeventsources.NewSqsEventSource(base.events, nil))

	routes := []*lambdaalb.Route{
		public.Mount("/orders", &lambdaalb.MountProps{Function: orders.Function()}),
		public.Mount("/office", &lambdaalb.MountProps{Function: orders.Function(), Authenticate: signIn()}),
		internal.Mount("/orders", &lambdaalb.MountProps{Function: orders.Function()}),
	}
	public.Mount("/catalog", &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{{Group: catalog(stack, base)}}}})
	api := restapi.New(stack, "PartnerAPI", &restapi.Props{
		Function: orders.Function(), WebACLARN: webACL,
		// Partners sign their requests, as roles of their own that may call the API.
		Options: &awsapigateway.LambdaRestApiProps{
			DefaultMethodOptions: &awsapigateway.MethodOptions{AuthorizationType: awsapigateway.AuthorizationType_IAM},
		},
	})
	return &services{stack: stack, orders: orders, api: api, routes: routes}
}

// signIn lets in who works here.
func signIn() *lambdaalb.Authenticate {
	const provider = "https://id.example.com"
	return &lambdaalb.Authenticate{OIDC: &elb.AuthenticateOidcOptions{
		Issuer: jsii.String(provider), AuthorizationEndpoint: jsii.String(provider + "/authorize"),
		TokenEndpoint: jsii.String(provider + "/token"), UserInfoEndpoint: jsii.String(provider + "/user"),
		ClientId: jsii.String("shop"), ClientSecret: awscdk.SecretValue_SecretsManager(jsii.String("shop/oidc"), nil),
	}}
}

// catalog is a container on Fargate, in a target group of CDK's own.
func catalog(stack awscdk.Stack, base *base) elb.IApplicationTargetGroup {
	task := awsecs.NewFargateTaskDefinition(stack, jsii.String("CatalogTask"), nil)
	task.AddContainer(jsii.String("web"), &awsecs.ContainerDefinitionOptions{
		Image:        awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/nginx/nginx:1.29-alpine"), nil),
		PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(80)}},
		Logging: awsecs.LogDrivers_AwsLogs(&awsecs.AwsLogDriverProps{
			StreamPrefix: jsii.String("catalog"), LogRetention: awslogs.RetentionDays_ONE_MONTH,
		}),
	})
	service := awsecs.NewFargateService(stack, jsii.String("Catalog"), &awsecs.FargateServiceProps{
		Cluster: awsecs.NewCluster(stack, jsii.String("Cluster"), &awsecs.ClusterProps{
			Vpc: base.vpc, ContainerInsightsV2: awsecs.ContainerInsights_ENABLED,
		}),
		TaskDefinition: task, DesiredCount: jsii.Number(1), MinHealthyPercent: jsii.Number(100),
		CircuitBreaker: &awsecs.DeploymentCircuitBreaker{Rollback: jsii.Bool(true)},
		// The image comes from the internet; only the load balancer reaches the container.
		VpcSubnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC}, AssignPublicIp: jsii.Bool(true),
	})
	return elb.NewApplicationTargetGroup(stack, jsii.String("CatalogGroup"), &elb.ApplicationTargetGroupProps{
		Vpc: base.vpc, Port: jsii.Number(80), TargetType: elb.TargetType_IP, Targets: &[]elb.IApplicationLoadBalancerTarget{service},
	})
}
