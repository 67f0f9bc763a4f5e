package httpsim

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"example.com/alb-lambda/lambda/internal/cfn"
)

// RESTAPI is a REST API of a template.
type RESTAPI struct {
	origin
	// Name and APIID are those that it is deployed under.
	Name, APIID string
	// Stages are in the order of their names.
	Stages []*Stage
	// BinaryMediaTypes are the media types that it treats as binary.
	BinaryMediaTypes []string
	// Unchecked names what might stop a request on AWS, or change a response, and is not simulated.
	Unchecked []string

	root *resource
}

// Stage is a stage of a REST API.
type Stage struct {
	origin
	// API is the one that it belongs to.
	API *RESTAPI
	// Name is the first segment of the path.
	Name string
	// Variables are the stage variables.
	Variables map[string]string
	// Throttles are the limits of requests to each method, by resource path and method: "/orders GET",
	// or "/* *" for all.
	Throttles map[string]*Throttle

	buckets sync.Map // of each method
}

// resource is a segment of the paths of a REST API.
type resource struct {
	id, path, part string
	children       []*resource
	methods        map[string]*method
}

// method is a method of a resource.
type method struct {
	name         string
	integration  integration
	function     *Function
	notSimulated string
	unchecked    []string
}

type integration struct {
	Type                 string
	URI                  string
	TimeoutInMillis      cfn.Int
	ResponseTransferMode string
	RequestTemplates     map[string]string
	IntegrationResponses []struct {
		StatusCode         cfn.Text
		SelectionPattern   string
		ResponseParameters map[string]string
		ResponseTemplates  map[string]string
	}
}

// RESTAPI returns a REST API by its logical id, by its construct path or by the path of a construct
// around it; an empty name is the only one there is.
func (d *Deployment) RESTAPI(name string) (*RESTAPI, error) {
	return find(d.RESTAPIs, name, "REST API", func(a *RESTAPI) origin { return a.origin })
}

func (d *Deployment) loadRESTAPIs() error {
	for _, r := range d.set.Each("AWS::ApiGateway::RestApi") {
		id, _ := r.Template.Evaluate(map[string]any{"Ref": r.ID})
		api := &RESTAPI{origin: originOf(r), Name: r.Text("Name"), APIID: id.(string)}
		if err := r.Decode("BinaryMediaTypes", &api.BinaryMediaTypes); err != nil {
			return err
		}
		for property, what := range map[string]string{
			"Body": "an API by an OpenAPI definition is not simulated", "BodyS3Location": "an API by an OpenAPI definition is not simulated",
			"Policy": "the resource policy is not simulated: it stops no request", "MinimumCompressionSize": "compression is not simulated",
		} {
			if r.Properties[property] != nil {
				api.Unchecked = append(api.Unchecked, d.notSimulated(r, "%s", what))
			}
		}
		slices.Sort(api.Unchecked)
		root, _ := r.Template.Evaluate(map[string]any{"Fn::GetAtt": []any{r.ID, "RootResourceId"}})
		api.root = &resource{id: root.(string), path: "/", methods: map[string]*method{}}
		resources := d.resources(api)
		if err := d.loadMethods(api, resources); err != nil {
			return err
		}
		if err := d.loadStages(api); err != nil {
			return err
		}
		d.RESTAPIs = append(d.RESTAPIs, api)
	}
	return nil
}

// resources builds the tree of the API's resources, and returns them by id.
func (d *Deployment) resources(api *RESTAPI) map[string]*resource {
	all := map[string]*resource{api.root.id: api.root}
	parents := map[string]string{}
	for _, r := range d.set.Each("AWS::ApiGateway::Resource") {
		if r.Text("RestApiId") != api.APIID {
			continue
		}
		id, _ := r.Template.Evaluate(map[string]any{"Ref": r.ID})
		all[id.(string)] = &resource{id: id.(string), part: r.Text("PathPart"), methods: map[string]*method{}}
		parents[id.(string)] = r.Text("ParentId")
	}
	for _, id := range slices.Sorted(maps.Keys(parents)) {
		if parent := all[parents[id]]; parent != nil {
			parent.children = append(parent.children, all[id])
		}
	}
	api.root.name()
	return all
}

// name gives the resources below this one their paths, and puts those that match more after those
// that match less: a segment, then a parameter, then {proxy+}.
func (r *resource) name() {
	slices.SortFunc(r.children, func(a, b *resource) int {
		if n := a.rank() - b.rank(); n != 0 {
			return n
		}
		return strings.Compare(a.part, b.part)
	})
	for _, child := range r.children {
		child.path = strings.TrimSuffix(r.path, "/") + "/" + child.part
		child.name()
	}
}

func (r *resource) rank() int {
	switch {
	case strings.HasSuffix(r.part, "+}"):
		return 2
	case strings.HasPrefix(r.part, "{"):
		return 1
	}
	return 0
}

var invocation = regexp.MustCompile(`/functions/(arn:[^/]+)/(?:response-streaming-)?invocations$`)

func (d *Deployment) loadMethods(api *RESTAPI, resources map[string]*resource) error {
	for _, r := range d.set.Each("AWS::ApiGateway::Method") {
		if r.Text("RestApiId") != api.APIID {
			continue
		}
		at := resources[r.Text("ResourceId")]
		if at == nil {
			d.notSimulated(r, "its resource is not in the templates")
			continue
		}
		m := &method{name: r.Text("HttpMethod")}
		if err := r.Decode("Integration", &m.integration); err != nil {
			return err
		}
		var key cfn.Bool
		if err := r.Decode("ApiKeyRequired", &key); err != nil {
			return err
		}
		authorization := r.Text("AuthorizationType")
		switch {
		case authorization != "" && authorization != "NONE":
			m.notSimulated = d.notSimulated(r, "authorization by %s is not simulated", authorization)
		case bool(key):
			m.notSimulated = d.notSimulated(r, "API keys are not simulated")
		case m.integration.Type == "AWS_PROXY":
			parts := invocation.FindStringSubmatch(m.integration.URI)
			if parts != nil {
				m.function = d.function(parts[1])
			}
			if m.function == nil {
				m.notSimulated = d.notSimulated(r, "its function, %s, is not in the templates", m.integration.URI)
			}
		case m.integration.Type != "MOCK":
			m.notSimulated = d.notSimulated(r, "an integration of the type %s is not simulated", m.integration.Type)
		}
		if r.Properties["RequestValidatorId"] != nil {
			m.unchecked = append(m.unchecked, d.notSimulated(r, "request validators are not simulated: they stop no request"))
		}
		at.methods[m.name] = m
	}
	return nil
}

func (d *Deployment) loadStages(api *RESTAPI) error {
	for _, r := range d.set.Each("AWS::ApiGateway::Stage") {
		if r.Text("RestApiId") != api.APIID {
			continue
		}
		s := &Stage{origin: originOf(r), API: api, Name: r.Text("StageName"), Throttles: map[string]*Throttle{}}
		if err := r.Decode("Variables", &s.Variables); err != nil {
			return err
		}
		var settings []struct {
			HTTPMethod, ResourcePath string
			ThrottlingRateLimit      *float64
			ThrottlingBurstLimit     *cfn.Int
			CachingEnabled           cfn.Bool
		}
		if err := r.Decode("MethodSettings", &settings); err != nil {
			return err
		}
		for _, m := range settings {
			if m.CachingEnabled {
				d.notSimulated(r, "the cache is not simulated")
			}
			if m.ThrottlingBurstLimit != nil && m.ThrottlingRateLimit != nil && *m.ThrottlingRateLimit >= 0 {
				// ~1 is a slash of a path: https://datatracker.ietf.org/doc/html/rfc6901
				path := strings.ReplaceAll(m.ResourcePath, "~1", "/")
				if path != "/*" && len(path) > 1 && strings.HasPrefix(path, "//") {
					path = path[1:]
				}
				s.Throttles[fmt.Sprintf("%s %s", path, m.HTTPMethod)] = &Throttle{Rate: *m.ThrottlingRateLimit, Burst: int(*m.ThrottlingBurstLimit)}
			}
		}
		api.Stages = append(api.Stages, s)
	}
	slices.SortFunc(api.Stages, func(a, b *Stage) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// Functions are those that the API's methods invoke.
func (api *RESTAPI) Functions() []*Function {
	var all []*Function
	api.root.each(func(m *method) {
		if m.function != nil && !slices.Contains(all, m.function) {
			all = append(all, m.function)
		}
	})
	return all
}

func (r *resource) each(visit func(*method)) {
	for _, name := range slices.Sorted(maps.Keys(r.methods)) {
		visit(r.methods[name])
	}
	for _, child := range r.children {
		child.each(visit)
	}
}
