package restapi_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) { cdktest.Main(m) }

// function makes one whose code is of no matter, without a log group in the template.
func function(scope constructs.Construct) awslambda.Function {
	return awslambda.NewFunction(scope, jsii.String("F"), &awslambda.FunctionProps{
		LogGroup: awslogs.LogGroup_FromLogGroupName(scope, jsii.String("Logs"), jsii.String("f")),
		Runtime:  awslambda.Runtime_NODEJS_22_X(),
		Handler:  jsii.String("index.handler"),
		Code:     awslambda.Code_FromInline(jsii.String("exports.handler = async () => ({})")),
	})
}

// synth makes one API from props, in front of a function, and gives its template.
func synth(t *testing.T, props restapi.Props) *cdktest.Template {
	t.Helper()
	stack := cdktest.Stack(t)
	props.Function = function(stack)
	restapi.New(stack, "API", &props)
	return cdktest.Synth(t, stack)
}

func TestDefaults(t *testing.T) {
	template := synth(t, restapi.Props{})
	template.Has("AWS::ApiGateway::RestApi", `{"Name": "test", "EndpointConfiguration": {"Types": ["REGIONAL"]}}`)
	for _, property := range []string{"BinaryMediaTypes", "Description", "DisableExecuteApiEndpoint", "Policy"} {
		template.Lacks("AWS::ApiGateway::RestApi", property)
	}
	template.Has("AWS::ApiGateway::Stage", `{"StageName": "dev", "MethodSettings": [{
		"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingRateLimit": 100, "ThrottlingBurstLimit": 200,
		"DataTraceEnabled": false}]}`)
	template.Lacks("AWS::ApiGateway::Stage", "AccessLogSetting")
	template.Lacks("AWS::ApiGateway::Stage", "TracingEnabled")
	for _, absent := range []string{
		"AWS::ApiGateway::Account", "AWS::ApiGateway::DomainName", "AWS::Logs::LogGroup", "AWS::Route53::RecordSet",
	} {
		template.Count(absent, 0)
	}
}

func TestEveryMethodAndPathReachesTheFunction(t *testing.T) {
	template := synth(t, restapi.Props{})
	template.Count("AWS::ApiGateway::Method", 2)
	template.Has("AWS::ApiGateway::Resource", `{"PathPart": "{proxy+}"}`)
	proxy := template.One("AWS::ApiGateway::Resource").ID
	api := template.One("AWS::ApiGateway::RestApi").ID
	for _, resource := range []string{
		fmt.Sprintf(`{"Fn::GetAtt": [%q, "RootResourceId"]}`, api),
		fmt.Sprintf(`{"Ref": %q}`, proxy),
	} {
		template.Has("AWS::ApiGateway::Method", `{"HttpMethod": "ANY", "AuthorizationType": "NONE", "ResourceId": `+resource+`,
			"Integration": {"Type": "AWS_PROXY", "IntegrationHttpMethod": "POST"}}`)
	}
}

// permission is one for what, the method and path, of the stage alone.
func permission(template *cdktest.Template, what string) string {
	return fmt.Sprintf(`{"Action": "lambda:InvokeFunction", "Principal": "apigateway.amazonaws.com",
		"SourceArn": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":execute-api:", {"Ref": "AWS::Region"}, ":",
			{"Ref": "AWS::AccountId"}, ":", {"Ref": %q}, "/", {"Ref": %q}, %q]]}}`,
		template.One("AWS::ApiGateway::RestApi").ID, template.One("AWS::ApiGateway::Stage").ID, what)
}

func TestPermissionsAreOfTheStageAlone(t *testing.T) {
	template := synth(t, restapi.Props{})
	template.Count("AWS::Lambda::Permission", 2)
	template.Has("AWS::Lambda::Permission", permission(template, "/*/"))
	template.Has("AWS::Lambda::Permission", permission(template, "/*/*"))
}

func TestAllowTestInvoke(t *testing.T) {
	template := synth(t, restapi.Props{AllowTestInvoke: true})
	template.Count("AWS::Lambda::Permission", 4)
	tests := 0
	for _, p := range template.All("AWS::Lambda::Permission") {
		if strings.Contains(cdktest.JSON(p.Properties["SourceArn"]), "/test-invoke-stage/*/") {
			tests++
		}
	}
	if tests != 2 {
		t.Errorf("%d permissions are for the test button, want 2", tests)
	}
}

func TestProps(t *testing.T) {
	template := synth(t, restapi.Props{
		Description: "Echoes", StageName: "prod", Rate: 0.5, Burst: 1,
		BinaryMediaTypes: []string{"image/png"}, Tracing: true, DualStack: true,
	})
	template.Has("AWS::ApiGateway::RestApi", `{"Description": "Echoes", "BinaryMediaTypes": ["image/png"],
		"EndpointConfiguration": {"Types": ["REGIONAL"], "IpAddressType": "dualstack"}}`)
	template.Has("AWS::ApiGateway::Stage", `{"StageName": "prod", "TracingEnabled": true,
		"MethodSettings": [{"ThrottlingRateLimit": 0.5, "ThrottlingBurstLimit": 1}]}`)
}

func TestURL(t *testing.T) {
	stack := cdktest.Stack(t)
	api := restapi.New(stack, "API", &restapi.Props{Function: function(stack)})
	awscdk.NewCfnOutput(stack, jsii.String("URL"), &awscdk.CfnOutputProps{Value: jsii.String(api.URL())})
	template := cdktest.Synth(t, stack)
	// CDK's own output would be a second one.
	if outputs := template.Outputs; len(outputs) != 1 {
		t.Errorf("outputs: %s", cdktest.JSON(outputs))
	}
	want := fmt.Sprintf(`{"Fn::Join":["",["https://",{"Ref":%q},".execute-api.",{"Ref":"AWS::Region"},".",{"Ref":"AWS::URLSuffix"},"/",{"Ref":%q},"/"]]}`,
		template.One("AWS::ApiGateway::RestApi").ID, template.One("AWS::ApiGateway::Stage").ID)
	if got := cdktest.JSON(template.Outputs["URL"].Value); got != want {
		t.Errorf("URL %s, want %s", got, want)
	}
}

func TestAlias(t *testing.T) {
	stack := cdktest.Stack(t)
	f := function(stack)
	alias := awslambda.NewAlias(stack, jsii.String("Live"), &awslambda.AliasProps{AliasName: jsii.String("live"), Version: f.CurrentVersion()})
	restapi.New(stack, "API", &restapi.Props{Function: alias})
	template := cdktest.Synth(t, stack)
	template.Count("AWS::Lambda::Permission", 2)
	for _, p := range template.All("AWS::Lambda::Permission") {
		if want := fmt.Sprintf(`{"Ref":%q}`, template.One("AWS::Lambda::Alias").ID); cdktest.JSON(p.Properties["FunctionName"]) != want {
			t.Errorf("%s is for %s, want %s", p.ID, cdktest.JSON(p.Properties["FunctionName"]), want)
		}
	}
}

func TestFunctionOfAnotherStack(t *testing.T) {
	app := cdktest.App(t)
	functions := awscdk.NewStack(app, jsii.String("functions"), nil)
	stack := awscdk.NewStack(app, jsii.String("api"), nil)
	restapi.New(stack, "API", &restapi.Props{Function: function(functions)})
	// The permissions are in the stack of the API, so that the function's stack does not depend on it.
	cdktest.Synth(t, stack).Count("AWS::Lambda::Permission", 2)
}

func TestImportedFunction(t *testing.T) {
	const arn = "arn:aws:lambda:eu-west-1:111122223333:function:f"
	for name, c := range map[string]struct {
		same, skip  *bool
		permissions int
	}{
		"of the same account":   {same: jsii.Bool(true), permissions: 2},
		"with its permission":   {skip: jsii.Bool(true), permissions: 0},
		"of an account unknown": {permissions: -1},
	} {
		stack := cdktest.Stack(t)
		imported := awslambda.Function_FromFunctionAttributes(stack, jsii.String("F"), &awslambda.FunctionAttributes{
			FunctionArn: jsii.String(arn), SameEnvironment: c.same, SkipPermissions: c.skip,
		})
		build := func() { restapi.New(stack, "API", &restapi.Props{Function: imported}) }
		if c.permissions < 0 {
			if got, want := cdktest.Lines(cdktest.Rejected(t, build)), "test/API: Function: it is imported, and of an account that CDK does not know, so that it gets no permission; "+
				"import it by FromFunctionAttributes with SameEnvironment, or with SkipPermissions where it has the permission"; got != want {
				t.Errorf("%s: got %s, want %s", name, got, want)
			}
			continue
		}
		build()
		cdktest.Synth(t, stack).Count("AWS::Lambda::Permission", c.permissions)
	}
}

func TestNewRejects(t *testing.T) {
	stack := cdktest.Stack(t)
	faults := cdktest.Rejected(t, func() { restapi.New(stack, "API", nil) })
	if len(faults) != 1 || faults[0].Path != "test/API" || faults[0].Field != "Function" {
		t.Errorf("faults: %v", faults)
	}
	if children := len(*stack.Node().Children()); children != 0 {
		t.Errorf("a rejected API left %d constructs in the stack", children)
	}
}
