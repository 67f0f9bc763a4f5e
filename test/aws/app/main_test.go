package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/test/aws/internal/names"
	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) {
	cdktest.Main(m, func(root string) error { return os.Chdir(filepath.Join(root, "test", "aws")) })
}

// TestVariants synthesizes what the steps deploy, and looks for what they count on.
func TestVariants(t *testing.T) {
	const lattice = ", AWS::VpcLattice::Listener 2"
	const https = "AWS::CodeDeploy::DeploymentGroup 1, AWS::ElasticLoadBalancingV2::Listener 3, AWS::ElasticLoadBalancingV2::ListenerRule 8" + lattice
	for name, c := range map[string]struct {
		keys      map[string]any
		resources string
		protected bool
	}{
		"nothing":     {nil, "AWS::CodeDeploy::DeploymentGroup 1, AWS::ElasticLoadBalancingV2::Listener 2, AWS::ElasticLoadBalancingV2::ListenerRule 7" + lattice, false},
		"certificate": {map[string]any{"certificate": "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"}, https, false},
		"domain": {map[string]any{"domain": "p.example.com", "zone": "example.com", "zoneID": "Z0123456789"},
			"AWS::CertificateManager::Certificate 1, " + strings.TrimSuffix(https, lattice) + ", AWS::Route53::RecordSet 2" + lattice, false},
		"emulator":  {map[string]any{"rollout": "false", "lattice": "false", "architecture": "x86_64"}, "AWS::ElasticLoadBalancingV2::Listener 2, AWS::ElasticLoadBalancingV2::ListenerRule 7", false},
		"protected": {map[string]any{"protect": "true"}, "AWS::CodeDeploy::DeploymentGroup 1, AWS::ElasticLoadBalancingV2::Listener 2, AWS::ElasticLoadBalancingV2::ListenerRule 7" + lattice, true},
	} {
		t.Run(name, func(t *testing.T) {
			keys := map[string]any{"stage": "p1", "token": "secret"}
			maps.Copy(keys, c.keys)
			context, err := cdktest.Context(keys)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			app := cdktest.NewApp(context, dir)
			newStacks(app)
			assembly := app.Synth(nil)
			for _, name := range names.Stacks("p1") {
				stack := assembly.GetStackByName(jsii.String(name))
				if tags := *stack.Tags(); len(tags) != 1 || *tags[names.Tag] != "secret" {
					t.Errorf("%s has the tags %v", name, tags)
				}
				if protected := stack.TerminationProtection(); (protected != nil && *protected) != c.protected {
					t.Errorf("%s: termination protection is not %t", name, c.protected)
				}
			}
			count := map[string]int{}
			for _, template := range cdktest.Read(t, dir, cdktest.Suffix) {
				for _, resource := range template.Resources {
					count[resource.Type]++
				}
				for _, lb := range template.All("AWS::ElasticLoadBalancingV2::LoadBalancer") {
					if got := lb.Attributes("LoadBalancerAttributes")["deletion_protection.enabled"]; got != map[bool]string{true: "true", false: "false"}[c.protected] {
						t.Errorf("deletion protection is %v", got)
					}
				}
			}
			var found []string
			for _, kind := range slices.Sorted(maps.Keys(count)) {
				if strings.Contains(kind, "::Listener") || strings.Contains(kind, "DeploymentGroup") || strings.Contains(kind, "Route53") || strings.Contains(kind, "CertificateManager") {
					found = append(found, kind+" "+string(rune('0'+count[kind])))
				}
			}
			if got := strings.Join(found, ", "); got != c.resources {
				t.Errorf("%s\nwant %s", got, c.resources)
			}
		})
	}
}

// TestFrontEnds holds what each vector is sent to: streaming, payload versions, event versions, and
// that VPC Lattice is reached by the carrier alone.
func TestFrontEnds(t *testing.T) {
	context, err := cdktest.Context(map[string]any{"stage": "p1", "token": "secret"})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	app := cdktest.NewApp(context, dir)
	newStacks(app)
	app.Synth(nil)
	templates := cdktest.Read(t, dir, cdktest.Suffix)
	functions, edge := templates[names.Functions("p1")], templates[names.Edge("p1")]
	texts := func(template *cdktest.Template, kind, property string) string {
		var all []string
		for _, resource := range template.All(kind) {
			all = append(all, fmt.Sprint(resource.Properties[property]))
		}
		slices.Sort(all)
		return strings.Join(all, ", ")
	}
	for _, c := range []struct{ what, got, want string }{
		{"invoke modes", texts(functions, "AWS::Lambda::Url", "InvokeMode"), "<nil>, RESPONSE_STREAM"},
		{"payload versions", texts(functions, "AWS::ApiGatewayV2::Integration", "PayloadFormatVersion"), "1.0, 2.0"},
		{"stages", texts(functions, "AWS::ApiGatewayV2::Stage", "StageName"), "$default, $default, dev, dev"},
		{"event versions", texts(edge, "AWS::VpcLattice::TargetGroup", "Config"), "map[LambdaEventStructureVersion:V1], map[LambdaEventStructureVersion:V2]"},
		{"listeners", texts(edge, "AWS::VpcLattice::Listener", "Port"), "80, 8080"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.what, c.got, c.want)
		}
	}
	associations, ingress := edge.All("AWS::VpcLattice::ServiceNetworkVpcAssociation"), edge.All("AWS::EC2::SecurityGroupIngress")
	if len(associations) != 1 || len(ingress) != 2 {
		t.Fatalf("%d associations, %d rules", len(associations), len(ingress))
	}
	groups := fmt.Sprint(associations[0].Properties["SecurityGroupIds"])
	for _, rule := range ingress {
		if rule.Properties["SourceSecurityGroupId"] == nil || rule.Properties["CidrIp"] != nil || groups != fmt.Sprintf("[%v]", rule.Properties["GroupId"]) {
			t.Errorf("VPC Lattice, whose security groups are %s, lets in %v", groups, rule.Properties)
		}
	}
}
