package cdktest_test

import (
	"strings"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
)

// stacks of resources, by stack and logical id.
type stacks map[string]map[string]cdktest.Resource

func (s stacks) templates() map[string]*cdktest.Template {
	out := map[string]*cdktest.Template{}
	for name, resources := range s {
		out[name] = &cdktest.Template{Resources: resources}
	}
	return out
}

func listenerRule(listener any, priority float64) cdktest.Resource {
	return cdktest.Resource{Type: "AWS::ElasticLoadBalancingV2::ListenerRule",
		Properties: map[string]any{"ListenerArn": listener, "Priority": priority}}
}

func group(name, kind string) cdktest.Resource {
	return cdktest.Resource{Type: "AWS::ElasticLoadBalancingV2::TargetGroup", Properties: map[string]any{"Name": name, "TargetType": kind}}
}

func TestCollisions(t *testing.T) {
	here := map[string]any{"Ref": "HTTP"}
	fromEdge := map[string]any{"Fn::ImportValue": "edge:HTTP"}
	for name, c := range map[string]struct {
		before, after stacks
		want          []string
	}{
		"nothing changes": {
			stacks{"edge": {"A": listenerRule(here, 1), "B": group("g", "lambda")}},
			stacks{"edge": {"A": listenerRule(here, 1), "B": group("g", "lambda")}}, nil,
		},
		"another rule with the priority": {
			stacks{"edge": {"A": listenerRule(here, 1)}},
			stacks{"edge": {"B": listenerRule(here, 1)}}, []string{"edge/B claims what edge/A still has"},
		},
		"the same priority on another listener": {
			stacks{"edge": {"A": listenerRule(here, 1)}},
			stacks{"edge": {"B": listenerRule(map[string]any{"Ref": "HTTPS"}, 1)}}, nil,
		},
		"two rules change places": {
			stacks{"edge": {"A": listenerRule(here, 1), "B": listenerRule(here, 2)}},
			stacks{"edge": {"A": listenerRule(here, 2), "B": listenerRule(here, 1)}},
			[]string{"edge/B claims what edge/A still has", "edge/A claims what edge/B still has"},
		},
		"a rule that moves to another stack": {
			stacks{"edge": {"A": listenerRule(here, 1)}, "shop": {}},
			stacks{"edge": {}, "shop": {"A": listenerRule(fromEdge, 1)}}, []string{"shop/A claims what edge/A still has"},
		},
		"two at once": {
			stacks{"edge": {}},
			stacks{"edge": {"A": listenerRule(here, 1), "B": listenerRule(here, 1)}}, []string{"edge/A and edge/B have it at once"},
		},
		"a name taken twice": {
			stacks{"edge": {"A": group("g", "lambda")}},
			stacks{"edge": {"B": group("g", "lambda")}}, []string{"edge/B claims what edge/A still has"},
		},
		"replaced under its own name": {
			stacks{"edge": {"A": group("g", "lambda")}},
			stacks{"edge": {"A": group("g", "ip")}}, []string{"edge/A is replaced because of TargetType, and keeps its name"},
		},
		"replaced under another name": {
			stacks{"edge": {"A": group("g", "lambda")}},
			stacks{"edge": {"A": group("h", "ip")}}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			before, after := c.before.templates(), c.after.templates()
			for _, templates := range []map[string]*cdktest.Template{before, after} {
				templates["edge"].Outputs = map[string]cdktest.Output{"HTTP": {Value: here, Export: &cdktest.Export{Name: "edge:HTTP"}}}
			}
			got := cdktest.Collisions(before, after)
			if len(got) != len(c.want) {
				t.Fatalf("got %q, want %q", got, c.want)
			}
			for i, want := range c.want {
				if !strings.Contains(strings.Join(got, "\n"), want) {
					t.Errorf("got %q, want %q", got[i], want)
				}
			}
		})
	}
}
