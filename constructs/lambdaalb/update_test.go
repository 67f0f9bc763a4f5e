package lambdaalb_test

import (
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// site is an app with a load balancer in stack web, and a stack that puts routes on it.
type site struct {
	app          awscdk.App
	web, shop    awscdk.Stack
	f            awslambda.Function
	stable       awslambda.IFunction
	certificates map[string]awscertificatemanager.ICertificate
}

func newSite(t *testing.T) *site {
	s := &site{app: cdktest.App(t), certificates: map[string]awscertificatemanager.ICertificate{}}
	s.web, s.shop = awscdk.NewStack(s.app, jsii.String("web"), nil), awscdk.NewStack(s.app, jsii.String("shop"), nil)
	s.f = cdktest.Function(s.web, "F")
	s.stable = s.f.AddAlias(jsii.String("stable"), nil)
	for _, name := range []string{"a", "b", "c"} {
		s.certificates[name] = awscertificatemanager.Certificate_FromCertificateArn(s.web, jsii.String("Certificate-"+name), jsii.String(certificateARN+name))
	}
	s.certificates["made"] = awscertificatemanager.NewCertificate(s.web, jsii.String("Made"), &awscertificatemanager.CertificateProps{DomainName: jsii.String("example.com")})
	return s
}

const certificateARN = "arn:aws:acm:eu-west-1:111122223333:certificate/"

func (s *site) edge(props lambdaalb.Props) *lambdaalb.ALB {
	props.VPC = cdktest.VPC(s.web)
	return lambdaalb.New(s.web, "Edge", &props)
}

func (s *site) https(names ...string) lambdaalb.Props {
	h := &lambdaalb.HTTPS{}
	for _, name := range names {
		h.Certificates = append(h.Certificates, s.certificates[name])
	}
	return lambdaalb.Props{HTTPS: h}
}

// templates of one deployment.
func templates(t *testing.T, build func(*site)) map[string]*cdktest.Template {
	t.Helper()
	s := newSite(t)
	build(s)
	return cdktest.Read(t, *s.app.Synth(nil).Directory(), cdktest.Suffix)
}

// Version 1 and version 2 of an app are deployed one after the other, where CloudFormation creates
// before it deletes.
func TestUpdatesDeploy(t *testing.T) {
	to := func(f awslambda.IFunction, priority int) *lambdaalb.MountProps {
		return &lambdaalb.MountProps{Function: f, Priority: priority}
	}
	target := func(target lambdaalb.Target) *lambdaalb.MountProps {
		return &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{target}}}
	}
	paths := func(path string) lambdaalb.Match { return lambdaalb.Match{Paths: []string{path}} }
	for name, c := range map[string]struct {
		before, after func(*site)
		collides      string // where AWS has no order that works
	}{
		"a path, explicit": {
			before: func(s *site) { s.edge(lambdaalb.Props{}).Mount("/echo", to(s.f, 1)) },
			after:  func(s *site) { s.edge(lambdaalb.Props{}).Mount("/api", to(s.f, 1)) },
		},
		"a path, assigned": {
			before: func(s *site) { s.edge(lambdaalb.Props{}).Mount("/echo", to(s.f, 0)) },
			after:  func(s *site) { s.edge(lambdaalb.Props{}).Mount("/api", to(s.f, 0)) },
		},
		"an id": {
			before: func(s *site) {
				s.edge(lambdaalb.Props{}).Route("Old", &lambdaalb.RouteProps{Match: paths("/x"), Function: s.f})
			},
			after: func(s *site) {
				s.edge(lambdaalb.Props{}).Route("New", &lambdaalb.RouteProps{Match: paths("/x"), Function: s.f})
			},
		},
		"priorities that change places": {
			before: func(s *site) {
				edge := s.edge(lambdaalb.Props{})
				edge.Mount("/a", to(s.f, 1))
				edge.Mount("/b", to(s.stable, 2))
			},
			after: func(s *site) {
				edge := s.edge(lambdaalb.Props{})
				edge.Mount("/a", to(s.f, 2))
				edge.Mount("/b", to(s.stable, 1))
			},
		},
		"a priority that becomes free": {
			before: func(s *site) {
				edge := s.edge(lambdaalb.Props{})
				edge.Mount("/a", to(s.f, 1))
				edge.Mount("/b", to(s.stable, 2))
			},
			after: func(s *site) { s.edge(lambdaalb.Props{}).Mount("/b", to(s.stable, 1)) },
		},
		"a stack, assigned": {
			before: func(s *site) { s.edge(lambdaalb.Props{}).Mount("/echo", to(s.f, 0)) },
			after: func(s *site) {
				s.edge(lambdaalb.Props{}).WithScope(s.shop).Mount("/echo", to(cdktest.Function(s.shop, "G"), 0))
			},
		},
		"a stack, explicit: see RouteProps.Priority": {
			before: func(s *site) {
				s.edge(lambdaalb.Props{}).WithScope(s.shop).Mount("/echo", to(cdktest.Function(s.shop, "G"), 7))
			},
			after: func(s *site) {
				s.edge(lambdaalb.Props{}).WithScope(awscdk.NewStack(s.app, jsii.String("blog"), nil)).Mount("/echo", to(s.f, 7))
			},
			collides: "blog/",
		},
		"the first of two routes that share a group goes": {
			before: func(s *site) {
				edge := s.edge(lambdaalb.Props{})
				edge.Mount("/a", to(s.f, 0))
				edge.Mount("/b", to(s.f, 0))
			},
			after: func(s *site) { s.edge(lambdaalb.Props{}).Mount("/b", to(s.f, 0)) },
		},
		"a certificate out of the middle": {
			before: func(s *site) { s.edge(s.https("a", "b", "made", "c")) },
			after:  func(s *site) { s.edge(s.https("a", "made", "c")) },
		},
		"another default certificate": {
			before: func(s *site) { s.edge(s.https("a", "b")) },
			after:  func(s *site) { s.edge(s.https("b", "a")) },
		},
		"a function to its alias": {
			before: func(s *site) { s.edge(lambdaalb.Props{}).Mount("/a", to(s.f, 0)) },
			after:  func(s *site) { s.edge(lambdaalb.Props{}).Mount("/a", to(s.stable, 0)) },
		},
		"an alias to its function": {
			before: func(s *site) { s.edge(lambdaalb.Props{}).Mount("/a", to(s.stable, 0)) },
			after:  func(s *site) { s.edge(lambdaalb.Props{}).Mount("/a", to(s.f, 0)) },
		},
		"HTTP to HTTPS": {
			before: func(s *site) { s.edge(lambdaalb.Props{}).Mount("/a", to(s.f, 1)) },
			after:  func(s *site) { s.edge(s.https("a")).Mount("/a", to(s.f, 1)) },
		},
		"HTTPS to HTTP": {
			before: func(s *site) { s.edge(s.https("a", "b")).Mount("/a", to(s.f, 1)) },
			after:  func(s *site) { s.edge(lambdaalb.Props{}).Mount("/a", to(s.f, 1)) },
		},
		"another scheme": {
			before: func(s *site) { s.edge(lambdaalb.Props{}).Mount("/a", to(s.f, 1)) },
			after:  func(s *site) { s.edge(lambdaalb.Props{Internal: true}).Mount("/a", to(s.f, 1)) },
		},
		"a group's mode": {
			before: func(s *site) { s.edge(lambdaalb.Props{}).Mount("/a", target(lambdaalb.Target{Function: s.f})) },
			after: func(s *site) {
				s.edge(lambdaalb.Props{}).Mount("/a", target(lambdaalb.Target{Function: s.f, SingleValueHeaders: true}))
			},
		},
		"two groups become one": {
			before: func(s *site) {
				edge := s.edge(lambdaalb.Props{})
				edge.Mount("/a", target(lambdaalb.Target{Function: s.f}))
				edge.Mount("/b", target(lambdaalb.Target{Function: s.f, SingleValueHeaders: true}))
			},
			after: func(s *site) {
				edge := s.edge(lambdaalb.Props{})
				edge.Mount("/a", target(lambdaalb.Target{Function: s.f, SingleValueHeaders: true}))
				edge.Mount("/b", target(lambdaalb.Target{Function: s.f, SingleValueHeaders: true}))
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := cdktest.Collisions(templates(t, c.before), templates(t, c.after))
			if c.collides == "" && len(got) > 0 || c.collides != "" && (len(got) != 1 || !strings.Contains(got[0], c.collides)) {
				t.Errorf("%s", strings.Join(got, "\n"))
			}
		})
	}
}

// A certificate stays in its resource, and a resource keeps its certificate.
func TestCertificatesKeepTheirResources(t *testing.T) {
	attached := func(names ...string) map[string]string {
		out := map[string]string{}
		for id, r := range templates(t, func(s *site) { s.edge(s.https(names...)) })["web"].Resources {
			if r.Type == "AWS::ElasticLoadBalancingV2::ListenerCertificate" {
				out[id] = cdktest.JSON(r.Properties["Certificates"])
			}
		}
		return out
	}
	before, after := attached("a", "b", "made", "b", "c"), attached("a", "made", "c")
	if len(before) != 3 || len(after) != 2 {
		t.Fatalf("%d and %d resources, want one for each further certificate", len(before), len(after))
	}
	for id, certificate := range after {
		if before[id] != certificate {
			t.Errorf("%s had %q, and has %q", id, before[id], certificate)
		}
	}
}
