// Package logbucket creates the bucket that a load balancer writes its logs to: encrypted with S3's
// own keys (log delivery supports no others), private and TLS only. Nobody may write to it until it
// is given to a load balancer as lambdaalb.Logs, which lets Elastic Load Balancing write the logs
// of that load balancer.
//
// A complete program:
//
//	package main
//
//	import (
//		"example.com/alb-lambda/constructs/cdkapp"
//		"example.com/alb-lambda/constructs/lambdaalb"
//		"example.com/alb-lambda/constructs/logbucket"
//		"example.com/alb-lambda/constructs/network"
//		"github.com/aws/aws-cdk-go/awscdk/v2"
//		"github.com/aws/jsii-runtime-go"
//	)
//
//	func main() {
//		cdkapp.Run(func(app awscdk.App) {
//			stack := awscdk.NewStack(app, jsii.String("edge"), nil)
//			net := network.New(stack, "Network", nil)
//			logs := logbucket.New(stack, "Logs", nil)
//			lambdaalb.New(stack, "Edge", &lambdaalb.Props{
//				VPC:           net.VPC(),
//				SecurityGroup: net.SecurityGroup(),
//				Logs:          &lambdaalb.Logs{Bucket: logs.Bucket()},
//			})
//		})
//	}
//
// It costs what S3 bills for the files that are written, 9 cents a month for a load balancer in two
// zones, and for what is kept.
//
// How long logs are kept, and who may read them, may enter. It is not for other files than logs.
// Who writes them is the business of the construct that logs.
package logbucket
