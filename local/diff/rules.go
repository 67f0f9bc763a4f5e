package diff

import (
	"slices"
	"strings"
)

// A Rule is a known difference between the front ends.
type Rule struct {
	ID string `json:"id"`
	// Sentence explains the difference.
	Sentence string `json:"sentence"`
	// Page is where AWS says so.
	Page string `json:"page"`

	fits func(Row) bool
}

// The pages of AWS that the rules and the facts are from.
const (
	pageALB         = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"
	pageALBEvent    = pageALB + "#receive-event-from-load-balancer"
	pageALBResponse = pageALB + "#respond-to-load-balancer"
	pageALBMulti    = pageALB + "#multi-value-headers"
	pageALBErrors   = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html"
	pageALBListen   = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"
	pageForwarded   = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html"
	pageREST        = "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html"
	pageRESTEvent   = pageREST + "#api-gateway-simple-proxy-for-lambda-input-format"
	pageRESTReply   = pageREST + "#api-gateway-simple-proxy-for-lambda-output-format"
	pageRESTMulti   = pageREST + "#apigateway-multivalue-headers-and-parameters"
	pageRESTBody    = "https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html"
	pageRESTNotes   = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html"
	pageEdge        = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html"
	pageHTTPAPI     = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"
	pageRequestID   = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html"
)

// eventRules explain the events, the first that fits first.
var eventRules = []*Rule{
	{"elb-context", "A load balancer's event says little about its origin: requestContext.elb has the ARN of the target group. A function identifies a load balancer by it.",
		pageALBEvent, under("requestContext.elb")},
	{"rest-context", "API Gateway describes the API and the caller: the stage, the request's id and time, the client's address. A load balancer does not; there, the client's address is the last one in x-forwarded-for.",
		pageRESTEvent, under("requestContext")},
	{"resource", "API Gateway names the resource that matched the path, and its path parameters. A load balancer's event does not say which rule matched.",
		pageRESTEvent, under("resource", "pathParameters")},
	{"stage-variables", "Stage variables are settings of an API Gateway stage. A load balancer has no stages.",
		pageRESTEvent, under("stageVariables")},
	{"version", "The member version belongs to the payload formats of HTTP APIs, of which 1.0 has the shape of a REST API's event.",
		pageHTTPAPI, under("version")},
	{"one-map", "A load balancer sends either the plain members or the multi-value ones, by an attribute of the target group; with multi-value headers off, only the last of several values. API Gateway always sends both.",
		pageALBMulti, all(marked(Missing), named(maps...))},
	{"empty", "Where there is nothing, API Gateway sends null; a load balancer sends {} for the query string and \"\" for the body.",
		pageRESTEvent, bothEmpty},
	{"absent-map", "Where there is nothing, API Gateway sends the member as null; a load balancer leaves it out or sends an empty one.",
		pageRESTEvent, all(marked(Missing, Added), emptySide)},
	{"header-case", "A REST API keeps header names as the client sent them; a load balancer writes them in lower case.",
		pageALBEvent, all(marked(Renamed), under("headers", "multiValueHeaders"))},
	{"host", "Host is the name of the endpoint that the request was sent to.",
		pageALBEvent, all(marked(Changed, Encoded), header("host"))},
	{"forwarded", "Each front end adds X-Forwarded-* and X-Amzn-Trace-Id: the client's address, the port and the protocol of the client's connection, and a trace id.",
		pageForwarded, header("x-forwarded-", "x-amzn-trace-id")},
	{"edge", "An edge-optimized API is behind CloudFront, which adds Via and headers of its own.",
		pageEdge, all(marked(Missing), header("via", "cloudfront-", "x-amz-cf-"))},
	{"hop", "API Gateway ends the client's connection and leaves out the headers that belong to it, or renames them to x-amzn-Remapped-*. A load balancer passes them on.",
		pageRESTNotes, all(marked(Added), header("connection", "content-length", "transfer-encoding", "expect", "te", "upgrade", "accept-encoding"))},
	{"repeated", "Of a header or a query key that was sent more than once, the multi-value members have every value and the plain ones one value.",
		pageALBMulti, all(marked(Changed, Encoded), severalValues)},
	{"query-encoding", "API Gateway decodes the query string once; a load balancer passes it on as it was sent, so the function must decode it.",
		pageALBMulti, under("queryStringParameters", "multiValueQueryStringParameters")},
	{"path-encoding", "One front end decoded the path and the other did not: do not decode it twice.",
		pageRESTEvent, all(marked(Encoded), under("path"))},
	{"base64", "A load balancer encodes a body as base64 unless its type is text/*, application/json, application/javascript or application/xml, and always if Content-Encoding is set. API Gateway encodes only the API's binaryMediaTypes.",
		pageALBEvent, all(marked(Encoded), under("body", "isBase64Encoded"))},
	{"header-value", "The two front ends send different values for this header: each adds, joins or rewrites headers in its own way.",
		pageRESTMulti, under("headers", "multiValueHeaders")},
}

// returnedRules explain what the function returned.
var returnedRules = []*Rule{
	{"status-description", "A response to a load balancer has a status with its reason phrase; API Gateway reads the number alone.",
		pageALBResponse, under("statusDescription")},
	{"response-headers", "A load balancer reads the headers from multiValueHeaders if its target group has multi-value headers on, else from headers; it cannot use a response with the other one. API Gateway reads both and merges them.",
		pageALBMulti, under("headers", "multiValueHeaders")},
	{"response-body", "The body is the echo of the event, so it differs as the events do. A load balancer accepts 1 MB of response JSON; API Gateway accepts what Lambda can return, 6 MB.",
		pageALB, under("body")},
	{"response-base64", "A body that is not text is encoded as base64. API Gateway decodes it only if the Accept header matches the API's binaryMediaTypes; a load balancer always decodes it.",
		pageRESTBody, under("isBase64Encoded")},
	{"response-status", "The function responded with different statuses; its log says why.",
		pageRESTReply, under("statusCode")},
}

// receivedRules explain what the client received.
var receivedRules = []*Rule{
	{"own-response", "A front end responds itself when it rejects the request or cannot use the function's response: a load balancer with 413 over 1 MB and 502 for a malformed response, API Gateway with 413 over 10 MB and 502. The function responds with 413 if its response would be too large for the front end.",
		pageALBErrors, func(r Row) bool { return under("status")(r) || header("content-type")(r) }},
	{"request-id", "API Gateway sends the id of the request, to find it in the logs; a load balancer writes its trace id to the access log.",
		pageRequestID, header("x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id", "x-amz-request-id", "x-amzn-remapped-")},
	{"server", "A load balancer adds Server: awselb/2.0; an attribute of the listener turns that off.",
		pageALBListen, header("server")},
	{"edge-response", "An edge-optimized API responds through CloudFront, which adds headers of its own.",
		pageEdge, header("via", "x-cache", "x-amz-cf-")},
	{"connection-headers", "Each front end writes these headers itself: the time, the length of the body, and how the connection continues.",
		pageALBResponse, header("date", "content-length", "connection", "keep-alive", "transfer-encoding")},
	{"echo-body", "The body is the echo of the event, so it differs as the events do.",
		pageRESTEvent, under("body")},
}

// noEcho explains everything where one endpoint has no echo to show.
var noEcho = &Rule{
	"no-echo", "The response of the other endpoint is not the echo, so there is no event to compare with: its response, below, says why.",
	pageALBErrors, func(Row) bool { return true },
}

// unknown explains what no rule does.
var unknown = &Rule{
	ID:       "unknown",
	Sentence: "No rule of this command explains this difference: it is new at one of the front ends, or the function's own.",
	Page:     pageREST,
}

// Rules are all the differences that the command can explain.
func Rules() []*Rule {
	return slices.Concat(eventRules, returnedRules, receivedRules, []*Rule{noEcho, unknown})
}

func ruleFor(r Row, rules []*Rule) *Rule {
	for _, rule := range rules {
		if rule.fits(r) {
			return rule
		}
	}
	return unknown
}

func marked(marks ...Mark) func(Row) bool {
	return func(r Row) bool { return slices.Contains(marks, r.Mark) }
}

// under fits a member and all that is in it.
func under(names ...string) func(Row) bool {
	return func(r Row) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			return r.Name() == name || strings.HasPrefix(r.Name(), name+".")
		})
	}
}

func named(names ...string) func(Row) bool {
	return func(r Row) bool { return slices.Contains(names, r.Name()) && !emptySide(r) }
}

// header fits headers by the beginning of their names, in events and in responses.
func header(beginnings ...string) func(Row) bool {
	return func(r Row) bool {
		name := headerName(r)
		return slices.ContainsFunc(beginnings, func(b string) bool {
			return name == b || strings.HasSuffix(b, "-") && strings.HasPrefix(name, b)
		})
	}
}

func headerName(r Row) string {
	name := strings.ToLower(r.Name())
	for _, top := range []string{"headers.", "multivalueheaders."} {
		name = strings.TrimPrefix(name, top)
	}
	return name
}

func all(conditions ...func(Row) bool) func(Row) bool {
	return func(r Row) bool {
		return !slices.ContainsFunc(conditions, func(fits func(Row) bool) bool { return !fits(r) })
	}
}

func bothEmpty(r Row) bool { return isEmpty(r.Left.Value) && isEmpty(r.Right.Value) }

func emptySide(r Row) bool { return isEmpty(r.Left.Value + r.Right.Value) }

// severalValues fits a header or a query key of which a side has more than one value.
func severalValues(r Row) bool {
	return under(maps...)(r) && (len(texts(r.Left.Value)) != len(texts(r.Right.Value)) ||
		strings.Contains(decoded(r.Left.Value), ", ") != strings.Contains(decoded(r.Right.Value), ", "))
}
