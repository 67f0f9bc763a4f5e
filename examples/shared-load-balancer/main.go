// Command shared-load-balancer lets three stages of a service share one load balancer, which costs
// by the hour: each stage is a stack of its own, with a host name on the listener.
package main

import (
	"example.com/alb-lambda/constructs/cdkapp"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/network"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	cdkapp.Run(func(app awscdk.App) {
		shared := awscdk.NewStack(app, jsii.String("shared"), nil)
		edge := lambdaalb.New(shared, "Edge", &lambdaalb.Props{VPC: network.New(shared, "Network", nil).VPC()})
		for _, stage := range []string{"dev", "test", "prod"} {
			stack := awscdk.NewStack(app, jsii.String("shop-"+stage), nil)
			shop := gofunction.New(stack, "Shop", &gofunction.Props{
				Package: "./functions/hello", Environment: map[string]string{"SERVICE": "shop of " + stage},
			})
			edge.WithScope(stack).Route("Shop-"+stage, &lambdaalb.RouteProps{
				Match:    lambdaalb.Match{Hosts: []string{stage + ".shop.example.com"}},
				Function: shop.Function(),
			})
		}
	})
}
