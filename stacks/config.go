package stacks

import (
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/deployment"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// Config is what can be chosen for a deployment. The zero value is the stage dev.
type Config struct {
	// Stage names the stacks, so that several stages fit into one account: lower-case letters, digits
	// and single hyphens, starting with a letter, at most 20. Default: dev.
	Stage string
	// Architecture is the instruction set of the function. Default: arm64.
	Architecture gofunction.Architecture
	// AvailabilityZones of the network, two at least: "eu-west-1a". They tie the templates to a
	// region. Default: two that CloudFormation counts off at deployment, which it does only among the
	// zones that have a default subnet; an account without default subnets in two zones has to name
	// them.
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
	AvailabilityZones []string
	// VPCID is an existing network to put the load balancer in, in its public subnets:
	// "vpc-0123456789abcdef0". CDK looks it up, and needs Environment for it. Default: a new network.
	VPCID string
	// Environment is the account and region of the stacks. It ties the templates to them. Default:
	// none, the templates deploy anywhere.
	Environment *awscdk.Environment
	// CertificateARN turns HTTPS on at the load balancer, with a certificate of its account and
	// region; HTTP is redirected. A name of the certificate has to be pointed to the load balancer.
	// Default: HTTP only.
	CertificateARN string
	// DomainName is the load balancer's name, with HTTPS as CertificateARN has it: the certificate and
	// the records that point to the load balancer are created. Needs the hosted zone. Default: the
	// name that AWS gives it.
	DomainName string
	// APIDomainName is the API's name, with a certificate and records of its own; the name that AWS
	// gives the API stays. Needs the hosted zone. Default: the name that AWS gives it.
	APIDomainName string
	// HostedZoneID and HostedZoneName are the Route 53 zone of both names, of this account: "Z0123",
	// "example.com". Default: none.
	HostedZoneID, HostedZoneName string
	// WebACLARN is that of a regional AWS WAF web ACL of the stacks' account and region, to put before
	// the load balancer and the API. Default: none.
	WebACLARN string
	// ReservedConcurrency is how many invocations of the function may run at once; so many are taken
	// from what the account has for all its functions. Zero stops the function. Default, nil: no limit
	// but the account's.
	ReservedConcurrency *int
	// Protect keeps the log bucket when its stack is destroyed, and turns on the load balancer's
	// deletion protection and the stacks' termination protection. Default: false.
	Protect bool
	// Monitoring adds the stack monitoring-<stage>: a dashboard, alarms, and a table over the access
	// logs. Default: false.
	Monitoring bool
	// AlarmEmail is the address that alarms are mailed to. Needs Monitoring. Default: none, alarms are
	// seen in the console only.
	AlarmEmail string
}

func (c *Config) setDefaults() {
	if c.Stage == "" {
		c.Stage = deployment.DefaultStage
	}
	if c.Architecture == "" {
		c.Architecture = gofunction.ARM64
	}
}

// WithDefaults is the Config with its defaults in place of empty fields.
func (c Config) WithDefaults() Config {
	c.setDefaults()
	return c
}

// Validate reports what [New] would panic with because of the Config, as one *fault.Error. The form
// of names and ARNs is left to the constructs, which report it with their path.
func (c Config) Validate() error {
	faults := fault.New("stacks")
	c.setDefaults()
	c.check(faults)
	return faults.Err()
}
