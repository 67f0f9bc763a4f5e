package restapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

func TestEdge(t *testing.T) {
	synth(t, restapi.Props{Endpoint: restapi.Edge}).Has("AWS::ApiGateway::RestApi", `{"EndpointConfiguration": {"Types": ["EDGE"]}}`)
}

func TestNoEndpointAcceptsTLSBefore12(t *testing.T) {
	policy := awsiam.NewPolicyDocument(nil)
	for endpoint, want := range map[restapi.Endpoint]string{
		"":               `{"SecurityPolicy": "TLS_1_2"}`,
		restapi.Regional: `{"SecurityPolicy": "TLS_1_2"}`,
		restapi.Private:  `{"SecurityPolicy": "TLS_1_2"}`,
		restapi.Edge:     `{"SecurityPolicy": "SecurityPolicy_TLS12_2018_EDGE", "EndpointAccessMode": "BASIC"}`,
	} {
		template := synth(t, restapi.Props{Endpoint: endpoint, Policy: policy})
		template.Has("AWS::ApiGateway::RestApi", want)
		if endpoint != restapi.Edge {
			template.Lacks("AWS::ApiGateway::RestApi", "EndpointAccessMode")
		}
	}
}

// A preflight request has no body and no Content-Type, which counts as application/json.
func TestPreflightBesideBinaryMediaTypes(t *testing.T) {
	cors := &restapi.CORS{Origins: []string{"https://a.example.com"}}
	for _, media := range []string{"*/*", "application/json", "image/png"} {
		template := synth(t, restapi.Props{CORS: cors, BinaryMediaTypes: []string{media}})
		preflights := 0
		for _, m := range template.All("AWS::ApiGateway::Method") {
			integration := m.Properties["Integration"].(map[string]any)
			switch m.Properties["HttpMethod"] {
			case "OPTIONS":
				preflights++
				if integration["ContentHandling"] != "CONVERT_TO_TEXT" {
					t.Errorf("%s: %s has the integration %v", media, m.ID, integration)
				}
			default:
				if integration["ContentHandling"] != nil {
					t.Errorf("%s: the function gets %v", media, integration["ContentHandling"])
				}
			}
		}
		if preflights != 2 {
			t.Errorf("%s: %d OPTIONS methods, want 2", media, preflights)
		}
	}
}

func TestPrivateThroughItsEndpointsAlone(t *testing.T) {
	stack := cdktest.Stack(t)
	endpoint := awsec2.InterfaceVpcEndpoint_FromInterfaceVpcEndpointAttributes(stack, jsii.String("Endpoint"),
		&awsec2.InterfaceVpcEndpointAttributes{VpcEndpointId: jsii.String("vpce-1"), Port: jsii.Number(443)})
	restapi.New(stack, "API", &restapi.Props{
		Function: function(stack), Endpoint: restapi.Private, VPCEndpoints: []awsec2.IVpcEndpoint{endpoint},
	})
	cdktest.Synth(t, stack).Has("AWS::ApiGateway::RestApi", `{
		"EndpointConfiguration": {"Types": ["PRIVATE"], "VpcEndpointIds": ["vpce-1"]},
		"Policy": {"Statement": [
			{"Effect": "Deny", "Action": "execute-api:Invoke", "Principal": {"AWS": "*"}, "Resource": "execute-api:/*",
				"Condition": {"StringNotEquals": {"aws:SourceVpce": ["vpce-1"]}}},
			{"Effect": "Allow", "Action": "execute-api:Invoke", "Principal": {"AWS": "*"}, "Resource": "execute-api:/*"}]}}`)
}

func TestPolicy(t *testing.T) {
	policy := awsiam.PolicyDocument_FromJson(map[string]any{
		"Version": "2012-10-17",
		"Statement": []any{map[string]any{
			"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
			"Condition": map[string]any{"IpAddress": map[string]any{"aws:SourceIp": "192.0.2.0/24"}},
		}},
	})
	for _, endpoint := range []restapi.Endpoint{restapi.Regional, restapi.Private} {
		template := synth(t, restapi.Props{Endpoint: endpoint, Policy: policy})
		template.Has("AWS::ApiGateway::RestApi", fmt.Sprintf(`{"EndpointConfiguration": {"Types": [%q]},
			"Policy": {"Statement": [{"Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}]}}`, endpoint))
	}
}

func TestAccessLogs(t *testing.T) {
	stack := cdktest.Stack(t)
	api := restapi.New(stack, "API", &restapi.Props{Function: function(stack), AccessLogs: &restapi.AccessLogs{AccountHasRole: true}})
	template := cdktest.Synth(t, stack)
	group := template.One("AWS::Logs::LogGroup")
	if id := *stack.GetLogicalId(api.AccessLogGroup().Node().DefaultChild().(awscdk.CfnElement)); id != group.ID {
		t.Errorf("AccessLogGroup is %s, not %s", id, group.ID)
	}
	if group.DeletionPolicy != "Delete" {
		t.Errorf("the log group's deletion policy is %s", group.DeletionPolicy)
	}
	template.Has("AWS::Logs::LogGroup", `{"RetentionInDays": 30}`)
	// The group's Arn attribute ends in ":*", which API Gateway does not keep: a difference in each
	// drift detection.
	template.Has("AWS::ApiGateway::Stage", fmt.Sprintf(`{"AccessLogSetting": {"DestinationArn": {"Fn::Join": ["", ["arn:",
		{"Ref": "AWS::Partition"}, ":logs:", {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":log-group:", {"Ref": %q}]]}}}`, group.ID))
	setting := template.One("AWS::ApiGateway::Stage").Properties["AccessLogSetting"].(map[string]any)
	if format := setting["Format"].(string); !strings.HasPrefix(format, `{"requestId":"$context.requestId",`) {
		t.Errorf("format %s", format)
	}
	// The account's role is not ours to set.
	template.Count("AWS::ApiGateway::Account", 0)
}

func TestAccessLogsByChoice(t *testing.T) {
	template := synth(t, restapi.Props{AccessLogs: &restapi.AccessLogs{
		RetentionDays: 7, Format: "$context.requestId $context.status", CloudWatchRole: true,
	}})
	template.Has("AWS::Logs::LogGroup", `{"RetentionInDays": 7}`)
	template.Has("AWS::ApiGateway::Stage", `{"AccessLogSetting": {"Format": "$context.requestId $context.status"}}`)
	account := template.One("AWS::ApiGateway::Account")
	if account.DeletionPolicy != "Retain" {
		t.Errorf("deletion policy of the account's setting: %s", account.DeletionPolicy)
	}
	if stage := template.One("AWS::ApiGateway::Stage"); !strings.Contains(strings.Join(stage.DependsOn, " "), account.ID) {
		t.Errorf("the stage depends on %v, not on the account's setting", stage.DependsOn)
	}
}

func TestCORS(t *testing.T) {
	template := synth(t, restapi.Props{CORS: &restapi.CORS{
		Origins: []string{"https://www.example.com"}, Methods: []string{"GET", "POST"}, Headers: []string{"X-Key"},
		ExposeHeaders: []string{"X-Next"}, Credentials: true, MaxAge: 10 * time.Minute,
	}})
	template.Count("AWS::ApiGateway::Method", 4)
	for _, resource := range []string{
		fmt.Sprintf(`{"Fn::GetAtt": [%q, "RootResourceId"]}`, template.One("AWS::ApiGateway::RestApi").ID),
		fmt.Sprintf(`{"Ref": %q}`, template.One("AWS::ApiGateway::Resource").ID),
	} {
		template.Has("AWS::ApiGateway::Method", `{"HttpMethod": "OPTIONS", "ResourceId": `+resource+`,
			"Integration": {"Type": "MOCK", "IntegrationResponses": [{"StatusCode": "204", "ResponseParameters": {
				"method.response.header.Access-Control-Allow-Origin": "'https://www.example.com'",
				"method.response.header.Access-Control-Allow-Methods": "'GET,POST'",
				"method.response.header.Access-Control-Allow-Headers": "'X-Key'",
				"method.response.header.Access-Control-Expose-Headers": "'X-Next'",
				"method.response.header.Access-Control-Allow-Credentials": "'true'",
				"method.response.header.Access-Control-Max-Age": "'600'"}}]}}`)
	}
	// The preflight is not the function's.
	template.Count("AWS::Lambda::Permission", 2)
}

func TestCORSForAll(t *testing.T) {
	template := synth(t, restapi.Props{CORS: &restapi.CORS{Origins: []string{"*"}}})
	template.Has("AWS::ApiGateway::Method", `{"HttpMethod": "OPTIONS", "Integration": {"IntegrationResponses": [{"ResponseParameters": {
		"method.response.header.Access-Control-Allow-Origin": "'*'",
		"method.response.header.Access-Control-Allow-Methods": "'OPTIONS,GET,PUT,POST,DELETE,PATCH,HEAD'"}}]}}`)
	for _, m := range template.All("AWS::ApiGateway::Method") {
		if text := cdktest.JSON(m.Properties); strings.Contains(text, "Allow-Credentials") || strings.Contains(text, "Max-Age") {
			t.Errorf("%s promises too much: %s", m.ID, text)
		}
	}
}
