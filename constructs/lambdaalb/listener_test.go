package lambdaalb_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/jsii-runtime-go"
)

// What a mount is, and where a listener's routes may be.
func TestMountsAndScopesThatAreRejected(t *testing.T) {
	app := cdktest.App(t)
	stack := awscdk.NewStack(app, jsii.String("test"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String(ours), Region: jsii.String(here)}})
	elsewhere := awscdk.NewStack(app, jsii.String("elsewhere"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String(ours), Region: jsii.String(there)}})
	vpc := cdktest.VPC(stack)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
	mount := func(path string, props lambdaalb.MountProps) func() {
		props.Action = &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 404}}
		return func() { edge.Mount(path, &props) }
	}
	const badPath = "a mount begins with a slash, does not end with one and has no wildcards; write it like /echo, or use Route"
	for _, c := range []struct {
		name  string
		build func()
		want  string
	}{
		{"no slash", mount("echo", lambdaalb.MountProps{}), `test/Edge: route "echo": ` + badPath},
		{"a slash at the end", mount("/echo/", lambdaalb.MountProps{}), `test/Edge: route "/echo/": ` + badPath},
		{"a star", mount("/echo/*", lambdaalb.MountProps{}), `test/Edge: route "/echo/*": ` + badPath},
		{"a question mark", mount("/a?b", lambdaalb.MountProps{}), `test/Edge: route "/a?b": ` + badPath},
		{"no path", mount("", lambdaalb.MountProps{}), `test/Edge: route "": ` + badPath},
		{"no scope", func() { edge.WithScope(nil) },
			"test/Edge: WithScope: the scope is nil; give the stack, or a construct in it"},
		{"an app as the scope", func() { edge.WithScope(app) },
			"test/Edge: WithScope: the scope is not in a stack; give the stack, or a construct in it"},
		{"a stack of another region", func() { edge.WithScope(elsewhere) },
			"test/Edge: WithScope: stack elsewhere is in account " + ours + ", region " + there + ", and the listener in account " + ours + ", region " + here +
				"; use a stack of the listener's account and region"},
		{"a quota below AWS's", func() { lambdaalb.New(stack, "Low", &lambdaalb.Props{VPC: vpc, RuleQuota: 99}) },
			"test/Low: RuleQuota: 99 is under AWS's own 100; leave it out, or give the quota that AWS has raised for the account"},
		{"a listener of a Network Load Balancer", func() {
			lambdaalb.FromListener(stack, "NLB", &lambdaalb.FromListenerProps{ARN: elbARN(here, ours, "listener/net/a/b/c")})
		}, `test/NLB: ARN: "` + elbARN(here, ours, "listener/net/a/b/c") +
			`" is not the ARN of a listener of an Application Load Balancer; give one with :listener/app/ in it`},
	} {
		if got := cdktest.Lines(cdktest.Rejected(t, c.build)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
	for _, path := range []string{"/", "/echo", "/a/b"} {
		mount(path, lambdaalb.MountProps{})()
	}
	path := "/" + *awscdk.NewCfnParameter(stack, jsii.String("Path"), nil).ValueAsString()
	got := cdktest.Rejected(t, mount(path, lambdaalb.MountProps{StripPrefix: true}))
	if len(got) != 1 || got[0].Problem != "the path is known at deployment only" || got[0].Fix != "use Route with RewritePath" {
		t.Errorf("the prefix of a parameter: %s", cdktest.Lines(got))
	}
}

func TestMoreListeners(t *testing.T) {
	stack := cdktest.Stack(t)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)})
	function := cdktest.Function(stack, "Function")
	edge.Mount("/a", &lambdaalb.MountProps{Function: function})
	admin := edge.AddListener("Admin", &lambdaalb.ListenerProps{Port: 8081, Default: &lambdaalb.Action{Targets: []lambdaalb.Target{{Function: function}}}})
	admin.Mount("/a", &lambdaalb.MountProps{Function: function})
	tpl := cdktest.Synth(t, stack)
	if n := len(tpl.All(listener)); n != 2 {
		t.Errorf("%d listeners, want 2", n)
	}
	// One function behind one load balancer, so one target group, whichever listener a request comes
	// by.
	tpl.One(targetGroup)
	tpl.One(permission)
	for _, l := range tpl.All(listener) {
		if l.Properties["Port"] == 8081.0 && !strings.Contains(cdktest.JSON(l.Properties["DefaultActions"]), `"Type":"forward"`) {
			t.Errorf("the default action of the admin listener is %v", l.Properties["DefaultActions"])
		}
	}
}

func TestListenersOnOnePort(t *testing.T) {
	stack := cdktest.Stack(t)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)})
	edge.AddListener("Admin", &lambdaalb.ListenerProps{Port: 8081})
	for _, port := range []int{80, 8081} {
		err := panicOf(func() { edge.AddListener("Again", &lambdaalb.ListenerProps{Port: port}) })
		if want := fmt.Sprintf("test/Edge/Again: Port: %d is taken by another listener of the load balancer; use another", port); err == nil || err.Error() != want {
			t.Errorf("port %d again: %v", port, err)
		}
	}
}

// AWS rejects a redirect to the listener's own protocol and port, which it takes for a loop.
func TestRedirectsToTheListenerItself(t *testing.T) {
	stack := cdktest.Stack(t)
	vpc := cdktest.VPC(stack)
	certificate := []awscertificatemanager.ICertificate{awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("C"), jsii.String(certificateARN+"c"))}
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc, HTTPS: &lambdaalb.HTTPS{Certificates: certificate}})
	to := func(protocol string, port int) *lambdaalb.Action {
		return &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Protocol: protocol, Port: port}}
	}
	listed := lambdaalb.FromListener(stack, "Listed", &lambdaalb.FromListenerProps{Listener: edge.Listener().ApplicationListener()})
	imported := lambdaalb.FromListener(stack, "Imported", &lambdaalb.FromListenerProps{ARN: elbARN(here, ours, "listener/app/a/b/c"), HTTPS: true})
	for i, c := range []struct {
		loops bool
		build func(id string)
	}{
		{true, func(id string) { edge.Mount("/"+id, &lambdaalb.MountProps{Action: to("HTTPS", 443)}) }},
		{true, func(id string) { edge.Mount("/"+id, &lambdaalb.MountProps{Action: to("", 443)}) }},
		{true, func(id string) { listed.Mount("/"+id, &lambdaalb.MountProps{Action: to("HTTPS", 443)}) }},
		{true, func(id string) { imported.Mount("/"+id, &lambdaalb.MountProps{Action: to("HTTPS", 0)}) }},
		{true, func(id string) { edge.AddListener(id, &lambdaalb.ListenerProps{Port: 8080, Default: to("HTTP", 8080)}) }},
		{true, func(id string) { lambdaalb.New(stack, id, &lambdaalb.Props{VPC: vpc, Default: to("HTTP", 80)}) }},
		{true, func(id string) {
			lambdaalb.New(stack, id, &lambdaalb.Props{VPC: vpc, Default: to("HTTPS", 443), HTTPS: &lambdaalb.HTTPS{Certificates: certificate}})
		}},
		{true, func(id string) {
			lambdaalb.New(stack, id, &lambdaalb.Props{VPC: vpc, Default: to("", 80), HTTPS: &lambdaalb.HTTPS{Certificates: certificate, ServeHTTP: true}})
		}},
		{false, func(id string) { edge.Mount("/"+id, &lambdaalb.MountProps{Action: to("HTTPS", 8443)}) }},
		{false, func(id string) { imported.Mount("/"+id, &lambdaalb.MountProps{Action: to("HTTPS", 443)}) }},
		{false, func(id string) { edge.AddListener(id, &lambdaalb.ListenerProps{Port: 8081, Default: to("HTTPS", 443)}) }},
		{false, func(id string) { lambdaalb.New(stack, id, &lambdaalb.Props{VPC: vpc, Default: to("HTTPS", 443)}) }},
		{false, func(id string) {
			lambdaalb.New(stack, id, &lambdaalb.Props{VPC: vpc, Default: to("", 80), HTTPS: &lambdaalb.HTTPS{Certificates: certificate}})
		}},
	} {
		err := panicOf(func() { c.build(*jsii.Sprintf("L%d", i)) })
		if c.loops != (err != nil) || err != nil && !strings.Contains(err.Error(), "Redirect: it sends clients of this listener back to it") {
			t.Errorf("case %d: %v", i, err)
		}
	}
}
