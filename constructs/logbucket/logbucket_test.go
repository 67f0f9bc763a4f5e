package logbucket_test

import (
	"fmt"
	"slices"
	"testing"

	"example.com/alb-lambda/constructs/internal/synthtest"
	"example.com/alb-lambda/constructs/logbucket"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) { synthtest.Main(m) }

// synth makes one bucket from props and gives its template.
func synth(t *testing.T, props *logbucket.Props) *synthtest.Template {
	t.Helper()
	stack := synthtest.Stack(t)
	logbucket.New(stack, "Logs", props)
	return synthtest.Synth(t, stack)
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
			t.Errorf("the rule has %s: %s", member, synthtest.JSON(rule[member]))
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
			synthtest.JSON(s["Condition"]) == `{"Bool":{"aws:SecureTransport":"false"}}` &&
			synthtest.JSON(s["Resource"]) == fmt.Sprintf(
				`[{"Fn::GetAtt":[%q,"Arn"]},{"Fn::Join":["",[{"Fn::GetAtt":[%q,"Arn"]},"/*"]]}]`, bucket, bucket) {
			return
		}
	}
	t.Errorf("no statement denies plain HTTP: %s", synthtest.JSON(statements))
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
	stack := synthtest.Stack(t)
	audit := awss3.NewBucket(stack, jsii.String("Audit"), &awss3.BucketProps{})
	logbucket.New(stack, "Logs", &logbucket.Props{ServerAccessLogs: audit, ServerAccessLogsPrefix: "alb/"})
	auditID := *stack.GetLogicalId(audit.Node().DefaultChild().(awscdk.CfnElement))
	template := synthtest.Synth(t, stack)
	template.Has("AWS::S3::Bucket", fmt.Sprintf(`{"LoggingConfiguration":
		{"DestinationBucketName": {"Ref": %q}, "LogFilePrefix": "alb/"}}`, auditID))
	template.Has("AWS::S3::BucketPolicy", fmt.Sprintf(`{"Bucket": {"Ref": %q}, "PolicyDocument": {"Statement": [{
		"Action": "s3:PutObject", "Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"},
		"Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
		"Resource": {"Fn::Join": ["", [{"Fn::GetAtt": [%q, "Arn"]}, "/alb/*"]]}}]}}`, auditID, auditID))
}

// delivery gives the statements of the template that let balancers write.
func delivery(template *synthtest.Template) (found []map[string]any) {
	document := template.One("AWS::S3::BucketPolicy").Properties["PolicyDocument"].(map[string]any)
	for _, s := range document["Statement"].([]any) {
		if s := s.(map[string]any); synthtest.JSON(s["Principal"]) == `{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"}` {
			found = append(found, s)
		}
	}
	return found
}

func TestAllowDelivery(t *testing.T) {
	stack := synthtest.Stack(t)
	bucket := logbucket.New(stack, "Logs", nil)
	for _, prefix := range []string{"alb", "", "alb", "other/prefix"} {
		bucket.AllowDelivery(prefix)
	}
	template := synthtest.Synth(t, stack)
	statements := delivery(template)
	if len(statements) != 3 {
		t.Fatalf("%d statements for 3 prefixes: %s", len(statements), synthtest.JSON(statements))
	}
	for i, where := range []string{"/alb/AWSLogs/", "/AWSLogs/", "/other/prefix/AWSLogs/"} {
		want := fmt.Sprintf(`{"Fn::Join":["",[{"Fn::GetAtt":[%q,"Arn"]},%q,{"Ref":"AWS::AccountId"},"/*"]]}`,
			template.One("AWS::S3::Bucket").ID, where)
		sid := []string{"LoadBalancerLogDelivery", "LoadBalancerLogDelivery2", "LoadBalancerLogDelivery3"}[i]
		s := statements[i]
		if s["Effect"] != "Allow" || s["Action"] != "s3:PutObject" || s["Sid"] != sid || synthtest.JSON(s["Resource"]) != want {
			t.Errorf("%s\nwant %s on %s", synthtest.JSON(s), sid, want)
		}
	}
}

func TestAllowDeliveryRefuses(t *testing.T) {
	stack := synthtest.Stack(t)
	bucket := logbucket.New(stack, "Logs", nil)
	faults := synthtest.Refused(t, func() { bucket.AllowDelivery("/alb") })
	if len(faults) != 1 || faults[0].Path != "test/Logs" || faults[0].Field != "prefix" {
		t.Errorf("faults: %v", faults)
	}
	if n := len(delivery(synthtest.Synth(t, stack))); n != 0 {
		t.Errorf("%d statements for a refused prefix", n)
	}
}

func TestMustOutlive(t *testing.T) {
	for _, retain := range []bool{false, true} {
		stack := synthtest.Stack(t)
		bucket := logbucket.New(stack, "Logs", &logbucket.Props{Retain: retain})
		bucket.AllowDelivery("alb")
		writer := awscdk.NewCfnResource(stack, jsii.String("Writer"), &awscdk.CfnResourceProps{Type: jsii.String("Test::Writer")})
		bucket.MustOutlive(writer)
		template := synthtest.Synth(t, stack)
		want := []string{template.One("AWS::S3::BucketPolicy").ID}
		if !retain {
			want = append(want, template.One("Custom::S3AutoDeleteObjects").ID)
		}
		got := template.One("Test::Writer").DependsOn
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("retain %v: the writer depends on %v, want %v", retain, got, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	stack := synthtest.Stack(t)
	faults := synthtest.Refused(t, func() { logbucket.New(stack, "Logs", &logbucket.Props{ExpirationDays: -1}) })
	if len(faults) != 1 || faults[0].Path != "test/Logs" || faults[0].Field != "ExpirationDays" {
		t.Errorf("faults: %v", faults)
	}
	if children := len(*stack.Node().Children()); children != 0 {
		t.Errorf("a refused bucket left %d constructs in the stack", children)
	}
}
