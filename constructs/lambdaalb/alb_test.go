package lambdaalb_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
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
