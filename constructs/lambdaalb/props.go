package lambdaalb

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
)

// Props of an [ALB]. With a VPC alone it is internet-facing, and answers
// 404 over HTTP on port 80 until routes are added.
//
// An attribute that is taken away again, Logs and IdleTimeout among
// them, keeps its last value in AWS, as in plain CDK: give its default for one
// deployment, like Attributes: {"access_logs.s3.enabled": "false"}.
type Props struct {
	// VPC is where the balancer stands, in two zones at least. Required,
	// unless LoadBalancer is given.
	VPC awsec2.IVpc
	// Subnets of the balancer. Default: the public ones; with Internal, the
	// private ones.
	Subnets *awsec2.SubnetSelection
	// SecurityGroup decides who reaches the balancer; a listener adds no rules
	// to it. Default: a new group that lets the listeners' ports in, from
	// anywhere or with Internal from the VPC, and nothing out.
	SecurityGroup awsec2.ISecurityGroup
	// LoadBalancer is a balancer that exists, by object or by attributes, to
	// put listeners on. What belongs to the balancer itself can not be given
	// beside it. Default: a new one.
	LoadBalancer elb.IApplicationLoadBalancer

	// Internal keeps the balancer inside the network. Default: false,
	// internet-facing. A change replaces the balancer.
	Internal bool
	// DualStack gives the balancer IPv6 addresses too; its subnets need IPv6
	// ranges. Default: false, IPv4.
	DualStack bool

	// HTTPPort of the HTTP listener, 1..65535. Default: 80.
	HTTPPort int
	// HTTPS adds a listener for HTTPS; the routes are on it, and the HTTP
	// listener redirects to it. Default: HTTP only.
	HTTPS *HTTPS
	// Default answers what no route matches. Default: 404 with a JSON body.
	Default *Action

	// Logs of the balancer. Default: none.
	Logs *Logs
	// WebACLARN is the ARN of a regional AWS WAF web ACL to put before the
	// balancer. Default: none.
	WebACLARN string

	// DisableHTTP2 keeps HTTPS clients on HTTP/1.1. A listener for HTTP speaks
	// HTTP/1.1 in any case. Default: false, clients may use HTTP/2, as on AWS.
	DisableHTTP2 bool
	// DeletionProtection makes AWS refuse to delete the balancer. Default: false.
	DeletionProtection bool
	// KeepInvalidHeaders passes headers on whose names are not of letters,
	// digits and hyphens. Default: false, they are dropped.
	KeepInvalidHeaders bool
	// DesyncMitigation is how requests are handled that might be smuggled.
	// Default: AWS's, defensive.
	DesyncMitigation elb.DesyncMitigationMode
	// IdleTimeout closes a silent connection, 1s..4000s. Default: AWS's, 60s.
	IdleTimeout time.Duration
	// ClientKeepAlive is the longest life of a client's connection, 60s..7 days.
	// Default: AWS's, 1h.
	ClientKeepAlive time.Duration
	// PreserveHostHeader passes the Host header on unchanged. Default: false.
	PreserveHostHeader bool
	// XForwardedFor says what happens to the X-Forwarded-For header. Default:
	// AWS's, the client's address is appended.
	XForwardedFor elb.XffHeaderProcessingMode
	// PreserveXFFClientPort adds the client's port to X-Forwarded-For.
	// Default: false.
	PreserveXFFClientPort bool
	// TLSHeaders adds headers with the TLS version and cipher. Default: false.
	TLSHeaders bool
	// WAFFailOpen lets requests through when WAF does not answer. Default: false.
	WAFFailOpen bool
	// MinimumCapacityUnits are LCUs to reserve, at least 100. They cost by the
	// hour. Default: none.
	MinimumCapacityUnits int
	// Attributes are any others of the balancer, by key:
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
	// They win over the props above. Default: none.
	Attributes map[string]string
}

// HTTPS is what a listener needs to speak TLS: certificates or a domain.
type HTTPS struct {
	// Certificates of the listener; the first is the default one, the others
	// are chosen by the name that the client asks for (SNI). Required, unless
	// Domain is given.
	Certificates []awscertificatemanager.ICertificate
	// Domain gets a certificate and points to the balancer. Default: none.
	Domain *Domain
	// Port of the listener, 1..65535. Default: 443.
	Port int
	// Policy is the set of TLS versions and ciphers. Default:
	// ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09: TLS 1.3 and 1.2 with forward
	// secrecy and authenticated encryption, and post-quantum key exchange.
	Policy elb.SslPolicy
	// ServeHTTP puts the default action on the HTTP listener in place of the
	// redirect. Default: false, HTTP is redirected to HTTPS for good (301).
	ServeHTTP bool
	// ClientCertificates asks clients for a certificate. Default: nil, it does not.
	ClientCertificates *ClientCertificates
}

// Domain is a name in a hosted zone of this account.
type Domain struct {
	// Name of the balancer, like "api.example.com". Required.
	Name string
	// HostedZone that the name is in. It gets the records that validate the
	// certificate, and an A and an AAAA record that point to the balancer.
	// Required.
	HostedZone awsroute53.IHostedZone
}

// ClientCertificates is mutual TLS.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
type ClientCertificates struct {
	// TrustStore has the authorities whose certificates are let in. Default:
	// none, and the chain is passed to the target unverified, in the header
	// X-Amzn-Mtls-Clientcert.
	TrustStore elb.ITrustStore
	// AllowExpired lets expired certificates in. Needs TrustStore. Default: false.
	AllowExpired bool
	// AdvertiseAuthorities sends the names of the authorities to clients.
	// Needs TrustStore. Default: false.
	AdvertiseAuthorities bool
}

const (
	defaultHTTPPort  = 80
	defaultHTTPSPort = 443
	defaultPolicy    = elb.SslPolicy_TLS13_12_RES_PQ
)

func (p *Props) setDefaults() {
	if p.HTTPPort == 0 {
		p.HTTPPort = defaultHTTPPort
	}
	if p.HTTPS != nil {
		p.HTTPS = p.HTTPS.withDefaults()
	}
}

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
