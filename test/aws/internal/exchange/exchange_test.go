package exchange

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/test/aws/internal/names"
	"example.com/alb-lambda/test/aws/internal/platform"
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
	to := &platform.Endpoint{Address: listener.Addr().String(), Host: "h.example.com", Base: "/dev"}
	got, err := Send(t.Context(), to, &Request{Method: "POST", Target: "/a%2f?x", Headers: [][2]string{{"x-Aa", "1"}, {"x-Aa", "2"}}, Body: make([]byte, 8<<20)})
	if err != nil || got.Status != 413 || string(got.Body) != "big" || got.Header.Get("X-A") != "1" || got.TLS != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if head := <-heads; head != "POST /dev/a%2f?x HTTP/1.1\r\nHost: h.example.com\r\nx-Aa: 1\r\nx-Aa: 2\r\nContent-Length: 8388608\r\n\r\n" {
		t.Errorf("sent %q", head)
	}
}

// TestEveryVectorIsSentOrSaysWhyNot, to an endpoint of each kind.
func TestEveryVectorIsSentOrSaysWhyNot(t *testing.T) {
	all, err := Vectors("../../../..")
	if err != nil {
		t.Fatal(err)
	}
	plain, tls := &platform.Endpoint{Host: "lb"}, &platform.Endpoint{Host: "api", TLS: true}
	ends := &platform.Endpoints{Multi: plain, Single: plain, URL: tls, APIs: map[string]*platform.Endpoint{}}
	for i := range names.APIs {
		ends.APIs[names.APIs[i].ID] = tls
	}
	sent := 0
	for i := range all {
		v := &all[i]
		to, why := Endpoint(v, ends, names.Respond)
		if (to == nil) == (why == "") {
			t.Errorf("%s: %v, %q", v.Name, to, why)
		}
		if to == nil {
			continue
		}
		sent++
		r := request(v, i, names.Respond, to)
		if mode, n, ok := names.Vector([]byte(`{"` + r.Headers[len(r.Headers)-1][0] + `":"` + r.Headers[len(r.Headers)-1][1] + `"}`)); !ok || n != i || mode != names.Respond {
			t.Errorf("%s: %s %d", v.Name, mode, n)
		}
		if atAWS := v.Kind() == httpevent.RESTAPI || v.Kind() == httpevent.FunctionURL; atAWS != (r.Host == "api") {
			t.Errorf("%s: sent to %s", v.Name, r.Host)
		}
	}
	if sent < 150 {
		t.Errorf("only %d of %d vectors are sent", sent, len(all))
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
				`"headers":{"x-forwarded-for":"198.51.100.7","x-prove":"record-3","host":"h"},"multiValueHeaders":{"host":["h"],"x-prove":["record-3"]},"body":"1"}`))
		}
		if all[i].Name == "alb-response: body null" {
			recordings.AddResponse(&all[i], &Response{Status: 502, Header: http.Header{"Date": {"now"}, "Server": {"awselb/2.0"}}, Body: []byte{0xff}})
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
