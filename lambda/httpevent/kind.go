package httpevent

import (
	"bytes"

	"example.com/alb-lambda/lambda/internal/contract"
)

// Kind says which front end an event came through, and so which shape its response must have.
type Kind uint8

// The kinds of events.
const (
	// Unknown is an event of none of the front ends below. Responses to it have the shape of
	// [RESTAPI].
	Unknown Kind = iota
	// ALB is an Application Load Balancer whose target group has multi-value headers off: of a
	// repeated header or query key, the event has the last value alone.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
	ALB
	// ALBMultiValue is an Application Load Balancer whose target group has multi-value headers on.
	ALBMultiValue
	// RESTAPI is a REST API of API Gateway with Lambda proxy integration.
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
	RESTAPI
	// HTTPAPIV1 is an HTTP API of API Gateway with payload format 1.0. Its events look like those
	// of a REST API, but their path is decoded and begins with the stage.
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
	HTTPAPIV1
	// HTTPAPI is an HTTP API of API Gateway with payload format 2.0. Same page.
	HTTPAPI
	// FunctionURL is a Lambda function URL; its events have payload format 2.0.
	// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
	FunctionURL
	// Lattice is a service of VPC Lattice whose target group has event structure version 1.
	// https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
	Lattice
	// LatticeV2 is a service of VPC Lattice whose target group has event structure version 2. Same
	// page.
	LatticeV2
)

var kindNames = [...]string{"unknown", "alb", "alb-multi-value", "rest", "http-api-1.0", "http-api", "function-url", "lattice", "lattice-2.0"}

// String returns the name that log lines have: unknown, alb, alb-multi-value, rest, http-api-1.0,
// http-api, function-url, lattice or lattice-2.0.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[Unknown]
}

// IsALB reports whether the event came from a load balancer.
func (k Kind) IsALB() bool { return k == ALB || k == ALBMultiValue }

// IsLattice reports whether the event came from VPC Lattice.
func (k Kind) IsLattice() bool { return k == Lattice || k == LatticeV2 }

// Payload2 reports whether the event has payload format 2.0.
func (k Kind) Payload2() bool { return k == HTTPAPI || k == FunctionURL }

// MaxResponse returns the largest response JSON, in bytes, that the front end accepts.
func (k Kind) MaxResponse() int {
	if k.IsALB() {
		return contract.MaxALB
	}
	return contract.MaxLambda
}

// kind tells the front ends apart by what only their events have. The events of authorizers and of
// WebSocket APIs look much the same, but need other responses.
func (m *eventMembers) kind() Kind {
	switch {
	case isText(m.context.targetGroupARN):
		if isObject(m.multiHeaders) {
			return ALBMultiValue
		}
		return ALB
	case isText(m.methodARN), isText(m.routeARN), isText(m.context.connectionID):
		return Unknown
	case textIs(m.version, "2.0") && isText(m.context.method):
		if bytes.Contains(m.context.domainName, []byte(".lambda-url.")) {
			return FunctionURL
		}
		return HTTPAPI
	case textIs(m.version, "2.0") && isText(m.method) && isText(m.context.latticeARN):
		return LatticeV2
	case isText(m.httpMethod) && (isText(m.resource) || isText(m.context.stage)):
		if textIs(m.version, "1.0") && !m.stageInContextAlone() {
			return HTTPAPIV1
		}
		return RESTAPI
	case isText(m.method) && isText(m.latticePath):
		return Lattice
	}
	return Unknown
}

// stageInContextAlone reports whether the path in the context begins with the stage and the path
// itself does not, as for a REST API. Emulators add a version to the events of REST APIs; those of
// an HTTP API have the same path twice.
func (m *eventMembers) stageInContextAlone() bool {
	return text(m.context.path) == "/"+text(m.context.stage)+text(m.path)
}
