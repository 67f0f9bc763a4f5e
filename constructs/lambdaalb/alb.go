package lambdaalb

import (
	"fmt"
	"maps"
	"slices"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Balancer is an Application Load Balancer with its listeners.
type ALB struct {
	constructs.Construct
	balancer      elb.IApplicationLoadBalancer
	securityGroup awsec2.ISecurityGroup
	identity      string
	main, http    *Listener
	ports         map[int]bool // of all listeners
}

// New makes the balancer. It panics with a *fault.Error when props are refused.
func New(scope constructs.Construct, id string, props *Props) *ALB {
	p := Props{}
	if props != nil {
		p = *props
	}
	p.setDefaults()
	faults := fault.New(*scope.Node().Path() + "/" + id)
	p.check(faults)
	faults.PanicIfAny()

	b := &ALB{ports: map[int]bool{}}
	constructs.NewConstruct_Override(b, scope, &id)
	// All that replaces a balancer when it changes: see targetGroupName.
	b.identity = fmt.Sprintf("%s internal=%t", *b.Node().Path(), p.Internal)
	if p.LoadBalancer != nil {
		b.balancer = p.LoadBalancer
		b.identity = *p.LoadBalancer.Node().Path() + " " + known(p.LoadBalancer.LoadBalancerArn())
	} else {
		b.create(&p)
	}
	if p.WebACLARN != "" {
		awscdk.NewCfnResource(b, jsii.String("WebACL"), &awscdk.CfnResourceProps{
			Type: jsii.String("AWS::WAFv2::WebACLAssociation"),
			Properties: &map[string]any{
				"ResourceArn": b.balancer.LoadBalancerArn(),
				"WebACLArn":   p.WebACLARN,
			},
		})
	}
	b.addListeners(&p)
	return b
}

func (b *ALB) create(p *Props) {
	b.securityGroup = p.SecurityGroup
	if b.securityGroup == nil {
		b.securityGroup = newSecurityGroup(b, p)
	}
	addresses := elb.IpAddressType_IPV4
	if p.DualStack {
		addresses = elb.IpAddressType_DUAL_STACK
	}
	props := &elb.ApplicationLoadBalancerProps{
		Vpc:                     p.VPC,
		VpcSubnets:              p.Subnets,
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
	balancer := elb.NewApplicationLoadBalancer(b, jsii.String("LoadBalancer"), props)
	b.balancer = balancer
	if p.Logs != nil {
		p.Logs.deliver(balancer)
	}
	for _, key := range slices.Sorted(maps.Keys(p.Attributes)) {
		balancer.SetAttribute(&key, jsii.String(p.Attributes[key]))
	}
}

// newSecurityGroup lets clients in on the listeners' ports, and nothing out: a
// function is called through the Lambda API, not through the network.
func newSecurityGroup(b *ALB, p *Props) awsec2.ISecurityGroup {
	group := awsec2.NewSecurityGroup(b, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              p.VPC,
		Description:      jsii.String("Clients of the load balancer in, nothing out"),
		AllowAllOutbound: jsii.Bool(false),
	})
	peers := []awsec2.IPeer{awsec2.Peer_AnyIpv4()}
	if p.Internal {
		peers = []awsec2.IPeer{awsec2.Peer_Ipv4(p.VPC.VpcCidrBlock())}
	} else if p.DualStack {
		peers = append(peers, awsec2.Peer_AnyIpv6())
	}
	ports := []int{p.HTTPPort}
	if p.HTTPS != nil {
		ports = append(ports, p.HTTPS.Port)
	}
	for _, peer := range peers {
		for _, port := range ports {
			group.AddIngressRule(peer, awsec2.Port_Tcp(jsii.Number(port)), jsii.Sprintf("clients on tcp %d", port), nil)
		}
	}
	return group
}

// addListeners makes the HTTP listener, and with HTTPS the one that the routes
// are on.
func (b *ALB) addListeners(p *Props) {
	httpDefault := p.Default
	if p.HTTPS != nil && !p.HTTPS.ServeHTTP {
		httpDefault = &Action{Redirect: &Redirect{Protocol: "HTTPS", Port: p.HTTPS.Port, Permanent: true}}
	}
	b.http = b.newListener(b, "HTTP", &ListenerProps{Port: p.HTTPPort, Default: httpDefault})
	b.main = b.http
	if p.HTTPS != nil {
		b.main = b.newListener(b, "HTTPS", &ListenerProps{Port: p.HTTPS.Port, HTTPS: p.HTTPS, Default: p.Default})
	}
}

// ApplicationLoadBalancer is the L2 construct: an elb.ApplicationLoadBalancer,
// unless it was given by [Props].LoadBalancer.
func (b *ALB) ApplicationLoadBalancer() elb.IApplicationLoadBalancer { return b.balancer }

// SecurityGroup decides who reaches the balancer. It is nil where the balancer
// was given.
func (b *ALB) SecurityGroup() awsec2.ISecurityGroup { return b.securityGroup }

// Listener is where the routes are: the one for HTTPS, or without it the one
// for HTTP.
func (b *ALB) Listener() *Listener { return b.main }

// HTTPListener is the listener for HTTP.
func (b *ALB) HTTPListener() *Listener { return b.http }

// DNSName is the name that AWS gives the load balancer: a token, until it is
// deployed.
func (b *ALB) DNSName() string { return *b.balancer.LoadBalancerDnsName() }

// Mount is [Listener.Mount] on the balancer's listener.
func (b *ALB) Mount(path string, props *MountProps) *Route { return b.main.Mount(path, props) }

// Route is [Listener.Route] on the balancer's listener.
func (b *ALB) Route(id string, props *RouteProps) *Route { return b.main.Route(id, props) }

// WithScope is [Listener.WithScope] on the load balancer's listener.
func (b *ALB) WithScope(scope constructs.Construct) *Listener { return b.main.WithScope(scope) }
