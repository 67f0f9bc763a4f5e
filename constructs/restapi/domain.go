package restapi

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/alb-lambda/constructs/internal/domain"
	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawscertificatemanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Domain is a custom domain name of the API, for TLS 1.2 and later, by IPv4 and IPv6:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
type Domain struct {
	// Name is the host name, lower-case: "api.example.com". Required.
	Name string
	// Certificate is for that name, an awscertificatemanager.ICertificate: in us-east-1 for an edge
	// API, else in the API's region. Required.
	Certificate interfacesawscertificatemanager.ICertificateRef
	// HostedZone gets alias records, A and AAAA, for the name, which must be in it. Default: none;
	// point the name at API().DomainName() yourself.
	HostedZone awsroute53.IHostedZone
	// BasePath is the path that the API begins at, without slashes at its ends: "v1", so that several
	// APIs can share a name. More than one segment needs a regional API. Default: none, the root.
	BasePath string
	// DisableDefaultEndpoint closes the API's own execute-api name, so that clients can reach it
	// through the domain only. Default: false.
	DisableDefaultEndpoint bool
}

var basePath = regexp.MustCompile(`^[A-Za-z0-9$_.+!*'()-]+(/[A-Za-z0-9$_.+!*'()-]+)*$`)

func (d *Domain) check(endpoint Endpoint, faults *fault.List) {
	if endpoint == Private {
		faults.Add("Domain", "a private API has no public domain name", "leave it out, or set another Endpoint")
	}
	domain.CheckName("Domain.Name", d.Name, faults)
	if d.Name != strings.ToLower(d.Name) && !token.In(d.Name) {
		faults.Add("Domain.Name", fmt.Sprintf("%q has upper-case letters, which API Gateway rejects", d.Name), "write it like api.example.com")
	}
	if d.Certificate == nil {
		faults.Add("Domain.Certificate", "it is nil", "give a certificate for the name")
	}
	switch {
	case d.BasePath == "" || token.In(d.BasePath):
	case !basePath.MatchString(d.BasePath):
		faults.Add("Domain.BasePath", fmt.Sprintf("%q is not letters, digits and $-_.+!*'() between single slashes", d.BasePath), "write it like v1")
	case endpoint == Edge && strings.Contains(d.BasePath, "/"):
		faults.Add("Domain.BasePath", fmt.Sprintf("%q has more segments than the one that an edge API can have", d.BasePath), "use one, or a regional API")
	}
}

// edgeRegion is where API Gateway looks for the certificate of an edge API's domain.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-edge-optimized-custom-domain-name.html
const edgeRegion = "us-east-1"

// checkCertificate compares where the certificate is, as far as that is known, with where API
// Gateway looks for it: the account of the stack, and its region or, for an edge API, us-east-1.
func (d *Domain) checkCertificate(scope constructs.Construct, endpoint Endpoint, faults *fault.List) {
	stack, err := imported.Get(func() environment.Environment { return environment.OfStack(scope) })
	if err != nil || d.Certificate == nil {
		return
	}
	arn, _ := imported.Text(func() *string { return d.Certificate.CertificateRef().CertificateArn })
	at := environment.OfARN(arn)
	// What is imported by a token is for CDK where the stack is, wherever that may be.
	owned, err := imported.Get(func() bool { return *awscdk.Resource_IsOwnedResource(d.Certificate) })
	if at == (environment.Environment{}) && err == nil && owned {
		at = environment.OfResource(d.Certificate.Env)
	}
	if endpoint == Edge {
		if environment.Differ(at.Region, edgeRegion) {
			faults.Add("Domain.Certificate", "it is in region "+at.Region+", and that of an edge API has to be in "+edgeRegion,
				"use a certificate of "+edgeRegion+", or another Endpoint")
		}
		at.Region = ""
	}
	at.Check(stack, "Domain.Certificate", "certificate", faults)
}

func (d *Domain) url() string {
	url := "https://" + d.Name + "/"
	if d.BasePath != "" {
		url += d.BasePath + "/"
	}
	return url
}

func (d *Domain) options(endpoint Endpoint) *awsapigateway.DomainNameOptions {
	options := &awsapigateway.DomainNameOptions{
		DomainName:     &d.Name,
		Certificate:    d.Certificate,
		EndpointType:   awsapigateway.EndpointType(endpoint),
		SecurityPolicy: awsapigateway.SecurityPolicy_TLS_1_2,
	}
	if d.BasePath != "" {
		options.BasePath = &d.BasePath
	}
	return options
}

// point lets the domain be reached by IPv6, and creates its records.
func (d *Domain) point(a *API) {
	created := a.api.DomainName()
	created.Node().DefaultChild().(awsapigateway.CfnDomainName).
		AddPropertyOverride(jsii.String("EndpointConfiguration.IpAddressType"), "dualstack")
	if d.HostedZone == nil {
		return
	}
	domain.Alias(a, "Alias", d.Name, d.HostedZone, &awsroute53.CfnRecordSet_AliasTargetProperty{
		DnsName:      created.DomainNameAliasDomainName(),
		HostedZoneId: created.DomainNameAliasHostedZoneId(),
	})
}
