package httpsim

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
)

// alb returns the event of a load balancer: ALB, "Receive events from the load balancer" and
// "Multi-value headers".
func (d Endpoint) alb(r *http.Request, body []byte) object {
	header := d.header(r)
	text, encoded := d.text(header, body)
	q, h := query(r, "&", asSent), lowerCase(header)
	group := targetGroup
	if d.settings != nil {
		group = d.settings.targetGroupARN
	}
	o := object{
		{"requestContext", object{{"elb", object{{"targetGroupArn", group}}}}},
		{"httpMethod", r.Method},
		{"path", sentPath(r.URL)},
	}
	if d.Kind == httpevent.ALBMultiValue {
		o = append(o, member{"multiValueQueryStringParameters", q.all()}, member{"multiValueHeaders", h.all()})
	} else {
		o = append(o, member{"queryStringParameters", q.last()}, member{"headers", h.last()})
	}
	return append(o, member{"body", text}, member{"isBase64Encoded", encoded})
}

// header returns the request's headers and those that each front end adds: ALB, forwarded headers.
func (d Endpoint) header(r *http.Request) http.Header {
	h := r.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	h["Host"] = []string{host(r)}
	port, proto := "443", "https"
	if r.TLS == nil && (d.Kind.IsALB() || d.Kind.IsLattice()) {
		port, proto = "80", "http"
	}
	if d.settings != nil {
		d.settings.prepare(h, r)
		if d.settings.port != 0 {
			port = strconv.Itoa(d.settings.port)
		}
	}
	d.setForwardedFor(h, r)
	h["X-Forwarded-Port"] = []string{port}
	h["X-Forwarded-Proto"] = []string{proto}
	if trace := d.trace(h); trace != "" {
		h["X-Amzn-Trace-Id"] = []string{trace}
	}
	return h
}

// setForwardedFor adds the client's address to X-Forwarded-For, or does with the header what the
// load balancer's attributes say.
func (d Endpoint) setForwardedFor(h http.Header, r *http.Request) {
	from := sourceIP(r)
	if d.settings != nil {
		switch d.settings.forwardedFor {
		case "preserve":
			return
		case "remove":
			h.Del("X-Forwarded-For")
			return
		}
	}
	before := strings.Join(h.Values("X-Forwarded-For"), ", ")
	switch {
	case d.settings != nil && d.settings.clientPort:
		// the page's attribute routing.http.xff_client_port.enabled
		from = net.JoinHostPort(from, clientPort(r))
	case before != "" && d.Kind.IsALB() && strings.Contains(from, ":"):
		from = "[" + from + "]" // ALB, forwarded headers: so is an IPv6 address that is appended
	}
	if before != "" {
		from = before + ", " + from
	}
	h["X-Forwarded-For"] = []string{from}
}

// sourceIP returns the client's address: httptest.NewRequest sets it to 192.0.2.1.
func sourceIP(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return host
	}
	return "192.0.2.1"
}

// maxTraced is the size of headers over which a load balancer "rewrites the X-Amzn-Trace-Id header
// with a Root field": "larger than 7 KB" (ALB, tracing).
const maxTraced = 7 * 1024

// trace returns the value of X-Amzn-Trace-Id. A load balancer puts a field Self before what the
// client sent, or replaces its own (ALB, tracing). Other front ends keep what there is.
func (d Endpoint) trace(h http.Header) string {
	sent := strings.Join(h.Values("X-Amzn-Trace-Id"), ";")
	id := traceID(d.Time)
	if sent == "" {
		return "Root=" + id
	}
	if !d.Kind.IsALB() {
		return sent
	}
	size := 0
	for name, values := range h {
		for _, value := range values {
			size += fieldSize(name, value)
		}
	}
	if size > maxTraced {
		return "Root=" + id
	}
	fields := []string{"Self=" + id}
	for field := range strings.SplitSeq(sent, ";") {
		if !strings.HasPrefix(strings.TrimSpace(field), "Self=") {
			fields = append(fields, field)
		}
	}
	return strings.Join(fields, ";")
}

func traceID(t time.Time) string { return fmt.Sprintf("1-%08x-%024x", t.Unix(), t.UnixNano()) }
