package restapi

import (
	"fmt"
	"strings"

	"example.com/alb-lambda/constructs/internal/domain"
	"example.com/alb-lambda/constructs/internal/environment"
	"example.com/alb-lambda/constructs/internal/options"
	"example.com/alb-lambda/constructs/internal/webacl"
	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/follow"
	"example.com/alb-lambda/internal/imported"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// API is a REST API with one stage, in front of any one function.
type API struct {
	constructs.Construct
	api      awsapigateway.RestApi
	logGroup awslogs.LogGroup
	domain   *Domain
}

// New creates the API. It panics with a *fault.Error when props are invalid.
func New(scope constructs.Construct, id string, props *Props) *API {
	p := Props{}
	if props != nil {
		p = *props
	}
	p.setDefaults()
	faults := place.Check(scope, id)
	place.Objects(faults, "", &p)
	p.check(faults)
	if p.Domain != nil {
		domain.CheckZone("Domain.HostedZone", p.Domain.Name, p.Domain.HostedZone, faults)
		p.Domain.checkCertificate(scope, p.Endpoint, faults)
	}
	p.checkEnvironment(scope, faults)
	faults.PanicIfAny()
	var suspects []string
	if p.Options != nil {
		suspects = []string{"Options"}
	}
	defer place.Undo(faults, scope, id, suspects...)

	a := &API{domain: p.Domain}
	constructs.NewConstruct_Override(a, scope, &id)
	follow.References(a, a.redeploy)
	if authorizer := p.authorizer(); authorizer != nil {
		follow.References(authorizer, a.redeploy)
	}

	a.api = awsapigateway.NewLambdaRestApi(a, jsii.String("API"), a.apiProps(&p))
	// CDK's own output for the URL: whether to publish it is the stack's choice.
	a.api.Node().TryRemoveChild(jsii.String("Endpoint"))
	p.setSecurityPolicy(a.api)
	if p.AccessLogs != nil {
		p.AccessLogs.setDestination(a)
	}
	if p.CORS != nil && len(p.BinaryMediaTypes) > 0 {
		convertPreflight(a.api)
	}
	p.checkPermission(faults)
	webacl.Associate(a, a.api.DeploymentStage().StageArn(), p.WebACLARN)
	if len(p.VPCEndpoints) > 0 {
		a.api.GrantInvokeFromVpcEndpointsOnly(&p.VPCEndpoints)
	}
	if p.Domain != nil {
		p.Domain.point(a)
	}
	return a
}

// API is the REST API itself.
func (a *API) API() awsapigateway.RestApi { return a.api }

// Stage is the API's one stage, for usage plans with API keys, and for metrics.
func (a *API) Stage() awsapigateway.Stage { return a.api.DeploymentStage() }

// URL is where clients reach the API, with a slash at its end: the domain where there is one, else
// the stage.
func (a *API) URL() string {
	if a.domain != nil {
		return a.domain.url()
	}
	return *a.api.Url()
}

// AccessLogGroup is where [Props.AccessLogs] go, or nil.
func (a *API) AccessLogGroup() awslogs.LogGroup { return a.logGroup }

func (a *API) apiProps(p *Props) *awsapigateway.LambdaRestApiProps {
	props := &awsapigateway.LambdaRestApiProps{
		// What the console shows; it need not be unique.
		RestApiName: awscdk.Stack_Of(a).StackName(),
		Handler:     p.Function,
		// ANY on / and on /{proxy+}.
		Proxy: jsii.Bool(true),
		IntegrationOptions: &awsapigateway.LambdaIntegrationOptions{
			Proxy:           jsii.Bool(true),
			AllowTestInvoke: &p.AllowTestInvoke,
			// One permission a method, for this stage alone.
			ScopePermissionToMethod: jsii.Bool(true),
		},
		EndpointConfiguration: p.endpoint(),
		// The role that lets API Gateway log is a setting of the whole account.
		CloudWatchRole: jsii.Bool(p.AccessLogs != nil && p.AccessLogs.CloudWatchRole),
		DeployOptions: &awsapigateway.StageOptions{
			StageName:            &p.StageName,
			ThrottlingRateLimit:  &p.Rate,
			ThrottlingBurstLimit: jsii.Number(p.Burst),
		},
		Policy: p.Policy,
	}
	if p.Stream {
		props.IntegrationOptions.ResponseTransferMode = awsapigateway.ResponseTransferMode_STREAM
	}
	if p.Timeout != 0 {
		props.IntegrationOptions.Timeout = awscdk.Duration_Millis(jsii.Number(float64(p.Timeout.Milliseconds())))
	}
	if p.Description != "" {
		props.Description = &p.Description
	}
	if len(p.BinaryMediaTypes) > 0 {
		props.BinaryMediaTypes = jsii.Strings(p.BinaryMediaTypes...)
	}
	if p.Tracing {
		props.DeployOptions.TracingEnabled = jsii.Bool(true)
	}
	if p.AccessLogs != nil {
		a.logGroup = p.AccessLogs.write(a, props.DeployOptions)
	}
	if p.CORS != nil {
		props.DefaultCorsPreflightOptions = p.CORS.options()
	}
	if p.Domain != nil {
		props.DomainName = p.Domain.options(p.Endpoint)
		props.DisableExecuteApiEndpoint = &p.Domain.DisableDefaultEndpoint
	}
	options.Merge(props, p.Options)
	return props
}

func (p *Props) endpoint() *awsapigateway.EndpointConfiguration {
	endpoint := &awsapigateway.EndpointConfiguration{
		Types: &[]awsapigateway.EndpointType{awsapigateway.EndpointType(p.Endpoint)},
	}
	if p.DualStack {
		endpoint.IpAddressType = awsapigateway.IpAddressType_DUAL_STACK
	}
	if len(p.VPCEndpoints) > 0 {
		endpoint.VpcEndpoints = &p.VPCEndpoints
	}
	return endpoint
}

// noPermission is the id of the warning that CDK leaves on an imported function instead of a
// permission.
const noPermission = "UnclearLambdaEnvironment"

// checkPermission rejects a function that CDK did not let the API invoke: the response to every
// request would be 500.
func (p *Props) checkPermission(faults *fault.List) {
	switch p.Function.(type) {
	case awslambda.Function, awslambda.Alias, awslambda.Version:
		// Created here, not imported: there is nothing to look up over jsii.
		return
	}
	for _, entry := range *p.Function.Node().Metadata() {
		if strings.Contains(fmt.Sprint(entry.Data), noPermission) {
			faults.Add("Function", "it is imported, and of an account that CDK does not know, so that it gets no permission",
				"import it by FromFunctionAttributes with SameEnvironment, or with SkipPermissions where it has the permission")
			faults.PanicIfAny()
		}
	}
}

// checkEnvironment rejects what WAF would not find from where the stack is.
func (p *Props) checkEnvironment(scope constructs.Construct, faults *fault.List) {
	if stack, err := imported.Get(func() environment.Environment { return environment.OfStack(scope) }); err == nil {
		webacl.CheckEnvironment(p.WebACLARN, stack, faults)
	}
}

// deployed are the resources whose copies a deployment has.
var deployed = map[string]bool{
	"AWS::ApiGateway::Authorizer": true, "AWS::ApiGateway::GatewayResponse": true, "AWS::ApiGateway::Method": true,
	"AWS::ApiGateway::Model": true, "AWS::ApiGateway::RequestValidator": true, "AWS::ApiGateway::RestApi": true,
}

// redeploy deploys the API anew when what one of them refers to is replaced: a stage serves the
// copies.
func (a *API) redeploy(consumer awscdk.CfnResource, hash *string) {
	if deployed[*consumer.CfnResourceType()] {
		a.api.LatestDeployment().AddToLogicalId(map[string]any{follow.Key: hash})
	}
}

// authorizer is the one that every method has by Options, or nil. It is nowhere below the API.
func (p *Props) authorizer() constructs.IConstruct {
	if p.Options == nil || p.Options.DefaultMethodOptions == nil {
		return nil
	}
	authorizer, _ := p.Options.DefaultMethodOptions.Authorizer.(constructs.IConstruct)
	return authorizer
}
