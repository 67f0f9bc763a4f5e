// Command domain serves HTTPS under a name of a hosted zone, with a certificate that renews itself,
// and redirects HTTP.
package main

import (
	"example.com/alb-lambda/constructs/cdkapp"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/network"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	cdkapp.Run(func(app awscdk.App) {
		stack := awscdk.NewStack(app, jsii.String("domain"), nil)
		// Put yours here.
		zone := awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
			HostedZoneId: jsii.String("Z0123456789ABC"), ZoneName: jsii.String("example.com"),
		})
		shop := gofunction.New(stack, "Shop", &gofunction.Props{
			Package: "./functions/hello", Environment: map[string]string{"SERVICE": "shop"},
		})
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:   network.New(stack, "Network", nil).VPC(),
			HTTPS: &lambdaalb.HTTPS{Domain: &lambdaalb.Domain{Name: "shop.example.com", HostedZone: zone}},
		})
		edge.Mount("/", &lambdaalb.MountProps{Function: shop.Function()})
	})
}
