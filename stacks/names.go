package stacks

import (
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/restapi"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

// https is the load balancer's listener for HTTPS, or nil where neither a certificate nor a name is
// configured.
func https(stack awscdk.Stack, config *Config) *lambdaalb.HTTPS {
	switch {
	case config.DomainName != "":
		return &lambdaalb.HTTPS{Domain: &lambdaalb.Domain{Name: config.DomainName, HostedZone: hostedZone(stack, config)}}
	case config.CertificateARN != "":
		certificate := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"), &config.CertificateARN)
		return &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}}
	}
	return nil
}

// apiDomain is the API's own name, or nil where none is configured.
func apiDomain(stack awscdk.Stack, config *Config) *restapi.Domain {
	if config.APIDomainName == "" {
		return nil
	}
	zone := hostedZone(stack, config)
	return &restapi.Domain{
		Name: config.APIDomainName,
		Certificate: awscertificatemanager.NewCertificate(stack, jsii.String("Certificate"), &awscertificatemanager.CertificateProps{
			DomainName: &config.APIDomainName,
			Validation: awscertificatemanager.CertificateValidation_FromDns(zone),
		}),
		HostedZone: zone,
	}
}

func hostedZone(stack awscdk.Stack, config *Config) awsroute53.IHostedZone {
	return awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
		HostedZoneId: &config.HostedZoneID, ZoneName: &config.HostedZoneName,
	})
}

// endpoint is where clients reach the load balancer. With a certificate that was given, its names
// are not known, so that it is the name that AWS gives.
func endpoint(edge *lambdaalb.ALB, config *Config) string {
	switch {
	case config.DomainName != "":
		return "https://" + config.DomainName
	case config.CertificateARN != "":
		return "https://" + edge.DNSName()
	}
	return "http://" + edge.DNSName()
}
