package lambdaalb

import (
	"fmt"
	"strings"

	"example.com/alb-lambda/constructs/fault"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// MountProps of a [Listener.Mount].
type MountProps struct {
	// Function answers the requests. Required.
	Function awslambda.IFunction
	// Priority of the rule, 1..50000; the lowest is asked first. Required.
	Priority int
}

// Route is a rule of a listener with its target group.
type Route struct {
	constructs.Construct
	rule        elb.ApplicationListenerRule
	targetGroup elb.ApplicationTargetGroup
}

// Mount sends path and everything below it to a function: "/echo" takes
// "/echo" and "/echo/*". It panics with a *fault.Error when the path or the
// props are refused.
func (l *Listener) Mount(path string, props *MountProps) *Route {
	p := MountProps{}
	if props != nil {
		p = *props
	}
	faults := fault.At(*l.scope.Node().Path())
	p.check(path, faults)
	faults.PanicIfAny()

	r := &Route{}
	id := "Route" + path
	id = strings.ReplaceAll(id, "/", "-")
	constructs.NewConstruct_Override(r, l.scope, &id)
	r.targetGroup = newTargetGroup(r, l, p.Function)
	r.rule = elb.NewApplicationListenerRule(r, jsii.String("Rule"), &elb.ApplicationListenerRuleProps{
		Listener: l.listener,
		Priority: jsii.Number(p.Priority),
		Conditions: &[]elb.ListenerCondition{
			elb.ListenerCondition_PathPatterns(jsii.Strings(path, path+"/*")),
		},
		Action: elb.ListenerAction_Forward(&[]elb.IApplicationTargetGroup{r.targetGroup}, nil),
	})
	return r
}

// Rule is the listener rule itself.
func (r *Route) Rule() elb.ApplicationListenerRule { return r.rule }

// TargetGroup is the group that the function is registered in.
func (r *Route) TargetGroup() elb.ApplicationTargetGroup { return r.targetGroup }

func (p *MountProps) check(path string, faults *fault.List) {
	field := fmt.Sprintf("route %q", path)
	if len(path) < 2 || path[0] != '/' || strings.HasSuffix(path, "/") || strings.ContainsAny(path, "*?") {
		faults.Add(field, "a mount begins with a slash, does not end with one and has no wildcards", "write it like /echo")
	}
	if p.Function == nil {
		faults.Add(field+".Function", "it is nil", "give the function that answers")
	}
	if p.Priority < 1 || p.Priority > 50000 {
		faults.Add(field+".Priority", fmt.Sprintf("%d is outside 1..50000", p.Priority), "use a free number in that range")
	}
}
