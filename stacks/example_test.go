package stacks_test

import (
	"fmt"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

func TestMain(m *testing.M) { cdktest.Main(m) }

// The application as a part of another one: a monitored stage of its own. No assets are needed
// here, as with cdk ls, so that the function is not built.
func ExampleNew() {
	app := awscdk.NewApp(&awscdk.AppProps{Context: &map[string]any{"aws:cdk:bundling-stacks": []any{}}})
	made := stacks.New(app, stacks.Config{Stage: "trial", Monitoring: true})
	for _, stack := range []awscdk.Stack{made.Network, made.EchoAPI, made.ALBLambda, made.Monitoring} {
		fmt.Println(*stack.StackName())
	}
	// Output:
	// network-trial
	// echo-api-trial
	// alb-lambda-trial
	// monitoring-trial
}

// What New would panic with, as an error.
func ExampleConfig_Validate() {
	fmt.Println(stacks.Config{Stage: "Prod", AlarmEmail: "ops@example.com"}.Validate())
	// Output:
	// stacks: Stage: "Prod" is not up to 20 lower-case letters, digits and single hyphens, starting with a letter; use a name like prod
	// stacks: AlarmEmail: "ops@example.com" gets no mail, as there are no alarms without monitoring; set Monitoring
}

func ExampleConfig_WithDefaults() {
	config := stacks.Config{Protect: true}.WithDefaults()
	fmt.Println(config.Stage, config.Architecture, config.Protect)
	// Output: dev arm64 true
}
