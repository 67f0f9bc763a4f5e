package page

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/internal/frontends"
)

// request is the request once more, with another target.
func (x *exchange) request(ctx context.Context, target string) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, x.method, "http://"+x.host, bytes.NewReader(x.sent.Kept))
	if err != nil {
		return nil, err
	}
	if r.URL, err = url.ParseRequestURI(target); err != nil {
		return nil, err
	}
	r.Header, r.Host, r.RemoteAddr, r.RequestURI, r.Proto = x.header.Clone(), x.host, x.from, target, x.proto
	r.ProtoMajor, r.ProtoMinor, _ = http.ParseHTTPVersion(x.proto)
	return r, nil
}

// again is the request with its body unread.
func again(r *http.Request) *http.Request {
	clone := r.Clone(r.Context())
	clone.Body, _ = r.GetBody() // of bytes, it cannot fail
	return clone
}

// found is what a front end of the templates does with a request.
type found struct {
	name, front, prefix string // of its paths
	says                string
	event               []byte
	function            string
	redirects           bool
}

// better chooses the front end that leads to the function of the request, or else to any.
func better(a, b *found, function string) *found {
	rank := func(f *found) int {
		switch {
		case f == nil:
			return 0
		case f.event != nil && f.function == function:
			return 4
		case f.event != nil:
			return 3
		case f.redirects: // most often to another listener, which is there, too
			return 1
		}
		return 2
	}
	if rank(b) > rank(a) {
		return b
	}
	return a
}

func throughAPIs(d *httpsim.Deployment, r *http.Request, function string) (best *found) {
	for _, api := range d.RESTAPIs {
		for _, stage := range api.Stages {
			result, err := stage.Do(again(r))
			if err != nil {
				continue
			}
			f := &found{name: frontends.ShortName(api.String()) + ", stage " + stage.Name, front: frontends.ShortName(api.String()), prefix: "/" + stage.Name}
			f.read(result.Response, result.Function, "")
			best = better(best, f, function)
		}
	}
	return best
}

func throughListeners(d *httpsim.Deployment, r *http.Request, function string) (best *found) {
	for _, lb := range d.LoadBalancers {
		for _, l := range lb.Listeners {
			result, err := l.Do(again(r))
			if err != nil {
				continue
			}
			f := &found{name: frontends.ShortName(l.String()), front: frontends.ShortName(l.String())}
			by := ""
			if rule := result.Rule; rule != nil && rule.Priority != 0 {
				by = ", by rule " + strconv.Itoa(rule.Priority)
			} else if rule != nil {
				by = ", by the default action"
			}
			f.read(result.Response, result.Function, by)
			best = better(best, f, function)
		}
	}
	return best
}

func (f *found) read(response *httpsim.Response, function *httpsim.Function, by string) {
	f.event = response.Event
	if response.Event == nil {
		f.says = fmt.Sprintf("It would respond %s itself%s: %s.", statusLine(response.StatusCode), by, response.Reason)
		f.redirects = response.StatusCode >= 300 && response.StatusCode < 400
	}
	if function != nil {
		f.function = frontends.ShortName(function.String())
	}
}
