package lambdaalb

import (
	"fmt"
	"time"

	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/fault"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Action is what the load balancer does with a request: exactly one of its fields.
type Action struct {
	// Targets that the request is forwarded to, one or several by weight. Default: none.
	Targets []Target
	// Stickiness keeps a client with the target group of its first request for 1s..7 days. It needs
	// at least two targets. Default: 0, each request is routed independently, by weight.
	Stickiness time.Duration
	// FixedResponse is sent by the load balancer itself. Default: none.
	FixedResponse *FixedResponse
	// Redirect sends the client to another address. Default: none.
	Redirect *Redirect
}

const week = 7 * 24 * time.Hour

// notFound is the response to requests that match no route.
var notFound = Action{FixedResponse: &FixedResponse{Body: `{"message":"Not Found"}`}}

func (a *Action) check(field string, secure bool, faults *fault.List) {
	given := 0
	if len(a.Targets) > 0 {
		given++
	}
	if a.FixedResponse != nil {
		given++
		a.FixedResponse.Validate(field+".FixedResponse", faults)
	}
	if a.Redirect != nil {
		given++
		a.Redirect.Validate(field+".Redirect", faults)
		if secure && a.Redirect.Protocol == "HTTP" {
			faults.Add(field+".Redirect.Protocol", "a listener that speaks HTTPS cannot redirect to HTTP", "leave it out, or write HTTPS")
		}
	}
	if given != 1 {
		faults.Add(field, fmt.Sprintf("%d of targets, a fixed response and a redirect are given", given), "give exactly one")
	}
	checkTargets(a.Targets, field, faults)
	faults.Duration(field+".Stickiness", a.Stickiness, time.Second, week, time.Second, "use up to seven days")
	if a.Stickiness != 0 && len(a.Targets) < 2 {
		faults.Add(field+".Stickiness", "stickiness needs at least two targets", "leave it out, or give several targets")
	}
}

// checkLoop rejects a redirect that sends clients of the listener back to it.
func (a *Action) checkLoop(field string, secure bool, port int, faults *fault.List) {
	protocol := "HTTP"
	if secure {
		protocol = "HTTPS"
	}
	// Without a listener it is one already, which Validate has said.
	if a != nil && a.Redirect != nil && a.Redirect.Loops(protocol, port) && !a.Redirect.Loops("", 0) {
		faults.Add(field+".Redirect", "it sends clients of this listener back to it", "give another protocol, host, port or path")
	}
}

// checkObjects is what only the targets themselves can say, over jsii.
func (a *Action) checkObjects(scope constructs.IConstruct, field string, faults *fault.List) {
	if a == nil {
		return
	}
	stack := environment.OfStack(scope)
	for i, t := range a.Targets {
		at := fmt.Sprintf("%s.Targets[%d]", field, i)
		if t.Function != nil {
			stack.CheckResource(t.Function.Env, at+".Function", "function", faults)
		} else {
			stack.CheckARN(t.Group.TargetGroupArn, at+".Group", "target group", faults)
		}
	}
}

// render creates the action, with target groups in scope.
func (a *Action) render(undo *undo, scope constructs.Construct, l *Listener) (elb.ListenerAction, []elb.IApplicationTargetGroup) {
	switch {
	case a.FixedResponse != nil:
		fixed := a.FixedResponse.WithDefaults()
		options := &elb.FixedResponseOptions{ContentType: &fixed.ContentType}
		if fixed.Body != "" {
			options.MessageBody = &fixed.Body
		}
		return elb.ListenerAction_FixedResponse(jsii.Number(fixed.Status), options), nil
	case a.Redirect != nil:
		return elb.ListenerAction_Redirect(redirectOptions(a.Redirect)), nil
	}
	keys := groupKeys(scope, l.loadBalancer, a.Targets)
	groups := make([]elb.IApplicationTargetGroup, len(a.Targets))
	weighted := make([]*elb.WeightedTargetGroup, len(a.Targets))
	for i := range a.Targets {
		groups[i] = l.targetGroup(undo, scope, &a.Targets[i], keys[i], i)
		weighted[i] = &elb.WeightedTargetGroup{TargetGroup: groups[i], Weight: jsii.Number(a.Targets[i].weight())}
	}
	if len(groups) == 1 {
		return elb.ListenerAction_Forward(&groups, nil), groups
	}
	options := &elb.ForwardOptions{}
	if a.Stickiness > 0 {
		options.StickinessDuration = duration(a.Stickiness)
	}
	return elb.ListenerAction_WeightedForward(&weighted, options), groups
}

func redirectOptions(r *Redirect) *elb.RedirectOptions {
	options := &elb.RedirectOptions{
		Protocol:  optional(r.Protocol),
		Host:      optional(r.Host),
		Path:      optional(r.Path),
		Query:     optional(r.Query),
		Permanent: &r.Permanent,
	}
	if r.Port != 0 {
		options.Port = jsii.Sprintf("%d", r.Port)
	}
	return options
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
