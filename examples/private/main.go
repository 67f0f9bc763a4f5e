// Command private keeps a function inside a network: behind an internal load balancer, and behind
// an API that is reached through an interface endpoint alone.
package main

import (
	"example.com/alb-lambda/constructs/cdkapp"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/restapi"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	cdkapp.Run(func(app awscdk.App) {
		stack := awscdk.NewStack(app, jsii.String("private"), nil)
		inside := &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}
		vpc := awsec2.NewVpc(stack, jsii.String("VPC"), &awsec2.VpcProps{
			MaxAzs: jsii.Number(2), NatGateways: jsii.Number(0),
			SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Inside"), SubnetType: inside.SubnetType}},
		})
		ledger := gofunction.New(stack, "Ledger", &gofunction.Props{
			Package: "./functions/hello", Environment: map[string]string{"SERVICE": "ledger"},
		})
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc, Subnets: inside, Internal: true})
		edge.Mount("/ledger", &lambdaalb.MountProps{Function: ledger.Function()})

		endpoint := vpc.AddInterfaceEndpoint(jsii.String("API"), &awsec2.InterfaceVpcEndpointOptions{
			Service: awsec2.InterfaceVpcEndpointAwsService_APIGATEWAY(), Subnets: inside,
		})
		restapi.New(stack, "LedgerAPI", &restapi.Props{
			Function: ledger.Function(), Endpoint: restapi.Private, VPCEndpoints: []awsec2.IVpcEndpoint{endpoint},
		})
	})
}
