package lambdaalb_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

// Whatever is passed, a constructor ends with its construct or with a *fault.Error that names the
// field, and leaves nothing in the tree.
func TestNoOtherPanic(t *testing.T) {
	stack := cdktest.Stack(t)
	vpc := cdktest.VPC(stack)
	certificate := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("C"), jsii.String(certificateARN+"c"))
	https := &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}}
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc, HTTPS: https})
	byID := awsroute53.HostedZone_FromHostedZoneId(stack, jsii.String("ByID"), jsii.String("Z1"))
	zone := awsroute53.NewPublicHostedZone(stack, jsii.String("Zone"), &awsroute53.PublicHostedZoneProps{ZoneName: jsii.String("example.com")})
	given := func(id string, attributes elb.ApplicationLoadBalancerAttributes) elb.IApplicationLoadBalancer {
		attributes.LoadBalancerArn = jsii.String(elbARN(here, ours, "loadbalancer/app/"+id+"/b"))
		attributes.SecurityGroupId = jsii.String("sg-1")
		return elb.ApplicationLoadBalancer_FromApplicationLoadBalancerAttributes(stack, &id, &attributes)
	}
	nameless, named := given("Nameless", elb.ApplicationLoadBalancerAttributes{}), given("Named", elb.ApplicationLoadBalancerAttributes{
		LoadBalancerDnsName: jsii.String("a.elb.amazonaws.com"), LoadBalancerCanonicalHostedZoneId: jsii.String("Z2")})
	domain := func(name string, zone awsroute53.IHostedZone) *lambdaalb.HTTPS {
		return &lambdaalb.HTTPS{Domain: &lambdaalb.Domain{Name: name, HostedZone: zone}}
	}
	create := func(id string, props lambdaalb.Props) func() { return func() { lambdaalb.New(stack, id, &props) } }
	policy := func(p string) lambdaalb.Props {
		return lambdaalb.Props{VPC: vpc, HTTPS: &lambdaalb.HTTPS{Certificates: https.Certificates, Policy: elb.SslPolicy(p)}}
	}
	authenticate := func(a lambdaalb.Authenticate) func() {
		return func() { edge.Mount("/auth", &lambdaalb.MountProps{Action: fixed, Authenticate: &a}) }
	}
	nothing := func(elb.ListenerAction) elb.ListenerAction { return nil }
	oidc := func(change func(*elb.AuthenticateOidcOptions)) func() {
		o := elb.AuthenticateOidcOptions{
			AuthorizationEndpoint: jsii.String("https://id.example.com/auth"), TokenEndpoint: jsii.String("https://id.example.com/token"),
			UserInfoEndpoint: jsii.String("https://id.example.com/user"), Issuer: jsii.String("https://id.example.com"), ClientId: jsii.String("client"),
			ClientSecret: awscdk.SecretValue_SecretsManager(jsii.String("oidc"), nil),
		}
		change(&o)
		return authenticate(lambdaalb.Authenticate{OIDC: &o})
	}
	var noStack awscdk.Stack
	unnamed := lambdaalb.New(stack, "Unnamed", &lambdaalb.Props{LoadBalancer: nameless})
	front := lambdaalb.FromListener(stack, "Given", &lambdaalb.FromListenerProps{Listener: edge.Listener().ApplicationListener()})
	for i, c := range []struct {
		name  string
		build func()
		want  string // "field: problem", empty where it is accepted
	}{
		{"no scope", func() { lambdaalb.New(nil, "A", &lambdaalb.Props{VPC: vpc}) }, "scope: it is nil"},
		{"a nil stack", func() { lambdaalb.New(noStack, "A", &lambdaalb.Props{VPC: vpc}) }, "scope: it is nil"},
		{"no scope of a listener", func() { lambdaalb.FromListener(nil, "A", &lambdaalb.FromListenerProps{ARN: givenListener}) }, "scope: it is nil"},
		{"no scope of routes", func() { edge.WithScope(nil) }, "WithScope: the scope is nil"},
		{"no scope of a listener's routes", func() { edge.HTTPListener().WithScope(nil).Mount("/a", nil) }, "WithScope: the scope is nil"},
		{"no id", create("", lambdaalb.Props{VPC: vpc}), "id: it is empty"},
		{"no id of a listener", func() { edge.AddListener("", &lambdaalb.ListenerProps{Port: 81}) }, "id: it is empty"},
		{"no id of a route", func() {
			edge.Route("", &lambdaalb.RouteProps{Match: lambdaalb.Match{Paths: []string{"/a"}}, Action: fixed})
		}, "id: it is empty"},
		{"an id twice", create("Edge", lambdaalb.Props{VPC: vpc}), `id: "Edge" is the id of another construct`},
		{"nil props", func() { lambdaalb.New(stack, "A", nil) }, "VPC: it is nil"},
		{"nil props of a listener", func() { edge.AddListener("A", nil) }, "Port: 0 is outside 1..65535"},
		{"nil props of FromListener", func() { lambdaalb.FromListener(stack, "A", nil) }, "Listener: it is not exactly one of Listener and ARN"},
		{"nil props of a mount", func() { edge.Mount("/a", nil) }, `route "/a".Function: it is nil`},
		{"nil props of a route", func() { edge.Route("A", nil) }, `route "A": no condition is set`},

		{"AWS's name of a policy", create("P1", policy("ELBSecurityPolicy-TLS13-1-2-2021-06")), ""},
		{"a newer policy than CDK's", create("P2", policy("ELBSecurityPolicy-TLS14-1-4-2031-01")), ""},
		{"a policy of CDK", create("P3", policy("TLS12")), ""},
		{"no policy at all", create("A", policy("TLS99")), `HTTPS.Policy: "TLS99" is unknown`},
		{"an unknown mode", create("A", lambdaalb.Props{VPC: vpc, DesyncMitigation: "defensive"}), `DesyncMitigation: "defensive" is unknown`},

		{"no issuer", oidc(func(o *elb.AuthenticateOidcOptions) { o.Issuer = nil }), ".OIDC.Issuer: it is empty"},
		{"no client id", oidc(func(o *elb.AuthenticateOidcOptions) { o.ClientId = nil }), ".OIDC.ClientId: it is empty"},
		{"no secret", oidc(func(o *elb.AuthenticateOidcOptions) { o.ClientSecret = nil }), ".OIDC.ClientSecret: it is nil"},
		{"no user info", oidc(func(o *elb.AuthenticateOidcOptions) { o.UserInfoEndpoint = nil }), ".OIDC.UserInfoEndpoint: it is empty"},
		{"an issuer without TLS", oidc(func(o *elb.AuthenticateOidcOptions) { o.Issuer = jsii.String("http://id.example.com") }), `.OIDC.Issuer: "http://id.example.com" is not a full https URL`},
		{"an endpoint without a host", oidc(func(o *elb.AuthenticateOidcOptions) { o.TokenEndpoint = jsii.String("https:///token") }), ".OIDC.TokenEndpoint: "},
		{"a long session", oidc(func(o *elb.AuthenticateOidcOptions) { o.SessionTimeout = awscdk.Duration_Days(jsii.Number(8)) }), ".OIDC.SessionTimeout: 691200 seconds are outside 1..604800"},
		{"half a second", oidc(func(o *elb.AuthenticateOidcOptions) { o.SessionTimeout = awscdk.Duration_Millis(jsii.Number(500)) }), ".OIDC.SessionTimeout: it is not a whole number of seconds"},
		{"eleven parameters", oidc(func(o *elb.AuthenticateOidcOptions) {
			params := map[string]*string{}
			for _, key := range "abcdefghijk" {
				params[string(key)] = jsii.String("x")
			}
			o.AuthenticationRequestExtraParams = &params
		}), ".OIDC.AuthenticationRequestExtraParams: 11 parameters are over the limit of 10"},
		{"a nil parameter", oidc(func(o *elb.AuthenticateOidcOptions) {
			o.AuthenticationRequestExtraParams = &map[string]*string{"a": nil}
		}), ".OIDC.AuthenticationRequestExtraParams[a]: it is nil"},
		{"an unknown action", oidc(func(o *elb.AuthenticateOidcOptions) { o.OnUnauthenticatedRequest = "PROMPT" }), `.OIDC.OnUnauthenticatedRequest: "PROMPT" is unknown`},
		{"JWT without an endpoint", authenticate(lambdaalb.Authenticate{JWT: &elb.AuthenticateJwtOptions{Issuer: jsii.String("id")}}), ".JWT.JwksEndpoint: it is empty"},
		{"JWT without TLS", authenticate(lambdaalb.Authenticate{JWT: &elb.AuthenticateJwtOptions{Issuer: jsii.String("id"), JwksEndpoint: jsii.String("http://id.example.com")}}), ".JWT.JwksEndpoint: "},
		{"JWT with a long issuer", authenticate(lambdaalb.Authenticate{JWT: &elb.AuthenticateJwtOptions{
			Issuer: jsii.String(strings.Repeat("x", 257)), JwksEndpoint: jsii.String("https://id.example.com")}}), ".JWT.Issuer: 257 characters are over the limit of 256"},
		{"Custom that returns nothing", authenticate(lambdaalb.Authenticate{Custom: nothing}), ".Authenticate.Custom: it returns nil"},
		{"Custom that panics", authenticate(lambdaalb.Authenticate{Custom: func(elb.ListenerAction) elb.ListenerAction { panic("no") }}), "props: CDK rejects them: no"},

		{"OIDC", oidc(func(*elb.AuthenticateOidcOptions) {}), ""},

		{"a domain of a load balancer that does not know its name", create("A", lambdaalb.Props{LoadBalancer: nameless, HTTPS: domain("a.example.com", zone)}),
			"HTTPS.Domain: the load balancer that is given does not know its LoadBalancerDnsName"},
		{"a domain of one that does", create("Domain", lambdaalb.Props{LoadBalancer: named, HTTPPort: 8080, HTTPS: domain("a.example.com", zone)}), ""},
		{"a domain in a zone that does not know its name", create("ByZoneID", lambdaalb.Props{VPC: vpc, HTTPS: domain("a.example.org", byID)}), ""},
		{"a domain outside its zone", create("A", lambdaalb.Props{VPC: vpc, HTTPS: domain("a.example.org", zone)}), `HTTPS.Domain.HostedZone: "a.example.org" is not in the zone "example.com"`},
		{"a domain outside its zone, of a further listener", func() {
			edge.AddListener("A", &lambdaalb.ListenerProps{Port: 8443, HTTPS: domain("a.example.org", zone)})
		}, "HTTPS.Domain.HostedZone: "},
		{"a domain of a parameter", create("Parameter", lambdaalb.Props{VPC: vpc, HTTPS: domain("a."+*awscdk.NewCfnParameter(stack, jsii.String("P"), nil).ValueAsString(), zone)}), ""},
		{"WAF fails open without a web ACL", create("WAF", lambdaalb.Props{VPC: vpc, WAFFailOpen: true}), ""},
		{"the name of a load balancer that does not know it", func() { unnamed.DNSName() }, "LoadBalancer: it does not know its DNS name"},

		{"a redirect to HTTP", func() {
			edge.Mount("/old", &lambdaalb.MountProps{Action: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Protocol: "HTTP", Port: 80}}})
		}, ".Redirect.Protocol: a listener that speaks HTTPS cannot redirect to HTTP"},
		{"a default redirect to HTTP", create("A", lambdaalb.Props{VPC: vpc, HTTPS: https, Default: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Protocol: "HTTP", Port: 80}}}), "Default.Redirect.Protocol: "},
		{"a redirect from HTTP to HTTP", func() {
			edge.HTTPListener().Mount("/old", &lambdaalb.MountProps{Action: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Protocol: "HTTP", Port: 8080}}})
		}, ""},
		{"a redirect to HTTP on a listener that is given", func() {
			front.Mount("/old", &lambdaalb.MountProps{Action: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Protocol: "HTTP", Port: 80}}})
		}, ".Redirect.Protocol: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := cdktest.Paths(stack)
			err := panicOf(c.build)
			if c.want == "" {
				if err != nil {
					t.Errorf("case %d is rejected: %v", i, err)
				}
				return
			}
			var rejected *fault.Error
			if !errors.As(err, &rejected) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("case %d: %v, want %s", i, err, c.want)
			}
			if after := cdktest.Paths(stack); !slices.Equal(after, before) {
				t.Errorf("case %d left %v in the tree", i, after[len(before):])
			}
		})
	}
	cdktest.Synth(t, stack)
}

func TestPolicyNames(t *testing.T) {
	stack := cdktest.Stack(t)
	certificate := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("C"), jsii.String(certificateARN+"c"))
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), HTTPS: &lambdaalb.HTTPS{
		Certificates: []awscertificatemanager.ICertificate{certificate}, Policy: "ELBSecurityPolicy-TLS13-1-2-2021-06"}})
	for _, l := range cdktest.Synth(t, stack).All(listener) {
		if l.Properties["Protocol"] == "HTTPS" && l.Properties["SslPolicy"] != "ELBSecurityPolicy-TLS13-1-2-2021-06" {
			t.Errorf("policy %v", l.Properties["SslPolicy"])
		}
	}
}
