package httpsim_test

import (
	"maps"
	"net/http"

	"example.com/alb-lambda/lambda/httpsim"
)

type set = map[string]any

// clientCert is what the fixtures have of a client's certificate: it belongs to mutual TLS, which
// is the API's own.
var clientCert = set{
	"clientCertPem": "-----BEGIN CERTIFICATE-----\nMIIEZTCCAk0CAQEwDQ...",
	"issuerDN":      "C=US,ST=Washington,L=Seattle,O=Amazon Web Services,OU=Security,CN=My Private CA",
	"serialNumber":  "1",
	"subjectDN":     "C=US,ST=Washington,L=Seattle,O=Amazon Web Services,OU=Security,CN=My Client",
	"validity":      set{"notAfter": "Aug  5 00:28:21 2120 GMT", "notBefore": "Aug 29 00:28:21 2020 GMT"},
}

// restHeader is what the client and CloudFront sent in the fixtures of REST APIs, names as they
// were.
var restHeader = http.Header{
	"Accept":                       {"*/*"},
	"Accept-Encoding":              {"gzip, deflate"},
	"cache-control":                {"no-cache"},
	"CloudFront-Forwarded-Proto":   {"https"},
	"CloudFront-Is-Desktop-Viewer": {"true"},
	"CloudFront-Is-Mobile-Viewer":  {"false"},
	"CloudFront-Is-SmartTV-Viewer": {"false"},
	"CloudFront-Is-Tablet-Viewer":  {"false"},
	"CloudFront-Viewer-Country":    {"US"},
	"Content-Type":                 {"application/json"},
	"headerName":                   {"headerValue"},
	"Postman-Token":                {"9f583ef0-ed83-4a38-aef3-eb9ce3f7a57f"},
	"User-Agent":                   {"PostmanRuntime/2.4.5"},
	"Via":                          {"1.1 d98420743a69852491bbdea73f7680bd.cloudfront.net (CloudFront)"},
	"X-Amz-Cf-Id":                  {"pn-PWIJc6thYnZm5P0NMgOUglL1DYtl0gdeJky8tqsg8iS_sgsKD1A=="},
	"X-Forwarded-For":              {"54.240.196.186"},
}

// restSet is what is the API's own in those fixtures; and what is not in them: they are older than
// the trace header, isBase64Encoded, principalOrgId and deploymentId.
func restSet(more set) set {
	all := set{
		"stageVariables":                         set{"stageVariableName": "stageVariableValue"},
		"headers.X-Amzn-Trace-Id":                httpsim.Absent,
		"multiValueHeaders.X-Amzn-Trace-Id":      httpsim.Absent,
		"isBase64Encoded":                        httpsim.Absent,
		"requestContext.identity.principalOrgId": httpsim.Absent,
		"requestContext.deploymentId":            httpsim.Absent,
		"requestContext.accountId":               "12345678912",
		"requestContext.resourceId":              "roq9wj",
		// without the stage: a custom domain
		"requestContext.path":                           "/hello/world",
		"requestContext.domainName":                     "gy415nuibc.execute-api.us-east-2.amazonaws.com",
		"requestContext.domainPrefix":                   "y0ne18dixk",
		"requestContext.requestId":                      "deef4878-7910-11e6-8f14-25afc3e9ae33",
		"requestContext.apiId":                          "gy415nuibc",
		"requestContext.authorizer":                     set{"principalId": "admin", "clientId": 1, "clientName": "Exata"},
		"requestContext.identity.cognitoIdentityPoolId": "theCognitoIdentityPoolId",
		"requestContext.identity.accountId":             "theAccountId",
		"requestContext.identity.cognitoIdentityId":     "theCognitoIdentityId",
		"requestContext.identity.caller":                "theCaller",
		"requestContext.identity.apiKey":                "theApiKey",
		"requestContext.identity.apiKeyId":              "theApiKeyId",
		"requestContext.identity.accessKey":             "ANEXAMPLEOFACCESSKEY",
		// the last of X-Forwarded-For is CloudFront
		"requestContext.identity.sourceIp":                      "192.168.196.186",
		"requestContext.identity.cognitoAuthenticationType":     "theCognitoAuthenticationType",
		"requestContext.identity.cognitoAuthenticationProvider": "theCognitoAuthenticationProvider",
		"requestContext.identity.userArn":                       "theUserArn",
		"requestContext.identity.user":                          "theUser",
	}
	maps.Copy(all, more)
	return all
}

// payload2Set is what is the API's own in the fixtures of HTTP APIs with authorizers; they have two
// headers alone, in the client's case, and a time that lacks a space and is eight days after its
// own timeEpoch.
func payload2Set(authorizer set) set {
	all := set{
		"headers":                       set{"Header1": "value1", "Header2": "value2"},
		"pathParameters":                set{"proxy": "hello/world"},
		"stageVariables":                set{"stageVariable1": "value1", "stageVariable2": "value2"},
		"requestContext.requestId":      "id",
		"requestContext.authorizer":     authorizer,
		"requestContext.apiId":          "api-id",
		"requestContext.authentication": set{"clientCert": clientCert},
		"requestContext.time":           "12/Mar/2020:19:03:58+0000",
		"requestContext.http.sourceIp":  "IP",
	}
	return all
}
