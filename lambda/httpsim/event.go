package httpsim

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
)

// The examples that AWS's documentation uses.
const (
	account      = "123456789012"
	apiID        = "1234567890"
	requestID    = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
	deploymentID = "a1b2c3"
	targetGroup  = "arn:aws:elasticloadbalancing:us-east-1:" + account + ":targetgroup/my-target-group/6d0ecf831eec9f09"
	lattice      = "arn:aws:vpc-lattice:us-east-1:" + account + ":"
)

// members returns the event of a request, with the changes of [Endpoint.Set].
func (d Endpoint) members(r *http.Request, body []byte) object {
	if d.Time.IsZero() {
		d.Time = time.Now()
	}
	d.Time = d.Time.UTC()
	if d.Stage == "" {
		d.Stage = "$default"
		if d.Kind == httpevent.RESTAPI {
			d.Stage = "dev"
		}
	}
	var o object
	switch d.Kind {
	case httpevent.ALB, httpevent.ALBMultiValue:
		o = d.alb(r, body)
	case httpevent.RESTAPI:
		o = d.rest(r, body)
	case httpevent.HTTPAPIV1:
		o = d.payload1(r, body)
	case httpevent.Lattice:
		o = d.lattice(r, body)
	case httpevent.LatticeV2:
		o = d.latticeV2(r, body)
	default:
		o = d.payload2(r, body)
	}
	paths := make([]string, 0, len(d.Set))
	for path := range d.Set {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		o = o.set(path, d.Set[path])
	}
	return o
}

// query returns the keys and values of the query in the order of their first use, each as decode
// leaves it. What AWS says of the order is nothing.
func query(r *http.Request, separators string, decode func(string) string) *values {
	q := &values{}
	for _, pair := range pairs(r.URL.RawQuery, separators) {
		q.add(decode(pair[0]), decode(pair[1]))
	}
	return q
}

// asSent leaves a part of a query as the client encoded it.
func asSent(s string) string { return s }

// lowerCase returns the headers under names in lower case.
func lowerCase(header http.Header) *values {
	return sorted(header, strings.ToLower)
}

// host returns the host that the client sent the request to.
func host(r *http.Request) string {
	if r.Host != "" {
		return r.Host
	}
	return r.URL.Host
}

// domain returns the host without a port: AWS's front ends listen on the port of their scheme.
func domain(r *http.Request) string {
	if name, _, err := net.SplitHostPort(host(r)); err == nil {
		return name
	}
	return host(r)
}

func prefix(domain string) string {
	first, _, _ := strings.Cut(domain, ".")
	return first
}

// orNull returns the object, or null for one without members.
func orNull(o object) any {
	if len(o) == 0 {
		return nil
	}
	return o
}

// textOrNull returns the text, or null for an empty one.
func textOrNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// sentPath returns the path as the client encoded it, or as a rewrite left it.
func sentPath(u *url.URL) string {
	if strings.HasPrefix(u.Opaque, "/") {
		return u.Opaque
	}
	if p := u.EscapedPath(); p != "" {
		return p
	}
	return "/"
}

// decodedPath returns the path as an HTTP API decodes it, after its stage:
// fastify/aws-lambda-fastify#169, honojs/hono#2156, and for the stage
// CodeGenieApp/serverless-express#465. It is decoded once, an encoded slash too.
func (d Endpoint) decodedPath(u *url.URL) string {
	path := u.Path
	if path == "" {
		path = "/"
	}
	if d.Stage != "$default" {
		path = "/" + d.Stage + path
	}
	return path
}
