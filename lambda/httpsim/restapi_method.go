package httpsim

import (
	"regexp"

	"example.com/alb-lambda/lambda/internal/cfn"
)

// method is a method of a resource.
type method struct {
	name         string
	integration  integration
	function     *Function
	reference    string // by which it is invoked
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
				m.reference = parts[1]
				m.function = d.function(m.reference)
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
