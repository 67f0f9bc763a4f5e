package lambdaalb

import (
	"cmp"
	"fmt"

	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/reference"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Listener is a port of a load balancer, and the routes on it.
type Listener struct {
	listener     elb.IApplicationListener
	scope        constructs.Construct // of the routes
	apart        bool                 // scope is not below what follows its references already
	loadBalancer *loadBalancer
	rules        *ruleSet // shared by all views of this listener
	identity     string   // of the load balancer, see targetGroupName
	key          string   // which listener it is, see reference.Text
	environment  environment.Environment
	secure       bool
	port         int // 0 where it is not known
}

// ListenerProps of [ALB.AddListener].
type ListenerProps struct {
	// Port of the listener, 1..65535. Required, unless HTTPS gives it.
	Port int
	// HTTPS makes it speak TLS. Default: HTTP.
	HTTPS *HTTPS
	// Default is the action for requests that match no route. Default: 404 with a JSON body.
	Default *Action
	// Headers that the listener adds to responses, removes and renames. Default: none.
	Headers *Headers
}

// AddListener opens one more port, also in the security group that was created with the load
// balancer; one that was given has to let the port in. It panics with a *fault.Error when props are
// rejected, for example when another listener of the load balancer has the port.
func (b *ALB) AddListener(id string, props *ListenerProps) *Listener {
	p := ListenerProps{}
	if props != nil {
		p = *props
	}
	faults := place.Check(b, id)
	place.Objects(faults, "", &p)
	if p.Port < 0 || p.Port > 65535 || p.Port == 0 && p.HTTPS == nil {
		faults.Add("Port", fmt.Sprintf("%d is outside 1..65535", p.Port), "use a port that no other listener of the load balancer has")
	}
	if p.HTTPS != nil {
		p.HTTPS = p.HTTPS.withDefaults()
		p.HTTPS.check("HTTPS", faults)
		p.Port = cmp.Or(p.Port, p.HTTPS.Port)
	}
	if p.Default != nil {
		p.Default.check("Default", p.HTTPS != nil, faults)
		p.Default.checkLoop("Default", p.HTTPS != nil, p.Port, faults)
	}
	p.Headers.check("Headers", p.HTTPS, faults)
	faults.PanicIfAny()
	defer place.Undo(faults, b, id)
	checkPort(takenPorts(b, b.loadBalancer), "Port", p.Port, faults)
	if p.HTTPS != nil {
		p.HTTPS.checkObjects(b, "HTTPS", b.given, faults)
	}
	p.Default.checkObjects(b, "Default", faults)
	faults.PanicIfAny()
	undo := undo{}
	defer undo.onPanic()
	return b.newListener(&undo, constructs.NewConstruct(b, &id), "Listener", &p)
}

func (b *ALB) newListener(undo *undo, scope constructs.Construct, id string, p *ListenerProps) *Listener {
	props := &elb.ApplicationListenerProps{
		LoadBalancer: b.loadBalancer,
		Port:         jsii.Number(p.Port),
		Protocol:     elb.ApplicationProtocol_HTTP,
		// Open would add rules to any security group, even across stacks.
		Open: jsii.Bool(false),
	}
	var certificates []awscertificatemanager.ICertificate
	if p.HTTPS != nil {
		props.Protocol = elb.ApplicationProtocol_HTTPS
		certificates = p.HTTPS.configure(scope, b.loadBalancer, props)
	}
	undo.add(func() { delete(b.state.ports, p.Port) })
	b.state.ports[p.Port] = *scope.Node().Path() + "/" + id
	l := &Listener{scope: scope, loadBalancer: b.state, rules: &ruleSet{}, identity: b.identity, environment: environment.OfStack(scope), secure: p.HTTPS != nil, port: p.Port}
	action := p.Default
	if action == nil {
		action = &notFound
	}
	if len(action.Targets) > 0 {
		scope = constructs.NewConstruct(scope, jsii.String(id+"Default"))
		faults := fault.New(*scope.Node().Path())
		undo.add(l.reserve(scope, *scope.Node().Path(), action.Targets, "Default", faults))
		faults.PanicIfAny()
	}
	props.DefaultAction, _ = action.render(undo, scope, l)
	listener := elb.NewApplicationListener(l.scope, &id, props)
	if p.HTTPS != nil {
		p.HTTPS.finish(listener, certificates)
	}
	p.Headers.set(listener, p.HTTPS != nil)
	l.listener = listener
	l.key = reference.Text(listener, *listener.ListenerArn())
	rules := registryOf(b).rules
	undo.add(func() { delete(rules, l.key) })
	rules[l.key] = l.rules
	b.state.opened.open(p.Port)
	if b.state.opened == nil {
		warnIfClosed(listener, b.securityGroup, p.Port)
	}
	l.watch(listener)
	return l
}

// ApplicationListener is the L2 construct.
func (l *Listener) ApplicationListener() elb.IApplicationListener { return l.listener }

// WithScope is the same listener, with routes in another scope: the rule, the target group and the
// permission are in scope's stack, which can be updated and destroyed alone. It panics with a
// *fault.Error when there is no scope, or its stack is in another account or region than the
// listener.
func (l *Listener) WithScope(scope constructs.Construct) *Listener {
	faults := fault.New(*l.scope.Node().Path())
	if scope == nil {
		faults.Add("WithScope", "the scope is nil", "give the stack, or a construct in it")
	} else if _, err := imported.Get(func() any { return awscdk.Stack_Of(scope) }); err != nil {
		faults.Add("WithScope", "the scope is not in a stack", "give the stack, or a construct in it")
	} else {
		l.checkEnvironment(scope, "WithScope", faults)
	}
	faults.PanicIfAny()
	view := *l
	view.scope, view.apart = scope, true
	return &view
}

// checkEnvironment records a validation error where a rule would be in another account or region
// than its listener.
func (l *Listener) checkEnvironment(scope constructs.IConstruct, field string, faults *fault.List) {
	stack := environment.OfStack(scope)
	if environment.Differ(stack.Account, l.environment.Account) || environment.Differ(stack.Region, l.environment.Region) {
		faults.Add(field, fmt.Sprintf("stack %s is in %s, and the listener in %s", *awscdk.Stack_Of(scope).Node().Path(), stack, l.environment),
			"use a stack of the listener's account and region")
	}
}
