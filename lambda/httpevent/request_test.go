package httpevent_test

import (
	"io"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

// event returns the event of a kind with these members more.
func event(kind httpevent.Kind, members string) string {
	head := map[httpevent.Kind]string{
		httpevent.ALB:           `{"requestContext":{"elb":{"targetGroupArn":"arn:x"}},"httpMethod":"GET","path":"/p","headers":{"host":"h"}`,
		httpevent.ALBMultiValue: `{"requestContext":{"elb":{"targetGroupArn":"arn:x"}},"httpMethod":"GET","path":"/p","multiValueHeaders":{"host":["h"]}`,
		httpevent.RESTAPI:       `{"resource":"/","path":"/p","httpMethod":"GET","headers":{"Host":"h"},"requestContext":{"stage":"dev"}`,
		httpevent.HTTPAPIV1:     `{"version":"1.0","resource":"$default","path":"/p","httpMethod":"GET","headers":{"Host":"h"},"requestContext":{"stage":"$default"}`,
		httpevent.HTTPAPI:       `{"version":"2.0","rawPath":"/p","headers":{"host":"h"},"requestContext":{"domainName":"d.execute-api.x","http":{"method":"GET"}}`,
		httpevent.FunctionURL:   `{"version":"2.0","rawPath":"/p","headers":{"host":"h"},"requestContext":{"domainName":"d.lambda-url.x","http":{"method":"GET"}}`,
		httpevent.Lattice:       `{"raw_path":"/p","method":"GET","headers":{"host":"h"}`,
		httpevent.LatticeV2:     `{"version":"2.0","path":"/p","method":"GET","headers":{"host":["h"]},"requestContext":{"serviceNetworkArn":"arn:aws:vpc-lattice:x"}`,
	}[kind]
	if members != "" {
		members = "," + members
	}
	return head + members + "}"
}

var kinds = []httpevent.Kind{httpevent.ALB, httpevent.ALBMultiValue, httpevent.RESTAPI, httpevent.HTTPAPIV1, httpevent.HTTPAPI, httpevent.FunctionURL, httpevent.Lattice, httpevent.LatticeV2}

// oneValue reports whether the front end has one value for each header and each key of the query.
func oneValue(kind httpevent.Kind) bool { return kind == httpevent.ALB || kind == httpevent.Lattice }

func TestKind(t *testing.T) {
	for _, kind := range kinds {
		for _, members := range []string{"", `"body":null`, `"body":"x","isBase64Encoded":false`, `"x":[{"body":"\"}"}, 1.5e-7, true]`} {
			if got := httpevent.Read([]byte(event(kind, members))).Kind(); got != kind {
				t.Errorf("%s: %s", event(kind, members), got)
			}
		}
	}
	// The members may come in any order: one emulator puts multiValueHeaders behind the body.
	late := `{"requestContext":{"elb":{"targetGroupArn":"arn:x"}},"httpMethod":"GET","path":"/","headers":{},"body":"x","multiValueHeaders":{}}`
	if got := httpevent.Read([]byte(late)).Kind(); got != httpevent.ALBMultiValue {
		t.Errorf("%s", got)
	}
	for _, none := range []string{"", "{}", "null", "7", `"s"`, "[]", "{", `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"requestContext":{"elb":{}}}`,
		`{"requestContext":{"elb":{"targetGroupArn":null}},"httpMethod":"GET"}`, `{"version":"2.0","rawPath":"/"}`, `{"version":2.0,"requestContext":{"http":{"method":"GET"}}}`,
		`{"httpMethod":"GET","resource":"/","methodArn":"arn:x"}`, `{"httpMethod":"GET"}`, `{"resource":"/","httpMethod":"GET"`} {
		if got := httpevent.Read([]byte(none)).Kind(); got != httpevent.Unknown {
			t.Errorf("%s: %s", none, got)
		}
	}
	names := []string{"unknown", "alb", "alb-multi-value", "rest", "http-api-1.0", "http-api", "function-url", "lattice", "lattice-2.0", "unknown"}
	for i, want := range names {
		if got := httpevent.Kind(i).String(); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
}

// TestRESTAPIWithVersion: one emulator adds version to the events of REST APIs, whose path has no
// stage.
func TestRESTAPIWithVersion(t *testing.T) {
	for text, want := range map[string]httpevent.Kind{
		`{"version":"1.0","resource":"/{proxy+}","path":"/a b","httpMethod":"GET","headers":{},"requestContext":{"stage":"dev","path":"/dev/a b"}}`:     httpevent.RESTAPI,
		`{"version":"1.0","resource":"/{proxy+}","path":"/dev/a b","httpMethod":"GET","headers":{},"requestContext":{"stage":"dev","path":"/dev/a b"}}`: httpevent.HTTPAPIV1,
		`{"version":"1.0","resource":"/{proxy+}","path":"/dev/test","httpMethod":"GET","headers":{},"requestContext":{"stage":"dev"}}`:                  httpevent.HTTPAPIV1,
		`{"version":"1.1","resource":"/{proxy+}","path":"/dev/test","httpMethod":"GET","headers":{},"requestContext":{"stage":"dev"}}`:                  httpevent.RESTAPI,
	} {
		if got := httpevent.Read([]byte(text)).Kind(); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestTwice: an event that has a member twice, which no front end makes, reads the same at any
// time.
func TestTwice(t *testing.T) {
	for _, kind := range kinds {
		twice := event(kind, `"body":"x","path":"/q","rawPath":"/q","httpMethod":"PUT","requestContext":{"stage":"s","domainName":"d","http":{"method":"PUT"}}`)
		r := httpevent.Read([]byte(twice))
		before := r.Kind().String() + r.Method() + r.Path()
		body, err := r.Body()
		if after := r.Kind().String() + r.Method() + r.Path(); after != before || string(body) != "x" || err != nil {
			t.Errorf("%s: %s, then %s; %q %v", twice, before, after, body, err)
		}
	}
}

func TestQuery(t *testing.T) {
	for _, test := range []struct {
		kind    httpevent.Kind
		members string
		want    url.Values
	}{
		{httpevent.ALB, `"queryStringParameters":{}`, url.Values{}},
		// A load balancer does not decode: once and not twice.
		{httpevent.ALB, `"queryStringParameters":{"a%20b":"1%2B1","c":"%2541","d":"x+y","e":"100%"}`, url.Values{"a b": {"1+1"}, "c": {"%41"}, "d": {"x y"}, "e": {"100%"}}},
		{httpevent.ALBMultiValue, `"multiValueQueryStringParameters":{"a":["1","%32",""]}`, url.Values{"a": {"1", "2", ""}}},
		// The emulator keeps both members.
		{httpevent.ALBMultiValue, `"queryStringParameters":{"a":"1"},"multiValueQueryStringParameters":{"a":["1","2"]}`, url.Values{"a": {"1", "2"}}},
		// API Gateway has decoded already.
		{httpevent.RESTAPI, `"queryStringParameters":null,"multiValueQueryStringParameters":null`, url.Values{}},
		{httpevent.RESTAPI, `"queryStringParameters":{"a":"%41"},"multiValueQueryStringParameters":{"a":["+","%41"]}`, url.Values{"a": {"+", "%41"}}},
		{httpevent.RESTAPI, `"queryStringParameters":{"a":"%41"}`, url.Values{"a": {"%41"}}},
		// Payload 2.0: the raw query tells a comma in a value from two values.
		{httpevent.HTTPAPI, `"rawQueryString":"a=1,2&a=3&b&%63=%2525&&=x","queryStringParameters":{"a":"1,2,3"}`, url.Values{"a": {"1,2", "3"}, "b": {""}, "c": {"%25"}, "": {"x"}}},
		{httpevent.FunctionURL, `"body":"x","rawQueryString":"a=b"`, url.Values{"a": {"b"}}},
	} {
		if got := httpevent.Read([]byte(event(test.kind, test.members))).Query(); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s %s: %v, want %v", test.kind, test.members, got, test.want)
		}
	}
}

func TestHeader(t *testing.T) {
	for _, test := range []struct {
		event, name string
		want        []string
	}{
		{event(httpevent.ALB, ""), "HOST", []string{"h"}},
		{event(httpevent.ALBMultiValue, `"headers":{"host":"h","x-only":"1"}`), "x-only", []string{"1"}},
		{event(httpevent.ALBMultiValue, `"headers":{"host":"other"}`), "Host", []string{"h"}},
		{event(httpevent.ALBMultiValue, `"headers":{"HOST":"other"}`), "Host", []string{"h"}},
		{event(httpevent.RESTAPI, `"multiValueHeaders":{"x-A":["1","2"],"X-a":["3"]}`), "x-a", []string{"1", "2", "3"}},
		{event(httpevent.RESTAPI, `"body":"","headers":{"\u0058-A":"\u00e9\n"}`), "X-A", []string{"é\n"}},
		{event(httpevent.HTTPAPI, `"cookies":["a=1","b=2"]`), "Cookie", []string{"a=1; b=2"}},
		{event(httpevent.HTTPAPI, `"headers":null`), "Host", nil},
		{`[]`, "Host", nil},
	} {
		got := httpevent.Read([]byte(test.event)).Header().Values(test.name)
		// The order of names that differ in case alone is the event's.
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %s = %q, want %q", test.event, test.name, got, test.want)
		}
	}
}

func TestPathAndHost(t *testing.T) {
	for _, test := range []struct{ event, path, host string }{
		{event(httpevent.ALB, `"path":"/a%20b"`), "/a%20b", "h"},
		{event(httpevent.RESTAPI, `"headers":{},"requestContext":{"stage":"dev","domainName":"d"}`), "/p", "d"},
		{event(httpevent.HTTPAPI, `"rawPath":"/dev/a","requestContext":{"stage":"dev","domainName":"d.execute-api.x","http":{"method":"GET"}}`), "/a", "h"},
		{event(httpevent.HTTPAPI, `"rawPath":"/dev","requestContext":{"stage":"dev","domainName":"d.execute-api.x","http":{"method":"GET"}}`), "/", "h"},
		{event(httpevent.HTTPAPI, `"rawPath":"/devil","requestContext":{"stage":"dev","domainName":"d.execute-api.x","http":{"method":"GET"}}`), "/devil", "h"},
		{event(httpevent.HTTPAPI, `"rawPath":"/dev/a","requestContext":{"stage":"dev","domainName":"api.example.com","http":{"method":"GET"}}`), "/a", "h"},
		{event(httpevent.FunctionURL, `"rawPath":"/$default/a","requestContext":{"stage":"$default","domainName":"d.lambda-url.x","http":{"method":"GET"}}`), "/$default/a", "h"},
	} {
		r := httpevent.Read([]byte(test.event))
		if r.Path() != test.path || r.Host() != test.host {
			t.Errorf("%s: %s %s", test.event, r.Path(), r.Host())
		}
	}
}

func TestSourceIP(t *testing.T) {
	for header, want := range map[string]string{
		"":                           "",
		"10.0.0.1":                   "10.0.0.1",
		"6.6.6.6, 10.0.0.1":          "10.0.0.1", // the first is the client's claim
		"10.0.0.1:5555":              "10.0.0.1", // routing.http.xff_client_port.enabled
		"6.6.6.6,[2001:db8::1]:5555": "2001:db8::1",
		"6.6.6.6, 2001:db8::1":       "2001:db8::1",
	} {
		got := httpevent.Read([]byte(event(httpevent.ALB, `"headers":{"x-forwarded-for":"`+header+`"}`))).SourceIP()
		if got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
	if got := httpevent.Read([]byte(event(httpevent.ALB, ""))).SourceIP(); got != "" {
		t.Errorf("%q", got)
	}
}

func TestBody(t *testing.T) {
	for _, test := range []struct{ members, want, fault string }{
		{``, "", ""},
		{`"body":null,"isBase64Encoded":false`, "", ""},
		{`"body":"a\u00e9\"\n","isBase64Encoded":false`, "aé\"\n", ""},
		{`"isBase64Encoded":true,"body":"AP8="`, "\x00\xff", ""},
		{`"body":"AP8=","isBase64Encoded":true`, "\x00\xff", ""},
		{`"body":"AP8=","isBase64Encoded":"true"`, "AP8=", ""},
		{`"body":"?","isBase64Encoded":true`, "", "body: illegal base64 data at input byte 0; the event says isBase64Encoded"},
	} {
		for _, kind := range kinds {
			r := httpevent.Read([]byte(event(kind, test.members)))
			for range 2 { // the second time from what was kept
				_, borrowed, borrowErr := httpevent.Borrow([]byte(event(kind, test.members)))
				body, err := r.Body()
				if string(borrowed) != test.want || (borrowErr == nil) != (err == nil) {
					t.Errorf("%s %s: borrowed %q, %v", kind, test.members, borrowed, borrowErr)
				}
				if string(body) != test.want || (err == nil) != (test.fault == "") || err != nil && err.Error() != test.fault {
					t.Errorf("%s %s: %q, %v", kind, test.members, body, err)
				}
			}
			body, err := io.ReadAll(r.BodyReader())
			if string(body) != test.want || (err == nil) != (test.fault == "") {
				t.Errorf("%s %s: reader: %q, %v", kind, test.members, body, err)
			}
		}
	}
}

func TestHealthCheck(t *testing.T) {
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#enable-health-checks-lambda
	const documented = `{"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:region:account-id:targetgroup/my-target-group/6d0ecf831eec9f09"}},` +
		`"httpMethod":"GET","path":"/","queryStringParameters":{},"headers":{"user-agent":"ELB-HealthChecker/2.0"},"body":"","isBase64Encoded":false}`
	for text, want := range map[string]bool{
		documented: true,
		strings.NewReplacer(`"headers":{"user-agent":"ELB-HealthChecker/2.0"}`, `"multiValueHeaders":{"User-Agent":["ELB-HealthChecker/2.0"]}`).Replace(documented): true,
		strings.Replace(documented, `2.0"}`, `2.0","x-forwarded-for":"6.6.6.6"}`, 1):                                                                                false,
		strings.Replace(documented, `2.0"}`, `2.0","x-amzn-trace-id":"Root=1"}`, 1):                                                                                 false,
		strings.Replace(documented, "ELB-HealthChecker", "curl", 1):                                                                                                 false,
		event(httpevent.RESTAPI, `"headers":{"user-agent":"ELB-HealthChecker/2.0"}`):                                                                                false,
	} {
		if got := httpevent.Read([]byte(text)).HealthCheck(); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
