package monitoring_test

import (
	"fmt"

	"example.com/alb-lambda/constructs/monitoring"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// A busy function, whose owner gets mail.
func ExampleNew() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("orders"), nil)
	function := awslambda.Function_FromFunctionName(stack, jsii.String("Function"), jsii.String("orders"))
	m := monitoring.New(stack, "Monitoring", &monitoring.Props{
		Functions:  []awslambda.IFunction{function},
		Thresholds: monitoring.Thresholds{Errors: 50},
		Email:      "orders@example.com",
	})
	for _, alarm := range m.Alarms() {
		fmt.Println(*alarm.Node().Path())
	}
	// Output:
	// orders/Monitoring/FunctionErrors
	// orders/Monitoring/FunctionThrottles
}
