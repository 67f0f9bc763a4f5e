// Package scale shows that a hundred functions on a hundred rules fit the limits of AWS, and that
// each of them is no more work than each of a few. Work is counted, not timed: the benchmark times
// it.
//
// Quotas of AWS and the growth of work with the number of functions may enter. Seconds are the
// business of test/bench.
package scale

import (
	"fmt"
	"os"
	"testing"

	"example.com/alb-lambda/internal/cdktest"
)

func TestMain(m *testing.M) {
	if functions := os.Getenv(asApp); functions != "" {
		if err := runApp(functions); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	cdktest.Main(m, cdktest.AtRoot)
}

// Quotas of AWS:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
const (
	maxResources = 500
	maxGroupName = 32
)

func TestManyFunctionsFitTheQuotas(t *testing.T) {
	dir := t.TempDir()
	app, err := newApp(many, dir)
	if err != nil {
		t.Fatal(err)
	}
	app.Synth(nil)
	var (
		rules       = map[float64]string{} // by priority
		groups      = map[string]string{}  // by name
		functions   int
		permissions int
	)
	for stack, template := range cdktest.Read(t, dir, ".template.json") {
		if n := len(template.Resources); n > maxResources {
			t.Errorf("%s has %d resources, over the quota of %d", stack, n, maxResources)
		}
		for id, resource := range template.Resources {
			at := stack + "/" + id
			switch resource.Type {
			case "AWS::Lambda::Function":
				functions++
			case "AWS::Lambda::Permission":
				permissions++
			case "AWS::ElasticLoadBalancingV2::ListenerRule":
				priority := resource.Properties["Priority"].(float64)
				if other, taken := rules[priority]; taken {
					t.Errorf("%s and %s have the same priority, %v", at, other, priority)
				}
				rules[priority] = at
			case "AWS::ElasticLoadBalancingV2::TargetGroup":
				name := resource.Properties["Name"].(string)
				if len(name) > maxGroupName {
					t.Errorf("%s: the name %q is longer than %d characters", at, name, maxGroupName)
				}
				if other, taken := groups[name]; taken {
					t.Errorf("%s and %s have the same name, %s", at, other, name)
				}
				groups[name] = at
			}
		}
	}
	for what, n := range map[string]int{"functions": functions, "permissions": permissions, "rules": len(rules), "target groups": len(groups)} {
		if n != many {
			t.Errorf("there are %d %s; want %d", n, what, many)
		}
	}
}
