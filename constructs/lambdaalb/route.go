package lambdaalb

import (
	"fmt"
	"strings"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/follow"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// RouteProps of a [Listener.Route].
type RouteProps struct {
	// Match says which requests the route matches. Required.
	Match Match
	// Priority of the rule, 1..50000; the lowest is evaluated first. Default: one is assigned, so that
	// a rule is evaluated before any that covers it: see albrules.Assign.
	//
	// A route with a priority of its own cannot move to another stack in one deployment, unless the
	// stack that it leaves is deployed first: the priority is in use until that stack is updated.
	// Remove the route in one deployment and add it in the next, or give it another priority. One that
	// is assigned follows from the stack too, so that the route can move.
	Priority int
	// Function responds, which is short for Action with one target. Required, unless Action is given.
	Function awslambda.IFunction
	// Action responds in any other way. Default: Function.
	Action *Action
	// Authenticate lets only known clients through. Needs HTTPS. Default: all.
	Authenticate *Authenticate
	// RewritePath changes the path and query before the target sees them. Default: as the client sent
	// it.
	RewritePath *Rewrite
	// RewriteHost changes the Host header before the target sees it. Default: as the client sent it.
	RewriteHost *Rewrite
}

// Route is a rule of a listener with its target groups.
type Route struct {
	constructs.Construct
	rule     elb.ApplicationListenerRule
	groups   []elb.IApplicationTargetGroup
	priority *ruleEntry
}

// Route sends what matches to a function, or responds in another way. It panics with a *fault.Error
// when the props are rejected, also when another route of the app on this listener has the same
// match or priority, or one of the two could never be reached.
func (l *Listener) Route(id string, props *RouteProps) *Route {
	p := RouteProps{}
	if props != nil {
		p = *props
	}
	return l.route(id, id, &p)
}

func (l *Listener) route(id, name string, p *RouteProps) *Route {
	path := *l.scope.Node().Path()
	faults := fault.New(path)
	field := fmt.Sprintf("route %q", name)
	place.Objects(faults, field, p)
	p.check(l, field, faults)
	if id == "" || token.In(id) {
		faults.Merge(place.Check(l.scope, id))
	}
	faults.PanicIfAny()
	action := p.Action
	if action == nil {
		action = &Action{Targets: []Target{{Function: p.Function}}}
	}
	undo := undo{}
	defer undo.onPanic()
	// A construct with the id may be another route for the same match, which is the better thing to
	// say.
	taken := l.scope.Node().TryFindChild(&id) != nil
	if !taken {
		defer place.Undo(faults, l.scope, id)
		l.checkObjects(p, action, field, faults)
		faults.PanicIfAny()
		l.loadBalancer.addRule(&undo, field, faults)
		undo.add(l.reserve(l.scope, path+"/"+id, action.Targets, field, faults))
		faults.PanicIfAny()
	}
	entry := &ruleEntry{path: path + "/" + strings.ReplaceAll(id, "/", "--"), match: stableMatch(l.scope, p.Match), explicit: p.Priority != 0, seed: l.seed(), priority: p.Priority}
	l.rules.add(entry, faults, field)
	faults.PanicIfAny()
	undo.add(func() { l.rules.remove(entry) })
	if taken {
		faults.Add(field, fmt.Sprintf("%s/%s exists", path, id),
			"give it another id; the same path on two listeners takes WithScope with a scope of its own for each")
	}
	faults.PanicIfAny()

	r := &Route{priority: entry}
	constructs.NewConstruct_Override(r, l.scope, &id)
	if l.apart {
		follow.References(r, nil)
	}
	var listenerAction elb.ListenerAction
	listenerAction, r.groups = action.render(&undo, r, l)
	if p.Authenticate != nil {
		listenerAction = p.Authenticate.before(r, listenerAction)
		if listenerAction == nil {
			faults.Add(field+".Authenticate.Custom", "it returns nil", "return the action, with next as its Next")
			faults.PanicIfAny()
		}
	}
	r.rule = elb.NewApplicationListenerRule(r, jsii.String("Rule"), &elb.ApplicationListenerRuleProps{
		Listener:   l.listener,
		Priority:   jsii.Number(entry.priority),
		Conditions: renderMatch(&p.Match),
		Action:     listenerAction,
	})
	resource := r.rule.Node().DefaultChild().(elb.CfnListenerRule)
	entry.change = func(priority int) { l.prioritize(resource, priority) }
	entry.change(entry.priority)
	renderRegex(&p.Match, resource)
	p.renderTransforms(resource)
	return r
}

// checkObjects is what only the objects of a route can say, over jsii.
func (l *Listener) checkObjects(p *RouteProps, action *Action, field string, faults *fault.List) {
	if p.Action == nil {
		environment.OfStack(l.scope).CheckResource(p.Function.Env, field+".Function", "function", faults)
	} else {
		action.checkObjects(l.scope, field, faults)
	}
	l.checkEnvironment(l.scope, field, faults)
}

// seed is the stack of a route that is not in the listener's own: it gets another priority when it
// moves to another stack.
func (l *Listener) seed() string {
	stack := awscdk.Stack_Of(l.scope)
	if resource, ok := l.listener.Node().DefaultChild().(elb.CfnListener); ok && awscdk.Stack_Of(resource) == stack {
		return ""
	}
	return *stack.Node().Path()
}

// prioritize gives a rule its priority, and the logical id that follows from listener and priority.
// A priority is in use until its rule is deleted, and CloudFormation creates before it deletes:
// with an id that follows from the route, a stack in which another route has the priority could not
// be updated. With this one, CloudFormation changes the rule that has the priority already.
// https://github.com/aws/aws-cdk/issues/29496
func (l *Listener) prioritize(rule elb.CfnListenerRule, priority int) {
	rule.SetPriority(jsii.Number(priority))
	rule.OverrideLogicalId(jsii.Sprintf("%sRule%d", l.logicalID(rule), priority))
}

// logicalID is the listener's own where it is in the rule's stack, and one that follows from its
// identity where it is not.
func (l *Listener) logicalID(rule elb.CfnListenerRule) string {
	resource, ok := l.listener.Node().DefaultChild().(elb.CfnListener)
	if ok && awscdk.Stack_Of(resource) == awscdk.Stack_Of(rule) {
		return *awscdk.Stack_Of(resource).GetLogicalId(resource)
	}
	return "Listener" + digest(8, l.key)
}

// Rule is the listener rule itself.
func (r *Route) Rule() elb.ApplicationListenerRule { return r.rule }

// TargetGroups are the groups that the route forwards to, in the order of its targets. Routes of
// one stack to one function share a group.
func (r *Route) TargetGroups() []elb.IApplicationTargetGroup { return r.groups }

// Priority is the rule's, given or assigned. A route that is added later may still change an
// assigned one, if one of the two covers the other or it needs the same priority.
func (r *Route) Priority() int { return r.priority.priority }

func (p *RouteProps) check(l *Listener, field string, faults *fault.List) {
	p.Match.Validate(field, faults)
	if p.Priority != 0 {
		faults.Range(field+".Priority", float64(p.Priority), albrules.MinPriority, albrules.MaxPriority, "leave it out to have one assigned")
	}
	switch {
	case p.Action != nil && p.Function != nil:
		faults.Add(field, "both Function and Action are given", "give one of them")
	case p.Action != nil:
		p.Action.check(field, l.secure, faults)
		p.Action.checkLoop(field, l.secure, l.port, faults)
	case p.Function == nil:
		faults.Add(field+".Function", "it is nil", "give the function that responds")
	}
	if p.Authenticate != nil {
		p.Authenticate.check(field, l.secure, faults)
	}
	if p.RewritePath != nil {
		p.RewritePath.Validate(field+".RewritePath", faults)
	}
	if p.RewriteHost != nil {
		p.RewriteHost.Validate(field+".RewriteHost", faults)
	}
}
