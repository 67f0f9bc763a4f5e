// Command chi puts an application of chi behind a load balancer, and behind a REST API and a
// function URL that stream.
package main

import (
	"example.com/alb-lambda/constructs/cdkapp"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/constructs/restapi"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	cdkapp.Run(func(app awscdk.App) {
		stack := awscdk.NewStack(app, jsii.String("chi"), nil)
		shop := gofunction.New(stack, "Shop", &gofunction.Props{
			Package: "./functions/shop",
			URL:     &gofunction.URL{Stream: true}, // for callers with AWS credentials; Public for all
		})
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: network.New(stack, "Network", nil).VPC()})
		edge.Mount("/", &lambdaalb.MountProps{Function: shop.Function()})
		restapi.New(stack, "API", &restapi.Props{Function: shop.Function(), Stream: true})
	})
}
