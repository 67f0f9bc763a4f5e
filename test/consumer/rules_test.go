package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
)

// loadBalancer is the only one there is.
func (l *life) loadBalancer() types.LoadBalancer {
	l.Helper()
	found, err := l.balancing.DescribeLoadBalancers(l.Context(), &elbv2.DescribeLoadBalancersInput{})
	if err != nil || len(found.LoadBalancers) != 1 {
		l.Fatalf("the load balancer is not the only one: %v", err)
	}
	return found.LoadBalancers[0]
}

// listener is the only one of the load balancer.
func (l *life) listener() *string {
	l.Helper()
	found, err := l.balancing.DescribeListeners(l.Context(),
		&elbv2.DescribeListenersInput{LoadBalancerArn: l.loadBalancer().LoadBalancerArn})
	if err != nil || len(found.Listeners) != 1 {
		l.Fatalf("the listener is not the only one: %v", err)
	}
	return found.Listeners[0].ListenerArn
}

// rewrites fails the test unless a rule of the load balancer has this rewrite.
func (l *life) rewrites(regex, replace string) {
	l.Helper()
	found, err := l.balancing.DescribeRules(l.Context(), &elbv2.DescribeRulesInput{ListenerArn: l.listener()})
	if err != nil {
		l.Fatal(err)
	}
	for _, rule := range found.Rules {
		for _, transform := range rule.Transforms {
			if transform.UrlRewriteConfig == nil {
				continue
			}
			for _, rewrite := range transform.UrlRewriteConfig.Rewrites {
				if aws.ToString(rewrite.Regex) == regex && aws.ToString(rewrite.Replace) == replace {
					return
				}
			}
		}
	}
	l.Errorf("no rule replaces %s with %s", regex, replace)
}

// canary sends a request to each version of the checkout through its own target group, by a rule
// that exists for that request.
func (l *life) canary(want ...string) {
	l.Helper()
	versions := map[string]bool{}
	found, err := l.balancing.DescribeTargetGroups(l.Context(), &elbv2.DescribeTargetGroupsInput{})
	if err != nil {
		l.Fatal(err)
	}
	for _, group := range found.TargetGroups {
		if !strings.HasSuffix(l.target(group), ":live") { // the aliases are the checkout's
			continue
		}
		rule, err := l.balancing.CreateRule(l.Context(), &elbv2.CreateRuleInput{
			ListenerArn: l.listener(),
			Priority:    aws.Int32(1),
			Conditions:  []types.RuleCondition{{Field: aws.String("path-pattern"), Values: []string{"/canary"}}},
			Actions:     []types.Action{{Type: types.ActionTypeEnumForward, TargetGroupArn: group.TargetGroupArn}},
		})
		if err != nil {
			l.Fatal(err)
		}
		_, got := l.get("/canary", "")
		versions[got.Version] = true
		if _, err := l.balancing.DeleteRule(l.Context(), &elbv2.DeleteRuleInput{RuleArn: rule.Rules[0].RuleArn}); err != nil {
			l.Fatal(err)
		}
	}
	if got := slices.Sorted(maps.Keys(versions)); !slices.Equal(got, want) {
		l.Errorf("the canary's target groups respond as versions %q, want %q", got, want)
	}
}

// target is the only one of a group.
func (l *life) target(group types.TargetGroup) string {
	l.Helper()
	health, err := l.balancing.DescribeTargetHealth(l.Context(), &elbv2.DescribeTargetHealthInput{TargetGroupArn: group.TargetGroupArn})
	if err != nil || len(health.TargetHealthDescriptions) != 1 {
		l.Fatalf("%s does not have one target: %v", aws.ToString(group.TargetGroupName), err)
	}
	return aws.ToString(health.TargetHealthDescriptions[0].Target.Id)
}
