package main

import (
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
	const https = "AWS::CodeDeploy::DeploymentGroup 1, AWS::ElasticLoadBalancingV2::Listener 3, AWS::ElasticLoadBalancingV2::ListenerRule 8"
	for name, c := range map[string]struct {
		keys      map[string]any
		resources string
		protected bool
	}{
		"nothing":     {nil, "AWS::CodeDeploy::DeploymentGroup 1, AWS::ElasticLoadBalancingV2::Listener 2, AWS::ElasticLoadBalancingV2::ListenerRule 7", false},
		"certificate": {map[string]any{"certificate": "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"}, https, false},
		"domain": {map[string]any{"domain": "p.example.com", "zone": "example.com", "zoneID": "Z0123456789"},
			"AWS::CertificateManager::Certificate 1, " + https + ", AWS::Route53::RecordSet 2", false},
		"emulator":  {map[string]any{"rollout": "false", "architecture": "x86_64"}, "AWS::ElasticLoadBalancingV2::Listener 2, AWS::ElasticLoadBalancingV2::ListenerRule 7", false},
		"protected": {map[string]any{"protect": "true"}, "AWS::CodeDeploy::DeploymentGroup 1, AWS::ElasticLoadBalancingV2::Listener 2, AWS::ElasticLoadBalancingV2::ListenerRule 7", true},
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
