package cloud

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Exists reports whether a resource of a stack that was deleted is still there, by the service that
// it belongs to and not by what CloudFormation believes. It knows the types that cost by the hour
// or keep data, of a function its logs; looked is false for others.
func (c *Cloud) Exists(ctx context.Context, r Resource) (exists, looked bool, err error) {
	switch r.Type {
	case "AWS::ElasticLoadBalancingV2::LoadBalancer":
		exists, err = c.loadBalancerExists(ctx, r.ID)
	case "AWS::ElasticLoadBalancingV2::TargetGroup":
		_, err = c.Balancing.DescribeTargetGroups(ctx, &elbv2.DescribeTargetGroupsInput{TargetGroupArns: []string{r.ID}})
		exists, err = found(err, "TargetGroupNotFound")
	case "AWS::VpcLattice::Service", "AWS::VpcLattice::ServiceNetwork", "AWS::VpcLattice::TargetGroup":
		exists, err = c.latticeExists(ctx, strings.TrimPrefix(r.Type, "AWS::VpcLattice::"), r.ID)
	case "AWS::S3::Bucket":
		exists, err = c.bucketExists(ctx, r.ID)
	case "AWS::Logs::LogGroup":
		exists, err = c.logGroupExists(ctx, r.ID)
	case "AWS::Lambda::Function":
		// Lambda creates it for a function that has none in its stack, and CloudFormation leaves it.
		exists, err = c.logGroupExists(ctx, "/aws/lambda/"+r.ID)
	default:
		return false, false, nil
	}
	if err != nil {
		err = fmt.Errorf("look for %s %s: %w", r.Type, r.ID, err)
	}
	return exists, true, err
}

// found tells an error that says that there is none from others.
func found(err error, missing string) (bool, error) {
	if code(err) == missing {
		return false, nil
	}
	return err == nil, err
}

func (c *Cloud) loadBalancerExists(ctx context.Context, arn string) (bool, error) {
	_, err := c.Balancing.DescribeLoadBalancers(ctx, &elbv2.DescribeLoadBalancersInput{LoadBalancerArns: []string{arn}})
	return found(err, "LoadBalancerNotFound")
}

func (c *Cloud) bucketExists(ctx context.Context, name string) (bool, error) {
	_, err := c.Buckets.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String(name)})
	if _, missing := errors.AsType[*types.NotFound](err); missing {
		return false, nil
	}
	return err == nil, err
}

func (c *Cloud) logGroupExists(ctx context.Context, name string) (bool, error) {
	out, err := c.Logs.DescribeLogGroups(ctx, &cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: aws.String(name)})
	if err != nil {
		return false, err
	}
	for _, group := range out.LogGroups {
		if aws.ToString(group.LogGroupName) == name {
			return true, nil
		}
	}
	return false, nil
}
