package cloudtest

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	acmtypes "github.com/aws/aws-sdk-go-v2/service/acm/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
)

const groupARN = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/"

// CreateTargetGroup is of Elastic Load Balancing.
func (a *Account) CreateTargetGroup(_ context.Context, in *elbv2.CreateTargetGroupInput, _ ...func(*elbv2.Options)) (*elbv2.CreateTargetGroupOutput, error) {
	name := aws.ToString(in.Name)
	unlock, err := a.call("CreateTargetGroup", name)
	defer unlock()
	if err != nil {
		return nil, err
	}
	a.TargetGroups[name] = map[string]string{}
	for _, tag := range in.Tags {
		a.TargetGroups[name][aws.ToString(tag.Key)] = aws.ToString(tag.Value)
	}
	return &elbv2.CreateTargetGroupOutput{TargetGroups: []elbtypes.TargetGroup{{TargetGroupArn: aws.String(groupARN + name)}}}, nil
}

// RegisterTargets is of Elastic Load Balancing.
func (a *Account) RegisterTargets(_ context.Context, in *elbv2.RegisterTargetsInput, _ ...func(*elbv2.Options)) (*elbv2.RegisterTargetsOutput, error) {
	unlock, err := a.call("RegisterTargets", aws.ToString(in.Targets[0].Id))
	defer unlock()
	if err == nil && a.MayNotTry {
		err = reject("AccessDenied", "User: arn:aws:iam::123456789012:user/u is not authorized to perform: elasticloadbalancing:RegisterTargets")
	}
	if err == nil && !a.AnyGroupMay {
		err = reject("AccessDenied", "elasticloadbalancing principal does not have permission to invoke the function from the target group")
	}
	return &elbv2.RegisterTargetsOutput{}, err
}

// DescribeTargetGroups is of Elastic Load Balancing.
func (a *Account) DescribeTargetGroups(_ context.Context, in *elbv2.DescribeTargetGroupsInput, _ ...func(*elbv2.Options)) (*elbv2.DescribeTargetGroupsOutput, error) {
	unlock, err := a.call("")
	defer unlock()
	name := strings.TrimPrefix(strings.Join(append(in.Names, in.TargetGroupArns...), ""), groupARN)
	if _, ok := a.TargetGroups[name]; !ok && err == nil {
		err = reject("TargetGroupNotFound", "One or more target groups not found")
	}
	return &elbv2.DescribeTargetGroupsOutput{TargetGroups: []elbtypes.TargetGroup{{TargetGroupArn: aws.String(groupARN + name)}}}, err
}

// DescribeTags is of Elastic Load Balancing.
func (a *Account) DescribeTags(_ context.Context, in *elbv2.DescribeTagsInput, _ ...func(*elbv2.Options)) (*elbv2.DescribeTagsOutput, error) {
	unlock, err := a.call("")
	defer unlock()
	tags, ok := a.TargetGroups[strings.TrimPrefix(in.ResourceArns[0], groupARN)]
	if !ok && err == nil {
		err = reject("TargetGroupNotFound", "One or more target groups not found")
	}
	described := elbtypes.TagDescription{}
	for key, value := range tags {
		described.Tags = append(described.Tags, elbtypes.Tag{Key: aws.String(key), Value: aws.String(value)})
	}
	return &elbv2.DescribeTagsOutput{TagDescriptions: []elbtypes.TagDescription{described}}, err
}

// DeleteTargetGroup is of Elastic Load Balancing.
func (a *Account) DeleteTargetGroup(_ context.Context, in *elbv2.DeleteTargetGroupInput, _ ...func(*elbv2.Options)) (*elbv2.DeleteTargetGroupOutput, error) {
	name := strings.TrimPrefix(aws.ToString(in.TargetGroupArn), groupARN)
	unlock, err := a.call("DeleteTargetGroup", name)
	defer unlock()
	delete(a.TargetGroups, name)
	return &elbv2.DeleteTargetGroupOutput{}, err
}

// DescribeLoadBalancers is of Elastic Load Balancing.
func (a *Account) DescribeLoadBalancers(_ context.Context, in *elbv2.DescribeLoadBalancersInput, _ ...func(*elbv2.Options)) (*elbv2.DescribeLoadBalancersOutput, error) {
	unlock, err := a.call("")
	defer unlock()
	if _, ok := a.LoadBalancers[in.LoadBalancerArns[0]]; !ok && err == nil {
		err = reject("LoadBalancerNotFound", "One or more load balancers not found")
	}
	return &elbv2.DescribeLoadBalancersOutput{}, err
}

// ModifyLoadBalancerAttributes is of Elastic Load Balancing. It knows deletion protection alone.
func (a *Account) ModifyLoadBalancerAttributes(_ context.Context, in *elbv2.ModifyLoadBalancerAttributesInput, _ ...func(*elbv2.Options)) (*elbv2.ModifyLoadBalancerAttributesOutput, error) {
	arn := aws.ToString(in.LoadBalancerArn)
	unlock, err := a.call("ModifyLoadBalancerAttributes", arn)
	defer unlock()
	if _, ok := a.LoadBalancers[arn]; !ok && err == nil {
		err = reject("LoadBalancerNotFound", "One or more load balancers not found")
	}
	if err == nil {
		a.LoadBalancers[arn] = aws.ToString(in.Attributes[0].Value) == "true"
	}
	return &elbv2.ModifyLoadBalancerAttributesOutput{}, err
}

// DeleteLoadBalancer is of Elastic Load Balancing.
func (a *Account) DeleteLoadBalancer(_ context.Context, in *elbv2.DeleteLoadBalancerInput, _ ...func(*elbv2.Options)) (*elbv2.DeleteLoadBalancerOutput, error) {
	arn := aws.ToString(in.LoadBalancerArn)
	unlock, err := a.call("DeleteLoadBalancer", arn)
	defer unlock()
	if err == nil && a.LoadBalancers[arn] {
		err = reject("OperationNotPermitted", "Load balancer cannot be deleted because deletion protection is enabled")
	}
	if err == nil {
		delete(a.LoadBalancers, arn)
	}
	return &elbv2.DeleteLoadBalancerOutput{}, err
}

const certificateARN = "arn:aws:acm:eu-central-1:123456789012:certificate/"

// ImportCertificate is of Certificate Manager.
func (a *Account) ImportCertificate(_ context.Context, in *acm.ImportCertificateInput, _ ...func(*acm.Options)) (*acm.ImportCertificateOutput, error) {
	unlock, err := a.call("ImportCertificate")
	defer unlock()
	arn := certificateARN + string(rune('a'+len(a.Certificates)))
	a.Certificates[arn] = map[string]string{}
	for _, tag := range in.Tags {
		a.Certificates[arn][aws.ToString(tag.Key)] = aws.ToString(tag.Value)
	}
	return &acm.ImportCertificateOutput{CertificateArn: aws.String(arn)}, err
}

// ListCertificates is of Certificate Manager.
func (a *Account) ListCertificates(context.Context, *acm.ListCertificatesInput, ...func(*acm.Options)) (*acm.ListCertificatesOutput, error) {
	unlock, err := a.call("")
	defer unlock()
	out := &acm.ListCertificatesOutput{}
	for arn := range a.Certificates {
		out.CertificateSummaryList = append(out.CertificateSummaryList, acmtypes.CertificateSummary{CertificateArn: aws.String(arn)})
	}
	return out, err
}

// ListTagsForCertificate is of Certificate Manager.
func (a *Account) ListTagsForCertificate(_ context.Context, in *acm.ListTagsForCertificateInput, _ ...func(*acm.Options)) (*acm.ListTagsForCertificateOutput, error) {
	unlock, err := a.call("")
	defer unlock()
	tags, ok := a.Certificates[aws.ToString(in.CertificateArn)]
	if !ok && err == nil {
		err = &acmtypes.ResourceNotFoundException{}
	}
	out := &acm.ListTagsForCertificateOutput{}
	for key, value := range tags {
		out.Tags = append(out.Tags, acmtypes.Tag{Key: aws.String(key), Value: aws.String(value)})
	}
	return out, err
}

// DeleteCertificate is of Certificate Manager.
func (a *Account) DeleteCertificate(_ context.Context, in *acm.DeleteCertificateInput, _ ...func(*acm.Options)) (*acm.DeleteCertificateOutput, error) {
	unlock, err := a.call("DeleteCertificate", aws.ToString(in.CertificateArn))
	defer unlock()
	if err == nil && a.InUse > 0 {
		a.InUse--
		err = &acmtypes.ResourceInUseException{}
	}
	if err == nil {
		delete(a.Certificates, aws.ToString(in.CertificateArn))
	}
	return &acm.DeleteCertificateOutput{}, err
}

// ListObjectsV2 is of S3.
func (a *Account) ListObjectsV2(_ context.Context, in *s3.ListObjectsV2Input, _ ...func(*s3.Options)) (*s3.ListObjectsV2Output, error) {
	unlock, err := a.call("")
	defer unlock()
	out := &s3.ListObjectsV2Output{}
	for key := range a.Buckets[aws.ToString(in.Bucket)] {
		out.Contents = append(out.Contents, s3types.Object{Key: aws.String(key)})
	}
	return out, err
}

// GetObject is of S3. What ends in .gz is compressed.
func (a *Account) GetObject(_ context.Context, in *s3.GetObjectInput, _ ...func(*s3.Options)) (*s3.GetObjectOutput, error) {
	unlock, err := a.call("")
	defer unlock()
	text := []byte(a.Buckets[aws.ToString(in.Bucket)][aws.ToString(in.Key)])
	if strings.HasSuffix(aws.ToString(in.Key), ".gz") {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write(text) // memory takes it
		_ = w.Close()
		text = b.Bytes()
	}
	return &s3.GetObjectOutput{Body: io.NopCloser(bytes.NewReader(text))}, err
}

// HeadBucket is of S3.
func (a *Account) HeadBucket(_ context.Context, in *s3.HeadBucketInput, _ ...func(*s3.Options)) (*s3.HeadBucketOutput, error) {
	unlock, err := a.call("")
	defer unlock()
	if _, ok := a.Buckets[aws.ToString(in.Bucket)]; !ok && err == nil {
		err = &s3types.NotFound{}
	}
	return &s3.HeadBucketOutput{}, err
}

// DescribeLogGroups is of CloudWatch Logs.
func (a *Account) DescribeLogGroups(_ context.Context, in *cloudwatchlogs.DescribeLogGroupsInput, _ ...func(*cloudwatchlogs.Options)) (*cloudwatchlogs.DescribeLogGroupsOutput, error) {
	unlock, err := a.call("")
	defer unlock()
	out := &cloudwatchlogs.DescribeLogGroupsOutput{}
	for _, name := range slices.Sorted(slices.Values(a.LogGroups)) {
		if strings.HasPrefix(name, aws.ToString(in.LogGroupNamePrefix)) {
			out.LogGroups = append(out.LogGroups, logtypes.LogGroup{LogGroupName: aws.String(name)})
		}
	}
	return out, err
}
