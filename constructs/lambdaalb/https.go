package lambdaalb

import (
	"example.com/alb-lambda/constructs/internal/domain"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// configure makes what TLS needs, and writes it to the listener's props.
func (h *HTTPS) configure(scope constructs.Construct, balancer elb.IApplicationLoadBalancer, props *elb.ApplicationListenerProps) {
	certificates := []elb.IListenerCertificate{}
	if h.Domain != nil {
		certificates = append(certificates, h.Domain.attach(scope, balancer))
	}
	for _, certificate := range h.Certificates {
		certificates = append(certificates, elb.ListenerCertificate_FromCertificateManager(certificate))
	}
	props.Certificates = &certificates
	props.SslPolicy = h.Policy
	if c := h.ClientCertificates; c != nil {
		props.MutualAuthentication = c.render()
	}
}

func (c *ClientCertificates) render() *elb.MutualAuthentication {
	if c.TrustStore == nil {
		return &elb.MutualAuthentication{MutualAuthenticationMode: elb.MutualAuthenticationMode_PASS_THROUGH}
	}
	return &elb.MutualAuthentication{
		MutualAuthenticationMode:      elb.MutualAuthenticationMode_VERIFY,
		TrustStore:                    c.TrustStore,
		IgnoreClientCertificateExpiry: &c.AllowExpired,
		AdvertiseTrustStoreCaNames:    &c.AdvertiseAuthorities,
	}
}

// attach gets a certificate for the name, and points the name to the balancer.
func (d *Domain) attach(scope constructs.Construct, balancer elb.IApplicationLoadBalancer) elb.IListenerCertificate {
	domain.Alias(scope, "Record", d.Name+".", d.HostedZone, &awsroute53.CfnRecordSet_AliasTargetProperty{
		DnsName:      jsii.String("dualstack." + *balancer.LoadBalancerDnsName()),
		HostedZoneId: balancer.LoadBalancerCanonicalHostedZoneId(),
	})
	certificate := awscertificatemanager.NewCertificate(scope, jsii.String("Certificate"), &awscertificatemanager.CertificateProps{
		DomainName: &d.Name,
		Validation: awscertificatemanager.CertificateValidation_FromDns(d.HostedZone),
	})
	return elb.ListenerCertificate_FromCertificateManager(certificate)
}
