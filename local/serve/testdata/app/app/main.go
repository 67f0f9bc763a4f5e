// Command app stands for a CDK app: it writes what CDK would synthesize, without CDK.
package main

import (
	"encoding/json"
	"log"
	"os"
	"path/filepath"
)

// status is that of the rule /fixed, which a test changes.
const status = "200"

func main() {
	var context map[string]any
	if err := json.Unmarshal([]byte(os.Getenv("CDK_CONTEXT_JSON")), &context); err != nil {
		log.Fatal(err)
	}
	stage := context["stage"].(string)
	write("manifest.json", object{"artifacts": object{"shop": object{
		"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
		"properties": object{"templateFile": "shop.template.json", "stackName": "shop-" + stage},
		"metadata": object{
			"/shop/Hello/Function":    []any{object{"type": "alb-lambda:gofunction", "data": object{"Package": "./hello", "LDFlags": "-X main.version=one", "Files": object{"texts/note": "./note.txt"}}}},
			"/shop/Streamer/Function": []any{object{"type": "alb-lambda:gofunction", "data": object{"Package": "./streamer"}}},
			"/shop/Brief/Function":    []any{object{"type": "alb-lambda:gofunction", "data": object{"Package": "./hello"}}},
			"/shop/Single/Function":   []any{object{"type": "alb-lambda:gofunction", "data": object{"Package": "./hello", "LDFlags": "-X main.version=two"}}},
		},
	}}})
	write("shop.template.json", object{"Resources": resources()})
}

type object = map[string]any

func write(name string, value any) {
	text, err := json.Marshal(value)
	if err == nil {
		err = os.WriteFile(filepath.Join(os.Getenv("CDK_OUTDIR"), name), text, 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func resource(kind, path string, properties object) object {
	return object{"Type": kind, "Properties": properties, "Metadata": object{"aws:cdk:path": path + "/Resource"}}
}

func ref(id string) object { return object{"Ref": id} }

func forward(group string) []any {
	return []any{object{"Type": "forward", "TargetGroupArn": ref(group)}}
}

func rule(priority int, path string, actions []any) object {
	return resource("AWS::ElasticLoadBalancingV2::ListenerRule", "shop/Edge/Mount-"+path+"/Rule", object{
		"ListenerArn": ref("HTTPS"), "Priority": priority, "Actions": actions,
		"Conditions": []any{object{"Field": "path-pattern", "Values": []any{path, path + "/*"}}},
	})
}

func resources() object {
	function := func(path string, more object) object {
		properties := object{"Runtime": "provided.al2023", "Handler": "bootstrap", "Timeout": 60,
			"Environment": object{"Variables": object{"LEVEL": "debug", "TABLE": ref("Table")}}}
		for name, value := range more {
			properties[name] = value
		}
		return resource("AWS::Lambda::Function", path+"/Function", properties)
	}
	group := func(function string, more object) object {
		properties := object{"Name": function, "TargetType": "lambda", "Targets": []any{object{"Id": object{"Fn::GetAtt": []any{function, "Arn"}}}}}
		for name, value := range more {
			properties[name] = value
		}
		return resource("AWS::ElasticLoadBalancingV2::TargetGroup", "shop/Edge/"+function+"Group", properties)
	}
	uri := object{"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Hello.Arn}/invocations"}
	return object{
		"Table":    object{"Type": "AWS::DynamoDB::Table", "Properties": object{}},
		"Hello":    function("shop/Hello", nil),
		"Single":   function("shop/Single", object{"ReservedConcurrentExecutions": 1}),
		"Brief":    function("shop/Brief", object{"Timeout": 2}),
		"Streamer": function("shop/Streamer", nil),
		"Script":   function("shop/Script", object{"Runtime": "nodejs24.x"}),
		"HelloGroup": group("Hello", object{
			"TargetGroupAttributes": []any{object{"Key": "lambda.multi_value_headers.enabled", "Value": "true"}},
			"HealthCheckEnabled":    true, "HealthCheckPath": "/health",
		}),
		"SingleGroup": group("Single", nil),
		"BriefGroup":  group("Brief", nil),
		"ScriptGroup": group("Script", nil),
		"LB": resource("AWS::ElasticLoadBalancingV2::LoadBalancer", "shop/Edge/LoadBalancer", object{
			"LoadBalancerAttributes": []any{object{"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "true"},
				object{"Key": "access_logs.s3.enabled", "Value": "true"}}}),
		"HTTP": resource("AWS::ElasticLoadBalancingV2::Listener", "shop/Edge/HTTP", object{"LoadBalancerArn": ref("LB"), "Port": 80, "Protocol": "HTTP",
			"DefaultActions": []any{object{"Type": "redirect", "RedirectConfig": object{"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}}}),
		"HTTPS": resource("AWS::ElasticLoadBalancingV2::Listener", "shop/Edge/HTTPS", object{"LoadBalancerArn": ref("LB"), "Port": 443, "Protocol": "HTTPS",
			"DefaultActions": []any{object{"Type": "fixed-response", "FixedResponseConfig": object{"StatusCode": "404", "ContentType": "application/json", "MessageBody": `{"message":"Not Found"}`}}}}),
		"ToHello":  rule(10, "/hello", forward("HelloGroup")),
		"ToSingle": rule(11, "/single", forward("SingleGroup")),
		"ToScript": rule(12, "/script", forward("ScriptGroup")),
		"ToFixed":  rule(13, "/fixed", []any{object{"Type": "fixed-response", "FixedResponseConfig": object{"StatusCode": status, "ContentType": "text/plain", "MessageBody": "fixed"}}}),
		"ToBrief":  rule(18, "/brief", forward("BriefGroup")),
		"ToBoth": rule(14, "/both", []any{object{"Type": "forward", "ForwardConfig": object{
			"TargetGroups":                []any{object{"TargetGroupArn": ref("HelloGroup"), "Weight": 1}, object{"TargetGroupArn": ref("SingleGroup"), "Weight": 1}},
			"TargetGroupStickinessConfig": object{"Enabled": true, "DurationSeconds": 60}}}}),
		"ToLogin": rule(15, "/login", []any{object{"Type": "authenticate-cognito", "Order": 1}, object{"Type": "forward", "Order": 2, "TargetGroupArn": ref("HelloGroup")}}),
		"ToPeople": rule(17, "/people", []any{
			object{"Type": "authenticate-oidc", "Order": 1, "AuthenticateOidcConfig": object{"Issuer": "https://id.example", "AuthorizationEndpoint": "https://id.example/authorize", "ClientId": "shop"}},
			object{"Type": "forward", "Order": 2, "TargetGroupArn": ref("HelloGroup")}}),
		"ToMachines": rule(16, "/machines", []any{
			object{"Type": "jwt-validation", "Order": 1, "JwtValidationConfig": object{"Issuer": "https://id.example", "JwksEndpoint": "https://id.example/keys"}},
			object{"Type": "forward", "Order": 2, "TargetGroupArn": ref("HelloGroup")}}),
		"API":   resource("AWS::ApiGateway::RestApi", "shop/API", object{"Name": "api"}),
		"Proxy": resource("AWS::ApiGateway::Resource", "shop/API/Proxy", object{"RestApiId": ref("API"), "ParentId": object{"Fn::GetAtt": []any{"API", "RootResourceId"}}, "PathPart": "{proxy+}"}),
		"Any": resource("AWS::ApiGateway::Method", "shop/API/ANY", object{"RestApiId": ref("API"), "ResourceId": ref("Proxy"), "HttpMethod": "ANY",
			"AuthorizationType": "NONE", "Integration": object{"Type": "AWS_PROXY", "Uri": uri}}),
		"Stage": resource("AWS::ApiGateway::Stage", "shop/API/Stage", object{"RestApiId": ref("API"), "StageName": "live",
			"MethodSettings": []any{object{"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 3}}}),
		"StreamURL": resource("AWS::Lambda::Url", "shop/StreamURL", object{"AuthType": "NONE", "InvokeMode": "RESPONSE_STREAM",
			"TargetFunctionArn": object{"Fn::GetAtt": []any{"Streamer", "Arn"}}}),
		"URL": resource("AWS::Lambda::Url", "shop/URL", object{"AuthType": "NONE", "TargetFunctionArn": object{"Fn::GetAtt": []any{"Hello", "Arn"}}}),
	}
}
