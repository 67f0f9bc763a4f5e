package lambdaalb_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	actions "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2actions"
	"github.com/aws/jsii-runtime-go"
)

// edgeOf is a load balancer for HTTP in a stack of a new app.
func edgeOf(t *testing.T) (awscdk.Stack, *lambdaalb.ALB) {
	stack := cdktest.Stack(t)
	return stack, lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack)})
}

// secureEdgeOf is a load balancer for HTTPS in a stack of a new app.
func secureEdgeOf(t *testing.T) (awscdk.Stack, *lambdaalb.ALB) {
	stack := cdktest.Stack(t)
	certificate := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("C"), jsii.String("arn:aws:acm:eu-west-1:111122223333:certificate/c"))
	return stack, lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: cdktest.VPC(stack),
		HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}}})
}

// panicOf returns the error that a call panics with.
func panicOf(call func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			var ok bool
			if err, ok = r.(error); !ok {
				err = fmt.Errorf("%v", r)
			}
		}
	}()
	call()
	return nil
}

func TestMount(t *testing.T) {
	stack, edge := edgeOf(t)
	route := edge.Mount("/echo", &lambdaalb.MountProps{Function: cdktest.Function(stack, "Echo"), Priority: 1})
	tpl := cdktest.Synth(t, stack)

	r := tpl.One(rule)
	if got := cdktest.JSON(r.Properties["Conditions"]); got != `[{"Field":"path-pattern","PathPatternConfig":{"Values":["/echo","/echo/*"]}}]` || r.Properties["Priority"] != 1.0 {
		t.Errorf("rule %v with priority %v", got, r.Properties["Priority"])
	}
	group := tpl.One(targetGroup)
	if got := cdktest.JSON(r.Properties["Actions"]); got != fmt.Sprintf(`[{"TargetGroupArn":{"Ref":%q},"Type":"forward"}]`, group.ID) {
		t.Errorf("actions %s", got)
	}
	allowed := tpl.One(permission)

	name := group.Properties["Name"].(string)
	function := cdktest.JSON(allowed.Properties["FunctionName"])
	for field, want := range map[string]string{
		"TargetType":            `"lambda"`,
		"TargetGroupAttributes": `[{"Key":"lambda.multi_value_headers.enabled","Value":"true"}]`,
		"Targets":               `[{"Id":` + function + `}]`,
	} {
		if got := cdktest.JSON(group.Properties[field]); got != want {
			t.Errorf("%s of the group is %s, want %s", field, got, want)
		}
	}
	if len(group.DependsOn) != 1 || group.DependsOn[0] != allowed.ID {
		t.Errorf("the group depends on %v, want %s", group.DependsOn, allowed.ID)
	}
	for field, want := range map[string]string{
		"Action":        `"lambda:InvokeFunction"`,
		"Principal":     `"elasticloadbalancing.amazonaws.com"`,
		"SourceAccount": `{"Ref":"AWS::AccountId"}`,
		"SourceArn": `{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":elasticloadbalancing:",{"Ref":"AWS::Region"},":",{"Ref":"AWS::AccountId"},":targetgroup/` +
			name + `/*"]]}`,
	} {
		if got := cdktest.JSON(allowed.Properties[field]); got != want {
			t.Errorf("%s of the permission is %s, want %s", field, got, want)
		}
	}
	if route.Priority() != 1 || len(route.TargetGroups()) != 1 || route.Rule() == nil {
		t.Errorf("priority %d, %d groups", route.Priority(), len(route.TargetGroups()))
	}
}

func TestMountStripsItsPrefix(t *testing.T) {
	stack, edge := edgeOf(t)
	edge.Mount("/api.v1", &lambdaalb.MountProps{Function: cdktest.Function(stack, "API"), StripPrefix: true})
	r := cdktest.Synth(t, stack).One(rule)
	if got := cdktest.JSON(r.Properties["Transforms"]); got != `[{"Type":"url-rewrite","UrlRewriteConfig":{"Rewrites":[{"Regex":"^/api\\.v1/?(.*)$","Replace":"/$1"}]}}]` {
		t.Errorf("transforms %s", got)
	}
}

func TestRouteConditions(t *testing.T) {
	stack, edge := edgeOf(t)
	edge.Route("All", &lambdaalb.RouteProps{Function: cdktest.Function(stack, "F"), Match: lambdaalb.Match{
		Hosts: []string{"a.example.com"}, Headers: []lambdaalb.HeaderMatch{{Name: "X-V", Values: []string{"1"}}},
		Methods: []string{"GET"}, Query: []lambdaalb.QueryMatch{{Key: "v", Value: "2"}}, SourceIPs: []string{"192.0.2.0/24"},
	}})
	r := cdktest.Synth(t, stack).One(rule)
	want := `[{"Field":"host-header","HostHeaderConfig":{"Values":["a.example.com"]}},` +
		`{"Field":"http-header","HttpHeaderConfig":{"HttpHeaderName":"X-V","Values":["1"]}},` +
		`{"Field":"http-request-method","HttpRequestMethodConfig":{"Values":["GET"]}},` +
		`{"Field":"query-string","QueryStringConfig":{"Values":[{"Key":"v","Value":"2"}]}},` +
		`{"Field":"source-ip","SourceIpConfig":{"Values":["192.0.2.0/24"]}}]`
	if got := cdktest.JSON(r.Properties["Conditions"]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRouteRegexAndRewrites(t *testing.T) {
	stack, edge := edgeOf(t)
	edge.Route("Regex", &lambdaalb.RouteProps{
		Function: cdktest.Function(stack, "F"),
		Match: lambdaalb.Match{
			PathRegex: []string{"^/v[0-9]+/"}, Hosts: []string{"a.example.com"}, HostRegex: []string{"^b[0-9]"},
			Headers: []lambdaalb.HeaderMatch{{Name: "X-V", Regex: []string{"^1"}}}, Methods: []string{"GET"},
		},
		RewritePath: &lambdaalb.Rewrite{Regex: "^/v([0-9]+)/", Replace: "/$1/"},
		RewriteHost: &lambdaalb.Rewrite{Regex: "^.*$", Replace: "inner.example.com"},
	})
	r := cdktest.Synth(t, stack).One(rule)
	want := `[{"Field":"path-pattern","PathPatternConfig":{"RegexValues":["^/v[0-9]+/"]}},` +
		`{"Field":"host-header","HostHeaderConfig":{"RegexValues":["^b[0-9]"],"Values":["a.example.com"]}},` +
		`{"Field":"http-header","HttpHeaderConfig":{"HttpHeaderName":"X-V","RegexValues":["^1"]}},` +
		`{"Field":"http-request-method","HttpRequestMethodConfig":{"Values":["GET"]}}]`
	if got := cdktest.JSON(r.Properties["Conditions"]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	want = `[{"HostHeaderRewriteConfig":{"Rewrites":[{"Regex":"^.*$","Replace":"inner.example.com"}]},"Type":"host-header-rewrite"},` +
		`{"Type":"url-rewrite","UrlRewriteConfig":{"Rewrites":[{"Regex":"^/v([0-9]+)/","Replace":"/$1/"}]}}]`
	if got := cdktest.JSON(r.Properties["Transforms"]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRouteRespondsByItself(t *testing.T) {
	stack, edge := edgeOf(t)
	edge.Mount("/gone", &lambdaalb.MountProps{Action: &lambdaalb.Action{FixedResponse: &lambdaalb.FixedResponse{Status: 410, ContentType: "text/plain", Body: "gone"}}})
	edge.Mount("/old", &lambdaalb.MountProps{Action: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Path: "/new"}}})
	tpl := cdktest.Synth(t, stack)
	all := ""
	for _, r := range tpl.All(rule) {
		all += cdktest.JSON(r.Properties["Actions"])
	}
	for _, want := range []string{
		`{"FixedResponseConfig":{"ContentType":"text/plain","MessageBody":"gone","StatusCode":"410"},"Type":"fixed-response"}`,
		`{"RedirectConfig":{"Path":"/new","StatusCode":"HTTP_302"},"Type":"redirect"}`,
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not in %s", want, all)
		}
	}
	if n := len(tpl.All(targetGroup)); n != 0 {
		t.Errorf("%d target groups", n)
	}
}

func TestAuthentication(t *testing.T) {
	stack, edge := secureEdgeOf(t)
	function := cdktest.Function(stack, "F")
	edge.Mount("/oidc", &lambdaalb.MountProps{Function: function, Authenticate: &lambdaalb.Authenticate{OIDC: &elb.AuthenticateOidcOptions{
		AuthorizationEndpoint: jsii.String("https://idp.example.com/auth"), TokenEndpoint: jsii.String("https://idp.example.com/token"),
		UserInfoEndpoint: jsii.String("https://idp.example.com/user"), Issuer: jsii.String("https://idp.example.com"), ClientId: jsii.String("client"),
		ClientSecret: awscdk.SecretValue_SecretsManager(jsii.String("oidc"), nil),
	}}})
	edge.Mount("/jwt", &lambdaalb.MountProps{Function: function, Authenticate: &lambdaalb.Authenticate{JWT: &elb.AuthenticateJwtOptions{
		Issuer: jsii.String("https://idp.example.com"), JwksEndpoint: jsii.String("https://idp.example.com/jwks"),
	}}})
	pool := awscognito.NewUserPool(stack, jsii.String("Pool"), nil)
	edge.Mount("/cognito", &lambdaalb.MountProps{Function: function, Authenticate: &lambdaalb.Authenticate{
		Custom: func(next elb.ListenerAction) elb.ListenerAction {
			return actions.NewAuthenticateCognitoAction(&actions.AuthenticateCognitoActionProps{
				UserPool:       pool,
				UserPoolClient: pool.AddClient(jsii.String("Client"), nil),
				UserPoolDomain: pool.AddDomain(jsii.String("Domain"), &awscognito.UserPoolDomainOptions{CognitoDomain: &awscognito.CognitoDomainOptions{DomainPrefix: jsii.String("users")}}),
				Next:           next,
			})
		},
	}})
	tpl := cdktest.Synth(t, stack)
	kinds := ""
	for _, r := range tpl.All(rule) {
		steps := r.Properties["Actions"].([]any)
		if len(steps) != 2 || steps[1].(map[string]any)["Type"] != "forward" {
			t.Errorf("actions %s", cdktest.JSON(steps))
		}
		kinds += steps[0].(map[string]any)["Type"].(string) + " "
	}
	for _, kind := range []string{"authenticate-oidc", "authenticate-cognito", "jwt-validation"} {
		if !strings.Contains(kinds, kind) {
			t.Errorf("%s is not in %s", kind, kinds)
		}
	}
	group := tpl.One("AWS::EC2::SecurityGroup")
	if got := cdktest.JSON(group.Properties["SecurityGroupEgress"]); !strings.Contains(got, `"FromPort":443`) {
		t.Errorf("egress %s", got)
	}
	if got := panicOf(func() {
		edge.HTTPListener().Mount("/plain", &lambdaalb.MountProps{Function: function, Authenticate: &lambdaalb.Authenticate{JWT: &elb.AuthenticateJwtOptions{}}})
	}); got == nil || !strings.Contains(got.Error(), "its listener speaks HTTP; give the load balancer HTTPS") {
		t.Errorf("over HTTP: %v", got)
	}
}
