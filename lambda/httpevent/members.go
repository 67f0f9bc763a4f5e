package httpevent

import "bytes"

// eventMembers are the members of an event that the package knows, each as its own bytes in the
// event, or nil.
type eventMembers struct {
	version, resource, methodARN, routeARN, httpMethod, method, path, rawPath, latticePath, rawQueryString []byte
	headers, multiHeaders, query, multiQuery, cookies, body, isBase64Encoded                               []byte
	requestContext                                                                                         []byte
	context                                                                                                contextMembers
}

// contextMembers are those of the event's requestContext.
type contextMembers struct {
	targetGroupARN, stage, path, domainName, method, sourceIP, protocol, connectionID, latticeARN []byte
}

// complete reports whether the members that tell the kind, the method, the path and the client have
// been seen.
func (m *eventMembers) complete() bool {
	path, context := m.path, m.requestContext
	switch kind := m.kind(); {
	case kind == Unknown, kind == ALB, kind == ALBMultiValue && m.httpMethod == nil:
		return false
	case kind.Payload2():
		path = m.rawPath
	case kind == Lattice: // has no context
		path, context = m.latticePath, m.latticePath
	}
	return path != nil && context != nil && (m.headers != nil || m.multiHeaders != nil)
}

// note keeps a member of the event. Of members with one name the last counts, as in every common
// JSON reader. No two front ends have one name for two things, so the members of all of them are
// read as one.
func (m *eventMembers) note(key, value []byte) {
	switch string(key) {
	case "version":
		m.version = value
	case "resource":
		m.resource = value
	case "methodArn":
		m.methodARN = value
	case "routeArn":
		m.routeARN = value
	case "httpMethod":
		m.httpMethod = value
	case "method":
		m.method = value
	case "path":
		m.path = value
	case "rawPath":
		m.rawPath = value
	case "raw_path":
		m.latticePath = value
	case "rawQueryString":
		m.rawQueryString = value
	case "headers":
		m.headers = value
	case "multiValueHeaders":
		m.multiHeaders = value
	case "queryStringParameters", "query_string_parameters":
		m.query = value
	case "multiValueQueryStringParameters":
		m.multiQuery = value
	case "cookies":
		m.cookies = value
	case "body":
		m.body = value
	case "isBase64Encoded", "is_base64_encoded":
		m.isBase64Encoded = value
	case "requestContext":
		m.requestContext, m.context = value, contextMembers{}
		members(value, m.context.note)
	}
}

func (c *contextMembers) note(key, value []byte) {
	switch string(key) {
	case "stage":
		c.stage = value
	case "path":
		c.path = value
	case "domainName":
		c.domainName = value
	case "connectionId":
		c.connectionID = value
	case "protocol":
		c.protocol = value
	case "serviceArn", "serviceNetworkArn":
		c.latticeARN = value
	case "elb", "http", "identity":
		members(value, c.noteInner)
	}
}

// noteInner keeps a member of elb, http or identity: no two of them have one name for two things.
func (c *contextMembers) noteInner(key, value []byte) {
	switch string(key) {
	case "targetGroupArn":
		c.targetGroupARN = value
	case "method":
		c.method = value
	case "sourceIp":
		c.sourceIP = value
	case "protocol":
		c.protocol = value
	}
}

// healthCheck reports whether the request is the load balancer's own. Its health checks have no
// header but the user agent, whereas a client's request always has the header X-Forwarded-For or
// X-Amzn-Trace-Id; so nobody gets past the function, and past the log, by taking on the name.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#enable-health-checks-lambda
func (m *eventMembers) healthCheck() bool {
	checker, forwarded := false, false
	look := func(key, value []byte) {
		switch {
		case equalFold(key, "user-agent"):
			checker = bytes.Contains(value, []byte(`"ELB-HealthChecker/`))
		case equalFold(key, "x-forwarded-for"), equalFold(key, "x-amzn-trace-id"):
			forwarded = true
		}
	}
	members(m.headers, look)
	members(m.multiHeaders, look)
	return checker && !forwarded
}
