package lambdaalb

import (
	"example.com/alb-lambda/constructs/fault"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Balancer is an Application Load Balancer with its listener.
type Balancer struct {
	constructs.Construct
	balancer elb.ApplicationLoadBalancer
	listener *Listener
}

// New makes the balancer. It panics with a *fault.Error when props are refused.
func New(scope constructs.Construct, id string, props *Props) *Balancer {
	p := Props{}
	if props != nil {
		p = *props
	}
	p.setDefaults()
	faults := fault.At(*scope.Node().Path() + "/" + id)
	p.check(faults)
	faults.PanicIfAny()

	b := &Balancer{}
	constructs.NewConstruct_Override(b, scope, &id)

	b.balancer = elb.NewApplicationLoadBalancer(b, jsii.String("LoadBalancer"), &elb.ApplicationLoadBalancerProps{
		Vpc:                     p.VPC,
		InternetFacing:          jsii.Bool(true),
		IpAddressType:           elb.IpAddressType_IPV4,
		SecurityGroup:           p.SecurityGroup,
		Http2Enabled:            jsii.Bool(p.HTTP2),
		DeletionProtection:      jsii.Bool(p.DeletionProtection),
		DropInvalidHeaderFields: jsii.Bool(true),
	})
	if p.Logs != nil {
		p.Logs.deliver(b.balancer)
	}
	b.listener = newListener(b, &p)
	return b
}

// LoadBalancer is the balancer itself.
func (b *Balancer) LoadBalancer() elb.ApplicationLoadBalancer { return b.balancer }

// Listener is where the routes are.
func (b *Balancer) Listener() *Listener { return b.listener }

// DNSName is the name that clients reach the balancer by.
func (b *Balancer) DNSName() *string { return b.balancer.LoadBalancerDnsName() }

// Mount is [Listener.Mount] on the balancer's listener.
func (b *Balancer) Mount(path string, props *MountProps) *Route {
	return b.listener.Mount(path, props)
}
