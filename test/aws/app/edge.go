package main

import (
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/test/aws/internal/names"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

// newEdge creates the stack of the load balancer. Port 80 sends the recorder all values of headers,
// ports 8080 and 443, which speaks TLS, the last ones. VPC Lattice is in the same VPC.
func newEdge(app awscdk.App, f *functions, s *settings) {
	stack := newStack(app, names.Edge(s.stage), s)
	logs := logbucket.New(stack, "Logs", &logbucket.Props{ExpirationDays: 1})
	toRecorder := &lambdaalb.Action{Targets: []lambdaalb.Target{{Function: f.recorder}}}
	lastValues := &lambdaalb.Action{Targets: []lambdaalb.Target{{Function: f.recorder, SingleValueHeaders: true}}}
	vpc := network.New(stack, "Network", nil).VPC()
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC:                vpc,
		Default:            toRecorder,
		Logs:               &lambdaalb.Logs{Bucket: logs.Bucket()},
		DeletionProtection: s.protect,
	})
	edge.AddListener("Single", &lambdaalb.ListenerProps{
		Port: names.SinglePort, Default: lastValues,
	})
	addRules(edge.Listener(), f)
	if https := newHTTPS(stack, s); https != nil {
		secure := edge.AddListener("Secure", &lambdaalb.ListenerProps{HTTPS: https, Default: lastValues})
		secure.Mount(names.Token, &lambdaalb.MountProps{Function: f.service, Authenticate: &lambdaalb.Authenticate{
			JWT: &elb.AuthenticateJwtOptions{Issuer: jsii.String(names.Issuer), JwksEndpoint: jsii.String(f.keySet)},
		}})
	}
	if s.lattice {
		newLattice(stack, vpc, f.recorder, s)
	}
	output(stack, names.LoadBalancerDNSName, edge.DNSName())
	output(stack, names.LogBucket, *logs.Bucket().BucketName())
}

// addRules adds what the step about rules sends requests to.
func addRules(l *lambdaalb.Listener, f *functions) {
	l.Mount(names.Gone, &lambdaalb.MountProps{Action: &lambdaalb.Action{
		FixedResponse: &lambdaalb.FixedResponse{Status: 410, ContentType: "text/plain", Body: "gone"},
	}})
	l.Mount(names.Moved, &lambdaalb.MountProps{Action: &lambdaalb.Action{
		Redirect: &lambdaalb.Redirect{Path: names.Service + "/#{path}", Query: "from=#{host}&#{query}", Permanent: true},
	}})
	l.Mount(names.Service, &lambdaalb.MountProps{Function: f.service})
	l.Mount(names.Stripped, &lambdaalb.MountProps{Function: f.service, StripPrefix: true})
	l.Route("Rewritten", &lambdaalb.RouteProps{
		Function:    f.service,
		Match:       lambdaalb.Match{Paths: []string{names.Rewritten + "/*"}, Query: []lambdaalb.QueryMatch{{Key: "kind", Value: "b?"}}},
		RewritePath: &lambdaalb.Rewrite{Regex: `^/prove/rewritten/(\w+)/(\w+)`, Replace: "/$2/of/$1"},
		RewriteHost: &lambdaalb.Rewrite{Regex: `^(.+)\.shop\.example$`, Replace: "$1.internal.example"},
	})
	l.Route("Chosen", &lambdaalb.RouteProps{Function: f.service, Match: lambdaalb.Match{
		Paths: []string{names.Chosen}, Methods: []string{"PUT"},
		Headers: []lambdaalb.HeaderMatch{{Name: "X-Version", Values: []string{"2*"}}},
	}})
	l.Mount(names.Weighted, &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{
		{Function: f.service, Weight: new(names.ServiceWeight)}, {Function: f.recorder, Weight: new(names.RecorderWeight)},
	}}})
}

// newHTTPS is by a certificate that was imported, or by a domain.
func newHTTPS(stack awscdk.Stack, s *settings) *lambdaalb.HTTPS {
	switch {
	case s.domain != "":
		zone := awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
			HostedZoneId: jsii.String(s.zoneID), ZoneName: jsii.String(s.zone),
		})
		return &lambdaalb.HTTPS{Domain: &lambdaalb.Domain{Name: s.domain, HostedZone: zone}}
	case s.certificate != "":
		return &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{
			awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"), jsii.String(s.certificate)),
		}}
	}
	return nil
}
