package httpsim

import (
	"fmt"
	"net/http"
	"strings"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/internal/contract"
)

// payload2 returns the event of an HTTP API or a function URL: HTTP, "2.0"; URL, "Request payload
// format". What a request does not have is left out.
func (d Endpoint) payload2(r *http.Request, body []byte) object {
	header := d.header(r)
	if d.Kind == httpevent.FunctionURL {
		// Recorded: test_lambda_url_echo_http_fixture_default.
		header["X-Amzn-Tls-Version"] = []string{"TLSv1.3"}
		header["X-Amzn-Tls-Cipher-Suite"] = []string{"TLS_AES_128_GCM_SHA256"}
	}
	text, encoded := d.text(header, body)
	var cookies []string
	for name, all := range header {
		if http.CanonicalHeaderKey(name) == "Cookie" {
			for cookie := range strings.SplitSeq(strings.Join(all, ";"), ";") {
				cookies = append(cookies, strings.TrimSpace(cookie))
			}
			delete(header, name)
		}
	}
	if len(body) > 0 && header.Get("Content-Length") == "" {
		header.Set("Content-Length", fmt.Sprint(len(body)))
	}
	path, name := sentPath(r.URL), domain(r)
	if d.Kind == httpevent.HTTPAPI {
		path = d.decodedPath(r.URL)
	} else if !strings.Contains(name, ".lambda-url.") {
		name = apiID + ".lambda-url.us-east-1.on.aws"
	}
	o := object{{"version", "2.0"}, {"routeKey", "$default"}, {"rawPath", path}, {"rawQueryString", r.URL.RawQuery}}
	if len(cookies) > 0 {
		o = append(o, member{"cookies", cookies})
	}
	o = append(o, member{"headers", lowerCase(header).joined()})
	if q := query(r, "&", contract.Unescape); len(q.names) > 0 {
		o = append(o, member{"queryStringParameters", q.joined()})
	}
	o = append(o, member{"requestContext", object{
		{"accountId", account},
		{"apiId", apiID},
		{"domainName", name},
		{"domainPrefix", prefix(name)},
		{"http", object{
			{"method", r.Method},
			{"path", path},
			{"protocol", r.Proto},
			{"sourceIp", sourceIP(r)},
			{"userAgent", r.UserAgent()},
		}},
		{"requestId", requestID},
		{"routeKey", "$default"},
		{"stage", "$default"},
		{"time", d.Time.Format("02/Jan/2006:15:04:05 -0700")},
		{"timeEpoch", d.Time.UnixMilli()},
	}})
	if d.Kind == httpevent.HTTPAPI {
		o = o.set("requestContext.stage", d.Stage)
	}
	if len(body) > 0 {
		o = append(o, member{"body", text})
	}
	return append(o, member{"isBase64Encoded", encoded})
}
