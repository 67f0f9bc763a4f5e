package httpsim_test

import (
	"crypto/tls"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// TestMembersOfLattice: the names, and the examples of AWS's page.
// https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
func TestMembersOfLattice(t *testing.T) {
	names := func(value any) string {
		members, _ := value.(map[string]any)
		return strings.Join(slices.Sorted(maps.Keys(members)), " ")
	}
	for _, c := range []struct {
		kind                     httpevent.Kind
		target, body             string
		members, context, caller string
	}{
		{httpevent.Lattice, "/", "", "body headers is_base64_encoded method query_string_parameters raw_path", "", ""},
		{httpevent.LatticeV2, "/", "", "headers isBase64Encoded method path requestContext version",
			"identity region serviceArn serviceNetworkArn targetGroupArn timeEpoch", "sourceVpcArn"},
		{httpevent.LatticeV2, "/?a=1", "x", "body headers isBase64Encoded method path queryStringParameters requestContext version",
			"identity region serviceArn serviceNetworkArn targetGroupArn timeEpoch", "sourceVpcArn"},
	} {
		event, err := httpsim.Endpoint{Kind: c.kind, Time: time.Unix(1, 5000)}.Event(httptest.NewRequest("POST", c.target, strings.NewReader(c.body)))
		if err != nil {
			t.Fatal(err)
		}
		if got := names(parse(t, event)); got != c.members {
			t.Errorf("%s: %s, want %s", c.kind, got, c.members)
		}
		context := at(t, event, "requestContext")
		if got, caller := names(context), names(at(t, event, "requestContext.identity")); got != c.context || caller != c.caller {
			t.Errorf("%s: %s with %s, want %s with %s", c.kind, got, caller, c.context, c.caller)
		}
		if c.kind == httpevent.LatticeV2 && (at(t, event, "requestContext.timeEpoch") != "1000005" || at(t, event, "version") != "2.0" || at(t, event, "requestContext.region") != "us-east-1") {
			t.Errorf("%s", event)
		}
	}
}

// TestDefaultRouteOfPayload1: an HTTP API calls its route $default wherever a REST API has a
// resource.
func TestDefaultRouteOfPayload1(t *testing.T) {
	event, err := httpsim.Endpoint{Kind: httpevent.HTTPAPIV1}.Event(httptest.NewRequest("GET", "/", nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"resource", "requestContext.resourceId", "requestContext.resourcePath", "requestContext.stage"} {
		if got := at(t, event, path); got != "$default" {
			t.Errorf("%s is %v", path, got)
		}
	}
}

// TestOneCookie is a list of one in payload format 2.0, and no header.
func TestOneCookie(t *testing.T) {
	for _, kind := range []httpevent.Kind{httpevent.HTTPAPI, httpevent.FunctionURL} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Cookie", "a=1")
		event, err := httpsim.Endpoint{Kind: kind}.Event(r)
		cookies, _ := at(t, event, "cookies").([]any)
		if err != nil || len(cookies) != 1 || cookies[0] != "a=1" || at(t, event, "headers.cookie") != nil {
			t.Errorf("%s: %s, %v", kind, event, err)
		}
	}
}

// TestBodiesOfOneByte are encoded, or not, as longer ones.
func TestBodiesOfOneByte(t *testing.T) {
	for _, kind := range []httpevent.Kind{httpevent.ALB, httpevent.HTTPAPI, httpevent.Lattice} {
		event, err := httpsim.Endpoint{Kind: kind}.Event(httptest.NewRequest("POST", "/", strings.NewReader("\xff")))
		if body, base64 := at(t, event, "body"), !strings.Contains(string(event), `Encoded":false`) && !strings.Contains(string(event), `encoded":false`); err != nil || body != "/w==" || !base64 {
			t.Errorf("%s: %s, %v", kind, event, err)
		}
	}
}

// TestBinaryMediaTypes are compared without regard to case, as media types are.
func TestBinaryMediaTypes(t *testing.T) {
	for _, c := range []struct {
		types, contentType string
		binary             bool
	}{
		{"image/png", "image/png", true}, {"Image/PNG", "image/png", true}, {"image/png", "IMAGE/png; q=1", true}, {"IMAGE/*", "image/png", true},
		{"image/*", "imagex/png", false}, {"*/*", "text/plain", true}, {"image/png", "text/plain", false}, {"", "image/png", false}, {"/*", "", false},
	} {
		r := httptest.NewRequest("POST", "/", strings.NewReader("x"))
		r.Header.Set("Content-Type", c.contentType)
		event, err := httpsim.Endpoint{Kind: httpevent.RESTAPI, BinaryMediaTypes: strings.Fields(c.types)}.Event(r)
		if err != nil || at(t, event, "isBase64Encoded") != c.binary {
			t.Errorf("%+v: %s, %v", c, event, err)
		}
	}
}

// TestSetIsInOrder: a member is set before those within it, however the map has them.
func TestSetIsInOrder(t *testing.T) {
	endpoint := httpsim.Endpoint{Kind: httpevent.ALB, Set: map[string]any{
		"requestContext": httpsim.Absent, "requestContext.a": 1, "requestContext.a.b": 2, "requestContext.a.b.c": 3, "requestContext.d": 4,
	}}
	for range 20 {
		event, err := endpoint.Event(httptest.NewRequest("GET", "/", nil))
		if err != nil || !strings.Contains(string(event), `"requestContext":{"a":{"b":{"c":3}},"d":4}`) {
			t.Fatalf("%s, %v", event, err)
		}
	}
}

// TestRenamedHeaders: each header that a load balancer adds for TLS has the name that the listener
// gives it, and keeps its own with an attribute that is empty.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html
func TestRenamedHeaders(t *testing.T) {
	names := map[string]string{
		"x_amzn_tls_version": "x-amzn-tls-version", "x_amzn_tls_cipher_suite": "x-amzn-tls-cipher-suite",
		"x_amzn_mtls_clientcert_subject": "x-amzn-mtls-clientcert-subject", "x_amzn_mtls_clientcert_serial_number": "x-amzn-mtls-clientcert-serial-number",
		"x_amzn_mtls_clientcert_issuer": "x-amzn-mtls-clientcert-issuer", "x_amzn_mtls_clientcert_validity": "x-amzn-mtls-clientcert-validity",
		"x_amzn_mtls_clientcert_leaf": "x-amzn-mtls-clientcert-leaf", "x_amzn_mtls_clientcert": "x-amzn-mtls-clientcert",
	}
	root := issue(t, nil, nil, nil)
	leaf := issue(t, root, nil, nil)
	added := func(mode, attributes string) map[string]string {
		t.Helper()
		d := deploy(t, functionAndGroup(), resource("Store", elb+"TrustStore", ""),
			resource("LB", elb+"LoadBalancer", `"LoadBalancerAttributes": [{"Key": "routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "Value": "true"}]`),
			listener("HTTPS", "HTTPS", 443, toFunction, `"MutualAuthentication": {"Mode": "`+mode+`", "TrustStoreArn": {"Ref": "Store"}}`, `"ListenerAttributes": [`+attributes+`]`))
		d.Authorities = func(string) ([]byte, error) { return bundle(root), nil }
		r := httptest.NewRequest("GET", "https://a.b/", nil)
		r.TLS.PeerCertificates = append(r.TLS.PeerCertificates, leaf.Certificate)
		headers := map[string]string{}
		for name, value := range at(t, send(t, d.LoadBalancers[0].Do, r).Event, "headers").(map[string]any) {
			headers[name] = value.(string)
		}
		return headers
	}
	seen := 0
	for _, mode := range []string{"verify", "passthrough"} {
		plain := added(mode, "")
		for attribute, name := range names {
			if plain[name] == "" {
				continue // it is one of the other mode
			}
			seen++
			key := `{"Key": "routing.http.request.` + attribute + `.header_name", "Value": "`
			if got := added(mode, key+`X-Other"}`); got["x-other"] != plain[name] || got[name] != "" || len(got) != len(plain) {
				t.Errorf("%s: %v, want %v", attribute, got, plain)
			}
			if got := added(mode, key+`"}`); got[name] != plain[name] || len(got) != len(plain) {
				t.Errorf("%s without a name: %v, want %v", attribute, got, plain)
			}
		}
	}
	if seen != len(names)+2 { // those of TLS are there in both modes
		t.Errorf("%d headers were seen", seen)
	}
}

// TestTLSHeadersAreOfTLS: a request that did not come through TLS has none of them.
func TestTLSHeadersAreOfTLS(t *testing.T) {
	_, lb := one(t, "HTTP", 80, "routing.http.x_amzn_tls_version_and_cipher_suite.enabled=true", "", "")
	for _, state := range []*tls.ConnectionState{nil, {Version: tls.VersionTLS12, CipherSuite: tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.TLS = state
		result := send(t, lb.Listeners[0].Do, r)
		version, suite := at(t, result.Event, "headers.x-amzn-tls-version"), at(t, result.Event, "headers.x-amzn-tls-cipher-suite")
		if state == nil && (version != nil || suite != nil) || state != nil && (version != "TLSv1.2" || suite != "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256") {
			t.Errorf("%+v: %v, %v", state, version, suite)
		}
	}
}

// TestNamesOfHeadersInAnAPI are those that the client sent, which a server of net/http has changed.
func TestNamesOfHeadersInAnAPI(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("X-Loud", "1")
	r.Header.Set("X-Plain", "2")
	r = r.WithContext(httpsim.WithHeaderNames(r.Context(), map[string]string{"X-Loud": "x-LOUD"}))
	if names := httpsim.HeaderNames(r.Context()); len(names) != 1 || names["X-Loud"] != "x-LOUD" {
		t.Errorf("%v", names)
	}
	for _, kind := range []httpevent.Kind{httpevent.RESTAPI, httpevent.HTTPAPIV1, httpevent.ALB} {
		event, err := httpsim.Endpoint{Kind: kind}.Event(r)
		loud, plain := "x-LOUD", "X-Plain"
		if kind == httpevent.ALB {
			loud, plain = "x-loud", "x-plain"
		}
		if err != nil || at(t, event, "headers."+loud) != "1" || at(t, event, "headers."+plain) != "2" {
			t.Errorf("%s: %s, %v", kind, event, err)
		}
	}
}
