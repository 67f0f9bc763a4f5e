package cloud

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"example.com/alb-lambda/test/aws/internal/names"
	"github.com/aws/aws-sdk-go-v2/aws"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/smithy-go"
)

// CreateTargetGroup creates a target group for functions that belongs to no stack, with the token
// as tag.
func (c *Cloud) CreateTargetGroup(ctx context.Context, name, token string) (string, error) {
	out, err := c.Balancing.CreateTargetGroup(ctx, &elbv2.CreateTargetGroupInput{
		Name: aws.String(name), TargetType: types.TargetTypeEnumLambda,
		Tags: []types.Tag{{Key: aws.String(names.Tag), Value: aws.String(token)}},
	})
	if err != nil {
		return "", fmt.Errorf("create target group %s: %w", name, err)
	}
	return aws.ToString(out.TargetGroups[0].TargetGroupArn), nil
}

// FindTargetGroup returns the ARN of a target group by its name, or "".
func (c *Cloud) FindTargetGroup(ctx context.Context, name string) (string, error) {
	out, err := c.Balancing.DescribeTargetGroups(ctx, &elbv2.DescribeTargetGroupsInput{Names: []string{name}})
	if code(err) == "TargetGroupNotFound" {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look for target group %s: %w", name, err)
	}
	return aws.ToString(out.TargetGroups[0].TargetGroupArn), nil
}

// Register registers a function with a target group. Elastic Load Balancing rejects a function that
// it has no permission to invoke for this group, with denied set.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
func (c *Cloud) Register(ctx context.Context, group, function string) (denied bool, err error) {
	_, err = c.Balancing.RegisterTargets(ctx, &elbv2.RegisterTargetsInput{
		TargetGroupArn: aws.String(group), Targets: []types.TargetDescription{{Id: aws.String(function)}},
	})
	// The same code says that the caller may not register targets.
	return code(err) == "AccessDenied" && strings.Contains(err.Error(), "does not have permission to invoke"), err
}

// DeleteTargetGroup deletes a target group, if it carries the token.
func (c *Cloud) DeleteTargetGroup(ctx context.Context, arn, token string) error {
	tags, err := c.Balancing.DescribeTags(ctx, &elbv2.DescribeTagsInput{ResourceArns: []string{arn}})
	if code(err) == "TargetGroupNotFound" {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the tags of target group %s: %w", arn, err)
	}
	for _, described := range tags.TagDescriptions {
		for _, tag := range described.Tags {
			if aws.ToString(tag.Key) == names.Tag && aws.ToString(tag.Value) == token {
				_, err := c.Balancing.DeleteTargetGroup(ctx, &elbv2.DeleteTargetGroupInput{TargetGroupArn: aws.String(arn)})
				return err
			}
		}
	}
	return fmt.Errorf("target group %s: %w", arn, ErrForeign)
}

// DeleteLoadBalancer tries to delete a load balancer. AWS rejects it while deletion protection is
// on, with denied set.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html
func (c *Cloud) DeleteLoadBalancer(ctx context.Context, arn string) (denied bool, err error) {
	_, err = c.Balancing.DeleteLoadBalancer(ctx, &elbv2.DeleteLoadBalancerInput{LoadBalancerArn: aws.String(arn)})
	return code(err) == "OperationNotPermitted", err
}

// code is AWS's name of an error.
func code(err error) string {
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return api.ErrorCode()
	}
	return ""
}
