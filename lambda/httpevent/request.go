package httpevent

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
)

// Request is one request, read from the event of whichever front door it came through. What an accessor gives is decoded
// when it is first asked for and kept, so a Request belongs to one goroutine. Maps and slices it gives must not be changed.
type Request struct {
	kind        Kind
	healthCheck bool
	event       []byte
	members     eventMembers
	rest        object // the walk over the event
	paused      bool   // at the value of the body, whose name has been read

	header http.Header
	query  url.Values
	body   []byte
	read   bool
}

// eventMembers are the members of an event that the package knows, each as its own bytes in the event, or nil.
type eventMembers struct {
	version, resource, methodARN, routeARN, httpMethod, path, rawPath, rawQueryString []byte
	headers, multiHeaders, query, multiQuery, cookies, body, isBase64Encoded          []byte
	context                                                                           contextMembers
}

// contextMembers are those of the event's requestContext.
type contextMembers struct {
	targetGroupARN, stage, domainName, method, sourceIP, connectionID []byte
}

// Read reads an event. It never fails: what is not an event of a front door is a Request of the kind [Unknown]. The Request
// refers to the event's bytes, which must not change while it is in use.
//
// Every door puts the body near the end of its events. Read goes as far as the body if it then knows all that it has to;
// the accessors that need the rest read it. So the size of a body that nobody asks for costs nothing.
func Read(event []byte) *Request {
	r := &Request{event: event, rest: openObject(event)}
	m := &r.members
	for key, ok := r.rest.key(); ok; key, ok = r.rest.key() {
		if string(key) == "body" && m.complete() {
			r.kind, r.paused = m.kind(), true
			break
		}
		m.note(key, r.rest.value())
	}
	if r.rest.whole {
		r.kind = m.kind()
	}
	r.healthCheck = r.kind.IsALB() && m.healthCheck()
	return r
}

// complete reports whether the members that tell the kind, the method and the path have been seen.
func (m *eventMembers) complete() bool {
	kind := m.kind()
	path := m.path
	if kind.Payload2() {
		path = m.rawPath
	}
	return kind != Unknown && kind != ALB && path != nil && (m.headers != nil || m.multiHeaders != nil)
}

// all returns the members after reading those from the body on. What told the kind, the method and the path stays, should
// an event that no door makes have it twice.
func (r *Request) all() *eventMembers {
	m := &r.members
	if r.paused {
		r.paused = false
		method, path, rawPath, context := m.httpMethod, m.path, m.rawPath, m.context
		m.note([]byte("body"), r.rest.value())
		for key, ok := r.rest.key(); ok; key, ok = r.rest.key() {
			m.note(key, r.rest.value())
		}
		m.httpMethod, m.path, m.rawPath, m.context = method, path, rawPath, context
	}
	return m
}

// note keeps a member of the event. Of members with one name the last counts, as in every common JSON reader.
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
	case "path":
		m.path = value
	case "rawPath":
		m.rawPath = value
	case "rawQueryString":
		m.rawQueryString = value
	case "headers":
		m.headers = value
	case "multiValueHeaders":
		m.multiHeaders = value
	case "queryStringParameters":
		m.query = value
	case "multiValueQueryStringParameters":
		m.multiQuery = value
	case "cookies":
		m.cookies = value
	case "body":
		m.body = value
	case "isBase64Encoded":
		m.isBase64Encoded = value
	case "requestContext":
		m.context = contextMembers{}
		members(value, m.context.note)
	}
}

func (c *contextMembers) note(key, value []byte) {
	switch string(key) {
	case "stage":
		c.stage = value
	case "domainName":
		c.domainName = value
	case "connectionId":
		c.connectionID = value
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
	}
}

// kind tells the doors apart by what only their events have. The events of authorizers and of WebSocket APIs look much the
// same, but ask for other answers.
func (m *eventMembers) kind() Kind {
	switch {
	case isText(m.context.targetGroupARN):
		if isObject(m.multiHeaders) {
			return ALBMultiValue
		}
		return ALB
	case isText(m.methodARN), isText(m.routeARN), isText(m.context.connectionID):
		return Unknown
	case text(m.version) == "2.0" && isText(m.context.method):
		if bytes.Contains(m.context.domainName, []byte(".lambda-url.")) {
			return FunctionURL
		}
		return HTTPAPI
	case isText(m.httpMethod) && (isText(m.resource) || isText(m.context.stage)):
		return RESTAPI
	}
	return Unknown
}

// healthCheck reports whether the balancer itself asks. Its health checks have no header but the user agent, whereas a
// client's request always has the header X-Forwarded-For or X-Amzn-Trace-Id; so nobody gets past the handler, and past the
// log, by taking on the name.
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

// Event returns the event's own bytes. They are the caller's: a function that keeps them after its answer must copy them.
func (r *Request) Event() []byte { return r.event }

// Kind says which front door the request came through.
func (r *Request) Kind() Kind { return r.kind }

// HealthCheck reports whether the request is a health check of the load balancer.
func (r *Request) HealthCheck() bool { return r.healthCheck }

// Method returns the HTTP method: "GET".
func (r *Request) Method() string {
	method := r.members.httpMethod
	if r.kind.Payload2() {
		method = r.members.context.method
	}
	switch string(method) { // the common ones need no copy
	case `"GET"`:
		return http.MethodGet
	case `"POST"`:
		return http.MethodPost
	}
	return text(method)
}

// Path returns the path as the door gives it, without the query. The stage that an HTTP API's own address puts in front is
// taken off, as a REST API does itself.
func (r *Request) Path() string {
	if !r.kind.Payload2() {
		return text(r.members.path)
	}
	path, stage := text(r.members.rawPath), text(r.members.context.stage)
	if stage == "" || stage == "$default" || !bytes.Contains(r.members.context.domainName, []byte(".execute-api.")) {
		return path
	}
	if rest, ok := strings.CutPrefix(path, "/"+stage); ok && (rest == "" || rest[0] == '/') {
		return "/" + strings.TrimPrefix(rest, "/")
	}
	return path
}

// Host returns the host that the client asked for: the Host header, else the door's own domain name.
func (r *Request) Host() string {
	if host := r.Header().Get("Host"); host != "" {
		return host
	}
	return text(r.members.context.domainName)
}
