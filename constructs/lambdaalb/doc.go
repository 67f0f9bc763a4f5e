// Package lambdaalb puts Lambda functions behind an Application Load Balancer.
//
// What the usual way gets wrong is done right here:
//
//   - The permission to invoke a function names the one target group that may
//     use it, by SourceArn and SourceAccount. It stands in the stack of the
//     route, and exists before the target is registered, without a custom
//     resource: the target group has a name that is known at synth.
//   - A mount answers its bare path and everything below it: "/echo/*" alone
//     does not match "/echo" (https://github.com/aws/aws-cdk/issues/36363).
//   - Logs need one prop, in any region, in stacks without an environment.
//   - Security group rules stay where the security group is; a listener opens
//     nothing.
//
// All that CDK knows of the balancer, its listeners and target groups stays
// reachable as L2 objects.
package lambdaalb
