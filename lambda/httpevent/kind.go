package httpevent

// Kind says which front door an event came through, and so which shape its response must have.
type Kind uint8

// The kinds of events.
const (
	// Unknown is an event of none of the doors below. Responses to it have the shape of [RESTAPI].
	Unknown Kind = iota
	// ALB is an Application Load Balancer whose target group has multi-value headers off: of a repeated header or query key,
	// the event has the last value alone.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
	ALB
	// ALBMultiValue is an Application Load Balancer whose target group has multi-value headers on.
	ALBMultiValue
	// RESTAPI is a REST API of API Gateway with Lambda proxy integration, or an HTTP API with payload format 1.0.
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
	RESTAPI
	// HTTPAPI is an HTTP API of API Gateway with payload format 2.0.
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
	HTTPAPI
	// FunctionURL is a Lambda function URL; its events have payload format 2.0.
	// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
	FunctionURL
)

var kindNames = [...]string{"none", "alb", "alb-multi-value", "rest", "http-api", "function-url"}

// String returns the name that log lines have: none, alb, alb-multi-value, rest, http-api or function-url.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// IsALB reports whether the event came from a load balancer.
func (k Kind) IsALB() bool { return k == ALB || k == ALBMultiValue }

// Payload2 reports whether the event has payload format 2.0.
func (k Kind) Payload2() bool { return k == HTTPAPI || k == FunctionURL }
