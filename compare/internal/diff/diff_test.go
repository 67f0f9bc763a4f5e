package diff

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
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
		{"the balancer itself", `{}`, `{"requestContext":{"elb":{"targetGroupArn":"a"}}}`, "requestContext.elb.targetGroupArn", Added, "elb-context"},
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
		{"another body", `{"body":"abc","isBase64Encoded":false}`, `{"body":"YWJk","isBase64Encoded":true}`, "body", Changed, "unknown"},
		{"large numbers", `{"n":12345678901234567890.10}`, `{"n":12345678901234567890.10}`, "n", Same, ""},
		{"what nobody knows", `{"new":1}`, `{}`, "new", Missing, "unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows, err := Events([]byte(test.left), []byte(test.right), Context{})
			if err != nil {
				t.Fatal(err)
			}
			r := row(t, rows, test.member)
			if r.Mark != test.mark || ruleID(r) != test.rule {
				t.Errorf("%s is %s by rule %q, want %s by %q", test.member, r.Mark, ruleID(r), test.mark, test.rule)
			}
			if r.Deviation != nil {
				t.Errorf("a word about the emulator, on AWS: %+v", r.Deviation)
			}
		})
	}
}

func TestEventsRefuse(t *testing.T) {
	for _, bad := range []string{`[1]`, `{`, `"a"`, ``} {
		if _, err := Events([]byte(bad), []byte(`{}`), Context{}); err == nil {
			t.Errorf("%q passes for an event", bad)
		}
	}
}

func TestOneDoorWithoutEvent(t *testing.T) {
	rows, err := Events([]byte(`{"httpMethod":"GET","headers":{"A":"b"}}`), nil, Context{Emulator: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 {
		t.Errorf("%+v", rows)
	}
	for _, r := range rows {
		if r.Mark != Missing || ruleID(r) != "refused" {
			t.Errorf("%+v", r)
		}
	}
}

func TestReturned(t *testing.T) {
	rows, err := Returned([]byte(`{"statusCode":200,"headers":{"content-type":"text/plain"},"body":"a","isBase64Encoded":false}`),
		[]byte(`{"statusCode":200,"statusDescription":"200 OK","multiValueHeaders":{"content-type":["text/plain"]},"body":"b","isBase64Encoded":false}`), Context{})
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

func TestReceived(t *testing.T) {
	rows := Received(
		Response{"200 OK", []Header{{"Date", "a"}, {"X-Amzn-Requestid", "1"}, {"Set-Cookie", "a"}, {"Set-Cookie", "b"}}, []byte("x")},
		Response{"413 Request Entity Too Large", []Header{{"date", "b"}, {"Server", "awselb/2.0"}, {"set-cookie", "b"}}, []byte("x")}, Context{})
	for name, want := range map[string]string{
		"status": "changed answer-status", "Date": "changed door-headers", "X-Amzn-Requestid": "missing request-id",
		"Server": "added server", "Set-Cookie": "changed unknown", "body": "same ",
	} {
		if r := row(t, rows, name); string(r.Mark)+" "+ruleID(r) != want {
			t.Errorf("%s is %s by %q, want %s", name, r.Mark, ruleID(r), want)
		}
	}
}

func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.ID == "" || seen[r.ID] {
			t.Errorf("rule %q twice, or without a name", r.ID)
		}
		seen[r.ID] = true
		if !strings.HasPrefix(r.Page, "https://docs.aws.amazon.com/") {
			t.Errorf("%s: %s is no page of AWS", r.ID, r.Page)
		}
		if !regexp.MustCompile(`^[A-Z][^\n]*\.$`).MatchString(r.Sentence) {
			t.Errorf("%s: %q is no sentence", r.ID, r.Sentence)
		}
	}
}

var request = Request{
	Method: http.MethodPost, Path: "/echo/a%2Fb", Query: "tag=one&tag=two&city=Z%C3%BCrich",
	Headers: []Header{{"X-Demo-Case", "As Sent"}, {"X-Demo-Repeat", "one"}, {"X-Demo-Repeat", "two"}, {"Content-Type", "application/x-www-form-urlencoded"}},
	Body:    []byte("a=b"),
}

// What a row says of AWS, while the emulator answers, is what httpsim makes by AWS's documentation.
func TestDeviationSaysWhatAWSDoes(t *testing.T) {
	const rest = `{"version":"1.0","headers":{"x-demo-case":"As Sent","x-demo-repeat":"one, two"},
		"multiValueHeaders":{"x-demo-case":["As Sent"],"x-demo-repeat":["one, two"]},
		"queryStringParameters":{"tag":"one"},"multiValueQueryStringParameters":{"tag":["one","two"],"city":["Zürich"]},
		"body":"a=b","isBase64Encoded":false}`
	alb := strings.Replace(rest, `"version":"1.0",`, "", 1)
	rows, err := Events([]byte(rest), []byte(alb), Context{Request: request, Emulator: true})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(request.Method, "http://door"+request.Path+"?"+request.Query, bytes.NewReader(request.Body))
	for _, h := range request.Headers {
		r.Header[h.Name] = append(r.Header[h.Name], h.Value)
	}
	event := func(kind httpevent.Kind) []leaf {
		r.Body = http.NoBody
		r.Body = httptest.NewRequest("POST", "/", bytes.NewReader(request.Body)).Body
		text, err := httpsim.Endpoint{Kind: kind}.Event(r)
		if err != nil {
			t.Fatal(err)
		}
		leaves, err := flatten(text)
		if err != nil {
			t.Fatal(err)
		}
		return leaves
	}
	onAWS := map[bool][]leaf{false: event(httpevent.RESTAPI), true: event(httpevent.ALBMultiValue)}
	claims := 0
	for _, r := range rows {
		if r.Deviation == nil {
			continue
		}
		for right, claim := range map[bool]string{false: r.Deviation.LeftOnAWS, true: r.Deviation.RightOnAWS} {
			if claim == "" {
				continue
			}
			claims++
			i := slices.IndexFunc(onAWS[right], func(l leaf) bool { return strings.EqualFold(l.name(), r.Name()) })
			got := absent
			if i >= 0 {
				got = onAWS[right][i].value
			}
			if _, value, ok := strings.Cut(claim, `": `); ok { // with the name as sent
				if !strings.Contains(claim, onAWS[right][i].path[1]) {
					t.Errorf("%s: it says %s, AWS has %s", r.Name(), claim, onAWS[right][i].name())
				}
				claim = value
			}
			if got != claim {
				t.Errorf("%s, balancer %t: it says %s, AWS has %s", r.Name(), right, claim, got)
			}
		}
	}
	if claims < 10 {
		t.Errorf("%d claims are too few to prove anything", claims)
	}
}

func TestDeviationLimits(t *testing.T) {
	rows, err := Events([]byte(`{"body":null}`), []byte(`{"body":""}`), Context{Emulator: true})
	if err != nil {
		t.Fatal(err)
	}
	if r := row(t, rows, "body"); r.Deviation == nil || !strings.Contains(r.Deviation.Sentence, "1 MB") {
		t.Errorf("the row of the body does not say that the emulator knows no limit: %+v", r.Deviation)
	}
}

func TestRowsWithOneExplanationStandTogether(t *testing.T) {
	rows, err := Events([]byte(`{"headers":{"A":"1","Host":"x","B":"2"}}`), []byte(`{"headers":{"a":"1","host":"y","b":"2"}}`), Context{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.Label())
	}
	if got := strings.Join(names, " "); got != "A B Host" {
		t.Errorf("%s", got)
	}
}
