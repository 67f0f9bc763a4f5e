package frontends

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/httpsim"
)

// Exchange is a request that was responded to.
type Exchange struct {
	// Started is when the request came, and Took how long the response took.
	Started time.Time
	Took    time.Duration
	// Kind of the front end: alb, api or url. Front is its name, as that of a [Front].
	Kind, Front string
	// Request is the client's. Its body was read, and Sent is what was kept of it.
	Request *http.Request
	Sent    Body
	// Names are those of the headers as the client wrote them, by their canonical form, as far as
	// they are known.
	Names map[string]string
	// Response is what the client got. Its body was sent, and Received is what was kept of it.
	Response *httpsim.Response
	Received Body
	// Balanced is what a load balancer did, and Routed what a REST API did. The others are nil.
	Balanced *httpsim.Result
	Routed   *httpsim.APIResult
	// By is the rule or the resource.
	By string
	// Function was invoked, or is nil.
	Function *httpsim.Function
	// Location is where a redirect leads on AWS, where the client got another one.
	Location string
	// Page is the body on AWS, where the client got another one.
	Page []byte
}

// serveListener sends requests to a listener of a load balancer.
func (s *Set) serveListener(l *httpsim.Listener) http.Handler {
	name := ShortName(l.String())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := s.exchange("alb", name, r)
		result, err := l.Do(r)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		e.Response, e.Balanced, e.Function = result.Response, result, result.Function
		if result.Rule != nil {
			e.By = ShortName(strings.TrimSuffix(result.Rule.Name, "/Rule"))
		}
		s.accessLog(r, result, e.Started)
		e.Location = s.localLocation(l.LoadBalancer, r, result.Header)
		s.respond(w, e)
	})
}

// serveAPI sends requests to a REST API.
func (s *Set) serveAPI(api *httpsim.RESTAPI) http.Handler {
	name := ShortName(api.String())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := s.exchange("api", name, r)
		result, err := api.Do(r)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		e.Response, e.Routed, e.Function = result.Response, result, result.Function
		e.By = strings.TrimSpace(result.Method + " " + result.Resource)
		s.respond(w, e)
	})
}

// serveURL sends requests to a function URL.
func (s *Set) serveURL(u *httpsim.FunctionURL) http.Handler {
	name := ShortName(u.String())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := s.exchange("url", name, r)
		response, err := u.Do(r)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		e.Response, e.Function = response, u.Function
		s.respond(w, e)
	})
}

// failed is for a request that was not received as a whole, or whose client has gone.
func (s *Set) failed(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		s.config.Say("%s %s: %v", r.Method, r.URL, err)
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

// respond sends the response, and hands the exchange on.
func (s *Set) respond(w http.ResponseWriter, e *Exchange) {
	if e.Function != nil && e.Response.Reason != "" {
		if page := s.config.Page(e.Function); page != "" {
			e.Page, _ = io.ReadAll(e.Response.Body) // it is the front end's own, and in memory
			e.Response.Body, e.Response.ContentLength = io.NopCloser(strings.NewReader(page)), int64(len(page))
			e.Response.Header.Set("Content-Type", "text/plain; charset=utf-8")
		}
	}
	if e.Request.Method == http.MethodHead {
		w.Header().Set("Content-Length", strconv.FormatInt(max(0, e.Response.ContentLength), 10))
	}
	defer func() { // also where what is streamed breaks off
		e.Took = time.Since(e.Started)
		s.config.Done(e)
	}()
	e.keepReceived(s.config.Keep)
	e.Response.Send(w)
}

// String is one line: time, front end, method, path, status, milliseconds, rule, function, and what
// the front end says where the response is its own.
func (e *Exchange) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %-4s %s %d %s", e.Started.Format(time.TimeOnly), e.Kind, e.Request.Method, e.Request.URL.RequestURI(), e.Response.StatusCode, e.Took.Round(100*time.Microsecond))
	if e.By != "" {
		fmt.Fprintf(&b, " by %s", e.By)
	}
	if e.Function != nil {
		fmt.Fprintf(&b, " → %s", ShortName(e.Function.String()))
	}
	if e.Response.Reason != "" {
		reason, _, more := strings.Cut(e.Response.Reason, "\n")
		if more {
			reason += " …"
		}
		fmt.Fprintf(&b, ": %s", reason)
	}
	if e.Location != "" {
		fmt.Fprintf(&b, "; on AWS to %s", e.Location)
	}
	return b.String()
}

// localLocation makes a redirect to the load balancer itself one to where its listener is on this
// machine, so that a client can follow it, and returns where it leads on AWS.
func (s *Set) localLocation(lb *httpsim.LoadBalancer, r *http.Request, header http.Header) string {
	location := header.Get("Location")
	host := r.Host
	if name, _, err := net.SplitHostPort(r.Host); err == nil {
		host = name
	}
	to, err := url.Parse(location)
	if location == "" || err != nil || host != "127.0.0.1" && host != "localhost" || to.Hostname() != host {
		return ""
	}
	for _, l := range lb.Listeners {
		if strconv.Itoa(l.Port) != to.Port() || !strings.EqualFold(l.Protocol, to.Scheme) {
			continue
		}
		for _, f := range s.Fronts() {
			if f.Name == ShortName(l.String()) {
				to.Host = net.JoinHostPort(host, strconv.Itoa(f.Port))
				header.Set("Location", to.String())
				return location
			}
		}
	}
	return ""
}
