package lambdaalb

import (
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Listener is a port of a balancer, and the routes on it.
type Listener struct {
	listener elb.IApplicationListener
	scope    constructs.Construct
	// identity holds what replaces the balancer when it changes: see
	// targetGroupName.
	identity string
}

func newListener(b *Balancer, p *Props) *Listener {
	listener := b.balancer.AddListener(jsii.String("HTTP"), &elb.BaseApplicationListenerProps{
		Port:     jsii.Number(p.Port),
		Protocol: elb.ApplicationProtocol_HTTP,
		// Open adds rules to the security group, even across stacks.
		Open: jsii.Bool(false),
		DefaultAction: elb.ListenerAction_FixedResponse(jsii.Number(p.Default.Status), &elb.FixedResponseOptions{
			ContentType: &p.Default.ContentType,
			MessageBody: &p.Default.Body,
		}),
	})
	return &Listener{listener: listener, scope: b, identity: *b.Node().Path() + " internet-facing"}
}

// ApplicationListener is the listener itself.
func (l *Listener) ApplicationListener() elb.IApplicationListener { return l.listener }
