package lambdaalb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

func TestHTTPS(t *testing.T) {
	stack := cdktest.Stack(t)
	certificates := []awscertificatemanager.ICertificate{}
	for _, name := range []string{"first", "second"} {
		certificates = append(certificates, awscertificatemanager.Certificate_FromCertificateArn(stack, &name, jsii.String("arn:aws:acm:eu-west-1:111122223333:certificate/"+name)))
	}
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), HTTPS: &lambdaalb.HTTPS{Certificates: certificates}})
	edge.Mount("/echo", &lambdaalb.MountProps{Function: cdktest.Function(stack, "Echo")})
	tpl := cdktest.Synth(t, stack)

	listeners := tpl.All(listener)
	if len(listeners) != 2 {
		t.Fatalf("%d listeners, want 2", len(listeners))
	}
	for _, l := range listeners {
		if l.Properties["Protocol"] == "HTTP" {
			if got := cdktest.JSON(l.Properties["DefaultActions"]); got != `[{"RedirectConfig":{"Port":"443","Protocol":"HTTPS","StatusCode":"HTTP_301"},"Type":"redirect"}]` {
				t.Errorf("the default action of HTTP is %s", got)
			}
			continue
		}
		if l.Properties["Port"] != 443.0 || l.Properties["SslPolicy"] != "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" {
			t.Errorf("port %v, policy %v", l.Properties["Port"], l.Properties["SslPolicy"])
		}
		if got := cdktest.JSON(l.Properties["Certificates"]); !strings.HasSuffix(got, `certificate/first"}]`) {
			t.Errorf("default certificate %s", got)
		}
		r := tpl.One(rule)
		if got := cdktest.JSON(r.Properties["ListenerArn"]); got != fmt.Sprintf(`{"Ref":%q}`, l.ID) {
			t.Errorf("the route is on %s, want the HTTPS listener %s", got, l.ID)
		}
	}
	more := tpl.One("AWS::ElasticLoadBalancingV2::ListenerCertificate")
	if got := cdktest.JSON(more.Properties["Certificates"]); !strings.HasSuffix(got, `certificate/second"}]`) {
		t.Errorf("further certificates %s", got)
	}
	group := tpl.One("AWS::EC2::SecurityGroup")
	if got := cdktest.JSON(group.Properties["SecurityGroupIngress"]); strings.Count(got, "FromPort") != 2 || !strings.Contains(got, `"FromPort":443`) {
		t.Errorf("ingress %s", got)
	}
}

func TestHTTPSBesideHTTP(t *testing.T) {
	stack := cdktest.Stack(t)
	certificate := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("C"), jsii.String("arn:aws:acm:eu-west-1:111122223333:certificate/c"))
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), HTTPPort: 8080, HTTPS: &lambdaalb.HTTPS{
		Certificates: []awscertificatemanager.ICertificate{certificate}, Port: 8443, Policy: elb.SslPolicy_TLS13_13, ServeHTTP: true,
		ClientCertificates: &lambdaalb.ClientCertificates{},
	}})
	ports := []string{}
	for _, l := range cdktest.Synth(t, stack).All(listener) {
		ports = append(ports, fmt.Sprintln(l.Properties["Protocol"], l.Properties["Port"], l.Properties["SslPolicy"], cdktest.JSON(l.Properties["MutualAuthentication"])))
		if !strings.Contains(cdktest.JSON(l.Properties["DefaultActions"]), "fixed-response") {
			t.Errorf("the default action of %v is %v", l.Properties["Protocol"], l.Properties["DefaultActions"])
		}
	}
	slices.Sort(ports)
	if want := []string{"HTTP 8080 <nil> null\n", `HTTPS 8443 ELBSecurityPolicy-TLS13-1-3-2021-06 {"Mode":"passthrough"}` + "\n"}; !slices.Equal(ports, want) {
		t.Errorf("listeners %v, want %v", ports, want)
	}
}

func TestDomain(t *testing.T) {
	stack := cdktest.Stack(t)
	zone := awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{HostedZoneId: jsii.String("Z1"), ZoneName: jsii.String("example.com")})
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), HTTPS: &lambdaalb.HTTPS{Domain: &lambdaalb.Domain{Name: "api.example.com", HostedZone: zone}}})
	tpl := cdktest.Synth(t, stack)
	certificate := tpl.One("AWS::CertificateManager::Certificate")
	if got := cdktest.JSON(certificate.Properties); !strings.Contains(got, `"DomainName":"api.example.com"`) ||
		!strings.Contains(got, `"HostedZoneId":"Z1"`) || !strings.Contains(got, `"ValidationMethod":"DNS"`) {
		t.Errorf("certificate %s", got)
	}
	id := tpl.One(loadBalancer).ID
	kinds := []string{}
	for _, record := range tpl.All("AWS::Route53::RecordSet") {
		kinds = append(kinds, record.Properties["Type"].(string))
		want := fmt.Sprintf(`{"DNSName":{"Fn::Join":["",["dualstack.",{"Fn::GetAtt":[%q,"DNSName"]}]]},"HostedZoneId":{"Fn::GetAtt":[%q,"CanonicalHostedZoneID"]}}`, id, id)
		if got := cdktest.JSON(record.Properties["AliasTarget"]); got != want || record.Properties["Name"] != "api.example.com." {
			t.Errorf("%v points to %s, want %s", record.Properties["Name"], got, want)
		}
	}
	slices.Sort(kinds)
	if !slices.Equal(kinds, []string{"A", "AAAA"}) {
		t.Errorf("records %v", kinds)
	}
}

func TestTrustStore(t *testing.T) {
	stack := cdktest.Stack(t)
	bucket := awss3.NewBucket(stack, jsii.String("Authorities"), nil)
	store := elb.NewTrustStore(stack, jsii.String("TrustStore"), &elb.TrustStoreProps{Bucket: bucket, Key: jsii.String("ca.pem")})
	certificate := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("C"), jsii.String("arn:aws:acm:eu-west-1:111122223333:certificate/c"))
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), HTTPS: &lambdaalb.HTTPS{
		Certificates:       []awscertificatemanager.ICertificate{certificate},
		ClientCertificates: &lambdaalb.ClientCertificates{TrustStore: store, AdvertiseAuthorities: true},
	}})
	for _, l := range cdktest.Synth(t, stack).All(listener) {
		got := cdktest.JSON(l.Properties["MutualAuthentication"])
		if l.Properties["Protocol"] == "HTTPS" && (!strings.Contains(got, `"Mode":"verify"`) || !strings.Contains(got, `"TrustStoreArn"`) ||
			!strings.Contains(got, `"AdvertiseTrustStoreCaNames":"on"`) || !strings.Contains(got, `"IgnoreClientCertificateExpiry":false`)) {
			t.Errorf("mutual TLS %s", got)
		}
	}
}
