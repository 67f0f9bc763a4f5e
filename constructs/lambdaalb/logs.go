package lambdaalb

import (
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

// deliver turns access logs on by attributes: CDK's LogAccessLogs refuses a
// stack without a region and grants more than delivery needs.
func (l *Logs) deliver(balancer elb.ApplicationLoadBalancer) {
	l.Bucket.AllowDelivery(l.Prefix)
	balancer.SetAttribute(jsii.String("access_logs.s3.enabled"), jsii.String("true"))
	balancer.SetAttribute(jsii.String("access_logs.s3.bucket"), l.Bucket.Bucket().BucketName())
	balancer.SetAttribute(jsii.String("access_logs.s3.prefix"), &l.Prefix)
	// The balancer tries to write when logs are turned on, and goes on writing
	// for minutes after its last request.
	l.Bucket.MustOutlive(balancer.Node().DefaultChild())
}
