// Package echoapi makes an API Gateway REST API that hands every request to
// one Lambda function: ANY on the root and on every path below it, as Lambda
// proxy integration.
package echoapi

import (
	"fmt"
	"regexp"

	"example.com/alb-lambda/constructs/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Defaults of [Props].
const (
	DefaultStageName = "dev"
	DefaultRate      = 100
	DefaultBurst     = 200
)

// Props of an [EchoAPI].
type Props struct {
	// Function answers the requests. Required.
	Function awslambda.IFunction
	// StageName is the first segment of the URL's path: letters, digits, - and
	// _, at most 128. Default: dev.
	StageName string
	// Rate is the steady number of requests a second that the stage lets
	// through; over it a client gets 429. Default: 100.
	Rate float64
	// Burst is how many requests may come at once on top of the rate.
	// Default: 200.
	Burst int
}

// EchoAPI is a regional REST API with one stage.
type EchoAPI struct {
	constructs.Construct
	api awsapigateway.RestApi
}

var stageName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

// New makes the API. It panics with a *fault.Error when props are refused.
func New(scope constructs.Construct, id string, props *Props) *EchoAPI {
	p := Props{}
	if props != nil {
		p = *props
	}
	p.setDefaults()
	faults := fault.At(*scope.Node().Path() + "/" + id)
	p.check(faults)
	faults.PanicIfAny()

	a := &EchoAPI{}
	constructs.NewConstruct_Override(a, scope, &id)

	a.api = awsapigateway.NewLambdaRestApi(a, jsii.String("API"), &awsapigateway.LambdaRestApiProps{
		// What the console shows; it need not be unique.
		RestApiName: awscdk.Stack_Of(a).StackName(),
		Handler:     p.Function,
		// ANY on / and on /{proxy+}.
		Proxy: jsii.Bool(true),
		IntegrationOptions: &awsapigateway.LambdaIntegrationOptions{
			Proxy: jsii.Bool(true),
			// The console's test button needs a permission of its own, which
			// any stage could use.
			AllowTestInvoke: jsii.Bool(false),
		},
		EndpointTypes: &[]awsapigateway.EndpointType{awsapigateway.EndpointType_REGIONAL},
		// The role that lets API Gateway log is a setting of the whole account.
		CloudWatchRole: jsii.Bool(false),
		DeployOptions: &awsapigateway.StageOptions{
			StageName:            &p.StageName,
			ThrottlingRateLimit:  &p.Rate,
			ThrottlingBurstLimit: jsii.Number(p.Burst),
		},
	})
	// CDK's own output for the URL: whether to publish it is the stack's choice.
	a.api.Node().TryRemoveChild(jsii.String("Endpoint"))
	return a
}

// API is the REST API itself.
func (a *EchoAPI) API() awsapigateway.RestApi { return a.api }

// URL is the address of the stage, with a slash at its end.
func (a *EchoAPI) URL() *string { return a.api.Url() }

func (p *Props) setDefaults() {
	if p.StageName == "" {
		p.StageName = DefaultStageName
	}
	if p.Rate == 0 {
		p.Rate = DefaultRate
	}
	if p.Burst == 0 {
		p.Burst = DefaultBurst
	}
}

func (p *Props) check(faults *fault.List) {
	if p.Function == nil {
		faults.Add("Function", "it is nil", "give the function that answers")
	}
	if !stageName.MatchString(p.StageName) {
		faults.Add("StageName", fmt.Sprintf("%q is not 1 to 128 letters, digits, - and _", p.StageName), "leave it out for "+DefaultStageName)
	}
	faults.Between("Rate", p.Rate, 1, 10000, fmt.Sprintf("leave it out for %d requests a second", DefaultRate))
	faults.Between("Burst", float64(p.Burst), 1, 5000, fmt.Sprintf("leave it out for %d requests", DefaultBurst))
}
