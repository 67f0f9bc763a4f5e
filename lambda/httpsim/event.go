package httpsim

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
)

// The examples that AWS's documentation uses.
const (
	account     = "123456789012"
	apiID       = "1234567890"
	requestID   = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
	targetGroup = "arn:aws:elasticloadbalancing:us-east-1:" + account + ":targetgroup/my-target-group/6d0ecf831eec9f09"
)

// members returns the event of a request, with the changes of [Endpoint.Set].
func (d Endpoint) members(r *http.Request, body []byte) object {
	if d.Time.IsZero() {
		d.Time = time.Now()
	}
	d.Time = d.Time.UTC()
	if d.Stage == "" {
		d.Stage = "$default"
		if d.Kind == httpevent.RESTAPI {
			d.Stage = "dev"
		}
	}
	var o object
	switch d.Kind {
	case httpevent.ALB, httpevent.ALBMultiValue:
		o = d.alb(r, body)
	case httpevent.RESTAPI:
		o = d.rest(r, body)
	default:
		o = d.payload2(r, body)
	}
	paths := make([]string, 0, len(d.Set))
	for path := range d.Set {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		o = o.set(path, d.Set[path])
	}
	return o
}

// header returns the request's headers and those that each door adds: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
func (d Endpoint) header(r *http.Request) http.Header {
	h := r.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	h["Host"] = []string{host}
	port, proto := "443", "https"
	if r.TLS == nil && (d.Kind.IsALB()) {
		port, proto = "80", "http"
	}
	from := sourceIP(r)
	if before := strings.Join(h.Values("X-Forwarded-For"), ", "); before != "" {
		from = before + ", " + from
	}
	h["X-Forwarded-For"] = []string{from}
	h["X-Forwarded-Port"] = []string{port}
	h["X-Forwarded-Proto"] = []string{proto}
	if h.Get("X-Amzn-Trace-Id") == "" {
		h["X-Amzn-Trace-Id"] = []string{fmt.Sprintf("Root=1-%08x-%024x", d.Time.Unix(), d.Time.UnixNano())}
	}
	return h
}

// sourceIP returns the client's address: httptest.NewRequest sets it to 192.0.2.1.
func sourceIP(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return host
	}
	return "192.0.2.1"
}

// alb returns the event of a load balancer: ALB, "Receive events from the load balancer" and "Multi-value headers".
func (d Endpoint) alb(r *http.Request, body []byte) object {
	header := d.header(r)
	text, encoded := d.text(header, body)
	query, headers := values{}, values{}
	for _, pair := range pairs(r.URL.RawQuery) {
		query.add(pair[0], pair[1]) // as the client encoded it
	}
	for name, all := range header {
		for _, value := range all {
			headers.add(strings.ToLower(name), value)
		}
	}
	o := object{
		{"requestContext", object{{"elb", object{{"targetGroupArn", targetGroup}}}}},
		{"httpMethod", r.Method},
		{"path", escapedPath(r.URL)},
	}
	if d.Kind == httpevent.ALBMultiValue {
		o = append(o, member{"multiValueQueryStringParameters", query.all()}, member{"multiValueHeaders", headers.all()})
	} else {
		o = append(o, member{"queryStringParameters", query.last()}, member{"headers", headers.last()})
	}
	return append(o, member{"body", text}, member{"isBase64Encoded", encoded})
}

// rest returns the event of a REST API: REST, "Input format of a Lambda function for proxy integration". What a request
// does not have is null.
func (d Endpoint) rest(r *http.Request, body []byte) object {
	header := d.header(r)
	var text any
	content, encoded := d.text(header, body)
	if len(body) > 0 {
		text = content
	}
	query, headers := values{}, values(header)
	for _, pair := range pairs(r.URL.RawQuery) {
		query.add(unescape(pair[0]), unescape(pair[1]))
	}
	var userAgent any
	if r.UserAgent() != "" {
		userAgent = r.UserAgent()
	}
	resource, parameters := "/", any(nil)
	if rest := strings.TrimPrefix(r.URL.Path, "/"); rest != "" {
		resource, parameters = "/{proxy+}", object{{"proxy", rest}}
	}
	return object{
		{"resource", resource},
		{"path", escapedPath(r.URL)},
		{"httpMethod", r.Method},
		{"headers", headers.last()},
		{"multiValueHeaders", headers.all()},
		{"queryStringParameters", orNull(query.last())},
		{"multiValueQueryStringParameters", orNull(query.all())},
		{"pathParameters", parameters},
		{"stageVariables", nil},
		{"requestContext", object{
			{"resourceId", "123456"},
			{"resourcePath", resource},
			{"httpMethod", r.Method},
			{"extendedRequestId", "TWegAcC4EowCHnA="},
			{"requestTime", d.Time.Format("02/Jan/2006:15:04:05 -0700")},
			{"path", "/" + d.Stage + escapedPath(r.URL)},
			{"accountId", account},
			{"protocol", r.Proto},
			{"stage", d.Stage},
			{"domainPrefix", prefix(r.Host)},
			{"requestTimeEpoch", d.Time.UnixMilli()},
			{"requestId", requestID},
			{"identity", object{
				{"cognitoIdentityPoolId", nil},
				{"accountId", nil},
				{"cognitoIdentityId", nil},
				{"caller", nil},
				{"sourceIp", sourceIP(r)},
				{"principalOrgId", nil},
				{"accessKey", nil},
				{"cognitoAuthenticationType", nil},
				{"cognitoAuthenticationProvider", nil},
				{"userArn", nil},
				{"userAgent", userAgent},
				{"user", nil},
			}},
			{"domainName", r.Host},
			{"apiId", apiID},
		}},
		{"body", text},
		{"isBase64Encoded", encoded},
	}
}

// payload2 returns the event of an HTTP API or a function URL: HTTP, "2.0"; URL, "Request payload format". What a request
// does not have is left out.
func (d Endpoint) payload2(r *http.Request, body []byte) object {
	header := d.header(r)
	text, encoded := d.text(header, body)
	query, headers := values{}, values{}
	for _, pair := range pairs(r.URL.RawQuery) {
		query.add(unescape(pair[0]), unescape(pair[1]))
	}
	var cookies []string
	for name, all := range header {
		if http.CanonicalHeaderKey(name) == "Cookie" {
			for cookie := range strings.SplitSeq(strings.Join(all, ";"), ";") {
				cookies = append(cookies, strings.TrimSpace(cookie))
			}
			continue
		}
		for _, value := range all {
			headers.add(strings.ToLower(name), value)
		}
	}
	if len(body) > 0 && headers["content-length"] == nil {
		headers.add("content-length", fmt.Sprint(len(body)))
	}
	raw := escapedPath(r.URL)
	if d.Kind == httpevent.HTTPAPI && r.URL.Path != "" {
		raw = r.URL.Path // decoded: fastify/aws-lambda-fastify#169, honojs/hono#2156
	}
	if d.Stage != "$default" {
		raw = "/" + d.Stage + raw
	}
	o := object{{"version", "2.0"}, {"routeKey", "$default"}, {"rawPath", raw}, {"rawQueryString", r.URL.RawQuery}}
	if len(cookies) > 0 {
		o = append(o, member{"cookies", cookies})
	}
	o = append(o, member{"headers", headers.joined()})
	if len(query) > 0 {
		o = append(o, member{"queryStringParameters", query.joined()})
	}
	domain := r.Host
	if d.Kind == httpevent.FunctionURL && !strings.Contains(domain, ".lambda-url.") {
		domain = apiID + ".lambda-url.us-east-1.on.aws"
	}
	o = append(o, member{"requestContext", object{
		{"accountId", account},
		{"apiId", apiID},
		{"domainName", domain},
		{"domainPrefix", prefix(domain)},
		{"http", object{
			{"method", r.Method},
			{"path", raw},
			{"protocol", r.Proto},
			{"sourceIp", sourceIP(r)},
			{"userAgent", r.UserAgent()},
		}},
		{"requestId", requestID},
		{"routeKey", "$default"},
		{"stage", d.Stage},
		{"time", d.Time.Format("02/Jan/2006:15:04:05 -0700")},
		{"timeEpoch", d.Time.UnixMilli()},
	}})
	if len(body) > 0 {
		o = append(o, member{"body", text})
	}
	return append(o, member{"isBase64Encoded", encoded})
}

func prefix(host string) string {
	first, _, _ := strings.Cut(host, ".")
	return first
}

func orNull(o object) any {
	if len(o) == 0 {
		return nil
	}
	return o
}

func escapedPath(u *url.URL) string {
	if p := u.EscapedPath(); p != "" {
		return p
	}
	return "/"
}
