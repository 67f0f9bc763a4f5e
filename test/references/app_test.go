package references

import (
	"testing"

	"example.com/alb-lambda/constructs/athenalogs"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/logbucket"
	"example.com/alb-lambda/constructs/monitoring"
	"example.com/alb-lambda/constructs/network"
	"example.com/alb-lambda/constructs/restapi"
	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/stacks"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	actions "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2actions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/aws-cdk-go/awscdk/v2/awswafv2"
	"github.com/aws/jsii-runtime-go"
)

func TestApplication(t *testing.T) {
	hold(t, func(app awscdk.App) { stacks.New(app, stacks.Config{Monitoring: true}) })
}

// The subnets and the security group of the load balancer are not replaced below it: CloudFormation
// rejects it, whatever the default of the app.
func TestNetworkIsReferredToByStrongReferences(t *testing.T) {
	templates := synth(t, func(app awscdk.App) { stacks.New(app, stacks.Config{}) }, nil, map[string]any{strength: "weak"})
	kinds := map[string]bool{}
	for _, r := range between(t, templates) {
		if r.to == "network-dev" {
			kinds[templates[r.to].Resources[r.id].Type] = true
			if !r.strong {
				t.Errorf("%s has a weak reference to %s", r.from, r.id)
			}
		}
	}
	for _, kind := range []string{"AWS::EC2::Subnet", "AWS::EC2::SecurityGroup"} {
		if !kinds[kind] {
			t.Errorf("the load balancer refers to no %s of the network", kind)
		}
	}
}

// Each construct beside what it is given by a stack of plain CDK.
func TestConstructs(t *testing.T) {
	holdEach(t, map[string]func(given, stack awscdk.Stack){
		"restapi": func(given, stack awscdk.Stack) {
			restapi.New(stack, "API", &restapi.Props{Function: cdktest.Function(given, "F")})
		},
		"restapi with an alias": func(given, stack awscdk.Stack) {
			f := cdktest.Function(given, "F")
			alias := awslambda.NewAlias(given, jsii.String("Alias"), &awslambda.AliasProps{AliasName: jsii.String("live"), Version: f.CurrentVersion()})
			restapi.New(stack, "API", &restapi.Props{Function: alias})
		},
		"monitoring": func(given, stack awscdk.Stack) {
			group := elb.NewApplicationTargetGroup(given, jsii.String("Group"), &elb.ApplicationTargetGroupProps{TargetType: elb.TargetType_LAMBDA})
			alb := elb.NewApplicationLoadBalancer(given, jsii.String("ALB"), &elb.ApplicationLoadBalancerProps{Vpc: cdktest.VPC(given)})
			alb.AddListener(jsii.String("L"), &elb.BaseApplicationListenerProps{
				Port: jsii.Number(80), DefaultTargetGroups: &[]elb.IApplicationTargetGroup{group},
			})
			monitoring.New(stack, "Monitoring", &monitoring.Props{
				LoadBalancer: alb, TargetGroups: []elb.IApplicationTargetGroup{group},
				Functions: []awslambda.IFunction{cdktest.Function(given, "F")},
				Topic:     awssns.NewTopic(given, jsii.String("Topic"), nil),
			})
		},
		"athenalogs": func(given, stack awscdk.Stack) {
			athenalogs.New(stack, "Table", &athenalogs.Props{
				Bucket: awss3.NewBucket(given, jsii.String("Logs"), nil), Results: awss3.NewBucket(given, jsii.String("Results"), nil),
			})
		},
		"logbucket": func(given, stack awscdk.Stack) {
			logbucket.New(stack, "Logs", &logbucket.Props{Retain: true, ServerAccessLogs: awss3.NewBucket(given, jsii.String("Audit"), nil)})
		},
		"network": func(given, stack awscdk.Stack) {
			network.New(stack, "Network", &network.Props{VPC: cdktest.VPC(given)})
		},
		"lambdaalb": func(given, stack awscdk.Stack) {
			vpc := cdktest.VPC(given)
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{
				VPC: vpc, SecurityGroup: awsec2.NewSecurityGroup(given, jsii.String("Group"), &awsec2.SecurityGroupProps{Vpc: vpc}),
			})
		},
		"listeners on a load balancer of another stack": func(given, stack awscdk.Stack) {
			alb := elb.NewApplicationLoadBalancer(given, jsii.String("ALB"), &elb.ApplicationLoadBalancerProps{Vpc: cdktest.VPC(given)})
			var certificates []awscertificatemanager.ICertificate
			for _, name := range []string{"a.example.com", "b.example.com"} {
				certificates = append(certificates, awscertificatemanager.NewCertificate(given, &name, &awscertificatemanager.CertificateProps{DomainName: &name}))
			}
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{LoadBalancer: alb, HTTPS: &lambdaalb.HTTPS{Certificates: certificates}})
		},
		"a trust store and a web ACL of another stack": func(given, stack awscdk.Stack) {
			authorities := elb.NewTrustStore(given, jsii.String("Authorities"), &elb.TrustStoreProps{
				Bucket: awss3.NewBucket(given, jsii.String("Bucket"), nil), Key: jsii.String("ca.pem"),
			})
			allow := &awswafv2.CfnWebACL_DefaultActionProperty{Allow: &awswafv2.CfnWebACL_AllowActionProperty{}}
			acl := awswafv2.NewCfnWebACL(given, jsii.String("ACL"), &awswafv2.CfnWebACLProps{
				DefaultAction: allow, Scope: jsii.String("REGIONAL"),
				VisibilityConfig: &awswafv2.CfnWebACL_VisibilityConfigProperty{
					CloudWatchMetricsEnabled: jsii.Bool(false), MetricName: jsii.String("acl"), SampledRequestsEnabled: jsii.Bool(false),
				},
			})
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{
				VPC: cdktest.VPC(stack), WebACLARN: *acl.AttrArn(),
				HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate(stack)}, ClientCertificates: &lambdaalb.ClientCertificates{TrustStore: authorities}},
			})
		},
		"a sign-in by Cognito of another stack": func(given, stack awscdk.Stack) {
			pool := awscognito.NewUserPool(given, jsii.String("Users"), nil)
			client := pool.AddClient(jsii.String("Client"), &awscognito.UserPoolClientOptions{GenerateSecret: jsii.Bool(true)})
			domain := pool.AddDomain(jsii.String("Domain"), &awscognito.UserPoolDomainOptions{CognitoDomain: &awscognito.CognitoDomainOptions{DomainPrefix: jsii.String("shop")}})
			signIn(stack, &lambdaalb.Authenticate{Custom: func(next elb.ListenerAction) elb.ListenerAction {
				return actions.NewAuthenticateCognitoAction(&actions.AuthenticateCognitoActionProps{UserPool: pool, UserPoolClient: client, UserPoolDomain: domain, Next: next})
			}})
		},
		"a sign-in by OpenID Connect with what another stack has": func(given, stack awscdk.Stack) {
			pool := awscognito.NewUserPool(given, jsii.String("Users"), nil)
			client := pool.AddClient(jsii.String("Client"), nil)
			issuer := "https://cognito-idp.eu-west-1.amazonaws.com/" + *pool.UserPoolId()
			secret := awssecretsmanager.NewSecret(given, jsii.String("Secret"), nil)
			endpoint := jsii.String("https://id.example.com/")
			signIn(stack, &lambdaalb.Authenticate{OIDC: &elb.AuthenticateOidcOptions{
				Issuer: &issuer, ClientId: client.UserPoolClientId(), ClientSecret: secret.SecretValue(),
				AuthorizationEndpoint: endpoint, TokenEndpoint: endpoint, UserInfoEndpoint: endpoint,
			}})
		},
		"a match of a name that another stack has": func(given, stack awscdk.Stack) {
			name := awsssm.NewStringParameter(given, jsii.String("Name"), &awsssm.StringParameterProps{StringValue: jsii.String("a.example.com")})
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)}).Route("Named", &lambdaalb.RouteProps{
				Match: lambdaalb.Match{Hosts: []string{*name.StringValue()}}, Action: &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 200}},
			})
		},
		"a private API behind endpoints of another stack": func(given, stack awscdk.Stack) {
			endpoint := cdktest.VPC(given).AddInterfaceEndpoint(jsii.String("Endpoint"), &awsec2.InterfaceVpcEndpointOptions{
				Service: awsec2.InterfaceVpcEndpointAwsService_APIGATEWAY(),
			})
			restapi.New(stack, "API", &restapi.Props{Function: cdktest.Function(stack, "F"), Endpoint: restapi.Private, VPCEndpoints: []awsec2.IVpcEndpoint{endpoint}})
		},
		"domains in a zone of another stack": func(given, stack awscdk.Stack) {
			zone := awsroute53.NewHostedZone(given, jsii.String("Zone"), &awsroute53.HostedZoneProps{ZoneName: jsii.String("example.com")})
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), HTTPS: &lambdaalb.HTTPS{Domain: &lambdaalb.Domain{Name: "a.example.com", HostedZone: zone}}})
			restapi.New(stack, "API", &restapi.Props{Function: cdktest.Function(stack, "F"), Domain: &restapi.Domain{Name: "b.example.com", HostedZone: zone, Certificate: certificate(stack)}})
		},
		"a function with what another stack has": func(given, stack awscdk.Stack) {
			vpc, key := cdktest.VPC(given), awskms.NewKey(given, jsii.String("Key"), nil)
			bucket := awss3.NewBucket(given, jsii.String("Orders"), nil)
			function := gofunction.New(stack, "F", &gofunction.Props{
				Package: "./lambda/echo", Alias: "live", Environment: map[string]string{"BUCKET": *bucket.BucketName()},
				Options: &awslambda.FunctionOptions{
					Vpc: vpc, EnvironmentEncryption: key, SecurityGroups: &[]awsec2.ISecurityGroup{
						awsec2.NewSecurityGroup(given, jsii.String("Group"), &awsec2.SecurityGroupProps{Vpc: vpc}),
					},
				},
			})
			bucket.GrantRead(function.Role(), nil)
		},
		"logs in a bucket of another stack": func(given, stack awscdk.Stack) {
			lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack), Logs: &lambdaalb.Logs{Bucket: awss3.NewBucket(given, jsii.String("Logs"), nil)}})
		},
		"routes of another stack": func(given, stack awscdk.Stack) {
			edge := lambdaalb.New(given, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(given)}).WithScope(stack)
			edge.Mount("/f", &lambdaalb.MountProps{Function: cdktest.Function(given, "F")})
			edge.Mount("/fixed", &lambdaalb.MountProps{Action: &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 200}}})
		},
	})
}

// holdEach is hold for a construct in one stack, and what it is given in another.
func holdEach(t *testing.T, builds map[string]func(given, stack awscdk.Stack)) {
	t.Helper()
	for name, build := range builds {
		t.Run(name, func(t *testing.T) {
			hold(t, func(app awscdk.App) {
				build(awscdk.NewStack(app, jsii.String("given"), nil), awscdk.NewStack(app, jsii.String("stack"), nil))
			})
		})
	}
}

// signIn creates a route that only known clients reach.
func signIn(stack awscdk.Stack, by *lambdaalb.Authenticate) {
	lambdaalb.New(stack, "Edge", &lambdaalb.Props{
		VPC: cdktest.VPC(stack), HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate(stack)}},
	}).Mount("/private", &lambdaalb.MountProps{Action: &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 200}}, Authenticate: by})
}

func certificate(stack awscdk.Stack) awscertificatemanager.ICertificate {
	return awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Given"), jsii.String("arn:aws:acm:eu-west-1:111122223333:certificate/c"))
}
