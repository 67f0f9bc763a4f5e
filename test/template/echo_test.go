package template

import (
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/internal/variant"
)

func TestFunctionIsASmallGoFunction(t *testing.T) {
	echo := stack(t, variant.Default, "echo-api-dev")
	function := echo.One("AWS::Lambda::Function")
	logGroup := echo.One("AWS::Logs::LogGroup")
	logGroupID := logGroup.ID
	roleID := echo.One("AWS::IAM::Role").ID
	for property, want := range map[string]string{
		"Runtime":       `"provided.al2023"`,
		"Handler":       `"bootstrap"`,
		"Architectures": `["arm64"]`,
		"MemorySize":    `128`,
		"Timeout":       `10`,
		"LoggingConfig": `{"LogFormat":"JSON","LogGroup":{"Ref":"` + logGroupID + `"},"SystemLogLevel":"WARN"}`,
		"Role":          `{"Fn::GetAtt":["` + roleID + `","Arn"]}`,
	} {
		cdktest.Same(t, property, function.Properties[property], want)
	}
	cdktest.Same(t, "retention in days", logGroup.Properties["RetentionInDays"], `30`)
	if logGroup.DeletionPolicy != "Delete" {
		t.Errorf("the log group's deletion policy is %q: it stays when the stack goes", logGroup.DeletionPolicy)
	}
}

func TestArchitectureIsAChoice(t *testing.T) {
	intel := variant.Variant{Name: "x86_64", Context: map[string]any{"architecture": "x86_64"}}
	function := stack(t, intel, "echo-api-dev").One("AWS::Lambda::Function")
	cdktest.Same(t, "architectures", function.Properties["Architectures"], `["x86_64"]`)
}

// The function may write to its own log group, and that is all.
func TestFunctionMayOnlyLog(t *testing.T) {
	echo := stack(t, variant.Default, "echo-api-dev")
	logGroupID := echo.One("AWS::Logs::LogGroup").ID
	role := echo.One("AWS::IAM::Role")
	roleID := role.ID
	cdktest.Same(t, "who assumes the role", role.Properties["AssumeRolePolicyDocument"],
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"}}]}`)
	for _, property := range []string{"ManagedPolicyArns", "Policies"} {
		if role.Properties[property] != nil {
			t.Errorf("the role has %s: %v", property, role.Properties[property])
		}
	}
	policy := echo.One("AWS::IAM::Policy")
	cdktest.Same(t, "roles of the policy", policy.Properties["Roles"], `[{"Ref":"`+roleID+`"}]`)
	cdktest.Same(t, "policy", policy.Properties["PolicyDocument"], `{"Version":"2012-10-17","Statement":[{
		"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],
		"Resource":{"Fn::GetAtt":["`+logGroupID+`","Arn"]}}]}`)
	echo.Count("AWS::IAM::ManagedPolicy", 0)
}

func TestAPIHandsEveryRequestToTheFunction(t *testing.T) {
	echo := stack(t, variant.Default, "echo-api-dev")
	apiID := echo.One("AWS::ApiGateway::RestApi").ID
	functionID := echo.One("AWS::Lambda::Function").ID
	proxy := echo.One("AWS::ApiGateway::Resource")
	proxyID := proxy.ID
	root := `{"Fn::GetAtt":["` + apiID + `","RootResourceId"]}`
	cdktest.Same(t, "path", proxy.Properties["PathPart"], `"{proxy+}"`)
	cdktest.Same(t, "parent of the path", proxy.Properties["ParentId"], root)

	methods := map[string]bool{}
	for _, resource := range echo.All("AWS::ApiGateway::Method") {
		id, method := resource.ID, resource.Properties
		methods[cdktest.JSON(method["ResourceId"])] = true
		cdktest.Same(t, id+" method", method["HttpMethod"], `"ANY"`)
		cdktest.Same(t, id+" integration", method["Integration"], `{"IntegrationHttpMethod":"POST","Type":"AWS_PROXY","Uri":{"Fn::Join":["",[
			"arn:",{"Ref":"AWS::Partition"},":apigateway:",{"Ref":"AWS::Region"},":lambda:path/2015-03-31/functions/",
			{"Fn::GetAtt":["`+functionID+`","Arn"]},"/invocations"]]}}`)
	}
	onRoot := methods[cdktest.JSON(map[string]any{"Fn::GetAtt": []any{apiID, "RootResourceId"}})]
	onProxy := methods[cdktest.JSON(map[string]any{"Ref": proxyID})]
	if len(methods) != 2 || !onRoot || !onProxy {
		t.Errorf("methods are on %v, want the root and {proxy+}", methods)
	}
}

// A stage without a throttle runs up a bill for whoever sends requests.
func TestStageIsThrottled(t *testing.T) {
	stage := stack(t, variant.Default, "echo-api-dev").One("AWS::ApiGateway::Stage")
	cdktest.Same(t, "stage", stage.Properties["StageName"], `"dev"`)
	settings, _ := stage.Properties["MethodSettings"].([]any)
	if len(settings) != 1 {
		t.Fatalf("method settings are %v, want one for all methods", settings)
	}
	setting := settings[0].(map[string]any)
	for property, want := range map[string]string{
		"HttpMethod": `"*"`, "ResourcePath": `"/*"`,
		"ThrottlingRateLimit": `100`, "ThrottlingBurstLimit": `200`,
		"DataTraceEnabled": `false`,
	} {
		cdktest.Same(t, property, setting[property], want)
	}
}

// API Gateway may invoke the function for this stage's methods, and the test button of the console
// may not.
func TestAPIPermissionsAreScoped(t *testing.T) {
	echo := stack(t, variant.Default, "echo-api-dev")
	apiID := echo.One("AWS::ApiGateway::RestApi").ID
	stageID := echo.One("AWS::ApiGateway::Stage").ID
	permissions := echo.All("AWS::Lambda::Permission")
	if len(permissions) != 2 {
		t.Fatalf("permissions are %v, want one for the root and one for {proxy+}", permissions)
	}
	paths := []string{"/*/", "/*/*"} // sorted by logical id: the root's comes first
	for i, resource := range permissions {
		id, permission := resource.ID, resource.Properties
		cdktest.Same(t, id+" principal", permission["Principal"], `"apigateway.amazonaws.com"`)
		cdktest.Same(t, id+" action", permission["Action"], `"lambda:InvokeFunction"`)
		cdktest.Same(t, id+" source", permission["SourceArn"], `{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":execute-api:",
			{"Ref":"AWS::Region"},":",{"Ref":"AWS::AccountId"},":",{"Ref":"`+apiID+`"},"/",{"Ref":"`+stageID+`"},"`+paths[i]+`"]]}`)
	}
	// These belong to the whole account.
	echo.Count("AWS::ApiGateway::Account", 0)
}
