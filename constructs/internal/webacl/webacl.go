// Package webacl puts an AWS WAF web ACL before what a construct makes.
//
// What every construct with a WebACLARN needs may enter. The rules of a web ACL are the business of
// whoever makes it.
package webacl

import (
	"fmt"
	"regexp"

	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// field is the prop's name in every construct that has it.
const field = "WebACLARN"

// regional is the ARN of a regional web ACL.
// https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html
var regional = regexp.MustCompile(`^arn:aws[a-z-]*:wafv2:[a-z0-9-]+:\d{12}:regional/webacl/[^/]+/[^/]+$`)

// Check records a validation error unless arn is empty or the ARN of a regional web ACL. An ARN
// that is known at deployment only is let through.
func Check(arn string, faults *fault.List) {
	if arn != "" && !token.In(arn) && !regional.MatchString(arn) {
		faults.Add(field, fmt.Sprintf("%q is not the ARN of a regional web ACL", arn),
			"give an ARN with :regional/webacl/ in it; a global one is for CloudFront")
	}
}

// CheckEnvironment records a validation error where the web ACL is known to be in another account
// or region than stack: WAF associates none from elsewhere.
func CheckEnvironment(arn string, stack environment.Environment, faults *fault.List) {
	if arn != "" {
		environment.OfARN(arn).Check(stack, field, "web ACL", faults)
	}
}

// Associate puts the web ACL before the resource, unless arn is empty.
//
// CDK's own resource would bring the package of all rules that WAF has.
func Associate(scope constructs.Construct, resource *string, arn string) {
	if arn == "" {
		return
	}
	awscdk.NewCfnResource(scope, jsii.String("WebACL"), &awscdk.CfnResourceProps{
		Type:       jsii.String("AWS::WAFv2::WebACLAssociation"),
		Properties: &map[string]any{"ResourceArn": resource, "WebACLArn": arn},
	})
}
