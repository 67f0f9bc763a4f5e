package cdktest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// inUse are the properties by which AWS tells resources of a type apart: two cannot have the same
// values. Each page is that of the call with which CloudFormation creates the resource.
var inUse = map[string][]string{
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
	// PriorityInUse
	"AWS::ElasticLoadBalancingV2::ListenerRule": {"ListenerArn", "Priority"},
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
	// DuplicateListener
	"AWS::ElasticLoadBalancingV2::Listener": {"LoadBalancerArn", "Port"},
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
	// DuplicateTargetGroupName
	"AWS::ElasticLoadBalancingV2::TargetGroup": {"Name"},
	// Attaching a certificate again changes nothing, and then the old resource takes it from the
	// listener.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RemoveListenerCertificates.html
	"AWS::ElasticLoadBalancingV2::ListenerCertificate": {"ListenerArn", "Certificates"},
	// https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
	"AWS::Route53::RecordSet": {"HostedZoneId", "Name", "Type"},
	// https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html
	"AWS::Lambda::Alias":     {"FunctionName", "Name"},
	"AWS::Lambda::Function":  {"FunctionName"},
	"AWS::S3::Bucket":        {"BucketName"},
	"AWS::S3::BucketPolicy":  {"Bucket"},
	"AWS::Logs::LogGroup":    {"LogGroupName"},
	"AWS::IAM::Role":         {"RoleName"},
	"AWS::SNS::Topic":        {"TopicName"},
	"AWS::CloudWatch::Alarm": {"AlarmName"},
	// https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html
	// DeploymentGroupAlreadyExistsException
	"AWS::CodeDeploy::DeploymentGroup": {"ApplicationName", "DeploymentGroupName"},
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTrustStore.html
	// DuplicateTrustStoreName
	"AWS::ElasticLoadBalancingV2::TrustStore": {"Name"},
	"AWS::Athena::WorkGroup":                  {"Name"},
	"AWS::Glue::Database":                     {"CatalogId", "DatabaseInput"},
	"AWS::ApiGateway::Stage":                  {"RestApiId", "StageName"},
	"AWS::ApiGateway::Resource":               {"RestApiId", "ParentId", "PathPart"},
	"AWS::ApiGateway::Method":                 {"RestApiId", "ResourceId", "HttpMethod"},
}

// replacing are properties whose change makes CloudFormation create the resource anew, beside the
// old one, so that the properties of inUse have to change with them.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html
var replacing = map[string][]string{
	"AWS::ElasticLoadBalancingV2::TargetGroup": {"TargetType", "VpcId", "Port", "Protocol", "ProtocolVersion", "IpAddressType"},
	"AWS::Lambda::Function":                    {"PackageType"},
}

// Collisions compares the templates of two successive deployments, by stack, and lists what
// CloudFormation cannot do: it creates before it deletes, so that a priority, a name or a port is
// still in use when a resource with another logical id, or in another stack, claims it.
func Collisions(before, after map[string]*Template) []string {
	old, claimed := claims(before), claims(after)
	var found []string
	for _, claim := range slices.Sorted(maps.Keys(claimed)) {
		for _, now := range claimed[claim] {
			for _, then := range old[claim] {
				if now != then && !slices.Contains(claimed[claim], then) {
					found = append(found, fmt.Sprintf("%s: %s claims what %s still has", claim, now, then))
				}
			}
		}
		if len(claimed[claim]) > 1 {
			found = append(found, fmt.Sprintf("%s: %s have it at once", claim, strings.Join(claimed[claim], " and ")))
		}
	}
	return append(found, replacedInPlace(before, after)...)
}

// claims lists which resources have what cannot be had twice, as stack and logical id.
func claims(templates map[string]*Template) map[string][]string {
	all := map[string][]string{}
	for _, stack := range slices.Sorted(maps.Keys(templates)) {
		for _, id := range slices.Sorted(maps.Keys(templates[stack].Resources)) {
			if claim, ok := claimOf(templates, stack, templates[stack].Resources[id]); ok {
				all[claim] = append(all[claim], stack+"/"+id)
			}
		}
		for id, output := range templates[stack].Outputs {
			if output.Export != nil {
				claim := "export " + JSON(output.Export.Name)
				all[claim] = append(all[claim], stack+"/"+id)
			}
		}
	}
	return all
}

func claimOf(templates map[string]*Template, stack string, r Resource) (claim string, ok bool) {
	claim = r.Type
	for _, property := range inUse[r.Type] {
		value := r.Properties[property]
		if value == nil {
			return "", false // AWS chooses it
		}
		claim += " " + property + "=" + JSON(absolute(templates, stack, value))
	}
	return claim, len(inUse[r.Type]) > 0
}

// absolute is a value in which a reference names its resource by stack, however the stacks pass it
// on.
func absolute(templates map[string]*Template, stack string, value any) any {
	switch v := value.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = absolute(templates, stack, v[i])
		}
		return out
	case map[string]any:
		if reference, ok := ReferenceOf(v); ok {
			return reference.absolute(templates, stack)
		}
		out := map[string]any{}
		for key := range v {
			out[key] = absolute(templates, stack, v[key])
		}
		return out
	}
	return value
}

// absolute follows a reference of a stack to the resource.
func (r Reference) absolute(templates map[string]*Template, stack string) any {
	switch r.Function {
	case "Fn::ImportValue":
		for from, template := range templates {
			for _, output := range template.Outputs {
				if output.Export != nil && output.Export.Name == r.Name {
					return absolute(templates, from, output.Value)
				}
			}
		}
		return r
	case "Fn::GetStackOutput":
		if template := templates[r.Stack]; template != nil && template.Outputs[r.Name].Value != nil {
			return absolute(templates, r.Stack, template.Outputs[r.Name].Value)
		}
		return r
	}
	if !strings.HasPrefix(r.Name, "AWS::") {
		r.Stack = stack
	}
	return r
}

// replacedInPlace lists resources that are created anew under the name that the old one still has.
func replacedInPlace(before, after map[string]*Template) (found []string) {
	for _, stack := range slices.Sorted(maps.Keys(after)) {
		if before[stack] == nil {
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(after[stack].Resources)) {
			now, then := after[stack].Resources[id], before[stack].Resources[id]
			claim, named := claimOf(after, stack, now)
			old, _ := claimOf(before, stack, then)
			if !named || now.Type != then.Type || claim != old {
				continue
			}
			for _, p := range replacing[now.Type] {
				if JSON(now.Properties[p]) != JSON(then.Properties[p]) {
					found = append(found, fmt.Sprintf("%s: %s/%s is replaced because of %s, and keeps its name", claim, stack, id, p))
				}
			}
		}
	}
	return found
}
