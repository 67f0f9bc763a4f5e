package restapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/jsii-runtime-go"
)

// proxies are the methods whose integration is the function.
func proxies(template *cdktest.Template) (methods []map[string]any) {
	for _, m := range template.All("AWS::ApiGateway::Method") {
		if m.Properties["HttpMethod"] == "ANY" {
			methods = append(methods, m.Properties)
		}
	}
	return methods
}

func TestStreamAndTimeout(t *testing.T) {
	for _, m := range proxies(synth(t, restapi.Props{})) {
		integration := m["Integration"].(map[string]any)
		if integration["ResponseTransferMode"] != nil || integration["TimeoutInMillis"] != nil {
			t.Errorf("by default, the integration is %s", cdktest.JSON(integration))
		}
	}
	streamed := proxies(synth(t, restapi.Props{Stream: true, Timeout: 15 * time.Minute}))
	if len(streamed) != 2 {
		t.Errorf("%d methods, want those of / and of /{proxy+}", len(streamed))
	}
	for _, m := range streamed {
		integration := m["Integration"].(map[string]any)
		if integration["ResponseTransferMode"] != "STREAM" || integration["TimeoutInMillis"] != 900000.0 ||
			!strings.Contains(cdktest.JSON(integration["Uri"]), "/response-streaming-invocations") {
			t.Errorf("the integration is %s", cdktest.JSON(integration))
		}
	}
	synth(t, restapi.Props{Timeout: 60500 * time.Millisecond}).Has("AWS::ApiGateway::Method", `{"Integration":{"TimeoutInMillis":60500}}`)
}

// Every API requires TLS 1.2 at least.
func TestTLS(t *testing.T) {
	for _, c := range []struct {
		props restapi.Props
		want  string
	}{
		{restapi.Props{}, `{"SecurityPolicy":"TLS_1_2"}`},
		{restapi.Props{Endpoint: restapi.Edge}, `{"SecurityPolicy":"SecurityPolicy_TLS12_2018_EDGE","EndpointAccessMode":"BASIC"}`},
		{restapi.Props{SecurityPolicy: "SecurityPolicy_TLS13_1_3_2025_09"}, `{"SecurityPolicy":"SecurityPolicy_TLS13_1_3_2025_09","EndpointAccessMode":"BASIC"}`},
		{restapi.Props{SecurityPolicy: "SecurityPolicy_TLS13_1_3_2025_09", StrictAccess: true}, `{"EndpointAccessMode":"STRICT"}`},
		{restapi.Props{Endpoint: restapi.Edge, SecurityPolicy: "SecurityPolicy_TLS13_2025_EDGE", StrictAccess: true},
			`{"SecurityPolicy":"SecurityPolicy_TLS13_2025_EDGE","EndpointAccessMode":"STRICT"}`},
	} {
		synth(t, c.props).Has("AWS::ApiGateway::RestApi", c.want)
	}
	synth(t, restapi.Props{}).Lacks("AWS::ApiGateway::RestApi", "EndpointAccessMode")
}

// An authorizer and API keys are options of CDK's own; preflight requests, which have neither,
// pass.
func TestAuthorizersAndKeys(t *testing.T) {
	stack := cdktest.Stack(t)
	pool := awscognito.UserPool_FromUserPoolId(stack, jsii.String("Pool"), jsii.String("eu-west-1_123456789"))
	authorizer := awsapigateway.NewCognitoUserPoolsAuthorizer(stack, jsii.String("Authorizer"), &awsapigateway.CognitoUserPoolsAuthorizerProps{
		CognitoUserPools: &[]awscognito.IUserPool{pool},
	})
	api := restapi.New(stack, "API", &restapi.Props{
		Function: function(stack), CORS: &restapi.CORS{Origins: []string{"https://www.example.com"}},
		Options: &awsapigateway.LambdaRestApiProps{
			ApiKeySourceType: awsapigateway.ApiKeySourceType_HEADER,
			DefaultMethodOptions: &awsapigateway.MethodOptions{
				Authorizer: authorizer, AuthorizationType: awsapigateway.AuthorizationType_COGNITO, ApiKeyRequired: jsii.Bool(true),
			},
			DeployOptions:      &awsapigateway.StageOptions{Variables: &map[string]*string{"color": jsii.String("blue")}, LoggingLevel: awsapigateway.MethodLoggingLevel_ERROR},
			IntegrationOptions: &awsapigateway.LambdaIntegrationOptions{CacheNamespace: jsii.String("mine")},
		},
	})
	plan := api.API().AddUsagePlan(jsii.String("Plan"), &awsapigateway.UsagePlanProps{
		ApiStages: &[]*awsapigateway.UsagePlanPerApiStage{{Api: api.API(), Stage: api.Stage()}},
	})
	plan.AddApiKey(api.API().AddApiKey(jsii.String("Key"), nil), nil)
	template := cdktest.Synth(t, stack)
	for _, m := range proxies(template) {
		if m["AuthorizationType"] != "COGNITO_USER_POOLS" || m["ApiKeyRequired"] != true || m["AuthorizerId"] == nil {
			t.Errorf("a method is open: %s", cdktest.JSON(m))
		}
		if integration := m["Integration"].(map[string]any); integration["CacheNamespace"] != "mine" || integration["Type"] != "AWS_PROXY" {
			t.Errorf("the integration is %s", cdktest.JSON(integration))
		}
	}
	template.Has("AWS::ApiGateway::Method", `{"HttpMethod":"OPTIONS","AuthorizationType":"NONE","ApiKeyRequired":false}`)
	template.Has("AWS::ApiGateway::RestApi", `{"ApiKeySourceType":"HEADER"}`)
	template.Has("AWS::ApiGateway::Stage", `{"StageName":"dev","Variables":{"color":"blue"},"MethodSettings":[{"LoggingLevel":"ERROR","ThrottlingRateLimit":100}]}`)
	template.Has("AWS::ApiGateway::UsagePlan", fmt.Sprintf(`{"ApiStages":[{"Stage":{"Ref":%q}}]}`, template.One("AWS::ApiGateway::Stage").ID))
}

func TestDecidedOptionsAreRejected(t *testing.T) {
	stack := cdktest.Stack(t)
	f := function(stack)
	children := len(*stack.Node().Children())
	got := cdktest.Lines(cdktest.Rejected(t, func() {
		restapi.New(stack, "API", &restapi.Props{Function: f, Options: &awsapigateway.LambdaRestApiProps{
			Handler: f, Proxy: jsii.Bool(false), DeployOptions: &awsapigateway.StageOptions{StageName: jsii.String("x")},
			IntegrationOptions: &awsapigateway.LambdaIntegrationOptions{ResponseTransferMode: awsapigateway.ResponseTransferMode_STREAM},
		}})
	}))
	want := strings.Join([]string{
		"test/API: Options.DeployOptions.StageName: the construct decides it; use StageName",
		"test/API: Options.Handler: the construct decides it; use Function",
		"test/API: Options.IntegrationOptions.ResponseTransferMode: the construct decides it; use Stream",
		"test/API: Options.Proxy: the construct decides it; leave it out: methods and paths of one's own are added to API()",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	got = cdktest.Lines(cdktest.Rejected(t, func() {
		restapi.New(stack, "API", &restapi.Props{Function: f, Stream: true, Options: &awsapigateway.LambdaRestApiProps{
			MinCompressionSize: nil, DeployOptions: &awsapigateway.StageOptions{CachingEnabled: jsii.Bool(true), MethodOptions: &map[string]*awsapigateway.MethodDeploymentOptions{
				"/a/GET": {CachingEnabled: jsii.Bool(true)}, "/b/GET": {CachingEnabled: jsii.Bool(false)},
			}},
		}})
	}))
	want = strings.Join([]string{
		"test/API: Options.DeployOptions.CachingEnabled: it needs the whole response, which is streamed; leave it out, or leave Stream out",
		`test/API: Options.DeployOptions.MethodOptions["/a/GET"].CachingEnabled: it needs the whole response, which is streamed; leave it out, or leave Stream out`,
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if after := len(*stack.Node().Children()); after != children {
		t.Errorf("%d constructs are left", after-children)
	}
}
