package httpsim

import (
	"fmt"
	"slices"
	"strings"

	"example.com/alb-lambda/lambda/internal/cfn"
)

// LoadBalancer is an Application Load Balancer of a template, or one that templates add listeners
// or rules to.
type LoadBalancer struct {
	origin
	// Name and DNSName are those that it is deployed under, with made-up ends where the template
	// leaves them to CloudFormation. They are empty for one that the templates do not create.
	Name, DNSName string
	// FullName is what access logs and metrics call it, such as "app/my-alb/50dc6c495c0c9188".
	FullName string
	// Internal says that it is not reached from the internet.
	Internal bool
	// Attributes are those that the template sets.
	Attributes map[string]string
	// Listeners are in the order of their ports.
	Listeners []*Listener
	// Unchecked names what might stop a request on AWS and is not simulated: a web ACL.
	Unchecked []string

	arn string
}

// Listener is one port of a load balancer, with its rules.
type Listener struct {
	origin
	// LoadBalancer is the one that it belongs to.
	LoadBalancer *LoadBalancer
	// Protocol is HTTP or HTTPS; empty for a listener that the templates do not create.
	Protocol string
	// Port is where it listens; 0 for a listener that the templates do not create.
	Port int
	// Certificates are the ARNs of its certificates, the default one first.
	Certificates []string
	// Attributes are those that the template sets.
	Attributes map[string]string
	// MutualTLS is its mode: "", "off", "passthrough" or "verify".
	MutualTLS string
	// TrustStore is the ARN of its trust store, where the mode is verify.
	TrustStore string
	// AdvertiseAuthorities says that clients are told the names of the authorities in it.
	AdvertiseAuthorities bool
	// Rules are in the order of evaluation; the last one is the default action.
	Rules []*Rule

	arn        string
	unchecked  []string // as LoadBalancer.Unchecked
	deployment *Deployment
	routes     routes

	ignoreExpiry bool // of client certificates
}

// LoadBalancer returns a load balancer by its logical id, by its construct path or by the path of a
// construct around it, such as "shop/Edge"; an empty name is the only one there is.
func (d *Deployment) LoadBalancer(name string) (*LoadBalancer, error) {
	return find(d.LoadBalancers, name, "load balancer", func(lb *LoadBalancer) origin { return lb.origin })
}

type attribute struct {
	Key   string
	Value cfn.Text
}

// attributes reads a list of keys and values. What only the deployment knows has no value.
func attributes(r *cfn.Resource, property string) (map[string]string, error) {
	var list []attribute
	if err := r.Decode(property, &list); err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, a := range list {
		all[a.Key] = string(a.Value)
	}
	return all, nil
}

func (d *Deployment) loadBalancers() error {
	for _, r := range d.set.Each("AWS::ElasticLoadBalancingV2::LoadBalancer") {
		if kind := r.Text("Type"); kind != "" && kind != "application" {
			d.notSimulated(r, "a load balancer of the type %s is not simulated", kind)
			continue
		}
		a, err := attributes(r, "LoadBalancerAttributes")
		if err != nil {
			return err
		}
		ref := func(attribute string) string {
			value, _ := r.Template.Evaluate(map[string]any{"Fn::GetAtt": []any{r.ID, attribute}})
			return value.(string)
		}
		lb := &LoadBalancer{
			origin: originOf(r), Name: ref("LoadBalancerName"), FullName: ref("LoadBalancerFullName"), DNSName: ref("DNSName"), arn: ref("LoadBalancerArn"),
			Internal: r.Text("Scheme") == "internal", Attributes: a,
		}
		d.checkAttributes(r, "load balancer", a, loadBalancerAttributes)
		d.LoadBalancers = append(d.LoadBalancers, lb)
	}
	for _, r := range d.set.Each("AWS::ElasticLoadBalancingV2::Listener") {
		if err := d.loadListener(r); err != nil {
			return err
		}
	}
	for _, r := range d.set.Each("AWS::ElasticLoadBalancingV2::ListenerCertificate") {
		l := d.listener(r.Text("ListenerArn"), r)
		if err := l.addCertificates(r); err != nil {
			return err
		}
	}
	return nil
}

func (d *Deployment) loadListener(r *cfn.Resource) error {
	protocol := r.Text("Protocol")
	if protocol == "" {
		protocol = "HTTP"
	}
	if protocol != "HTTP" && protocol != "HTTPS" {
		return nil // of a Network Load Balancer, which is named already
	}
	arn, _ := r.Template.Evaluate(map[string]any{"Ref": r.ID})
	l := &Listener{origin: originOf(r), Protocol: protocol, arn: arn.(string), deployment: d}
	var port cfn.Int
	if err := r.Decode("Port", &port); err != nil {
		return err
	}
	l.Port = int(port)
	var err error
	if l.Attributes, err = attributes(r, "ListenerAttributes"); err != nil {
		return err
	}
	d.checkAttributes(r, "listener", l.Attributes, listenerAttributes)
	if err := l.addCertificates(r); err != nil {
		return err
	}
	if err := l.loadMutual(r); err != nil {
		return err
	}
	d.byARN(r.Text("LoadBalancerArn")).add(l)
	return l.addDefault(r)
}

// byARN returns the load balancer of an ARN, or one that the templates do not create.
func (d *Deployment) byARN(arn string) *LoadBalancer {
	if i := slices.IndexFunc(d.LoadBalancers, func(lb *LoadBalancer) bool { return lb.arn == arn }); i >= 0 {
		return d.LoadBalancers[i]
	}
	lb := &LoadBalancer{origin: origin{ID: arn}, arn: arn, Attributes: map[string]string{}}
	d.LoadBalancers = append(d.LoadBalancers, lb)
	d.NotSimulated = append(d.NotSimulated, arn+": the templates do not create this load balancer; its attributes are taken for the defaults")
	return lb
}

func (lb *LoadBalancer) add(l *Listener) {
	l.LoadBalancer = lb
	lb.Listeners = append(lb.Listeners, l)
	slices.SortStableFunc(lb.Listeners, func(a, b *Listener) int { return a.Port - b.Port })
}

// listener returns the listener of an ARN, or one that the templates do not create: of that, the
// rules that they add to it are known, and nothing else.
func (d *Deployment) listener(arn string, r *cfn.Resource) *Listener {
	for _, lb := range d.LoadBalancers {
		for _, l := range lb.Listeners {
			if l.arn == arn {
				return l
			}
		}
	}
	l := &Listener{origin: origin{ID: arn}, arn: arn, deployment: d, Attributes: map[string]string{}}
	parts := strings.Split(strings.ReplaceAll(arn, ":listener/", ":loadbalancer/"), "/")
	if len(parts) == 5 {
		parts = parts[:4]
	}
	d.byARN(strings.Join(parts, "/")).add(l)
	l.addUnknownDefault(d.notSimulated(r, "the listener %s is not in the templates: its default action, its other rules, its protocol and its port are not known", arn))
	return l
}

func (l *Listener) addCertificates(r *cfn.Resource) error {
	var list []struct{ CertificateArn string }
	if err := r.Decode("Certificates", &list); err != nil {
		return err
	}
	for _, c := range list {
		l.Certificates = append(l.Certificates, c.CertificateArn)
	}
	return nil
}

// String names the listener by its protocol and port, and its load balancer.
func (l *Listener) String() string {
	if l.Port == 0 {
		return l.ID
	}
	return fmt.Sprintf("%s %s:%d", l.LoadBalancer, l.Protocol, l.Port)
}
