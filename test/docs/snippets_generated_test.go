// Code generated from docs/constructs.md by go test ./test/docs -update; DO NOT EDIT.

package docs

import (
	"example.com/alb-lambda/constructs/athenalogs"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/constructs/rollout"
	awscdk "github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodedeploy"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	actions "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2actions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	jsii "github.com/aws/jsii-runtime-go"
	"slices"
	"strings"
	"time"
)

// snippets are the code of the page, by section and feature.
var snippets = map[string]func(w *world){
	"Load balancer": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
		})
	},
	"Load balancer: HTTP on another port": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:      vpc,
			HTTPPort: 8080,
		})
	},
	"Load balancer: Default action: a fixed response": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			Default: &lambdaalb.Action{
				FixedResponse: &lambdaalb.FixedResponse{Status: 503, ContentType: "text/plain", Body: "closed"},
			},
		})
	},
	"Load balancer: Default action: a redirect": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			Default: &lambdaalb.Action{
				Redirect: &lambdaalb.Redirect{Host: "www.example.com", Protocol: "HTTPS", Port: 443},
			},
		})
	},
	"Load balancer: Default action: a function": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:     vpc,
			Default: &lambdaalb.Action{Targets: []lambdaalb.Target{{Function: f}}},
		})
	},
	"Load balancer: Internal load balancer": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:      vpc,
			Internal: true,
			Subnets:  &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		})
	},
	"Load balancer: IPv6 and dual stack": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:       vpc,
			DualStack: true,
		})
	},
	"Load balancer: Existing security group": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		group := w.group()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:           vpc,
			SecurityGroup: group,
		})
	},
	"Load balancer: AWS WAF": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:         vpc,
			WebACLARN:   "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/shop/12345678-1234-1234-1234-123456789012",
			WAFFailOpen: true,
		})
	},
	"Load balancer: Capacity reservation": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:                  vpc,
			MinimumCapacityUnits: 100,
		})
	},
	"Load balancer: Public IPv4 addresses of your own (BYOIP)": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:      vpc,
			IPAMPool: "ipam-pool-0123456789abcdef0",
		})
	},
	"Load balancer: Other properties of the load balancer": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:     vpc,
			Options: &elb.ApplicationLoadBalancerProps{LoadBalancerName: jsii.String("shop")},
		})
	},
	"Load balancer: A port out of range": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:      vpc,
			HTTPPort: 100000,
		})
	},
	"Load balancer: One zone": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:     vpc,
			Subnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC, AvailabilityZones: &[]*string{(*vpc.AvailabilityZones())[0]}},
		})
	},
	"Load balancer: An attribute that does not exist": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:        vpc,
			Attributes: map[string]string{"idle_timeout.timeout_second": "30"},
		})
	},
	"Load balancer: A log prefix that AWS rejects": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		bucket := w.bucket()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:  vpc,
			Logs: &lambdaalb.Logs{Bucket: bucket, Prefix: "/alb"},
		})
	},
	"Load balancer: A log bucket with a key of its own": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:  vpc,
			Logs: &lambdaalb.Logs{Bucket: awss3.NewBucket(stack, jsii.String("Keyed"), &awss3.BucketProps{Encryption: awss3.BucketEncryption_KMS_MANAGED})},
		})
	},
	"Load balancer: A log bucket that CDK gives no policy": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:  vpc,
			Logs: &lambdaalb.Logs{Bucket: awss3.Bucket_FromBucketName(stack, jsii.String("Given"), jsii.String("logs"))},
		})
	},
	"Load balancer: A fixed response that AWS rejects": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:     vpc,
			Default: &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 302, Body: strings.Repeat("x", 1025)}},
		})
	},
	"Load balancer: HSTS over HTTP": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:     vpc,
			Headers: &lambdaalb.Headers{HSTS: &lambdaalb.HSTS{}},
		})
	},
	"Load balancer: A quota that AWS does not have": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:       vpc,
			RuleQuota: -1,
		})
	},
	"HTTPS and mutual TLS": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
		})
	},
	"HTTPS and mutual TLS: HTTPS with certificates of ACM": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:   vpc,
			HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}},
		})
	},
	"HTTPS and mutual TLS: HTTPS with a custom domain": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		zone := w.zone()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:   vpc,
			HTTPS: &lambdaalb.HTTPS{Domain: &lambdaalb.Domain{Name: "shop.example.com", HostedZone: zone}},
		})
	},
	"HTTPS and mutual TLS: Failover between regions": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		zone := w.zone()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			HTTPS: &lambdaalb.HTTPS{
				Domain: &lambdaalb.Domain{
					Name:                 "shop.example.com",
					HostedZone:           zone,
					EvaluateTargetHealth: true,
				},
			},
		})
	},
	"HTTPS and mutual TLS: HTTP without the redirect to HTTPS": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			HTTPS: &lambdaalb.HTTPS{
				Certificates: []awscertificatemanager.ICertificate{certificate},
				ServeHTTP:    true,
			},
		})
	},
	"HTTPS and mutual TLS: HTTPS on another port": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			HTTPS: &lambdaalb.HTTPS{
				Certificates: []awscertificatemanager.ICertificate{certificate},
				Port:         8443,
			},
		})
	},
	"HTTPS and mutual TLS: TLS policy": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			HTTPS: &lambdaalb.HTTPS{
				Certificates: []awscertificatemanager.ICertificate{certificate},
				Policy:       elb.SslPolicy_TLS13_13,
			},
		})
	},
	"HTTPS and mutual TLS: TLS policy by AWS's own name": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			HTTPS: &lambdaalb.HTTPS{
				Certificates: []awscertificatemanager.ICertificate{certificate},
				Policy:       "ELBSecurityPolicy-TLS13-1-3-2021-06",
			},
		})
	},
	"HTTPS and mutual TLS: Mutual TLS, passed through": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			HTTPS: &lambdaalb.HTTPS{
				Certificates:       []awscertificatemanager.ICertificate{certificate},
				ClientCertificates: &lambdaalb.ClientCertificates{},
			},
		})
	},
	"HTTPS and mutual TLS: Mutual TLS, verified": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		trustStore := w.trustStore()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			HTTPS: &lambdaalb.HTTPS{
				Certificates:       []awscertificatemanager.ICertificate{certificate},
				ClientCertificates: &lambdaalb.ClientCertificates{TrustStore: trustStore},
			},
		})
	},
	"HTTPS and mutual TLS: Mutual TLS with expired certificates": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		trustStore := w.trustStore()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			HTTPS: &lambdaalb.HTTPS{
				Certificates: []awscertificatemanager.ICertificate{certificate},
				ClientCertificates: &lambdaalb.ClientCertificates{
					TrustStore:           trustStore,
					AllowExpired:         true,
					AdvertiseAuthorities: true,
				},
			},
		})
	},
	"HTTPS and mutual TLS: Trust store and revocation list": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		bucket := w.bucket()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			HTTPS: &lambdaalb.HTTPS{
				Certificates: []awscertificatemanager.ICertificate{certificate},
				ClientCertificates: &lambdaalb.ClientCertificates{
					Authorities: &lambdaalb.Object{Bucket: bucket, Key: "ca.pem", Version: "v3"},
					Revocations: []lambdaalb.Object{{Bucket: bucket, Key: "revoked.crl"}},
				},
			},
		})
	},
	"HTTPS and mutual TLS: A redirect from HTTPS to HTTP": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		secure := w.secure()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:   vpc,
			HTTPS: secure, Default: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Protocol: "HTTP"}},
		})
	},
	"Load balancer attributes": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
		})
	},
	"Load balancer attributes: Idle timeout": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:         vpc,
			IdleTimeout: 2 * time.Minute,
		})
	},
	"Load balancer attributes: Client keep-alive": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:             vpc,
			ClientKeepAlive: 10 * time.Minute,
		})
	},
	"Load balancer attributes: HTTP/2 off": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:          vpc,
			DisableHTTP2: true,
		})
	},
	"Load balancer attributes: Deletion protection": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:                vpc,
			DeletionProtection: true,
		})
	},
	"Load balancer attributes: Invalid headers kept": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:                vpc,
			KeepInvalidHeaders: true,
		})
	},
	"Load balancer attributes: Desync mitigation": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:              vpc,
			DesyncMitigation: elb.DesyncMitigationMode_STRICTEST,
		})
	},
	"Load balancer attributes: Host header preserved": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:                vpc,
			PreserveHostHeader: true,
		})
	},
	"Load balancer attributes: X-Forwarded-For": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:           vpc,
			XForwardedFor: elb.XffHeaderProcessingMode_REMOVE,
		})
	},
	"Load balancer attributes: Client port in X-Forwarded-For": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:                   vpc,
			PreserveXFFClientPort: true,
		})
	},
	"Load balancer attributes: TLS version and cipher headers": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:        vpc,
			TLSHeaders: true,
		})
	},
	"Load balancer attributes: Any other attribute": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:        vpc,
			Attributes: map[string]string{"zonal_shift.config.enabled": "true"},
		})
	},
	"Load balancer logs": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
		})
	},
	"Load balancer logs: Access logs": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		bucket := w.bucket()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:  vpc,
			Logs: &lambdaalb.Logs{Bucket: bucket},
		})
	},
	"Load balancer logs: Connection logs and health check logs": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		bucket := w.bucket()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:  vpc,
			Logs: &lambdaalb.Logs{Bucket: bucket, ConnectionLogs: true, HealthCheckLogs: true},
		})
	},
	"Load balancer logs: Connection logs without access logs": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		bucket := w.bucket()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:  vpc,
			Logs: &lambdaalb.Logs{Bucket: bucket, Prefix: "edge", DisableAccessLogs: true, ConnectionLogs: true},
		})
	},
	"Load balancer logs: Logs to an existing bucket": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			Logs: &lambdaalb.Logs{
				Bucket:           awss3.Bucket_FromBucketName(stack, jsii.String("Given"), jsii.String("shop-logs")),
				SkipBucketPolicy: true,
			},
		})
	},
	"Response and request headers": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
		})
	},
	"Response and request headers: Security headers": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			Headers: &lambdaalb.Headers{
				ContentSecurityPolicy: "default-src 'self'",
				FrameOptions:          "DENY",
				NoSniff:               true,
				HideServer:            true,
			},
		})
	},
	"Response and request headers: HSTS": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:     vpc,
			HTTPS:   &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}},
			Headers: &lambdaalb.Headers{HSTS: &lambdaalb.HSTS{IncludeSubdomains: true}},
		})
	},
	"Response and request headers: HSTS with preload": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:   vpc,
			HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}},
			Headers: &lambdaalb.Headers{
				HSTS: &lambdaalb.HSTS{MaxAge: 2 * 365 * 24 * time.Hour, IncludeSubdomains: true, Preload: true},
			},
		})
	},
	"Response and request headers: CORS headers": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			Headers: &lambdaalb.Headers{
				CORS: &lambdaalb.CORSHeaders{
					Origin:        "https://shop.example.com",
					Methods:       []string{"GET", "POST"},
					Headers:       []string{"Content-Type"},
					ExposeHeaders: []string{"X-Request-Id"},
					Credentials:   true,
					MaxAge:        time.Hour,
				},
			},
		})
	},
	"Response and request headers: Renamed header of the client certificate": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: vpc,
			HTTPS: &lambdaalb.HTTPS{
				Certificates:       []awscertificatemanager.ICertificate{certificate},
				ClientCertificates: &lambdaalb.ClientCertificates{},
			},
			Headers: &lambdaalb.Headers{Names: lambdaalb.HeaderNames{Certificate: "X-Client-Certificate"}},
		})
	},
	"Response and request headers: Renamed headers of mTLS and TLS": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		trustStore := w.trustStore()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:        vpc,
			TLSHeaders: true,
			HTTPS: &lambdaalb.HTTPS{
				Certificates:       []awscertificatemanager.ICertificate{certificate},
				ClientCertificates: &lambdaalb.ClientCertificates{TrustStore: trustStore},
			},
			Headers: &lambdaalb.Headers{
				Names: lambdaalb.HeaderNames{
					Leaf:           "X-Client-Leaf",
					SerialNumber:   "X-Client-Serial",
					Issuer:         "X-Client-Issuer",
					Subject:        "X-Client-Subject",
					Validity:       "X-Client-Validity",
					TLSVersion:     "X-TLS-Version",
					TLSCipherSuite: "X-TLS-Cipher",
				},
			},
		})
	},
	"Routes": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})

		_ = edge
	},
	"Routes: A path and everything below it": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/echo", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes: Host header": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Route("Shop", &lambdaalb.RouteProps{
			Match:    lambdaalb.Match{Hosts: []string{"*.example.com"}},
			Function: f,
		})

		_ = edge
	},
	"Routes: HTTP header": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Route("Beta", &lambdaalb.RouteProps{
			Match: lambdaalb.Match{
				Headers: []lambdaalb.HeaderMatch{{Name: "X-Beta", Values: []string{"yes"}}},
			},
			Function: f,
		})

		_ = edge
	},
	"Routes: HTTP methods": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Route("Read", &lambdaalb.RouteProps{
			Match:    lambdaalb.Match{Methods: []string{"GET", "HEAD"}},
			Function: f,
		})

		_ = edge
	},
	"Routes: Query string": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Route("Old", &lambdaalb.RouteProps{
			Match:    lambdaalb.Match{Query: []lambdaalb.QueryMatch{{Key: "v", Value: "1"}}},
			Function: f,
		})

		_ = edge
	},
	"Routes: Source IP": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Route("Office", &lambdaalb.RouteProps{
			Match:    lambdaalb.Match{SourceIPs: []string{"192.0.2.0/24"}},
			Function: f,
		})

		_ = edge
	},
	"Routes: Regular expressions": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Route("Item", &lambdaalb.RouteProps{
			Match:    lambdaalb.Match{PathRegex: []string{"^/item/[0-9]+$"}},
			Function: f,
		})

		_ = edge
	},
	"Routes: Several conditions at once": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Route("Both", &lambdaalb.RouteProps{
			Match:    lambdaalb.Match{Paths: []string{"/a"}, Methods: []string{"POST"}},
			Function: f,
		})

		_ = edge
	},
	"Routes: Rule priority": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{Function: f, Priority: 7})

		_ = edge
	},
	"Routes: Order of the rules": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/", &lambdaalb.MountProps{Function: f})
		edge.Route("Images", &lambdaalb.RouteProps{
			Match:    lambdaalb.Match{Paths: []string{"*.png"}},
			Function: f,
		})

		_ = edge
	},
	"Routes: Two routes to one function": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{Function: f})
		edge.Mount("/b", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes: Existing function": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{
			Function: awslambda.Function_FromFunctionArn(stack, jsii.String("Given"),
				jsii.String("arn:aws:lambda:eu-west-1:123456789012:function:echo")),
		})

		_ = edge
	},
	"Routes: Target group names": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes: The rule as CDK's object": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		bucket := w.bucket()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{Function: f}).Rule().Node().AddDependency(bucket)

		_ = edge
	},
	"Routes: A port twice": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.AddListener("Again", &lambdaalb.ListenerProps{Port: 80})
		_ = edge
	},
	"Routes: A priority out of range": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{Function: f, Priority: 60000})
		_ = edge
	},
	"Routes: Two routes for the same requests": func(w *world) {
		stack := w.stack()
		other := w.other()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{Function: f})
		edge.WithScope(other).Mount("/a", &lambdaalb.MountProps{Function: f})
		_ = edge
	},
	"Routes: A priority twice": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{Function: f, Priority: 7})
		edge.Mount("/b", &lambdaalb.MountProps{Function: f, Priority: 7})
		_ = edge
	},
	"Routes: A route that is never reached": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/", &lambdaalb.MountProps{Function: f, Priority: 1})
		edge.Mount("/b", &lambdaalb.MountProps{Function: f, Priority: 2})
		_ = edge
	},
	"Routes: Six condition values": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Route("Six", &lambdaalb.RouteProps{Match: lambdaalb.Match{Paths: []string{"/1", "/2", "/3", "/4", "/5", "/6"}}, Function: f})
		_ = edge
	},
	"Routes: Weights out of range": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		stable := w.stable()
		canary := w.canary()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{{Function: stable, Weight: new(1000)}, {Function: canary}}}})
		_ = edge
	},
	"Routes: Six target groups": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: slices.Repeat([]lambdaalb.Target{{Function: f}}, 6)}})
		_ = edge
	},
	"Routes: A path that AWS rejects": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a b", &lambdaalb.MountProps{Function: f})
		_ = edge
	},
	"What a route does": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})

		_ = edge
	},
	"What a route does: Path prefix removed": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/echo", &lambdaalb.MountProps{Function: f, StripPrefix: true})

		_ = edge
	},
	"What a route does: Path rewrite": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Route("Old", &lambdaalb.RouteProps{
			Match:       lambdaalb.Match{Paths: []string{"/v1/*"}},
			Function:    f,
			RewritePath: &lambdaalb.Rewrite{Regex: "^/v1/(.*)$", Replace: "/$1"},
			Priority:    20,
		})

		_ = edge
	},
	"What a route does: Host rewrite": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Route("Host", &lambdaalb.RouteProps{
			Match:       lambdaalb.Match{Paths: []string{"/a"}},
			Function:    f,
			RewriteHost: &lambdaalb.Rewrite{Regex: "^.*$", Replace: "internal.example.com"},
		})

		_ = edge
	},
	"What a route does: Redirect": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/old", &lambdaalb.MountProps{
			Action: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Path: "/new"}},
		})

		_ = edge
	},
	"What a route does: Multi-value headers": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/echo", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"What a route does: Single-value headers": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/echo", &lambdaalb.MountProps{
			Action: &lambdaalb.Action{
				Targets: []lambdaalb.Target{{Function: f, SingleValueHeaders: true}},
			},
		})

		_ = edge
	},
	"What a route does: Weighted targets": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		stable := w.stable()
		canary := w.canary()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Route("Canary", &lambdaalb.RouteProps{
			Match: lambdaalb.Match{Paths: []string{"/a"}},
			Action: &lambdaalb.Action{
				Targets: []lambdaalb.Target{
					{Function: stable, Weight: new(90)},
					{Function: canary, Weight: new(10)},
				},
			},
		})

		_ = edge
	},
	"What a route does: Stickiness": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		stable := w.stable()
		canary := w.canary()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Route("Canary", &lambdaalb.RouteProps{
			Match: lambdaalb.Match{Paths: []string{"/a"}},
			Action: &lambdaalb.Action{
				Stickiness: time.Minute,
				Targets:    []lambdaalb.Target{{Function: stable}, {Function: canary}},
			},
		})

		_ = edge
	},
	"What a route does: Health check": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{
			Action: &lambdaalb.Action{
				Targets: []lambdaalb.Target{
					{
						Function: f,
						HealthCheck: &lambdaalb.HealthCheck{
							Path:               "/health",
							SuccessCodes:       "200-299",
							Interval:           time.Minute,
							Timeout:            10 * time.Second,
							HealthyThreshold:   2,
							UnhealthyThreshold: 3,
						},
					},
				},
			},
		})

		_ = edge
	},
	"What a route does: Other targets: IP, instances, Fargate": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{
			Action: &lambdaalb.Action{
				Targets: []lambdaalb.Target{
					{
						Group: elb.NewApplicationTargetGroup(stack, jsii.String("Machines"), &elb.ApplicationTargetGroupProps{
							Vpc:        vpc,
							Port:       jsii.Number(80),
							TargetType: elb.TargetType_IP,
						}),
					},
				},
			},
		})

		_ = edge
	},
	"Routes of several stacks and listeners": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})

		_ = edge
	},
	"Routes of several stacks and listeners: A route from another stack": func(w *world) {
		stack := w.stack()
		other := w.other()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.WithScope(other).Mount("/a", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes of several stacks and listeners: Another listener": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.AddListener("Admin", &lambdaalb.ListenerProps{
			Port: 8443,
		}).Mount("/", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes of several stacks and listeners: Another listener, with HTTPS": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.AddListener("Admin", &lambdaalb.ListenerProps{
			HTTPS:   &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}, Port: 8443},
			Default: &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 403}},
			Headers: &lambdaalb.Headers{HSTS: &lambdaalb.HSTS{}},
		}).Mount("/admin", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes of several stacks and listeners: Existing load balancer": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		given := elb.ApplicationLoadBalancer_FromApplicationLoadBalancerAttributes(stack, jsii.String("Given"),
			&elb.ApplicationLoadBalancerAttributes{
				LoadBalancerArn: jsii.String("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/b"),
				SecurityGroupId: jsii.String("sg-0123456789abcdef0"),
			})
		lambdaalb.New(stack, "Shared", &lambdaalb.Props{
			LoadBalancer: given,
			HTTPPort:     8080,
		}).Mount("/a", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes of several stacks and listeners: Existing listener": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		lambdaalb.FromListener(stack, "Shared", &lambdaalb.FromListenerProps{
			ARN: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/b/c",
		}).Mount("/a", &lambdaalb.MountProps{Function: f, Priority: 200})

		_ = edge
	},
	"Routes of several stacks and listeners: Existing listener, with authentication": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		group := w.group()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		lambdaalb.FromListener(stack, "Shared", &lambdaalb.FromListenerProps{
			ARN:           "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/b/c",
			HTTPS:         true,
			SecurityGroup: group,
			RuleQuota:     200,
		}).Route("Admin", &lambdaalb.RouteProps{
			Match:    lambdaalb.Match{Paths: []string{"/admin/*"}},
			Function: f,
			Authenticate: &lambdaalb.Authenticate{
				JWT: &elb.AuthenticateJwtOptions{
					Issuer:       jsii.String("https://id.example.com"),
					JwksEndpoint: jsii.String("https://id.example.com/jwks"),
				},
			},
			Priority: 200,
		})

		_ = edge
	},
	"Routes of several stacks and listeners: Existing listener of CDK": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		lambdaalb.FromListener(stack, "Shared", &lambdaalb.FromListenerProps{
			Listener: elb.NewApplicationListener(stack, jsii.String("Own"), &elb.ApplicationListenerProps{
				LoadBalancer:  edge.ApplicationLoadBalancer(),
				Port:          jsii.Number(8080),
				Protocol:      elb.ApplicationProtocol_HTTP,
				DefaultAction: elb.ListenerAction_FixedResponse(jsii.Number(404), nil),
				Open:          jsii.Bool(false),
			}),
		}).Mount("/a", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes of several stacks and listeners: Existing listener, imported by its ARN": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		lambdaalb.FromListener(stack, "Shared", &lambdaalb.FromListenerProps{
			ARN: *awscdk.Fn_ImportValue(jsii.String("shared-listener")),
		}).Mount("/a", &lambdaalb.MountProps{Function: f, Priority: 200})

		_ = edge
	},
	"Authentication": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:   vpc,
			HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}},
		})
		edge.Mount("/admin", &lambdaalb.MountProps{
			Function: f,
		})
		_ = edge
	},
	"Authentication: OpenID Connect (OIDC)": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:   vpc,
			HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}},
		})
		edge.Mount("/admin", &lambdaalb.MountProps{
			Function: f,
			Authenticate: &lambdaalb.Authenticate{
				OIDC: &elb.AuthenticateOidcOptions{
					Issuer:                jsii.String("https://id.example.com"),
					AuthorizationEndpoint: jsii.String("https://id.example.com/authorize"),
					TokenEndpoint:         jsii.String("https://id.example.com/token"),
					UserInfoEndpoint:      jsii.String("https://id.example.com/user"),
					ClientId:              jsii.String("shop"),
					ClientSecret:          awscdk.SecretValue_SecretsManager(jsii.String("shop"), nil),
				},
			},
		})
		_ = edge
	},
	"Authentication: Amazon Cognito": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		pool := w.pool()
		client := w.client()
		domain := w.domain()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:   vpc,
			HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}},
		})
		edge.Mount("/admin", &lambdaalb.MountProps{
			Function: f,
			Authenticate: &lambdaalb.Authenticate{
				Custom: func(next elb.ListenerAction) elb.ListenerAction {
					return actions.NewAuthenticateCognitoAction(&actions.AuthenticateCognitoActionProps{
						UserPool:       pool,
						UserPoolClient: client,
						UserPoolDomain: domain,
						Next:           next,
					})
				},
			},
		})
		_ = edge
	},
	"Authentication: JWT": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:   vpc,
			HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}},
		})
		edge.Mount("/admin", &lambdaalb.MountProps{
			Function: f,
			Authenticate: &lambdaalb.Authenticate{
				JWT: &elb.AuthenticateJwtOptions{
					Issuer:       jsii.String("https://id.example.com"),
					JwksEndpoint: jsii.String("https://id.example.com/jwks"),
				},
			},
		})
		_ = edge
	},
	"Network": func(w *world) {
		stack := w.stack()
		network.New(stack, "Network", &network.Props{})
	},
	"Network: Address range (CIDR)": func(w *world) {
		stack := w.stack()
		network.New(stack, "Network", &network.Props{
			CIDR:       "10.0.0.0/16",
			SubnetMask: 24,
		})
	},
	"Network: Number of availability zones": func(w *world) {
		stack := w.stack()
		network.New(stack, "Network", &network.Props{
			Zones: 3,
		})
	},
	"Network: Availability zones by name": func(w *world) {
		stack := w.stack()
		network.New(stack, "Network", &network.Props{
			AvailabilityZones: []string{"eu-west-1a", "eu-west-1b"},
		})
	},
	"Network: IPv6 and dual stack of the network": func(w *world) {
		stack := w.stack()
		network.New(stack, "Network", &network.Props{
			DualStack: true,
		})
	},
	"Network: Existing VPC": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		network.New(stack, "Network", &network.Props{
			VPC: vpc,
		})
	},
	"Network: Flow logs": func(w *world) {
		stack := w.stack()
		network.New(stack, "Network", &network.Props{
			FlowLogs: &network.FlowLogs{
				Traffic:       awsec2.FlowLogTrafficType_REJECT,
				RetentionDays: 7,
				EachMinute:    true,
			},
		})
	},
	"Network: Default security group without rules": func(w *world) {
		stack := w.stack()
		network.New(stack, "Network", &network.Props{
			RestrictDefaultSecurityGroup: true,
		})
	},
	"Function": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
		})
	},
	"Function: Memory and timeout": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:  "./lambda/echo",
			MemoryMB: 512,
			Timeout:  29 * time.Second,
		})
	},
	"Function: Architecture: x86 or ARM": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:      "./lambda/echo",
			Architecture: gofunction.AMD64,
		})
	},
	"Function: Environment variables": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:     "./lambda/echo",
			Environment: map[string]string{"LEVEL": "debug"},
		})
	},
	"Function: Ephemeral storage in /tmp": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:            "./lambda/echo",
			EphemeralStorageMB: 1024,
		})
	},
	"Function: Reserved concurrency": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:             "./lambda/echo",
			ReservedConcurrency: new(5),
		})
	},
	"Function: X-Ray tracing": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			Tracing: true,
		})
	},
	"Function: Versions and alias": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:        "./lambda/echo",
			Alias:          "live",
			RetainVersions: true,
		})
	},
	"Function: Function in a VPC": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			Options: &awslambda.FunctionOptions{
				Vpc:        vpc,
				VpcSubnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
			},
		})
	},
	"Function: Retries, dead-letter queue and destinations": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			Alias:   "live",
			Options: &awslambda.FunctionOptions{
				RetryAttempts: jsii.Number(0),
				MaxEventAge:   awscdk.Duration_Minutes(jsii.Number(5)),
			},
		})
	},
	"Function: Other properties of the function": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			Options: &awslambda.FunctionOptions{
				FunctionName:          jsii.String("orders"),
				RuntimeManagementMode: awslambda.RuntimeManagementMode_FUNCTION_UPDATE(),
			},
		})
	},
	"Function: What the construct decides": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			Options: &awslambda.FunctionOptions{MemorySize: jsii.Number(512)},
		})
	},
	"Function: An environment over 4 KB": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:     "./lambda/echo",
			Environment: map[string]string{"BIG": strings.Repeat("x", 4096)},
		})
	},
	"Function build": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
		})
	},
	"Function build: Build tags and linker flags": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:     "./lambda/echo",
			Tags:        []string{"netgo"},
			LDFlags:     "-X main.version=1.2.3",
			Description: "with flags",
		})
	},
	"Function build: Folder of the build": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:     "./lambda/echo",
			Dir:         ".",
			Description: "in a folder",
		})
	},
	"Function build: Files beside the executable": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:     "./lambda/echo",
			Files:       map[string]string{"templates": "./docs"},
			Description: "with files",
		})
	},
	"Function build: GOAMD64 and GOEXPERIMENT": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:      "./lambda/echo",
			Architecture: gofunction.AMD64,
			GOAMD64:      "v3",
			GOEXPERIMENT: "jsonv2",
		})
	},
	"Function build: GOARM64": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:     "./lambda/echo",
			GOARM64:     "v8.2",
			Description: "with atomics",
		})
	},
	"Function logs": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
		})
	},
	"Function logs: Log retention": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:          "./lambda/echo",
			LogRetentionDays: 365,
		})
	},
	"Function logs: START, END and REPORT lines": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:        "./lambda/echo",
			SystemLogLevel: awslambda.SystemLogLevel_INFO,
		})
	},
	"Function logs: Log level": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:             "./lambda/echo",
			ApplicationLogLevel: awslambda.ApplicationLogLevel_WARN,
		})
	},
	"Function logs: Log format": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:   "./lambda/echo",
			LogFormat: awslambda.LoggingFormat_TEXT,
		})
	},
	"Provisioned concurrency": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
		})
	},
	"Provisioned concurrency: A number of environments": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:                "./lambda/echo",
			Alias:                  "live",
			ProvisionedConcurrency: &gofunction.ProvisionedConcurrency{Executions: 2},
		})
	},
	"Provisioned concurrency: Provisioned concurrency with auto scaling": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			Alias:   "live",
			ProvisionedConcurrency: &gofunction.ProvisionedConcurrency{
				Executions:  1,
				Max:         20,
				Utilization: 0.6,
			},
		})
	},
	"Provisioned concurrency: Provisioned concurrency on a schedule": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			Alias:   "live",
			ProvisionedConcurrency: &gofunction.ProvisionedConcurrency{
				Executions: 1,
				Max:        20,
				Schedules: map[string]gofunction.Schedule{
					"morning": {At: "cron(0 8 ? * MON-FRI *)", TimeZone: "Europe/Berlin", Min: 10, Max: 20},
				},
			},
		})
	},
	"Function URL": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
		})
	},
	"Function URL: Function URL for signed requests": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			URL:     &gofunction.URL{},
		})
	},
	"Function URL: Public function URL with response streaming": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			URL: &gofunction.URL{
				Public: true,
				Stream: true,
				CORS:   &gofunction.URLCORS{Origins: []string{"https://shop.example.com"}},
			},
		})
	},
	"Function URL: Function URL with CORS and credentials": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			URL: &gofunction.URL{
				CORS: &gofunction.URLCORS{
					Origins:       []string{"https://shop.example.com"},
					Methods:       []string{"GET", "POST"},
					Headers:       []string{"Content-Type"},
					ExposeHeaders: []string{"X-Request-Id"},
					Credentials:   true,
					MaxAge:        time.Hour,
				},
			},
		})
	},
	"Rollout": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
		})
	},
	"Rollout: Canary deployment": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			Strategy: rollout.Canary(10, 30*time.Minute),
		})
	},
	"Rollout: Linear deployment": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			Strategy: rollout.Linear(25, 2*time.Minute),
		})
	},
	"Rollout: All at once": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			Strategy: rollout.AllAtOnce(),
		})
	},
	"Rollout: Hook before traffic": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		check := w.check()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			Before:   check.LambdaFunction(),
		})
	},
	"Rollout: Hook after traffic": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		check := w.check()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			After:    check.LambdaFunction(),
		})
	},
	"Rollout: Rollback on errors of the new version": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			Errors:   20,
		})
	},
	"Rollout: Rollback on alarms by name": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function:   orders,
			AlarmNames: []string{"checkout-failures"},
		})
	},
	"Rollout: Rollback on alarms of the app": func(w *world) {
		stack := w.stack()
		other := w.other()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			Alarms: monitoring.New(other, "Monitoring", &monitoring.Props{
				Functions: []awslambda.IFunction{orders.Function()},
			}).Alarms(),
		})
	},
	"Rollout: Rollback on other alarms alone": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function:            orders,
			DisableVersionAlarm: true,
			AlarmNames:          []string{"checkout"},
		})
	},
	"Rollout: Deployment while an alarm is on": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function:     orders,
			IgnoreAlarms: true,
		})
	},
	"Rollout: Other properties of the deployment group": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			Options:  &awscodedeploy.LambdaDeploymentGroupProps{DeploymentGroupName: jsii.String("orders")},
		})
	},
	"Rollout: Steps that take too long": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			Strategy: rollout.Linear(1, time.Hour),
		})
	},
	"Rollout of CDK's own function": func(w *world) {
		stack := w.stack()
		canary := w.canary()
		rollout.New(stack, "Rollout", &rollout.Props{
			Alias: canary,
		})
	},
	"Code for CDK's own function": func(w *world) {
		stack := w.stack()
		awslambda.NewFunction(stack, jsii.String("Function"), &awslambda.FunctionProps{
			Runtime:      awslambda.Runtime_PROVIDED_AL2023(),
			Handler:      jsii.String("bootstrap"),
			Architecture: awslambda.Architecture_ARM_64(),
			Code: gofunction.Code(stack, &gofunction.CodeProps{
				Package: "./lambda/echo",
			}),
		})
	},
	"Code for CDK's own function: Instructions that Lambda lacks": func(w *world) {
		stack := w.stack()
		awslambda.NewFunction(stack, jsii.String("Function"), &awslambda.FunctionProps{
			Runtime:      awslambda.Runtime_PROVIDED_AL2023(),
			Handler:      jsii.String("bootstrap"),
			Architecture: awslambda.Architecture_ARM_64(),
			Code: gofunction.Code(stack, &gofunction.CodeProps{
				Package: "./lambda/echo",
				GOARM64: "v9.0",
			}),
		})
	},
	"Log bucket": func(w *world) {
		stack := w.stack()
		logbucket.New(stack, "Logs", &logbucket.Props{})
	},
	"Log bucket: Expiration": func(w *world) {
		stack := w.stack()
		logbucket.New(stack, "Logs", &logbucket.Props{
			ExpirationDays: 365,
		})
	},
	"Log bucket: Storage classes": func(w *world) {
		stack := w.stack()
		logbucket.New(stack, "Logs", &logbucket.Props{
			ExpirationDays:       365,
			InfrequentAccessDays: 30,
			GlacierDays:          90,
		})
	},
	"Log bucket: Versioning": func(w *world) {
		stack := w.stack()
		logbucket.New(stack, "Logs", &logbucket.Props{
			Versioned:      true,
			NoncurrentDays: 7,
		})
	},
	"Log bucket: Removal policy: retain": func(w *world) {
		stack := w.stack()
		logbucket.New(stack, "Logs", &logbucket.Props{
			Retain: true,
		})
	},
	"Log bucket: S3 server access logs": func(w *world) {
		stack := w.stack()
		bucket := w.bucket()
		logbucket.New(stack, "Logs", &logbucket.Props{
			ServerAccessLogs:       bucket,
			ServerAccessLogsPrefix: "s3/",
		})
	},
	"Access logs in Athena": func(w *world) {
		stack := w.stack()
		bucket := w.bucket()
		athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
			Bucket: bucket,
		})
	},
	"Access logs in Athena: Days of the table": func(w *world) {
		stack := w.stack()
		bucket := w.bucket()
		athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
			Bucket: bucket,
			Days:   90,
		})
	},
	"Access logs in Athena: Limit on what a query scans": func(w *world) {
		stack := w.stack()
		bucket := w.bucket()
		athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
			Bucket:      bucket,
			ScanLimitMB: 50,
		})
	},
	"Access logs in Athena: Name of database and workgroup": func(w *world) {
		stack := w.stack()
		bucket := w.bucket()
		athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
			Bucket: bucket,
			Name:   "edge_logs",
		})
	},
	"Access logs in Athena: Prefix of the logs": func(w *world) {
		stack := w.stack()
		bucket := w.bucket()
		athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
			Bucket: bucket,
			Prefix: "edge",
		})
	},
	"Access logs in Athena: Bucket of query results": func(w *world) {
		stack := w.stack()
		bucket := w.bucket()
		athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
			Bucket:        bucket,
			Results:       awss3.NewBucket(stack, jsii.String("Results"), nil),
			ResultsPrefix: "queries",
		})
	},
	"Access logs in Athena: A limit that Athena does not have": func(w *world) {
		stack := w.stack()
		bucket := w.bucket()
		athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
			Bucket:      bucket,
			ScanLimitMB: 5,
		})
	},
	"API": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
		})
	},
	"API: Stage name": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:  f,
			StageName: "v1",
		})
	},
	"API: Description": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:    f,
			Description: "Orders of partners",
		})
	},
	"API: Throttling and rate limit": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Rate:     25,
			Burst:    50,
		})
	},
	"API: Timeout over 29 seconds": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Timeout:  60 * time.Second,
		})
	},
	"API: Response streaming": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Stream:   true,
			Timeout:  5 * time.Minute,
		})
	},
	"API: Binary media types": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:         f,
			BinaryMediaTypes: []string{"image/png"},
		})
	},
	"API: Access logs of the API": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:   f,
			AccessLogs: &restapi.AccessLogs{AccountHasRole: true},
		})
	},
	"API: Access logs with a CloudWatch role": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:   f,
			AccessLogs: &restapi.AccessLogs{CloudWatchRole: true},
		})
	},
	"API: Access log format": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			AccessLogs: &restapi.AccessLogs{
				AccountHasRole: true,
				Format:         "$context.requestId $context.status",
				RetentionDays:  365,
			},
		})
	},
	"API: X-Ray tracing of the API": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Tracing:  true,
		})
	},
	"API: AWS WAF before the API": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:  f,
			WebACLARN: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/shop/12345678-1234-1234-1234-123456789012",
		})
	},
	"API: Test button of the console": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:        f,
			AllowTestInvoke: true,
		})
	},
	"API: Access logs without a word on the role": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:   f,
			AccessLogs: &restapi.AccessLogs{},
		})
	},
	"API: An origin that matches no browser": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			CORS:     &restapi.CORS{Origins: []string{"https://*.example.com"}},
		})
	},
	"API endpoint and access": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
		})
	},
	"API endpoint and access: Custom domain": func(w *world) {
		stack := w.stack()
		certificate := w.certificate()
		zone := w.zone()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Domain:   &restapi.Domain{Name: "api.example.com", Certificate: certificate, HostedZone: zone},
		})
	},
	"API endpoint and access: Custom domain with a base path": func(w *world) {
		stack := w.stack()
		certificate := w.certificate()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Domain: &restapi.Domain{
				Name:                   "api.example.com",
				Certificate:            certificate,
				BasePath:               "orders",
				DisableDefaultEndpoint: true,
			},
		})
	},
	"API endpoint and access: Edge-optimized endpoint": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Endpoint: restapi.Edge,
		})
	},
	"API endpoint and access: Private API": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Endpoint: restapi.Private,
			VPCEndpoints: []awsec2.IVpcEndpoint{
				vpc.AddInterfaceEndpoint(jsii.String("Endpoint"), &awsec2.InterfaceVpcEndpointOptions{
					Service: awsec2.InterfaceVpcEndpointAwsService_APIGATEWAY(),
				}),
			},
		})
	},
	"API endpoint and access: Resource policy": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Policy: awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{
				Statements: &[]awsiam.PolicyStatement{
					awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
						Principals: &[]awsiam.IPrincipal{awsiam.NewAccountPrincipal(jsii.String("210987654321"))},
						Actions:    jsii.Strings("execute-api:Invoke"),
						Resources:  jsii.Strings("execute-api:/*"),
					}),
				},
			}),
		})
	},
	"API endpoint and access: IPv6 and dual stack of the API": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:  f,
			DualStack: true,
		})
	},
	"API endpoint and access: TLS policy of the API": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:       f,
			SecurityPolicy: "SecurityPolicy_TLS13_1_3_2025_09",
			StrictAccess:   true,
		})
	},
	"API endpoint and access: API keys, usage plans and authorizers": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Options: &awsapigateway.LambdaRestApiProps{
				DefaultMethodOptions: &awsapigateway.MethodOptions{ApiKeyRequired: jsii.Bool(true)},
			},
		})
	},
	"API and browsers": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
		})
	},
	"API and browsers: CORS": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			CORS:     &restapi.CORS{Origins: []string{"https://shop.example.com"}},
		})
	},
	"API and browsers: CORS with credentials": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			CORS: &restapi.CORS{
				Origins:       []string{"https://shop.example.com"},
				Methods:       []string{"GET", "POST"},
				Headers:       []string{"Content-Type"},
				ExposeHeaders: []string{"X-Request-Id"},
				Credentials:   true,
				MaxAge:        time.Hour,
			},
		})
	},
	"API and browsers: CORS with binary bodies": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:         f,
			CORS:             &restapi.CORS{Origins: []string{"capacitor://localhost"}},
			BinaryMediaTypes: []string{"*/*"},
		})
	},
	"Errors in one's own words": func(w *world) {
		stack := w.stack()
		f := w.f()
		api := restapi.New(stack, "API", &restapi.Props{Function: f})

		_ = api
	},
	"Errors in one's own words: Gateway response for 5xx": func(w *world) {
		stack := w.stack()
		f := w.f()
		api := restapi.New(stack, "API", &restapi.Props{Function: f})
		api.API().AddGatewayResponse(jsii.String("Errors"), &awsapigateway.GatewayResponseOptions{
			Type: awsapigateway.ResponseType_DEFAULT_5XX(),
			Templates: &map[string]*string{
				"application/json": jsii.String(`{"message":"Please try again in a minute","id":"$context.requestId"}`),
			},
			ResponseHeaders: &map[string]*string{
				"Access-Control-Allow-Origin": jsii.String("'https://shop.example.com'"),
			},
		})

		_ = api
	},
	"Errors in one's own words: Gateway response for throttling": func(w *world) {
		stack := w.stack()
		f := w.f()
		api := restapi.New(stack, "API", &restapi.Props{Function: f})
		api.API().AddGatewayResponse(jsii.String("Busy"), &awsapigateway.GatewayResponseOptions{
			Type:            awsapigateway.ResponseType_THROTTLED(),
			ResponseHeaders: &map[string]*string{"Retry-After": jsii.String("'1'")},
		})

		_ = api
	},
	"Monitoring": func(w *world) {
		stack := w.stack()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
		})
	},
	"Monitoring: Alarms of a load balancer": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
			LoadBalancer: elb.NewApplicationLoadBalancer(stack, jsii.String("LB"), &elb.ApplicationLoadBalancerProps{
				Vpc: vpc,
			}),
		})
	},
	"Monitoring: Metrics of target groups": func(w *world) {
		stack := w.stack()
		f := w.f()
		alb := w.alb()
		route := w.route()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions:    []awslambda.IFunction{f},
			LoadBalancer: alb.ApplicationLoadBalancer(),
			TargetGroups: route.TargetGroups(),
		})
	},
	"Monitoring: Alarms of an API": func(w *world) {
		stack := w.stack()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
			API:       restapi.New(stack, "API", &restapi.Props{Function: f}).API(),
		})
	},
	"Monitoring: Alarms of an existing API": func(w *world) {
		stack := w.stack()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
			API: awsapigateway.RestApi_FromRestApiAttributes(stack, jsii.String("Given"), &awsapigateway.RestApiAttributes{
				RestApiId:      jsii.String("abcdef1234"),
				RestApiName:    jsii.String("orders"),
				RootResourceId: jsii.String("root"),
			}),
			APIStage: "prod",
		})
	},
	"Monitoring: Alarms by email": func(w *world) {
		stack := w.stack()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
			Email:     "ops@example.com",
		})
	},
	"Monitoring: Alarms to an SNS topic": func(w *world) {
		stack := w.stack()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
			Topic:     awssns.Topic_FromTopicArn(stack, jsii.String("Pager"), jsii.String("arn:aws:sns:eu-west-1:123456789012:pager")),
		})
	},
	"Monitoring: Composite alarm": func(w *world) {
		stack := w.stack()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
			Email:     "ops@example.com",
			Composite: true,
		})
	},
	"Monitoring: Thresholds": func(w *world) {
		stack := w.stack()
		f := w.f()
		alb := w.alb()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions:    []awslambda.IFunction{f},
			LoadBalancer: alb.ApplicationLoadBalancer(),
			Thresholds: monitoring.Thresholds{
				Errors:    50,
				Throttles: 10,
				Latency:   800 * time.Millisecond,
				LCUs:      40,
			},
		})
	},
	"Monitoring: Anomaly detection": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
			LoadBalancer: elb.NewApplicationLoadBalancer(stack, jsii.String("LB"), &elb.ApplicationLoadBalancerProps{
				Vpc: vpc,
			}),
			Thresholds: monitoring.Thresholds{LatencyBand: 2},
		})
	},
	"Monitoring: Price of another region": func(w *world) {
		stack := w.stack()
		f := w.f()
		alb := w.alb()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions:    []awslambda.IFunction{f},
			LoadBalancer: alb.ApplicationLoadBalancer(),
			LCUPrice:     0.0117,
			LCUPriceDate: "October 2026",
		})
	},
	"Monitoring: One message without an address": func(w *world) {
		stack := w.stack()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
			Composite: true,
		})
	},
}
