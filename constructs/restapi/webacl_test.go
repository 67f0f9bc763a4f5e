package restapi_test

import (
	"fmt"
	"testing"

	"example.com/alb-lambda/constructs/restapi"
)

func TestWebACL(t *testing.T) {
	const acl = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b"
	template := synth(t, restapi.Props{WebACLARN: acl})
	api, stage := template.One("AWS::ApiGateway::RestApi").ID, template.One("AWS::ApiGateway::Stage").ID
	template.Has("AWS::WAFv2::WebACLAssociation", fmt.Sprintf(`{"WebACLArn": %q, "ResourceArn": {"Fn::Join": ["", ["arn:",
		{"Ref": "AWS::Partition"}, ":apigateway:", {"Ref": "AWS::Region"}, "::/restapis/", {"Ref": %q}, "/stages/", {"Ref": %q}]]}}`, acl, api, stage))
	synth(t, restapi.Props{}).Count("AWS::WAFv2::WebACLAssociation", 0)
}
