// Command app is a CDK app that shows what the default one does not use: two load balancers.
package main

import (
	"time"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/constructs/network"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("features-dev"), nil)
	architecture, _ := stack.Node().GetContext(jsii.String("architecture")).(string)
	net := network.New(stack, "Network", nil)
	function := gofunction.New(stack, "Echo", &gofunction.Props{
		Package: "./lambda/echo", Architecture: gofunction.Architecture(architecture), Alias: "live",
	})
	gofunction.New(stack, "Stream", &gofunction.Props{
		Package: "./examples/functions/shop", Architecture: gofunction.Architecture(architecture), URL: &gofunction.URL{Public: true, Stream: true},
	})
	plain(stack, net, function)
	secure(stack, net, function)
	stack.Node().Root().(awscdk.App).Synth(nil)
}

func plain(stack awscdk.Stack, net *network.Network, function *gofunction.Function) {
	logs := logbucket.New(stack, "Logs", &logbucket.Props{Versioned: true})
	edge := lambdaalb.New(stack, "Plain", &lambdaalb.Props{
		VPC:         net.VPC(),
		Default:     &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 503, ContentType: "text/plain", Body: "closed"}},
		Logs:        &lambdaalb.Logs{Bucket: logs.Bucket(), ConnectionLogs: true, HealthCheckLogs: true},
		IdleTimeout: 30 * time.Second,
		Attributes:  map[string]string{"routing.http.xff_client_port.enabled": "true"},
	})
	to := func(target lambdaalb.Target) *lambdaalb.Action {
		target.Function = function.Function()
		return &lambdaalb.Action{Targets: []lambdaalb.Target{target}}
	}
	edge.Mount("/multi", &lambdaalb.MountProps{Function: function.Function()})
	edge.Mount("/multi/single", &lambdaalb.MountProps{Action: to(lambdaalb.Target{
		SingleValueHeaders: true,
		HealthCheck:        &lambdaalb.HealthCheck{Path: "/health", Interval: time.Minute},
	})})
	edge.Mount("/gone", &lambdaalb.MountProps{Action: &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 410}}})
	edge.Mount("/old", &lambdaalb.MountProps{Action: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Path: "/multi"}}})
	edge.Route("Header", &lambdaalb.RouteProps{Function: function.Function(), Match: lambdaalb.Match{
		Paths: []string{"/choice"}, Headers: []lambdaalb.HeaderMatch{{Name: "X-Version", Values: []string{"2*"}}},
	}})
	edge.Route("Method", &lambdaalb.RouteProps{
		Match:  lambdaalb.Match{Paths: []string{"/choice"}, Methods: []string{"DELETE"}},
		Action: &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 405}}, Priority: 7,
	})
	query := lambdaalb.Match{Paths: []string{"/query"}, Query: []lambdaalb.QueryMatch{{Key: "version", Value: "2*"}}}
	edge.Route("Query", &lambdaalb.RouteProps{Function: function.Function(), Match: query})
	for name, network := range map[string]string{"Here": "127.0.0.0/8", "Elsewhere": "198.51.100.0/24"} {
		edge.Route(name, &lambdaalb.RouteProps{Function: function.Function(), Match: lambdaalb.Match{Paths: []string{"/" + name}, SourceIPs: []string{network}}})
	}
	edge.Route("Host", &lambdaalb.RouteProps{Function: function.Function(), Match: lambdaalb.Match{Hosts: []string{"*.shop.example.com"}}})
}

func secure(stack awscdk.Stack, net *network.Network, function *gofunction.Function) {
	zone := awsroute53.NewPublicHostedZone(stack, jsii.String("Zone"), &awsroute53.PublicHostedZoneProps{ZoneName: jsii.String("example.com")})
	edge := lambdaalb.New(stack, "Secure", &lambdaalb.Props{
		VPC: net.VPC(),
		HTTPS: &lambdaalb.HTTPS{
			Domain:             &lambdaalb.Domain{Name: "api.example.com", HostedZone: zone},
			ClientCertificates: &lambdaalb.ClientCertificates{},
		},
	})
	edge.Mount("/api", &lambdaalb.MountProps{Function: function.Function(), StripPrefix: true, Authenticate: &lambdaalb.Authenticate{
		JWT: &elb.AuthenticateJwtOptions{Issuer: jsii.String("https://id.example.com"), JwksEndpoint: jsii.String("https://id.example.com/jwks")},
	}})
	edge.AddListener("Admin", &lambdaalb.ListenerProps{Port: 8081}).
		Mount("/admin", &lambdaalb.MountProps{Function: function.Function()})
}
