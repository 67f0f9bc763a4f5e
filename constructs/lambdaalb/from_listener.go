package lambdaalb

import (
	"fmt"

	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/reference"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/follow"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// FromListenerProps of [FromListener].
type FromListenerProps struct {
	// Listener that exists, by object. Required, unless ARN is given.
	Listener elb.IApplicationListener
	// ARN of a listener that exists, of an Application Load Balancer in the stack's account and
	// region. Default: none.
	ARN string
	// HTTPS says that the listener speaks HTTPS, which authentication needs. Default: false, or what
	// a Listener of this app says itself.
	HTTPS bool
	// SecurityGroup of the load balancer, which authentication opens port 443 out of.
	// Default: none is changed.
	SecurityGroup awsec2.ISecurityGroup
	// RuleQuota is the number of rules that AWS allows on the listener's load balancer, default rules
	// left out. Default: 100, AWS's own.
	RuleQuota int
}

// FromListener puts routes on a listener that was created elsewhere. Routes of all stacks of an app
// on the same listener are checked against each other; those of other apps cannot be known: give
// routes explicit priorities where several apps share a listener. It panics with a *fault.Error
// when props are rejected.
func FromListener(scope constructs.Construct, id string, props *FromListenerProps) *Listener {
	p := FromListenerProps{}
	if props != nil {
		p = *props
	}
	faults := place.Check(scope, id)
	place.Objects(faults, "", &p)
	p.check(faults)
	faults.PanicIfAny()
	defer place.Undo(faults, scope, id)
	p.checkObjects(scope, faults)
	faults.PanicIfAny()

	routes := constructs.NewConstruct(scope, &id)
	follow.References(routes, nil)
	listener := p.Listener
	if listener == nil {
		group := p.SecurityGroup
		if group == nil {
			group = awsec2.SecurityGroup_FromSecurityGroupId(routes, jsii.String("SecurityGroup"), jsii.String("unknown"),
				&awsec2.SecurityGroupImportOptions{Mutable: jsii.Bool(false)})
		}
		listener = elb.ApplicationListener_FromApplicationListenerAttributes(routes, jsii.String("Listener"),
			&elb.ApplicationListenerAttributes{ListenerArn: &p.ARN, SecurityGroup: group})
	}
	arn := *listener.ListenerArn()
	identity := token.Known(&arn)
	if identity == "" {
		identity = *listener.Node().Path()
	}
	r, key := registryOf(scope), reference.Text(scope, arn)
	if r.rules[key] == nil {
		r.rules[key] = &ruleSet{}
	}
	l := &Listener{
		listener: listener, scope: routes, loadBalancer: r.loadBalancerOf(scope, loadBalancerARN(listener)), rules: r.rules[key],
		identity: identity, key: key, environment: p.environment(scope), secure: p.HTTPS || speaksHTTPS(listener), port: portOf(listener),
	}
	l.loadBalancer.quota = max(l.loadBalancer.quota, p.RuleQuota)
	l.watch(routes)
	return l
}

func (p *FromListenerProps) check(faults *fault.List) {
	if (p.Listener == nil) == (p.ARN == "") {
		faults.Add("Listener", "it is not exactly one of Listener and ARN", "give the listener or its ARN")
	}
	if p.ARN != "" && !token.In(p.ARN) && !listenerARN.MatchString(p.ARN) {
		faults.Add("ARN", fmt.Sprintf("%q is not the ARN of a listener of an Application Load Balancer", p.ARN), "give one with :listener/app/ in it")
	}
	checkQuota(p.RuleQuota, faults)
}

// checkObjects is what only the listener itself can say, over jsii.
func (p *FromListenerProps) checkObjects(scope constructs.IConstruct, faults *fault.List) {
	field := "ARN"
	if p.Listener != nil {
		field = "Listener"
	}
	p.environment(scope).Check(environment.OfStack(scope), field, "listener", faults)
}

// environment is where the listener is: as its ARN says, or the object, or else where the stack is.
func (p *FromListenerProps) environment(scope constructs.IConstruct) environment.Environment {
	arn := p.ARN
	if p.Listener != nil {
		arn = *p.Listener.ListenerArn()
	}
	if at := environment.OfARN(arn); at != (environment.Environment{}) {
		return at
	}
	if p.Listener != nil {
		return environment.OfResource(p.Listener.Env)
	}
	return environment.OfStack(scope)
}

// portOf is what a listener of this app says itself, or 0.
func portOf(listener elb.IApplicationListener) int {
	resource, ok := listener.Node().DefaultChild().(elb.CfnListener)
	if !ok || resource.Port() == nil {
		return 0
	}
	return int(max(*resource.Port(), 0)) // a token is negative
}

// speaksHTTPS is what a listener of this app says itself.
func speaksHTTPS(listener elb.IApplicationListener) bool {
	resource, ok := listener.Node().DefaultChild().(elb.CfnListener)
	return ok && resource.Protocol() != nil && *resource.Protocol() == string(elb.ApplicationProtocol_HTTPS)
}
