package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

// answer is what the echo puts into the body.
type answer struct {
	IntegrationType string          `json:"integrationType"`
	Message         string          `json:"message"`
	RequestEvent    json.RawMessage `json:"requestEvent"`
}

// invoke calls the function as Lambda does, and returns the response's members and the body's.
func invoke(t *testing.T, event string) (map[string]json.RawMessage, answer) {
	t.Helper()
	out, err := httpevent.NewHandler(echo, slog.New(slog.DiscardHandler)).Invoke(context.Background(), []byte(event))
	if err != nil {
		t.Fatal(err)
	}
	var response map[string]json.RawMessage
	if err := json.Unmarshal(out, &response); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	for member, value := range response {
		if string(value) == "null" {
			t.Errorf("%s is null", member)
		}
	}
	var body string
	var a answer
	if err := json.Unmarshal(response["body"], &body); err != nil {
		t.Fatalf("body: %v in %s", err, out)
	}
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		t.Fatalf("body: %v in %s", err, body)
	}
	return response, a
}

func TestEcho(t *testing.T) {
	const single = `{"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/t/1"}},` +
		`"httpMethod":"GET","path":"/echo","queryStringParameters":{},"headers":{"accept":"*/*","x-forwarded-for":"10.0.0.1"},"body":"","isBase64Encoded":false}`
	const multi = `{"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/t/1"}},` +
		`"httpMethod":"GET","path":"/echo","headers":{"accept":"*/*"},"multiValueHeaders":{"accept":["*/*"]},"body":"","isBase64Encoded":false}`
	const rest = `{ "resource":"/{proxy+}", "path":"/é", "httpMethod":"GET","multiValueHeaders":null,"requestContext":{"stage":"dev"},` +
		`"body":null,"n":123456789012345678901234567890.10e+400,"a":1,"a":2,"u":"\u00e9\/\ud83d\ude00"}` + "\n"
	const http = `{"version":"2.0","rawPath":"/","headers":{},"requestContext":{"domainName":"x.execute-api.eu-west-1.amazonaws.com","http":{"method":"GET"}}}`
	const function = `{"version":"2.0","rawPath":"/","headers":{},"requestContext":{"domainName":"x.lambda-url.eu-west-1.on.aws","http":{"method":"GET"}}}`
	for _, test := range []struct{ name, event, integrationType, headers string }{
		{"balancer", single, "alb", `"headers":{"content-type":"application/json"}`},
		{"balancer with multi-value headers", multi, "alb", `"multiValueHeaders":{"content-type":["application/json"]}`},
		{"REST API", rest, "apigw", `"headers":{"content-type":"application/json"}`},
		{"HTTP API", http, "httpapi", `"headers":{"content-type":"application/json"}`},
		{"function URL", function, "functionurl", `"headers":{"content-type":"application/json"}`},
		{"no door", ` [1, 2 ] `, "apigw", `"headers":{"content-type":"application/json"}`},
		{"null", `null`, "apigw", `"headers":{"content-type":"application/json"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			response, a := invoke(t, test.event)
			if a.IntegrationType != test.integrationType || a.Message == "" {
				t.Errorf("%+v", a)
			}
			if got, want := string(a.RequestEvent), string(bytes.TrimSpace([]byte(test.event))); got != want {
				t.Errorf("requestEvent\n got %s\nwant %s", got, want)
			}
			_, hasSingle := response["headers"]
			_, hasMulti := response["multiValueHeaders"]
			got := `"headers":` + string(response["headers"])
			if hasMulti {
				got = `"multiValueHeaders":` + string(response["multiValueHeaders"])
			}
			if got != test.headers || hasSingle == hasMulti {
				t.Errorf("%s; single %t, multi %t", got, hasSingle, hasMulti)
			}
			if string(response["statusCode"]) != "200" || string(response["isBase64Encoded"]) != "false" {
				t.Errorf("status %s, base64 %s", response["statusCode"], response["isBase64Encoded"])
			}
			want := ""
			if test.integrationType == "alb" {
				want = `"200 OK"`
			}
			if got := string(response["statusDescription"]); got != want {
				t.Errorf("statusDescription %s, want %s", got, want)
			}
		})
	}
}
