package lambdaalb

import (
	"regexp"
	"sync"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/constructs/internal/reference"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
)

// registry is what the constructs of one app know of each other. AWS counts and compares by load
// balancer, listener and function, whichever stack or construct a route is in.
type registry struct {
	loadBalancers map[string]*loadBalancer
	rules         map[string]*ruleSet // by listener
	groups        map[groupKey]*sharedGroup
	policies      map[string]*policy // by function
	scan          *scan
}

// registries are by the root of an app's tree.
var registries struct {
	sync.Mutex
	byRoot map[constructs.IConstruct]*registry
}

func registryOf(scope constructs.IConstruct) *registry {
	registries.Lock()
	defer registries.Unlock()
	root := scope.Node().Root()
	if registries.byRoot == nil {
		registries.byRoot = map[constructs.IConstruct]*registry{}
	}
	if registries.byRoot[root] == nil {
		registries.byRoot[root] = &registry{
			loadBalancers: map[string]*loadBalancer{}, rules: map[string]*ruleSet{},
			groups: map[groupKey]*sharedGroup{}, policies: map[string]*policy{},
		}
	}
	return registries.byRoot[root]
}

// loadBalancer is what all listeners of one load balancer share.
type loadBalancer struct {
	key    string // which load balancer it is
	ports  map[int]string
	rules  int             // on all listeners, default rules left out
	groups map[string]bool // target groups, ours and given ones
	quota  int             // of rules
	opened *openGroup      // nil where the security group is somebody else's
}

// openGroup is the security group that was created with a load balancer, and who may reach it.
type openGroup struct {
	group awsec2.ISecurityGroup
	peers []awsec2.IPeer
}

// loadBalancerOf is the state of a load balancer with an ARN, which may be a token.
func (r *registry) loadBalancerOf(scope constructs.IConstruct, arn string) *loadBalancer {
	key := reference.Text(scope, arn)
	if r.loadBalancers[key] == nil {
		r.loadBalancers[key] = &loadBalancer{key: key, ports: map[int]string{}, groups: map[string]bool{}, quota: albrules.MaxRules}
	}
	return r.loadBalancers[key]
}

// listenerARN is the ARN of a listener of an Application Load Balancer. The first two groups are
// the region and the account; the last is what names the load balancer.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
var listenerARN = regexp.MustCompile(`^arn:aws[a-z-]*:elasticloadbalancing:([a-z0-9-]+):(\d{12}):listener/app/([^/]+/[^/]+)/[^/]+$`)

// loadBalancerARN is that of the load balancer of a listener; one that is not known stands for
// itself.
func loadBalancerARN(listener elb.IApplicationListener) string {
	if owned, ok := listener.(elb.ApplicationListener); ok {
		return *owned.LoadBalancer().LoadBalancerArn()
	}
	arn, _ := imported.Text(listener.ListenerArn)
	if !token.In(arn) && listenerARN.MatchString(arn) {
		return loadBalancerOf(arn)
	}
	return arn
}

// loadBalancerOf is the ARN of a listener's load balancer.
func loadBalancerOf(arn string) string {
	return regexp.MustCompile(`:listener/(app/[^/]+/[^/]+)/[^/]+$`).ReplaceAllString(arn, ":loadbalancer/$1")
}
