package rollout_test

import (
	"fmt"
	"time"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/rollout"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// A function whose new versions get a twentieth of the traffic for ten minutes, after a check and
// before a test of what is live.
func ExampleNew() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("shop"), nil)
	orders := gofunction.New(stack, "Orders", &gofunction.Props{Package: "../gofunction/testdata/hello", Alias: "live"})
	check := gofunction.New(stack, "Check", &gofunction.Props{Package: "../gofunction/testdata/hello"})
	r := rollout.New(stack, "Rollout", &rollout.Props{
		Function: orders,
		Strategy: rollout.Canary(5, 10*time.Minute),
		Before:   check.LambdaFunction(),
	})
	fmt.Println(*r.VersionAlarm().Node().Path())
	// Output: shop/Rollout/VersionErrors
}

// All traffic moves in one step.
func ExampleAllAtOnce() {
	fmt.Println(rollout.AllAtOnce().AllAtOnce)
	// Output: true
}

// A tenth of the traffic for half an hour, then the rest.
func ExampleCanary() {
	fmt.Println(rollout.Canary(10, 30*time.Minute).Interval)
	// Output: 30m0s
}

// A quarter of the traffic every five minutes.
func ExampleLinear() {
	fmt.Println(rollout.Linear(25, 5*time.Minute).Percent)
	// Output: 25
}
