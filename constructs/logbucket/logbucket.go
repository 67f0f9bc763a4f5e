// Package logbucket makes the bucket that a load balancer writes its logs to:
// encrypted with S3's own keys (the balancer's log delivery knows no others),
// private, TLS only, and writable by Elastic Load Balancing alone.
package logbucket

import (
	"fmt"

	"example.com/alb-lambda/constructs/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// LogBucket is a bucket for load balancer logs.
type LogBucket struct {
	constructs.Construct
	bucket     awss3.Bucket
	autoDelete constructs.IConstruct
	// delivered holds the prefixes that may be written below.
	delivered map[string]bool
}

// New makes the bucket. It panics with a *fault.Error when props are refused.
func New(scope constructs.Construct, id string, props *Props) *LogBucket {
	p := Props{}
	if props != nil {
		p = *props
	}
	p.setDefaults()
	faults := fault.At(*scope.Node().Path() + "/" + id)
	p.check(faults)
	faults.PanicIfAny()

	b := &LogBucket{delivered: map[string]bool{}}
	constructs.NewConstruct_Override(b, scope, &id)

	b.bucket = awss3.NewBucket(b, jsii.String("Bucket"), bucketProps(&p))
	if !p.Retain {
		b.autoDelete = b.bucket.Node().FindChild(jsii.String("AutoDeleteObjectsCustomResource"))
		confine(b)
	}
	return b
}

// Bucket is the bucket itself.
func (b *LogBucket) Bucket() awss3.Bucket { return b.bucket }

// AllowDelivery lets Elastic Load Balancing write the logs of this account's
// balancers below prefix, and nothing else anywhere. The prefix neither begins
// nor ends with a slash and has no AWSLogs in it, else AllowDelivery panics
// with a *fault.Error; an empty one is the root of the bucket. Several
// prefixes have a statement each, and one prefix never has two.
//
// The statement is the one that AWS documents for every region:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
func (b *LogBucket) AllowDelivery(prefix string) {
	if b.delivered[prefix] {
		return
	}
	node := b.Node()
	faults := fault.At(*node.Path())
	checkPrefix(prefix, faults)
	faults.PanicIfAny()
	b.delivered[prefix] = true

	key := "AWSLogs/" + *awscdk.Stack_Of(b).Account() + "/*"
	if prefix != "" {
		key = prefix + "/" + key
	}
	// A policy may not use a statement id twice.
	sid := "LoadBalancerLogDelivery"
	if n := len(b.delivered); n > 1 {
		sid += fmt.Sprint(n)
	}
	b.bucket.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        &sid,
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("logdelivery.elasticloadbalancing.amazonaws.com"), nil)},
		Actions:    jsii.Strings("s3:PutObject"),
		Resources:  &[]*string{b.bucket.ArnForObjects(&key)},
	}))
}

// MustOutlive makes writer depend on the bucket's policy and on the custom
// resource that empties the bucket: the policy stands before writer is
// created, and writer is gone before the bucket is emptied.
func (b *LogBucket) MustOutlive(writer constructs.IConstruct) {
	if policy := b.bucket.Policy(); policy != nil {
		writer.Node().AddDependency(policy)
	}
	if b.autoDelete != nil {
		writer.Node().AddDependency(b.autoDelete)
	}
}

func bucketProps(p *Props) *awss3.BucketProps {
	props := &awss3.BucketProps{
		Encryption:        awss3.BucketEncryption_S3_MANAGED,
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		EnforceSSL:        jsii.Bool(true),
		LifecycleRules:    &[]*awss3.LifecycleRule{lifecycle(p)},
		RemovalPolicy:     awscdk.RemovalPolicy_DESTROY,
		AutoDeleteObjects: jsii.Bool(!p.Retain),
	}
	if p.Retain {
		props.RemovalPolicy = awscdk.RemovalPolicy_RETAIN
	}
	if p.Versioned {
		props.Versioned = jsii.Bool(true)
	}
	if p.ServerAccessLogs != nil {
		props.ServerAccessLogsBucket = p.ServerAccessLogs
		if p.ServerAccessLogsPrefix != "" {
			props.ServerAccessLogsPrefix = &p.ServerAccessLogsPrefix
		}
	}
	return props
}

func lifecycle(p *Props) *awss3.LifecycleRule {
	rule := &awss3.LifecycleRule{
		Id:                                  jsii.String("ExpireLogs"),
		Expiration:                          days(p.ExpirationDays),
		AbortIncompleteMultipartUploadAfter: days(1),
	}
	if p.Versioned {
		rule.NoncurrentVersionExpiration = days(p.NoncurrentDays)
	}
	var transitions []*awss3.Transition
	if p.InfrequentAccessDays != 0 {
		transitions = append(transitions, &awss3.Transition{
			StorageClass: awss3.StorageClass_INFREQUENT_ACCESS(), TransitionAfter: days(p.InfrequentAccessDays),
		})
	}
	if p.GlacierDays != 0 {
		transitions = append(transitions, &awss3.Transition{
			StorageClass: awss3.StorageClass_GLACIER(), TransitionAfter: days(p.GlacierDays),
		})
	}
	if transitions != nil {
		rule.Transitions = &transitions
	}
	return rule
}

func days(n int) awscdk.Duration { return awscdk.Duration_Days(jsii.Number(n)) }
