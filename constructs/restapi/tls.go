package restapi

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/jsii-runtime-go"
)

// setSecurityPolicy requires TLS 1.2 at the API's own endpoint: API Gateway accepts TLS 1.0 at a
// regional or edge-optimized one by default. TLS_1_2 accepts 1.3 as well. It is not among the
// policies of an edge-optimized API, so that one gets the oldest of those that are; such a policy
// needs an endpoint access mode, and BASIC is what an API without one has.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
func (p *Props) setSecurityPolicy(api awsapigateway.RestApi) {
	resource := api.Node().DefaultChild().(awsapigateway.CfnRestApi)
	if p.Endpoint == Edge {
		resource.SetSecurityPolicy(jsii.String("SecurityPolicy_TLS12_2018_EDGE"))
		resource.SetEndpointAccessMode(jsii.String("BASIC"))
		return
	}
	resource.SetSecurityPolicy(jsii.String("TLS_1_2"))
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
