package lambdaalb

import (
	"fmt"

	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Authenticate is how the balancer tells who a client is: exactly one of its
// fields. It needs HTTPS.
//
// The balancer asks the identity provider itself, so that CDK opens port 443
// out of its security group; the synth says so in a line.
//
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
type Authenticate struct {
	// OIDC signs users in at an OpenID Connect provider. Next is set by the
	// route. Default: none.
	OIDC *elb.AuthenticateOidcOptions
	// JWT checks a token in the Authorization header, for machines. Next is
	// set by the route. Default: none.
	JWT *elb.AuthenticateJwtOptions
	// Custom puts any other action of CDK's before the route's own; Cognito's is
	//
	//	Custom: func(next elb.ListenerAction) elb.ListenerAction {
	//		return actions.NewAuthenticateCognitoAction(&actions.AuthenticateCognitoActionProps{
	//			UserPool: pool, UserPoolClient: client, UserPoolDomain: domain, Next: next,
	//		})
	//	}
	//
	// Default: none.
	Custom func(next elb.ListenerAction) elb.ListenerAction
}

func (a *Authenticate) check(field string, secure bool, faults *fault.List) {
	given := 0
	for _, g := range []bool{a.OIDC != nil, a.JWT != nil, a.Custom != nil} {
		if g {
			given++
		}
	}
	if given != 1 {
		faults.Add(field+".Authenticate", fmt.Sprintf("%d of OIDC, JWT and Custom are given", given), "give exactly one")
	}
	if !secure {
		faults.Add(field+".Authenticate", "its listener speaks HTTP", "give the balancer HTTPS")
	}
}

// before makes the action that authenticates and then goes on with next.
func (a *Authenticate) before(scope constructs.Construct, next elb.ListenerAction) elb.ListenerAction {
	awscdk.Annotations_Of(scope).AddInfo(
		jsii.String("opens tcp 443 out of the load balancer's security group, to reach the identity provider"))
	switch {
	case a.OIDC != nil:
		options := *a.OIDC
		options.Next = next
		return elb.ListenerAction_AuthenticateOidc(&options)
	case a.JWT != nil:
		options := *a.JWT
		options.Next = next
		return elb.ListenerAction_AuthenticateJwt(&options)
	}
	return a.Custom(next)
}
