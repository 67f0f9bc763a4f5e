package lambdaalb

import (
	"fmt"
	"time"

	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/options"
	"example.com/alb-lambda/constructs/internal/webacl"
	"example.com/alb-lambda/fault"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
)

func (p *Props) check(faults *fault.List) {
	if p.LoadBalancer == nil && p.VPC == nil {
		faults.Add("VPC", "it is nil", "give the VPC that the load balancer is in, or an existing LoadBalancer")
	}
	if p.Subnets != nil {
		faults.OneOf("Subnets.SubnetType", string(p.Subnets.SubnetType), subnetTypes...)
	}
	if p.LoadBalancer != nil {
		p.checkExisting(faults)
	}
	p.checkIPAMPool(faults)
	faults.Range("HTTPPort", float64(p.HTTPPort), 1, 65535, "leave it out for 80")
	if p.HTTPS != nil {
		p.HTTPS.check("HTTPS", faults)
		if p.HTTPS.Port == p.HTTPPort {
			faults.Add("HTTPS.Port", fmt.Sprintf("%d is the port of HTTP too", p.HTTPS.Port), "use another for one of them")
		}
	}
	if p.Default != nil {
		p.Default.check("Default", p.HTTPS != nil, faults)
		if p.HTTPS != nil {
			p.Default.checkLoop("Default", true, p.HTTPS.Port, faults)
		}
		if p.HTTPS == nil || p.HTTPS.ServeHTTP {
			p.Default.checkLoop("Default", false, p.HTTPPort, faults)
		}
	}
	p.Headers.check("Headers", p.HTTPS, faults)
	if p.Logs != nil {
		p.Logs.check(faults)
	}
	webacl.Check(p.WebACLARN, faults)
	checkQuota(p.RuleQuota, faults)
	faults.OneOf("DesyncMitigation", string(p.DesyncMitigation), "MONITOR", "DEFENSIVE", "STRICTEST")
	faults.Duration("IdleTimeout", p.IdleTimeout, time.Second, 4000*time.Second, time.Second, "leave it out for 60s")
	faults.Duration("ClientKeepAlive", p.ClientKeepAlive, time.Minute, week, time.Second, "leave it out for 1h")
	faults.OneOf("XForwardedFor", string(p.XForwardedFor), "APPEND", "PRESERVE", "REMOVE")
	faults.Range("MinimumCapacityUnits", float64(p.MinimumCapacityUnits), 100, 1_000_000, "leave it out to reserve none")
	p.checkAttributes(faults)
	options.Check("Options", p.Options, decided, faults)
}

// checkExisting rejects what only a new load balancer can be given.
func (p *Props) checkExisting(faults *fault.List) {
	given := []struct {
		field string
		given bool
	}{
		{"VPC", p.VPC != nil},
		{"Subnets", p.Subnets != nil},
		{"SecurityGroup", p.SecurityGroup != nil},
		{"Internal", p.Internal},
		{"DualStack", p.DualStack},
		{"Logs", p.Logs != nil},
		{"DisableHTTP2", p.DisableHTTP2},
		{"DeletionProtection", p.DeletionProtection},
		{"KeepInvalidHeaders", p.KeepInvalidHeaders},
		{"DesyncMitigation", p.DesyncMitigation != ""},
		{"IdleTimeout", p.IdleTimeout != 0},
		{"ClientKeepAlive", p.ClientKeepAlive != 0},
		{"PreserveHostHeader", p.PreserveHostHeader},
		{"XForwardedFor", p.XForwardedFor != ""},
		{"PreserveXFFClientPort", p.PreserveXFFClientPort},
		{"TLSHeaders", p.TLSHeaders},
		{"WAFFailOpen", p.WAFFailOpen},
		{"MinimumCapacityUnits", p.MinimumCapacityUnits != 0},
		{"Attributes", len(p.Attributes) > 0},
		{"IPAMPool", p.IPAMPool != ""},
		{"Options", p.Options != nil},
	}
	for _, g := range given {
		if g.given {
			faults.Add(g.field, "it cannot be given with LoadBalancer", "set it where the load balancer is created")
		}
	}
}

// checkObjects is what only the objects themselves can say, over jsii.
func (p *Props) checkObjects(scope constructs.IConstruct, faults *fault.List) {
	stack := environment.OfStack(scope)
	if p.LoadBalancer == nil {
		if p.SecurityGroup != nil && stack != (environment.Environment{}) {
			environment.OfResource(p.SecurityGroup.Env).CheckRegion(stack, "SecurityGroup", "security group", faults)
		}
		p.checkSubnets(scope, faults)
		p.checkVPC(faults)
	} else {
		stack.CheckResource(p.LoadBalancer.Env, "LoadBalancer", "load balancer", faults)
		ports := takenPorts(scope, p.LoadBalancer)
		checkPort(ports, "HTTPPort", p.HTTPPort, faults)
		if p.HTTPS != nil {
			checkPort(ports, "HTTPS.Port", p.HTTPS.Port, faults)
		}
	}
	if p.HTTPS != nil {
		p.HTTPS.checkObjects(scope, "HTTPS", p.LoadBalancer, faults)
	}
	p.Default.checkObjects(scope, "Default", faults)
	if p.Logs != nil {
		p.Logs.checkObjects(scope, faults)
	}
	webacl.CheckEnvironment(p.WebACLARN, stack, faults)
}

// takenPorts are those of a load balancer that have listeners already, as far as the app knows.
func takenPorts(scope constructs.IConstruct, b elb.IApplicationLoadBalancer) map[int]bool {
	taken := map[int]bool{}
	for port := range registryOf(scope).loadBalancerOf(scope, *b.LoadBalancerArn()).ports {
		taken[port] = true
	}
	if owned, ok := b.(elb.ApplicationLoadBalancer); ok {
		for _, listener := range *owned.Listeners() {
			taken[int(*listener.Port())] = true
		}
	}
	return taken
}

func checkPort(taken map[int]bool, field string, port int, faults *fault.List) {
	if taken[port] {
		faults.Add(field, fmt.Sprintf("%d is taken by another listener of the load balancer", port), "use another")
	}
}
