package cfn

import (
	"slices"
	"strings"
)

// deployed gives what Ref or an attribute of a resource evaluates to where the stack is deployed,
// as far as its physical id says it.
func (e *evaluation) deployed(r *Resource, attribute string) string {
	if e.Deployed == nil || e.Deployed.IDs[r.ID] == "" {
		return ""
	}
	id := e.Deployed.IDs[r.ID]
	resource := id[strings.LastIndex(id, ":")+1:] // of an ARN, such as loadbalancer/app/name/key
	parts := strings.Split(resource, "/")
	switch {
	case attribute == "" || slices.Contains(ids[r.Type], attribute):
		return id
	case attribute == "Arn" && r.Type == "AWS::Lambda::Function":
		return e.functionARN(id)
	case attribute == "Version" && r.Type == "AWS::Lambda::Version":
		return resource
	case attribute == "LoadBalancerFullName":
		return strings.TrimPrefix(resource, "loadbalancer/")
	case attribute == "TargetGroupFullName":
		return resource
	case attribute == "LoadBalancerName" && len(parts) > 2, attribute == "TargetGroupName" && len(parts) > 2:
		return parts[len(parts)-2]
	}
	return ""
}

// ids are the attributes that are the physical id.
var ids = map[string][]string{
	"AWS::Lambda::Version":                      {"FunctionArn"},
	"AWS::Lambda::Alias":                        {"AliasArn"},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {"LoadBalancerArn"},
	"AWS::ElasticLoadBalancingV2::Listener":     {"ListenerArn"},
	"AWS::ElasticLoadBalancingV2::TargetGroup":  {"TargetGroupArn"},
	"AWS::ApiGateway::RestApi":                  {"RestApiId"},
	"AWS::ApiGateway::Resource":                 {"ResourceId"},
	"AWS::ApiGateway::Deployment":               {"DeploymentId"},
}
