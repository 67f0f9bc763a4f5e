package restapi

import (
	"testing"

	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// CDK's id of a deployment follows from what CDK itself has rendered. An API that was deployed
// before its preflights were converted is deployed anew only if the id follows from that too.
func TestConvertedPreflightsAreDeployed(t *testing.T) {
	deployment := func(media []string, create func(scope constructs.Construct, p *Props)) string {
		stack := cdktest.Stack(t)
		create(stack, &Props{
			Function: cdktest.Function(stack, "F"), BinaryMediaTypes: media, CORS: &CORS{Origins: []string{"https://a.example.com"}},
		})
		return cdktest.Synth(t, stack).One("AWS::ApiGateway::Deployment").ID
	}
	ours := func(scope constructs.Construct, p *Props) { New(scope, "API", p) }
	unconverted := func(scope constructs.Construct, p *Props) {
		p.setDefaults()
		a := &API{}
		constructs.NewConstruct_Override(a, scope, jsii.String("API"))
		p.setSecurityPolicy(awsapigateway.NewLambdaRestApi(a, jsii.String("API"), a.apiProps(p)))
	}
	if a, b := deployment(nil, ours), deployment(nil, unconverted); a != b {
		t.Fatalf("without a media type the deployment is %s, and %s for CDK: the comparison says nothing", a, b)
	}
	for _, media := range []string{"*/*", "image/png"} {
		if id := deployment([]string{media}, unconverted); deployment([]string{media}, ours) == id {
			t.Errorf("%s: the deployment is still %s, so that an API that exists is not deployed anew", media, id)
		}
	}
}
