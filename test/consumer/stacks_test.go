package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type template struct {
	Resources map[string]struct {
		Type       string
		Properties json.RawMessage
	}
}

func read(t *testing.T, dir, stack string) (tpl template, text string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, stack+".template.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &tpl); err != nil {
		t.Fatal(err)
	}
	return tpl, string(raw)
}

// TestRoutesStandWithTheirFunctions: what belongs to a function is in the stack of the function,
// and the stack of the load balancer knows nothing of the other.
func TestRoutesStandWithTheirFunctions(t *testing.T) {
	dir := synth(t)
	want := map[string]map[string]int{
		edgeStack: {"AWS::Lambda::Function": 1, "AWS::Lambda::Permission": 1, "AWS::Lambda::Alias": 0,
			"AWS::ElasticLoadBalancingV2::TargetGroup": 1, "AWS::ElasticLoadBalancingV2::ListenerRule": 1,
			"AWS::ElasticLoadBalancingV2::LoadBalancer": 1, "AWS::ElasticLoadBalancingV2::Listener": 1},
		shopStack: {"AWS::Lambda::Function": 3, "AWS::Lambda::Permission": 3, "AWS::Lambda::Alias": 2,
			"AWS::ElasticLoadBalancingV2::TargetGroup": 3, "AWS::ElasticLoadBalancingV2::ListenerRule": 2,
			"AWS::ElasticLoadBalancingV2::LoadBalancer": 0, "AWS::ElasticLoadBalancingV2::Listener": 0},
	}
	for stack, counts := range want {
		tpl, _ := read(t, dir, stack)
		got := map[string]int{}
		for _, resource := range tpl.Resources {
			got[resource.Type]++
		}
		for kind, n := range counts {
			if got[kind] != n {
				t.Errorf("%s has %d of %s, want %d", stack, got[kind], kind, n)
			}
		}
	}
	_, shop := read(t, dir, shopStack)
	_, edge := read(t, dir, edgeStack)
	if !crosses(shop) {
		t.Errorf("%s refers to nothing of %s: it has no load balancer then", shopStack, edgeStack)
	}
	if crosses(edge) {
		t.Errorf("%s refers to another stack: neither could be destroyed alone", edgeStack)
	}
}

// TestCanary: the weights are nine to one, and no client sticks to a version.
func TestCanary(t *testing.T) {
	tpl, _ := read(t, synth(t), shopStack)
	type forward struct {
		TargetGroups                []struct{ Weight int }
		TargetGroupStickinessConfig struct{ Enabled bool }
	}
	var weighted []forward
	for _, resource := range tpl.Resources {
		var rule struct {
			Actions []struct{ ForwardConfig forward }
		}
		if resource.Type != "AWS::ElasticLoadBalancingV2::ListenerRule" {
			continue
		}
		if err := json.Unmarshal(resource.Properties, &rule); err != nil {
			t.Fatal(err)
		}
		if groups := rule.Actions[0].ForwardConfig; len(groups.TargetGroups) > 1 {
			weighted = append(weighted, groups)
		}
	}
	if len(weighted) != 1 {
		t.Fatalf("%d rules have several target groups, want 1", len(weighted))
	}
	canary := weighted[0]
	if len(canary.TargetGroups) != 2 || canary.TargetGroups[0].Weight != 90 || canary.TargetGroups[1].Weight != 10 ||
		canary.TargetGroupStickinessConfig.Enabled {
		t.Errorf("the canary is %+v", canary)
	}
}

// crosses says whether a template refers to another stack.
func crosses(template string) bool {
	return strings.Contains(template, "Fn::ImportValue") || strings.Contains(template, "Fn::GetStackOutput")
}
