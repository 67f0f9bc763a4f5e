package lambdaalb

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
)

// Props of an [ALB]. With a VPC alone it is internet-facing, and responds 404 over HTTP on port 80
// until routes are added.
//
// Removing an attribute does not reset it, in Logs and IdleTimeout too: AWS keeps the last value,
// as with plain CDK. Deploy its default once before removing it, like Attributes:
// {"access_logs.s3.enabled": "false"}.
type Props struct {
	// VPC that the load balancer is in. Required, unless LoadBalancer is given.
	VPC awsec2.IVpc
	// Subnets of the load balancer, in two zones at least and one in each; in a Local Zone one is
	// enough. Default: a public one in each zone; with Internal, a private one.
	Subnets *awsec2.SubnetSelection
	// SecurityGroup decides who reaches the load balancer, and is not changed; a listener whose port
	// it keeps out gets a warning. Default: a new group that lets the listeners' ports in, from
	// anywhere or with Internal from the VPC, and nothing out.
	SecurityGroup awsec2.ISecurityGroup
	// LoadBalancer is a load balancer that exists, by object or by attributes, to put listeners on. A
	// security group that CDK created with it lets their ports in. What belongs to the load balancer
	// itself cannot be given with it. Default: a new one.
	LoadBalancer elb.IApplicationLoadBalancer

	// Internal keeps the load balancer inside the network. Default: false, internet-facing. A change
	// replaces the load balancer.
	Internal bool
	// DualStack gives the load balancer IPv6 addresses too; its subnets need IPv6 ranges. Default:
	// false, IPv4.
	DualStack bool

	// IPAMPool is a pool of public IPv4 addresses of yours, "ipam-pool-…", from which the load
	// balancer gets its addresses while the pool has any; of its region, and not with Internal.
	// Default: none, addresses of Amazon.
	// https://docs.aws.amazon.com/vpc/latest/ipam/tutorials-byoip.html
	IPAMPool string

	// HTTPPort of the HTTP listener, 1..65535. Default: 80.
	HTTPPort int
	// HTTPS adds a listener for HTTPS; the routes are on it, and the HTTP listener redirects to it.
	// Default: HTTP only.
	HTTPS *HTTPS
	// Default is the action for requests that match no route. Default: 404 with a JSON body.
	Default *Action
	// Headers that the listeners add to responses, remove and rename. Default: none.
	Headers *Headers

	// Logs of the load balancer. Default: none.
	Logs *Logs
	// WebACLARN is the ARN of a regional AWS WAF web ACL to put before the load balancer, of the
	// stack's account and region. Default: none.
	WebACLARN string
	// RuleQuota is the number of rules that AWS allows on the load balancer, over all of its listeners
	// and default rules left out, where it has been raised for the account. Target groups are 100,
	// which cannot be raised. Default: 100, AWS's own.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
	RuleQuota int

	// DisableHTTP2 keeps HTTPS clients on HTTP/1.1. A listener for HTTP speaks HTTP/1.1 in any case.
	// Default: false, clients may use HTTP/2, as on AWS.
	DisableHTTP2 bool
	// DeletionProtection makes AWS reject the deletion of the load balancer. Default: false.
	DeletionProtection bool
	// KeepInvalidHeaders passes headers on whose names are not made of letters, digits and hyphens.
	// Default: false, they are dropped.
	KeepInvalidHeaders bool
	// DesyncMitigation is how requests are handled that might be smuggled. Default: AWS's, defensive.
	DesyncMitigation elb.DesyncMitigationMode
	// IdleTimeout closes a silent connection, 1s..4000s. Default: AWS's, 60s.
	IdleTimeout time.Duration
	// ClientKeepAlive is the longest life of a client's connection, 60s..7 days. Default: AWS's, 1h.
	ClientKeepAlive time.Duration
	// PreserveHostHeader passes the Host header on unchanged. Default: false.
	PreserveHostHeader bool
	// XForwardedFor is what happens to the X-Forwarded-For header. Default: AWS's, the client's
	// address is appended.
	XForwardedFor elb.XffHeaderProcessingMode
	// PreserveXFFClientPort adds the client's port to X-Forwarded-For. Default: false.
	PreserveXFFClientPort bool
	// TLSHeaders adds headers with the TLS version and cipher. Default: false.
	TLSHeaders bool
	// WAFFailOpen lets requests through when WAF does not respond. The web ACL is WebACLARN, or comes
	// from elsewhere, as from AWS Firewall Manager. Default: false.
	WAFFailOpen bool
	// MinimumCapacityUnits are LCUs to reserve, at least 100. They cost by the hour. Default: none.
	MinimumCapacityUnits int
	// Attributes are any others of the load balancer, by key; unknown keys and values are rejected.
	// They override the props above. Default: none.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
	Attributes map[string]string

	// Options are all else that CDK knows of the load balancer, such as LoadBalancerName. What a prop
	// here says or the construct decides is rejected. Listeners, rules and target groups have none:
	// the construct decides all that CDK knows of them. What this leaves out is reached by
	// [Listener.ApplicationListener], [Route.Rule] and [Route.TargetGroups]. Default: none.
	Options *elb.ApplicationLoadBalancerProps
}

const defaultHTTPPort = 80

func (p *Props) setDefaults() {
	if p.HTTPPort == 0 {
		p.HTTPPort = defaultHTTPPort
	}
	if p.HTTPS != nil {
		p.HTTPS = p.HTTPS.withDefaults()
	}
}
