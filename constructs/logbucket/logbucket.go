package logbucket

import (
	"example.com/alb-lambda/internal/confine"
	"example.com/alb-lambda/internal/follow"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Bucket is a bucket for load balancer logs.
type Bucket struct {
	constructs.Construct
	bucket awss3.Bucket
}

// New creates the bucket. It panics with a *fault.Error when props are invalid.
func New(scope constructs.Construct, id string, props *Props) *Bucket {
	p := Props{}
	if props != nil {
		p = *props
	}
	p.setDefaults()
	faults := place.Check(scope, id)
	place.Objects(faults, "", &p)
	p.check(faults)
	faults.PanicIfAny()
	defer place.Undo(faults, scope, id)

	b := &Bucket{}
	constructs.NewConstruct_Override(b, scope, &id)
	follow.References(b, nil)

	b.bucket = awss3.NewBucket(b, jsii.String("Bucket"), bucketProps(&p))
	if !p.Retain {
		confine.Provider(b, confine.AutoDeleteObjects)
	}
	return b
}

// Bucket is the bucket itself.
func (b *Bucket) Bucket() awss3.Bucket { return b.bucket }

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
