package httpsim_test

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

const (
	givenLB       = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/given/1111111111111111"
	givenListener = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/given/1111111111111111/2222222222222222"
)

// TestListenerOfAnAddress: a request goes to the listener of the scheme and the port in its
// address, as a client would connect; one whose address has neither goes to the only listener there
// is.
func TestListenerOfAnAddress(t *testing.T) {
	http80, http8080, https := listener("HTTP", "HTTP", 80), listener("Other", "HTTP", 8080), listener("HTTPS", "HTTPS", 443)
	unknown := ruleOf("Rule", `"`+givenListener+`"`, 1, `{"Field": "path-pattern", "Values": ["/x"]}`, `{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}`)
	more := strings.ReplaceAll(http8080, `{"Ref": "LB"}`, `"`+givenLB+`"`)
	for _, c := range []struct {
		listeners []string
		address   string
		want      string // protocol and port, or the error's end
	}{
		{[]string{http80, https}, "/", "HTTP 80"},
		{[]string{http80, https}, "http://a.b/", "HTTP 80"},
		{[]string{http80, https}, "http://a.b:80/", "HTTP 80"},
		{[]string{http80, https}, "https://a.b/", "HTTPS 443"},
		{[]string{http80, https}, "https://a.b:443/", "HTTPS 443"},
		{[]string{http80, https}, "/ with TLS", "HTTPS 443"},
		{[]string{http80, https}, "http://a.b:443/", "no listener for http://a.b:443/; it has HTTP on 80, HTTPS on 443"},
		{[]string{https, http80}, "https://a.b:80/", "no listener for https://a.b:80/; it has HTTP on 80, HTTPS on 443"},
		{[]string{http8080}, "/", "HTTP 8080"},
		{[]string{http8080}, "http://a.b:8080/", "HTTP 8080"},
		{[]string{http8080}, "http://a.b/", "no listener for http://a.b/; it has HTTP on 8080"},
		{[]string{http8080}, "/ with TLS", "no listener for /; it has HTTP on 8080"},
		{[]string{http8080}, "https://a.b:8080/", "no listener for https://a.b:8080/; it has HTTP on 8080"},
		{[]string{https}, "/", "HTTPS 443"},
		{[]string{http80, http8080}, "/", "HTTP 80"},
		{[]string{http8080, http80}, "http://a.b:8080/", "HTTP 8080"},
		{[]string{http8080}, "//a.b:9999/", "no listener for //a.b:9999/; it has HTTP on 8080"},
		{nil, "/", "no listener for /; it has none"},
		{[]string{unknown}, "http://a.b:1234/", " 0"},
		{[]string{unknown}, "https://a.b/", " 0"},
		{[]string{unknown, more}, "http://a.b:8080/", "HTTP 8080"},
	} {
		d := deploy(t, append([]string{loadBalancer}, c.listeners...)...)
		address, secure := strings.CutSuffix(c.address, " with TLS")
		r, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if secure {
			r.TLS = &tls.ConnectionState{}
		}
		lb := d.LoadBalancers[len(d.LoadBalancers)-1]
		result, err := lb.Do(r)
		got := ""
		if err == nil {
			got = fmt.Sprintf("%s %d", result.Listener.Protocol, result.Listener.Port)
		} else if _, end, ok := strings.Cut(err.Error(), " has "); ok {
			got = end
		}
		if got != c.want {
			t.Errorf("%q of %s: %q, %v, want %q", c.address, c.listeners, got, err, c.want)
		}
	}
}

// TestHostOfARequest is that of the Host header, or of the address for one that has none.
func TestHostOfARequest(t *testing.T) {
	d := deploy(t, loadBalancer, functionAndGroup(), listener("HTTP", "HTTP", 80),
		ruleOf("Rule", `{"Ref": "HTTP"}`, 1, `{"Field": "host-header", "Values": ["shop.example"]}`, `{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}`))
	for _, c := range []struct{ address, host, rule string }{
		{"http://shop.example/", "shop.example", "shop/Rule"},
		{"http://shop.example/", "", "shop/Rule"},
		{"http://shop.example/", "other.example", "default action"},
		{"http://other.example/", "shop.example", "shop/Rule"},
		{"/", "shop.example", "shop/Rule"},
		{"/", "", "default action"},
	} {
		r := httptest.NewRequest(http.MethodGet, c.address, nil)
		r.Host = c.host
		result := send(t, d.LoadBalancers[0].Do, r)
		if result.Rule.Name != c.rule {
			t.Errorf("%+v: %s", c, result.Rule)
		}
		if r.Host != c.host {
			t.Errorf("%+v: the request has the host %q", c, r.Host)
		}
		if result.Event != nil && at(t, result.Event, "headers.host") != "shop.example" {
			t.Errorf("%+v: %s", c, result.Event)
		}
	}
}

// TestGivenLoadBalancer: of a load balancer and a listener that templates only refer to, what they
// add is known, and the rest is named once.
func TestGivenLoadBalancer(t *testing.T) {
	onGiven := func(id string, port int) string {
		return strings.ReplaceAll(listener(id, "HTTP", port, toFunction), `{"Ref": "LB"}`, `"`+givenLB+`"`)
	}
	d := deploy(t, functionAndGroup(), onGiven("A", 8080), onGiven("B", 81),
		ruleOf("Rule", `"`+givenListener+`"`, 1, `{"Field": "path-pattern", "Values": ["/x"]}`, `{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}`),
		resource("Certificate", elb+"ListenerCertificate", `"ListenerArn": "`+givenListener+`", "Certificates": [{"CertificateArn": "arn:one"}]`))
	if len(d.LoadBalancers) != 1 || d.LoadBalancers[0].String() != givenLB {
		t.Fatalf("%v", d.LoadBalancers)
	}
	lb := d.LoadBalancers[0]
	var listeners []string
	for _, l := range lb.Listeners {
		listeners = append(listeners, l.String())
	}
	if want := []string{givenListener, givenLB + " HTTP:81", givenLB + " HTTP:8080"}; !slices.Equal(listeners, want) {
		t.Errorf("%q, want %q", listeners, want)
	}
	if given := lb.Listeners[0]; !slices.Equal(given.Certificates, []string{"arn:one"}) || len(given.Rules) != 2 {
		t.Errorf("%+v", given)
	}
	if want := []string{
		givenLB + ": the templates do not create this load balancer; its attributes are taken for the defaults",
		"shop/Certificate: the listener " + givenListener + " is not in the templates: its default action, its other rules, its protocol and its port are not known",
	}; !slices.Equal(d.NotSimulated, want) {
		t.Errorf("%q, want %q", d.NotSimulated, want)
	}
	for _, host := range []string{"a.b", "a.b:4711"} { // which stays: the port is not known
		result := send(t, lb.Listeners[0].Do, httptest.NewRequest(http.MethodGet, "http://"+host+"/x", nil))
		if result.StatusCode != 200 || at(t, result.Event, "headers.host") != host || at(t, result.Event, "headers.x-forwarded-port") != "80" {
			t.Errorf("%d %s", result.StatusCode, result.Event)
		}
	}
	if result := send(t, lb.Listeners[0].Do, httptest.NewRequest(http.MethodGet, "/other", nil)); result.StatusCode != 501 || !strings.HasSuffix(result.Reason, "are not known") {
		t.Errorf("%d %s", result.StatusCode, result.Reason)
	}
}

// TestDefaultProtocol: a listener in a template without a protocol is read as one of HTTP.
func TestDefaultProtocol(t *testing.T) {
	d := deploy(t, loadBalancer, resource("Plain", elb+"Listener", `"LoadBalancerArn": {"Ref": "LB"}, "Port": 80, "DefaultActions": []`),
		resource("Network", elb+"Listener", `"LoadBalancerArn": {"Ref": "LB"}, "Protocol": "TCP", "Port": 81, "DefaultActions": []`))
	if all := d.LoadBalancers[0].Listeners; len(all) != 1 || all[0].String() != "shop/LB HTTP:80" {
		t.Errorf("%v", all)
	}
}

// TestTargetGroupOfAnEvent: the event names the target group that the request was forwarded to.
func TestTargetGroupOfAnEvent(t *testing.T) {
	_, lb := one(t, "HTTP", 80, "", "", "")
	result := send(t, lb.Do, httptest.NewRequest(http.MethodGet, "/", nil))
	if got := at(t, result.Event, "requestContext.elb.targetGroupArn"); got != result.TargetGroup.ARN || !strings.Contains(result.TargetGroup.ARN, ":targetgroup/group/") {
		t.Errorf("%v, want %s", got, result.TargetGroup.ARN)
	}
}

// TestRewriteWithinAnEscape: a rewrite works on the path as it was sent, and may leave a part of an
// escape; the function gets what is left as it is.
func TestRewriteWithinAnEscape(t *testing.T) {
	d := deploy(t, loadBalancer, functionAndGroup(), listener("HTTP", "HTTP", 80), resource("Rule", elb+"ListenerRule", `"ListenerArn": {"Ref": "HTTP"}, "Priority": 1,
		"Conditions": [{"Field": "path-pattern", "Values": ["*"]}], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}],
		"Transforms": [{"Type": "url-rewrite", "UrlRewriteConfig": {"Rewrites": [{"Regex": "^(.*)F.*$", "Replace": "$1"}]}}]`))
	for sent, want := range map[string]string{"/a%2Fb": "/a%2", "/a%2fb": "/a%2fb", "/é": "/%C3%A9"} {
		result := send(t, d.LoadBalancers[0].Do, httptest.NewRequest(http.MethodGet, sent, nil))
		if got := at(t, result.Event, "path"); got != want || result.SentURI != want {
			t.Errorf("%s: %v and %s, want %s", sent, got, result.SentURI, want)
		}
	}
}

// TestTraceIsKept: front ends other than a load balancer pass on the trace that a client sends.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html
func TestTraceIsKept(t *testing.T) {
	const sent = "Root=1-5c34e93e-4dea0086f9763ac0667b115a;Parent=1"
	for _, kind := range all {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("X-Amzn-Trace-Id", sent)
		if got := eventHeader(t, kind, r, "X-Amzn-Trace-Id"); got != sent && !kind.IsALB() || kind.IsALB() && (!strings.HasPrefix(got, "Self=1-") || !strings.HasSuffix(got, ";"+sent)) {
			t.Errorf("%s: %s", kind, got)
		}
	}
}

// TestHeadersWithoutAValue: an attribute that is empty adds no header to responses.
func TestHeadersWithoutAValue(t *testing.T) {
	for attribute, header := range addedByListeners {
		_, lb := one(t, "HTTP", 80, "", attribute+"=", "")
		if values, ok := send(t, lb.Do, httptest.NewRequest(http.MethodGet, "/", nil)).Header[header]; ok {
			t.Errorf("%s: %q", attribute, values)
		}
	}
	_, lb := one(t, "HTTP", 80, "", "routing.http.response.server.enabled=true", "")
	if header := send(t, lb.Do, httptest.NewRequest(http.MethodGet, "/", nil)).Header; len(header) != 2 || header.Get("Server") == "" || header.Get("Content-Type") == "" {
		t.Errorf("%q", header)
	}
}

// TestClientsWithoutAnAddress: a request of a test that has none is one of httptest's client.
func TestClientsWithoutAnAddress(t *testing.T) {
	_, lb := one(t, "HTTP", 80, "routing.http.xff_client_port.enabled=true", "", "")
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = ""
	if got := at(t, send(t, lb.Do, r).Event, "headers.x-forwarded-for"); got != "192.0.2.1:0" {
		t.Error(got)
	}
}
