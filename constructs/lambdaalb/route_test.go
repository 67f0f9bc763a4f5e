package lambdaalb_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"example.com/alb-lambda/constructs/fault"
	"example.com/alb-lambda/constructs/internal/synthtest"
	"example.com/alb-lambda/constructs/lambdaalb"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	actions "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2actions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// edgeOf is a balancer for HTTP in a stack of a new app.
func edgeOf(t *testing.T) (awscdk.Stack, *lambdaalb.Balancer) {
	stack := synthtest.Stack(t)
	return stack, lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: newVPC(stack)})
}

// secureEdgeOf is a balancer for HTTPS in a stack of a new app.
func secureEdgeOf(t *testing.T) (awscdk.Stack, *lambdaalb.Balancer) {
	stack := synthtest.Stack(t)
	certificate := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("C"), jsii.String("arn:aws:acm:eu-west-1:111122223333:certificate/c"))
	return stack, lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: newVPC(stack),
		HTTPS: &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{certificate}}})
}

// refusal is what a call panics with.
func refusal(call func()) (err error) {
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
	route := edge.Mount("/echo", &lambdaalb.MountProps{Function: newFunction(stack, "Echo"), Priority: 1})
	tpl := synth(t, stack)

	_, r := tpl.one(t, rule)
	if got := compact(t, r.Properties["Conditions"]); got != `[{"Field":"path-pattern","PathPatternConfig":{"Values":["/echo","/echo/*"]}}]` || r.Properties["Priority"] != 1.0 {
		t.Errorf("rule %v with priority %v", got, r.Properties["Priority"])
	}
	groupID, group := tpl.one(t, targetGroup)
	if got := compact(t, r.Properties["Actions"]); got != fmt.Sprintf(`[{"TargetGroupArn":{"Ref":%q},"Type":"forward"}]`, groupID) {
		t.Errorf("actions %s", got)
	}
	permissionID, allowed := tpl.one(t, permission)
	name := group.Properties["Name"].(string)
	function := compact(t, allowed.Properties["FunctionName"])
	for field, want := range map[string]string{
		"TargetType":            `"lambda"`,
		"TargetGroupAttributes": `[{"Key":"lambda.multi_value_headers.enabled","Value":"true"}]`,
		"Targets":               `[{"Id":` + function + `}]`,
	} {
		if got := compact(t, group.Properties[field]); got != want {
			t.Errorf("%s of the group is %s, want %s", field, got, want)
		}
	}
	if len(group.DependsOn) != 1 || group.DependsOn[0] != permissionID {
		t.Errorf("the group depends on %v, want %s", group.DependsOn, permissionID)
	}
	for field, want := range map[string]string{
		"Action":        `"lambda:InvokeFunction"`,
		"Principal":     `"elasticloadbalancing.amazonaws.com"`,
		"SourceAccount": `{"Ref":"AWS::AccountId"}`,
		"SourceArn": `{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":elasticloadbalancing:",{"Ref":"AWS::Region"},":",{"Ref":"AWS::AccountId"},":targetgroup/` +
			name + `/*"]]}`,
	} {
		if got := compact(t, allowed.Properties[field]); got != want {
			t.Errorf("%s of the permission is %s, want %s", field, got, want)
		}
	}
	if route.Priority() != 1 || len(route.TargetGroups()) != 1 || route.Rule() == nil {
		t.Errorf("priority %d, %d groups", route.Priority(), len(route.TargetGroups()))
	}
}

func TestMountStripsItsPrefix(t *testing.T) {
	stack, edge := edgeOf(t)
	edge.Mount("/api.v1", &lambdaalb.MountProps{Function: newFunction(stack, "API"), StripPrefix: true})
	_, r := synth(t, stack).one(t, rule)
	if got := compact(t, r.Properties["Transforms"]); got != `[{"Type":"url-rewrite","UrlRewriteConfig":{"Rewrites":[{"Regex":"^/api\\.v1/?(.*)$","Replace":"/$1"}]}}]` {
		t.Errorf("transforms %s", got)
	}
}

func TestRouteConditions(t *testing.T) {
	stack, edge := edgeOf(t)
	edge.Route("All", &lambdaalb.RouteProps{Function: newFunction(stack, "F"), Match: lambdaalb.Match{
		Hosts: []string{"a.example.com"}, Headers: []lambdaalb.HeaderMatch{{Name: "X-V", Values: []string{"1"}}},
		Methods: []string{"GET"}, Query: []lambdaalb.QueryMatch{{Key: "v", Value: "2"}}, SourceIPs: []string{"192.0.2.0/24"},
	}})
	_, r := synth(t, stack).one(t, rule)
	want := `[{"Field":"host-header","HostHeaderConfig":{"Values":["a.example.com"]}},` +
		`{"Field":"http-header","HttpHeaderConfig":{"HttpHeaderName":"X-V","Values":["1"]}},` +
		`{"Field":"http-request-method","HttpRequestMethodConfig":{"Values":["GET"]}},` +
		`{"Field":"query-string","QueryStringConfig":{"Values":[{"Key":"v","Value":"2"}]}},` +
		`{"Field":"source-ip","SourceIpConfig":{"Values":["192.0.2.0/24"]}}]`
	if got := compact(t, r.Properties["Conditions"]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRouteRegexAndRewrites(t *testing.T) {
	stack, edge := edgeOf(t)
	edge.Route("Regex", &lambdaalb.RouteProps{
		Function: newFunction(stack, "F"),
		Match: lambdaalb.Match{
			PathRegex: []string{"^/v[0-9]+/"}, Hosts: []string{"a.example.com"}, HostRegex: []string{"^b[0-9]"},
			Headers: []lambdaalb.HeaderMatch{{Name: "X-V", Regex: []string{"^1"}}}, Methods: []string{"GET"},
		},
		RewritePath: &lambdaalb.Rewrite{Regex: "^/v([0-9]+)/", Replace: "/$1/"},
		RewriteHost: &lambdaalb.Rewrite{Regex: "^.*$", Replace: "inner.example.com"},
	})
	_, r := synth(t, stack).one(t, rule)
	want := `[{"Field":"path-pattern","PathPatternConfig":{"RegexValues":["^/v[0-9]+/"]}},` +
		`{"Field":"host-header","HostHeaderConfig":{"RegexValues":["^b[0-9]"],"Values":["a.example.com"]}},` +
		`{"Field":"http-header","HttpHeaderConfig":{"HttpHeaderName":"X-V","RegexValues":["^1"]}},` +
		`{"Field":"http-request-method","HttpRequestMethodConfig":{"Values":["GET"]}}]`
	if got := compact(t, r.Properties["Conditions"]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	want = `[{"HostHeaderRewriteConfig":{"Rewrites":[{"Regex":"^.*$","Replace":"inner.example.com"}]},"Type":"host-header-rewrite"},` +
		`{"Type":"url-rewrite","UrlRewriteConfig":{"Rewrites":[{"Regex":"^/v([0-9]+)/","Replace":"/$1/"}]}}]`
	if got := compact(t, r.Properties["Transforms"]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCanary(t *testing.T) {
	stack, edge := edgeOf(t)
	function := newFunction(stack, "F")
	weights := []int{90, 10}
	targets := []lambdaalb.Target{}
	for i, name := range []string{"live", "next"} {
		targets = append(targets, lambdaalb.Target{
			Function: awslambda.NewAlias(stack, &name, &awslambda.AliasProps{AliasName: &name, Version: function.CurrentVersion()}),
			Weight:   &weights[i],
		})
	}
	edge.Mount("/canary", &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: targets}})
	tpl := synth(t, stack)
	if groups, permissions := tpl.all(targetGroup), tpl.all(permission); len(groups) != 2 || len(permissions) != 2 {
		t.Fatalf("%d groups and %d permissions, want 2 each", len(groups), len(permissions))
	}
	names := map[any]bool{}
	for _, group := range tpl.all(targetGroup) {
		allowed := tpl.Resources[group.DependsOn[0]]
		if !strings.Contains(compact(t, allowed.Properties["SourceArn"]), group.Properties["Name"].(string)) {
			t.Errorf("the permission of %v is for %v", group.Properties["Name"], allowed.Properties["SourceArn"])
		}
		if got, want := compact(t, group.Properties["Targets"]), `[{"Id":`+compact(t, allowed.Properties["FunctionName"])+`}]`; got != want {
			t.Errorf("the group holds %s, want %s", got, want)
		}
		names[group.Properties["Name"]] = true
	}
	if len(names) != 2 {
		t.Errorf("the groups share a name: %v", names)
	}
	_, r := tpl.one(t, rule)
	if got := compact(t, r.Properties["Actions"]); !strings.Contains(got, `"Weight":90`) || !strings.Contains(got, `"Weight":10`) || strings.Contains(got, "Stickiness") {
		t.Errorf("actions %s", got)
	}
}

func TestTargetOptions(t *testing.T) {
	stack, edge := edgeOf(t)
	edge.Mount("/checked", &lambdaalb.MountProps{Action: &lambdaalb.Action{Targets: []lambdaalb.Target{{
		Function: newFunction(stack, "F"), SingleValueHeaders: true,
		HealthCheck: &lambdaalb.HealthCheck{Path: "/health", IntervalSeconds: 60, Codes: "200-299"},
	}}}})
	_, group := synth(t, stack).one(t, targetGroup)
	for field, want := range map[string]any{
		"HealthCheckEnabled": true, "HealthCheckPath": "/health", "HealthCheckIntervalSeconds": 60.0, "HealthCheckTimeoutSeconds": 30.0,
		"HealthyThresholdCount": 5.0, "UnhealthyThresholdCount": 2.0,
	} {
		if got := group.Properties[field]; got != want {
			t.Errorf("%s is %v, want %v", field, got, want)
		}
	}
	if got := compact(t, group.Properties["Matcher"]); got != `{"HttpCode":"200-299"}` {
		t.Errorf("matcher %s", got)
	}
	if got := compact(t, group.Properties["TargetGroupAttributes"]); strings.Contains(got, `"true"`) {
		t.Errorf("attributes %s", got)
	}
}

func TestStickyRouteWithAnotherGroup(t *testing.T) {
	stack := synthtest.Stack(t)
	vpc := newVPC(stack)
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: vpc})
	machines := elb.NewApplicationTargetGroup(stack, jsii.String("Machines"), &elb.ApplicationTargetGroupProps{Vpc: vpc, Port: jsii.Number(80), TargetType: elb.TargetType_IP})
	edge.Mount("/mixed", &lambdaalb.MountProps{Action: &lambdaalb.Action{
		Targets:           []lambdaalb.Target{{Function: newFunction(stack, "F")}, {Group: machines}},
		StickinessSeconds: 60,
	}})
	_, r := synth(t, stack).one(t, rule)
	got := compact(t, r.Properties["Actions"])
	if !strings.Contains(got, `"TargetGroupStickinessConfig":{"DurationSeconds":60,"Enabled":true}`) || !strings.Contains(got, `{"TargetGroupArn":{"Ref":"Machines`) {
		t.Errorf("actions %s", got)
	}
}

func TestRouteAnswersByItself(t *testing.T) {
	stack, edge := edgeOf(t)
	edge.Mount("/gone", &lambdaalb.MountProps{Action: &lambdaalb.Action{Fixed: &lambdaalb.FixedResponse{Status: 410, ContentType: "text/plain", Body: "gone"}}})
	edge.Mount("/old", &lambdaalb.MountProps{Action: &lambdaalb.Action{Redirect: &lambdaalb.Redirect{Path: "/new", Temporary: true}}})
	tpl := synth(t, stack)
	all := ""
	for _, r := range tpl.all(rule) {
		all += compact(t, r.Properties["Actions"])
	}
	for _, want := range []string{
		`{"FixedResponseConfig":{"ContentType":"text/plain","MessageBody":"gone","StatusCode":"410"},"Type":"fixed-response"}`,
		`{"RedirectConfig":{"Path":"/new","StatusCode":"HTTP_302"},"Type":"redirect"}`,
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not in %s", want, all)
		}
	}
	if n := len(tpl.all(targetGroup)); n != 0 {
		t.Errorf("%d target groups", n)
	}
}

func TestAuthentication(t *testing.T) {
	stack, edge := secureEdgeOf(t)
	function := newFunction(stack, "F")
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
		With: func(next elb.ListenerAction) elb.ListenerAction {
			return actions.NewAuthenticateCognitoAction(&actions.AuthenticateCognitoActionProps{
				UserPool:       pool,
				UserPoolClient: pool.AddClient(jsii.String("Client"), nil),
				UserPoolDomain: pool.AddDomain(jsii.String("Domain"), &awscognito.UserPoolDomainOptions{CognitoDomain: &awscognito.CognitoDomainOptions{DomainPrefix: jsii.String("users")}}),
				Next:           next,
			})
		},
	}})
	tpl := synth(t, stack)
	kinds := ""
	for _, r := range tpl.all(rule) {
		steps := r.Properties["Actions"].([]any)
		if len(steps) != 2 || steps[1].(map[string]any)["Type"] != "forward" {
			t.Errorf("actions %s", compact(t, steps))
		}
		kinds += steps[0].(map[string]any)["Type"].(string) + " "
	}
	for _, kind := range []string{"authenticate-oidc", "authenticate-cognito", "jwt-validation"} {
		if !strings.Contains(kinds, kind) {
			t.Errorf("%s is not in %s", kind, kinds)
		}
	}
	_, group := tpl.one(t, "AWS::EC2::SecurityGroup")
	if got := compact(t, group.Properties["SecurityGroupEgress"]); !strings.Contains(got, `"FromPort":443`) {
		t.Errorf("egress %s", got)
	}
	if got := refusal(func() {
		edge.HTTPListener().Mount("/plain", &lambdaalb.MountProps{Function: function, Authenticate: &lambdaalb.Authenticate{JWT: &elb.AuthenticateJwtOptions{}}})
	}); got == nil || !strings.Contains(got.Error(), "its listener speaks HTTP; give the balancer HTTPS") {
		t.Errorf("over HTTP: %v", got)
	}
}

func TestRoutesFromAnotherStack(t *testing.T) {
	app := synthtest.App(t)
	shared, consumer := awscdk.NewStack(app, jsii.String("Shared"), nil), awscdk.NewStack(app, jsii.String("Consumer"), nil)
	edge := lambdaalb.New(shared, "Edge", &lambdaalb.Props{VPC: newVPC(shared)})
	edge.In(consumer).Mount("/orders", &lambdaalb.MountProps{Function: newFunction(consumer, "Orders")})
	tpl := synth(t, consumer)
	for _, kind := range []string{rule, targetGroup, permission} {
		tpl.one(t, kind)
		if n := len(synth(t, shared).all(kind)); n != 0 {
			t.Errorf("%d of %s in the balancer's stack", n, kind)
		}
	}
	if deps := *shared.Dependencies(); len(deps) != 0 {
		t.Errorf("the balancer's stack depends on %d others", len(deps))
	}
	// The rules of both stacks are one list.
	if err := refusal(func() { edge.Mount("/orders", &lambdaalb.MountProps{Function: newFunction(shared, "Other")}) }); err == nil ||
		err.Error() != `Shared/Edge: route "/orders": it matches the same requests as Consumer/Mount--orders; remove one of them` {
		t.Errorf("the same path again: %v", err)
	}
}

func TestExistingListener(t *testing.T) {
	const arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/shared/1/2"
	app := synthtest.App(t)
	for _, name := range []string{"A", "B"} {
		stack := awscdk.NewStack(app, &name, nil)
		front := lambdaalb.ExistingListener(stack, "Front", &lambdaalb.ExistingListenerProps{ARN: arn})
		front.Mount("/"+strings.ToLower(name), &lambdaalb.MountProps{Function: newFunction(stack, "F"), Priority: 10})
		if name == "B" {
			t.Fatal("two stacks took priority 10 on one listener")
		}
		_, r := synth(t, stack).one(t, rule)
		if r.Properties["ListenerArn"] != arn {
			t.Errorf("the rule is on %v", r.Properties["ListenerArn"])
		}
		defer func() {
			var refused *fault.Error
			if err, ok := recover().(error); !ok || !errors.As(err, &refused) || !strings.Contains(err.Error(), "10 is taken by A/Front/Mount--a") {
				t.Errorf("got %v", err)
			}
		}()
	}
}

func TestExistingBalancer(t *testing.T) {
	stack := synthtest.Stack(t)
	balancer := elb.ApplicationLoadBalancer_FromApplicationLoadBalancerAttributes(stack, jsii.String("Known"), &elb.ApplicationLoadBalancerAttributes{
		LoadBalancerArn: jsii.String("arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shared/1"),
		SecurityGroupId: jsii.String("sg-1"),
	})
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{LoadBalancer: balancer, HTTPPort: 8080})
	edge.Mount("/a", &lambdaalb.MountProps{Function: newFunction(stack, "F")})
	tpl := synth(t, stack)
	if n := len(tpl.all(loadBalancer)) + len(tpl.all("AWS::EC2::SecurityGroup")); n != 0 {
		t.Errorf("%d balancers and groups are made", n)
	}
	_, l := tpl.one(t, listener)
	if l.Properties["LoadBalancerArn"] != "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shared/1" {
		t.Errorf("the listener is on %v", l.Properties["LoadBalancerArn"])
	}
}

func TestFunctionsElsewhereAreRefused(t *testing.T) {
	stack := awscdk.NewStack(synthtest.App(t), jsii.String("Stack"), &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("eu-west-1")}})
	edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: awsec2.NewVpc(stack, jsii.String("VPC"), &awsec2.VpcProps{AvailabilityZones: jsii.Strings("eu-west-1a", "eu-west-1b")})})
	for arn, want := range map[string]string{
		"arn:aws:lambda:eu-west-1:999999999999:function:f": "it is in account 999999999999, and the stack in 111122223333; use a function of the stack's account and region",
		"arn:aws:lambda:us-east-1:111122223333:function:f": "it is in region us-east-1, and the stack in eu-west-1; use a function of the stack's account and region",
	} {
		function := awslambda.Function_FromFunctionArn(stack, &arn, &arn)
		err := refusal(func() { edge.Mount("/f", &lambdaalb.MountProps{Function: function}) })
		if err == nil || err.Error() != `Stack/Edge: route "/f".Function: `+want {
			t.Errorf("%s: %v", arn, err)
		}
	}
	// One that is imported, but here, gets its permission.
	function := awslambda.Function_FromFunctionArn(stack, jsii.String("Here"), jsii.String("arn:aws:lambda:eu-west-1:111122223333:function:f"))
	edge.Mount("/f", &lambdaalb.MountProps{Function: function})
	_, allowed := synth(t, stack).one(t, permission)
	if allowed.Properties["FunctionName"] != "arn:aws:lambda:eu-west-1:111122223333:function:f" {
		t.Errorf("the permission is for %v", allowed.Properties["FunctionName"])
	}
}

// An update that replaces the balancer or the function never meets a target
// group of the same name, and one that does not leaves the name.
func TestTargetGroupNamesFollowReplacements(t *testing.T) {
	name := func(internal, http2 bool, functionName string) any {
		stack := synthtest.Stack(t)
		edge := lambdaalb.New(stack, "Edge", &lambdaalb.Props{VPC: newVPC(stack), Internal: internal, HTTP2: http2,
			Subnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC}})
		props := &awslambda.FunctionProps{Runtime: awslambda.Runtime_NODEJS_24_X(), Handler: jsii.String("index.handler"), Code: awslambda.Code_FromInline(jsii.String("x"))}
		if functionName != "" {
			props.FunctionName = &functionName
		}
		edge.Mount("/f", &lambdaalb.MountProps{Function: awslambda.NewFunction(stack, jsii.String("F"), props)})
		_, group := synth(t, stack).one(t, targetGroup)
		return group.Properties["Name"]
	}
	before := name(false, false, "")
	if name(false, true, "") != before {
		t.Error("an attribute of the balancer changes the name")
	}
	if name(true, false, "") == before {
		t.Error("another scheme, which replaces the balancer, leaves the name")
	}
	if name(false, false, "named") == before {
		t.Error("another function name, which replaces the function, leaves the name")
	}
}

// A rule that is made with CDK alone is checked against the routes.
func TestRulesOfOthersOnTheListener(t *testing.T) {
	app := synthtest.App(t)
	shared, consumer := awscdk.NewStack(app, jsii.String("Shared"), nil), awscdk.NewStack(app, jsii.String("Consumer"), nil)
	edge := lambdaalb.New(shared, "Edge", &lambdaalb.Props{VPC: newVPC(shared)})
	edge.Mount("/a", &lambdaalb.MountProps{Function: newFunction(shared, "F"), Priority: 5})
	for i, scope := range []awscdk.Stack{shared, consumer} {
		elb.NewApplicationListenerRule(scope, jsii.String("Plain"), &elb.ApplicationListenerRuleProps{
			Listener:   edge.Listener().ApplicationListener(),
			Priority:   jsii.Number(5 + i),
			Conditions: &[]elb.ListenerCondition{elb.ListenerCondition_PathPatterns(jsii.Strings("/plain"))},
			Action:     elb.ListenerAction_FixedResponse(jsii.Number(404), nil),
		})
	}
	err := refusal(func() { app.Synth(nil) })
	if err == nil || !strings.Contains(err.Error(), "[Shared/Edge/HTTP] priority 5 is taken by Shared/Edge/Mount--a; use another") {
		t.Errorf("got %v", err)
	}
	if err != nil && strings.Contains(err.Error(), "priority 6") {
		t.Errorf("a free priority is refused: %v", err)
	}
}
