package httpsim

import (
	"context"
	"crypto/ecdsa"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"

	"example.com/alb-lambda/lambda/internal/cfn"
)

// Deployment is what templates would deploy, as far as HTTP goes: front ends, rules and functions.
// The functions do not run in it: [Deployment.Handle] says what stands for their code.
type Deployment struct {
	// LoadBalancers are in the order of their stacks and logical ids, as all below. A load balancer
	// or a listener that templates refer to and do not create is there, too, with the rules that
	// they add to it.
	LoadBalancers []*LoadBalancer
	// RESTAPIs are the REST APIs.
	RESTAPIs []*RESTAPI
	// FunctionURLs are the function URLs.
	FunctionURLs []*FunctionURL
	// Functions are all functions, those that no request reaches, too.
	Functions []*Function
	// NotSimulated names all in the templates that would change a request or a response on AWS and
	// does not here, a line each. A request that comes to such a place gets the status 501 and the
	// header X-Not-Simulated; what only might have stopped it, such as a web ACL, is named in that
	// header of its response.
	NotSimulated []string
	// Choose returns a number below total, by which a request is forwarded to one of several target
	// groups: the first has the numbers from 0 below its weight, and so on. Default: at random.
	Choose func(total int) int
	// User is who has signed in, for authenticate-oidc and authenticate-cognito actions. Default:
	// nobody, so that they do what they do then: a redirect to the provider, a 401, or nothing.
	User *User
	// Keys returns the JSON Web Key Set at the address that a jwt-validation action has: its JSON.
	// Default: none, and requests to such rules get a 501.
	Keys func(ctx context.Context, address string) ([]byte, error)
	// Authorities returns the certificates of the trust store with this ARN: PEM, one after the
	// other. Default: none, and no client certificate is verified, as the header X-Not-Simulated of
	// every response says.
	Authorities func(trustStore string) ([]byte, error)

	set      *cfn.Set
	deployed bool                    // the templates are
	groups   map[string]*TargetGroup // by ARN

	signerOnce sync.Once
	signerKey  *ecdsa.PrivateKey
}

// Templates are one or more templates for [LoadTemplates].
type Templates func(*cfn.Set) error

// Stack is the template of one stack: JSON as text or bytes, or a value that encoding/json can
// encode, such as what assertions.Template's ToJSON returns.
func Stack(name string, template any) Templates {
	return func(s *cfn.Set) error {
		_, err := s.Add(name, template)
		return err
	}
}

// Assembly is the folder that the CDK synthesizes to, such as cdk.out: the templates of the named
// stacks in it, or all of them, with the stacks that are nested in them.
func Assembly(dir string, stacks ...string) Templates {
	return func(s *cfn.Set) error { return s.AddAssembly(dir, stacks...) }
}

// LoadTemplates reads synthesized templates in JSON, which may refer to each other: Ref,
// Fn::GetAtt, Fn::ImportValue, Fn::GetStackOutput, Fn::Sub, Fn::If and all others of CloudFormation
// but Fn::Cidr, Fn::GetAZs and Fn::Transform. It needs neither CDK nor Node.js.
//
// What is known at deployment only, such as a parameter without a default, matches no request.
func LoadTemplates(templates ...Templates) (*Deployment, error) {
	set := &cfn.Set{}
	for _, add := range templates {
		if err := add(set); err != nil {
			return nil, fmt.Errorf("httpsim: %w", err)
		}
	}
	d := &Deployment{Choose: rand.IntN, set: set, groups: map[string]*TargetGroup{}}
	d.deployed = slices.ContainsFunc(set.Templates, func(t *cfn.Template) bool { return t.Deployed != nil })
	for _, load := range []func() error{d.loadFunctions, d.loadGroups, d.loadBalancers, d.loadRules, d.loadRESTAPIs, d.loadFunctionURLs} {
		if err := load(); err != nil {
			return nil, fmt.Errorf("httpsim: %w", err)
		}
	}
	d.loadOthers()
	return d, nil
}

// loadChecks names what would stop requests, or change responses, of a load balancer or an API.
func (d *Deployment) loadChecks() {
	for _, r := range d.set.Each("AWS::WAFv2::WebACLAssociation") {
		line := d.notSimulated(r, "the web ACL is not simulated: it stops no request")
		arn := r.Text("ResourceArn")
		for _, lb := range d.LoadBalancers {
			if lb.arn == arn {
				lb.Unchecked = append(lb.Unchecked, line)
			}
		}
		for _, api := range d.RESTAPIs {
			if strings.Contains(arn, "/restapis/"+api.APIID+"/") {
				api.Unchecked = append(api.Unchecked, line)
			}
		}
	}
	for _, r := range d.set.Each("AWS::ApiGateway::GatewayResponse") {
		line := d.notSimulated(r, "gateway responses are not simulated; those of API Gateway are sent")
		for _, api := range d.RESTAPIs {
			if api.APIID == r.Text("RestApiId") {
				api.Unchecked = append(api.Unchecked, line)
			}
		}
	}
	for _, r := range d.set.Each("AWS::Lambda::Function") {
		for property, what := range map[string]string{"Layers": "layers", "FileSystemConfigs": "file systems"} {
			if r.Properties[property] != nil {
				d.notSimulated(r, "%s of functions are not simulated", what)
			}
		}
	}
}

// loadOthers names what is not simulated at all.
func (d *Deployment) loadOthers() {
	d.loadChecks()
	for kind, what := range map[string]string{
		"AWS::ApiGatewayV2::Api":        "HTTP APIs and WebSocket APIs are not simulated",
		"AWS::CloudFront::Distribution": "CloudFront is not simulated",
		"AWS::VpcLattice::Service":      "VPC Lattice services are not simulated",
		"AWS::CloudFormation::Stack":    "",
		"AWS::ApiGateway::DomainName":   "custom domains of REST APIs are not simulated; the API is served at its stage",
	} {
		for _, r := range d.set.Each(kind) {
			if kind != "AWS::CloudFormation::Stack" {
				d.notSimulated(r, "%s", what)
			} else if !d.set.Nested(r) {
				d.notSimulated(r, "its template is not among those that were read")
			}
		}
	}
	slices.Sort(d.NotSimulated)
	d.NotSimulated = slices.Compact(d.NotSimulated)
}

// notSimulated notes that something of a resource is not simulated, and returns the line.
func (d *Deployment) notSimulated(r *cfn.Resource, format string, values ...any) string {
	line := r.String() + ": " + fmt.Sprintf(format, values...)
	d.NotSimulated = append(d.NotSimulated, line)
	return line
}

// origin is what names a resource to a reader.
type origin struct {
	// ID is the logical id, Path the construct path, and Stack the stack's name. Path is empty in
	// templates that CDK has not written.
	ID, Path, Stack string
}

func originOf(r *cfn.Resource) origin { return origin{r.ID, r.Path, r.Template.Stack} }

// String is the construct path, or the stack and the logical id.
func (o origin) String() string {
	if o.Path != "" {
		return o.Path
	}
	return strings.Trim(o.Stack+"/"+o.ID, "/")
}

// named reports how a name fits: 3 for the logical id or the construct path, with the stack or
// without, 2 for the path of a construct around it, 1 for a part of its path. Templates that the
// toolkit has not made have no paths; there, logical ids begin with what is in the path.
func (o origin) named(name string) int {
	within := strings.TrimPrefix(name, o.Stack+"/")
	switch {
	case within == o.ID, name == o.Path:
		return 3
	case o.Path == "" && strings.HasPrefix(o.ID, notInIDs.ReplaceAllString(within, "")):
		return 2
	case strings.HasPrefix(o.Path, name+"/"):
		return 2
	case strings.HasSuffix(o.Path, "/"+name), strings.Contains(o.Path, "/"+name+"/"):
		return 1
	}
	return 0
}

// notInIDs are the characters that CDK leaves out of logical ids.
var notInIDs = regexp.MustCompile(`[^A-Za-z0-9]`)

// find returns the one that a name fits best.
func find[T fmt.Stringer](all []T, name, what string, origin func(T) origin) (T, error) {
	var best []T
	fit := 1
	if name == "" {
		best = all
	}
	for _, item := range all {
		if n := origin(item).named(name); name != "" && n > fit {
			best, fit = []T{item}, n
		} else if name != "" && n == fit {
			best = append(best, item)
		}
	}
	if len(best) == 1 {
		return best[0], nil
	}
	var none T
	names := make([]string, 0, len(all))
	for _, item := range all {
		names = append(names, item.String())
	}
	list := strings.Join(names, ", ")
	switch {
	case len(all) == 0:
		return none, fmt.Errorf("httpsim: the templates have no %s", what)
	case len(best) == 0:
		return none, fmt.Errorf("httpsim: no %s is called %q; there are %s", what, name, list)
	}
	return none, fmt.Errorf("httpsim: %q is more than one %s; there are %s", name, what, list)
}
