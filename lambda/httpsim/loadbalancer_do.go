package httpsim

import (
	"cmp"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/alb-lambda/albrules"
	"example.com/alb-lambda/lambda/httpevent"
)

// Result is what a load balancer does with a request.
type Result struct {
	// Response is what the client gets, with the event that the function got, what it returned, and
	// the verdict on that.
	*Response
	// Listener is the one that got the request.
	Listener *Listener
	// Rule is the rule that matched, or the default action.
	Rule *Rule
	// PassedOver are the rules that were evaluated before, each with the condition that failed.
	PassedOver []albrules.PassedOver
	// TargetGroup is the one that the request was forwarded to, or nil if it was not.
	TargetGroup *TargetGroup
	// Function is the target of the group, or nil if the request was not forwarded.
	Function *Function
	// SentHost is the Host header of a request that was forwarded, after the rule's rewrite.
	SentHost string
	// SentURI is the path and query of a request that was forwarded, after the rule's rewrite.
	SentURI string
}

// Do sends a request to the listener of the port and the scheme in its URL; a request without
// either goes to the only listener there is. The request may be one of httptest.NewRequest or of
// http.NewRequest; the client's certificates are those of its TLS.PeerCertificates. The error says
// that the request reached no function that is known, that it was canceled, or that there is no
// connection: [ErrHandshake]. Whatever else the load balancer makes of a request is a result.
func (lb *LoadBalancer) Do(r *http.Request) (*Result, error) {
	secure := r.TLS != nil || r.URL.Scheme == "https"
	port, err := strconv.Atoi(r.URL.Port())
	explicit := err == nil || r.URL.Scheme != ""
	if err != nil {
		port = 80
		if secure {
			port = 443
		}
	}
	if len(lb.Listeners) == 1 && (!explicit && !secure || lb.Listeners[0].Port == 0) {
		return lb.Listeners[0].Do(r)
	}
	var there []string
	for _, l := range lb.Listeners {
		if l.Port == port && secure == (l.Protocol == "HTTPS") {
			return l.Do(r)
		}
		there = append(there, fmt.Sprintf("%s on %d", l.Protocol, l.Port))
	}
	return nil, fmt.Errorf("httpsim: %s has no listener for %s; it has %s", lb, cmp.Or(r.URL.String(), "/"), cmp.Or(strings.Join(there, ", "), "none"))
}

// Do sends a request to the listener. See [LoadBalancer.Do].
func (l *Listener) Do(r *http.Request) (*Result, error) {
	result := &Result{Listener: l}
	if r.Host == "" {
		clone := *r
		clone.Host = r.URL.Host
		r = &clone
	}
	var presented []*x509.Certificate
	if r.TLS != nil {
		presented = r.TLS.PeerCertificates
	}
	if err := l.VerifyClient(presented); err != nil {
		return nil, err
	}
	own := Endpoint{Kind: httpevent.ALB}
	if rejected := rejectMalformed(r); rejected != nil {
		result.Response = own.own(r, rejected.status, rejected.reason)
		return l.finish(result), nil
	}
	d := l.routes.evaluate(l.request(r))
	result.Rule, result.PassedOver = l.Rules[d.Rule], d.PassedOver
	rule := result.Rule
	if rule.jwt != nil && rule.NotSimulated == "" {
		if l.deployment.Keys == nil {
			result.Response = notSimulated(r, rule.Name+": the keys of its tokens are not known: set Deployment.Keys")
		} else {
			result.Response = rule.jwt.verify(r, l.deployment.Keys, time.Now())
		}
	}
	sent := r
	if rule.signIn != nil && rule.NotSimulated == "" && result.Response == nil {
		sent, result.Response = rule.signIn.authenticate(r, l)
	}
	switch {
	case result.Response != nil:
	case rule.NotSimulated != "":
		result.Response = notSimulated(r, rule.NotSimulated)
	case d.Redirect != nil:
		result.Response = own.own(r, d.Redirect.Status(), "the action of the rule is a redirect")
		result.Header.Set("Location", d.Location)
	case d.FixedResponse != nil:
		f := d.FixedResponse
		header := http.Header{}
		if f.Body != "" {
			header.Set("Content-Type", f.ContentType)
		}
		result.Response = newResponse(r, f.Status, header, []byte(f.Body))
		result.Reason = "the action of the rule is a fixed response"
	default:
		if err := l.forward(result, sent, &d); err != nil {
			return nil, err
		}
	}
	return l.finish(result), nil
}

// request is what the rules look at.
func (l *Listener) request(r *http.Request) albrules.Request {
	client, _ := netip.ParseAddr(sourceIP(r)) // one that is not valid is in no range
	return albrules.Request{
		Method: r.Method, Protocol: l.Protocol, Host: r.Host, Port: l.Port,
		Path: sentPath(r.URL), Query: r.URL.RawQuery, Header: r.Header, ClientIP: client,
	}
}

// forward sends a request to one of the rule's target groups.
func (l *Listener) forward(result *Result, r *http.Request, d *albrules.Decision) error {
	own := Endpoint{Kind: httpevent.ALB}
	target, cookies := result.Rule.choose(r, l.deployment.Choose)
	if target == nil {
		result.Response = own.own(r, http.StatusServiceUnavailable, "the weights of all target groups of the rule are 0")
		return nil
	}
	result.TargetGroup, result.Function = target, target.Function
	switch {
	case target.Type == "lambda" && target.Target == "":
		// ALB, its own errors, HTTP 503: "The target groups for the load balancer have no
		// registered targets".
		result.Response = own.own(r, http.StatusServiceUnavailable, "the target group "+target.String()+" has no target")
		return nil
	case target.Type != "lambda":
		result.Response = notSimulated(r, fmt.Sprintf("%s: targets of the type %s are not simulated", target, target.Type))
		return nil
	case target.Function == nil:
		result.Response = notSimulated(r, fmt.Sprintf("%s: its function %s is not in the templates", target, target.Target))
		return nil
	case target.Function.handler == nil:
		return noHandler(target.Function)
	}
	result.SentHost, result.SentURI = d.Host, d.Path
	if d.Query != "" {
		result.SentURI += "?" + d.Query
	}
	var err error
	result.Response, err = target.endpoint(l).Do(target.Function.handler(target.Target), rewritten(r, d))
	if err != nil {
		return err
	}
	result.Request = r
	for _, cookie := range cookies {
		result.Header.Add("Set-Cookie", cookie)
	}
	return nil
}

func noHandler(f *Function) error {
	return fmt.Errorf("httpsim: nothing stands for the code of the function %s: call Handle", f)
}

// rewritten returns the request as the rule's rewrites leave it.
func rewritten(r *http.Request, d *albrules.Decision) *http.Request {
	clone := *r
	u := *r.URL
	clone.URL, clone.Host = &u, d.Host
	u.RawQuery, u.RawPath = d.Query, d.Path
	var err error
	if u.Path, err = url.PathUnescape(d.Path); err != nil {
		u.Opaque = d.Path // a rewrite may cut an escape in two: the path goes on as it is
	}
	return &clone
}

// endpoint is the front end of the target group's function.
func (g *TargetGroup) endpoint(l *Listener) Endpoint {
	e := Endpoint{Kind: httpevent.ALB, Timeout: g.Function.Timeout}
	if g.MultiValueHeaders {
		e.Kind = httpevent.ALBMultiValue
	}
	if l != nil {
		e.settings = l.settings(g)
	}
	return e
}

// notSimulated is the response where AWS would do what is not simulated.
func notSimulated(r *http.Request, why string) *Response {
	response := newResponse(r, http.StatusNotImplemented, http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, []byte("not simulated: "+why+"\n"))
	response.Header.Set("X-Not-Simulated", why)
	response.Reason = "not simulated: " + why
	return response
}

// finish adds the headers that the listener adds to every response. The load balancer's own
// responses have the header Server, and so have those of functions that send none; that is seen in
// responses, and written nowhere. Where a function sends a header that the listener adds, too, the
// listener's value is taken; AWS's page does not say so.
func (l *Listener) finish(result *Result) *Result {
	if result.Header.Get("Server") == "" {
		result.Header.Set("Server", "awselb/2.0")
	}
	for key, value := range l.Attributes {
		if name := addedHeaders[key]; name != "" && value != "" {
			result.Header.Set(name, value)
		}
	}
	if l.Attributes["routing.http.response.server.enabled"] == "false" {
		result.Header.Del("Server")
	}
	for _, what := range slices.Concat(l.LoadBalancer.Unchecked, l.unchecked) {
		result.Header.Add("X-Not-Simulated", what)
	}
	if l.MutualTLS == "verify" && l.deployment.Authorities == nil {
		result.Header.Add("X-Not-Simulated", l.String()+": the authorities of its trust store are not known, and no client certificate is verified: set Deployment.Authorities")
	}
	return result
}

// clientPort returns the port that the client sent the request from.
func clientPort(r *http.Request) string {
	if _, port, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return port
	}
	return "0"
}
