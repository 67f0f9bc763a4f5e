package main

import (
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/network"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

const (
	edgeStack = "consumer-edge"
	shopStack = "consumer-shop"
	shopHost  = "shop.example.com"
)

// newEdge makes the stack that owns the load balancer.
func newEdge(app awscdk.App, c *config) *lambdaalb.ALB {
	stack := awscdk.NewStack(app, jsii.String(edgeStack), nil)
	net := network.New(stack, "Network", nil)
	edge := lambdaalb.New(stack, "Balancer", &lambdaalb.Props{
		VPC:           net.VPC(),
		SecurityGroup: net.SecurityGroup(),
	})
	// The function sees /orders/7 as /7.
	edge.Mount("/orders", &lambdaalb.MountProps{
		Function:    newFunction(stack, "Orders", "./functions/orders", c).Function(),
		StripPrefix: true,
	})
	awscdk.NewCfnOutput(stack, jsii.String("LoadBalancerDNSName"), &awscdk.CfnOutputProps{Value: jsii.String(edge.DNSName())})
	return edge
}

// newShop creates the stack that puts its own functions on that load balancer.
func newShop(app awscdk.App, edge *lambdaalb.ALB, c *config) {
	stack := awscdk.NewStack(app, jsii.String(shopStack), nil)
	routes := edge.WithScope(stack)
	routes.Route("Storefront", &lambdaalb.RouteProps{
		Match:    lambdaalb.Match{Hosts: []string{shopHost}},
		Function: newFunction(stack, "StorefrontFunction", "./functions/storefront", c).Function(),
	})
	// Nine in ten requests go to the first version. Each request is routed independently.
	routes.Mount("/checkout", &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{
		{Function: newCheckout(stack, "1", c), Weight: new(90)},
		{Function: newCheckout(stack, "2", c), Weight: new(10)},
	}}})
}

func newFunction(scope constructs.Construct, id, pkg string, c *config) *gofunction.Function {
	return gofunction.New(scope, id, &gofunction.Props{
		Package:      pkg,
		Architecture: c.architecture,
		Environment:  map[string]string{"RELEASE": c.release},
	})
}

// newCheckout makes a version of the checkout, behind an alias.
func newCheckout(scope constructs.Construct, version string, c *config) awslambda.IFunction {
	return gofunction.New(scope, "CheckoutV"+version, &gofunction.Props{
		Package:      "./functions/checkout",
		LDFlags:      "-X main.version=" + version,
		Architecture: c.architecture,
		Alias:        "live",
	}).Function()
}
