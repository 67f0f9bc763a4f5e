package lambdaalb

import (
	"fmt"
	"maps"
	"net/url"
	"slices"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/imported"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Authenticate is how the load balancer identifies clients: exactly one of its fields. It needs
// HTTPS.
//
// The load balancer sends requests to the identity provider itself, so CDK opens port 443 out of
// its security group; the synth says so in a line.
//
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
type Authenticate struct {
	// OIDC signs users in with an OpenID Connect provider. Issuer and endpoints are https URLs, a
	// session lasts 1s..7 days, and there are at most 10 extra parameters. The route sets Next.
	// Default: none.
	OIDC *elb.AuthenticateOidcOptions
	// JWT verifies a token in the Authorization header, for machines. The route sets Next.
	// Default: none.
	JWT *elb.AuthenticateJwtOptions
	// Custom puts any other action of CDK before the route's own; Cognito's is
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

const (
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html
	maxSessionSeconds = 604800
	maxExtraParams    = 10
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_JwtValidationActionConfig.html
	maxJWTText = 256
)

func (a *Authenticate) check(field string, secure bool, faults *fault.List) {
	field += ".Authenticate"
	given := 0
	for _, g := range []bool{a.OIDC != nil, a.JWT != nil, a.Custom != nil} {
		if g {
			given++
		}
	}
	if given != 1 {
		faults.Add(field, fmt.Sprintf("%d of OIDC, JWT and Custom are given", given), "give exactly one")
	}
	if !secure {
		faults.Add(field, "its listener speaks HTTP", "give the load balancer HTTPS")
	}
	if a.OIDC != nil {
		checkOIDC(a.OIDC, field+".OIDC", faults)
	}
	if a.JWT != nil {
		checkRequired(field+".JWT.Issuer", a.JWT.Issuer, faults)
		checkLength(field+".JWT.Issuer", a.JWT.Issuer, faults)
		checkURL(field+".JWT.JwksEndpoint", a.JWT.JwksEndpoint, faults)
		checkLength(field+".JWT.JwksEndpoint", a.JWT.JwksEndpoint, faults)
	}
}

func checkOIDC(o *elb.AuthenticateOidcOptions, field string, faults *fault.List) {
	checkURL(field+".AuthorizationEndpoint", o.AuthorizationEndpoint, faults)
	checkRequired(field+".ClientId", o.ClientId, faults)
	if o.ClientSecret == nil {
		faults.Add(field+".ClientSecret", "it is nil", "give a secret, like awscdk.SecretValue_SecretsManager(…)")
	}
	checkURL(field+".Issuer", o.Issuer, faults)
	checkURL(field+".TokenEndpoint", o.TokenEndpoint, faults)
	checkURL(field+".UserInfoEndpoint", o.UserInfoEndpoint, faults)
	if params := o.AuthenticationRequestExtraParams; params != nil {
		if n := len(*params); n > maxExtraParams {
			faults.Add(field+".AuthenticationRequestExtraParams", fmt.Sprintf("%d parameters are over the limit of %d", n, maxExtraParams), "leave some out")
		}
		for _, key := range slices.Sorted(maps.Keys(*params)) {
			if (*params)[key] == nil {
				faults.Add(fmt.Sprintf("%s.AuthenticationRequestExtraParams[%s]", field, key), "it is nil", "give a text, or leave it out")
			}
		}
	}
	faults.OneOf(field+".OnUnauthenticatedRequest", string(o.OnUnauthenticatedRequest), "DENY", "ALLOW", "AUTHENTICATE")
	if o.SessionTimeout != nil {
		checkSession(o.SessionTimeout, field+".SessionTimeout", faults)
	}
}

func checkSession(timeout awscdk.Duration, field string, faults *fault.List) {
	if unresolved, err := imported.Get(timeout.IsUnresolved); err == nil && *unresolved {
		return
	}
	seconds, err := imported.Get(func() *float64 { return timeout.ToSeconds(nil) })
	switch {
	case err != nil:
		faults.Add(field, "it is not a whole number of seconds", "use up to 7 days")
	case *seconds < 1 || *seconds > maxSessionSeconds:
		faults.Add(field, fmt.Sprintf("%v seconds are outside 1..%d", *seconds, maxSessionSeconds), "use up to 7 days")
	}
}

func checkRequired(field string, text *string, faults *fault.List) {
	if text == nil || *text == "" {
		faults.Add(field, "it is empty", "it is required: give it")
	}
}

// checkURL accepts a full https URL, and what is known at deployment only.
func checkURL(field string, text *string, faults *fault.List) {
	if text == nil || *text == "" {
		checkRequired(field, text, faults)
		return
	}
	if token.In(*text) {
		return
	}
	if u, err := url.Parse(*text); err != nil || u.Scheme != "https" || u.Hostname() == "" {
		faults.Add(field, fmt.Sprintf("%q is not a full https URL", *text), "write it like https://id.example.com/path")
	}
}

func checkLength(field string, text *string, faults *fault.List) {
	if text != nil && !token.In(*text) && len(*text) > maxJWTText {
		faults.Add(field, fmt.Sprintf("%d characters are over the limit of %d", len(*text), maxJWTText), "shorten it")
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
