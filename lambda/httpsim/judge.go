package httpsim

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
)

// own returns the door's own response.
func (d Endpoint) own(r *http.Request, status int, reason string) *Response {
	var body, contentType string
	switch d.Kind {
	case httpevent.ALB, httpevent.ALBMultiValue:
		contentType = "text/html"
		body = fmt.Sprintf("<html>\r\n<head><title>%[1]d %[2]s</title></head>\r\n<body>\r\n<center><h1>%[1]d %[2]s</h1></center>\r\n</body>\r\n</html>\r\n",
			status, http.StatusText(status))
	default:
		contentType = "application/json"
		body = fmt.Sprintf(`{"message": %q}`, map[int]string{
			413: "Request Too Long", 500: "Internal Server Error", 502: "Internal server error", 503: "Service Unavailable", 504: "Endpoint request timed out",
		}[status])
	}
	response := newResponse(r, status, http.Header{"Content-Type": {contentType}}, []byte(body))
	response.Reason = reason
	return response
}

// failed returns the response of a door whose function has failed or has answered what the door cannot use. Most doors
// say 502; an HTTP API says 500.
func (d Endpoint) failed(r *http.Request, reason string) *Response {
	if d.Kind == httpevent.HTTPAPI {
		return d.own(r, http.StatusInternalServerError, reason)
	}
	return d.own(r, http.StatusBadGateway, reason)
}

// judge makes of the function's answer what the client gets.
func (d Endpoint) judge(r *http.Request, answer []byte, err error) *Response {
	switch {
	case errors.Is(err, errTimeout):
		// REST: 504, "Endpoint request timed out"; HTTP: 503. A load balancer and a function URL say 502 of a function that
		// "did not respond before its configured timeout was reached" (ALB, its own errors).
		switch d.Kind {
		case httpevent.RESTAPI:
			return d.own(r, http.StatusGatewayTimeout, err.Error())
		case httpevent.HTTPAPI:
			return d.own(r, http.StatusServiceUnavailable, err.Error())
		}
		return d.failed(r, err.Error())
	case err != nil:
		return d.failed(r, "the function failed: "+err.Error())
	case len(answer) > d.Kind.MaxResponse():
		return d.failed(r, fmt.Sprintf("the response is %d bytes of JSON; the limit is %d", len(answer), d.Kind.MaxResponse()))
	}
	a, reason := d.parse(answer)
	if reason != "" {
		return d.failed(r, reason)
	}
	body, reason := d.body(r, a)
	if reason != "" {
		return d.failed(r, reason)
	}
	return newResponse(r, a.status, a.header, body)
}

// answer is what a function may answer.
type answer struct {
	status int
	header http.Header
	body   string
	base64 bool
}

// parse reads an answer by the door's rules, and gives the reason if it breaks them.
func (d Endpoint) parse(b []byte) (answer, string) {
	a := answer{header: http.Header{}}
	balancer := d.Kind.IsALB()
	payload2 := d.Kind.Payload2()
	var members map[string]json.RawMessage
	err := json.Unmarshal(b, &members)
	if payload2 && json.Valid(b) && (err != nil || members["statusCode"] == nil) {
		// HTTP: "If your Lambda function returns valid JSON and doesn't return a statusCode", all of it is the body.
		return answer{status: http.StatusOK, header: http.Header{"Content-Type": {"application/json"}}, body: string(b)}, ""
	}
	if err != nil || members == nil {
		return a, "the answer is not a JSON object"
	}
	for name, value := range members {
		if string(value) == "null" {
			if !payload2 {
				return a, fmt.Sprintf("%s is null; leave it out", name)
			}
			delete(members, name)
		}
	}
	if json.Unmarshal(members["statusCode"], &a.status) != nil || a.status < 100 || a.status > 599 {
		return a, fmt.Sprintf("statusCode %s is not a number from 100 to 599", orMissing(members["statusCode"]))
	}
	if value, ok := members["statusDescription"]; ok && balancer {
		var description string
		if json.Unmarshal(value, &description) != nil || !strings.HasPrefix(description, fmt.Sprintf("%d ", a.status)) {
			return a, fmt.Sprintf("statusDescription %s does not begin with the status %d", value, a.status)
		}
	}
	if reason := d.readHeader(members, a.header); reason != "" {
		return a, reason
	}
	if value, ok := members["isBase64Encoded"]; ok && json.Unmarshal(value, &a.base64) != nil {
		return a, fmt.Sprintf("isBase64Encoded %s is neither true nor false", value)
	}
	if value, ok := members["body"]; ok && json.Unmarshal(value, &a.body) != nil {
		return a, "body is not a string; write what it is to be as one"
	}
	return a, ""
}

func orMissing(value json.RawMessage) string {
	if value == nil {
		return "is missing and so"
	}
	return string(value)
}

// body returns the body that the client gets. A REST API decodes base64 only for a client that accepts, before all else,
// one of its binary media types (REST, bodies); other clients get the text.
func (d Endpoint) body(r *http.Request, a answer) ([]byte, string) {
	if !a.base64 {
		return []byte(a.body), ""
	}
	decoded, err := base64.StdEncoding.DecodeString(a.body)
	if err != nil {
		return nil, "isBase64Encoded is true, but body: " + err.Error()
	}
	if d.Kind == httpevent.RESTAPI {
		first, _, _ := strings.Cut(r.Header.Get("Accept"), ",")
		accepted, _, _ := mime.ParseMediaType(first)
		if !d.isBinary(accepted) {
			return []byte(a.body), ""
		}
	}
	return decoded, ""
}

func newResponse(r *http.Request, status int, header http.Header, body []byte) *Response {
	if r.Method == http.MethodHead || status == http.StatusNoContent || status == http.StatusNotModified {
		body = nil
	}
	return &Response{Response: &http.Response{
		Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), StatusCode: status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}}
}
