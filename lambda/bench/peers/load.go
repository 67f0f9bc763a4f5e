package main

import (
	"encoding/json"
	"strings"
)

// load is a request, and how many of them make a measurement.
type load struct {
	name, path, body, want string
	warm, all              int
}

const order = `{"id":12345,"name":"Grace Hopper","address":"1 Navy Yard, Arlington, Virginia","tags":["admiral","compiler"]}`

// Short loads and many rounds, so that no adapter has the quiet moments of the machine alone.
var loads = []load{
	raw("1KB", 1<<10, 200, 500),
	raw("1MB", 1<<20, 5, 15),
	decoded("1KB decoded", 1<<10, 200, 400),
	decoded("1MB decoded", 1<<20, 3, 6),
}

// orders returns JSON of about the size.
func orders(size int) string {
	return "[" + strings.TrimSuffix(strings.Repeat(order+",", max(1, size/len(order))), ",") + "]"
}

func raw(name string, size, warm, all int) load {
	body := orders(size)
	return load{name, "/raw", body, `{"method":"POST","received":` + body + "}", warm, all}
}

func decoded(name string, size, warm, all int) load {
	body := orders(size)
	return load{name, "/typed", body, body + "\n", warm, all}
}

// separator is between the prelude of a streamed response and its body.
var separator = make([]byte, 8)

// quoted returns a text as a JSON string.
func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// restEvent returns the event of a REST API.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
func restEvent(path, body string) []byte {
	return []byte(`{"resource":"/{proxy+}","path":"` + path + `","httpMethod":"POST","headers":{"Accept":"*/*","Content-Type":"application/json",` +
		`"Host":"1234567890.execute-api.us-east-1.amazonaws.com","User-Agent":"curl/8.5.0","X-Forwarded-For":"192.0.2.1","X-Forwarded-Port":"443","X-Forwarded-Proto":"https"},` +
		`"multiValueHeaders":{"Accept":["*/*"],"Content-Type":["application/json"],"Host":["1234567890.execute-api.us-east-1.amazonaws.com"],"User-Agent":["curl/8.5.0"],` +
		`"X-Forwarded-For":["192.0.2.1"],"X-Forwarded-Port":["443"],"X-Forwarded-Proto":["https"]},"queryStringParameters":null,"multiValueQueryStringParameters":null,` +
		`"pathParameters":{"proxy":"orders"},"stageVariables":null,"requestContext":{"resourceId":"abc","resourcePath":"/{proxy+}","httpMethod":"POST","path":"/dev` + path + `",` +
		`"accountId":"123456789012","protocol":"HTTP/1.1","stage":"dev","domainName":"1234567890.execute-api.us-east-1.amazonaws.com","identity":{"sourceIp":"192.0.2.1"},` +
		`"requestId":"c6af9ac6-7b61-11e6-9a41-93e8deadbeef","apiId":"1234567890"},"body":` + quoted(body) + `,"isBase64Encoded":false}`)
}

// urlEvent returns the event of a function URL.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
func urlEvent(path, body string) []byte {
	return []byte(`{"version":"2.0","routeKey":"$default","rawPath":"` + path + `","rawQueryString":"","headers":{"accept":"*/*","content-type":"application/json",` +
		`"host":"abc.lambda-url.us-east-1.on.aws","user-agent":"curl/8.5.0","x-forwarded-for":"192.0.2.1","x-forwarded-port":"443","x-forwarded-proto":"https"},` +
		`"requestContext":{"accountId":"anonymous","apiId":"abc","domainName":"abc.lambda-url.us-east-1.on.aws","domainPrefix":"abc","http":{"method":"POST","path":"` + path + `",` +
		`"protocol":"HTTP/1.1","sourceIp":"192.0.2.1","userAgent":"curl/8.5.0"},"requestId":"c6af9ac6","routeKey":"$default","stage":"$default","time":"26/Nov/2026:10:00:00 +0000",` +
		`"timeEpoch":1795687200000},"body":` + quoted(body) + `,"isBase64Encoded":false}`)
}
