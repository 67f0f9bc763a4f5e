package lambdaalb

import (
	"fmt"
	"strings"

	"example.com/alb-lambda/constructs/internal/alblogs"
	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Logs of a load balancer, written to a bucket as gzip files every five minutes. A statement for
// each kind lets Elastic Load Balancing write the logs of the load balancer's account below that
// kind's prefix, and nowhere else. In a stack whose region is one of China, the statement names
// Elastic Load Balancing's account there; without a region it names the service of all others.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-monitoring.html
type Logs struct {
	// Bucket receives the logs. It is in the load balancer's region, of any account, and encrypted
	// with S3's own keys (SSE-S3), the only ones that log delivery supports. Required.
	Bucket awss3.IBucket
	// Prefix of the access logs' keys, without a slash at either end and without "AWSLogs".
	// Default: alb.
	Prefix string
	// DisableAccessLogs leaves the access logs out. Default: false.
	DisableAccessLogs bool
	// ConnectionLogs adds connection logs, at Prefix-connections. Default: false.
	ConnectionLogs bool
	// HealthCheckLogs adds health check logs, at Prefix-health-checks. Default: false.
	HealthCheckLogs bool
	// SkipBucketPolicy: the imported bucket's policy already allows log delivery. Default: false, and
	// an imported bucket is rejected, since CDK cannot give it a policy.
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
	if l.Bucket == nil {
		faults.Add("Logs.Bucket", "it is nil", "give a bucket, like logbucket.New(...).Bucket()")
	}
	switch prefix := l.prefix(); {
	case token.In(prefix):
	case strings.HasPrefix(prefix, "/") || strings.HasSuffix(prefix, "/"):
		faults.Add("Logs.Prefix", fmt.Sprintf("%q begins or ends with a slash", prefix), "leave the slashes out")
	case strings.Contains(prefix, "AWSLogs"):
		faults.Add("Logs.Prefix", fmt.Sprintf("%q contains AWSLogs, which AWS adds itself", prefix), "leave AWSLogs out")
	}
	if l.DisableAccessLogs && !l.ConnectionLogs && !l.HealthCheckLogs {
		faults.Add("Logs.DisableAccessLogs", "no kind of log is left", "leave Logs out, or DisableAccessLogs")
	}
}

// checkObjects is what only the bucket itself can say, over jsii.
func (l *Logs) checkObjects(scope constructs.IConstruct, faults *fault.List) {
	if stack := environment.OfStack(scope); stack.Region != "" {
		if bucket := environment.OfResource(l.Bucket.Env); environment.Differ(bucket.Region, stack.Region) {
			faults.Add("Logs.Bucket", fmt.Sprintf("it is in region %s, and the load balancer in %s", bucket.Region, stack.Region),
				"use a bucket of the load balancer's region")
		}
	}
	if _, owned := l.Bucket.(awss3.Bucket); !owned {
		if !l.SkipBucketPolicy {
			faults.Add("Logs.Bucket", "it is imported, and CDK cannot give it a policy", "allow log delivery in its policy, and set SkipBucketPolicy")
		}
		return
	}
	if algorithm := l.encryption(); algorithm != "" && algorithm != "AES256" {
		faults.Add("Logs.Bucket", fmt.Sprintf("it is encrypted with %s", algorithm), "use S3's own keys, as logbucket does: log delivery supports no others")
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

// deliver turns logs on by attributes: CDK's LogAccessLogs rejects a stack without a region and
// grants more than delivery needs.
func (l *Logs) deliver(loadBalancer elb.ApplicationLoadBalancer) {
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
		l.allow(loadBalancer, kind.sid, kind.prefix)
		loadBalancer.SetAttribute(jsii.String(kind.attribute+".s3.enabled"), jsii.String("true"))
		loadBalancer.SetAttribute(jsii.String(kind.attribute+".s3.bucket"), l.Bucket.BucketName())
		loadBalancer.SetAttribute(jsii.String(kind.attribute+".s3.prefix"), &kind.prefix)
	}
	l.outlive(loadBalancer.Node().DefaultChild())
}

// allow lets Elastic Load Balancing write the logs of the load balancer's account below prefix, by
// the statement that AWS documents:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
func (l *Logs) allow(loadBalancer elb.ApplicationLoadBalancer, sid, prefix string) {
	if l.SkipBucketPolicy {
		return
	}
	at, bucketAccount := environment.OfStack(loadBalancer), token.Known(awscdk.Stack_Of(l.Bucket).Account())
	account := awscdk.Stack_Of(loadBalancer).Account()
	if at.Account == "" {
		// The token of a stack is in its template alone: see the same account in the bucket's.
		account = awscdk.Stack_Of(l.Bucket).Account()
	}
	key := strings.Join([]string{prefix, "AWSLogs", *account, "*"}, "/")
	// A policy may not use a statement's id twice, and load balancers may share a bucket. CDK writes
	// the same statement once.
	if environment.Differ(at.Account, bucketAccount) {
		sid += digest(8, prefix, at.Account)
	} else if l.Prefix != "" {
		sid += digest(8, prefix)
	}
	l.Bucket.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        &sid,
		Principals: &[]awsiam.IPrincipal{logDelivery(at.Region)},
		Actions:    jsii.Strings("s3:PutObject"),
		Resources:  &[]*string{l.Bucket.ArnForObjects(&key)},
	}))
}

// logAccounts are Elastic Load Balancing's own in the regions of China, whose pages give the
// statement with these accounts. They have written logs there before the service principal could.
// https://docs.amazonaws.cn/en_us/aws/latest/userguide/elb.html
var logAccounts = map[string]string{
	"cn-north-1":     "638102146993",
	"cn-northwest-1": "037604701340",
}

// logDelivery is who writes logs. A stack without a region is taken not to be in China.
func logDelivery(region string) awsiam.IPrincipal {
	if account := logAccounts[region]; account != "" {
		return awsiam.NewArnPrincipal(jsii.String("arn:aws-cn:iam::" + account + ":root"))
	}
	return awsiam.NewServicePrincipal(jsii.String("logdelivery.elasticloadbalancing.amazonaws.com"), nil)
}

// outlive makes the load balancer depend on the bucket's policy and on the custom resource that
// empties the bucket. The policy exists before the load balancer, which writes a test object as
// soon as logs are turned on. And the load balancer, which goes on writing for minutes, is gone
// before the bucket is emptied.
func (l *Logs) outlive(loadBalancer constructs.IConstruct) {
	if policy := l.Bucket.Policy(); policy != nil {
		loadBalancer.Node().AddDependency(policy)
	}
	if emptier := l.Bucket.Node().TryFindChild(jsii.String("AutoDeleteObjectsCustomResource")); emptier != nil {
		loadBalancer.Node().AddDependency(emptier)
	}
}
