package lambdaalb

import (
	"fmt"
	"maps"
	"slices"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/constructs/internal/reference"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// synthesis compares, when the app is synthesized, a listener with what was not created here:
// rules, listeners and permissions of plain CDK, of all stacks of the app. CDK itself lets two
// rules with one priority and two listeners with one port through, and AWS rejects the second.
type synthesis struct {
	listener *Listener
}

// watch compares at synth. The construct is what the errors are reported for.
func (l *Listener) watch(construct constructs.Construct) {
	construct.Node().AddValidation(&synthesis{l})
}

// Validate is called by CDK, once in each synthesis.
func (s *synthesis) Validate() *[]*string {
	l := s.listener
	r := registryOf(l.listener)
	if r.scan == nil || r.scan.seen[l] {
		r.scan = newScan(l.listener.Node().Root())
	}
	r.scan.seen[l] = true
	found := append(s.priorities(r.scan), s.ports(r.scan)...)
	if len(r.scan.seen) == 1 { // once for all listeners
		found = append(found, r.permissions(r.scan)...)
	}
	if n := l.loadBalancer.rules + r.scan.foreign(l); n > l.loadBalancer.quota {
		found = append(found, fmt.Sprintf("the load balancer has %d rules, over the limit of %d; "+quotaFix, n, l.loadBalancer.quota))
	}
	return jsii.Strings(found...)
}

func (s *synthesis) priorities(all *scan) []string {
	others := []albrules.Rule{}
	for _, rule := range all.rules[s.listener.key] {
		if !s.listener.rules.has(rule.path) {
			others = append(others, plainRule(rule.resource))
		}
	}
	return s.listener.rules.settle(others)
}

func (s *synthesis) ports(all *scan) (problems []string) {
	l := s.listener
	for _, port := range slices.Sorted(maps.Keys(l.loadBalancer.ports)) {
		for _, other := range all.listeners[l.loadBalancer.key] {
			if ours := l.loadBalancer.ports[port]; other.port == port && other.path != ours+"/Resource" {
				problems = append(problems, fmt.Sprintf("port %d of the load balancer is taken by %s too; use another for one of them", port, other.path))
			}
		}
	}
	return problems
}

// has says whether a rule was created here.
func (s *ruleSet) has(resource string) bool {
	return slices.ContainsFunc(s.rules, func(r *ruleEntry) bool { return r.path+"/Rule/Resource" == resource })
}

// scan is all rules, listeners and permissions of an app, by what they are on.
type scan struct {
	rules       map[string][]scannedRule             // by listener
	listeners   map[string][]scannedListener         // by load balancer
	permissions map[string][]awslambda.CfnPermission // by function
	seen        map[*Listener]bool                   // who has used it, once in each synthesis
}

type scannedRule struct {
	path     string
	resource elb.CfnListenerRule
}

type scannedListener struct {
	path, key string
	port      int
}

func newScan(root constructs.IConstruct) *scan {
	s := &scan{
		rules: map[string][]scannedRule{}, listeners: map[string][]scannedListener{},
		permissions: map[string][]awslambda.CfnPermission{}, seen: map[*Listener]bool{},
	}
	for _, node := range *root.Node().FindAll(constructs.ConstructOrder_PREORDER) {
		switch resource := node.(type) {
		case elb.CfnListenerRule:
			// A token is known at deployment only, and CDK writes it as a negative number.
			if priority := resource.Priority(); priority != nil && *priority >= albrules.MinPriority && resource.ListenerArn() != nil {
				key := reference.Text(resource, *resource.ListenerArn())
				s.rules[key] = append(s.rules[key], scannedRule{*resource.Node().Path(), resource})
			}
		case awslambda.CfnPermission:
			function := functionOf(resource)
			s.permissions[function] = append(s.permissions[function], resource)
		case elb.CfnListener:
			if port := resource.Port(); port != nil && *port >= 1 {
				key := reference.Text(resource, *resource.LoadBalancerArn())
				s.listeners[key] = append(s.listeners[key],
					scannedListener{*resource.Node().Path(), reference.Text(resource, *resource.Ref()), int(*port)})
			}
		}
	}
	return s
}

// foreign counts the rules on a listener's load balancer that were not created here.
func (s *scan) foreign(l *Listener) int {
	r, keys := registryOf(l.listener), map[string]bool{l.key: true}
	for _, other := range s.listeners[l.loadBalancer.key] {
		keys[other.key] = true
	}
	n := 0
	for key := range keys {
		for _, rule := range s.rules[key] {
			if r.rules[key] == nil || !r.rules[key].has(rule.path) {
				n++
			}
		}
	}
	return n
}
