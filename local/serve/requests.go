package main

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

// line is what is said of a request.
type line struct {
	started  time.Time
	front    string
	request  *http.Request
	response *httpsim.Response
	by       string // the rule or the resource
	function *httpsim.Function
	location string // on AWS, where it differs
}

// serveListener sends requests to a listener of a load balancer.
func (s *session) serveListener(l *httpsim.Listener) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := time.Now()
		result, err := l.Do(r)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		at := line{started: started, front: "alb", request: r, response: result.Response, function: result.Function}
		if result.Rule != nil {
			at.by = shortName(strings.TrimSuffix(result.Rule.Name, "/Rule"))
		}
		s.accessLog(r, result, started)
		at.location = s.localLocation(l.LoadBalancer, r, result.Header)
		s.respond(w, &at)
	})
}

// serveAPI sends requests to a REST API.
func (s *session) serveAPI(api *httpsim.RESTAPI) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := time.Now()
		result, err := api.Do(r)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		at := line{started: started, front: "api", request: r, response: result.Response, function: result.Function, by: strings.TrimSpace(result.Method + " " + result.Resource)}
		s.respond(w, &at)
	})
}

// serveURL sends requests to a function URL.
func (s *session) serveURL(u *httpsim.FunctionURL) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := time.Now()
		response, err := u.Do(r)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		s.respond(w, &line{started: started, front: "url", request: r, response: response, function: u.Function})
	})
}

// failed is for a request that was not received as a whole, or whose client has gone.
func (s *session) failed(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		s.say("%s %s: %v", r.Method, r.URL, err)
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

// respond sends the response, and says so in a line.
func (s *session) respond(w http.ResponseWriter, at *line) {
	if page := s.page(at.function); page != "" && at.response.Reason != "" {
		_ = at.response.Body.Close() // it is not read
		at.response.Body, at.response.ContentLength = io.NopCloser(strings.NewReader(page)), int64(len(page))
		at.response.Header.Set("Content-Type", "text/plain; charset=utf-8")
	}
	if at.request.Method == http.MethodHead {
		w.Header().Set("Content-Length", strconv.FormatInt(max(0, at.response.ContentLength), 10))
	}
	at.response.Send(w)
	s.say("%s", at)
}

// String is one line: time, front end, method, path, status, milliseconds, rule, function, and what
// the front end says where the response is its own.
func (l *line) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %-4s %s %d %s", l.started.Format(time.TimeOnly), l.front, l.request.Method, l.request.URL.RequestURI(), l.response.StatusCode, time.Since(l.started).Round(100*time.Microsecond))
	if l.by != "" {
		fmt.Fprintf(&b, " by %s", l.by)
	}
	if l.function != nil {
		fmt.Fprintf(&b, " → %s", shortName(l.function.String()))
	}
	if l.response.Reason != "" {
		reason, _, more := strings.Cut(l.response.Reason, "\n")
		if more {
			reason += " …"
		}
		fmt.Fprintf(&b, ": %s", reason)
	}
	if l.location != "" {
		fmt.Fprintf(&b, "; on AWS to %s", l.location)
	}
	return b.String()
}

// localLocation makes a redirect to the load balancer itself one to where its listener is on this
// machine, so that a client can follow it, and returns where it leads on AWS.
func (s *session) localLocation(lb *httpsim.LoadBalancer, r *http.Request, header http.Header) string {
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
		s.mutex.Lock()
		f := s.fronts[shortName(l.String())]
		s.mutex.Unlock()
		if f != nil {
			to.Host = net.JoinHostPort(host, strconv.Itoa(f.port))
			header.Set("Location", to.String())
			return location
		}
	}
	return ""
}
