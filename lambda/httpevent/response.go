package httpevent

import (
	"encoding/json"
	"fmt"
	"net/http"

	"example.com/alb-lambda/lambda/internal/contract"
)

// Response is the response to a request, in one shape for every front end.
type Response struct {
	// StatusCode is the HTTP status. Default: 200. A status below 200 or above 599 is an error: it
	// cannot end a request.
	StatusCode int
	// Header holds the headers, in any case. Default: none. Every value of a repeated header
	// reaches the client, joined by commas where the front end has one value a header. Set-Cookie
	// cannot be joined: it is kept apart everywhere but on [ALB], [Lattice] and [LatticeV2], which
	// carry the last one alone. Content-Length and the headers of a connection (Connection,
	// Transfer-Encoding and the like) are left out, because the front end writes its own.
	//
	// A body without a Content-Type gets the one that [http.DetectContentType] finds, as net/http
	// does it, and application/octet-stream if it has a Content-Encoding; otherwise each front end
	// would add another. A Content-Type that is there without a value prevents that.
	Header http.Header
	// Body is the body. One that is not UTF-8 goes through the front end as base64. Default: no
	// body. A 204 or a 304 never has one.
	Body []byte
	// Chunks follow Body: a large body that is in pieces need not be joined first. The client gets
	// one body. Default: none.
	Chunks [][]byte
}

// Text returns a response whose body is plain text.
func Text(status int, body string) *Response {
	return Bytes(status, "text/plain; charset=utf-8", []byte(body))
}

// JSON returns a response whose body is the value as encoding/json writes it. A value that it
// cannot write is a response with status 500.
func JSON(status int, value any) *Response {
	body, err := json.Marshal(value)
	if err != nil {
		return failure(http.StatusInternalServerError, "the response cannot be written as JSON: "+err.Error())
	}
	return Bytes(status, "application/json", body)
}

// Bytes returns a response with a body of the type. It does not copy the body.
func Bytes(status int, contentType string, body []byte) *Response {
	return &Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: body}
}

// failure returns the response of the package itself when there is no better.
func failure(status int, message string) *Response {
	body := append(appendString([]byte(`{"message":`), message), '}')
	return Bytes(status, "application/json", body)
}

// Limits of the response JSON that [Response.Append] writes, in bytes. [Kind.MaxResponse] has that
// of a front end.
const (
	// MaxALBResponse is the load balancer's limit, "1 MB". Over it the client gets a 502.
	MaxALBResponse = contract.MaxALB
	// MaxResponse is the limit of Lambda itself, "6 MB". Over it the invocation fails, and the
	// client gets a 502.
	MaxResponse = contract.MaxLambda
)

// InvalidError is the error of a response that no front end can pass on.
type InvalidError struct {
	Reason string // what is wrong with it, and what would be right
}

// Error returns the reason.
func (e *InvalidError) Error() string { return e.Reason }

// SizeError is the error of a response that is larger than its front end accepts.
type SizeError struct {
	Kind        Kind // of the front end
	Size, Limit int  // bytes of response JSON
}

// Error names the size, the limit and whose it is.
func (e *SizeError) Error() string {
	whose := "Lambda"
	if e.Kind.IsALB() {
		whose = "the load balancer"
	}
	return fmt.Sprintf("the response is %d bytes of JSON, and %s accepts at most %d", e.Size, whose, e.Limit)
}

// response is what the client gets instead of the response that was too large.
func (e *SizeError) response() *Response {
	body := appendString([]byte(`{"message":`), e.Error())
	body = fmt.Appendf(body, `,"size":%d,"limit":%d}`, e.Size, e.Limit)
	return Bytes(http.StatusRequestEntityTooLarge, "application/json", body)
}
