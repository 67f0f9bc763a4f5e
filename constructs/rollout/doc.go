// Package rollout moves traffic to a new version of a function step by step, and back when
// something is wrong: AWS CodeDeploy shifts the function's alias at each deployment, hooks may say
// no, and alarms roll back. Whatever invokes the alias follows: a load balancer, a REST API, a
// function URL.
//
// A complete program:
//
//	package main
//
//	import (
//		"time"
//
//		"example.com/alb-lambda/constructs/cdkapp"
//		"example.com/alb-lambda/constructs/gofunction"
//		"example.com/alb-lambda/constructs/restapi"
//		"example.com/alb-lambda/constructs/rollout"
//		"github.com/aws/aws-cdk-go/awscdk/v2"
//		"github.com/aws/jsii-runtime-go"
//	)
//
//	func main() {
//		cdkapp.Run(func(app awscdk.App) {
//			stack := awscdk.NewStack(app, jsii.String("shop"), nil)
//			orders := gofunction.New(stack, "Orders", &gofunction.Props{
//				Package: "example.com/alb-lambda/lambda/echo",
//				Alias:   "live",
//			})
//			restapi.New(stack, "API", &restapi.Props{Function: orders.Function()})
//			rollout.New(stack, "Rollout", &rollout.Props{
//				Function: orders,
//				Strategy: rollout.Canary(10, 5*time.Minute),
//			})
//		})
//	}
//
// CodeDeploy costs nothing for functions; an alarm costs 10 cents a month. It is not for
// containers, whose deployments ECS has its own means for.
//
// A deployment in which the code and the configuration of the function stay the same publishes no
// version, and shifts nothing. The first one that creates the alias has nothing to shift from: the
// alias begins at the first version, and no hook is invoked. A rollout may be added to a function
// that is deployed, and taken away again.
//
// # When it says no
//
// An alarm, a hook that fails or does not report for an hour, and a deployment that somebody stops
// in CodeDeploy shift the alias back. CloudFormation then rolls the stack back, and cdk deploy
// fails; the version before is still there, since it is deleted last. The same happens when another
// resource of the stack fails, or the update is canceled: CloudFormation shifts the alias back to
// the version before, by CodeDeploy again. An alarm that is on when a deployment begins stops it.
// To deploy what repairs the cause, set IgnoreAlarms for that deployment.
//
// # Hooks
//
// CodeDeploy invokes a hook with the members DeploymentId and LifecycleEventHookExecutionId, and
// waits until it reports by PutLifecycleEventHookExecutionStatus of CodeDeploy, with status
// Succeeded or Failed. The rollout lets the hook do so, lets it invoke the new version, and tells
// it the ARN of that version in the environment variable ROLLOUT_VERSION, unless the hook is
// imported. A gofunction may be the hook: give its LambdaFunction(). A hook that refers to the
// alias would wait for what waits for it, and is rejected.
// https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
//
// # Provisioned concurrency
//
// The alias keeps it. Lambda rejects a change of it while two versions share the alias, so that a
// canary or linear deployment that changes both the function and the number fails: change one after
// the other, or shift all at once.
// https://github.com/hashicorp/terraform/issues/24957
//
// How requests are divided without CodeDeploy, by weights of a load balancer's route, is the
// business of package lambdaalb.
package rollout
