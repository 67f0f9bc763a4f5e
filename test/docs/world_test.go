package docs

import (
	"bytes"
	"encoding/json"
	"testing"

	"example.com/alb-lambda/constructs/gofunction"
	"example.com/alb-lambda/constructs/lambdaalb"
	"example.com/alb-lambda/internal/cdktest"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

// world has what the snippets use, created when it is first used, so that it adds nothing to the
// templates of the others.
type world struct {
	app      awscdk.App
	edge     awscdk.Stack
	function awslambda.Function
	balancer *lambdaalb.ALB
	mounted  *lambdaalb.Route
}

func newWorld(app awscdk.App) *world {
	return &world{app: app, edge: awscdk.NewStack(app, jsii.String("stack"), nil)}
}

func (w *world) stack() awscdk.Stack { return w.edge }

func (w *world) other() awscdk.Stack { return awscdk.NewStack(w.app, jsii.String("other"), nil) }

func (w *world) vpc() awsec2.IVpc { return cdktest.VPC(w.edge) }

func (w *world) group() awsec2.ISecurityGroup {
	return awsec2.SecurityGroup_FromSecurityGroupId(w.edge, jsii.String("Group"), jsii.String("sg-0123456789abcdef0"), nil)
}

func (w *world) certificate() awscertificatemanager.ICertificate {
	return awscertificatemanager.Certificate_FromCertificateArn(w.edge, jsii.String("Certificate"),
		jsii.String("arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"))
}

func (w *world) secure() *lambdaalb.HTTPS {
	return &lambdaalb.HTTPS{Certificates: []awscertificatemanager.ICertificate{w.certificate()}}
}

func (w *world) zone() awsroute53.IHostedZone {
	return awsroute53.HostedZone_FromHostedZoneAttributes(w.edge, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
		HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"),
		ZoneName:     jsii.String("example.com"),
	})
}

func (w *world) bucket() awss3.Bucket { return awss3.NewBucket(w.edge, jsii.String("Bucket"), nil) }

func (w *world) trustStore() elb.ITrustStore {
	return elb.NewTrustStore(w.edge, jsii.String("TrustStore"), &elb.TrustStoreProps{Bucket: w.bucket(), Key: jsii.String("ca.pem")})
}

func (w *world) pool() awscognito.IUserPool {
	return awscognito.UserPool_FromUserPoolId(w.edge, jsii.String("Pool"), jsii.String("eu-west-1_123456789"))
}

func (w *world) client() awscognito.IUserPoolClient {
	return awscognito.UserPoolClient_FromUserPoolClientId(w.edge, jsii.String("Client"), jsii.String("client"))
}

func (w *world) domain() awscognito.IUserPoolDomain {
	return awscognito.UserPoolDomain_FromDomainName(w.edge, jsii.String("Domain"), jsii.String("shop"))
}

func (w *world) f() awslambda.Function {
	if w.function == nil {
		w.function = cdktest.Function(w.edge, "F")
	}
	return w.function
}

// stable is a version that was published before, and kept: the current one is another.
func (w *world) stable() awslambda.IFunction {
	return awslambda.Version_FromVersionArn(w.edge, jsii.String("Stable"), jsii.String(*w.f().FunctionArn()+":41"))
}

func (w *world) canary() awslambda.Alias { return w.f().AddAlias(jsii.String("canary"), nil) }

func (w *world) orders() *gofunction.Function {
	return gofunction.New(w.edge, "Orders", &gofunction.Props{Package: "./lambda/echo", Alias: "live"})
}

// alb has a route.
func (w *world) alb() *lambdaalb.ALB {
	if w.balancer == nil {
		w.balancer = lambdaalb.New(w.edge, "ALB", &lambdaalb.Props{VPC: w.vpc()})
		w.mounted = w.balancer.Mount("/shop", &lambdaalb.MountProps{Function: w.f()})
	}
	return w.balancer
}

func (w *world) route() *lambdaalb.Route {
	w.alb()
	return w.mounted
}

func (w *world) check() *gofunction.Function {
	return gofunction.New(w.edge, "Check", &gofunction.Props{Package: "./lambda/echo"})
}

// compact writes JSON without spaces, with the members of objects in order.
func compact(t *testing.T, text []byte) string {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
