package lambdaalb

import (
	"fmt"
	"maps"
	"slices"

	"example.com/alb-lambda/constructs/internal/options"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/constructs/internal/webacl"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/follow"
	"example.com/alb-lambda/internal/imported"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// ALB is an Application Load Balancer with its listeners.
type ALB struct {
	constructs.Construct
	loadBalancer  elb.IApplicationLoadBalancer
	given         elb.IApplicationLoadBalancer // nil where the load balancer is a new one
	securityGroup awsec2.ISecurityGroup
	identity      string
	state         *loadBalancer
	main, http    *Listener
}

// New creates the load balancer. It panics with a *fault.Error when props are rejected.
func New(scope constructs.Construct, id string, props *Props) *ALB {
	p := Props{}
	if props != nil {
		p = *props
	}
	p.setDefaults()
	faults := place.Check(scope, id)
	place.Objects(faults, "", &p)
	p.check(faults)
	faults.PanicIfAny()
	defer place.Undo(faults, scope, id, p.suspects()...)
	p.checkObjects(scope, faults)
	faults.PanicIfAny()
	undo := undo{}
	defer undo.onPanic()

	b := &ALB{loadBalancer: p.LoadBalancer, given: p.LoadBalancer}
	constructs.NewConstruct_Override(b, scope, &id)
	follow.References(b, nil)
	// All that replaces a load balancer when it changes: see targetGroupName.
	b.identity = fmt.Sprintf("%s internal=%t", *b.Node().Path(), p.Internal)
	if name := p.name(); name != "" {
		b.identity += " name=" + name
	}
	if b.given != nil {
		b.adopt()
	} else {
		b.create(&p)
	}
	b.state.quota = max(b.state.quota, p.RuleQuota)
	webacl.Associate(b, b.loadBalancer.LoadBalancerArn(), p.WebACLARN)
	b.addListeners(&undo, &p)
	return b
}

// adopt is create for a load balancer that exists.
func (b *ALB) adopt() {
	b.identity = *b.given.Node().Path() + " " + token.Known(b.given.LoadBalancerArn())
	b.state = registryOf(b).loadBalancerOf(b, *b.given.LoadBalancerArn())
	if b.state.opened == nil && len(b.state.ports) == 0 {
		b.state.opened = groupOf(b.given)
		if b.state.opened != nil {
			follow.References(b.state.opened.group, nil) // its rules may name the VPC of another stack
		}
	}
}

func (b *ALB) create(p *Props) {
	b.securityGroup = p.SecurityGroup
	var opened *openGroup
	if b.securityGroup == nil {
		opened = newSecurityGroup(b, p)
		b.securityGroup = opened.group
	}
	addresses := elb.IpAddressType_IPV4
	if p.DualStack {
		addresses = elb.IpAddressType_DUAL_STACK
	}
	props := &elb.ApplicationLoadBalancerProps{
		Vpc:                     p.VPC,
		VpcSubnets:              p.selection(),
		InternetFacing:          jsii.Bool(!p.Internal),
		IpAddressType:           addresses,
		SecurityGroup:           b.securityGroup,
		Http2Enabled:            jsii.Bool(!p.DisableHTTP2),
		DeletionProtection:      &p.DeletionProtection,
		DropInvalidHeaderFields: jsii.Bool(!p.KeepInvalidHeaders),
		DesyncMitigationMode:    p.DesyncMitigation,
		XffHeaderProcessingMode: p.XForwardedFor,
	}
	set := func(to **bool, value bool) {
		if value {
			*to = &value
		}
	}
	set(&props.PreserveHostHeader, p.PreserveHostHeader)
	set(&props.PreserveXffClientPort, p.PreserveXFFClientPort)
	set(&props.XAmznTlsVersionAndCipherSuiteHeaders, p.TLSHeaders)
	set(&props.WafFailOpen, p.WAFFailOpen)
	if p.IdleTimeout > 0 {
		props.IdleTimeout = duration(p.IdleTimeout)
	}
	if p.ClientKeepAlive > 0 {
		props.ClientKeepAlive = duration(p.ClientKeepAlive)
	}
	if p.MinimumCapacityUnits > 0 {
		props.MinimumCapacityUnit = jsii.Number(p.MinimumCapacityUnits)
	}
	options.Merge(props, p.Options)
	created := elb.NewApplicationLoadBalancer(b, jsii.String("LoadBalancer"), props)
	if p.IPAMPool != "" {
		created.Node().DefaultChild().(elb.CfnLoadBalancer).SetIpv4IpamPoolId(&p.IPAMPool)
	}
	b.loadBalancer = created
	b.state = registryOf(b).loadBalancerOf(b, *created.LoadBalancerArn())
	b.state.opened = opened
	if p.Logs != nil {
		p.Logs.deliver(created)
	}
	// A load balancer cannot follow a network that is replaced: CloudFormation is to reject the
	// change.
	follow.Strong(p.VPC, p.SecurityGroup)
	for _, subnet := range *p.VPC.SelectSubnets(p.selection()).Subnets {
		follow.Strong(subnet)
	}
	for _, key := range slices.Sorted(maps.Keys(p.Attributes)) {
		created.SetAttribute(&key, jsii.String(p.Attributes[key]))
	}
}

// addListeners creates the HTTP listener, and with HTTPS the one that the routes are on.
func (b *ALB) addListeners(undo *undo, p *Props) {
	httpDefault := p.Default
	if p.HTTPS != nil && !p.HTTPS.ServeHTTP {
		httpDefault = &Action{Redirect: &Redirect{Protocol: "HTTPS", Port: p.HTTPS.Port, Permanent: true}}
	}
	b.http = b.newListener(undo, b, "HTTP", &ListenerProps{Port: p.HTTPPort, Default: httpDefault, Headers: p.Headers})
	b.main = b.http
	if p.HTTPS != nil {
		b.main = b.newListener(undo, b, "HTTPS", &ListenerProps{Port: p.HTTPS.Port, HTTPS: p.HTTPS, Default: p.Default, Headers: p.Headers})
	}
}

// ApplicationLoadBalancer is the L2 construct: an elb.ApplicationLoadBalancer, unless it was given
// by [Props].LoadBalancer.
func (b *ALB) ApplicationLoadBalancer() elb.IApplicationLoadBalancer { return b.loadBalancer }

// SecurityGroup decides who reaches the load balancer. It is nil where the load balancer was given.
func (b *ALB) SecurityGroup() awsec2.ISecurityGroup { return b.securityGroup }

// Listener is where the routes are: the one for HTTPS, or without it the one for HTTP.
func (b *ALB) Listener() *Listener { return b.main }

// HTTPListener is the listener for HTTP.
func (b *ALB) HTTPListener() *Listener { return b.http }

// DNSName is the name that AWS gives the load balancer: a token, until it is deployed. It panics
// with a *fault.Error for a load balancer that was imported without its name.
func (b *ALB) DNSName() string {
	name, ok := imported.Text(b.loadBalancer.LoadBalancerDnsName)
	if !ok {
		faults := fault.New(*b.Node().Path())
		faults.Add("LoadBalancer", "it does not know its DNS name", "import it with LoadBalancerDnsName")
		faults.PanicIfAny()
	}
	return name
}

// Mount is [Listener.Mount] on the load balancer's listener.
func (b *ALB) Mount(path string, props *MountProps) *Route { return b.main.Mount(path, props) }

// Route is [Listener.Route] on the load balancer's listener.
func (b *ALB) Route(id string, props *RouteProps) *Route { return b.main.Route(id, props) }

// WithScope is [Listener.WithScope] on the load balancer's listener.
func (b *ALB) WithScope(scope constructs.Construct) *Listener { return b.main.WithScope(scope) }
