package lambdaalb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

// loadBalancerOf synthesizes a load balancer with props and a VPC.
func loadBalancerOf(t *testing.T, props lambdaalb.Props) *cdktest.Template {
	t.Helper()
	stack := cdktest.Stack(t)
	props.VPC = cdktest.VPC(stack)
	lambdaalb.New(stack, "Edge", &props)
	return cdktest.Synth(t, stack)
}

func TestLoadBalancerByDefault(t *testing.T) {
	tpl := loadBalancerOf(t, lambdaalb.Props{})
	lb := tpl.One(loadBalancer)
	if lb.Properties["Scheme"] != "internet-facing" || lb.Properties["IpAddressType"] != "ipv4" {
		t.Errorf("scheme %v, addresses %v", lb.Properties["Scheme"], lb.Properties["IpAddressType"])
	}
	want := map[string]string{
		"deletion_protection.enabled":                     "false",
		"routing.http2.enabled":                           "true",
		"routing.http.drop_invalid_header_fields.enabled": "true",
	}
	if got := tpl.One(loadBalancer).Attributes("LoadBalancerAttributes"); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("attributes %v, want %v", got, want)
	}
	group := tpl.One("AWS::EC2::SecurityGroup")
	if got := cdktest.JSON(group.Properties["SecurityGroupIngress"]); got != `[{"CidrIp":"0.0.0.0/0","Description":"clients on tcp 80","FromPort":80,"IpProtocol":"tcp","ToPort":80}]` {
		t.Errorf("ingress %s", got)
	}
	if got := cdktest.JSON(group.Properties["SecurityGroupEgress"]); !strings.Contains(got, "255.255.255.255/32") {
		t.Errorf("egress %s", got)
	}
	l := tpl.One(listener)
	if got := cdktest.JSON(l.Properties["DefaultActions"]); got != `[{"FixedResponseConfig":{"ContentType":"application/json","MessageBody":"{\"message\":\"Not Found\"}","StatusCode":"404"},"Type":"fixed-response"}]` {
		t.Errorf("default action %s", got)
	}
	if l.Properties["Port"] != 80.0 || l.Properties["Protocol"] != "HTTP" {
		t.Errorf("port %v, protocol %v", l.Properties["Port"], l.Properties["Protocol"])
	}
}

func TestLoadBalancerAttributes(t *testing.T) {
	got := loadBalancerOf(t, lambdaalb.Props{
		DisableHTTP2: true, DeletionProtection: true, KeepInvalidHeaders: true,
		DesyncMitigation: elb.DesyncMitigationMode_STRICTEST, IdleTimeout: 30 * time.Second, ClientKeepAlive: 2 * time.Minute,
		PreserveHostHeader: true, XForwardedFor: elb.XffHeaderProcessingMode_REMOVE, PreserveXFFClientPort: true, TLSHeaders: true,
		WAFFailOpen: true, WebACLARN: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b",
		Attributes: map[string]string{"zonal_shift.config.enabled": "true"},
	}).One(loadBalancer).Attributes("LoadBalancerAttributes")
	for key, want := range map[string]string{
		"routing.http2.enabled":                                    "false",
		"deletion_protection.enabled":                              "true",
		"routing.http.drop_invalid_header_fields.enabled":          "false",
		"routing.http.desync_mitigation_mode":                      "strictest",
		"idle_timeout.timeout_seconds":                             "30",
		"client_keep_alive.seconds":                                "120",
		"routing.http.preserve_host_header.enabled":                "true",
		"routing.http.xff_header_processing.mode":                  "remove",
		"routing.http.xff_client_port.enabled":                     "true",
		"routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "true",
		"waf.fail_open.enabled":                                    "true",
		"zonal_shift.config.enabled":                               "true",
	} {
		if got[key] != want {
			t.Errorf("%s is %q, want %q", key, got[key], want)
		}
	}
}

func TestLoadBalancerCapacityAndWebACL(t *testing.T) {
	const acl = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b"
	tpl := loadBalancerOf(t, lambdaalb.Props{MinimumCapacityUnits: 500, WebACLARN: acl})
	lb := tpl.One(loadBalancer)
	if got := cdktest.JSON(lb.Properties["MinimumLoadBalancerCapacity"]); got != `{"CapacityUnits":500}` {
		t.Errorf("capacity %s", got)
	}
	association := tpl.One("AWS::WAFv2::WebACLAssociation")
	if got, want := cdktest.JSON(association.Properties), fmt.Sprintf(`{"ResourceArn":{"Ref":%q},"WebACLArn":%q}`, lb.ID, acl); got != want {
		t.Errorf("association %s, want %s", got, want)
	}
}

func TestInternalLoadBalancer(t *testing.T) {
	tpl := loadBalancerOf(t, lambdaalb.Props{Internal: true, Subnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}})
	lb := tpl.One(loadBalancer)
	if lb.Properties["Scheme"] != "internal" || !strings.Contains(cdktest.JSON(lb.Properties["Subnets"]), "Isolated") {
		t.Errorf("scheme %v in %v", lb.Properties["Scheme"], lb.Properties["Subnets"])
	}
	group := tpl.One("AWS::EC2::SecurityGroup")
	if got := cdktest.JSON(group.Properties["SecurityGroupIngress"]); !strings.Contains(got, `"CidrIp":{"Fn::GetAtt":["VPC`) || strings.Contains(got, "0.0.0.0/0") {
		t.Errorf("ingress %s", got)
	}
}

func TestDualStackLoadBalancer(t *testing.T) {
	tpl := loadBalancerOf(t, lambdaalb.Props{DualStack: true})
	lb := tpl.One(loadBalancer)
	if lb.Properties["IpAddressType"] != "dualstack" {
		t.Errorf("addresses %v", lb.Properties["IpAddressType"])
	}
	group := tpl.One("AWS::EC2::SecurityGroup")
	if got := cdktest.JSON(group.Properties["SecurityGroupIngress"]); !strings.Contains(got, `"CidrIpv6":"::/0"`) {
		t.Errorf("ingress %s", got)
	}
}

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

func TestMoreListeners(t *testing.T) {
	stack := cdktest.Stack(t)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)})
	function := cdktest.Function(stack, "Function")
	edge.Mount("/a", &lambdaalb.MountProps{Function: function})
	admin := edge.AddListener("Admin", &lambdaalb.ListenerProps{Port: 8081, Default: &lambdaalb.Action{Targets: []lambdaalb.Target{{Function: function}}}})
	admin.Mount("/a", &lambdaalb.MountProps{Function: function})
	tpl := cdktest.Synth(t, stack)
	if n := len(tpl.All(listener)); n != 2 {
		t.Errorf("%d listeners, want 2", n)
	}
	// One function behind one load balancer, so one target group, whichever listener a request comes
	// by.
	tpl.One(targetGroup)
	tpl.One(permission)
	for _, l := range tpl.All(listener) {
		if l.Properties["Port"] == 8081.0 && !strings.Contains(cdktest.JSON(l.Properties["DefaultActions"]), `"Type":"forward"`) {
			t.Errorf("the default action of the admin listener is %v", l.Properties["DefaultActions"])
		}
	}
}

func TestListenersOnOnePort(t *testing.T) {
	stack := cdktest.Stack(t)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)})
	edge.AddListener("Admin", &lambdaalb.ListenerProps{Port: 8081})
	for _, port := range []int{80, 8081} {
		err := panicOf(func() { edge.AddListener("Again", &lambdaalb.ListenerProps{Port: port}) })
		if want := fmt.Sprintf("test/Edge/Again: Port: %d is taken by another listener of the load balancer; use another", port); err == nil || err.Error() != want {
			t.Errorf("port %d again: %v", port, err)
		}
	}
}
