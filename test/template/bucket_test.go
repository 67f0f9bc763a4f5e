package template

import (
	"slices"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/variant"
)

const autoDelete = "Custom::S3AutoDeleteObjects"

func TestLogsExpire(t *testing.T) {
	bucket := stack(t, variant.Default, "alb-lambda-dev").One("AWS::S3::Bucket")
	rules := bucket.Properties["LifecycleConfiguration"].(map[string]any)["Rules"].([]any)
	if len(rules) != 1 {
		t.Fatalf("lifecycle rules are %v, want one", rules)
	}
	rule := rules[0].(map[string]any)
	cdktest.Same(t, "expiration", rule["ExpirationInDays"], `45`)
	cdktest.Same(t, "status", rule["Status"], `"Enabled"`)
	if rule["Prefix"] != nil || rule["TagFilters"] != nil {
		t.Errorf("the rule is narrowed: %v", rule)
	}
}

func TestBucketIsPrivateAndEncrypted(t *testing.T) {
	bucket := stack(t, variant.Default, "alb-lambda-dev").One("AWS::S3::Bucket")
	// Log delivery fails on a bucket that is encrypted with KMS.
	cdktest.Same(t, "encryption", bucket.Properties["BucketEncryption"],
		`{"ServerSideEncryptionConfiguration":[{"ServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}`)
	cdktest.Same(t, "public access", bucket.Properties["PublicAccessBlockConfiguration"],
		`{"BlockPublicAcls":true,"BlockPublicPolicy":true,"IgnorePublicAcls":true,"RestrictPublicBuckets":true}`)
	if acl := bucket.Properties["AccessControl"]; acl != nil {
		t.Errorf("the bucket has an ACL: %v", acl)
	}
}

// TLS only; log delivery writes this account's logs; and the auto-delete function empties the
// bucket and denies late writes with a policy of its own.
func TestBucketPolicy(t *testing.T) {
	edge := stack(t, variant.Default, "alb-lambda-dev")
	bucketID := edge.One("AWS::S3::Bucket").ID
	roleID := edge.One("AWS::IAM::Role").ID
	policy := edge.One("AWS::S3::BucketPolicy")
	bucket := `{"Fn::GetAtt":["` + bucketID + `","Arn"]}`
	all := `[` + bucket + `,{"Fn::Join":["",[` + bucket + `,"/*"]]}]`
	cdktest.Same(t, "policy", policy.Properties["PolicyDocument"], `{"Version":"2012-10-17","Statement":[
		{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:*","Resource":`+all+`,"Condition":{"Bool":{"aws:SecureTransport":"false"}}},
		{"Effect":"Allow","Principal":{"AWS":{"Fn::GetAtt":["`+roleID+`","Arn"]}},
			"Action":["s3:DeleteObject*","s3:GetBucket*","s3:List*","s3:PutBucketPolicy"],"Resource":`+all+`},
		{"Sid":"AccessLogs","Effect":"Allow","Principal":{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"},
			"Action":"s3:PutObject","Resource":{"Fn::Join":["",[`+bucket+`,"/alb/AWSLogs/",{"Ref":"AWS::AccountId"},"/*"]]}}]}`)
}

// CloudFormation deletes in the reverse order: the load balancer, then the custom resource that
// empties the bucket, then the policy, then the bucket.
func TestLoadBalancerIsDeletedBeforeTheBucketIsEmptied(t *testing.T) {
	edge := stack(t, variant.Default, "alb-lambda-dev")
	bucket := edge.One("AWS::S3::Bucket")
	bucketID := bucket.ID
	policyID := edge.One("AWS::S3::BucketPolicy").ID
	emptier := edge.One(autoDelete)
	emptierID := emptier.ID
	balancer := edge.One(loadBalancer)
	for _, id := range []string{policyID, emptierID} {
		if !slices.Contains(balancer.DependsOn, id) {
			t.Errorf("the load balancer depends on %v, not on %s", balancer.DependsOn, id)
		}
	}
	if !slices.Contains(emptier.DependsOn, policyID) {
		t.Errorf("what empties the bucket depends on %v, not on the policy that lets it", emptier.DependsOn)
	}
	cdktest.Same(t, "what is emptied", emptier.Properties["BucketName"], `{"Ref":"`+bucketID+`"}`)
	if bucket.DeletionPolicy != "Delete" {
		t.Errorf("the bucket's deletion policy is %q: it stays when the stack goes", bucket.DeletionPolicy)
	}
}

func TestProtectKeepsTheBucketAndTheLoadBalancer(t *testing.T) {
	edge := stack(t, variant.Protected, "alb-lambda-prod")
	bucket := edge.One("AWS::S3::Bucket")
	if bucket.DeletionPolicy != "Retain" || bucket.UpdateReplacePolicy != "Retain" {
		t.Errorf("the bucket's policies are %q and %q, want Retain", bucket.DeletionPolicy, bucket.UpdateReplacePolicy)
	}
	edge.Count(autoDelete, 0)
	balancer := edge.One(loadBalancer)
	cdktest.Same(t, "deletion protection", balancer.Attributes("LoadBalancerAttributes")["deletion_protection.enabled"], `"true"`)
}
