package deployment_test

import (
	"fmt"

	"example.com/alb-lambda/deployment"
)

func ExampleStacks() {
	fmt.Println(deployment.Stacks("dev", false))
	fmt.Println(deployment.Stacks("prod", true))
	// Output:
	// [network-dev echo-api-dev alb-lambda-dev]
	// [network-prod echo-api-prod alb-lambda-prod monitoring-prod]
}

func ExampleService_Export() {
	fmt.Println(deployment.EchoAPI.Export("dev", deployment.EchoLambdaFunction))
	// Output: echo-api-dev-EchoLambdaFunction
}

func ExampleService_Stack() {
	fmt.Println(deployment.ALBLambda.Stack("prod"))
	// Output: alb-lambda-prod
}
