package httpsim

import (
	"slices"
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
