// Command sign-in lets people in who signed in with an OpenID Connect provider, and machines that
// send a token of it. The load balancer checks both, so that the functions see nobody else.
package main

import (
	"example.com/alb-lambda/constructs/cdkapp"
	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/constructs/network"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

const (
	provider    = "https://id.example.com" // yours, and the certificate of your name
	certificate = "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
)

func main() {
	cdkapp.Run(func(app awscdk.App) {
		stack := awscdk.NewStack(app, jsii.String("sign-in"), nil)
		office := gofunction.New(stack, "Office", &gofunction.Props{
			Package: "./functions/hello", Environment: map[string]string{"SERVICE": "office"},
		})
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{
			VPC: network.New(stack, "Network", nil).VPC(),
			HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{
				awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"), jsii.String(certificate)),
			}},
		})
		edge.Mount("/api", &lambdaalb.MountProps{Function: office.Function(), Authenticate: &lambdaalb.Authenticate{
			JWT: &elb.AuthenticateJwtOptions{Issuer: jsii.String(provider), JwksEndpoint: jsii.String(provider + "/jwks")},
		}})
		edge.Mount("/", &lambdaalb.MountProps{Function: office.Function(), Authenticate: &lambdaalb.Authenticate{
			OIDC: &elb.AuthenticateOidcOptions{
				Issuer: jsii.String(provider), AuthorizationEndpoint: jsii.String(provider + "/authorize"),
				TokenEndpoint: jsii.String(provider + "/token"), UserInfoEndpoint: jsii.String(provider + "/user"),
				ClientId: jsii.String("office"), ClientSecret: awscdk.SecretValue_SecretsManager(jsii.String("office/oidc"), nil),
			},
		}})
	})
}
