package lambdaalb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

func newBucket(stack awscdk.Stack, encryption awss3.BucketEncryption) awss3.Bucket {
	return awss3.NewBucket(stack, jsii.String("Logs"), &awss3.BucketProps{
		Encryption: encryption, RemovalPolicy: awscdk.RemovalPolicy_DESTROY, AutoDeleteObjects: jsii.Bool(true),
	})
}

func TestLogsOfAllKinds(t *testing.T) {
	stack := cdktest.Stack(t)
	bucket := newBucket(stack, awss3.BucketEncryption_S3_MANAGED)
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), Logs: &lambdaalb.Logs{Bucket: bucket, ConnectionLogs: true, HealthCheckLogs: true}})
	tpl := cdktest.Synth(t, stack)
	got := tpl.One(loadBalancer).Attributes("LoadBalancerAttributes")
	policy := tpl.One("AWS::S3::BucketPolicy")
	statements := cdktest.JSON(policy.Properties["PolicyDocument"].(map[string]any)["Statement"])
	for kind, prefix := range map[string]string{"access_logs": "alb", "connection_logs": "alb-connections", "health_check_logs": "alb-health-checks"} {
		if got[kind+".s3.enabled"] != "true" || got[kind+".s3.prefix"] != prefix || !strings.Contains(cdktest.JSON(got[kind+".s3.bucket"]), "Logs") {
			t.Errorf("%s: %v", kind, got)
		}
		want := `"Principal":{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"},"Resource":{"Fn::Join":["",[{"Fn::GetAtt":["Logs6819BB44","Arn"]},"/` +
			prefix + `/AWSLogs/",{"Ref":"AWS::AccountId"},"/*"]]}`
		if !strings.Contains(statements, want) {
			t.Errorf("%s is not in %s", want, statements)
		}
	}
	if n := strings.Count(statements, "logdelivery"); n != 3 {
		t.Errorf("%d statements of log delivery, want 3", n)
	}
	emptierID := tpl.One("Custom::S3AutoDeleteObjects").ID
	lb := tpl.One(loadBalancer)
	for _, id := range []string{policy.ID, emptierID} {
		if !slices.Contains(lb.DependsOn, id) {
			t.Errorf("the load balancer depends on %v, not on %s", lb.DependsOn, id)
		}
	}
}

// TestLogsToAPlainBucket: one whose encryption is left to S3, which is SSE-S3.
func TestLogsToAPlainBucket(t *testing.T) {
	stack := cdktest.Stack(t)
	bucket := awss3.NewBucket(stack, jsii.String("Logs"), nil)
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), Logs: &lambdaalb.Logs{Bucket: bucket}})
	if got := cdktest.Synth(t, stack).One(loadBalancer).Attributes("LoadBalancerAttributes"); got["access_logs.s3.enabled"] != "true" {
		t.Errorf("access logs are not on: %v", got)
	}
}

func TestLogsWithoutAccess(t *testing.T) {
	stack := cdktest.Stack(t)
	bucket := newBucket(stack, awss3.BucketEncryption_S3_MANAGED)
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), Logs: &lambdaalb.Logs{Bucket: bucket, DisableAccessLogs: true, ConnectionLogs: true, Prefix: "front"}})
	got := cdktest.Synth(t, stack).One(loadBalancer).Attributes("LoadBalancerAttributes")
	if got["access_logs.s3.enabled"] != nil || got["connection_logs.s3.prefix"] != "front-connections" {
		t.Errorf("attributes %v", got)
	}
}

func TestLogBucketsThatCanNotWork(t *testing.T) {
	stack := cdktest.Stack(t)
	vpc := cdktest.VPC(stack)
	imported := awss3.Bucket_FromBucketName(stack, jsii.String("Imported"), jsii.String("logs"))
	for name, c := range map[string]struct {
		bucket awss3.IBucket
		want   string
	}{
		"key of one's own": {awss3.NewBucket(stack, jsii.String("KMS"), &awss3.BucketProps{Encryption: awss3.BucketEncryption_KMS}), "it is encrypted with aws:kms;"},
		"key of AWS":       {awss3.NewBucket(stack, jsii.String("Managed"), &awss3.BucketProps{Encryption: awss3.BucketEncryption_KMS_MANAGED}), "it is encrypted with aws:kms;"},
		"dual":             {awss3.NewBucket(stack, jsii.String("DSSE"), &awss3.BucketProps{Encryption: awss3.BucketEncryption_DSSE_MANAGED}), "it is encrypted with aws:kms:dsse;"},
		"imported":         {imported, "it is imported, and CDK cannot give it a policy;"},
	} {
		t.Run(name, func(t *testing.T) {
			err := panicOf(func() {
				lambdaalb.New(stack, "Edge"+strings.ReplaceAll(name, " ", ""), &lambdaalb.Props{VPC: vpc, Logs: &lambdaalb.Logs{Bucket: c.bucket}})
			})
			if err == nil || !strings.Contains(err.Error(), "Logs.Bucket: "+c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc, Logs: &lambdaalb.Logs{Bucket: imported, SkipBucketPolicy: true}})
	if got := fmt.Sprint(cdktest.Synth(t, stack).One(loadBalancer).Attributes("LoadBalancerAttributes")["access_logs.s3.bucket"]); got != "logs" {
		t.Errorf("logs go to %s", got)
	}
}

// Load balancers with prefixes of their own have statements of their own.
func TestLoadBalancersShareALogBucket(t *testing.T) {
	stack := cdktest.Stack(t)
	vpc, bucket := cdktest.VPC(stack), newBucket(stack, awss3.BucketEncryption_S3_MANAGED)
	for id, prefix := range map[string]string{"A": "", "B": "b", "C": "c", "D": "c"} {
		lambdaalb.New(stack, id, &lambdaalb.Props{VPC: vpc, Logs: &lambdaalb.Logs{Bucket: bucket, Prefix: prefix}})
	}
	policy := cdktest.Synth(t, stack).One("AWS::S3::BucketPolicy")
	sids := map[string]bool{}
	for _, s := range policy.Properties["PolicyDocument"].(map[string]any)["Statement"].([]any) {
		if sid, ok := s.(map[string]any)["Sid"].(string); ok {
			if sids[sid] {
				t.Errorf("%s is there twice", sid)
			}
			sids[sid] = true
		}
	}
	if len(sids) != 3 {
		t.Errorf("statements %v, want one for each of three prefixes", sids)
	}
}
