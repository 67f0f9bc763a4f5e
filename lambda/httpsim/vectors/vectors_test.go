package vectors_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim/vectors"
)

func ExampleLoad() {
	all, err := vectors.Load(os.DirFS("../testdata/vectors"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range all {
		if v.Name != "alb-response: body null" {
			continue
		}
		request, err := v.Request.HTTP()
		if err != nil {
			fmt.Println(err)
			return
		}
		response, err := v.Simulated().Do(v.Function, request)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(v.Basis, response.StatusCode, v.Response.Check(response.Response))
	}
	// Output:
	// reported 502 []
}

// one returns a file with one vector, of these members and those that each must have.
func one(members string) fstest.MapFS {
	return fstest.MapFS{"a.json": {Data: []byte(`[{"name":"n","source":"s","basis":"recorded","endpoint":{"kind":"alb"},` + members + `}]`)}}
}

func TestLoadRejects(t *testing.T) {
	for _, test := range []struct {
		dir  fstest.MapFS
		want string
	}{
		{fstest.MapFS{}, "no file ends in .json"},
		{fstest.MapFS{"a.json": {Data: []byte(`{}`)}}, "a.json: json:"},
		{one(`"reqest":{}`), `a.json: json: unknown field "reqest"`},
		{fstest.MapFS{"a.json": {Data: []byte(`[{"name":""}]`)}}, "name is missing or occurs twice"},
		{fstest.MapFS{"a.json": {Data: []byte(`[{"name":"n"}]`)}}, `a.json: "n": source is missing`},
		{one(`"basis":"guessed"`), `basis "guessed" is not`},
		{one(`"endpoint":{"kind":"gate"}`), `endpoint.kind "gate" is not a kind`},
		{one(`"read":{}`), "neither request nor event.is"},
		{one(`"request":{}`), "nothing to compare with"},
		{one(`"event":{"is":{}},"response":{"status":200}`), "a response without a request or a function"},
		{one(`"request":{},"response":{"status":200}`), "a response without a request or a function"},
		{one(`"request":{},"function":{},"response":{}`), "response.status is missing"},
		{one(`"request":{"body":{"repeat":"x","times":0}}`), "is not a text"},
		{one(`"request":{"body":{"repeet":"x","times":1}}`), "is not a text"},
		{one(`"request":{"body":7}`), "is not a text"},
		{fstest.MapFS{"a.json": one(`"request":{},"read":{}`)["a.json"], "b.json": one(`"request":{},"read":{}`)["a.json"]}, `b.json: "n": name is missing or occurs twice`},
	} {
		if _, err := vectors.Load(test.dir); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %s", err, test.want)
		}
	}
}

func load(t *testing.T, members string) vectors.Vector {
	t.Helper()
	all, err := vectors.Load(one(members))
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func TestRequest(t *testing.T) {
	v := load(t, `"request":{"method":"PUT","target":["https://h.example/",{"repeat":"a","times":2}],"headers":[["X-Aa","1"],["X-Aa","2"]],"base64":"/w==","from":"2001:db8::1"},"read":{}`)
	r, err := v.Request.HTTP()
	if err != nil {
		t.Fatal(err)
	}
	body := make([]byte, 1)
	if _, err := r.Body.Read(body); err != nil || r.Method != "PUT" || r.Host != "h.example" || r.URL.Path != "/aa" || len(r.Header["X-Aa"]) != 2 || body[0] != 0xff || r.RemoteAddr != "[2001:db8::1]:50000" || r.TLS == nil {
		t.Errorf("%+v, %q, %v", r, body, err)
	}
	r, err = load(t, `"request":{"target":"/x"},"read":{}`).Request.HTTP()
	if err != nil || r.Method != "GET" || r.Host != "example.com" || r.TLS != nil || r.RemoteAddr != "192.0.2.1:50000" {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := load(t, `"request":{"target":"/%zz"},"read":{}`).Request.HTTP(); err == nil {
		t.Error("a target that is not a URL")
	}
}

// A request is on the wire as the vector has it, with what HTTP/1.1 needs for a body.
func TestWire(t *testing.T) {
	for members, want := range map[string]string{
		`{"target":"/a%2f?x"}`: "GET /a%2f?x HTTP/1.1\r\nHost: example.com\r\n\r\n",
		`{"method":"PUT","target":"https://h.example?a","headers":[["x-Aa","1"],["x-Aa","2"]],"base64":"/w=="}`: "PUT /?a HTTP/1.1\r\nHost: h.example\r\nx-Aa: 1\r\nx-Aa: 2\r\nContent-Length: 1\r\n\r\n\xff",
		`{"method":"POST","target":"/","headers":[["content-length","1"]],"body":"x"}`:                          "POST / HTTP/1.1\r\nHost: example.com\r\ncontent-length: 1\r\n\r\nx",
		`{"method":"POST","target":"/","headers":[["Transfer-Encoding","chunked"]],"body":"0123456789abcdef"}`:  "POST / HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n",
		`{"target":"/","headers":[["Transfer-Encoding","chunked"]]}`:                                            "GET / HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	} {
		if got := string(load(t, `"request":`+members+`,"read":{}`).Request.Wire("")); got != want {
			t.Errorf("%s\n got %q\nwant %q", members, got, want)
		}
	}
	if got := string(load(t, `"request":{"target":"/a"},"read":{}`).Request.Wire("h")); got != "GET /a HTTP/1.1\r\nHost: h\r\n\r\n" {
		t.Errorf("for another host: %q", got)
	}
}

// The Date of a server is not that of a function.
func TestDate(t *testing.T) {
	v := load(t, `"request":{},"function":{},"response":{"status":200,"absent":["Date"]}`)
	for date, differences := range map[string]int{"Thu, 26 Nov 2026 21:00:00 GMT": 0, "value": 1} {
		got := &http.Response{StatusCode: 200, Header: http.Header{"Date": {date}}, Body: http.NoBody}
		if found := v.Response.Check(got); len(found) != differences {
			t.Errorf("%s: %v", date, found)
		}
	}
}

// Each comparison finds what differs.
func TestChecks(t *testing.T) {
	event := []byte(`{"a":{"b":1.0,"c":null},"version":"1"}`)
	for members, want := range map[string]string{
		`"is":{"version":"1","a":{"c":null,"b":1.0}}`: "",
		`"is":{"version":"1"}`:                        "the event is",
		`"has":{"a.b":1.0,"a.c":null}`:                "",
		`"has":{"a.b":1}`:                             "a.b is 1.0, want 1",
		`"has":{"a.d":1}`:                             "a.d is missing, want 1",
		`"absent":["a.d","x.y"]`:                      "",
		`"absent":["a.c"]`:                            "a.c is <nil>, and must not be there",
	} {
		v := load(t, `"request":{},"event":{`+members+`}`)
		if got := strings.Join(v.Event.Check(event), "\n"); !strings.Contains(got, want) || (want == "") != (got == "") {
			t.Errorf("%s: %s", members, got)
		}
	}
	if got := (&vectors.Event{}).Check([]byte("{")); len(got) != 1 {
		t.Error(got)
	}
	request := httpevent.Read([]byte(`{"requestContext":{"elb":{"targetGroupArn":"a"}},"httpMethod":"GET","path":"/p","queryStringParameters":{"q":"1"},` +
		`"headers":{"host":"h","x-a":"1, 2","x-forwarded-for":"192.0.2.1"},"body":"x","isBase64Encoded":false}`))
	for members, want := range map[string]string{
		`"kind":"alb","method":"GET","path":"/p","rawQuery":"q=1","host":"h","sourceIP":"192.0.2.1","scheme":"http","query":{"q":["1"]},"headers":{"X-A":["1","2"],"x-b":[]},"body":"x","healthCheck":false`: "",
		`"kind":"rest"`: "kind is", `"method":"PUT"`: "method is", `"path":"/"`: "path is", `"rawQuery":""`: "rawQuery is", `"host":"i"`: "host is",
		`"sourceIP":""`: "sourceIP is", `"scheme":"https"`: "scheme is", `"query":{}`: "query is", `"headers":{"x-a":["1"]}`: "header x-a is",
		`"headers":{"x-a":[]}`: "header x-a is", `"headers":{"x-b":[""]}`: "header x-b is", `"body":"y"`: "body is", `"base64":"/w=="`: "body is", `"healthCheck":true`: "healthCheck is false",
	} {
		v := load(t, `"request":{},"read":{`+members+`}`)
		if got := strings.Join(v.Read.Check(request), "\n"); !strings.Contains(got, want) || (want == "") != (got == "") {
			t.Errorf("%s: %s", members, got)
		}
	}
	for members, want := range map[string]string{
		`"status":200,"headers":{"x-a":["1","2"],"set-cookie":["a=1","b=2"]},"absent":["x-b"],"body":"x"`: "",
		`"status":200,"base64":"eA=="`: "",
		`"status":201`:                 "status is 200", `"status":200,"headers":{"set-cookie":["a=1, b=2"]}`: "header set-cookie is", `"status":200,"absent":["x-a"]`: "header x-a is",
		`"status":200,"body":""`: "body is", `"status":200,"base64":"/w=="`: "body is",
	} {
		v := load(t, `"request":{},"function":{"returns":{"statusCode":200,"multiValueHeaders":{"X-A":["1","2"],"Set-Cookie":["a=1","b=2"]},"body":"x"}},"endpoint":{"kind":"alb-multi-value"},"response":{`+members+`}`)
		r, err := v.Request.HTTP()
		if err != nil {
			t.Fatal(err)
		}
		response, err := v.Simulated().Do(v.Function, r)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(v.Response.Check(response.Response), "\n"); !strings.Contains(got, want) || (want == "") != (got == "") {
			t.Errorf("%s: %s", members, got)
		}
	}
	broken := &http.Response{StatusCode: 200, Body: io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF))}
	if got := (&vectors.Response{Status: 200}).Check(broken); len(got) != 1 || got[0] != "the body: unexpected EOF" {
		t.Error(got)
	}
}
