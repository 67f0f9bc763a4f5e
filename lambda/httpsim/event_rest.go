package httpsim

import (
	"net/http"
	"strings"

	"example.com/alb-lambda/lambda/internal/contract"
)

// rest returns the event of a REST API: REST, "Input format of a Lambda function for proxy
// integration". What a request does not have is null.
func (d Endpoint) rest(r *http.Request, body []byte) object {
	header := d.header(r)
	text, encoded := d.text(header, body)
	// A semicolon "results in the data being split" (REST, notes).
	q, h := query(r, "&;", contract.Unescape), sorted(withoutDropped(header), headerNames(r))
	// Recorded: test_lambda_aws_proxy_integration. Slashes in front become one in path, and stay in
	// requestContext.path; the path parameter is as encoded as the path, and has no slash at its
	// end.
	sent := sentPath(r.URL)
	path := "/" + strings.TrimLeft(sent, "/")
	resource, parameters := "/", any(nil)
	if rest := strings.Trim(path, "/"); rest != "" {
		resource, parameters = "/{proxy+}", object{{"proxy", rest}}
	}
	return object{
		{"resource", resource},
		{"path", path},
		{"httpMethod", r.Method},
		{"headers", h.last()},
		{"multiValueHeaders", h.all()},
		{"queryStringParameters", orNull(q.last())},
		{"multiValueQueryStringParameters", orNull(q.all())},
		{"pathParameters", parameters},
		{"stageVariables", nil},
		{"requestContext", object{
			{"resourceId", "123456"},
			{"resourcePath", resource},
			{"httpMethod", r.Method},
			{"extendedRequestId", "TWegAcC4EowCHnA="},
			{"requestTime", d.Time.Format("02/Jan/2006:15:04:05 -0700")},
			{"path", "/" + d.Stage + sent},
			{"accountId", account},
			{"protocol", r.Proto},
			{"stage", d.Stage},
			{"domainPrefix", prefix(domain(r))},
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
				{"userAgent", textOrNull(r.UserAgent())},
				{"user", nil},
			}},
			{"domainName", domain(r)},
			{"deploymentId", deploymentID},
			{"apiId", apiID},
		}},
		{"body", textOrNull(text)},
		{"isBase64Encoded", encoded},
	}
}

// withoutDropped returns the headers that a REST API passes to the function. Recorded:
// test_apigateway_header_remapping_aws[AWS_PROXY]; it follows the table of REST, notes.
func withoutDropped(header http.Header) http.Header {
	for name := range header {
		switch strings.ToLower(name) {
		case "connection", "content-length", "content-md5", "expect", "max-forwards", "proxy-authenticate", "server", "te", "trailer",
			"transfer-encoding", "upgrade", "www-authenticate":
			delete(header, name)
		}
	}
	return header
}

// payload1 returns the event of an HTTP API with payload format 1.0: HTTP, "1.0".
func (d Endpoint) payload1(r *http.Request, body []byte) object {
	header := d.header(r)
	text, encoded := d.text(header, body)
	q, h := query(r, "&", contract.Unescape), sorted(header, headerNames(r))
	return object{
		{"version", "1.0"},
		{"resource", "$default"}, // a real event: glassechidna/serverlessish#4
		{"path", d.decodedPath(r.URL)},
		{"httpMethod", r.Method},
		{"headers", h.last()},
		{"multiValueHeaders", h.all()},
		{"queryStringParameters", orNull(q.last())},
		{"multiValueQueryStringParameters", orNull(q.all())},
		{"requestContext", object{
			{"accountId", account},
			{"apiId", apiID},
			{"domainName", domain(r)},
			{"domainPrefix", prefix(domain(r))},
			{"extendedRequestId", "request-id"},
			{"httpMethod", r.Method},
			{"identity", object{
				{"accessKey", nil},
				{"accountId", nil},
				{"caller", nil},
				{"cognitoAmr", nil},
				{"cognitoAuthenticationProvider", nil},
				{"cognitoAuthenticationType", nil},
				{"cognitoIdentityId", nil},
				{"cognitoIdentityPoolId", nil},
				{"principalOrgId", nil},
				{"sourceIp", sourceIP(r)},
				{"user", nil},
				{"userAgent", r.UserAgent()},
				{"userArn", nil},
			}},
			{"path", d.decodedPath(r.URL)},
			{"protocol", r.Proto},
			{"requestId", requestID},
			{"requestTime", d.Time.Format("02/Jan/2006:15:04:05 -0700")},
			{"requestTimeEpoch", d.Time.UnixMilli()},
			{"resourceId", "$default"},
			{"resourcePath", "$default"},
			{"stage", d.Stage},
		}},
		{"pathParameters", nil},
		{"stageVariables", nil},
		{"body", textOrNull(text)},
		{"isBase64Encoded", encoded},
	}
}
