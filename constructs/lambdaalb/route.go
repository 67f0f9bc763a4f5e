package lambdaalb

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/fault"
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
	Priority int
	// Function answers, which is short for Action with one target. Required,
	// unless Action is given.
	Function awslambda.IFunction
	// Action answers in any other way. Default: Function.
	Action *Action
	// Authenticate lets only known clients through. Needs HTTPS. Default: all.
	Authenticate *Authenticate
	// RewritePath changes the path and query before the target sees them.
	// Default: as the client sent it.
	RewritePath *Rewrite
	// RewriteHost changes the Host header before the target sees it.
	// Default: as the client sent it.
	RewriteHost *Rewrite
}

// MountProps of a [Listener.Mount].
type MountProps struct {
	// Function answers. Required, unless Action is given.
	Function awslambda.IFunction
	// Action answers in any other way. Default: Function.
	Action *Action
	// Priority of the rule, 1..50000. Default: one is assigned.
	Priority int
	// StripPrefix takes the mounted path off before the target sees it: for
	// "/api", "/api/users" becomes "/users" and "/api" becomes "/".
	// Default: false.
	StripPrefix bool
	// Authenticate lets only known clients through. Needs HTTPS. Default: all.
	Authenticate *Authenticate
}

// Route is a rule of a listener with its target groups.
type Route struct {
	constructs.Construct
	rule     elb.ApplicationListenerRule
	groups   []elb.IApplicationTargetGroup
	priority *ruleEntry
}

// Mount sends path and everything below it to a function: "/echo" takes
// "/echo" and "/echo/*". "/" takes everything. It panics with a *fault.Error
// when the path or the props are refused.
func (l *Listener) Mount(path string, props *MountProps) *Route {
	p := MountProps{}
	if props != nil {
		p = *props
	}
	if path != "/" && (len(path) < 2 || path[0] != '/' || strings.HasSuffix(path, "/") || strings.ContainsAny(path, "*?")) {
		faults := fault.New(*l.scope.Node().Path())
		faults.Add(fmt.Sprintf("route %q", path), "a mount begins with a slash, does not end with one and has no wildcards", "write it like /echo, or use Route")
		faults.PanicIfAny()
	}
	route := RouteProps{
		Match:        Match{Paths: []string{path, path + "/*"}},
		Priority:     p.Priority,
		Function:     p.Function,
		Action:       p.Action,
		Authenticate: p.Authenticate,
	}
	if path == "/" {
		route.Match.Paths = []string{"/*"}
	} else if p.StripPrefix {
		route.RewritePath = &Rewrite{Regex: "^" + regexp.QuoteMeta(path) + "/?(.*)$", Replace: "/$1"}
	}
	// What constructs makes of a slash in an id, so that messages can name it.
	return l.route("Mount"+strings.ReplaceAll(path, "/", "--"), path, &route)
}

// Route sends what matches to a function, or answers it in another way. It
// panics with a *fault.Error when the props are refused: also when another
// route of the app on this listener has the same match or priority, or one of
// the two could never be reached.
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
	p.check(l, field, faults)
	faults.PanicIfAny()
	action := p.Action
	if action == nil {
		action = &Action{Targets: []Target{{Function: p.Function}}}
	}
	for i := range action.Targets {
		checkEnvironment(l.scope, &action.Targets[i], field, faults)
	}
	faults.PanicIfAny()
	entry := &ruleEntry{path: path + "/" + id, match: stableMatch(l.scope, p.Match), explicit: p.Priority != 0, priority: p.Priority}
	l.rules.add(entry, faults, field)
	if faults.Err() == nil && l.scope.Node().TryFindChild(&id) != nil {
		l.rules.remove(entry)
		faults.Add(field, fmt.Sprintf("%s/%s exists", path, id),
			"give it another id; the same path on two listeners takes In with a scope of its own for each")
	}
	faults.PanicIfAny()

	r := &Route{priority: entry}
	constructs.NewConstruct_Override(r, l.scope, &id)
	var answer elb.ListenerAction
	answer, r.groups = action.render(r, l)
	if p.Authenticate != nil {
		answer = p.Authenticate.before(r, answer)
	}
	r.rule = elb.NewApplicationListenerRule(r, jsii.String("Rule"), &elb.ApplicationListenerRuleProps{
		Listener:   l.listener,
		Priority:   jsii.Number(entry.priority),
		Conditions: renderMatch(&p.Match),
		Action:     answer,
	})
	resource := r.rule.Node().DefaultChild().(elb.CfnListenerRule)
	entry.change = func(priority int) { resource.SetPriority(jsii.Number(priority)) }
	renderRegex(&p.Match, resource)
	p.renderTransforms(resource)
	return r
}

// Rule is the listener rule itself.
func (r *Route) Rule() elb.ApplicationListenerRule { return r.rule }

// TargetGroups are the groups that the route forwards to, in the order of its targets.
func (r *Route) TargetGroups() []elb.IApplicationTargetGroup { return r.groups }

// Priority is the rule's, given or assigned. A route that is added later may still change an assigned
// one, if one of the two covers the other or it needs the same priority.
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
		p.Action.check(field, faults)
	case p.Function == nil:
		faults.Add(field+".Function", "it is nil", "give the function that answers")
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
