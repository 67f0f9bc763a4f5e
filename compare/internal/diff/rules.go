package diff

import (
	"slices"
	"strings"
)

// A Rule is a known difference between the doors.
type Rule struct {
	ID string `json:"id"`
	// Sentence explains the difference.
	Sentence string `json:"sentence"`
	// Page is where AWS says so.
	Page string `json:"page"`

	fits func(Row) bool
}

// The pages of AWS that the rules are from.
const (
	pageALB       = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"
	pageALBEvent  = pageALB + "#receive-event-from-load-balancer"
	pageALBAnswer = pageALB + "#respond-to-load-balancer"
	pageALBMulti  = pageALB + "#multi-value-headers"
	pageALBErrors = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html"
	pageALBListen = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"
	pageForwarded = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html"
	pageREST      = "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html"
	pageRESTEvent = pageREST + "#api-gateway-simple-proxy-for-lambda-input-format"
	pageRESTReply = pageREST + "#api-gateway-simple-proxy-for-lambda-output-format"
	pageRESTMulti = pageREST + "#apigateway-multivalue-headers-and-parameters"
	pageRESTBody  = "https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html"
	pageRESTNotes = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html"
	pageEdge      = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html"
	pageHTTPAPI   = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"
	pageRequestID = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html"
)

// eventRules explain the events, the first that fits first.
var eventRules = []*Rule{
	{"elb-context", "The balancer's event says little of itself: requestContext.elb names the target group. A function tells this door by it.",
		pageALBEvent, under("requestContext.elb")},
	{"rest-context", "API Gateway describes itself and the caller: the API, its stage, the request's id and time, the client's address. The balancer does not; there, the client's address is the last of x-forwarded-for.",
		pageRESTEvent, under("requestContext")},
	{"resource", "API Gateway says which of its resources fitted the path, and with which parameters. The balancer's rules choose a target and leave no trace in the event.",
		pageRESTEvent, under("resource", "pathParameters")},
	{"stage-variables", "Stage variables are settings of an API Gateway stage. A balancer has no stages.",
		pageRESTEvent, under("stageVariables")},
	{"version", "The member version belongs to the payloads of HTTP APIs, of which 1.0 has the shape of a REST API's event.",
		pageHTTPAPI, under("version")},
	{"one-map", "The balancer sends either the plain members or the multi-value ones, by an attribute of the target group; with multi-value headers off, only the last of several values. API Gateway always sends both.",
		pageALBMulti, all(marked(Missing), named(maps...))},
	{"empty", "For nothing at all, API Gateway says null; the balancer says {} for the query, and \"\" for the body.",
		pageRESTEvent, bothEmpty},
	{"absent-map", "Where there is nothing to say, API Gateway has the member as null and the balancer leaves it out, or has it empty.",
		pageRESTEvent, all(marked(Missing, Added), emptySide)},
	{"header-case", "API Gateway's REST API keeps header names as the client sent them; the balancer writes them in lower case.",
		pageALBEvent, all(marked(Renamed), under("headers", "multiValueHeaders"))},
	{"host", "Host is the name of the door that was asked, and each door has its own.",
		pageALBEvent, all(marked(Changed, Encoded), header("host"))},
	{"forwarded", "Each door writes X-Forwarded-* and X-Amzn-Trace-Id itself: the client's address, the port and the protocol as this door saw them, and a trace of its own.",
		pageForwarded, header("x-forwarded-", "x-amzn-trace-id")},
	{"edge", "An edge-optimized API stands behind CloudFront, which adds Via and headers of its own.",
		pageEdge, all(marked(Missing), header("via", "cloudfront-", "x-amz-cf-"))},
	{"hop", "API Gateway ends the client's connection and leaves out, or renames to x-amzn-Remapped-*, headers that belong to it. The balancer hands them on.",
		pageRESTNotes, all(marked(Added), header("connection", "content-length", "transfer-encoding", "expect", "te", "upgrade", "accept-encoding"))},
	{"repeated", "Of a header or a query key that came more than once, the multi-value members have every value and the plain ones one value.",
		pageALBMulti, all(marked(Changed, Encoded), severalValues)},
	{"query-encoding", "API Gateway decodes the query once; the balancer hands it on as it came, so the function must decode it.",
		pageALBMulti, under("queryStringParameters", "multiValueQueryStringParameters")},
	{"path-encoding", "One door decoded the path and the other did not: do not decode it twice.",
		pageRESTEvent, all(marked(Encoded), under("path"))},
	{"base64", "The balancer encodes a body as base64 unless its type is text/*, application/json, application/javascript or application/xml, and always if Content-Encoding is set. API Gateway does so only for the API's binaryMediaTypes.",
		pageALBEvent, all(marked(Encoded), under("body", "isBase64Encoded"))},
	{"header-value", "The doors give this header different values: each adds, joins or rewrites headers in its own way.",
		pageRESTMulti, under("headers", "multiValueHeaders")},
}

// returnedRules explain what the function returned.
var returnedRules = []*Rule{
	{"status-description", "The balancer's response has a status with its words; API Gateway takes the number alone.",
		pageALBAnswer, under("statusDescription")},
	{"response-headers", "The balancer reads the headers from multiValueHeaders if its target group has multi-value headers on, and from headers if not; a response with the wrong one loses them. API Gateway takes either, and merges them.",
		pageALBMulti, under("headers", "multiValueHeaders")},
	{"response-body", "The body is the echo of the event, so it differs as the events do. The balancer takes 1 MB of response JSON, API Gateway what Lambda can return, 6 MB.",
		pageALB, under("body")},
	{"response-base64", "A body that is not text goes as base64. API Gateway decodes it only if the Accept header fits the API's binaryMediaTypes; the balancer always does.",
		pageRESTBody, under("isBase64Encoded")},
	{"response-status", "The function answered with different statuses; its log says why.",
		pageRESTReply, under("statusCode")},
}

// receivedRules explain what the client got.
var receivedRules = []*Rule{
	{"answer-status", "A door answers by itself when it refuses the request or cannot use the function's response: the balancer with 413 over 1 MB and 502 for a bad response, API Gateway with 413 over 10 MB and 502. The function answers 413 itself if its response would be too large for the door.",
		pageALBErrors, func(r Row) bool { return under("status")(r) || header("content-type")(r) }},
	{"request-id", "API Gateway names each request in its answer, so that one can find it in the logs; the balancer writes its trace id to the access log.",
		pageRequestID, header("x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id", "x-amz-request-id", "x-amzn-remapped-")},
	{"server", "The balancer signs its answers with Server: awselb/2.0; an attribute of the listener turns that off.",
		pageALBListen, header("server")},
	{"edge-answer", "An edge-optimized API answers through CloudFront, which adds headers of its own.",
		pageEdge, header("via", "x-cache", "x-amz-cf-")},
	{"door-headers", "Each door writes these headers itself: when it answered, how long the body is, and how the connection goes on.",
		pageALBAnswer, header("date", "content-length", "connection", "keep-alive", "transfer-encoding")},
	{"answer-body", "The body is the echo of the event, so it differs as the events do.",
		pageRESTEvent, under("body")},
}

// refused explains everything where one door has no echo to show.
var refused = &Rule{
	"refused", "The other door's answer is not the echo, so there is no event to set beside this one: its answer, below, says why.",
	pageALBErrors, func(Row) bool { return true },
}

// unknown explains what no rule does.
var unknown = &Rule{
	ID:       "unknown",
	Sentence: "No rule of this command explains this difference: it is new at one of the doors, or the function's own.",
	Page:     pageREST,
}

// Rules are all the differences that the command can explain.
func Rules() []*Rule {
	return slices.Concat(eventRules, returnedRules, receivedRules, []*Rule{refused, unknown})
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

// header fits headers by the beginning of their names, wherever they stand.
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
