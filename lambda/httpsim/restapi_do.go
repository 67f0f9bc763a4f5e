package httpsim

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
)

// APIResult is what a REST API does with a request.
type APIResult struct {
	// Response is what the client gets, with the event that the function got, what it returned, and
	// the verdict on that.
	*Response
	// Stage got the request, or nil for a path that begins with no stage.
	Stage *Stage
	// Resource and Method are those that matched, such as "/{proxy+}" and "ANY". They are empty if
	// none did.
	Resource, Method string
	// Function is the one that was invoked, or nil.
	Function *Function
}

// Do sends a request whose path begins with the stage, as it does at the address that API Gateway
// gives the API. For the errors see [LoadBalancer.Do].
func (api *RESTAPI) Do(r *http.Request) (*APIResult, error) {
	stage, rest, _ := strings.Cut(strings.TrimPrefix(sentPath(r.URL), "/"), "/")
	for _, s := range api.Stages {
		if s.Name == stage {
			return s.Do(withPath(r, "/"+rest))
		}
	}
	result := &APIResult{Response: apiError(r, http.StatusForbidden, "ForbiddenException", "Forbidden")}
	result.Reason = fmt.Sprintf("the API has no stage %q", stage)
	return result, nil
}

// withPath returns the request with a part of its path, which is encoded.
func withPath(r *http.Request, path string) *http.Request {
	clone := *r
	u := *r.URL
	clone.URL = &u
	u.RawPath = path
	u.Path, _ = url.PathUnescape(path)
	return &clone
}

// Do sends a request to the stage. Its path is that of a resource, without the stage, as it is
// behind a custom domain.
func (s *Stage) Do(r *http.Request) (*APIResult, error) {
	result := &APIResult{Stage: s}
	defer func() {
		if result.Response != nil {
			for _, what := range s.API.Unchecked {
				result.Header.Add("X-Not-Simulated", what)
			}
		}
	}()
	at, m, parameters := s.API.route(r)
	if m == nil {
		// What API Gateway says of a path or a method that the API does not have.
		// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
		result.Response = apiError(r, http.StatusForbidden, "MissingAuthenticationTokenException", "Missing Authentication Token")
		result.Reason = fmt.Sprintf("the API has no resource for %s %s", r.Method, sentPath(r.URL))
		return result, nil
	}
	result.Resource, result.Method, result.Function = at.path, m.name, m.function
	if t := s.throttle(at.path, m.name); t != nil && !t.allow(time.Now()) {
		result.Response = apiError(r, http.StatusTooManyRequests, "TooManyRequestsException", "Too Many Requests")
		result.Reason = fmt.Sprintf("the stage lets through %v requests a second, and %d at once", t.Rate, t.Burst)
		return result, nil
	}
	switch {
	case m.notSimulated != "":
		result.Response = notSimulated(r, m.notSimulated)
	case m.integration.Type == "MOCK":
		result.Response = m.mock(r)
	default:
		if m.function.handler == nil {
			return nil, noHandler(m.function)
		}
		var err error
		if result.Response, err = s.endpoint(at, m, parameters).Do(m.function.handler(m.reference), r); err != nil {
			return nil, err
		}
	}
	for _, what := range m.unchecked {
		result.Header.Add("X-Not-Simulated", what)
	}
	return result, nil
}

// endpoint is the front end of a method's function.
func (s *Stage) endpoint(at *resource, m *method, parameters object) Endpoint {
	e := Endpoint{
		Kind: httpevent.RESTAPI, Stage: s.Name, BinaryMediaTypes: s.API.BinaryMediaTypes,
		Stream:  m.integration.ResponseTransferMode == "STREAM",
		Timeout: time.Duration(m.integration.TimeoutInMillis) * time.Millisecond,
		Set: map[string]any{
			"resource": at.path, "requestContext.resourcePath": at.path, "requestContext.resourceId": at.id,
			"pathParameters": orNull(parameters), "requestContext.apiId": s.API.APIID,
		},
	}
	if len(s.Variables) > 0 {
		e.Set["stageVariables"] = s.Variables
	}
	if own := m.function.Timeout; own < e.timeout() {
		e.Timeout, e.functionFirst = own, true
	}
	return e
}

// throttle returns the bucket of a method, or nil if it has no limit. A setting for all methods,
// "/* *", is the limit of each; that of the method itself goes before it: "/*/* for overriding all
// methods in the stage".
// https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html
func (s *Stage) throttle(path, method string) *Throttle {
	own := path + " " + method
	for _, key := range []string{own, path + " *", "/* " + method, "/* *"} {
		if t := s.Throttles[key]; t != nil {
			bucket, _ := s.buckets.LoadOrStore(own, &Throttle{Rate: t.Rate, Burst: t.Burst})
			return bucket.(*Throttle)
		}
	}
	return nil
}

// route finds the resource and the method of a request, and the parameters in its path. Where AWS's
// pages are silent: a segment goes before a parameter and that before {proxy+}, and a resource
// without the method counts as none.
func (api *RESTAPI) route(r *http.Request) (*resource, *method, object) {
	var segments []string
	if path := strings.Trim(sentPath(r.URL), "/"); path != "" {
		segments = strings.Split(path, "/")
	}
	return api.root.find(segments, r.Method, nil)
}

func (r *resource) find(segments []string, name string, parameters object) (*resource, *method, object) {
	if len(segments) == 0 {
		m := r.methods[name]
		if m == nil {
			m = r.methods["ANY"]
		}
		return r, m, parameters
	}
	for _, child := range r.children {
		var with object
		rest := segments[1:]
		switch child.rank() {
		case 0:
			if child.part != segments[0] {
				continue
			}
			with = parameters
		case 1:
			with = slices.Concat(parameters, object{{strings.Trim(child.part, "{}"), segments[0]}})
		default:
			with = slices.Concat(parameters, object{{strings.Trim(child.part, "{+}"), strings.Join(segments, "/")}})
			rest = nil
		}
		if at, m, found := child.find(rest, name, with); m != nil {
			return at, m, found
		}
	}
	return nil, nil, nil
}

// apiError is a response of API Gateway's own, with the header that names it.
func apiError(r *http.Request, status int, name, message string) *Response {
	header := http.Header{"Content-Type": {"application/json"}, "X-Amzn-Errortype": {name}}
	return newResponse(r, status, header, fmt.Appendf(nil, `{"message":%q}`, message))
}
