package webacl_test

import (
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/webacl"
	"example.com/alb-lambda/fault"
)

func TestARNs(t *testing.T) {
	here := environment.Environment{Account: "111122223333", Region: "eu-west-1"}
	for arn, want := range map[string]string{
		"": "",
		"arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b":        "",
		"{{resolve:ssm:/web-acl}}":                                        "",
		"arn:aws-us-gov:wafv2:eu-west-1:111122223333:regional/webacl/a/b": "",
		"arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b":          "is not the ARN of a regional web ACL",
		"arn:aws:wafv2:eu-west-1:1:regional/webacl/a/b":                   "is not the ARN of a regional web ACL",
		"arn:aws:waf-regional:eu-west-1:111122223333:webacl/a":            "is not the ARN of a regional web ACL",
		"a": "is not the ARN of a regional web ACL",
		"arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/a/b": "region eu-central-1",
		"arn:aws:wafv2:eu-west-1:999999999999:regional/webacl/a/b":    "account 999999999999",
	} {
		faults := fault.New("stack/Edge")
		if webacl.Check(arn, faults); faults.Err() == nil {
			webacl.CheckEnvironment(arn, here, faults)
		}
		switch err := faults.Err(); {
		case want == "" && err != nil:
			t.Errorf("%q: %v", arn, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "stack/Edge: WebACLARN: ")):
			t.Errorf("%q: %v, want %q", arn, err, want)
		}
	}
}
