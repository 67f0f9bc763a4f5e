package lambdaalb

import (
	"cmp"
	"fmt"
	"sync"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Listener is a port of a balancer, and the routes on it.
type Listener struct {
	listener elb.IApplicationListener
	scope    constructs.Construct // of the routes
	rules    *ruleSet             // shared by all views of this listener
	identity string               // of the balancer, see targetGroupName
	secure   bool
}

// ListenerProps of [ALB.AddListener].
type ListenerProps struct {
	// Port of the listener, 1..65535. Required, unless HTTPS gives it.
	Port int
	// HTTPS makes it speak TLS. Default: HTTP.
	HTTPS *HTTPS
	// Default answers what no route matches. Default: 404 with a JSON body.
	Default *Action
}

// AddListener opens one more port. The security group has to let it in. It
// panics with a *fault.Error when props are refused: also when another
// listener of this construct has the port.
func (b *ALB) AddListener(id string, props *ListenerProps) *Listener {
	p := ListenerProps{}
	if props != nil {
		p = *props
	}
	faults := fault.New(*b.Node().Path() + "/" + id)
	if p.HTTPS != nil {
		p.HTTPS = p.HTTPS.withDefaults()
		p.HTTPS.check("HTTPS", faults)
		p.Port = cmp.Or(p.Port, p.HTTPS.Port)
	}
	if p.Port < 1 || p.Port > 65535 {
		faults.Add("Port", fmt.Sprintf("%d is outside 1..65535", p.Port), "use a port that no other listener of the balancer has")
	} else if b.ports[p.Port] {
		faults.Add("Port", fmt.Sprintf("%d is taken by another listener of the balancer", p.Port), "use another")
	}
	if p.Default != nil {
		p.Default.check("Default", faults)
	}
	faults.PanicIfAny()
	return b.newListener(constructs.NewConstruct(b, &id), "Listener", &p)
}

func (b *ALB) newListener(scope constructs.Construct, id string, p *ListenerProps) *Listener {
	props := &elb.ApplicationListenerProps{
		LoadBalancer: b.balancer,
		Port:         jsii.Number(p.Port),
		Protocol:     elb.ApplicationProtocol_HTTP,
		// Open adds rules to the security group, even across stacks.
		Open: jsii.Bool(false),
	}
	if p.HTTPS != nil {
		props.Protocol = elb.ApplicationProtocol_HTTPS
		p.HTTPS.configure(scope, b.balancer, props)
	}
	b.ports[p.Port] = true
	l := &Listener{scope: scope, rules: &ruleSet{}, identity: b.identity, secure: p.HTTPS != nil}
	answer := p.Default
	if answer == nil {
		answer = &notFound
	}
	if len(answer.Targets) > 0 {
		scope = constructs.NewConstruct(scope, jsii.String(id+"Default"))
	}
	props.DefaultAction, _ = answer.render(scope, l)
	l.listener = elb.NewApplicationListener(l.scope, &id, props)
	l.listener.Node().AddValidation(&foreignRules{l})
	return l
}

// FromListenerProps of [FromListener].
type FromListenerProps struct {
	// Listener that exists, by object. Required, unless ARN is given.
	Listener elb.IApplicationListener
	// ARN of a listener that exists. Default: none.
	ARN string
	// HTTPS says that the listener speaks HTTPS, which authentication needs.
	// Default: false.
	HTTPS bool
	// SecurityGroup of the balancer, which authentication opens port 443 out
	// of. Default: none is changed.
	SecurityGroup awsec2.ISecurityGroup
}

// FromListener puts routes on a listener that was made elsewhere. Routes
// of all stacks of an app on the same listener are checked against each other;
// those of other apps can not be known: give routes explicit priorities where
// several apps share a listener.
func FromListener(scope constructs.Construct, id string, props *FromListenerProps) *Listener {
	p := FromListenerProps{}
	if props != nil {
		p = *props
	}
	faults := fault.New(*scope.Node().Path() + "/" + id)
	if (p.Listener == nil) == (p.ARN == "") {
		faults.Add("Listener", "it is not exactly one of Listener and ARN", "give the listener or its ARN")
	}
	faults.PanicIfAny()

	routes := constructs.NewConstruct(scope, &id)
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
	identity := known(listener.ListenerArn())
	if identity == "" {
		identity = *listener.Node().Path()
	}
	return &Listener{listener: listener, scope: routes, rules: sharedRules(scope, identity), identity: identity, secure: p.HTTPS}
}

// existing holds the rules of listeners that were made elsewhere, by app and
// listener.
var existing struct {
	sync.Mutex
	rules map[string]*ruleSet
}

func sharedRules(scope constructs.Construct, listener string) *ruleSet {
	// The folder of its assembly is what tells one app from another.
	key := *awscdk.Stage_Of(scope).Outdir() + " " + listener
	existing.Lock()
	defer existing.Unlock()
	if existing.rules == nil {
		existing.rules = map[string]*ruleSet{}
	}
	if existing.rules[key] == nil {
		existing.rules[key] = &ruleSet{}
	}
	return existing.rules[key]
}

// ApplicationListener is the listener itself.
func (l *Listener) ApplicationListener() elb.IApplicationListener { return l.listener }

// WithScope is the same listener, with routes in another scope: the rule, the target
// group and the permission stand in scope's stack, which can be updated and
// destroyed alone.
func (l *Listener) WithScope(scope constructs.Construct) *Listener {
	view := *l
	view.scope = scope
	return &view
}
