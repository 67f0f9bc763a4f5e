package restapi

import (
	"fmt"
	"math"
	"regexp"
	"time"

	"example.com/alb-lambda/constructs/internal/options"
	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/constructs/internal/webacl"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

// Endpoint is from where the API can be reached:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html
type Endpoint string

// The endpoints of API Gateway.
const (
	// Regional is reached in its region, from anywhere.
	Regional Endpoint = Endpoint(awsapigateway.EndpointType_REGIONAL)
	// Edge is reached through CloudFront's nearest point of presence.
	Edge Endpoint = Endpoint(awsapigateway.EndpointType_EDGE)
	// Private is reached from VPCs only, through interface endpoints for execute-api.
	Private Endpoint = Endpoint(awsapigateway.EndpointType_PRIVATE)
)

// Defaults of [Props].
const (
	DefaultStageName = "dev"
	DefaultRate      = 100
	DefaultBurst     = 200
)

// Props of an [API].
type Props struct {
	// Function handles the requests: a function or an alias. An imported one must be known to be of
	// the same account. Required.
	Function awslambda.IFunction
	// Description is shown in the console, at most 1024 characters. Default: none.
	Description string
	// StageName is the first segment of the URL's path: letters, digits, - and _, at most 128.
	// Default: dev.
	StageName string
	// Rate is the steady number of requests a second that the stage accepts; over it a client gets
	// 429. The account has a limit of its own, 10000 unless raised. Default: 100.
	Rate float64
	// Burst is how many requests may come at once on top of the rate. The account has a limit of its
	// own, 5000 unless raised. Default: 200.
	Burst int
	// Endpoint is from where the API can be reached. Default: Regional.
	Endpoint Endpoint
	// DualStack makes the API reachable by IPv6 as well as IPv4. A private API always is. Default:
	// false, IPv4 alone.
	DualStack bool
	// SecurityPolicy is the set of TLS versions and ciphers of the API's own endpoint, by AWS's name
	// of it, like SecurityPolicy_TLS13_1_3_2025_09; one of an edge-optimized API ends in _EDGE.
	// Default: TLS 1.2 and later. API Gateway's own default accepts TLS 1.0.
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
	SecurityPolicy string
	// StrictAccess rejects requests whose host in TLS is not that of the endpoint, or that come to
	// another kind of endpoint. Needs SecurityPolicy. Default: false, as for an API without access
	// mode.
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html
	StrictAccess bool
	// Stream sends the response to the client as the function writes it, for up to 15 minutes and
	// beyond 10 MB. The function has to use the streaming response of the Runtime API, with the status
	// and the headers before the body. Not with caching or compression by API Gateway. Default: false.
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
	Stream bool
	// Timeout is how long API Gateway waits for the function, 50ms..29s; with Stream up to 15m. For a
	// Regional or Private API whose quota has been raised in the account it may be longer, too.
	// Default: 29 seconds.
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
	Timeout time.Duration
	// VPCEndpoints are those that a private API can be reached through; its policy then denies all
	// others. Default: none, the policy decides.
	VPCEndpoints []awsec2.IVpcEndpoint
	// Policy says who may call the API. Required for a private API without VPCEndpoints. Default:
	// none, anyone who reaches the API.
	Policy awsiam.PolicyDocument
	// AccessLogs writes a line a request. Default: none.
	AccessLogs *AccessLogs
	// CORS responds to the preflight requests of browsers. Default: none, the function handles OPTIONS
	// as any other method.
	CORS *CORS
	// Domain gives the API a name of its own. Default: none.
	Domain *Domain
	// WebACLARN is the ARN of a regional AWS WAF web ACL to put before the stage, of the stack's
	// account and region. Default: none.
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
	WebACLARN string
	// BinaryMediaTypes are the content types whose bodies the function gets base64-encoded and whole:
	// "image/png", or "*/*" for all. Others reach it as text, in which bytes that are not UTF-8 are
	// lost. Default: none.
	BinaryMediaTypes []string
	// Tracing records requests with AWS X-Ray. Default: false.
	Tracing bool
	// AllowTestInvoke lets the console's test button invoke the function, by a permission of its own.
	// Default: false.
	AllowTestInvoke bool

	// Options are all else that CDK knows of such an API: DefaultMethodOptions, with an authorizer or
	// an API key, ApiKeySourceType, MinCompressionSize, DeployOptions with a cache, variables and the
	// logging of each method, and more. What a prop here says or the construct decides is rejected.
	// Default: none.
	Options *awsapigateway.LambdaRestApiProps
}

var (
	stageName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)
	mediaType = regexp.MustCompile(`^[^/\s]+/[^/\s]+$`)
)

const maxDescription = 1024

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
	if p.Endpoint == "" {
		p.Endpoint = Regional
	}
	if p.AccessLogs != nil {
		p.AccessLogs = p.AccessLogs.withDefaults()
	}
}

func (p *Props) check(faults *fault.List) {
	if p.Function == nil {
		faults.Add("Function", "it is nil", "give the function that handles the requests")
	}
	if n := len([]rune(p.Description)); n > maxDescription && !token.In(p.Description) {
		faults.Add("Description", fmt.Sprintf("%d characters are over the limit of %d", n, maxDescription), "shorten it")
	}
	webacl.Check(p.WebACLARN, faults)
	if !stageName.MatchString(p.StageName) {
		faults.Add("StageName", fmt.Sprintf("%q is not 1 to 128 letters, digits, - and _", p.StageName), "leave it out for "+DefaultStageName)
	}
	if p.Rate < 0 || math.IsNaN(p.Rate) || math.IsInf(p.Rate, 0) {
		faults.Add("Rate", fmt.Sprintf("%v is not a number over 0", p.Rate), fmt.Sprintf("leave it out for %d requests a second", DefaultRate))
	}
	if p.Burst < 0 {
		faults.Add("Burst", fmt.Sprintf("%d is not over 0", p.Burst), fmt.Sprintf("leave it out for %d requests", DefaultBurst))
	}
	faults.OneOf("Endpoint", string(p.Endpoint), string(Regional), string(Edge), string(Private))
	p.checkTLS(faults)
	p.checkTimeout(faults)
	p.checkAccess(faults)
	if p.AccessLogs != nil {
		p.AccessLogs.check(faults)
	}
	if p.CORS != nil {
		p.CORS.check(faults)
	}
	if p.Domain != nil {
		p.Domain.check(p.Endpoint, faults)
	}
	for _, media := range p.BinaryMediaTypes {
		if !mediaType.MatchString(media) {
			faults.Add("BinaryMediaTypes", fmt.Sprintf("%q is not a media type", media), "write it like image/png")
		}
	}
	options.Check("Options", p.Options, decided, faults)
	p.checkStream(faults)
}

// checkAccess rejects a private API that AWS would reject, or that nobody could reach.
func (p *Props) checkAccess(faults *fault.List) {
	for i, endpoint := range p.VPCEndpoints {
		if endpoint == nil {
			faults.Add(fmt.Sprintf("VPCEndpoints[%d]", i), "it is nil", "give an interface endpoint for execute-api")
		}
	}
	switch {
	case p.Endpoint != Private && len(p.VPCEndpoints) > 0:
		faults.Add("VPCEndpoints", fmt.Sprintf("they have no effect on a %s API", p.Endpoint), "set Endpoint to Private, or leave them out")
	case p.Endpoint == Private && len(p.VPCEndpoints) == 0 && p.Policy == nil:
		faults.Add("VPCEndpoints", "a private API needs them or a Policy", "name the endpoints that it is reached through")
	}
}
