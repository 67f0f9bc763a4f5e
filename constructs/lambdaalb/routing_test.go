package lambdaalb_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/jsii-runtime-go"
)

var ok = &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 200}}

// routed is a route by its match, with a priority or without.
func routed(edge *lambdaalb.ALB, id string, m lambdaalb.Match, priority int) *lambdaalb.Route {
	return edge.Route(id, &lambdaalb.RouteProps{Action: ok, Match: m, Priority: priority})
}

func mounted(edge *lambdaalb.ALB, path string, priority int) *lambdaalb.Route {
	return edge.Mount(path, &lambdaalb.MountProps{Action: ok, Priority: priority})
}

// What is covered is evaluated first, in the template as in Priority.
func TestTheMoreSpecificRouteComesFirst(t *testing.T) {
	stack, edge := edgeOf(t)
	root, item := mounted(edge, "/", 0), mounted(edge, "/item", 0)
	routes := map[string]*lambdaalb.Route{
		"Images":  routed(edge, "Images", lambdaalb.Match{Paths: []string{"*.png"}}, 0),
		"Item":    routed(edge, "Item", lambdaalb.Match{PathRegex: []string{"^/item/[0-9]+$"}}, 0),
		"Host":    routed(edge, "Host", lambdaalb.Match{Hosts: []string{"a.example.com"}}, 0),
		"Item--7": mounted(edge, "/item/7", 0),
	}
	for name, r := range routes {
		if r.Priority() >= root.Priority() {
			t.Errorf("%s has %d, after the root's %d", name, r.Priority(), root.Priority())
		}
	}
	if seven, expression := routes["Item--7"].Priority(), routes["Item"].Priority(); seven >= expression || expression >= item.Priority() {
		t.Errorf("/item/7 %d, the expression %d, /item %d", seven, expression, item.Priority())
	}
	written := map[float64]bool{}
	for _, r := range cdktest.Synth(t, stack).All(rule) {
		written[r.Properties["Priority"].(float64)] = true
	}
	for name, r := range routes {
		if !written[float64(r.Priority())] {
			t.Errorf("the template has no priority %d, which is that of %s", r.Priority(), name)
		}
	}
}

func TestAHundredRoutesOfOneShape(t *testing.T) {
	_, edge := edgeOf(t)
	routes, taken := []*lambdaalb.Route{}, map[int]bool{}
	for i := range 100 {
		routes = append(routes, routed(edge, fmt.Sprint("R", i), lambdaalb.Match{
			Hosts: []string{"api.example.com"}, Methods: []string{"GET"},
			Headers: []lambdaalb.HeaderMatch{{Name: "X-Api-Version", Values: []string{"2"}}},
			Paths:   []string{fmt.Sprintf("/api/v2/shop/eu/items%d", i)},
		}, 0))
	}
	for _, r := range routes {
		taken[r.Priority()] = true
	}
	if len(taken) != 100 {
		t.Errorf("%d priorities for 100 routes", len(taken))
	}
}

// A route is never reached: also where the two have different kinds of conditions, in either order.
func TestRoutesThatAreNeverReached(t *testing.T) {
	host := lambdaalb.Match{Hosts: []string{"a.example.com"}}
	for name, c := range map[string]struct {
		routes func(edge *lambdaalb.ALB)
		want   string
	}{
		"the later one":   {func(edge *lambdaalb.ALB) { mounted(edge, "/", 1); routed(edge, "Host", host, 2) }, `route "Host": it is never reached: test/Edge/Mount--, priority 1, `},
		"the earlier one": {func(edge *lambdaalb.ALB) { routed(edge, "Host", host, 2); mounted(edge, "/", 1) }, `route "/": test/Edge/Host, priority 2, is never reached: `},
		"without a priority": {func(edge *lambdaalb.ALB) { mounted(edge, "/", 1); routed(edge, "Host", host, 0) },
			`route "Host": no priority is free for test/Edge/Host before test/Edge/Mount--, priority 1, which covers it: it is never reached`},
		"limited later": {func(edge *lambdaalb.ALB) { routed(edge, "Host", host, 0); mounted(edge, "/", 1) },
			`route "/": no priority is free for test/Edge/Host before test/Edge/Mount--, priority 1, which covers it: it is never reached`},
	} {
		stack, edge := edgeOf(t)
		if err := panicOf(func() { c.routes(edge) }); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
		cdktest.Synth(t, stack).One(rule) // the rejected route has left nothing
	}
}

func TestRoutesThatAreReached(t *testing.T) {
	_, edge := edgeOf(t)
	pair := func(a, b lambdaalb.Match, priority int) {
		t.Helper()
		first, second := 0, 0
		if priority > 0 {
			first, second = priority, priority+1
		}
		id := fmt.Sprint(len(*edge.Node().Children()))
		wide, narrow := routed(edge, "A"+id, a, first), routed(edge, "B"+id, b, second)
		if priority == 0 && narrow.Priority() >= wide.Priority() {
			t.Errorf("%v has %d, and %v, which it covers, %d", a, wide.Priority(), b, narrow.Priority())
		}
	}
	query := func(value string) lambdaalb.Match {
		return lambdaalb.Match{Query: []lambdaalb.QueryMatch{{Key: "q", Value: value}}}
	}
	pair(lambdaalb.Match{Paths: []string{"/files/*"}}, lambdaalb.Match{Paths: []string{"/files/*/download"}}, 0)
	pair(lambdaalb.Match{Hosts: []string{"*.example.com"}}, lambdaalb.Match{Hosts: []string{"*.api.example.com"}}, 0)
	pair(lambdaalb.Match{Paths: []string{"/a"}, Methods: []string{"GET", "POST"}}, lambdaalb.Match{Paths: []string{"/a"}, Methods: []string{"GET"}}, 0)
	pair(query(`a*`), query(`a\*b`), 0)
	pair(query(`x\*b`), query(`x\?b`), 1)
	pair(lambdaalb.Match{Paths: []string{"/*a*a*a*a*a*b"}}, lambdaalb.Match{Paths: []string{"/" + strings.Repeat("a", 126)}}, 3)
}

// The priority follows from what a token stands for, not from its number; other tokens are other
// matches.
func TestPrioritiesWithTokensAreStable(t *testing.T) {
	priorities := func(others int) [4]int {
		stack := cdktest.Stack(t)
		for i := range others {
			_ = awscdk.NewCfnParameter(stack, jsii.Sprintf("Other%d", i), nil).ValueAsString()
		}
		secret := func(id string) string {
			return *awssecretsmanager.NewSecret(stack, &id, nil).SecretValue().UnsafeUnwrap()
		}
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)})
		verify := func(id, value string) int {
			return routed(edge, id, lambdaalb.Match{Headers: []lambdaalb.HeaderMatch{{Name: "X-Origin-Verify", Values: []string{value}}}}, 0).Priority()
		}
		parameter := awscdk.NewCfnParameter(stack, jsii.String("Domain"), nil)
		host := routed(edge, "Host", lambdaalb.Match{Hosts: []string{"api." + *parameter.ValueAsString()}}, 0).Priority()
		a, b, c := verify("A", secret("SA")), verify("B", secret("SB")), verify("C", "{{resolve:secretsmanager:x}}")
		cdktest.Synth(t, stack)
		return [4]int{a, b, c, host}
	}
	first, second := priorities(0), priorities(3)
	if first != second {
		t.Errorf("%v with other parameters, %v without", second, first)
	}
	if first[0] == first[1] || first[1] == first[2] {
		t.Errorf("different secrets have the priorities %v", first)
	}
	// One token twice is one match twice.
	stack, edge := edgeOf(t)
	host := *awscdk.NewCfnParameter(stack, jsii.String("Domain"), nil).ValueAsString()
	routed(edge, "A", lambdaalb.Match{Hosts: []string{host}}, 0)
	if err := panicOf(func() { routed(edge, "B", lambdaalb.Match{Hosts: []string{host}}, 0) }); err == nil || !strings.Contains(err.Error(), "it matches the same requests as test/Edge/A") {
		t.Errorf("one token twice: %v", err)
	}
}

// What is known at deployment only is let through, and is in the template as a reference.
func TestTokensInMatches(t *testing.T) {
	stack, edge := edgeOf(t)
	parameter := *awscdk.NewCfnParameter(stack, jsii.String("P"), nil).ValueAsString()
	long := "{{resolve:ssm:" + strings.Repeat("x", 128) + "}}"
	for id, m := range map[string]lambdaalb.Match{
		"SourceIPs": {SourceIPs: []string{*edge.ApplicationLoadBalancer().Vpc().VpcCidrBlock()}},
		"Hosts":     {Hosts: []string{"api." + parameter}},
		"Paths":     {Paths: []string{parameter}},
		"Methods":   {Methods: []string{parameter}},
		"Headers":   {Headers: []lambdaalb.HeaderMatch{{Name: "X", Values: []string{long}}}},
		"Query":     {Query: []lambdaalb.QueryMatch{{Key: parameter, Value: parameter}}},
		"PathRegex": {PathRegex: []string{parameter}},
		"HostRegex": {HostRegex: []string{parameter}},
	} {
		routed(edge, id, m, 0)
	}
	conditions := cdktest.JSON(cdktest.Synth(t, stack).All(rule))
	for _, want := range []string{
		`"SourceIpConfig":{"Values":[{"Fn::GetAtt":["VPCB9E5F0B4","CidrBlock"]}]}`,
		`"HostHeaderConfig":{"Values":[{"Fn::Join":["",["api.",{"Ref":"P"}]]}]}`,
		`"PathPatternConfig":{"Values":[{"Ref":"P"}]}`,
		`"HttpRequestMethodConfig":{"Values":[{"Ref":"P"}]}`,
		`"HttpHeaderConfig":{"HttpHeaderName":"X","Values":["` + long + `"]}`,
		`"QueryStringConfig":{"Values":[{"Key":{"Ref":"P"},"Value":{"Ref":"P"}}]}`,
		`"PathPatternConfig":{"RegexValues":[{"Ref":"P"}]}`,
		`"HostHeaderConfig":{"RegexValues":[{"Ref":"P"}]}`,
	} {
		if !strings.Contains(conditions, want) {
			t.Errorf("no %s in the template", want)
		}
	}
}

// What AWS rejects is rejected before anything is created; albrules has the whole list.
func TestRulesThatAWSRejects(t *testing.T) {
	_, edge := edgeOf(t)
	redirect := func(r lambdaalb.Redirect) lambdaalb.RouteProps {
		return lambdaalb.RouteProps{Match: lambdaalb.Match{Paths: []string{"/x"}}, Action: &lambdaalb.Action{Redirect: &r}}
	}
	match := func(m lambdaalb.Match) lambdaalb.RouteProps { return lambdaalb.RouteProps{Match: m, Action: ok} }
	before := len(*edge.Node().FindAll(""))
	for want, props := range map[string]lambdaalb.RouteProps{
		`.Redirect: it sends the client back`:                redirect(lambdaalb.Redirect{Query: "utm=1"}),
		`.Redirect: it sends the client back to`:             redirect(lambdaalb.Redirect{Path: "/#{path}"}),
		`.Redirect.Path: "/aaa`:                              redirect(lambdaalb.Redirect{Path: "/" + strings.Repeat("a", 128)}),
		`.Redirect.Path: "/new/#{query}" contains #{query}`:  redirect(lambdaalb.Redirect{Path: "/new/#{query}"}),
		`.Redirect.Query: "?utm=1" begins with a question`:   redirect(lambdaalb.Redirect{Path: "/x", Query: "?utm=1"}),
		`.Hosts: "10.0.0.1" has other characters`:            match(lambdaalb.Match{Hosts: []string{"10.0.0.1"}}),
		`AWS does not support Unicode character classes`:     match(lambdaalb.Match{PathRegex: []string{`^/\p{L}+$`}}),
		`.Query: "a b" has a character that AWS rejects`:     match(lambdaalb.Match{Query: []lambdaalb.QueryMatch{{Key: "q", Value: "a b"}}}),
		`.HealthCheck.SuccessCodes: "200-599" is not a list`: {Match: lambdaalb.Match{Paths: []string{"/x"}}, Action: &lambdaalb.Action{Targets: []lambdaalb.Target{{Function: cdktest.Function(cdktest.Stack(t), "F"), HealthCheck: &lambdaalb.HealthCheck{SuccessCodes: "200-599"}}}}},
	} {
		if err := panicOf(func() { edge.Route("R", &props) }); err == nil || !strings.Contains(err.Error(), `test/Edge: route "R"`) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if after := len(*edge.Node().FindAll("")); after != before {
		t.Errorf("%d constructs are left", after-before)
	}
	props := redirect(lambdaalb.Redirect{Protocol: "#{protocol}", Host: "www.example.com"})
	edge.Route("R", &props)
}
