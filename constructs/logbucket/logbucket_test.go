package logbucket_test

import (
	"fmt"
	"testing"

	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) { cdktest.Main(m) }

// synth makes one bucket from props and gives its template.
func synth(t *testing.T, props *logbucket.Props) *cdktest.Template {
	t.Helper()
	stack := cdktest.Stack(t)
	logbucket.New(stack, "Logs", props)
	return cdktest.Synth(t, stack)
}

func TestDefaults(t *testing.T) {
	template := synth(t, nil)
	template.Has("AWS::S3::Bucket", `{
		"BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]},
		"PublicAccessBlockConfiguration": {"BlockPublicAcls": true, "BlockPublicPolicy": true,
			"IgnorePublicAcls": true, "RestrictPublicBuckets": true},
		"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "ExpirationInDays": 45,
			"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}]}}`)
	for _, property := range []string{"BucketName", "VersioningConfiguration", "LoggingConfiguration", "AccessControl"} {
		template.Lacks("AWS::S3::Bucket", property)
	}
	rule := template.One("AWS::S3::Bucket").Properties["LifecycleConfiguration"].(map[string]any)["Rules"].([]any)[0].(map[string]any)
	for _, member := range []string{"Transitions", "NoncurrentVersionExpiration"} {
		if rule[member] != nil {
			t.Errorf("the rule has %s: %s", member, cdktest.JSON(rule[member]))
		}
	}
}

func TestTLSOnly(t *testing.T) {
	template := synth(t, nil)
	bucket := template.One("AWS::S3::Bucket").ID
	statements := template.One("AWS::S3::BucketPolicy").Properties["PolicyDocument"].(map[string]any)["Statement"].([]any)
	for _, s := range statements {
		s := s.(map[string]any)
		if s["Effect"] == "Deny" && s["Action"] == "s3:*" &&
			cdktest.JSON(s["Condition"]) == `{"Bool":{"aws:SecureTransport":"false"}}` &&
			cdktest.JSON(s["Resource"]) == fmt.Sprintf(
				`[{"Fn::GetAtt":[%q,"Arn"]},{"Fn::Join":["",[{"Fn::GetAtt":[%q,"Arn"]},"/*"]]}]`, bucket, bucket) {
			return
		}
	}
	t.Errorf("no statement denies plain HTTP: %s", cdktest.JSON(statements))
}

func TestDestroyedWithItsStack(t *testing.T) {
	template := synth(t, nil)
	if policy := template.One("AWS::S3::Bucket").DeletionPolicy; policy != "Delete" {
		t.Errorf("deletion policy %s", policy)
	}
	template.Count("Custom::S3AutoDeleteObjects", 1)
}

func TestRetain(t *testing.T) {
	template := synth(t, &logbucket.Props{Retain: true})
	if policy := template.One("AWS::S3::Bucket").DeletionPolicy; policy != "Retain" {
		t.Errorf("deletion policy %s", policy)
	}
	template.Count("Custom::S3AutoDeleteObjects", 0)
	template.Count("AWS::Lambda::Function", 0)
}

func TestLifecycle(t *testing.T) {
	synth(t, &logbucket.Props{ExpirationDays: 365, InfrequentAccessDays: 30, GlacierDays: 90}).Has("AWS::S3::Bucket", `{
		"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "ExpirationInDays": 365, "Transitions": [
			{"StorageClass": "STANDARD_IA", "TransitionInDays": 30}, {"StorageClass": "GLACIER", "TransitionInDays": 90}]}]}}`)
	synth(t, &logbucket.Props{GlacierDays: 7}).Has("AWS::S3::Bucket", `{
		"LifecycleConfiguration": {"Rules": [{"ExpirationInDays": 45, "Transitions": [
			{"StorageClass": "GLACIER", "TransitionInDays": 7}]}]}}`)
}

func TestVersioned(t *testing.T) {
	for noncurrent, want := range map[int]int{0: 30, 7: 7} {
		synth(t, &logbucket.Props{Versioned: true, NoncurrentDays: noncurrent}).Has("AWS::S3::Bucket", fmt.Sprintf(`{
			"VersioningConfiguration": {"Status": "Enabled"},
			"LifecycleConfiguration": {"Rules": [{"NoncurrentVersionExpiration": {"NoncurrentDays": %d}}]}}`, want))
	}
}

func TestServerAccessLogs(t *testing.T) {
	stack := cdktest.Stack(t)
	audit := awss3.NewBucket(stack, jsii.String("Audit"), &awss3.BucketProps{})
	logbucket.New(stack, "Logs", &logbucket.Props{ServerAccessLogs: audit, ServerAccessLogsPrefix: "alb/"})
	auditID := *stack.GetLogicalId(audit.Node().DefaultChild().(awscdk.CfnElement))
	template := cdktest.Synth(t, stack)
	template.Has("AWS::S3::Bucket", fmt.Sprintf(`{"LoggingConfiguration":
		{"DestinationBucketName": {"Ref": %q}, "LogFilePrefix": "alb/"}}`, auditID))
	template.Has("AWS::S3::BucketPolicy", fmt.Sprintf(`{"Bucket": {"Ref": %q}, "PolicyDocument": {"Statement": [{
		"Action": "s3:PutObject", "Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"},
		"Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
		"Resource": {"Fn::Join": ["", [{"Fn::GetAtt": [%q, "Arn"]}, "/alb/*"]]}}]}}`, auditID, auditID))
}

func TestNewRejects(t *testing.T) {
	stack := cdktest.Stack(t)
	faults := cdktest.Rejected(t, func() { logbucket.New(stack, "Logs", &logbucket.Props{ExpirationDays: -1}) })
	if len(faults) != 1 || faults[0].Path != "test/Logs" || faults[0].Field != "ExpirationDays" {
		t.Errorf("faults: %v", faults)
	}
	if children := len(*stack.Node().Children()); children != 0 {
		t.Errorf("a rejected bucket left %d constructs in the stack", children)
	}
}
