package httpsim

import (
	"errors"
	"fmt"
	"net/http"

	"example.com/alb-lambda/lambda/httpevent"
)

// own returns the front end's own response.
func (d Endpoint) own(r *http.Request, status int, reason string) *Response {
	contentType, body := "application/json", fmt.Sprintf(`{"message": %q}`, d.message(status))
	if d.Kind.IsALB() {
		contentType = "text/html"
		body = fmt.Sprintf("<html>\r\n<head><title>%[1]d %[2]s</title></head>\r\n<body>\r\n<center><h1>%[1]d %[2]s</h1></center>\r\n</body>\r\n</html>\r\n",
			status, http.StatusText(status))
	}
	response := newResponse(r, status, http.Header{"Content-Type": {contentType}}, []byte(body))
	response.Reason = reason
	return response
}

// message returns the text of a front end's own response. A REST API writes that of a 500 in lower
// case, recorded: test_apigateway_header_remapping_aws[AWS_PROXY].
func (d Endpoint) message(status int) string {
	switch {
	case status == http.StatusBadGateway, status == http.StatusInternalServerError && d.Kind == httpevent.RESTAPI:
		return "Internal server error"
	case status == http.StatusRequestEntityTooLarge:
		return "Request Too Long"
	case status == http.StatusGatewayTimeout:
		return "Endpoint request timed out"
	}
	return http.StatusText(status)
}

// failed returns the response of a front end whose function has failed or has returned what the
// front end cannot use. Most say 502; an HTTP API says 500.
func (d Endpoint) failed(r *http.Request, reason string) *Response {
	if d.Kind == httpevent.HTTPAPI || d.Kind == httpevent.HTTPAPIV1 {
		return d.own(r, http.StatusInternalServerError, reason)
	}
	return d.own(r, http.StatusBadGateway, reason)
}

// ErrThrottled is the error of a [Handler] that Lambda would not have invoked: all of the
// concurrency that the function has is in use.
var ErrThrottled = errors.New("throttled by Lambda")

// throttled returns the response of a front end whose invocation Lambda throttled. URL: "429 (Too
// Many Requests)", of the URL's page on throttling; a REST API makes a 500 of an invocation that
// Lambda rejects. What a load balancer makes of it, AWS does not write down: it is taken for one of
// the errors of Lambda, of which the load balancer makes a 502.
func (d Endpoint) throttled(r *http.Request, reason string) *Response {
	switch d.Kind {
	case httpevent.FunctionURL:
		return d.own(r, http.StatusTooManyRequests, reason)
	case httpevent.RESTAPI:
		return d.own(r, http.StatusInternalServerError, reason)
	}
	return d.failed(r, reason)
}

// late returns the response of a front end whose function did not respond in time. REST: 504,
// "Endpoint request timed out"; HTTP: 503. A load balancer and a function URL say 502 of a function
// that "did not respond before its configured timeout was reached" (ALB, its own errors).
func (d Endpoint) late(r *http.Request) *Response {
	switch {
	case d.functionFirst:
	case d.Kind == httpevent.RESTAPI:
		return d.own(r, http.StatusGatewayTimeout, errTimeout.Error())
	case d.Kind == httpevent.HTTPAPI, d.Kind == httpevent.HTTPAPIV1:
		return d.own(r, http.StatusServiceUnavailable, errTimeout.Error())
	}
	return d.failed(r, errTimeout.Error())
}
