package athenalogs_test

import (
	"fmt"

	"example.com/alb-lambda/constructs/athenalogs"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

// A table over the logs in a bucket that exists, a year back.
func ExampleNew() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("edge"), nil)
	logs := athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
		Bucket: awss3.Bucket_FromBucketName(stack, jsii.String("Logs"), jsii.String("my-access-logs")),
		Days:   365,
	})
	fmt.Printf("SELECT * FROM %s.%s LIMIT 10\n", logs.Name(), athenalogs.TableName)
	// Output: SELECT * FROM edge_accesslogs.alb_access_logs LIMIT 10
}
