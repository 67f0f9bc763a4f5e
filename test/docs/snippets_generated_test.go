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
	"Load balancer: Certificates given; the first is the default, the others by SNI": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:   vpc,
			HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}},
		})
	},
	"Load balancer: A domain in a hosted zone": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		zone := w.zone()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:   vpc,
			HTTPS: &lambdaalb.HTTPS{Domain: &lambdaalb.Domain{Name: "shop.example.com", HostedZone: zone}},
		})
	},
	"Load balancer: HTTP served too, not redirected": func(w *world) {
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
	"Load balancer: HTTPS on another port": func(w *world) {
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
	"Load balancer: Another TLS policy": func(w *world) {
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
	"Load balancer: A TLS policy by AWS's own name": func(w *world) {
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
	"Load balancer: Client certificates passed through": func(w *world) {
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
	"Load balancer: Client certificates verified": func(w *world) {
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
	"Load balancer: Expired client certificates accepted, authorities named to clients": func(w *world) {
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
	"Load balancer: Inside the network only": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:      vpc,
			Internal: true,
			Subnets:  &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		})
	},
	"Load balancer: IPv6 beside IPv4": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:       vpc,
			DualStack: true,
		})
	},
	"Load balancer: A security group that exists": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		group := w.group()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:           vpc,
			SecurityGroup: group,
		})
	},
	"Load balancer: HTTP/2 off; it is on by default": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:          vpc,
			DisableHTTP2: true,
		})
	},
	"Load balancer: Deletion protection": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:                vpc,
			DeletionProtection: true,
		})
	},
	"Load balancer: Invalid headers kept; they are dropped by default": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:                vpc,
			KeepInvalidHeaders: true,
		})
	},
	"Load balancer: Request smuggling": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:              vpc,
			DesyncMitigation: elb.DesyncMitigationMode_STRICTEST,
		})
	},
	"Load balancer: Idle timeout": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:         vpc,
			IdleTimeout: 2 * time.Minute,
		})
	},
	"Load balancer: Client keep-alive": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:             vpc,
			ClientKeepAlive: 10 * time.Minute,
		})
	},
	"Load balancer: Host header passed on": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:                vpc,
			PreserveHostHeader: true,
		})
	},
	"Load balancer: X-Forwarded-For": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:           vpc,
			XForwardedFor: elb.XffHeaderProcessingMode_REMOVE,
		})
	},
	"Load balancer: Client port in X-Forwarded-For": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:                   vpc,
			PreserveXFFClientPort: true,
		})
	},
	"Load balancer: TLS version and cipher headers": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:        vpc,
			TLSHeaders: true,
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
	"Load balancer: Capacity reserved": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:                  vpc,
			MinimumCapacityUnits: 100,
		})
	},
	"Load balancer: Any other attribute": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:        vpc,
			Attributes: map[string]string{"zonal_shift.config.enabled": "true"},
		})
	},
	"Load balancer: Access logs": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		bucket := w.bucket()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:  vpc,
			Logs: &lambdaalb.Logs{Bucket: bucket},
		})
	},
	"Load balancer: Connection and health check logs": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		bucket := w.bucket()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:  vpc,
			Logs: &lambdaalb.Logs{Bucket: bucket, ConnectionLogs: true, HealthCheckLogs: true},
		})
	},
	"Load balancer: Connection logs without access logs": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		bucket := w.bucket()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:  vpc,
			Logs: &lambdaalb.Logs{Bucket: bucket, Prefix: "edge", DisableAccessLogs: true, ConnectionLogs: true},
		})
	},
	"Load balancer: Logs to a bucket that exists": func(w *world) {
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
	"Load balancer: Security headers of every response": func(w *world) {
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
	"Load balancer: HTTPS alone, remembered by browsers": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:     vpc,
			HTTPS:   &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}},
			Headers: &lambdaalb.Headers{HSTS: &lambdaalb.HSTS{IncludeSubdomains: true}},
		})
	},
	"Load balancer: HTTPS alone, in the browsers' own lists": func(w *world) {
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
	"Load balancer: CORS headers of every response": func(w *world) {
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
	"Load balancer: Other names for the headers with the client's certificate": func(w *world) {
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
	"Load balancer: Other names for the headers with a verified certificate, and with TLS": func(w *world) {
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
	"Load balancer: A trust store of a bundle, with revoked certificates": func(w *world) {
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
	"Load balancer: A domain that fails over to another region": func(w *world) {
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
	"Load balancer: Addresses of a pool of yours": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC:      vpc,
			IPAMPool: "ipam-pool-0123456789abcdef0",
		})
	},
	"Load balancer: All else that CDK knows of a load balancer": func(w *world) {
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
	"Routes": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})

		_ = edge
	},
	"Routes: A path and all below it": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/echo", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes: The path taken off": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/echo", &lambdaalb.MountProps{Function: f, StripPrefix: true})

		_ = edge
	},
	"Routes: Multi-value headers, on by default": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/echo", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes: Single-value headers": func(w *world) {
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
	"Routes: A host": func(w *world) {
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
	"Routes: A header": func(w *world) {
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
	"Routes: Methods": func(w *world) {
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
	"Routes: The query string": func(w *world) {
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
	"Routes: Source addresses": func(w *world) {
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
	"Routes: Several kinds at once": func(w *world) {
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
	"Routes: A canary": func(w *world) {
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
	"Routes: A canary that a client sticks to": func(w *world) {
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
	"Routes: A health check": func(w *world) {
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
	"Routes: A target group of another kind": func(w *world) {
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
	"Routes: A redirect": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/old", &lambdaalb.MountProps{
			Action: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Path: "/new"}},
		})

		_ = edge
	},
	"Routes: The host rewritten": func(w *world) {
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
	"Routes: The path rewritten, by an expression of one's own": func(w *world) {
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
	"Routes: A priority of choice": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{Function: f, Priority: 7})

		_ = edge
	},
	"Routes: The more specific route first": func(w *world) {
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
	"Routes: A route from another stack": func(w *world) {
		stack := w.stack()
		other := w.other()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.WithScope(other).Mount("/a", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes: One more port": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.AddListener("Admin", &lambdaalb.ListenerProps{
			Port: 8443,
		}).Mount("/", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes: One more port, with TLS, a default action and headers of its own": func(w *world) {
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
	"Routes: A listener that exists": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		lambdaalb.FromListener(stack, "Shared", &lambdaalb.FromListenerProps{
			ARN: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/b/c",
		}).Mount("/a", &lambdaalb.MountProps{Function: f, Priority: 200})

		_ = edge
	},
	"Routes: A listener that exists, with sign-in": func(w *world) {
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
	"Routes: A listener of CDK's own": func(w *world) {
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
	"Routes: The listener of a stack that exports its ARN": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		lambdaalb.FromListener(stack, "Shared", &lambdaalb.FromListenerProps{
			ARN: *awscdk.Fn_ImportValue(jsii.String("shared-listener")),
		}).Mount("/a", &lambdaalb.MountProps{Function: f, Priority: 200})

		_ = edge
	},
	"Routes: A load balancer that exists": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		lambdaalb.New(stack, "Shared", &lambdaalb.Props{
			LoadBalancer: elb.ApplicationLoadBalancer_FromApplicationLoadBalancerAttributes(stack, jsii.String("Given"), &elb.ApplicationLoadBalancerAttributes{
				LoadBalancerArn: jsii.String("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/b"),
				SecurityGroupId: jsii.String("sg-0123456789abcdef0"),
			}),
			HTTPPort: 8080,
		}).Mount("/a", &lambdaalb.MountProps{Function: f})

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
	"Routes: A function that exists": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{
			Function: awslambda.Function_FromFunctionArn(stack, jsii.String("Given"), jsii.String("arn:aws:lambda:eu-west-1:123456789012:function:echo")),
		})

		_ = edge
	},
	"Routes: The name of a target group": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		f := w.f()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		edge.Mount("/a", &lambdaalb.MountProps{Function: f})

		_ = edge
	},
	"Routes: What CDK knows of the rule": func(w *world) {
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
	"Routes: A redirect from HTTPS to HTTP": func(w *world) {
		stack := w.stack()
		vpc := w.vpc()
		certificate := w.certificate()
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
		lambdaalb.New(stack, "TLS", &lambdaalb.Props{VPC: vpc, HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}}}).Mount("/a", &lambdaalb.MountProps{Action: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Protocol: "HTTP", Port: 80}}})
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
	"Authentication: OpenID Connect": func(w *world) {
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
	"Authentication: Tokens of machines": func(w *world) {
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
	"Network: Addresses of choice": func(w *world) {
		stack := w.stack()
		network.New(stack, "Network", &network.Props{
			CIDR:       "10.0.0.0/16",
			SubnetMask: 24,
		})
	},
	"Network: Three zones": func(w *world) {
		stack := w.stack()
		network.New(stack, "Network", &network.Props{
			Zones: 3,
		})
	},
	"Network: Zones by name": func(w *world) {
		stack := w.stack()
		network.New(stack, "Network", &network.Props{
			AvailabilityZones: []string{"eu-west-1a", "eu-west-1b"},
		})
	},
	"Network: IPv6 beside IPv4": func(w *world) {
		stack := w.stack()
		network.New(stack, "Network", &network.Props{
			DualStack: true,
		})
	},
	"Network: A network that exists": func(w *world) {
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
	"Network: No rules in the default security group": func(w *world) {
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
	"Function: x86 in place of arm64": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:      "./lambda/echo",
			Architecture: gofunction.AMD64,
		})
	},
	"Function: Memory and time": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:  "./lambda/echo",
			MemoryMB: 512,
			Timeout:  29 * time.Second,
		})
	},
	"Function: Space in /tmp": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:            "./lambda/echo",
			EphemeralStorageMB: 1024,
		})
	},
	"Function: Environment": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:     "./lambda/echo",
			Environment: map[string]string{"LEVEL": "debug"},
		})
	},
	"Function: Concurrency reserved": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:             "./lambda/echo",
			ReservedConcurrency: new(5),
		})
	},
	"Function: Tracing": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			Tracing: true,
		})
	},
	"Function: An alias for each new version": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:        "./lambda/echo",
			Alias:          "live",
			RetainVersions: true,
		})
	},
	"Function: Build flags": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:     "./lambda/echo",
			Tags:        []string{"netgo"},
			LDFlags:     "-X main.version=1.2.3",
			Description: "with flags",
		})
	},
	"Function: The folder that the build runs in": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:     "./lambda/echo",
			Dir:         ".",
			Description: "in a folder",
		})
	},
	"Function: Logs kept for longer": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:          "./lambda/echo",
			LogRetentionDays: 365,
		})
	},
	"Function: A line for each invocation": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:        "./lambda/echo",
			SystemLogLevel: awslambda.SystemLogLevel_INFO,
		})
	},
	"Function: Which lines of the function are kept": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:             "./lambda/echo",
			ApplicationLogLevel: awslambda.ApplicationLogLevel_WARN,
		})
	},
	"Function: Logs as text": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:   "./lambda/echo",
			LogFormat: awslambda.LoggingFormat_TEXT,
		})
	},
	"Function: Files beside the executable": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:     "./lambda/echo",
			Files:       map[string]string{"templates": "./docs"},
			Description: "with files",
		})
	},
	"Function: Newer instructions, experiments of Go": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:      "./lambda/echo",
			Architecture: gofunction.AMD64,
			GOAMD64:      "v3",
			GOEXPERIMENT: "jsonv2",
		})
	},
	"Function: Newer instructions of arm64": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:     "./lambda/echo",
			GOARM64:     "v8.2",
			Description: "with atomics",
		})
	},
	"Function: In a VPC": func(w *world) {
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
	"Function: All else that CDK knows of a function": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			Options: &awslambda.FunctionOptions{
				FunctionName:          jsii.String("orders"),
				RuntimeManagementMode: awslambda.RuntimeManagementMode_FUNCTION_UPDATE(),
			},
		})
	},
	"Function: What becomes of failed events": func(w *world) {
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
	"Function: No cold starts": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package:                "./lambda/echo",
			Alias:                  "live",
			ProvisionedConcurrency: &gofunction.ProvisionedConcurrency{Executions: 2},
		})
	},
	"Function: More of them when they are needed": func(w *world) {
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
	"Function: More of them at given times": func(w *world) {
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
	"Function: An address of its own": func(w *world) {
		stack := w.stack()
		gofunction.New(stack, "Function", &gofunction.Props{
			Package: "./lambda/echo",
			URL:     &gofunction.URL{},
		})
	},
	"Function: A public address that streams": func(w *world) {
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
	"Function: An address for pages that send credentials": func(w *world) {
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
	"Rollout": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
		})
	},
	"Rollout: A tenth of the traffic for half an hour": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			Strategy: rollout.Canary(10, 30*time.Minute),
		})
	},
	"Rollout: A quarter more every two minutes": func(w *world) {
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
	"Rollout: A function that checks the new version before": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		check := w.check()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			Before:   check.LambdaFunction(),
		})
	},
	"Rollout: A function that tests what is live after": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		check := w.check()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			After:    check.LambdaFunction(),
		})
	},
	"Rollout: Errors of the new version that roll back": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function: orders,
			Errors:   20,
		})
	},
	"Rollout: Alarms from elsewhere": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function:   orders,
			AlarmNames: []string{"checkout-failures"},
		})
	},
	"Rollout: Alarms of the app": func(w *world) {
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
	"Rollout: No alarm of the rollout's own": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function:            orders,
			DisableVersionAlarm: true,
			AlarmNames:          []string{"checkout"},
		})
	},
	"Rollout: A repair, while an alarm is on": func(w *world) {
		stack := w.stack()
		orders := w.orders()
		rollout.New(stack, "Rollout", &rollout.Props{
			Function:     orders,
			IgnoreAlarms: true,
		})
	},
	"Rollout: A name for the deployment group": func(w *world) {
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
	"Log bucket: Logs kept for longer": func(w *world) {
		stack := w.stack()
		logbucket.New(stack, "Logs", &logbucket.Props{
			ExpirationDays: 365,
		})
	},
	"Log bucket: Cheaper storage after a while": func(w *world) {
		stack := w.stack()
		logbucket.New(stack, "Logs", &logbucket.Props{
			ExpirationDays:       365,
			InfrequentAccessDays: 30,
			GlacierDays:          90,
		})
	},
	"Log bucket: Versions": func(w *world) {
		stack := w.stack()
		logbucket.New(stack, "Logs", &logbucket.Props{
			Versioned:      true,
			NoncurrentDays: 7,
		})
	},
	"Log bucket: The bucket kept when the stack goes": func(w *world) {
		stack := w.stack()
		logbucket.New(stack, "Logs", &logbucket.Props{
			Retain: true,
		})
	},
	"Log bucket: Server access logs": func(w *world) {
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
	"Access logs in Athena: Older logs read too": func(w *world) {
		stack := w.stack()
		bucket := w.bucket()
		athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
			Bucket: bucket,
			Days:   90,
		})
	},
	"Access logs in Athena: A lower limit on what a query reads": func(w *world) {
		stack := w.stack()
		bucket := w.bucket()
		athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
			Bucket:      bucket,
			ScanLimitMB: 50,
		})
	},
	"Access logs in Athena: Names of choice": func(w *world) {
		stack := w.stack()
		bucket := w.bucket()
		athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
			Bucket: bucket,
			Name:   "edge_logs",
		})
	},
	"Access logs in Athena: Logs below another prefix": func(w *world) {
		stack := w.stack()
		bucket := w.bucket()
		athenalogs.New(stack, "AccessLogs", &athenalogs.Props{
			Bucket: bucket,
			Prefix: "edge",
		})
	},
	"Access logs in Athena: Results in a bucket of their own": func(w *world) {
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
	"API: A description": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:    f,
			Description: "Orders of partners",
		})
	},
	"API: Throttling": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Rate:     25,
			Burst:    50,
		})
	},
	"API: An edge-optimized endpoint": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Endpoint: restapi.Edge,
		})
	},
	"API: IPv6 beside IPv4": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:  f,
			DualStack: true,
		})
	},
	"API: Reached from a VPC alone": func(w *world) {
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
	"API: A policy of one's own": func(w *world) {
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
	"API: Access logs": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:   f,
			AccessLogs: &restapi.AccessLogs{AccountHasRole: true},
		})
	},
	"API: Access logs in an account without that role": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:   f,
			AccessLogs: &restapi.AccessLogs{CloudWatchRole: true},
		})
	},
	"API: A line of one's own": func(w *world) {
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
	"API: TLS 1.3 alone": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:       f,
			SecurityPolicy: "SecurityPolicy_TLS13_1_3_2025_09",
			StrictAccess:   true,
		})
	},
	"API: Responses that are streamed": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Stream:   true,
			Timeout:  5 * time.Minute,
		})
	},
	"API: A timeout over 29 seconds, where the quota is raised": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Timeout:  60 * time.Second,
		})
	},
	"API: An API key for every request": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Options: &awsapigateway.LambdaRestApiProps{
				DefaultMethodOptions: &awsapigateway.MethodOptions{ApiKeyRequired: jsii.Bool(true)},
			},
		})
	},
	"API: CORS": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			CORS:     &restapi.CORS{Origins: []string{"https://shop.example.com"}},
		})
	},
	"API: CORS for pages that send credentials": func(w *world) {
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
	"API: CORS for an app, with binary bodies": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:         f,
			CORS:             &restapi.CORS{Origins: []string{"capacitor://localhost"}},
			BinaryMediaTypes: []string{"*/*"},
		})
	},
	"API: A domain": func(w *world) {
		stack := w.stack()
		certificate := w.certificate()
		zone := w.zone()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Domain:   &restapi.Domain{Name: "api.example.com", Certificate: certificate, HostedZone: zone},
		})
	},
	"API: A domain that several APIs share": func(w *world) {
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
	"API: Binary bodies": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:         f,
			BinaryMediaTypes: []string{"image/png"},
		})
	},
	"API: Tracing": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function: f,
			Tracing:  true,
		})
	},
	"API: The console's test button": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:        f,
			AllowTestInvoke: true,
		})
	},
	"API: AWS WAF": func(w *world) {
		stack := w.stack()
		f := w.f()
		restapi.New(stack, "API", &restapi.Props{
			Function:  f,
			WebACLARN: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/shop/12345678-1234-1234-1234-123456789012",
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
	"Errors in one's own words": func(w *world) {
		stack := w.stack()
		f := w.f()
		api := restapi.New(stack, "API", &restapi.Props{Function: f})

		_ = api
	},
	"Errors in one's own words: When the function fails or takes too long": func(w *world) {
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
	"Errors in one's own words: When too many requests come": func(w *world) {
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
	"Monitoring: A load balancer as well": func(w *world) {
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
	"Monitoring: Why a load balancer received no response": func(w *world) {
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
	"Monitoring: An API as well": func(w *world) {
		stack := w.stack()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
			API:       restapi.New(stack, "API", &restapi.Props{Function: f}).API(),
		})
	},
	"Monitoring: An API that exists": func(w *world) {
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
	"Monitoring: Messages by email": func(w *world) {
		stack := w.stack()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
			Email:     "ops@example.com",
		})
	},
	"Monitoring: Messages to a topic that exists": func(w *world) {
		stack := w.stack()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
			Topic:     awssns.Topic_FromTopicArn(stack, jsii.String("Pager"), jsii.String("arn:aws:sns:eu-west-1:123456789012:pager")),
		})
	},
	"Monitoring: One message for all alarms": func(w *world) {
		stack := w.stack()
		f := w.f()
		monitoring.New(stack, "Monitoring", &monitoring.Props{
			Functions: []awslambda.IFunction{f},
			Email:     "ops@example.com",
			Composite: true,
		})
	},
	"Monitoring: Other thresholds": func(w *world) {
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
	"Monitoring: Latency compared with what is usual": func(w *world) {
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
	"Monitoring: The price of another region": func(w *world) {
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
