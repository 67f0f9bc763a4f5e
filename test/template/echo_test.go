package template

import (
	"testing"

	"example.com/alb-lambda/test/internal/synth"
)

func TestFunctionIsASmallGoFunction(t *testing.T) {
	echo := stack(t, synth.Default, "echo-api-dev")
	_, function := only(t, echo, "AWS::Lambda::Function")
	logGroupID, logGroup := only(t, echo, "AWS::Logs::LogGroup")
	roleID, _ := only(t, echo, "AWS::IAM::Role")
	for property, want := range map[string]string{
		"Runtime":       `"provided.al2023"`,
		"Handler":       `"bootstrap"`,
		"Architectures": `["arm64"]`,
		"MemorySize":    `128`,
		"Timeout":       `10`,
		"LoggingConfig": `{"LogGroup":{"Ref":"` + logGroupID + `"}}`,
		"Role":          `{"Fn::GetAtt":["` + roleID + `","Arn"]}`,
	} {
		same(t, property, function.Properties[property], want)
	}
	same(t, "retention in days", logGroup.Properties["RetentionInDays"], `30`)
	if logGroup.DeletionPolicy != "Delete" {
		t.Errorf("the log group's deletion policy is %q: it stays when the stack goes", logGroup.DeletionPolicy)
	}
}

func TestArchitectureIsAChoice(t *testing.T) {
	intel := synth.Variant{Name: "x86_64", Context: map[string]any{"architecture": "x86_64"}}
	_, function := only(t, stack(t, intel, "echo-api-dev"), "AWS::Lambda::Function")
	same(t, "architectures", function.Properties["Architectures"], `["x86_64"]`)
}

// The function may write to its own log group, and that is all.
func TestFunctionMayOnlyLog(t *testing.T) {
	echo := stack(t, synth.Default, "echo-api-dev")
	logGroupID, _ := only(t, echo, "AWS::Logs::LogGroup")
	roleID, role := only(t, echo, "AWS::IAM::Role")
	same(t, "who assumes the role", role.Properties["AssumeRolePolicyDocument"],
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"}}]}`)
	for _, property := range []string{"ManagedPolicyArns", "Policies"} {
		if role.Properties[property] != nil {
			t.Errorf("the role has %s: %v", property, role.Properties[property])
		}
	}
	_, policy := only(t, echo, "AWS::IAM::Policy")
	same(t, "roles of the policy", policy.Properties["Roles"], `[{"Ref":"`+roleID+`"}]`)
	same(t, "policy", policy.Properties["PolicyDocument"], `{"Version":"2012-10-17","Statement":[{
		"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],
		"Resource":{"Fn::GetAtt":["`+logGroupID+`","Arn"]}}]}`)
	none(t, echo, "AWS::IAM::ManagedPolicy")
}

func TestAPIHandsEveryRequestToTheFunction(t *testing.T) {
	echo := stack(t, synth.Default, "echo-api-dev")
	apiID, _ := only(t, echo, "AWS::ApiGateway::RestApi")
	functionID, _ := only(t, echo, "AWS::Lambda::Function")
	proxyID, proxy := only(t, echo, "AWS::ApiGateway::Resource")
	root := `{"Fn::GetAtt":["` + apiID + `","RootResourceId"]}`
	same(t, "path", proxy.Properties["PathPart"], `"{proxy+}"`)
	same(t, "parent of the path", proxy.Properties["ParentId"], root)

	methods := map[string]bool{}
	for _, id := range ofType(echo, "AWS::ApiGateway::Method") {
		method := echo.Resources[id].Properties
		methods[string(text(t, method["ResourceId"]))] = true
		same(t, id+" method", method["HttpMethod"], `"ANY"`)
		same(t, id+" integration", method["Integration"], `{"IntegrationHttpMethod":"POST","Type":"AWS_PROXY","Uri":{"Fn::Join":["",[
			"arn:",{"Ref":"AWS::Partition"},":apigateway:",{"Ref":"AWS::Region"},":lambda:path/2015-03-31/functions/",
			{"Fn::GetAtt":["`+functionID+`","Arn"]},"/invocations"]]}}`)
	}
	onRoot := methods[string(text(t, map[string]any{"Fn::GetAtt": []any{apiID, "RootResourceId"}}))]
	onProxy := methods[string(text(t, map[string]any{"Ref": proxyID}))]
	if len(methods) != 2 || !onRoot || !onProxy {
		t.Errorf("methods stand on %v, want the root and {proxy+}", methods)
	}
}

// A stage without a throttle runs up a bill for whoever sends requests.
func TestStageIsThrottled(t *testing.T) {
	_, stage := only(t, stack(t, synth.Default, "echo-api-dev"), "AWS::ApiGateway::Stage")
	same(t, "stage", stage.Properties["StageName"], `"dev"`)
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
		same(t, property, setting[property], want)
	}
}

// API Gateway may invoke the function for this stage's methods, and the test
// button of the console may not.
func TestAPIPermissionsAreScoped(t *testing.T) {
	echo := stack(t, synth.Default, "echo-api-dev")
	apiID, _ := only(t, echo, "AWS::ApiGateway::RestApi")
	stageID, _ := only(t, echo, "AWS::ApiGateway::Stage")
	permissions := ofType(echo, "AWS::Lambda::Permission")
	if len(permissions) != 2 {
		t.Fatalf("permissions are %v, want one for the root and one for {proxy+}", permissions)
	}
	paths := []string{"/*/", "/*/*"} // sorted by logical id: the root's comes first
	for i, id := range permissions {
		permission := echo.Resources[id].Properties
		same(t, id+" principal", permission["Principal"], `"apigateway.amazonaws.com"`)
		same(t, id+" action", permission["Action"], `"lambda:InvokeFunction"`)
		same(t, id+" source", permission["SourceArn"], `{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":execute-api:",
			{"Ref":"AWS::Region"},":",{"Ref":"AWS::AccountId"},":",{"Ref":"`+apiID+`"},"/",{"Ref":"`+stageID+`"},"`+paths[i]+`"]]}`)
	}
	// These belong to the whole account.
	none(t, echo, "AWS::ApiGateway::Account")
}
