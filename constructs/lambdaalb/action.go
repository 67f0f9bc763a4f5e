package lambdaalb

import (
	"fmt"
	"time"

	"example.com/alb-lambda/fault"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Action is how a request is answered: exactly one of its fields.
type Action struct {
	// Targets answer it, one or several by weight. Default: none.
	Targets []Target
	// Stickiness keeps a client with the target group of its first request for
	// 1s..7 days. It needs at least two targets. Default: 0, each request is
	// routed independently, by weight.
	Stickiness time.Duration
	// Fixed is answered by the balancer itself. Default: none.
	FixedResponse *FixedResponse
	// Redirect sends the client elsewhere. Default: none.
	Redirect *Redirect
}

// FixedResponse is an answer that the balancer gives by itself.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html
type FixedResponse struct {
	// Status is a code of class 2xx, 4xx or 5xx. Default: 404.
	Status int
	// ContentType is one of text/plain, text/css, text/html,
	// application/javascript and application/json. Default: application/json.
	ContentType string
	// Body has at most 1,024 bytes. Default: none.
	Body string
}

// Redirect sends the client to another address. What is left empty stays as
// the client asked; #{host}, #{path}, #{port}, #{protocol} and #{query} stand
// for what it asked, as in AWS.
type Redirect struct {
	// Protocol is HTTP or HTTPS. Default: the client's.
	Protocol string
	// Host. Default: the client's.
	Host string
	// Port, 1..65535. Default: the client's.
	Port int
	// Path begins with a slash. Default: the client's.
	Path string
	// Query without the question mark. Default: the client's.
	Query string
	// Permanent responds with 301, which browsers remember, in place of 302.
	// Default: false.
	Permanent bool
}

const (
	maxFixedBody     = 1024
	maxForwardGroups = 5
	week             = 7 * 24 * time.Hour
)

// notFound answers what no route matches.
var notFound = Action{FixedResponse: &FixedResponse{Body: `{"message":"Not Found"}`}}

func (f *FixedResponse) withDefaults() *FixedResponse {
	c := *f
	if c.Status == 0 {
		c.Status = 404
	}
	if c.ContentType == "" {
		c.ContentType = "application/json"
	}
	return &c
}

func (a *Action) check(field string, faults *fault.List) {
	given := 0
	if len(a.Targets) > 0 {
		given++
	}
	if a.FixedResponse != nil {
		given++
		a.FixedResponse.withDefaults().check(field+".FixedResponse", faults)
	}
	if a.Redirect != nil {
		given++
		a.Redirect.check(field+".Redirect", faults)
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

func (f *FixedResponse) check(field string, faults *fault.List) {
	if class := f.Status / 100; class != 2 && class != 4 && class != 5 {
		faults.Add(field+".Status", fmt.Sprintf("%d is not of class 2xx, 4xx or 5xx", f.Status), "use a code like 404")
	}
	faults.OneOf(field+".ContentType", f.ContentType,
		"text/plain", "text/css", "text/html", "application/javascript", "application/json")
	if n := len(f.Body); n > maxFixedBody {
		faults.Add(field+".Body", fmt.Sprintf("%d bytes are over the limit of %d", n, maxFixedBody), "shorten it, or answer from a function")
	}
}

func (r *Redirect) check(field string, faults *fault.List) {
	faults.OneOf(field+".Protocol", r.Protocol, "HTTP", "HTTPS")
	faults.Range(field+".Port", float64(r.Port), 1, 65535, "leave it out for the client's")
	if r.Path != "" && r.Path[0] != '/' {
		faults.Add(field+".Path", fmt.Sprintf("%q does not begin with a slash", r.Path), "write it like /new/#{path}")
	}
	if *r == (Redirect{Permanent: r.Permanent}) {
		faults.Add(field, "it sends the client where it came from", "give a protocol, host, port, path or query")
	}
}

// render makes the action, with target groups below scope.
func (a *Action) render(scope constructs.Construct, l *Listener) (elb.ListenerAction, []elb.IApplicationTargetGroup) {
	switch {
	case a.FixedResponse != nil:
		fixed := a.FixedResponse.withDefaults()
		options := &elb.FixedResponseOptions{ContentType: &fixed.ContentType}
		if fixed.Body != "" {
			options.MessageBody = &fixed.Body
		}
		return elb.ListenerAction_FixedResponse(jsii.Number(fixed.Status), options), nil
	case a.Redirect != nil:
		return elb.ListenerAction_Redirect(a.Redirect.options()), nil
	}
	groups := make([]elb.IApplicationTargetGroup, len(a.Targets))
	weighted := make([]*elb.WeightedTargetGroup, len(a.Targets))
	for i := range a.Targets {
		groups[i] = a.Targets[i].group(scope, l, i)
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

func (r *Redirect) options() *elb.RedirectOptions {
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
