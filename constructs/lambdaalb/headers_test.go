package lambdaalb_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

// attributesOf are those of the listener on a port.
func attributesOf(t *testing.T, template *cdktest.Template, port float64) map[string]any {
	t.Helper()
	for _, r := range template.All(listener) {
		if r.Properties["Port"] == port {
			return r.Attributes("ListenerAttributes")
		}
	}
	t.Fatalf("no listener on port %v", port)
	return nil
}

func secured(stack awscdk.Stack) *lambdaalb.HTTPS {
	return &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{
		awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"), jsii.String(certificateARN+"c"))}}
}

// Each header is an attribute of the listeners; those that only TLS has are on HTTPS alone.
func TestHeaders(t *testing.T) {
	stack := cdktest.Stack(t)
	https := secured(stack)
	https.ClientCertificates = &lambdaalb.ClientCertificates{}
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), TLSHeaders: true, HTTPS: https, Headers: &lambdaalb.Headers{
		HSTS:                  &lambdaalb.HSTS{IncludeSubdomains: true, Preload: true},
		ContentSecurityPolicy: "default-src 'self'", FrameOptions: "DENY", NoSniff: true, HideServer: true,
		CORS: &lambdaalb.CORSHeaders{Origin: "https://www.example.com", Methods: []string{"GET", "POST"}, Headers: []string{"X-A", "X-B"},
			ExposeHeaders: []string{"X-C"}, Credentials: true, MaxAge: time.Hour},
		Names: lambdaalb.HeaderNames{TLSVersion: "X-TLS", TLSCipherSuite: "X-Cipher", Certificate: "X-Cert"},
	}})
	edge.AddListener("More", &lambdaalb.ListenerProps{Port: 8080, Headers: &lambdaalb.Headers{HideServer: true}})
	template := cdktest.Synth(t, stack)
	const response, request = "routing.http.response.", "routing.http.request."
	want := map[string]any{
		response + "content_security_policy.header_value":          "default-src 'self'",
		response + "x_frame_options.header_value":                  "DENY",
		response + "x_content_type_options.header_value":           "nosniff",
		response + "server.enabled":                                "false",
		response + "access_control_allow_origin.header_value":      "https://www.example.com",
		response + "access_control_allow_methods.header_value":     "GET,POST",
		response + "access_control_allow_headers.header_value":     "X-A,X-B",
		response + "access_control_expose_headers.header_value":    "X-C",
		response + "access_control_allow_credentials.header_value": "true",
		response + "access_control_max_age.header_value":           "3600",
	}
	if got := attributesOf(t, template, 80); !maps.Equal(got, want) {
		t.Errorf("HTTP has %v, want %v", got, want)
	}
	want[response+"strict_transport_security.header_value"] = "max-age=31536000; includeSubDomains; preload"
	want[request+"x_amzn_tls_version.header_name"] = "X-TLS"
	want[request+"x_amzn_tls_cipher_suite.header_name"] = "X-Cipher"
	want[request+"x_amzn_mtls_clientcert.header_name"] = "X-Cert"
	if got := attributesOf(t, template, 443); !maps.Equal(got, want) {
		t.Errorf("HTTPS has %v, want %v", got, want)
	}
	if got := attributesOf(t, template, 8080); len(got) != 1 || got[response+"server.enabled"] != "false" {
		t.Errorf("the third listener has %v", got)
	}
}

func TestNoHeadersByDefault(t *testing.T) {
	stack := cdktest.Stack(t)
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), HTTPS: secured(stack)})
	cdktest.Synth(t, stack).Lacks(listener, "ListenerAttributes")
}

// A trust store is created of a bundle; a list of revocations has an id of its own, so that the
// others stay when one is added.
func TestTrustStoreOfABundle(t *testing.T) {
	synth := func(lists ...string) *cdktest.Template {
		stack := cdktest.Stack(t)
		bucket := awss3.Bucket_FromBucketName(stack, jsii.String("CA"), jsii.String("authorities"))
		https := secured(stack)
		https.ClientCertificates = &lambdaalb.ClientCertificates{Authorities: &lambdaalb.Object{Bucket: bucket, Key: "ca.pem", Version: "v1"}}
		for _, key := range lists {
			https.ClientCertificates.Revocations = append(https.ClientCertificates.Revocations, lambdaalb.Object{Bucket: bucket, Key: key})
		}
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), HTTPS: https,
			Headers: &lambdaalb.Headers{Names: lambdaalb.HeaderNames{Subject: "X-Subject"}}})
		return cdktest.Synth(t, stack)
	}
	const revocation = "AWS::ElasticLoadBalancingV2::TrustStoreRevocation"
	one, two := synth("a.crl"), synth("b.crl", "a.crl", "b.crl")
	store := one.One("AWS::ElasticLoadBalancingV2::TrustStore")
	one.Has("AWS::ElasticLoadBalancingV2::TrustStore", `{"CaCertificatesBundleS3Bucket":"authorities","CaCertificatesBundleS3Key":"ca.pem","CaCertificatesBundleS3ObjectVersion":"v1"}`)
	one.Has(listener, `{"MutualAuthentication":{"Mode":"verify","TrustStoreArn":{"Fn::GetAtt":["`+store.ID+`","TrustStoreArn"]}}}`)
	one.Has(revocation, `{"RevocationContents":[{"S3Bucket":"authorities","S3Key":"a.crl","RevocationType":"CRL"}]}`)
	two.Count(revocation, 2)
	if id := one.One(revocation).ID; two.Resources[id].Type == "" || cdktest.JSON(two.Resources[id].Properties) != cdktest.JSON(one.Resources[id].Properties) {
		t.Errorf("%s is replaced when a list is added", id)
	}
	if got := attributesOf(t, one, 443)["routing.http.request.x_amzn_mtls_clientcert_subject.header_name"]; got != "X-Subject" {
		t.Errorf("the subject is in %v", got)
	}
}

func TestEvaluateTargetHealth(t *testing.T) {
	for _, evaluate := range []bool{false, true} {
		stack := cdktest.Stack(t)
		zone := awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
			HostedZoneId: jsii.String("Z1"), ZoneName: jsii.String("example.com")})
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), HTTPS: &lambdaalb.HTTPS{
			Domain: &lambdaalb.Domain{Name: "a.example.com", HostedZone: zone, EvaluateTargetHealth: evaluate}}})
		for _, r := range cdktest.Synth(t, stack).All("AWS::Route53::RecordSet") {
			if got, _ := r.Properties["AliasTarget"].(map[string]any)["EvaluateTargetHealth"].(bool); got != evaluate {
				t.Errorf("%s evaluates: %t, want %t", r.ID, got, evaluate)
			}
		}
	}
}

func TestOptionsOfTheLoadBalancer(t *testing.T) {
	name := func(options *elb.ApplicationLoadBalancerProps) string {
		stack := cdktest.Stack(t)
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), IPAMPool: "ipam-pool-0123456789abcdef0", Options: options})
		route := edge.Mount("/a", &lambdaalb.MountProps{Function: cdktest.Function(stack, "F")})
		// What has no prop is reached by the resources.
		route.Rule().Node().DefaultChild().(elb.CfnListenerRule).AddPropertyOverride(jsii.String("Future"), "x")
		edge.Listener().ApplicationListener().Node().DefaultChild().(elb.CfnListener).AddPropertyOverride(jsii.String("Future"), "y")
		route.TargetGroups()[0].Node().DefaultChild().(elb.CfnTargetGroup).AddPropertyOverride(jsii.String("Future"), "z")
		template := cdktest.Synth(t, stack)
		template.Has(rule, `{"Future":"x"}`)
		template.Has(listener, `{"Future":"y"}`)
		template.Has(targetGroup, `{"Future":"z"}`)
		template.Has(loadBalancer, `{"Ipv4IpamPoolId":"ipam-pool-0123456789abcdef0"}`)
		if options != nil {
			template.Has(loadBalancer, `{"Name":"shop","LoadBalancerAttributes":`+cdktest.JSON(template.One(loadBalancer).Properties["LoadBalancerAttributes"])+`}`)
		}
		return template.One(targetGroup).Properties["Name"].(string)
	}
	// A name replaces the load balancer, and with it what is on it.
	if name(nil) == name(&elb.ApplicationLoadBalancerProps{LoadBalancerName: jsii.String("shop")}) {
		t.Error("the target group keeps its name when the load balancer is replaced")
	}

	stack := cdktest.Stack(t)
	vpc := cdktest.VPC(stack)
	children := len(*stack.Node().Children())
	got := cdktest.Rejected(t, func() {
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc, Options: &elb.ApplicationLoadBalancerProps{Vpc: vpc, Http2Enabled: jsii.Bool(true)}})
	})
	want := []string{
		"test/Edge: Options.Vpc: the construct decides it; use VPC",
		"test/Edge: Options.Http2Enabled: the construct decides it; use DisableHTTP2",
	}
	if lines := strings.Split(cdktest.Lines(got), "\n"); !slices.Equal(lines, want) {
		t.Errorf("got %q, want %q", lines, want)
	}
	if after := len(*stack.Node().Children()); after != children {
		t.Errorf("%d constructs are left", after-children)
	}
}
