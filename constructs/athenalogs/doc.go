// Package athenalogs creates a table of the access logs of an Application Load Balancer, which
// Athena queries with SQL: a database, the table with every field of the log, a workgroup that
// limits what a query may cost, and saved queries.
//
// A complete program:
//
//	package main
//
//	import (
//		"example.com/alb-lambda/constructs/athenalogs"
//		"example.com/alb-lambda/constructs/cdkapp"
//		"github.com/aws/aws-cdk-go/awscdk/v2"
//		"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
//		"github.com/aws/jsii-runtime-go"
//	)
//
//	func main() {
//		cdkapp.Run(func(app awscdk.App) {
//			stack := awscdk.NewStack(app, jsii.String("logs"), nil)
//			athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
//				Bucket: awss3.Bucket_FromBucketName(stack, jsii.String("Bucket"), jsii.String("my-access-logs")),
//			})
//		})
//	}
//
// The table needs no crawler and no partitions to add: it computes a partition for each day from
// the date (partition projection).
//
// It costs nothing by the hour: Athena bills what a query reads.
//
// Sources of the table:
// https://docs.aws.amazon.com/athena/latest/ug/create-alb-access-logs-table-partition-projection.html
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
//
// What reads the load balancer's logs with Athena may enter. It is not for writing them, which is
// the business of lambdaalb, nor for keeping them, which is that of logbucket.
package athenalogs
