package lambdaalb

import (
	"fmt"

	"example.com/alb-lambda/albrules"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

// foreignRules looks, when the app is synthesized, for rules on a listener that
// were not made here, and refuses those that take a priority twice. CDK itself
// lets two rules with one priority through, and AWS refuses the second.
type foreignRules struct {
	listener *Listener
}

// Validate is called by CDK. It gives the faults.
func (f *foreignRules) Validate() *[]*string {
	arn := *f.listener.listener.ListenerArn()
	taken, ours := map[int]string{}, map[string]bool{}
	for _, r := range f.listener.rules.rules {
		taken[r.priority] = r.path
		ours[r.path+"/Rule/Resource"] = true
	}
	faults := []*string{}
	for _, node := range *f.listener.listener.Node().Root().Node().FindAll("") {
		rule, ok := node.(elb.CfnListenerRule)
		if !ok || *rule.ListenerArn() != arn {
			continue
		}
		path := *rule.Node().Path()
		if ours[path] {
			continue
		}
		priority := int(*rule.Priority())
		if priority < albrules.MinPriority {
			continue // a token: known at deploy only
		}
		if other, found := taken[priority]; found {
			faults = append(faults, jsii.String(fmt.Sprintf("priority %d is taken by %s; use another", priority, other)))
		}
		taken[priority] = path
	}
	return &faults
}
