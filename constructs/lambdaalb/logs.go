package lambdaalb

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"example.com/alb-lambda/constructs/internal/alblogs"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Logs of a balancer, written to a bucket as gzip files every five minutes. A
// statement for each kind lets Elastic Load Balancing write below that kind's
// prefix, and nowhere else.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-monitoring.html
type Logs struct {
	// Bucket receives the logs. It is in the balancer's region, and encrypted
	// with S3's own keys (SSE-S3): log delivery knows no others. Required.
	Bucket awss3.IBucket
	// Prefix of the access logs' keys, without a slash at either end and
	// without "AWSLogs". Default: alb.
	Prefix string
	// DisableAccessLogs leaves the access logs out. Default: false.
	DisableAccessLogs bool
	// ConnectionLogs adds connection logs, at Prefix-connections. Default: false.
	ConnectionLogs bool
	// HealthCheckLogs adds health check logs, at Prefix-health-checks. Default: false.
	HealthCheckLogs bool
	// SkipBucketPolicy says that the bucket, which is imported, already lets
	// Elastic Load Balancing write. Default: false, and an imported bucket is
	// refused, since CDK can not give it a policy.
	SkipBucketPolicy bool
}

const defaultLogPrefix = alblogs.Prefix

func (l *Logs) prefix() string {
	if l.Prefix == "" {
		return defaultLogPrefix
	}
	return l.Prefix
}

func (l *Logs) check(faults *fault.List) {
	if prefix := l.prefix(); strings.HasPrefix(prefix, "/") || strings.HasSuffix(prefix, "/") {
		faults.Add("Logs.Prefix", fmt.Sprintf("%q begins or ends with a slash", prefix), "leave the slashes out")
	} else if strings.Contains(prefix, "AWSLogs") {
		faults.Add("Logs.Prefix", fmt.Sprintf("%q contains AWSLogs, which AWS adds itself", prefix), "leave AWSLogs out")
	}
	if l.DisableAccessLogs && !l.ConnectionLogs && !l.HealthCheckLogs {
		faults.Add("Logs", "no kind of log is left", "leave Logs out, or DisableAccessLogs")
	}
	if l.Bucket == nil {
		faults.Add("Logs.Bucket", "it is nil", "give a bucket, like logbucket.New(...).Bucket()")
		return
	}
	if _, owned := l.Bucket.(awss3.Bucket); !owned {
		if !l.SkipBucketPolicy {
			faults.Add("Logs.Bucket", "it is imported, and CDK can not give it a policy", "see to its policy, and set SkipBucketPolicy")
		}
		return
	}
	if algorithm := l.encryption(); algorithm != "" && algorithm != "AES256" {
		faults.Add("Logs.Bucket", fmt.Sprintf("it is encrypted with %s", algorithm), "use S3's own keys, as logbucket does: log delivery knows no others")
	}
}

// encryption is the algorithm of the bucket's default encryption, where known.
func (l *Logs) encryption() string {
	if l.Bucket.EncryptionKey() != nil {
		return "aws:kms"
	}
	resource, ok := l.Bucket.Node().DefaultChild().(awss3.CfnBucket)
	if !ok || resource.BucketEncryption() == nil {
		return "" // S3 encrypts with its own keys then
	}
	resolved := awscdk.Stack_Of(l.Bucket).Resolve(resource.BucketEncryption())
	for _, algorithm := range []string{"aws:kms:dsse", "aws:kms"} {
		if strings.Contains(fmt.Sprint(resolved), algorithm) {
			return algorithm
		}
	}
	return ""
}

// deliver turns logs on by attributes: CDK's LogAccessLogs refuses a stack
// without a region and grants more than delivery needs.
func (l *Logs) deliver(balancer elb.ApplicationLoadBalancer) {
	kinds := []struct {
		on                     bool
		attribute, sid, prefix string
	}{
		{!l.DisableAccessLogs, "access_logs", "AccessLogs", l.prefix()},
		{l.ConnectionLogs, "connection_logs", "ConnectionLogs", l.prefix() + "-connections"},
		{l.HealthCheckLogs, "health_check_logs", "HealthCheckLogs", l.prefix() + "-health-checks"},
	}
	for _, kind := range kinds {
		if !kind.on {
			continue
		}
		l.allow(kind.sid, kind.prefix)
		balancer.SetAttribute(jsii.String(kind.attribute+".s3.enabled"), jsii.String("true"))
		balancer.SetAttribute(jsii.String(kind.attribute+".s3.bucket"), l.Bucket.BucketName())
		balancer.SetAttribute(jsii.String(kind.attribute+".s3.prefix"), &kind.prefix)
	}
	l.outlive(balancer.Node().DefaultChild())
}

// allow lets Elastic Load Balancing write the logs of this account's balancers
// below prefix, by the statement that AWS documents for every region:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
func (l *Logs) allow(sid, prefix string) {
	if l.SkipBucketPolicy {
		return
	}
	key := strings.Join([]string{prefix, "AWSLogs", *awscdk.Stack_Of(l.Bucket).Account(), "*"}, "/")
	if l.Prefix != "" {
		// A policy may not use a statement's id twice, and balancers may share a
		// bucket by prefixes. CDK writes the same statement once.
		sum := sha256.Sum256([]byte(prefix))
		sid += hex.EncodeToString(sum[:4])
	}
	l.Bucket.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        &sid,
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("logdelivery.elasticloadbalancing.amazonaws.com"), nil)},
		Actions:    jsii.Strings("s3:PutObject"),
		Resources:  &[]*string{l.Bucket.ArnForObjects(&key)},
	}))
}

// outlive makes the balancer depend on the bucket's policy and on the custom
// resource that empties the bucket. The policy stands before the balancer,
// which writes a test object as soon as logs are turned on. And the balancer,
// which goes on writing for minutes, is gone before the bucket is emptied.
func (l *Logs) outlive(balancer constructs.IConstruct) {
	if policy := l.Bucket.Policy(); policy != nil {
		balancer.Node().AddDependency(policy)
	}
	if emptier := l.Bucket.Node().TryFindChild(jsii.String("AutoDeleteObjectsCustomResource")); emptier != nil {
		balancer.Node().AddDependency(emptier)
	}
}
