// Package contract holds what AWS's pages say in numbers and names and more than one package needs:
// limits, the headers of a connection, the media types that stay text, how a query is decoded, and
// the marks of a streamed response. Only facts live here, each with its page. What follows from
// them is decided where they are used: package httpevent writes by them, package httpsim judges by
// them, and neither calls the other for it.
//
// Constants of AWS's contract may enter, each with its page. What to do about them is the business
// of the packages that import it.
package contract

import (
	"net/url"
	"strings"
)

// Limits of Lambda and of its front ends, in bytes.
const (
	// MaxLambda is what Lambda accepts as an event and as a buffered response: "6 MB each for
	// request and response (synchronous)".
	// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
	MaxLambda = 6 * 1024 * 1024
	// MaxStream is what a function may stream: "200 MB for each streamed response (synchronous)".
	// Same page.
	MaxStream = 200 * 1024 * 1024
	// MaxALB is what a load balancer accepts as the body of a request, and as the response JSON: "1
	// MB".
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
	MaxALB = 1_000_000
	// MaxALBHeader is "the entire response header" that a load balancer passes on: "32 K".
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
	// (HTTP 502)
	MaxALBHeader = 32 * 1024
	// MaxAPI is the payload that API Gateway accepts: "10 MB".
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
	MaxAPI = 10 * 1024 * 1024
	// MaxPrelude is where the status and the headers of a streamed response must end: "within the
	// first 16KB".
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
	MaxPrelude = 16 * 1024
)

// A streamed response begins with a JSON object, the prelude, and eight NUL bytes; the body
// follows. Its content type says so.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
const (
	StreamContentType = "application/vnd.awslambda.http-integration-response"
	StreamSeparator   = "\x00\x00\x00\x00\x00\x00\x00\x00"
)

// HopByHop reports whether a header, in lower case, belongs to a connection, so that a front end
// writes its own: "You must not add hop-by-hop headers to the response". Content-Length is among
// them because a front end counts for itself.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#respond-to-load-balancer
// https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
func HopByHop(name string) bool {
	switch name {
	case "connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade":
		return true
	}
	return false
}

// TextMediaType reports whether a body of the media type, in lower case and without parameters, is
// text in an event: "text/*, application/json, application/javascript, and application/xml".
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#receive-event-from-load-balancer
func TextMediaType(mediaType string) bool {
	switch mediaType {
	case "application/json", "application/javascript", "application/xml":
		return true
	}
	return strings.HasPrefix(mediaType, "text/")
}

// Unescape decodes a part of a query, where a plus is a space, or leaves it if it is not a valid
// encoding.
// https://url.spec.whatwg.org/#concept-urlencoded-parser
func Unescape(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}
