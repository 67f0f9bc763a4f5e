package cloud

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
)

// Unprotect turns the termination protection of a stack off, if it carries the token.
func (c *Cloud) Unprotect(ctx context.Context, id, token string) error {
	stack, err := c.Stack(ctx, id)
	if err != nil || stack == nil || stack.Deleted() || !stack.Protected {
		return err
	}
	if stack.Token != token {
		return fmt.Errorf("stack %s: %w", stack.Name, ErrForeign)
	}
	_, err = c.Stacks.UpdateTerminationProtection(ctx, &cloudformation.UpdateTerminationProtectionInput{
		StackName: aws.String(id), EnableTerminationProtection: aws.Bool(false),
	})
	return err
}

// UnprotectLoadBalancer turns the deletion protection of a load balancer off.
func (c *Cloud) UnprotectLoadBalancer(ctx context.Context, arn string) error {
	_, err := c.Balancing.ModifyLoadBalancerAttributes(ctx, &elbv2.ModifyLoadBalancerAttributesInput{
		LoadBalancerArn: aws.String(arn),
		Attributes:      []types.LoadBalancerAttribute{{Key: aws.String("deletion_protection.enabled"), Value: aws.String("false")}},
	})
	if code(err) == "LoadBalancerNotFound" {
		return nil
	}
	return err
}

// TryDelete begins to delete a stack. CloudFormation rejects it for one that is protected, with a
// ValidationError that names TerminationProtection.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html
func (c *Cloud) TryDelete(ctx context.Context, id string) error {
	_, err := c.Stacks.DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: aws.String(id)})
	return err
}
