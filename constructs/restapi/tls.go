package restapi

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/alb-lambda/constructs/internal/token"
	"example.com/alb-lambda/fault"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/jsii-runtime-go"
)

// Policies of an API's own endpoint. TLS_1_2 accepts 1.3 as well. It is not among those of an
// edge-optimized API, so that one gets the oldest of those that are.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
const (
	regionalPolicy = "TLS_1_2"
	edgePolicy     = "SecurityPolicy_TLS12_2018_EDGE"
	// enhanced begins the names of the policies that need an endpoint access mode.
	enhanced   = "SecurityPolicy_"
	edgeSuffix = "_EDGE"
)

var securityPolicy = regexp.MustCompile(`^(TLS_1_2|SecurityPolicy_TLS1[23]_[A-Za-z0-9_]+)$`)

func (p *Props) checkTLS(faults *fault.List) {
	policy, edge := p.SecurityPolicy, strings.HasSuffix(p.SecurityPolicy, edgeSuffix)
	switch {
	case policy == "" || token.In(policy):
	case !securityPolicy.MatchString(policy):
		faults.Add("SecurityPolicy", fmt.Sprintf("%q is not a policy of TLS 1.2 or later", policy), "leave it out for TLS 1.2 and later, or name one like SecurityPolicy_TLS13_1_3_2025_09")
	case edge != (p.Endpoint == Edge):
		faults.Add("SecurityPolicy", fmt.Sprintf("%s is not a policy of a %s API", policy, p.Endpoint), "those of an edge-optimized API, and no others, end in "+edgeSuffix)
	}
	if p.StrictAccess && !strings.HasPrefix(policy, enhanced) && !token.In(policy) {
		faults.Add("StrictAccess", "only a SecurityPolicy that begins with "+enhanced+" has an access mode", "name one like SecurityPolicy_TLS13_1_3_2025_09")
	}
}

// setSecurityPolicy requires TLS 1.2 at the API's own endpoint: API Gateway accepts TLS 1.0 at a
// regional or edge-optimized one by default. BASIC is the access mode of an API without one.
func (p *Props) setSecurityPolicy(api awsapigateway.RestApi) {
	resource, policy := api.Node().DefaultChild().(awsapigateway.CfnRestApi), p.SecurityPolicy
	switch {
	case policy != "":
	case p.Endpoint == Edge:
		policy = edgePolicy
	default:
		policy = regionalPolicy
	}
	resource.SetSecurityPolicy(&policy)
	switch {
	case p.StrictAccess:
		resource.SetEndpointAccessMode(jsii.String("STRICT"))
	case strings.HasPrefix(policy, enhanced):
		resource.SetEndpointAccessMode(jsii.String("BASIC"))
	}
}

// convertPreflight lets the mock integrations of OPTIONS read a request whose media type is a
// binary one: as it is, API Gateway cannot transform it, and responds with 500 to each preflight
// request.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
func convertPreflight(api awsapigateway.RestApi) {
	const content, text = "Integration.ContentHandling", "CONVERT_TO_TEXT"
	for _, resource := range []awsapigateway.IResource{api.Root(), api.Root().GetResource(jsii.String("{proxy+}"))} {
		resource.Node().FindChild(jsii.String("OPTIONS")).Node().DefaultChild().(awsapigateway.CfnMethod).
			AddPropertyOverride(jsii.String(content), text)
	}
	// A stage serves what was deployed to it: the deployment of an API that exists is to be a new one.
	api.LatestDeployment().AddToLogicalId(map[string]string{content: text})
}
