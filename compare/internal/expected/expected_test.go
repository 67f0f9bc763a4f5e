package expected_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/compare/internal/endpoint"
	"example.com/alb-lambda/compare/internal/expected"
	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/diff"
)

var request = diff.Request{
	Method: http.MethodPost, Path: "/echo/a%2Fb", Query: "tag=one&tag=two&city=Z%C3%BCrich",
	Headers: []diff.Header{
		{Name: "X-Demo-Case", Value: "As Sent"}, {Name: "x-demo-repeat", Value: "one"}, {Name: "x-demo-repeat", Value: "two"},
		{Name: "Content-Type", Value: "application/x-www-form-urlencoded"},
	},
	Body: []byte("a=b"),
}

// echo is the exchange of an endpoint whose function received the event.
func echo(event string) endpoint.Exchange {
	return endpoint.Exchange{Event: []byte(event), Response: diff.Response{Status: "200 OK", Body: []byte(`{"requestEvent":` + event + `}`)}}
}

const (
	rest = `{"httpMethod":"POST","requestContext":{"apiId":"a1b2","stage":"prod","requestTimeEpoch":1764158400000}}`
	alb  = `{"httpMethod":"POST","multiValueHeaders":{},"requestContext":{"elb":{"targetGroupArn":"arn"}}}`
)

// What the rows of a comparison show of AWS, put together again, is the event that httpsim creates:
// nothing is left out and nothing is invented.
func TestRowsShowTheSimulatedEvent(t *testing.T) {
	aws, err := expected.From(request, echo(rest), echo(alb))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		got  diff.Outcome
		kind httpevent.Kind
		has  []string
	}{
		{aws.API, httpevent.RESTAPI, []string{`"stage":"prod"`, `"domainName":"a1b2.execute-api.`, `"X-Demo-Case":"As Sent"`, `"x-demo-repeat":["one","two"]`, `"city":"Zürich"`, `"requestTimeEpoch":1764158400000`}},
		{aws.ALB, httpevent.ALBMultiValue, []string{`"x-demo-case":["As Sent"]`, `"city":["Z%C3%BCrich"]`, `"path":"/echo/a%2Fb"`, `"body":"YT1i"`, `"isBase64Encoded":true`}},
	} {
		if test.got.Status != "200 OK" || test.got.Reason != "" {
			t.Errorf("%s: %q, %q", test.kind, test.got.Status, test.got.Reason)
		}
		if kind := httpevent.Read(test.got.Event).Kind(); kind != test.kind {
			t.Errorf("the event is of kind %s, want %s: %s", kind, test.kind, test.got.Event)
		}
		for _, want := range test.has {
			if !strings.Contains(string(test.got.Event), want) {
				t.Errorf("%s: %s is not in %s", test.kind, want, test.got.Event)
			}
		}
	}
	// Where the emulator sends exactly that, no row deviates.
	rows, err := diff.Events(aws.API.Event, aws.ALB.Event, aws)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Left.Deviation != nil || r.Right.Deviation != nil {
			t.Errorf("%s deviates from itself: %+v", r.Name(), r)
		}
	}
	// Where it sends nothing, the rows have all of it.
	rows, err = diff.Events([]byte(`{}`), []byte(`{}`), aws)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		for side, part := range map[*diff.Outcome]diff.Part{&aws.API: r.Left, &aws.ALB: r.Right} {
			if part.Deviation != nil && part.Deviation.AWS != diff.Absent && !strings.Contains(compact(side.Event), part.Deviation.AWS) {
				t.Errorf("%s: %s is not in %s", r.Name(), part.Deviation.AWS, side.Event)
			}
		}
	}
	if want := strings.Count(string(aws.API.Event), ":") / 2; len(rows) < want {
		t.Errorf("%d rows, want at least %d", len(rows), want)
	}
}

func compact(event []byte) string { return strings.ReplaceAll(string(event), `\u0026`, "&") }

// A request that a front end of AWS rejects, and a response that it cannot pass on.
func TestLimits(t *testing.T) {
	large := request
	large.Body = bytes.Repeat([]byte("x"), 1_000_001)
	aws, err := expected.From(large, echo(rest), echo(alb))
	if err != nil {
		t.Fatal(err)
	}
	if aws.API.Status != "200 OK" || !strings.HasPrefix(aws.ALB.Status, "413 ") || aws.ALB.Event != nil || !strings.Contains(aws.ALB.Reason, "1000001") {
		t.Errorf("API Gateway: %q; load balancer: %q, %q, event %.40q", aws.API.Status, aws.ALB.Status, aws.ALB.Reason, aws.ALB.Event)
	}
}

func TestNothingIsExpectedWithoutAnEcho(t *testing.T) {
	aws, err := expected.From(request, endpoint.Exchange{}, echo(alb))
	if err != nil || aws.API.Event != nil || aws.API.Status != "" || aws.ALB.Event == nil {
		t.Errorf("%v, %+v", err, aws)
	}
}

func TestUnusableRequestsAndEvents(t *testing.T) {
	bad := request
	bad.Path = "/%zz"
	for _, test := range []struct {
		request  diff.Request
		api, alb string
		want     string
	}{
		{request, `{"requestContext":1}`, alb, "API Gateway: read the event"},
		{bad, rest, alb, "API Gateway: "},
		{request, rest, `{`, "load balancer: read the event"},
	} {
		if _, err := expected.From(test.request, echo(test.api), echo(test.alb)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %q", err, test.want)
		}
	}
}

// The simulator gets the request as it is sent: its host, and nothing that net/http adds.
func TestHeadersAsSent(t *testing.T) {
	aws, err := expected.From(diff.Request{Method: http.MethodGet, Path: "/echo"}, echo(rest), echo(alb))
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "http://name.us-east-1.elb.amazonaws.com/echo", nil)
	want, err := httpsim.Endpoint{Kind: httpevent.ALBMultiValue, Set: map[string]any{"multiValueHeaders.x-amzn-trace-id": httpsim.Absent}}.Event(r)
	if err != nil {
		t.Fatal(err)
	}
	before, _, _ := strings.Cut(string(aws.ALB.Event), `"multiValueHeaders"`)
	wanted, _, _ := strings.Cut(string(want), `"multiValueHeaders"`)
	if before != wanted || strings.Contains(string(aws.ALB.Event), "user-agent") {
		t.Errorf("%s\nwant %s", aws.ALB.Event, want)
	}
}
