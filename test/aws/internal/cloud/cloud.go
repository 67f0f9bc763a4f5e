// Package cloud is what the proof does with AWS's services beside the CDK toolkit: it looks at
// stacks and what is in them, deletes those that carry the stage's token, and tries what AWS has to
// reject.
//
// Calls of the AWS SDK may enter, behind interfaces as small as what is called. When they are made,
// and what follows from them, is the business of package proof.
package cloud

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/vpclattice"
)

// Cloud has the clients of one account and region.
type Cloud struct {
	Stacks       Stacks
	Balancing    Balancing
	Certificates Certificates
	Buckets      Buckets
	Logs         Logs
	Identity     Identity
	Functions    Functions
	Lattice      Lattice
	Region       string
	// Wait is between two looks at something that takes a while, and Pause between two requests while
	// something else is done.
	Wait, Pause func(context.Context) error
}

// New has the SDK's clients.
func New(config *aws.Config) *Cloud {
	return &Cloud{
		Stacks:       cloudformation.NewFromConfig(*config),
		Balancing:    elbv2.NewFromConfig(*config),
		Certificates: acm.NewFromConfig(*config),
		Buckets:      s3.NewFromConfig(*config, func(o *s3.Options) { o.UsePathStyle = true }),
		Logs:         cloudwatchlogs.NewFromConfig(*config),
		Identity:     sts.NewFromConfig(*config),
		Functions:    lambda.NewFromConfig(*config),
		Lattice:      vpclattice.NewFromConfig(*config),
		Region:       config.Region,
		Wait:         func(ctx context.Context) error { return Sleep(ctx, 3*time.Second) },
		Pause:        func(ctx context.Context) error { return Sleep(ctx, 500*time.Millisecond) },
	}
}

// ErrForeign says that something is not of this run.
var ErrForeign = errors.New("it was not made by this run, and is left alone")

// Sleep waits, unless the context ends.
func Sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}

// Account is whose credentials these are.
func (c *Cloud) Account(ctx context.Context) (string, error) {
	who, err := c.Identity.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return "", err
	}
	return aws.ToString(who.Account), nil
}

// Stacks is what the proof calls of CloudFormation.
type Stacks interface {
	DescribeStacks(context.Context, *cloudformation.DescribeStacksInput, ...func(*cloudformation.Options)) (*cloudformation.DescribeStacksOutput, error)
	DeleteStack(context.Context, *cloudformation.DeleteStackInput, ...func(*cloudformation.Options)) (*cloudformation.DeleteStackOutput, error)
	UpdateTerminationProtection(context.Context, *cloudformation.UpdateTerminationProtectionInput, ...func(*cloudformation.Options)) (*cloudformation.UpdateTerminationProtectionOutput, error)
	ListStackResources(context.Context, *cloudformation.ListStackResourcesInput, ...func(*cloudformation.Options)) (*cloudformation.ListStackResourcesOutput, error)
}

// Balancing is what it calls of Elastic Load Balancing.
type Balancing interface {
	CreateTargetGroup(context.Context, *elbv2.CreateTargetGroupInput, ...func(*elbv2.Options)) (*elbv2.CreateTargetGroupOutput, error)
	RegisterTargets(context.Context, *elbv2.RegisterTargetsInput, ...func(*elbv2.Options)) (*elbv2.RegisterTargetsOutput, error)
	DescribeTargetGroups(context.Context, *elbv2.DescribeTargetGroupsInput, ...func(*elbv2.Options)) (*elbv2.DescribeTargetGroupsOutput, error)
	DescribeTags(context.Context, *elbv2.DescribeTagsInput, ...func(*elbv2.Options)) (*elbv2.DescribeTagsOutput, error)
	DeleteTargetGroup(context.Context, *elbv2.DeleteTargetGroupInput, ...func(*elbv2.Options)) (*elbv2.DeleteTargetGroupOutput, error)
	DescribeLoadBalancers(context.Context, *elbv2.DescribeLoadBalancersInput, ...func(*elbv2.Options)) (*elbv2.DescribeLoadBalancersOutput, error)
	ModifyLoadBalancerAttributes(context.Context, *elbv2.ModifyLoadBalancerAttributesInput, ...func(*elbv2.Options)) (*elbv2.ModifyLoadBalancerAttributesOutput, error)
	DeleteLoadBalancer(context.Context, *elbv2.DeleteLoadBalancerInput, ...func(*elbv2.Options)) (*elbv2.DeleteLoadBalancerOutput, error)
}

// Certificates is what it calls of Certificate Manager.
type Certificates interface {
	ImportCertificate(context.Context, *acm.ImportCertificateInput, ...func(*acm.Options)) (*acm.ImportCertificateOutput, error)
	ListCertificates(context.Context, *acm.ListCertificatesInput, ...func(*acm.Options)) (*acm.ListCertificatesOutput, error)
	ListTagsForCertificate(context.Context, *acm.ListTagsForCertificateInput, ...func(*acm.Options)) (*acm.ListTagsForCertificateOutput, error)
	DeleteCertificate(context.Context, *acm.DeleteCertificateInput, ...func(*acm.Options)) (*acm.DeleteCertificateOutput, error)
}

// Buckets is what it calls of S3.
type Buckets interface {
	ListObjectsV2(context.Context, *s3.ListObjectsV2Input, ...func(*s3.Options)) (*s3.ListObjectsV2Output, error)
	GetObject(context.Context, *s3.GetObjectInput, ...func(*s3.Options)) (*s3.GetObjectOutput, error)
	HeadBucket(context.Context, *s3.HeadBucketInput, ...func(*s3.Options)) (*s3.HeadBucketOutput, error)
}

// Logs is what it calls of CloudWatch Logs.
type Logs interface {
	DescribeLogGroups(context.Context, *cloudwatchlogs.DescribeLogGroupsInput, ...func(*cloudwatchlogs.Options)) (*cloudwatchlogs.DescribeLogGroupsOutput, error)
}

// Identity is what it calls of the Security Token Service.
type Identity interface {
	GetCallerIdentity(context.Context, *sts.GetCallerIdentityInput, ...func(*sts.Options)) (*sts.GetCallerIdentityOutput, error)
}
