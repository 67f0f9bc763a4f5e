// Package logbucket makes the bucket that a load balancer writes its logs to:
// encrypted with S3's own keys (the balancer's log delivery knows no others),
// private, TLS only, and writable by Elastic Load Balancing alone.
package logbucket

import (
	"strings"

	"example.com/alb-lambda/constructs/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// DefaultExpirationDays is how long logs are kept.
const DefaultExpirationDays = 45

// Props of a [LogBucket]. The zero value is a bucket that forgets its logs
// after 45 days and goes with its stack.
type Props struct {
	// ExpirationDays is the age in days at which log objects are deleted.
	// Default: 45.
	ExpirationDays int
	// Retain keeps the bucket and what is in it when the stack is destroyed.
	// Default: false, the bucket is emptied and deleted with the stack, by
	// CDK's auto-delete custom resource.
	Retain bool
}

// LogBucket is a bucket for load balancer logs.
type LogBucket struct {
	constructs.Construct
	bucket     awss3.Bucket
	autoDelete constructs.IConstruct
}

// New makes the bucket. It panics with a *fault.Error when props are refused.
func New(scope constructs.Construct, id string, props *Props) *LogBucket {
	p := Props{}
	if props != nil {
		p = *props
	}
	if p.ExpirationDays == 0 {
		p.ExpirationDays = DefaultExpirationDays
	}
	faults := fault.At(*scope.Node().Path() + "/" + id)
	faults.Between("ExpirationDays", float64(p.ExpirationDays), 1, 36500, "leave it out to keep logs for 45 days")
	faults.PanicIfAny()

	b := &LogBucket{}
	constructs.NewConstruct_Override(b, scope, &id)

	removal := awscdk.RemovalPolicy_DESTROY
	if p.Retain {
		removal = awscdk.RemovalPolicy_RETAIN
	}
	b.bucket = awss3.NewBucket(b, jsii.String("Bucket"), &awss3.BucketProps{
		Encryption:        awss3.BucketEncryption_S3_MANAGED,
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		EnforceSSL:        jsii.Bool(true),
		LifecycleRules: &[]*awss3.LifecycleRule{{
			Id:                                  jsii.String("ExpireLogs"),
			Expiration:                          awscdk.Duration_Days(jsii.Number(p.ExpirationDays)),
			AbortIncompleteMultipartUploadAfter: awscdk.Duration_Days(jsii.Number(1)),
		}},
		RemovalPolicy:     removal,
		AutoDeleteObjects: jsii.Bool(!p.Retain),
	})
	if !p.Retain {
		b.autoDelete = b.bucket.Node().FindChild(jsii.String("AutoDeleteObjectsCustomResource"))
	}
	return b
}

// Bucket is the bucket itself.
func (b *LogBucket) Bucket() awss3.Bucket { return b.bucket }

// AllowDelivery lets Elastic Load Balancing write the logs of this account's
// balancers below prefix, and nothing else anywhere. The prefix neither begins
// nor ends with a slash.
//
// The statement is the one that AWS documents for every region:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
func (b *LogBucket) AllowDelivery(prefix string) {
	stack := awscdk.Stack_Of(b)
	key := strings.Join([]string{prefix, "AWSLogs", *stack.Account(), "*"}, "/")
	b.bucket.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        jsii.String("LoadBalancerLogDelivery"),
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
