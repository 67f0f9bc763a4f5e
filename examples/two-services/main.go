// Command two-services puts two functions on one load balancer, each with a path of its own.
package main

import (
	"example.com/alb-lambda/constructs/cdkapp"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/network"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	cdkapp.Run(func(app awscdk.App) {
		stack := awscdk.NewStack(app, jsii.String("two-services"), nil)
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: network.New(stack, "Network", nil).VPC()})
		edge.Mount("/orders", &lambdaalb.MountProps{Function: service(stack, "Orders")})
		// The function is not told of the prefix: it gets /7 for /users/7.
		edge.Mount("/users", &lambdaalb.MountProps{Function: service(stack, "Users"), StripPrefix: true})
		awscdk.NewCfnOutput(stack, jsii.String("URL"), &awscdk.CfnOutputProps{Value: jsii.String("http://" + edge.DNSName())})
	})
}

func service(stack awscdk.Stack, name string) awslambda.IFunction {
	return gofunction.New(stack, name, &gofunction.Props{
		Package: "./functions/hello", Environment: map[string]string{"SERVICE": name},
	}).Function()
}
