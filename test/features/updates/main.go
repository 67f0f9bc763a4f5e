// Command updates is a CDK app in two versions, by the context key "version": everything that can
// change about a route or a listener between two deployments is different in version 2.
package main

import (
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/network"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	app := awscdk.NewApp(nil)
	v := version{app.Node().TryGetContext(jsii.String("version")) == "2"}
	edges := awscdk.NewStack(app, jsii.String("edge"), nil)
	first := awscdk.NewStack(app, jsii.String("first"), nil)
	second := awscdk.NewStack(app, jsii.String("second"), nil)
	architecture, _ := app.Node().GetContext(jsii.String("architecture")).(string)

	function := gofunction.New(edges, "Echo", &gofunction.Props{
		Package: "./lambda/echo", Architecture: gofunction.Architecture(architecture), Alias: v.pick("", "live"),
	}).Function()
	net := network.New(edges, "Network", nil)
	edge := lambdaalb.New(edges, "Edge", &lambdaalb.Props{VPC: net.VPC()})
	match := func(path string) lambdaalb.Match { return lambdaalb.Match{Paths: []string{path}} }

	edge.Mount(v.pick("/path", "/other-path"), &lambdaalb.MountProps{Function: function})
	edge.Route(v.pick("ID", "OtherID"), &lambdaalb.RouteProps{Match: match("/id"), Function: function})
	edge.Route("Priority", &lambdaalb.RouteProps{Match: match("/priority"), Function: function, Priority: pick(v, 100, 200)})
	edge.Route("SwapA", &lambdaalb.RouteProps{Match: match("/swap-a"), Function: function, Priority: pick(v, 300, 301)})
	edge.Route("SwapB", &lambdaalb.RouteProps{Match: match("/swap-b"), Function: function, Priority: pick(v, 301, 300)})
	edge.Route("Taken", &lambdaalb.RouteProps{Match: match("/taken"), Function: function, Priority: pick(v, 400, 401)})
	if v.two {
		edge.Route("Taker", &lambdaalb.RouteProps{Match: match("/taker"), Function: function, Priority: 400})
	}
	edge.WithScope(pick(v, first, second)).Route("Moved", &lambdaalb.RouteProps{Match: match("/moved"), Function: function})
	edge.WithScope(first).Route("Stays", &lambdaalb.RouteProps{Match: match("/stays"), Function: function})
	edge.WithScope(second).Route("StaysToo", &lambdaalb.RouteProps{Match: match("/stays-too"), Function: function})
	edge.Route("Mode", &lambdaalb.RouteProps{Match: match("/mode"), Action: &lambdaalb.Action{Targets: []lambdaalb.Target{
		{Function: function, SingleValueHeaders: v.two},
	}}})

	admin := &lambdaalb.ListenerProps{Port: 8081}
	if v.two {
		admin = &lambdaalb.ListenerProps{HTTPS: &lambdaalb.HTTPS{Port: 8081, Certificates: []awscertificatemanager.ICertificate{certificate(edges, "Certificate")}}}
	}
	edge.AddListener("Admin", admin).Mount("/admin", &lambdaalb.MountProps{Function: function})

	// the emulator does not have the resource
	if app.Node().TryGetContext(jsii.String("certificates")) == "true" {
		sni := awscdk.NewStack(app, jsii.String("sni"), nil)
		a, b, c := certificate(sni, "A"), certificate(sni, "B"), certificate(sni, "C")
		all := []awscertificatemanager.ICertificate{certificate(sni, "Default"), a, b, c}
		if v.two {
			all = []awscertificatemanager.ICertificate{all[0], a, c}
		}
		lambdaalb.New(sni, "SNI", &lambdaalb.Props{VPC: network.New(sni, "Network", nil).VPC(), HTTPS: &lambdaalb.HTTPS{Certificates: all}})
	}
	app.Synth(nil)
}

// A version is that of the app.
type version struct{ two bool }

func (v version) pick(one, two string) string { return pick(v, one, two) }

func pick[T any](v version, one, two T) T {
	if v.two {
		return two
	}
	return one
}

func certificate(stack awscdk.Stack, id string) awscertificatemanager.ICertificate {
	return awscertificatemanager.NewCertificate(stack, &id, &awscertificatemanager.CertificateProps{
		DomainName: jsii.String("example.com"), Validation: awscertificatemanager.CertificateValidation_FromDns(nil),
	})
}
