package httpevent

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Response is the answer to a request, in one shape for every door.
type Response struct {
	// StatusCode is the HTTP status. Default: 200. A status below 200 or above 599 is an error: it cannot end a request.
	StatusCode int
	// Header holds the headers, in any case. Default: none. Every value of a repeated header reaches the client, joined by
	// commas where the door has one value a header. Set-Cookie cannot be joined: it is kept apart on every door but [ALB],
	// which carries the last one alone. Content-Length and the headers of a connection (Connection, Transfer-Encoding and
	// their like) are left out, because the door writes its own.
	Header http.Header
	// Body holds the body in pieces, which reach the client as one, so that large ones need not be joined first. A body that
	// is not UTF-8 goes through the door as base64. Default: no body. A 204 or a 304 never has one.
	Body [][]byte
}

// Text returns a response whose body is plain text.
func Text(status int, body string) *Response {
	return Bytes(status, "text/plain; charset=utf-8", []byte(body))
}

// JSON returns a response whose body is the value as encoding/json writes it. A value that it cannot write is a response
// with status 500.
func JSON(status int, value any) *Response {
	body, err := json.Marshal(value)
	if err != nil {
		return failure(http.StatusInternalServerError, "the response cannot be written as JSON: "+err.Error())
	}
	return Bytes(status, "application/json", body)
}

// Bytes returns a response whose body is the pieces, one after the other. It does not copy them.
func Bytes(status int, contentType string, pieces ...[]byte) *Response {
	return &Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: pieces}
}

// failure returns the response of the package itself when there is no better.
func failure(status int, message string) *Response {
	body := append(appendString([]byte(`{"message":`), message), '}')
	return Bytes(status, "application/json", body)
}

// Limits of the response JSON that [Response.Append] writes, in bytes.
const (
	// MaxALBResponse is the load balancer's limit, "1 MB". Over it the balancer answers 502.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
	MaxALBResponse = 1_000_000
	// MaxResponse is the limit of Lambda itself, "6 MB". Over it the invocation fails, and the door answers 502.
	// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
	MaxResponse = 6 * 1024 * 1024
)

// MaxResponse returns the largest response JSON, in bytes, that the door takes.
func (k Kind) MaxResponse() int {
	if k.IsALB() {
		return MaxALBResponse
	}
	return MaxResponse
}

// InvalidError is the error of a response that no door can pass on.
type InvalidError struct {
	Reason string // what is wrong with it, and what would be right
}

// Error returns the reason.
func (e *InvalidError) Error() string { return e.Reason }

// SizeError is the error of a response that is larger than its door takes.
type SizeError struct {
	Kind        Kind // of the door
	Size, Limit int  // bytes of response JSON
}

// Error names the size, the limit and whose it is.
func (e *SizeError) Error() string {
	door := "Lambda"
	if e.Kind.IsALB() {
		door = "the load balancer"
	}
	return fmt.Sprintf("the response is %d bytes of JSON, and %s takes at most %d", e.Size, door, e.Limit)
}

// response is what the client gets in place of the response that was too large.
func (e *SizeError) response() *Response {
	body := appendString([]byte(`{"message":`), e.Error())
	body = fmt.Appendf(body, `,"size":%d,"limit":%d}`, e.Size, e.Limit)
	return Bytes(http.StatusRequestEntityTooLarge, "application/json", body)
}
