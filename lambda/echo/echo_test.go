package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

func handler() *httpevent.Handler { return httpevent.NewHandler(echo, slog.New(slog.DiscardHandler)) }

// response is the JSON that the function returns. The members that a front end may not have are
// pointers.
type response struct {
	StatusCode        int
	StatusDescription *string
	Headers           *map[string]string
	MultiValueHeaders *map[string][]string
	IsBase64Encoded   *bool
	Body              string
}

// parse reads a response strictly: a member that is unknown or null fails the test.
func parse(t testing.TB, out []byte) response {
	t.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal(out, &members); err != nil {
		t.Fatalf("%v: %.300s", err, out)
	}
	for name, value := range members {
		if string(value) == "null" {
			t.Errorf("%s is null", name)
		}
	}
	var r response
	decoder := json.NewDecoder(bytes.NewReader(out))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil {
		t.Fatalf("%v: %.300s", err, out)
	}
	return r
}

// requestEvent returns the bytes behind "requestEvent": in the body, and what stands before them.
func requestEvent(t testing.TB, body string) (before, event string) {
	t.Helper()
	before, event, ok := strings.Cut(body, `"requestEvent":`)
	if !ok || !strings.HasSuffix(event, "}") {
		t.Fatalf("body %.300s", body)
	}
	return before, strings.TrimSuffix(event, "}")
}

func TestEcho(t *testing.T) {
	const elb = `{"requestContext":{"elb":{"targetGroupArn":"arn:x"}},"httpMethod":"GET","path":"/echo"`
	const json, multi = `"headers":{"content-type":"application/json"}`, `"multiValueHeaders":{"content-type":["application/json"]}`
	for _, test := range []struct{ event, integrationType, message, header string }{
		{elb + `,"headers":{"accept":"text/html"},"queryStringParameters":{"pretty":""}}`, "alb", "This request came through an Application Load Balancer.", json},
		{elb + `,"headers":{},"multiValueHeaders":{}}`, "alb", "This request came through an Application Load Balancer, with multi-value headers.", multi},
		{"{ \"resource\":\"/\",\n\"httpMethod\":\"GET\",\"body\":null,\"n\":123456789012345678901234567890.10e+400,\"a\":1,\"a\":2,\"u\":\"\\u00e9\\/é\"}\n", "apigw",
			"This request came through API Gateway, by a REST API.", json},
		{`{"version":"2.0","requestContext":{"domainName":"x.execute-api.y","http":{"method":"GET"}}}`, "httpapi", "This request came through API Gateway, by an HTTP API.", json},
		{`{"version":"2.0","requestContext":{"domainName":"x.lambda-url.y","http":{"method":"GET"}}}`, "functionurl", "This request came through a Lambda function URL.", json},
		{`{"version":"1.0","resource":"$default","path":"/","httpMethod":"GET"}`, "httpapi", "This request came through API Gateway, by an HTTP API with payload format 1.0.", json},
		{`{"raw_path":"/","method":"GET"}`, "lattice", "This request came through VPC Lattice, with event structure version 1.", json},
		{`{"version":"2.0","path":"/","method":"GET","requestContext":{"serviceArn":"arn:x"}}`, "lattice", "This request came through VPC Lattice, with event structure version 2.", json},
		{` [1, 2 ] `, "apigw", "This event came through none of the known front ends; the response has the format of a REST API of API Gateway.", json},
		{`null`, "apigw", "This event came through none of the known front ends; the response has the format of a REST API of API Gateway.", json},
	} {
		out, err := handler().Invoke(context.Background(), []byte(test.event))
		if err != nil {
			t.Fatal(err)
		}
		r := parse(t, out)
		before, event := requestEvent(t, r.Body)
		if want := fmt.Sprintf(`{"integrationType":%q,"message":%q,`, test.integrationType, test.message); before != want || event != test.event {
			t.Errorf("%s\n got %s%s\nwant %s", test.event, before, event, want)
		}
		if !bytes.Contains(out, []byte(test.header)) || (r.Headers == nil) == (r.MultiValueHeaders == nil) {
			t.Errorf("%s: headers of %s", test.event, out)
		}
		if r.StatusCode != 200 || *r.IsBase64Encoded {
			t.Errorf("%s: %s", test.event, out)
		}
		if described := test.integrationType == "alb" || test.integrationType == "lattice"; described != (r.StatusDescription != nil) || described && *r.StatusDescription != "200 OK" {
			t.Errorf("%s: description of %s", test.event, out)
		}
	}
}

// TestFrontEnds sends each body through each front end.
func TestFrontEnds(t *testing.T) {
	integrationTypes := map[httpevent.Kind]string{httpevent.ALB: "alb", httpevent.ALBMultiValue: "alb", httpevent.RESTAPI: "apigw", httpevent.HTTPAPIV1: "httpapi", httpevent.HTTPAPI: "httpapi", httpevent.FunctionURL: "functionurl",
		httpevent.Lattice: "lattice", httpevent.LatticeV2: "lattice"}
	for _, b := range httpsim.Bodies() {
		for kind, integrationType := range integrationTypes {
			r := httptest.NewRequest("POST", "/echo/x?a=1&a=%32", bytes.NewReader(b.Content))
			r.Header.Set("Content-Type", b.ContentType)
			endpoint := httpsim.Endpoint{Kind: kind, BinaryMediaTypes: []string{"image/*", "application/octet-stream"}, Timeout: time.Minute}
			got, err := endpoint.Do(handler(), r)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(got.Body)
			if err != nil {
				t.Fatal(err)
			}
			if got.StatusCode != b.Status(kind) || got.Reason != "" && got.StatusCode != 413 {
				t.Errorf("%s, %s: %d %s, want %d; %.300s", kind, b.Name, got.StatusCode, got.Reason, b.Status(kind), body)
				continue
			}
			if got.StatusCode != 200 {
				if got.Reason == "" && !bytes.Contains(body, []byte(fmt.Sprintf(`"limit":%d}`, kind.MaxResponse()))) {
					t.Errorf("%s, %s: %s", kind, b.Name, body)
				}
				continue
			}
			before, event := requestEvent(t, string(body))
			if event != string(got.Event) || !strings.Contains(before, `"`+integrationType+`"`) || got.Header.Get("Content-Type") != "application/json" {
				t.Errorf("%s, %s: %s %.300s", kind, b.Name, before, event)
			}
			sent, err := httpevent.Read([]byte(event)).Body()
			if err != nil || !bytes.Equal(sent, b.Content) {
				t.Errorf("%s, %s: the echoed body has %d bytes, %v", kind, b.Name, len(sent), err)
			}
		}
	}
}

// anyJSON writes a JSON value as no encoder would, with all that the grammar allows.
func anyJSON(r *rand.Rand, depth int) string {
	space := func() string { return strings.Repeat([]string{"", " ", "\n", "\t", "\r"}[r.IntN(5)], r.IntN(3)) }
	text := func() string {
		parts := []string{"a", "é", "\U0001f600", "\u2028", `\"`, `\\`, `\/`, `\u0000`, `\u00E9`, `\ud83d\ude00`, `\ud83d`, "\x7f", "body", "elb", "", "{", "]", "headers"}
		s := ""
		for range r.IntN(5) {
			s += parts[r.IntN(len(parts))]
		}
		return `"` + s + `"`
	}
	kind := r.IntN(8)
	if depth == 0 {
		kind %= 5
	}
	var s string
	switch kind {
	case 0:
		s = []string{"0", "-0", "1E400", "12345678901234567890", "-1.50e-7", "0.10000"}[r.IntN(6)]
	case 1:
		s = []string{"true", "false", "null"}[r.IntN(3)]
	case 2, 3, 4:
		s = text()
	default:
		open, end := "[", "]"
		if kind > 5 {
			open, end = "{", "}"
		}
		s = open + space()
		for i := range r.IntN(4) {
			if i > 0 {
				s += ","
			}
			if kind > 5 {
				s += space() + text() + space() + ":"
			}
			s += anyJSON(r, depth-1)
		}
		s += end
	}
	return space() + s + space()
}

// checkExact checks that an event comes back byte for byte.
func checkExact(t *testing.T, event string) {
	t.Helper()
	out, err := handler().Invoke(context.Background(), []byte(event))
	if err != nil {
		t.Fatal(err)
	}
	if r := parse(t, out); r.StatusCode == 200 && !httpevent.Read([]byte(event)).HealthCheck() {
		body := r.Body
		if !json.Valid([]byte(body)) {
			t.Fatalf("body is not JSON: %s", body)
		}
		if _, got := requestEvent(t, body); got != event {
			t.Fatalf("got %q\nwant %q", got, event)
		}
	} else if len(event) < 100_000 && r.StatusCode != 200 {
		t.Fatalf("%d for %q", r.StatusCode, event)
	}
}

// TestAnyEvent is the property that any JSON comes back byte for byte.
func TestAnyEvent(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 5000 {
		event := anyJSON(random, 4)
		if !json.Valid([]byte(event)) {
			t.Fatalf("the generator's fault: %s", event)
		}
		checkExact(t, event)
	}
}

// FuzzEcho is [TestAnyEvent] with what the fuzzer finds.
func FuzzEcho(f *testing.F) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 50 {
		f.Add(anyJSON(random, 3))
	}
	f.Add(`{"requestContext":{"elb":{"targetGroupArn":""}},"httpMethod":"GET","path":"/","headers":{"user-agent":"ELB-HealthChecker/2.0"},"body":""}`)
	f.Fuzz(func(t *testing.T, event string) {
		// Lambda delivers JSON in UTF-8 alone.
		if utf8.ValidString(event) && json.Valid([]byte(event)) {
			checkExact(t, event)
		}
	})
}
