package exchange

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
	"example.com/alb-lambda/test/aws/internal/wire"
)

func TestDifferences(t *testing.T) {
	const simulated = `{"path":"/a","headers":{"host":"h","x-amzn-trace-id":"1"},"requestContext":{"identity":{"sourceIp":"192.0.2.1"}},"n":1.0}`
	for got, want := range map[string]string{
		simulated: "",
		`{"path":"/a","headers":{"host":"h","x-amzn-trace-id":"2"},"requestContext":{"identity":{"sourceIp":"198.51.100.1"}},"n":1.0}`:          "",
		`{"path":"/b","headers":{"host":"h","x-amzn-trace-id":"1"},"requestContext":{"identity":{"sourceIp":"192.0.2.1"}},"n":1.0}`:             `path is "/b"; httpsim has "/a"`,
		`{"path":"/a","headers":{"host":"h"},"requestContext":{"identity":{"sourceIp":"192.0.2.1"}},"n":1.0}`:                                   `headers.x-amzn-trace-id is missing; httpsim has "1"`,
		`{"path":"/a","headers":{"host":"h","x-amzn-trace-id":"1","x":"y"},"requestContext":{"identity":{"sourceIp":"192.0.2.1"}},"n":1}`:       "headers.x is \"y\"; httpsim has none\nn is 1; httpsim has 1.0",
		`{"path":null,"headers":{"host":"h","x-amzn-trace-id":"1"},"requestContext":null,"n":1.0}`:                                              "path is null; httpsim has \"/a\"\nrequestContext is null; httpsim has {\"identity\":{\"sourceIp\":\"192.0.2.1\"}}",
		`{"path":"/a","headers":{"host":"h","x-amzn-trace-id":"1"},"requestContext":{"identity":{"sourceIp":"192.0.2.1","user":null}},"n":1.0}`: "requestContext.identity.user is null; httpsim has none",
	} {
		lines, err := Differences([]byte(got), []byte(simulated))
		if err != nil || strings.Join(lines, "\n") != want {
			t.Errorf("%s\n got %s, %v\nwant %s", got, strings.Join(lines, "\n"), err, want)
		}
	}
	for _, pair := range [][2]string{{"{", "{}"}, {"{}", "{"}} {
		if _, err := Differences([]byte(pair[0]), []byte(pair[1])); err == nil {
			t.Errorf("%v are compared", pair)
		}
	}
}

// TestSend: a request arrives as it is written, and a response that comes before all is sent is
// read.
func TestSend(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	heads := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		var head strings.Builder
		for lines := bufio.NewReader(conn); !strings.HasSuffix(head.String(), "\r\n\r\n"); {
			line, err := lines.ReadString('\n')
			if err != nil {
				break
			}
			head.WriteString(line)
		}
		heads <- head.String()
		_, _ = io.WriteString(conn, "HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: 3\r\nX-A: 1\r\n\r\nbig")
		_, _ = io.Copy(io.Discard, conn) // a reset would take the response away
	}()
	to := &platform.Endpoint{Address: listener.Addr().String(), Host: "h.example.com", Base: "/dev", Token: "abc"}
	got, err := Send(t.Context(), to, &Request{Method: "POST", Target: "/a%2f?x", Headers: [][2]string{{"x-Aa", "1"}, {"x-Aa", "2"}}, Body: make([]byte, 8<<20)})
	if err != nil || got.Status != 413 || string(got.Body) != "big" || got.Header.Get("X-A") != "1" || got.TLS != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if head := <-heads; head != "POST /dev/a%2f?x HTTP/1.1\r\nHost: h.example.com\r\nx-Aa: 1\r\nx-Aa: 2\r\nX-Prove: record-0-abc\r\nContent-Length: 8388608\r\n\r\n" {
		t.Errorf("sent %q", head)
	}
}

// TestEveryVectorIsSentOrSaysWhyNot, to an endpoint of each kind: all but those that are written by
// hand and the few whose configuration the stage does not have.
func TestEveryVectorIsSentOrSaysWhyNot(t *testing.T) {
	all, err := Vectors("../../../..")
	if err != nil {
		t.Fatal(err)
	}
	at := func(host string) *platform.Endpoint { return &platform.Endpoint{Host: host, Token: "abc"} }
	ends := &platform.Endpoints{
		Multi: at("multi"), Single: at("single"), Secure: at("secure"), URL: at("url"), StreamURL: at("stream"), Lattice: at("lattice"), LatticeV2: at("lattice2"),
		APIs: map[string]*platform.Endpoint{}, HTTP: map[string]*platform.Endpoint{},
	}
	for i := range names.APIs {
		ends.APIs[names.APIs[i].ID] = at("rest")
	}
	for _, api := range names.HTTPAPIs {
		for _, stage := range names.HTTPStages {
			ends.HTTP[platform.HTTPKey(api.ID, stage)] = at(api.ID + stage)
		}
	}
	sent := map[string]int{}
	var left []string
	for i := range all {
		v := &all[i]
		to, why := Endpoint(v, ends, names.Respond)
		if (to == nil) == (why == "") {
			t.Errorf("%s: %v, %q", v.Name, to, why)
		}
		if to == nil {
			if v.Request != nil {
				left = append(left, v.Name+": "+why)
			}
			continue
		}
		sent[to.Host]++
		r := request(v, i, names.Respond, to)
		mark := r.Headers[len(r.Headers)-1]
		if mode, n, ok := names.Marked([]byte(`{"`+mark[0]+`":"`+mark[1]+`"}`), "abc"); !ok || n != i || mode != names.Respond {
			t.Errorf("%s: %s %d", v.Name, mode, n)
		}
		if found := !v.Kind().IsALB(); found != (r.Host == to.Host) {
			t.Errorf("%s: sent to %s", v.Name, r.Host)
		}
	}
	for _, host := range []string{"multi", "single", "secure", "rest", "url", "stream", "lattice", "lattice2", "HTTP$default", "HTTPdev", "HTTPPayload1$default", "HTTPPayload1dev"} {
		if sent[host] == 0 {
			t.Errorf("no vector is sent to %s", host)
		}
	}
	slices.Sort(left)
	if got, want := strings.Join(left, "\n"), strings.Join([]string{
		"alb-event: an IPv6 client alone: the client's address is another",
		"alb-event: an IPv6 client is appended in brackets: the client's address is another",
		"http-api-event: the stage is in the path of a custom domain: the API of the stage has no custom domain",
		"rest-event: path //hardcoded: the API of the stage has other resources",
	}, "\n"); got != want {
		t.Errorf("left out\n%s\nwant\n%s", got, want)
	}
}

func TestRecordingsHaveNothingPrivate(t *testing.T) {
	all, err := Vectors("../../../..")
	if err != nil {
		t.Fatal(err)
	}
	var recordings Recordings
	for i := range all {
		if all[i].Name == "alb-event: the path is as sent" {
			recordings.AddEvent(&all[i], []byte(`{"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:eu-central-1:987654321098:targetgroup/x/1"}},`+
				`"headers":{"x-forwarded-for":"198.51.100.7","x-prove":"record-3-0a1b","host":"h"},"multiValueHeaders":{"host":["h"],"x-prove":["record-3-0a1b"]},"body":"1"}`))
		}
		if all[i].Name == "alb-response: body null" {
			recordings.AddResponse(&all[i], &Response{Response: wire.Response{Status: 502, Header: http.Header{"Date": {"now"}, "Server": {"awselb/2.0"}}, Body: []byte{0xff}}})
		}
	}
	text, err := json.Marshal(recordings.all)
	if err != nil {
		t.Fatal(err)
	}
	for _, private := range []string{"987654321098", "198.51.100.7", "prove", "now"} {
		if strings.Contains(string(text), private) {
			t.Errorf("%s is in %s", private, text)
		}
	}
	for _, kept := range []string{`"headers":{"x-forwarded-for":"192.0.2.1","host":"h"},"multiValueHeaders":{"host":["h"]},"body":"1"`, `"base64":"/w=="`, `"Server":["awselb/2.0"]`} {
		if !strings.Contains(string(text), kept) {
			t.Errorf("%s is not in %s", kept, text)
		}
	}
}
