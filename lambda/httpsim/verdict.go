package httpsim

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/internal/contract"
)

// judge converts what the function returned into the response that the client gets.
func (d Endpoint) judge(r *http.Request, returned []byte, err error) *Response {
	limit := contract.MaxLambda
	if d.Kind.IsALB() {
		limit = contract.MaxALB
	}
	switch {
	case errors.Is(err, errTimeout):
		return d.late(r)
	case errors.Is(err, ErrThrottled):
		return d.throttled(r, err.Error())
	case err != nil:
		return d.failed(r, "the function failed: "+err.Error())
	case len(returned) > limit:
		return d.failed(r, fmt.Sprintf("the response is %d bytes of JSON; the limit is %d", len(returned), limit))
	}
	a, reason := d.parse(returned)
	if reason != "" {
		return d.failed(r, reason)
	}
	body, reason := d.body(r, a)
	if reason != "" {
		if d.Kind == httpevent.RESTAPI {
			// recorded: test_aws_proxy_binary_response
			return d.own(r, http.StatusInternalServerError, reason)
		}
		return d.failed(r, reason)
	}
	if d.Kind.IsALB() {
		if size := headerSize(a.header); size > contract.MaxALBHeader {
			return d.failed(r, fmt.Sprintf("the response's headers are %d bytes, and the load balancer passes on at most %d", size, contract.MaxALBHeader))
		}
	}
	d.rename(a.header)
	d.setContentType(a.header, len(body))
	return newResponse(r, a.status, a.header, body)
}

func headerSize(header http.Header) int {
	size := 0
	for name, values := range header {
		for _, value := range values {
			size += fieldSize(name, value)
		}
	}
	return size
}

// body returns the body that the client gets. A REST API decodes base64 only for a client that
// accepts, before all else, one of its binary media types (REST, bodies); other clients get the
// text.
func (d Endpoint) body(r *http.Request, a reply) ([]byte, string) {
	if !a.base64 {
		return []byte(a.body), ""
	}
	if d.Kind == httpevent.RESTAPI {
		first, _, _ := strings.Cut(r.Header.Get("Accept"), ",")
		accepted, _, _ := mime.ParseMediaType(first)
		if !d.isBinary(accepted) {
			return []byte(a.body), ""
		}
	}
	if d.Kind.IsALB() && strings.ContainsAny(a.body, "\r\n") {
		// aws/serverless-java-container#339
		return nil, "isBase64Encoded is true, but body has line breaks"
	}
	decoded, err := base64.StdEncoding.DecodeString(a.body)
	if err != nil {
		return nil, "isBase64Encoded is true, but body: " + err.Error()
	}
	return decoded, ""
}

// setContentType adds the type that the front end gives to a body that has none. REST:
// application/json, of an empty body too, recorded:
// test_aws_proxy_response_payload_format_validation. ALB: ridge#9, aws/aws-lambda-dotnet#1923.
// HTTP: awslabs/aws-lambda-go-api-proxy#116. URL, recorded: test_lambda_url_invocation. What VPC
// Lattice does is not known.
func (d Endpoint) setContentType(header http.Header, size int) {
	if _, ok := header["Content-Type"]; ok || size == 0 && d.Kind != httpevent.RESTAPI {
		return
	}
	switch {
	case d.Kind.IsALB():
		header.Set("Content-Type", "application/octet-stream")
	case d.Kind == httpevent.HTTPAPI, d.Kind == httpevent.HTTPAPIV1:
		header.Set("Content-Type", "text/plain; charset=utf-8")
	case !d.Kind.IsLattice():
		header.Set("Content-Type", "application/json")
	}
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
