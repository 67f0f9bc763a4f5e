package logbucket_test

import (
	"fmt"

	"example.com/alb-lambda/constructs/logbucket"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// Logs of a year, moved twice to cheaper storage, that outlive their stack.
func ExampleNew() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("edge"), nil)
	logs := logbucket.New(stack, "Logs", &logbucket.Props{
		ExpirationDays:       365,
		InfrequentAccessDays: 30,
		GlacierDays:          90,
		Retain:               true,
	})
	fmt.Println(*logs.Bucket().Node().Path())
	// Output: edge/Logs/Bucket
}
