package cfn

import (
	"fmt"
	"strings"
)

// names are the properties that name a resource, where Ref gives that name.
var names = map[string]string{
	"AWS::DynamoDB::Table":         "TableName",
	"AWS::Logs::LogGroup":          "LogGroupName",
	"AWS::S3::Bucket":              "BucketName",
	"AWS::ApiGateway::Stage":       "StageName",
	"AWS::Events::EventBus":        "Name",
	"AWS::Kinesis::Stream":         "Name",
	"AWS::IAM::Role":               "RoleName",
	"AWS::SecretsManager::Secret":  "Name",
	"AWS::SSM::Parameter":          "Name",
	"AWS::Cognito::UserPoolClient": "ClientName",
}

// physical gives what Ref, which is the attribute without a name, or an attribute of a resource
// evaluates to; empty where only the deployment knows.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
func (e *evaluation) physical(r *Resource, attribute string) string {
	arn := func(service, resource string) string {
		return fmt.Sprintf("arn:%s:%s:%s:%s:%s", e.partition(), service, e.Region, e.Account, resource)
	}
	property := func(name string) string { return text(e.value(r.Properties[name])) }
	key := hash(e.Stack+"/"+r.ID, 16)
	name := func(property string, limit int) string { return e.name(r, property, limit) }
	either := func(name string) bool { return attribute == "" || attribute == name }
	if deployed := e.deployed(r, attribute); deployed != "" {
		return deployed
	}
	switch r.Type {
	case "AWS::Lambda::Function":
		switch attribute {
		case "":
			return name("FunctionName", 64)
		case "Arn":
			return arn("lambda", "function:"+name("FunctionName", 64))
		}
	case "AWS::Lambda::Version":
		if attribute == "Version" {
			return "1"
		}
		if either("FunctionArn") {
			return e.functionARN(property("FunctionName")) + ":1"
		}
	case "AWS::Lambda::Alias":
		if either("AliasArn") {
			return e.functionARN(property("FunctionName")) + ":" + property("Name")
		}
	case "AWS::Lambda::Url":
		if attribute == "FunctionUrl" {
			return fmt.Sprintf("https://%s.lambda-url.%s.on.aws/", hash(e.Stack+"/"+r.ID, 32), e.Region)
		}
		if either("FunctionArn") {
			return e.functionARN(property("TargetFunctionArn"))
		}
	case "AWS::ElasticLoadBalancingV2::LoadBalancer":
		switch attribute {
		case "DNSName":
			return fmt.Sprintf("%s-%s.%s.elb.amazonaws.com", name("Name", 32), key[:10], e.Region)
		case "LoadBalancerName":
			return name("Name", 32)
		case "LoadBalancerFullName":
			return "app/" + name("Name", 32) + "/" + key
		case "", "LoadBalancerArn":
			return arn("elasticloadbalancing", "loadbalancer/app/"+name("Name", 32)+"/"+key)
		}
	case "AWS::ElasticLoadBalancingV2::Listener":
		if either("ListenerArn") {
			return strings.Replace(property("LoadBalancerArn"), ":loadbalancer/", ":listener/", 1) + "/" + key
		}
	case "AWS::ElasticLoadBalancingV2::TargetGroup":
		switch attribute {
		case "TargetGroupName":
			return name("Name", 32)
		case "TargetGroupFullName":
			return "targetgroup/" + name("Name", 32) + "/" + key
		case "", "TargetGroupArn":
			return arn("elasticloadbalancing", "targetgroup/"+name("Name", 32)+"/"+key)
		}
	case "AWS::ElasticLoadBalancingV2::TrustStore":
		if either("TrustStoreArn") {
			return arn("elasticloadbalancing", "truststore/"+name("Name", 32)+"/"+key)
		}
	case "AWS::ApiGateway::RestApi":
		if attribute == "RootResourceId" {
			return "root" + key[:6]
		}
		if either("RestApiId") {
			return key[:10]
		}
	case "AWS::ApiGateway::Resource":
		if either("ResourceId") {
			return key[:6]
		}
	case "AWS::ApiGateway::Deployment":
		if either("DeploymentId") {
			return key[:6]
		}
	}
	if property, ok := names[r.Type]; ok && attribute == "" && r.Properties[property] != nil {
		return text(e.value(r.Properties[property]))
	}
	return ""
}

// name is the name that a property gives, or else one of the form that CloudFormation generates.
func (e *evaluation) name(r *Resource, property string, limit int) string {
	if given := text(e.value(r.Properties[property])); given != "" {
		return given
	}
	generated := e.Stack + "-" + r.ID
	if most := limit - 13; len(generated) > most {
		generated = generated[:most]
	}
	return strings.Trim(generated, "-") + "-" + strings.ToUpper(hash(e.Stack+"/"+r.ID, 12))
}

// functionARN is the ARN of a function that is given by its name or by an ARN.
func (e *evaluation) functionARN(function string) string {
	if strings.HasPrefix(function, "arn:") {
		return function
	}
	return fmt.Sprintf("arn:%s:lambda:%s:%s:function:%s", e.partition(), e.Region, e.Account, function)
}

// references are what other resources may call this one.
func (r *Resource) references() []string {
	attributes := map[string][]string{
		"AWS::Lambda::Function":                     {"", "Arn"},
		"AWS::Lambda::Version":                      {""},
		"AWS::Lambda::Alias":                        {""},
		"AWS::ElasticLoadBalancingV2::LoadBalancer": {""},
		"AWS::ElasticLoadBalancingV2::Listener":     {""},
		"AWS::ElasticLoadBalancingV2::TargetGroup":  {""},
		"AWS::ApiGateway::RestApi":                  {""},
		"AWS::ApiGateway::Resource":                 {""},
	}[r.Type]
	var out []string
	for _, attribute := range attributes {
		if id := (&evaluation{Template: r.Template}).physical(r, attribute); id != "" {
			out = append(out, id)
		}
	}
	return out
}
