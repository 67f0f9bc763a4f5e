package diff

import (
	"regexp"
	"strings"
	"testing"
)

// outcome is one whose event is known.
func outcome(event string) Outcome { return Outcome{Event: []byte(event), Status: "200 OK"} }

// sides writes the deviations of a row: that of API Gateway, a bar, that of the load balancer.
func sides(r Row) string {
	return one(r.Left.Deviation) + " | " + one(r.Right.Deviation)
}

func one(d *Deviation) string {
	if d == nil {
		return ""
	}
	return strings.Join(strings.Fields(d.ID+" "+d.Name+" "+d.AWS), " ")
}

func TestDeviations(t *testing.T) {
	for _, test := range []struct {
		name                    string
		left, right             string // what the emulator sends
		leftOnAWS, rightOnAWS   string
		member, group, explains string
	}{
		{"none", `{"a":1}`, `{"a":1}`, `{"a":1}`, `{"a":1}`, "a", "Method and path", " | "},
		{"version", `{"version":"1.0"}`, `{}`, `{}`, `{}`, "version", "Method and path", "emulator-added absent | "},
		{"both maps of headers", `{"headers":{"a":"1"}}`, `{"headers":{"a":"1"}}`, `{"headers":{"a":"1"}}`, `{}`, "headers.a", "headers", " | emulator-both-maps absent"},
		{"both maps of the query", `{}`, `{"multiValueQueryStringParameters":{"a":["1"]},"queryStringParameters":{"a":"1"}}`, `{}`, `{"queryStringParameters":{"a":"1"}}`,
			"multiValueQueryStringParameters", "multiValueQueryStringParameters", " | "},
		{"both maps, on both sides", `{"multiValueQueryStringParameters":{"a":["1"]}}`, `{"multiValueQueryStringParameters":{"a":["1"]}}`,
			`{"multiValueQueryStringParameters":{"a":["1"]}}`, `{}`, "multiValueQueryStringParameters.a", "multiValueQueryStringParameters", " | emulator-both-maps absent"},
		{"forwarded", `{"headers":{"a":"1"}}`, `{"headers":{"x-forwarded-for":"1"}}`, `{"headers":{"a":"1","X-Forwarded-For":"2"}}`, `{"headers":{"x-forwarded-for":"2"}}`,
			"headers.x-forwarded-for", "headers", `emulator-forwarded headers.X-Forwarded-For "2" | `},
		{"trace", `{"headers":{"a":"1"}}`, `{"headers":{"x-amzn-trace-id":"1"}}`, `{"headers":{"a":"1","X-Amzn-Trace-Id":"2"}}`, `{"headers":{"x-amzn-trace-id":"2"}}`,
			"headers.x-amzn-trace-id", "headers", `emulator-forwarded headers.X-Amzn-Trace-Id "2" | `},
		{"forwarded, in another case", `{"headers":{"x-forwarded-for":"1"}}`, `{"headers":{"a":"1"}}`, `{"headers":{"X-Forwarded-For":"2"}}`, `{"headers":{"a":"1"}}`,
			"headers.x-forwarded-for", "headers", `emulator-header-case headers.X-Forwarded-For "1" | `},
		{"unsent empty map", `{"a":1}`, `{"a":1}`, `{"a":1,"queryStringParameters":null}`, `{"a":1}`, "queryStringParameters", "queryStringParameters", "emulator-unsent queryStringParameters null | "},
		{"unsent header", `{"headers":{"a":"1"}}`, `{"headers":{"a":"1"}}`, `{"headers":{"a":"1","Via":"2"}}`, `{"headers":{"a":"1"}}`,
			"headers.Via", "headers", `emulator-unsent headers.Via "2" | `},
		{"unsent member", `{"a":1}`, `{"a":1}`, `{"a":1,"requestContext":{"b":null}}`, `{"a":1}`, "requestContext.b", "requestContext", "emulator-unsent requestContext.b null | "},
		{"unsent by the load balancer", `{"a":1}`, `{"a":1}`, `{"a":1}`, `{"a":1,"b":2}`, "b", "Method and path", " | emulator-unsent b 2"},
		{"unsent by one side", `{"a":1,"b":2}`, `{"a":1}`, `{"a":1,"b":2}`, `{"a":1,"b":2}`, "b", "Method and path", " | emulator-unsent b 2"},
		{"added", `{"a":1}`, `{"a":1,"b":2}`, `{"a":1}`, `{"a":1}`, "b", "Method and path", " | emulator-added absent"},
		{"added header", `{"headers":{"a":"1","b":"2"}}`, `{"headers":{"a":"1"}}`, `{"headers":{"a":"1"}}`, `{"headers":{"a":"1"}}`, "headers.b", "headers", "emulator-added absent | "},
		{"joined", `{"headers":{"a":"1, 2"}}`, `{"headers":{"a":"1, 2"}}`, `{"headers":{"A":"2"}}`, `{"headers":{"a":"2"}}`,
			"headers.a", "headers", `emulator-repeated headers.A "2" | emulator-repeated "2"`},
		{"joined, all values", `{"multiValueHeaders":{"a":["1, 2"]}}`, `{"multiValueHeaders":{"a":["1, 2"]}}`, `{"multiValueHeaders":{"a":["1","2"]}}`, `{"multiValueHeaders":{"a":["1","2"]}}`,
			"multiValueHeaders.a", "multiValueHeaders", `emulator-repeated ["1","2"] | emulator-repeated ["1","2"]`},
		{"case", `{"headers":{"x-a":"1"}}`, `{"headers":{"x-a":"1"}}`, `{"headers":{"X-A":"1"}}`, `{"headers":{"x-a":"1"}}`, "headers.x-a", "headers", `emulator-header-case headers.X-A "1" | `},
		{"host's case, its value unknown", `{"headers":{"host":"e"}}`, `{"headers":{"host":"e"}}`, `{"headers":{"Host":"x"}}`, `{"headers":{"host":"y"}}`, "headers.host", "headers", `emulator-header-case headers.Host "e" | `},
		{"forwarded, its value unknown", `{"headers":{"X-Forwarded-Port":"1"}}`, `{"headers":{"x-forwarded-port":"1"}}`, `{"headers":{"X-Forwarded-Port":"2"}}`, `{"headers":{"x-forwarded-port":"3"}}`, "headers.X-Forwarded-Port", "headers", " | "},
		{"identifiers", `{"requestContext":{"apiId":"1"}}`, `{}`, `{"requestContext":{"apiId":"2"}}`, `{}`, "requestContext.apiId", "requestContext", " | "},
		{"content-length", `{"headers":{"content-length":"1"}}`, `{"headers":{"content-length":"1"}}`, `{}`, `{"headers":{"content-length":"2"}}`, "headers.content-length", "headers", " | "},
		{"first value", `{"queryStringParameters":{"a":"1"}}`, `{"queryStringParameters":{"a":"1"}}`, `{"queryStringParameters":{"a":"2"}}`, `{"queryStringParameters":{"a":"1"}}`,
			"queryStringParameters.a", "queryStringParameters", `emulator-first-value "2" | `},
		{"query", `{"queryStringParameters":{"a":"b c"}}`, `{"queryStringParameters":{"a":"b c"}}`, `{"queryStringParameters":{"a":"b c"}}`, `{"queryStringParameters":{"a":"b%20c"}}`,
			"queryStringParameters.a", "queryStringParameters", ` | emulator-query "b%20c"`},
		{"API Gateway's values", `{"multiValueQueryStringParameters":{"a":["1"]}}`, `{"multiValueQueryStringParameters":{"a":["1"]}}`,
			`{"multiValueQueryStringParameters":{"a":["1","2"]}}`, `{"multiValueQueryStringParameters":{"a":["1"]}}`,
			"multiValueQueryStringParameters.a", "multiValueQueryStringParameters", `emulator-value ["1","2"] | `},
		{"query keys", `{"queryStringParameters":{"a b":""}}`, `{"queryStringParameters":{"a b":""}}`, `{"queryStringParameters":{"a b":""}}`, `{"queryStringParameters":{"a%20b":""}}`,
			"queryStringParameters.a b", "queryStringParameters", ` | emulator-query queryStringParameters.a%20b ""`},
		{"path", `{"path":"/é"}`, `{"path":"/é"}`, `{"path":"/%C3%A9"}`, `{"path":"/%C3%A9"}`, "path", "Method and path", `emulator-path "/%C3%A9" | emulator-path "/%C3%A9"`},
		{"path with stage", `{"requestContext":{"path":"/dev/é"}}`, `{}`, `{"requestContext":{"path":"/dev/%C3%A9"}}`, `{}`, "requestContext.path", "requestContext", `emulator-path "/dev/%C3%A9" | `},
		{"body", `{"body":"a"}`, `{"body":"a"}`, `{"body":"a"}`, `{"body":"YQ=="}`, "body", "Body", ` | emulator-base64 "YQ=="`},
		{"its flag", `{"isBase64Encoded":false}`, `{"isBase64Encoded":false}`, `{"isBase64Encoded":false}`, `{"isBase64Encoded":true}`, "isBase64Encoded", "Body", ` | emulator-base64 true`},
		{"API Gateway's body", `{"body":"a"}`, `{"body":"a"}`, `{"body":"b"}`, `{"body":"a"}`, "body", "Body", `emulator-value "b" | `},
		{"another value", `{"httpMethod":"GET"}`, `{"httpMethod":"GET"}`, `{"httpMethod":"POST"}`, `{"httpMethod":"PUT"}`, "httpMethod", "Method and path", `emulator-value "POST" | emulator-value "PUT"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows, err := Events([]byte(test.left), []byte(test.right), Expected{API: outcome(test.leftOnAWS), ALB: outcome(test.rightOnAWS)})
			if err != nil {
				t.Fatal(err)
			}
			r := find(t, rows, test.member)
			if r.Group != test.group {
				t.Errorf("group %q, want %q", r.Group, test.group)
			}
			if got := sides(r); got != test.explains {
				t.Errorf("%s\nwant %s", got, test.explains)
			}
			if (r.Mark == Unsent) != (r.Left.Name == "" && r.Right.Name == "") || (r.Rule == nil) != (r.Mark == Same || r.Mark == Unsent) {
				t.Errorf("mark %s by rule %v", r.Mark, r.Rule)
			}
			for _, r := range rows {
				// one part is enough to say that all of it is there
				if r.Name() == "headers" && r.Left.Name != "" {
					t.Errorf("%+v", r)
				}
			}
		})
	}
}

// find finds a row by its name.
func find(t *testing.T, rows []Row, name string) Row {
	t.Helper()
	for _, r := range rows {
		if r.Name() == name {
			return r
		}
	}
	t.Fatalf("there is no row %s in %+v", name, rows)
	return Row{}
}

// Where the other side does not have a map, the map is one row, and its parts on AWS add no rows of
// their own.
func TestDeviationsOfAFoldedMap(t *testing.T) {
	rows, err := Events([]byte(`{"multiValueHeaders":{"a":["1"]},"headers":{"a":"1"}}`), []byte(`{"headers":{"a":"1"}}`),
		Expected{API: outcome(`{"multiValueHeaders":{"a":["1"],"b":["2"]},"headers":{"a":"1","b":"2"}}`), ALB: outcome(`{"headers":{"a":"1"}}`)})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.Name()+" "+string(r.Mark)+" "+sides(r))
	}
	const want = `multiValueHeaders missing  | , headers.a same  | , headers.b unsent emulator-unsent headers.b "2" | `
	if got := strings.Join(names, ", "); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// Where AWS would reject the request, there is no event to compare with, and the status says why.
func TestOutcomeWithoutEvent(t *testing.T) {
	aws := Expected{ALB: Outcome{Status: "413 Request Entity Too Large", Reason: "the body is too large"}}
	rows, err := Events([]byte(`{"a":1}`), []byte(`{"b":1}`), aws)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if sides(r) != " | " {
			t.Errorf("%s: %s", r.Name(), sides(r))
		}
	}
	r := find(t, Received(Response{Status: "200 OK"}, Response{Status: "200 OK"}, aws), "status")
	if sides(r) != ` | emulator-status 413 Request Entity Too Large` || !strings.Contains(r.Right.Deviation.Sentence, "responds itself: the body is too large.") {
		t.Errorf("%s: %+v", sides(r), r.Right.Deviation)
	}
	if _, err := Events([]byte(`{}`), []byte(`{}`), Expected{API: outcome("[")}); err == nil {
		t.Error("an outcome that is not JSON is accepted")
	}
}

func TestReceivedDeviations(t *testing.T) {
	aws := Expected{API: Outcome{Status: "200 OK"}, ALB: Outcome{Status: "502 Bad Gateway"}}
	rows := Received(Response{Status: "200 Fine", Headers: []Header{{"X-Amz-Request-Id", "1"}, {"X-Amzn-Requestid", "1"}}}, Response{Status: "200 OK"}, aws)
	for name, want := range map[string]string{
		"status": ` | emulator-status 502 Bad Gateway`, "X-Amz-Request-Id": "emulator-request-id absent | ", "X-Amzn-Requestid": " | ", "body": " | ",
	} {
		if got := sides(find(t, rows, name)); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if d := find(t, rows, "X-Amz-Request-Id").Left.Deviation; !strings.Contains(d.Sentence, "x-amz-apigw-id, and no x-amz-request-id.") {
		t.Errorf("%+v", d)
	}
	if d := find(t, rows, "status").Right.Deviation; d.Sentence != "On AWS the status is another one." || d.Page == "" {
		t.Errorf("%+v", d)
	}
	for _, r := range Received(Response{Headers: []Header{{"X-Amz-Request-Id", "1"}}}, Response{Status: "500"}, Expected{}) {
		if sides(r) != " | " {
			t.Errorf("on AWS: %s: %s", r.Name(), sides(r))
		}
	}
}

// Of identifiers, addresses and times, AWS would send its own: only whether they are there is
// compared.
func TestOwnValuesAreNotCompared(t *testing.T) {
	for _, name := range []string{
		"accountId", "apiId", "resourceId", "deploymentId", "domainName", "domainPrefix", "requestId", "extendedRequestId",
		"requestTime", "requestTimeEpoch", "identity.sourceIp", "elb.targetGroupArn",
	} {
		event := func(value string) string {
			path := strings.Split("requestContext."+name, ".")
			return `{"` + strings.Join(path, `":{"`) + `":"` + value + `"` + strings.Repeat("}", len(path))
		}
		rows, err := Events([]byte(event("1")), []byte(event("2")), Expected{API: outcome(event("3")), ALB: outcome(event("4"))})
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 1 || sides(rows[0]) != " | " {
			t.Errorf("%s: %+v", name, rows)
		}
	}
	for _, top := range []string{"headers", "multiValueHeaders"} {
		event := func(value string) []byte { return []byte(`{"` + top + `":{"host":` + value + `}}`) }
		rows, err := Events(event(`"1"`), event(`"1"`), Expected{API: Outcome{Event: event(`"2"`)}, ALB: Outcome{Event: event(`"3"`)}})
		if err != nil || len(rows) != 1 || sides(rows[0]) != " | " {
			t.Errorf("%s: %v, %+v", top, err, rows)
		}
	}
}

// Rows with different deviations have different explanations, although no rule explains either.
func TestDeviationsAreClustered(t *testing.T) {
	rows, err := Events([]byte(`{"headers":{"a":"1","b":"2","c":"3","d":"4"}}`), []byte(`{"headers":{"a":"1","b":"2","c":"3","d":"4"}}`),
		Expected{API: outcome(`{"headers":{"A":"1","b":"2","C":"3","d":"4"}}`), ALB: outcome(`{"headers":{"a":"1","b":"2","c":"3","d":"x"}}`)})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.Label())
	}
	if got := strings.Join(names, " "); got != "a c b d" {
		t.Error(got)
	}
}

func TestFacts(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range facts {
		if f.id == "" || seen[f.id] || !strings.HasPrefix(f.page, "https://docs.aws.amazon.com/") || !regexp.MustCompile(`^[A-Z][^\n]*\.$`).MatchString(f.sentence) {
			t.Errorf("%+v", f)
		}
		seen[f.id] = true
	}
}

func TestLabels(t *testing.T) {
	r := Row{Group: "headers", Left: Part{Name: "headers.A"}, Right: Part{Name: "headers.a", Deviation: &Deviation{Name: "headers.AA"}}}
	if r.Label() != "A" || r.RightLabel() != "a" || r.AWSLabel(r.Left) != "A" || r.AWSLabel(r.Right) != "AA" {
		t.Errorf("%q %q %q %q", r.Label(), r.RightLabel(), r.AWSLabel(r.Left), r.AWSLabel(r.Right))
	}
	for _, r := range []Row{{Left: Part{Name: "a"}}, {Right: Part{Name: "a"}}, {Left: Part{Name: "a"}, Right: Part{Name: "a"}}} {
		if r.RightLabel() != "" || r.Label() != "a" {
			t.Errorf("%+v: %q %q", r, r.RightLabel(), r.Label())
		}
	}
	if whole := (Row{Group: "headers", Right: Part{Name: "headers"}}); whole.Label() != "(all of it)" {
		t.Error(whole.Label())
	}
}
