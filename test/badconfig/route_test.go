package badconfig

import (
	"strings"
	"time"

	"example.com/alb-lambda/constructs/lambdaalb"
)

func newRoute(props lambdaalb.RouteProps) func(*site) {
	return func(s *site) { s.listener.Route("R", &props) }
}

func newMount(path string, props lambdaalb.MountProps) func(*site) {
	return func(s *site) { s.listener.Mount(path, &props) }
}

// matching is a route with a match and an answer.
func matching(match lambdaalb.Match) func(*site) {
	return newRoute(lambdaalb.RouteProps{Match: match, Action: answer})
}

// forwarding is a route to targets.
func forwarding(targets ...lambdaalb.Target) func(*site) {
	return newRoute(lambdaalb.RouteProps{Match: lambdaalb.Match{Paths: []string{"/a"}}, Action: &lambdaalb.Action{Targets: targets}})
}

var (
	aPath = lambdaalb.Match{Paths: []string{"/a"}}
	six   = []lambdaalb.Target{{Function: someFunction{}}, {Function: someFunction{}}, {Function: someFunction{}}, {Function: someFunction{}}, {Function: someFunction{}}, {Function: someFunction{}}}
)

// routeRefusals are what a program may get wrong about a route.
var routeRefusals = []refusal{
	{name: "mount without a slash", make: newMount("echo", lambdaalb.MountProps{Action: answer}), want: []string{`test/Edge: route "echo": a mount begins with a slash, `}},
	{name: "mount with a wildcard", make: newMount("/echo/*", lambdaalb.MountProps{Action: answer}), want: []string{`test/Edge: route "/echo/*": a mount begins with a slash, `}},
	{name: "mount without a function", make: newMount("/x", lambdaalb.MountProps{}), want: []string{`test/Edge: route "/x".Function: it is nil; `}},
	{name: "mount's priority", make: newMount("/x", lambdaalb.MountProps{Action: answer, Priority: 60000}), want: []string{`test/Edge: route "/x".Priority: 60000 is outside 1..50000; leave it out to have one assigned`}},
	{name: "function and action", make: newRoute(lambdaalb.RouteProps{Match: aPath, Function: someFunction{}, Action: answer}), want: []string{`test/Edge: route "R": both Function and Action are given; `}},
	{name: "two answers", make: newRoute(lambdaalb.RouteProps{Match: aPath, Action: &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{}, Redirect: &lambdaalb.Redirect{Host: "x"}}}), want: []string{`test/Edge: route "R": 2 of targets, a fixed response and a redirect are given; `}},
	{name: "redirect", make: newRoute(lambdaalb.RouteProps{Match: aPath, Action: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Protocol: "FTP", Port: 70000, Path: "x"}}}), want: []string{
		`test/Edge: route "R".Redirect.Protocol: "FTP" is unknown; `, `test/Edge: route "R".Redirect.Port: 70000 is outside 1..65535; `, `test/Edge: route "R".Redirect.Path: "x" does not begin with a slash; `}},
	{name: "authentication over HTTP", make: newRoute(lambdaalb.RouteProps{Match: aPath, Action: answer, Authenticate: &lambdaalb.Authenticate{}}), want: []string{
		`test/Edge: route "R".Authenticate: 0 of OIDC, JWT and Custom are given; `, `test/Edge: route "R".Authenticate: its listener speaks HTTP; `}},
	{name: "rewrite", make: newRoute(lambdaalb.RouteProps{Match: aPath, Action: answer, RewritePath: &lambdaalb.Rewrite{Regex: "("}}), want: []string{"test/Edge: route \"R\".RewritePath.Regex: \"(\": it is not a regular expression: missing closing ): `(`; "}},
	{name: "priority is taken", make: newRoute(lambdaalb.RouteProps{Match: aPath, Action: answer, Priority: 10}), want: []string{`test/Edge: route "R".Priority: 10 is taken by test/Edge/Taken; `}},
	{name: "match is taken", make: matching(lambdaalb.Match{Paths: []string{"/taken/*", "/taken"}}), want: []string{`test/Edge: route "R": it matches the same requests as test/Edge/Taken; `}},
	{name: "never reached", make: newRoute(lambdaalb.RouteProps{Match: lambdaalb.Match{Paths: []string{"/taken/x"}}, Action: answer, Priority: 11}), want: []string{`test/Edge: route "R": it is never reached: test/Edge/Taken, priority 10, matches all that it matches and is evaluated before priority 11; `}},

	{name: "matches nothing", make: matching(lambdaalb.Match{}), want: []string{`test/Edge: route "R": no condition is set; `}},
	{name: "six values", make: matching(lambdaalb.Match{Paths: []string{"/a", "/b", "/c"}, Methods: []string{"GET", "PUT", "HEAD"}}), want: []string{`test/Edge: route "R": 6 condition values are over the limit of 5; `}},
	{name: "seven wildcards", make: matching(lambdaalb.Match{Paths: []string{"/*/*/*/*/*/*/*"}}), want: []string{`test/Edge: route "R": 7 wildcards are over the limit of 6; `}},
	{name: "paths", make: matching(lambdaalb.Match{Paths: []string{"a", "/ä", "/" + strings.Repeat("x", 128)}}), want: []string{
		`test/Edge: route "R".Paths: "a" matches no path; `, `test/Edge: route "R".Paths: "/ä" has a character that AWS rejects; `, `test/Edge: route "R".Paths: "/xxx`}},
	{name: "hosts", make: matching(lambdaalb.Match{Hosts: []string{"https://example.com"}}), want: []string{`test/Edge: route "R".Hosts: "https://example.com" is not a host; `}},
	{name: "methods", make: matching(lambdaalb.Match{Methods: []string{"get"}}), want: []string{`test/Edge: route "R".Methods: "get" is not 1 to 40 upper-case letters, hyphens and underscores; `}},
	{name: "headers", make: matching(lambdaalb.Match{Headers: []lambdaalb.HeaderMatch{{Name: "Host", Values: []string{"a"}}, {Name: "X-A"}}}), want: []string{
		`test/Edge: route "R".Headers[Host]: AWS rejects the Host header here; `, `test/Edge: route "R".Headers[X-A]: it has no values; `}},
	{name: "query", make: matching(lambdaalb.Match{Query: []lambdaalb.QueryMatch{{Key: "a"}}}), want: []string{`test/Edge: route "R".Query: "a"="" has no value; `}},
	{name: "source addresses", make: matching(lambdaalb.Match{SourceIPs: []string{"192.0.2.1", "192.0.2.1/24"}}), want: []string{
		`test/Edge: route "R".SourceIPs: "192.0.2.1" is not an address range; `, `test/Edge: route "R".SourceIPs: "192.0.2.1/24" has bits set after its prefix; `}},

	{name: "target is nothing", make: forwarding(lambdaalb.Target{}), want: []string{`test/Edge: route "R".Targets[0]: it is not exactly one of Function and Group; `}},
	{name: "six targets", make: forwarding(six...), want: []string{`test/Edge: route "R".Targets: 6 target groups are over the limit of 5; `}},
	{name: "weights", make: forwarding(lambdaalb.Target{Function: someFunction{}, Weight: new(1000)}, lambdaalb.Target{Function: someFunction{}, Weight: new(-1)}), want: []string{
		`test/Edge: route "R".Targets[0].Weight: 1000 is outside 0..999; `, `test/Edge: route "R".Targets[1].Weight: -1 is outside 0..999; `}},
	{name: "no weight", make: forwarding(lambdaalb.Target{Function: someFunction{}, Weight: new(0)}), want: []string{`test/Edge: route "R".Targets: all weights are 0; `}},
	{name: "health check", make: forwarding(lambdaalb.Target{Function: someFunction{}, HealthCheck: &lambdaalb.HealthCheck{Path: "h", Interval: 301 * time.Second, SuccessCodes: "fine", HealthyThreshold: 11}}), want: []string{
		`test/Edge: route "R".Targets[0].HealthCheck.Path: "h" does not begin with a slash; `, `test/Edge: route "R".Targets[0].HealthCheck.Interval: 5m1s is outside 5s..5m; `,
		`test/Edge: route "R".Targets[0].HealthCheck.SuccessCodes: "fine" is not a list of codes and rising ranges in 200..499; `, `test/Edge: route "R".Targets[0].HealthCheck.HealthyThreshold: 11 is outside 2..10; `}},
	{name: "sticky to one", make: newRoute(lambdaalb.RouteProps{Match: aPath, Action: &lambdaalb.Action{Targets: six[:1], Stickiness: 604801 * time.Second}}), want: []string{
		`test/Edge: route "R".Stickiness: 168h0m1s is outside 1s..168h; `, `test/Edge: route "R".Stickiness: stickiness needs at least two targets; `}},
}
