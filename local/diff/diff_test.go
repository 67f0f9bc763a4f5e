package diff

import (
	"testing"
)

// row finds the row of a member by the name that it has on either side.
func row(t *testing.T, rows []Row, name string) Row {
	t.Helper()
	for _, r := range rows {
		if r.Left.Name == name || r.Right.Name == name {
			return r
		}
	}
	t.Fatalf("there is no row %s in %+v", name, rows)
	return Row{}
}

func ruleID(r Row) string {
	if r.Rule == nil {
		return ""
	}
	return r.Rule.ID
}

func TestEvents(t *testing.T) {
	for _, test := range []struct {
		name, left, right string
		member            string
		mark              Mark
		rule              string
	}{
		{"same", `{"httpMethod":"GET"}`, `{"httpMethod":"GET"}`, "httpMethod", Same, ""},
		{"the load balancer itself", `{}`, `{"requestContext":{"elb":{"targetGroupArn":"a"}}}`, "requestContext.elb.targetGroupArn", Added, "elb-context"},
		{"API Gateway itself", `{"requestContext":{"stage":"dev"}}`, `{}`, "requestContext.stage", Missing, "rest-context"},
		{"resource", `{"resource":"/"}`, `{}`, "resource", Missing, "resource"},
		{"path parameters", `{"pathParameters":{"proxy":"a"}}`, `{}`, "pathParameters.proxy", Missing, "resource"},
		{"stage variables", `{"stageVariables":null}`, `{}`, "stageVariables", Missing, "stage-variables"},
		{"a map less", `{"headers":{"A":"b"}}`, `{"multiValueHeaders":{"a":["b"]}}`, "headers", Missing, "one-map"},
		{"multi-value off", `{"headers":{"A":"1"},"multiValueHeaders":{"A":["1"]}}`, `{"headers":{"a":"1"}}`, "multiValueHeaders", Missing, "one-map"},
		{"case", `{"headers":{"X-A":"b"}}`, `{"headers":{"x-a":"b"}}`, "headers.X-A", Renamed, "header-case"},
		{"host", `{"headers":{"Host":"a"}}`, `{"headers":{"host":"b"}}`, "headers.Host", Changed, "host"},
		{"forwarded", `{"headers":{"X-Forwarded-Port":"443"}}`, `{"headers":{"x-forwarded-port":"80"}}`, "headers.X-Forwarded-Port", Changed, "forwarded"},
		{"CloudFront", `{"headers":{"Via":"2.0 a","A":"b"}}`, `{"headers":{"a":"b"}}`, "headers.Via", Missing, "edge"},
		{"the connection's", `{"headers":{"A":"b"}}`, `{"headers":{"a":"b","content-length":"3"}}`, "headers.content-length", Added, "hop"},
		{"last of several", `{"multiValueHeaders":{"A":["1","2"]}}`, `{"multiValueHeaders":{"a":["2"]}}`, "multiValueHeaders.A", Changed, "repeated"},
		{"joined", `{"multiValueHeaders":{"A":["1","2"]}}`, `{"multiValueHeaders":{"a":["1, 2"]}}`, "multiValueHeaders.A", Changed, "repeated"},
		{"a value of its own", `{"headers":{"A":"1"}}`, `{"headers":{"a":"2"}}`, "headers.A", Changed, "header-value"},
		{"no query", `{"queryStringParameters":null}`, `{"queryStringParameters":{}}`, "queryStringParameters", Encoded, "empty"},
		{"no body", `{"body":null}`, `{"body":""}`, "body", Encoded, "empty"},
		{"no map", `{"multiValueQueryStringParameters":null}`, `{"queryStringParameters":{}}`, "multiValueQueryStringParameters", Missing, "absent-map"},
		{"query value", `{"queryStringParameters":{"a":"b c"}}`, `{"queryStringParameters":{"a":"b%20c"}}`, "queryStringParameters.a", Encoded, "query-encoding"},
		{"query key", `{"queryStringParameters":{"a b":"c"}}`, `{"queryStringParameters":{"a+b":"c"}}`, "queryStringParameters.a+b", Renamed, "query-encoding"},
		{"query values", `{"multiValueQueryStringParameters":{"a":["é","&"]}}`, `{"multiValueQueryStringParameters":{"a":["%C3%A9","%26"]}}`, "multiValueQueryStringParameters.a", Encoded, "query-encoding"},
		{"path", `{"path":"/é"}`, `{"path":"/%C3%A9"}`, "path", Encoded, "path-encoding"},
		{"body", `{"body":"abc","isBase64Encoded":false}`, `{"body":"YWJj","isBase64Encoded":true}`, "body", Encoded, "base64"},
		{"its flag", `{"body":"abc","isBase64Encoded":false}`, `{"body":"YWJj","isBase64Encoded":true}`, "isBase64Encoded", Encoded, "base64"},
		{"a body without a flag", `{"body":"abc"}`, `{"body":"YWJj","isBase64Encoded":true}`, "body", Encoded, "base64"},
		{"a flag on one side", `{"body":"abc"}`, `{"body":"YWJj","isBase64Encoded":true}`, "isBase64Encoded", Added, "unknown"},
		{"an invalid body", `{"body":"?","isBase64Encoded":false}`, `{"body":"?","isBase64Encoded":true}`, "isBase64Encoded", Changed, "unknown"},
		{"an invalid body, the other way", `{"body":"","isBase64Encoded":true}`, `{"body":"?","isBase64Encoded":false}`, "body", Changed, "unknown"},
		{"an empty body on one side", `{"body":"x"}`, `{"body":""}`, "body", Changed, "unknown"},
		{"the other side", `{"body":null}`, `{"body":"x"}`, "body", Changed, "unknown"},
		{"another body", `{"body":"abc","isBase64Encoded":false}`, `{"body":"YWJk","isBase64Encoded":true}`, "body", Changed, "unknown"},
		{"large numbers", `{"n":12345678901234567890.10}`, `{"n":12345678901234567890.10}`, "n", Same, ""},
		{"a number that changes", `{"n":12345678901234567890}`, `{"n":12345678901234567891}`, "n", Changed, "unknown"},
		{"text of HTML", `{"n":"<&>"}`, `{"n":"\u003c\u0026\u003e"}`, "n", Same, ""},
		{"joined text", `{"headers":{"A":"1, 2"}}`, `{"headers":{"a":"2"}}`, "headers.A", Changed, "repeated"},
		{"joined text elsewhere", `{"new":"a, b"}`, `{"new":"a"}`, "new", Changed, "unknown"},
		{"host among all values", `{"multiValueHeaders":{"Host":["a"]}}`, `{"multiValueHeaders":{"host":["b"]}}`, "multiValueHeaders.Host", Changed, "host"},
		{"a header like via", `{"headers":{"Viaduct":"1","A":"b"}}`, `{"headers":{"a":"b"}}`, "headers.Viaduct", Missing, "header-value"},
		{"a member like resource", `{"resourceful":1}`, `{}`, "resourceful", Missing, "unknown"},
		{"the payload format", `{"version":"1.0"}`, `{}`, "version", Missing, "version"},
		{"query keys with values", `{"multiValueQueryStringParameters":{"a b":["c"]}}`, `{"multiValueQueryStringParameters":{"a+b":["c"]}}`, "multiValueQueryStringParameters.a+b", Renamed, "query-encoding"},
		{"a query key that is not encoded well", `{"queryStringParameters":{"%zz":"c"}}`, `{"queryStringParameters":{"%zz":"c"}}`, "queryStringParameters.%zz", Same, ""},
		{"two of them, in another order", `{"queryStringParameters":{"%zz":"c","%yy":"d"}}`, `{"queryStringParameters":{"%yy":"d","%zz":"c"}}`, "queryStringParameters.%yy", Same, ""},
		{"several values of a query key", `{"multiValueQueryStringParameters":{"a":["1","2"]}}`, `{"multiValueQueryStringParameters":{"a":["2"]}}`, "multiValueQueryStringParameters.a", Changed, "repeated"},
		{"the query of one side", `{"queryStringParameters":{"a":"1","b":"2"}}`, `{}`, "queryStringParameters", Missing, "one-map"},
		{"all values of one side", `{"multiValueQueryStringParameters":{"a":["1"],"b":["2"]}}`, `{}`, "multiValueQueryStringParameters", Missing, "one-map"},
		{"the same body", `{"body":"abc","isBase64Encoded":false}`, `{"body":"abc","isBase64Encoded":false}`, "body", Same, ""},
		{"the same encoded body", `{"body":"YWJj","isBase64Encoded":true}`, `{"body":"YWJj","isBase64Encoded":true}`, "isBase64Encoded", Same, ""},
		{"an invalid body beside none", `{"body":"","isBase64Encoded":false}`, `{"body":"?","isBase64Encoded":true}`, "body", Changed, "unknown"},
		{"an unknown member", `{"new":1}`, `{}`, "new", Missing, "unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows, err := Events([]byte(test.left), []byte(test.right))
			if err != nil {
				t.Fatal(err)
			}
			r := row(t, rows, test.member)
			if r.Mark != test.mark || ruleID(r) != test.rule {
				t.Errorf("%s is %s by rule %q, want %s by %q", test.member, r.Mark, ruleID(r), test.mark, test.rule)
			}
		})
	}
}

func TestEventsRejectsWhatIsNotAnObject(t *testing.T) {
	for _, bad := range []string{`[1]`, `{`, `"a"`, ``, `{"a":{"b":}}`, `{"a":1`, `{"a"`, `{"a":`, `1`} {
		if _, err := Events([]byte(bad), []byte(`{}`)); err == nil {
			t.Errorf("%q is accepted as an event", bad)
		}
		if _, err := Events([]byte(`{}`), []byte(bad)); err == nil {
			t.Errorf("%q is accepted as an event of the load balancer", bad)
		}
		if _, err := Returned([]byte(`{}`), []byte(bad)); err == nil {
			t.Errorf("%q is accepted as a response", bad)
		}
	}
}

func TestOneEndpointWithoutEvent(t *testing.T) {
	event := []byte(`{"httpMethod":"GET","headers":{"A":"b"}}`)
	for mark, events := range map[Mark][2][]byte{Missing: {event, nil}, Added: {nil, event}} {
		rows, err := Events(events[0], events[1])
		if err != nil {
			t.Fatal(err)
		}
		returned, err := Returned(events[0], events[1])
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 2 || len(returned) != 2 {
			t.Errorf("%+v, %+v", rows, returned)
		}
		for _, r := range append(rows, returned...) {
			if r.Mark != mark || ruleID(r) != "no-echo" {
				t.Errorf("%+v", r)
			}
		}
	}
}

// A map that the other side does not have is one part with all that is in it.
func TestAMapOfOneSideIsOnePart(t *testing.T) {
	rows, err := Events([]byte(`{"a":1,"multiValueHeaders":{"A":["1"],"B":["2","3"],"C":[]},"headers":{"A":"1"}}`), []byte(`{"headers":{"a":"1"}}`))
	if err != nil {
		t.Fatal(err)
	}
	r := row(t, rows, "multiValueHeaders")
	if want := `{"A":["1"],"B":["2","3"],"C":[]}`; r.Left.Value != want || r.Group != "multiValueHeaders" || len(rows) != 3 {
		t.Errorf("%+v, want %s", rows, want)
	}
	rows, err = Events([]byte(`{"multiValueHeaders":{"A":["1"],"B":["2"]}}`), []byte(`{}`))
	if err != nil || len(rows) != 1 || rows[0].Left.Value != `{"A":["1"],"B":["2"]}` {
		t.Errorf("%v: %+v", err, rows)
	}
}

func TestReturned(t *testing.T) {
	rows, err := Returned([]byte(`{"statusCode":200,"headers":{"content-type":"text/plain"},"body":"a","isBase64Encoded":false}`),
		[]byte(`{"statusCode":200,"statusDescription":"200 OK","multiValueHeaders":{"content-type":["text/plain"]},"body":"b","isBase64Encoded":false}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"statusCode": "same ", "statusDescription": "added status-description",
		"headers.content-type": "renamed response-headers", "body": "changed response-body",
	} {
		if r := row(t, rows, name); string(r.Mark)+" "+ruleID(r) != want {
			t.Errorf("%s is %s by %q, want %s", name, r.Mark, ruleID(r), want)
		}
	}
}

// A response's headers are found under either name, in any case.
func TestReturnedHeaders(t *testing.T) {
	rows, err := Returned([]byte(`{"statusCode":200,"headers":{"Content-Type":"text/plain","X-A":"1"},"isBase64Encoded":true,"body":{}}`),
		[]byte(`{"statusCode":500,"multiValueHeaders":{"content-type":["text/plain"],"x-a":["1"]},"isBase64Encoded":false,"body":{}}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 5 {
		t.Errorf("%+v", rows)
	}
	for name, want := range map[string]string{
		"headers.Content-Type": "renamed response-headers", "headers.X-A": "renamed response-headers", "body": "same ",
		"statusCode": "changed response-status", "isBase64Encoded": "changed response-base64",
	} {
		if r := row(t, rows, name); string(r.Mark)+" "+ruleID(r) != want {
			t.Errorf("%s is %s by %q, want %s", name, r.Mark, ruleID(r), want)
		}
	}
	rows, err = Returned([]byte(`{"headers":{}}`), []byte(`{"multiValueHeaders":{}}`))
	if err != nil || len(rows) != 2 {
		t.Errorf("%v: %+v", err, rows)
	}
}

// Header lines of one name are one part with all their values, in their order.
func TestReceivedRepeated(t *testing.T) {
	left := Response{"200 OK", []Header{{"Set-Cookie", "a"}, {"X-B", "1"}, {"set-cookie", "b"}, {"x-b", "2"}, {"Status", "3"}}, []byte("x")}
	rows := Received(left, Response{Status: "200 OK", Headers: []Header{{"X-Cache", "1"}, {"Content-Type", "a"}}, Body: []byte("y")})
	for name, want := range map[string]string{
		"Set-Cookie": "a\nb missing unknown", "X-B": "1\n2 missing unknown", "body": "x changed echo-body", "X-Cache": " added edge-response", "Content-Type": " added own-response",
	} {
		if r := row(t, rows, name); r.Left.Value+" "+string(r.Mark)+" "+ruleID(r) != want {
			t.Errorf("%s: %q is %s by %q, want %q", name, r.Left.Value, r.Mark, ruleID(r), want)
		}
	}
	if first := rows[0]; first.Name() != "status" || first.Left.Value != "200 OK" || len(rows) != 7 {
		t.Errorf("%d rows, the first of them %+v", len(rows), first)
	}
}

func TestReceived(t *testing.T) {
	rows := Received(
		Response{"200 OK", []Header{{"Date", "a"}, {"X-Amzn-Requestid", "1"}, {"Set-Cookie", "a"}, {"Set-Cookie", "b"}}, []byte("x")},
		Response{"413 Request Entity Too Large", []Header{{"date", "b"}, {"Server", "awselb/2.0"}, {"set-cookie", "b"}}, []byte("x")})
	for name, want := range map[string]string{
		"status": "changed own-response", "Date": "changed connection-headers", "X-Amzn-Requestid": "missing request-id",
		"Server": "added server", "Set-Cookie": "changed unknown", "body": "same ",
	} {
		if r := row(t, rows, name); string(r.Mark)+" "+ruleID(r) != want {
			t.Errorf("%s is %s by %q, want %s", name, r.Mark, ruleID(r), want)
		}
	}
}
