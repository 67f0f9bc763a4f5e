package lifecycle

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/local/emulator"
)

// A pair is the endpoints of one stage's front ends.
type pair struct{ api, alb emulator.Endpoint }

func endpoints(t *testing.T, d *emulator.Deployment) pair {
	t.Helper()
	api, alb, err := d.Endpoints(t.Context())
	must(t, err)
	return pair{api, alb}
}

// A response is what a client receives, and an event what the echo reports that the function
// received.
type response struct {
	status int
	header http.Header
	body   string
}

type event struct {
	HTTPMethod, Path                string
	Headers                         map[string]string
	MultiValueHeaders               map[string][]string
	QueryStringParameters           map[string]string
	MultiValueQueryStringParameters map[string][]string
	PathParameters                  map[string]string
	Body                            *string
	IsBase64Encoded                 bool
	RequestContext                  struct {
		ELB   *struct{ TargetGroupARN string }
		Stage string
	}
}

// A request is what a client sends.
type request struct {
	method, path, contentType, body string
}

func send(t *testing.T, endpoint emulator.Endpoint, r request) response {
	t.Helper()
	out, err := http.NewRequestWithContext(t.Context(), r.method, endpoint.Base+r.path, strings.NewReader(r.body))
	must(t, err)
	out.Header.Set("User-Agent", "lifecycle")
	out.Header.Add("X-Repeated", "one")
	out.Header.Add("X-Repeated", "two")
	if r.contentType != "" {
		out.Header.Set("Content-Type", r.contentType)
	}
	in, err := http.DefaultClient.Do(out)
	must(t, err)
	defer in.Body.Close()
	body, err := io.ReadAll(in.Body)
	must(t, err)
	return response{in.StatusCode, in.Header, string(body)}
}

// echo sends a request that reaches the function and checks what is the same at both endpoints.
func echo(t *testing.T, endpoint emulator.Endpoint, r request) event {
	t.Helper()
	got := send(t, endpoint, r)
	if got.status != http.StatusOK || got.header.Get("Content-Type") != "application/json" {
		t.Fatalf("%s %s: %d, %s, %s", r.method, r.path, got.status, got.header.Get("Content-Type"), got.body)
	}
	var reply struct {
		IntegrationType, Message string
		RequestEvent             event
	}
	must(t, json.Unmarshal([]byte(got.body), &reply))
	if reply.IntegrationType != endpoint.IntegrationType || reply.Message == "" {
		t.Errorf("integrationType %q, message %q; want %q and a message", reply.IntegrationType, reply.Message, endpoint.IntegrationType)
	}
	e := reply.RequestEvent
	path, _, _ := strings.Cut(r.path, "?")
	if e.HTTPMethod != r.method || e.Path != path {
		t.Errorf("the function received %s %s, want %s %s", e.HTTPMethod, e.Path, r.method, path)
	}
	if got := e.MultiValueHeaders[headerName(endpoint, "X-Repeated")]; !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("multiValueHeaders of the event: X-Repeated: %q, want one and two", got)
	}
	return e
}

// headerName is what a header is called in an event: a load balancer has lower case, and API
// Gateway what the client sent.
func headerName(endpoint emulator.Endpoint, sent string) string {
	if endpoint.IntegrationType == "alb" {
		return strings.ToLower(sent)
	}
	return sent
}

func checkAPI(t *testing.T, api emulator.Endpoint) {
	// API Gateway sends every path to the function
	for _, path := range []string{"/", "/echo", "/echo/x/y", "/beside"} {
		e := echo(t, api, request{method: http.MethodGet, path: path})
		if e.RequestContext.Stage != "dev" || e.RequestContext.ELB != nil || e.Body != nil {
			t.Errorf("GET %s: stage %q, elb %v, body %v", path, e.RequestContext.Stage, e.RequestContext.ELB, e.Body)
		}
		if e.QueryStringParameters != nil || e.MultiValueQueryStringParameters != nil {
			t.Errorf("GET %s without a query: %v; API Gateway sends null", path, e.QueryStringParameters)
		}
		if want := strings.TrimPrefix(path, "/"); e.PathParameters["proxy"] != want {
			t.Errorf("GET %s: pathParameters %v", path, e.PathParameters)
		}
	}
	checkQuery(t, api)
	// A REST API without binary media types reads every body as UTF-8 text, and does not preserve
	// binary ones.
	checkBodies(t, api, "\ufffd\x00binary")
	checkSizes(t, api, httpevent.RESTAPI)
}

func checkALB(t *testing.T, alb emulator.Endpoint) {
	for _, path := range []string{"/", "/beside", "/echoes", "/ech"} {
		a := send(t, alb, request{method: http.MethodGet, path: path})
		if a.status != http.StatusNotFound || a.body != `{"message":"Not Found"}` {
			t.Errorf("GET %s: %d %s, want the fixed 404", path, a.status, a.body)
		}
		a.header.Del("Date")
		want := http.Header{"Content-Type": {"application/json"}, "Content-Length": {"23"}, "Server": {"awselb/2.0"}}
		if !maps.EqualFunc(a.header, want, slices.Equal) {
			t.Errorf("GET %s: headers %v, want %v", path, a.header, want)
		}
	}
	for _, path := range []string{"/echo", "/echo/", "/echo/x/y"} {
		e := echo(t, alb, request{method: http.MethodGet, path: path})
		if elb := e.RequestContext.ELB; elb == nil || !strings.Contains(elb.TargetGroupARN, ":targetgroup/") {
			t.Errorf("GET %s: requestContext.elb %v", path, elb)
		}
		if len(e.QueryStringParameters) != 0 || e.Body == nil || *e.Body != "" {
			t.Errorf("GET %s: query %v, body %v; want both empty", path, e.QueryStringParameters, e.Body)
		}
		if proto := e.MultiValueHeaders["x-forwarded-proto"]; !slices.Equal(proto, []string{"http"}) {
			t.Errorf("GET %s: X-Forwarded-Proto %v", path, proto)
		}
	}
	checkQuery(t, alb)
	checkBodies(t, alb, "\xff\xfe\x00binary")
	checkSizes(t, alb, httpevent.ALBMultiValue)
}

// checkQuery sends a query with a key twice, an escape and a key without a value.
func checkQuery(t *testing.T, endpoint emulator.Endpoint) {
	e := echo(t, endpoint, request{method: http.MethodGet, path: "/echo?key=1&key=2&escaped=%2F%20&bare"})
	want := map[string][]string{"key": {"1", "2"}, "escaped": {"/ "}, "bare": {""}}
	if endpoint.IntegrationType == "alb" {
		want["escaped"] = []string{"%2F%20"} // it does not decode
	}
	if !reflect.DeepEqual(e.MultiValueQueryStringParameters, want) {
		t.Errorf("%s: query %v, want %v", endpoint.Name, e.MultiValueQueryStringParameters, want)
	}
}

// checkBodies sends a body of each kind. The binary one is not UTF-8.
func checkBodies(t *testing.T, endpoint emulator.Endpoint, binary string) {
	for _, r := range []struct {
		request
		want string
	}{
		{request{http.MethodPost, "/echo", "application/json", `{"a": [1, "ü"], "b": null}`}, `{"a": [1, "ü"], "b": null}`},
		{request{http.MethodPut, "/echo/form", "application/x-www-form-urlencoded", "a=b+c&a=%26"}, "a=b+c&a=%26"},
		{request{http.MethodPatch, "/echo/bin", "application/octet-stream", "\xff\xfe\x00binary"}, binary},
	} {
		e := echo(t, endpoint, r.request)
		if e.Body == nil {
			t.Errorf("%s %s: no body", endpoint.Name, r.contentType)
			continue
		}
		got := *e.Body
		if e.IsBase64Encoded {
			decoded, err := base64.StdEncoding.DecodeString(got)
			must(t, err)
			got = string(decoded)
		}
		if got != r.want {
			t.Errorf("%s %s: the function received %q, want %q", endpoint.Name, r.contentType, got, r.want)
		}
		if got := strings.Join(e.MultiValueHeaders[headerName(endpoint, "Content-Type")], ", "); got != r.contentType {
			t.Errorf("%s: content type %q, want %q", endpoint.Name, got, r.contentType)
		}
	}
}

// checkEdited checks at both endpoints of a stage whether the function is the edited one.
func checkEdited(t *testing.T, d *emulator.Deployment, want bool) {
	t.Helper()
	both := endpoints(t, d)
	for _, endpoint := range []emulator.Endpoint{both.api, both.alb} {
		a := send(t, endpoint, request{method: http.MethodGet, path: "/echo"})
		if got := strings.Contains(a.body, "edited"); a.status != http.StatusOK || got != want {
			t.Errorf("stage %s, %s: edited is %v, want %v: %d %s", d.Stage, endpoint.Name, got, want, a.status, a.body)
		}
	}
}
