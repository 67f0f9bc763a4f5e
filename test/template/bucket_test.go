package template

import (
	"slices"
	"testing"

	"example.com/alb-lambda/test/internal/synth"
)

const autoDelete = "Custom::S3AutoDeleteObjects"

func TestBucketForgetsItsLogs(t *testing.T) {
	_, bucket := only(t, stack(t, synth.Default, "alb-lambda-dev"), "AWS::S3::Bucket")
	rules := bucket.Properties["LifecycleConfiguration"].(map[string]any)["Rules"].([]any)
	if len(rules) != 1 {
		t.Fatalf("lifecycle rules are %v, want one", rules)
	}
	rule := rules[0].(map[string]any)
	same(t, "expiration", rule["ExpirationInDays"], `45`)
	same(t, "status", rule["Status"], `"Enabled"`)
	if rule["Prefix"] != nil || rule["TagFilters"] != nil {
		t.Errorf("the rule is narrowed: %v", rule)
	}
}

func TestBucketIsPrivateAndEncrypted(t *testing.T) {
	_, bucket := only(t, stack(t, synth.Default, "alb-lambda-dev"), "AWS::S3::Bucket")
	// Log delivery fails on a bucket that is encrypted with KMS.
	same(t, "encryption", bucket.Properties["BucketEncryption"],
		`{"ServerSideEncryptionConfiguration":[{"ServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}`)
	same(t, "public access", bucket.Properties["PublicAccessBlockConfiguration"],
		`{"BlockPublicAcls":true,"BlockPublicPolicy":true,"IgnorePublicAcls":true,"RestrictPublicBuckets":true}`)
	if acl := bucket.Properties["AccessControl"]; acl != nil {
		t.Errorf("the bucket has an ACL: %v", acl)
	}
}

// TLS only; log delivery writes this account's logs; and the auto-delete
// function empties the bucket and denies late writes with a policy of its own.
func TestBucketPolicy(t *testing.T) {
	edge := stack(t, synth.Default, "alb-lambda-dev")
	bucketID, _ := only(t, edge, "AWS::S3::Bucket")
	roleID, _ := only(t, edge, "AWS::IAM::Role")
	_, policy := only(t, edge, "AWS::S3::BucketPolicy")
	bucket := `{"Fn::GetAtt":["` + bucketID + `","Arn"]}`
	all := `[` + bucket + `,{"Fn::Join":["",[` + bucket + `,"/*"]]}]`
	same(t, "policy", policy.Properties["PolicyDocument"], `{"Version":"2012-10-17","Statement":[
		{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:*","Resource":`+all+`,"Condition":{"Bool":{"aws:SecureTransport":"false"}}},
		{"Effect":"Allow","Principal":{"AWS":{"Fn::GetAtt":["`+roleID+`","Arn"]}},
			"Action":["s3:DeleteObject*","s3:GetBucket*","s3:List*","s3:PutBucketPolicy"],"Resource":`+all+`},
		{"Sid":"AccessLogs","Effect":"Allow","Principal":{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"},
			"Action":"s3:PutObject","Resource":{"Fn::Join":["",[`+bucket+`,"/alb/AWSLogs/",{"Ref":"AWS::AccountId"},"/*"]]}}]}`)
}

// CloudFormation deletes in the reverse order: the balancer, then the custom
// resource that empties the bucket, then the policy, then the bucket.
func TestBalancerIsGoneBeforeTheBucketIsEmptied(t *testing.T) {
	edge := stack(t, synth.Default, "alb-lambda-dev")
	bucketID, bucket := only(t, edge, "AWS::S3::Bucket")
	policyID, _ := only(t, edge, "AWS::S3::BucketPolicy")
	emptierID, emptier := only(t, edge, autoDelete)
	_, balancer := only(t, edge, loadBalancer)
	for _, id := range []string{policyID, emptierID} {
		if !slices.Contains(balancer.DependsOn, id) {
			t.Errorf("the balancer depends on %v, not on %s", balancer.DependsOn, id)
		}
	}
	if !slices.Contains(emptier.DependsOn, policyID) {
		t.Errorf("what empties the bucket depends on %v, not on the policy that lets it", emptier.DependsOn)
	}
	same(t, "what is emptied", emptier.Properties["BucketName"], `{"Ref":"`+bucketID+`"}`)
	if bucket.DeletionPolicy != "Delete" {
		t.Errorf("the bucket's deletion policy is %q: it stays when the stack goes", bucket.DeletionPolicy)
	}
}

func TestProtectKeepsTheBucketAndTheBalancer(t *testing.T) {
	edge := stack(t, synth.Protected, "alb-lambda-prod")
	_, bucket := only(t, edge, "AWS::S3::Bucket")
	if bucket.DeletionPolicy != "Retain" || bucket.UpdateReplacePolicy != "Retain" {
		t.Errorf("the bucket's policies are %q and %q, want Retain", bucket.DeletionPolicy, bucket.UpdateReplacePolicy)
	}
	none(t, edge, autoDelete)
	_, balancer := only(t, edge, loadBalancer)
	same(t, "deletion protection", attributes(balancer, "LoadBalancerAttributes")["deletion_protection.enabled"], `"true"`)
}
