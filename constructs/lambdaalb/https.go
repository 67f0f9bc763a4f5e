package lambdaalb

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example.com/alb-lambda/constructs/internal/domain"
	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/reference"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// HTTPS is what a listener needs to speak TLS: certificates or a domain.
type HTTPS struct {
	// Certificates of the listener, in its account and region; the first is the default one, the
	// others are chosen by the name that the client sends (SNI). Required, unless Domain is given.
	Certificates []awscertificatemanager.ICertificate
	// Domain gets a certificate and points to the load balancer. Default: none.
	Domain *Domain
	// Port of the listener, 1..65535. Default: 443.
	Port int
	// Policy is the set of TLS versions and ciphers: a value of CDK's, or AWS's own name of a policy.
	// Default: ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09: TLS 1.3 and 1.2 with forward secrecy and
	// authenticated encryption, and post-quantum key exchange.
	Policy elb.SslPolicy
	// ServeHTTP puts the default action on the HTTP listener in place of the redirect. Default: false,
	// HTTP is redirected to HTTPS permanently (301).
	ServeHTTP bool
	// ClientCertificates makes the listener request a certificate of clients. Default: nil, it does
	// not.
	ClientCertificates *ClientCertificates
}

// Domain is a name in a hosted zone of this account.
type Domain struct {
	// Name of the load balancer, like "api.example.com". Required.
	Name string
	// HostedZone that the name is in. It gets the records that validate the certificate, and an A and
	// an AAAA record that point to the load balancer. Required.
	HostedZone awsroute53.IHostedZone
	// EvaluateTargetHealth lets Route 53 return the records only while the load balancer has a healthy
	// target in each target group; a function without a health check counts as healthy. It is for
	// records of several regions under one name. Default: false.
	// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html
	EvaluateTargetHealth bool
}

const (
	defaultHTTPSPort = 443
	defaultPolicy    = elb.SslPolicy_TLS13_12_RES_PQ
)

func (h *HTTPS) withDefaults() *HTTPS {
	c := *h
	if c.Port == 0 {
		c.Port = defaultHTTPSPort
	}
	if c.Policy == "" {
		c.Policy = defaultPolicy
	}
	return &c
}

func (h *HTTPS) check(field string, faults *fault.List) {
	if len(h.Certificates) == 0 && h.Domain == nil {
		faults.Add(field, "it has no certificate", "give Certificates or a Domain")
	}
	for i, certificate := range h.Certificates {
		if certificate == nil {
			faults.Add(fmt.Sprintf("%s.Certificates[%d]", field, i), "it is nil", "give a certificate")
		}
	}
	if h.Domain != nil {
		domain.CheckName(field+".Domain.Name", h.Domain.Name, faults)
		if h.Domain.HostedZone == nil {
			faults.Add(field+".Domain.HostedZone", "it is nil", "give the hosted zone that the name is in")
		}
	}
	faults.Range(field+".Port", float64(h.Port), 1, 65535, "leave it out for 443")
	if !policyName.MatchString(string(h.Policy)) && !slices.Contains(policies, h.Policy) {
		faults.Add(field+".Policy", fmt.Sprintf("%q is unknown", h.Policy), "use a value of elb.SslPolicy, or a name like ELBSecurityPolicy-TLS13-1-2-Res-2021-06")
	}
	h.ClientCertificates.check(field+".ClientCertificates", faults)
}

// checkObjects is what only the objects themselves can say, over jsii. The load balancer is nil
// where it is a new one.
func (h *HTTPS) checkObjects(scope constructs.IConstruct, field string, given elb.IApplicationLoadBalancer, faults *fault.List) {
	stack := environment.OfStack(scope)
	for i, certificate := range h.Certificates {
		at := fmt.Sprintf("%s.Certificates[%d]", field, i)
		arn, ok := imported.Text(certificate.CertificateArn)
		if p := environment.OfARN(arn); ok && p != (environment.Environment{}) {
			p.Check(stack, at, "certificate", faults)
		} else {
			stack.CheckResource(certificate.Env, at, "certificate", faults)
		}
	}
	if h.Domain != nil {
		domain.CheckZone(field+".Domain.HostedZone", h.Domain.Name, h.Domain.HostedZone, faults)
		if given != nil {
			h.Domain.checkGiven(given, field+".Domain", faults)
		}
	}
	h.ClientCertificates.checkObjects(stack, field+".ClientCertificates", faults)
}

// checkGiven records a validation error where a load balancer does not know what a record has to
// point to.
func (d *Domain) checkGiven(given elb.IApplicationLoadBalancer, field string, faults *fault.List) {
	for _, attribute := range []struct {
		name string
		read func() *string
	}{
		{"LoadBalancerDnsName", given.LoadBalancerDnsName},
		{"LoadBalancerCanonicalHostedZoneId", given.LoadBalancerCanonicalHostedZoneId},
	} {
		if _, ok := imported.Text(attribute.read); !ok {
			faults.Add(field, "the load balancer that is given does not know its "+attribute.name, "import it with "+attribute.name+", or leave Domain out and give Certificates")
		}
	}
}

// configure creates what TLS needs, and writes it to the listener's props. It returns all
// certificates, the default one first.
func (h *HTTPS) configure(scope constructs.Construct, loadBalancer elb.IApplicationLoadBalancer, props *elb.ApplicationListenerProps) []awscertificatemanager.ICertificate {
	certificates := h.Certificates
	if h.Domain != nil {
		certificates = slices.Concat([]awscertificatemanager.ICertificate{h.Domain.attach(scope, loadBalancer)}, certificates)
	}
	props.Certificates = &[]elb.IListenerCertificate{elb.ListenerCertificate_FromCertificateManager(certificates[0])}
	if !strings.HasPrefix(string(h.Policy), policyPrefix) {
		props.SslPolicy = h.Policy
	}
	if c := h.ClientCertificates; c != nil {
		props.MutualAuthentication = c.render(scope)
	}
	return certificates
}

// finish does what the listener has to exist for.
func (h *HTTPS) finish(listener elb.ApplicationListener, certificates []awscertificatemanager.ICertificate) {
	if strings.HasPrefix(string(h.Policy), policyPrefix) {
		listener.Node().DefaultChild().(elb.CfnListener).SetSslPolicy(jsii.String(string(h.Policy)))
	}
	// The id of each follows from the certificate. CDK's go by the place in the list: when one is
	// taken out of the middle, CloudFormation changes the next resource to another certificate and
	// then deletes the last, which takes that certificate from the listener again
	// (https://github.com/aws/aws-cdk/issues/13437).
	attached := map[string]bool{}
	for i, certificate := range certificates {
		id := "Certificate" + digest(8, reference.Text(listener, *certificate.CertificateArn()))
		if attached[id] {
			continue
		}
		attached[id] = true
		if i == 0 {
			continue // the default one is the listener's own
		}
		elb.NewApplicationListenerCertificate(listener, &id, &elb.ApplicationListenerCertificateProps{
			Listener:     listener,
			Certificates: &[]elb.IListenerCertificate{elb.ListenerCertificate_FromCertificateManager(certificate)},
		})
	}
}

// attach gets a certificate for the name, and points the name to the load balancer.
func (d *Domain) attach(scope constructs.Construct, loadBalancer elb.IApplicationLoadBalancer) awscertificatemanager.ICertificate {
	target := &awsroute53.CfnRecordSet_AliasTargetProperty{
		DnsName:      jsii.String("dualstack." + *loadBalancer.LoadBalancerDnsName()),
		HostedZoneId: loadBalancer.LoadBalancerCanonicalHostedZoneId(),
	}
	if d.EvaluateTargetHealth {
		target.EvaluateTargetHealth = &d.EvaluateTargetHealth
	}
	domain.Alias(scope, "Record", d.Name+".", d.HostedZone, target)
	return awscertificatemanager.NewCertificate(scope, jsii.String("Certificate"), &awscertificatemanager.CertificateProps{
		DomainName: &d.Name,
		Validation: awscertificatemanager.CertificateValidation_FromDns(d.HostedZone),
	})
}

// policyPrefix begins AWS's own names of TLS policies, of which there may be newer ones than CDK's.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
const policyPrefix = "ELBSecurityPolicy-"

var policyName = regexp.MustCompile("^" + policyPrefix + "[A-Za-z0-9-]+$")

// policies are CDK's names.
var policies = []elb.SslPolicy{
	elb.SslPolicy_RECOMMENDED_TLS, elb.SslPolicy_TLS13_12_PQ, elb.SslPolicy_RECOMMENDED,
	elb.SslPolicy_TLS13_RES, elb.SslPolicy_TLS13_EXT1, elb.SslPolicy_TLS13_EXT2,
	elb.SslPolicy_TLS13_10, elb.SslPolicy_TLS13_11, elb.SslPolicy_TLS13_13,
	elb.SslPolicy_TLS13_13_PQ, elb.SslPolicy_TLS13_12_RES_PQ, elb.SslPolicy_TLS13_12_EXT1_PQ,
	elb.SslPolicy_TLS13_12_EXT2_PQ, elb.SslPolicy_TLS13_10_PQ, elb.SslPolicy_FIPS_TLS13_13,
	elb.SslPolicy_FIPS_TLS13_12_RES, elb.SslPolicy_FIPS_TLS13_12, elb.SslPolicy_FIPS_TLS13_12_EXT0,
	elb.SslPolicy_FIPS_TLS13_12_EXT1, elb.SslPolicy_FIPS_TLS13_12_EXT2, elb.SslPolicy_FIPS_TLS13_11,
	elb.SslPolicy_FIPS_TLS13_10, elb.SslPolicy_FIPS_TLS13_13_PQ, elb.SslPolicy_FIPS_TLS13_12_PQ,
	elb.SslPolicy_FIPS_TLS13_12_RES_PQ, elb.SslPolicy_FIPS_TLS13_12_EXT0_PQ,
	elb.SslPolicy_FIPS_TLS13_12_EXT1_PQ, elb.SslPolicy_FIPS_TLS13_12_EXT2_PQ,
	elb.SslPolicy_FIPS_TLS13_10_PQ, elb.SslPolicy_FORWARD_SECRECY_TLS12_RES_GCM,
	elb.SslPolicy_FORWARD_SECRECY_TLS12_RES, elb.SslPolicy_FORWARD_SECRECY_TLS12,
	elb.SslPolicy_FORWARD_SECRECY_TLS11, elb.SslPolicy_FORWARD_SECRECY, elb.SslPolicy_TLS12,
	elb.SslPolicy_TLS12_EXT, elb.SslPolicy_TLS11, elb.SslPolicy_LEGACY,
}
