package httpsim

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/internal/contract"
)

// rejection is the response of a front end that does not invoke the function.
type rejection struct {
	status int
	reason string
}

func tooLarge(format string, values ...any) *rejection {
	return &rejection{http.StatusRequestEntityTooLarge, fmt.Sprintf(format, values...)}
}

// reject returns why the front end rejects a request, or nil.
func (d Endpoint) reject(r *http.Request, body int) *rejection {
	if d.Kind.IsALB() {
		if rejected := rejectALB(r); rejected != nil {
			return rejected
		}
	}
	if rejected := d.rejectHeader(r); rejected != nil {
		return rejected
	}
	limit, whose := contract.MaxLambda, "a function URL"
	switch {
	case d.Kind.IsALB():
		limit, whose = contract.MaxALB, "the load balancer"
	case d.Kind == httpevent.RESTAPI, d.Kind == httpevent.HTTPAPI, d.Kind == httpevent.HTTPAPIV1:
		limit, whose = contract.MaxAPI, "API Gateway"
	case d.Kind.IsLattice():
		// Lattice: "The maximum size of the request body that you can send to a Lambda function is 6 MB"
		whose = "VPC Lattice"
	}
	if body > limit {
		return tooLarge("the request's body is %d bytes, and %s accepts at most %d", body, whose, limit)
	}
	return nil
}

// What a load balancer accepts of a request (ALB, its own errors: HTTP 400, HTTP 463).
const (
	maxALBLine      = 16 * 1024 // "16 K per request line"
	maxALBField     = 16 * 1024 // "16 K per single header"
	maxALBHeader    = 64 * 1024 // "64 K for the entire request header"
	maxForwardedFor = 30        // "an X-Forwarded-For request header with more than 30 IP addresses"
)

// rejectALB returns the responses that a load balancer gives itself.
func rejectALB(r *http.Request) *rejection {
	if r.Header.Get("Upgrade") != "" {
		// ALB: "WebSockets are not supported. Upgrade requests are rejected with an HTTP 400 code".
		return &rejection{http.StatusBadRequest, "a load balancer rejects upgrades of the connection to a Lambda function"}
	}
	return rejectMalformed(r)
}

// rejectMalformed returns the responses that a load balancer gives whatever its rules are: ALB, its
// own errors.
func rejectMalformed(r *http.Request) *rejection {
	line := len(r.Method) + len(" ") + len(r.URL.RequestURI()) + len(" HTTP/1.1\r\n")
	header, largest := 0, ""
	for name, values := range r.Header {
		for _, value := range values {
			n := fieldSize(name, value)
			header += n
			if n > maxALBField {
				largest = name
			}
		}
	}
	addresses := len(strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ","))
	switch {
	case line > maxALBLine:
		return &rejection{http.StatusBadRequest, fmt.Sprintf("the request line is %d bytes, and the load balancer accepts at most %d", line, maxALBLine)}
	case largest != "":
		return &rejection{http.StatusBadRequest, fmt.Sprintf("the header %s is over %d bytes", largest, maxALBField)}
	case header > maxALBHeader:
		return &rejection{http.StatusBadRequest, fmt.Sprintf("the headers are %d bytes, and the load balancer accepts at most %d", header, maxALBHeader)}
	case r.Method == http.MethodTrace:
		return &rejection{http.StatusMethodNotAllowed, "a load balancer rejects the method TRACE"}
	case addresses > maxForwardedFor:
		return &rejection{463, fmt.Sprintf("X-Forwarded-For has %d addresses, and the load balancer accepts at most %d", addresses, maxForwardedFor)}
	case slices.ContainsFunc(r.TransferEncoding, func(coding string) bool { return coding != "chunked" && coding != "identity" }):
		return &rejection{http.StatusNotImplemented, fmt.Sprintf("the load balancer knows no Transfer-Encoding %q", r.TransferEncoding)}
	}
	return nil
}

// fieldSize returns the size of a header as HTTP/1.1 writes it.
func fieldSize(name, value string) int { return len(name) + len(": ") + len(value) + len("\r\n") }

// maxAPIHeader is what API Gateway accepts of headers: REST, limits, "Total combined size of all
// header values"; HTTP, limits, "Total combined size of request line and header values".
const maxAPIHeader = 10_240

// rejectHeader rejects headers that API Gateway has no room for. Its pages give the limit and no
// status: 431 is what HTTP has for it.
func (d Endpoint) rejectHeader(r *http.Request) *rejection {
	size, what := len(r.Host), "the header values are"
	for _, values := range r.Header {
		for _, value := range values {
			size += len(value)
		}
	}
	switch d.Kind {
	case httpevent.HTTPAPI, httpevent.HTTPAPIV1:
		size += len(r.Method) + len(" ") + len(r.URL.RequestURI()) + len(" HTTP/1.1")
		what = "the request line and the header values are"
	case httpevent.RESTAPI:
	default:
		return nil
	}
	if size > maxAPIHeader {
		return &rejection{http.StatusRequestHeaderFieldsTooLarge, fmt.Sprintf("%s %d bytes, and API Gateway accepts at most %d; its pages do not say with which status it rejects more", what, size, maxAPIHeader)}
	}
	return nil
}
