package restapi

import (
	"slices"
	"testing"
	"time"

	"example.com/alb-lambda/constructs/internal/options"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// What the props set cannot be said by Options as well, where it would be dropped without a word.
func TestOptionsSayNothingThatPropsSay(t *testing.T) {
	stack := cdktest.Stack(t)
	p := &Props{
		Function: cdktest.Function(stack, "F"), Description: "d", Policy: awsiam.NewPolicyDocument(nil), Stream: true, Timeout: time.Minute, Tracing: true,
		AccessLogs: &AccessLogs{AccountHasRole: true}, CORS: &CORS{Origins: []string{"*"}}, BinaryMediaTypes: []string{"*/*"}, DualStack: true,
		Domain: &Domain{Name: "a.example.com", DisableDefaultEndpoint: true}, AllowTestInvoke: true,
	}
	p.setDefaults()
	a := &API{}
	constructs.NewConstruct_Override(a, stack, jsii.String("API"))
	overlap := options.Overlap(a.apiProps(p), &awsapigateway.LambdaRestApiProps{}, decided)
	slices.Sort(overlap)
	for _, field := range overlap {
		t.Errorf("Options.%s is not among the decided ones", field)
	}
}
