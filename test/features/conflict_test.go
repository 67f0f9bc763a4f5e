package features

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
)

// A resource is one of a stack.
type resource struct{ stack, id string }

func (r resource) String() string { return r.stack + "/" + r.id }

// conflicts compares the templates of two versions of an app, by stack, and lists what AWS would
// reject on the way from one to the other: CloudFormation creates and updates all resources of a
// stack before it deletes one, and stacks follow one another. What one resource holds alone, such
// as the priority of a rule, another cannot take until the first has given it up. A resource that
// is replaced holds its name twice.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
func conflicts(order []string, before, after map[string]*cdktest.Template) []string {
	held := map[string]resource{}
	for stack, template := range before {
		for id, r := range template.Resources {
			for _, claim := range claims(before, stack, r) {
				held[claim] = resource{stack, id}
			}
		}
	}
	var found []string
	for stack, template := range after {
		for id, r := range template.Resources {
			now := resource{stack, id}
			for _, claim := range claims(after, stack, r) {
				holder, taken := held[claim]
				switch {
				case !taken:
				case holder == now:
					if replaced(before[stack].Resources[id], r) {
						found = append(found, fmt.Sprintf("%s is replaced and keeps %s", now, claim))
					}
				case slices.Index(order, holder.stack) < slices.Index(order, stack) && gaveUp(after, holder, claim):
				default:
					found = append(found, fmt.Sprintf("%s takes %s, which %s holds", now, claim, holder))
				}
			}
		}
	}
	slices.Sort(found)
	return found
}

func gaveUp(after map[string]*cdktest.Template, holder resource, claim string) bool {
	if after[holder.stack] == nil {
		return false // the stack is deleted when all others are updated
	}
	r, ok := after[holder.stack].Resources[holder.id]
	return !ok || !slices.Contains(claims(after, holder.stack, r), claim)
}

// claims are what a resource holds alone.
func claims(all map[string]*cdktest.Template, stack string, r cdktest.Resource) []string {
	p := r.Properties
	switch r.Type {
	case "AWS::ElasticLoadBalancingV2::ListenerRule":
		return []string{fmt.Sprintf("priority %v of %s", p["Priority"], resolve(all, stack, p["ListenerArn"]))}
	case "AWS::ElasticLoadBalancingV2::TargetGroup":
		return []string{fmt.Sprintf("the name of target group %v", p["Name"])}
	case "AWS::ElasticLoadBalancingV2::Listener":
		return []string{fmt.Sprintf("port %v of %s", p["Port"], resolve(all, stack, p["LoadBalancerArn"]))}
	case "AWS::ElasticLoadBalancingV2::ListenerCertificate":
		var found []string
		certificates, _ := p["Certificates"].([]any)
		for _, c := range certificates {
			arn, _ := c.(map[string]any)
			found = append(found, fmt.Sprintf("certificate %s of %s", resolve(all, stack, arn["CertificateArn"]), resolve(all, stack, p["ListenerArn"])))
		}
		return found
	}
	return nil
}

// createOnly are the properties whose change replaces a resource.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html
var createOnly = map[string][]string{
	"AWS::ElasticLoadBalancingV2::TargetGroup":         {"Name", "Port", "Protocol", "ProtocolVersion", "TargetType", "VpcId", "IpAddressType"},
	"AWS::ElasticLoadBalancingV2::ListenerRule":        {"ListenerArn"},
	"AWS::ElasticLoadBalancingV2::Listener":            {"LoadBalancerArn"},
	"AWS::ElasticLoadBalancingV2::ListenerCertificate": {"ListenerArn", "Certificates"},
}

func replaced(before, after cdktest.Resource) bool {
	return slices.ContainsFunc(createOnly[after.Type], func(property string) bool {
		return text(before.Properties[property]) != text(after.Properties[property])
	})
}

// resolve names the resource that a value refers to, in its own stack or in another one.
func resolve(all map[string]*cdktest.Template, stack string, value any) string {
	reference, ok := cdktest.ReferenceOf(value)
	switch {
	case ok && reference.Function == "Ref":
		return stack + "/" + reference.Name
	case ok && reference.Function == "Fn::GetStackOutput":
		return resolve(all, reference.Stack, all[reference.Stack].Outputs[reference.Name].Value)
	case ok && reference.Function == "Fn::ImportValue":
		for _, other := range slices.Sorted(maps.Keys(all)) {
			for _, output := range all[other].Outputs {
				if output.Export != nil && output.Export.Name == reference.Name {
					return resolve(all, other, output.Value)
				}
			}
		}
	}
	return text(value)
}

func text(value any) string {
	b, err := json.Marshal(value)
	if err != nil {
		panic(err) // it came from JSON
	}
	return string(b)
}

// template is one of resources, by id.
func template(resources map[string]cdktest.Resource) *cdktest.Template {
	return &cdktest.Template{Resources: resources}
}

func rule(priority int) cdktest.Resource {
	return cdktest.Resource{Type: "AWS::ElasticLoadBalancingV2::ListenerRule", Properties: map[string]any{
		"Priority": float64(priority), "ListenerArn": map[string]any{"Ref": "Listener"},
	}}
}

func group(name string, port int) cdktest.Resource {
	return cdktest.Resource{Type: "AWS::ElasticLoadBalancingV2::TargetGroup", Properties: map[string]any{"Name": name, "Port": float64(port)}}
}

// TestConflicts shows that the check sees each order that CloudFormation would fail on, and no
// other.
func TestConflicts(t *testing.T) {
	type resources = map[string]cdktest.Resource
	imported := cdktest.Resource{Type: "AWS::ElasticLoadBalancingV2::ListenerRule", Properties: map[string]any{
		"Priority": 1.0, "ListenerArn": map[string]any{"Fn::GetStackOutput": map[string]any{"StackName": "a", "OutputName": "L"}},
	}}
	output := map[string]cdktest.Output{"L": {Value: map[string]any{"Ref": "Listener"}}}
	for _, test := range []struct {
		name          string
		before, after map[string]*cdktest.Template
		want          string
	}{
		{"nothing changed", map[string]*cdktest.Template{"a": template(resources{"R": rule(1)})}, map[string]*cdktest.Template{"a": template(resources{"R": rule(1)})}, "[]"},
		{"another priority", map[string]*cdktest.Template{"a": template(resources{"R": rule(1)})}, map[string]*cdktest.Template{"a": template(resources{"R": rule(2)})}, "[]"},
		{"another id", map[string]*cdktest.Template{"a": template(resources{"R": rule(1)})}, map[string]*cdktest.Template{"a": template(resources{"S": rule(1)})},
			"[a/S takes priority 1 of a/Listener, which a/R holds]"},
		{"swapped", map[string]*cdktest.Template{"a": template(resources{"R": rule(1), "S": rule(2)})}, map[string]*cdktest.Template{"a": template(resources{"R": rule(2), "S": rule(1)})},
			"[a/R takes priority 2 of a/Listener, which a/S holds a/S takes priority 1 of a/Listener, which a/R holds]"},
		{"to an earlier stack", map[string]*cdktest.Template{"a": {Outputs: output}, "b": template(resources{"R": imported})},
			map[string]*cdktest.Template{"a": {Resources: resources{"S": rule(1)}, Outputs: output}, "b": template(nil)}, "[a/S takes priority 1 of a/Listener, which b/R holds]"},
		{"to a later stack", map[string]*cdktest.Template{"a": {Resources: resources{"S": rule(1)}, Outputs: output}, "b": template(nil)},
			map[string]*cdktest.Template{"a": {Outputs: output}, "b": template(resources{"R": imported})}, "[]"},
		{"a group that is replaced under its name", map[string]*cdktest.Template{"a": template(resources{"G": group("g", 80)})}, map[string]*cdktest.Template{"a": template(resources{"G": group("g", 81)})},
			"[a/G is replaced and keeps the name of target group g]"},
		{"a group with another name", map[string]*cdktest.Template{"a": template(resources{"G": group("g", 80)})}, map[string]*cdktest.Template{"a": template(resources{"G": group("h", 81)})}, "[]"},
	} {
		if got := fmt.Sprint(conflicts([]string{"a", "b"}, test.before, test.after)); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
