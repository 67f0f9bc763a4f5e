package lambdahttp_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/lambdahttp"
)

// receive returns the request that the handler gets for an event.
func receive(t *testing.T, event string) *http.Request {
	t.Helper()
	var got *http.Request
	server := &lambdahttp.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r })}
	if _, err := server.Invoke(t.Context(), []byte(event)); err != nil {
		t.Fatal(err)
	}
	if got == nil {
		t.Fatalf("the handler was not called for %s", event)
	}
	return got
}

const (
	albEvent = `{"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"GET","path":"/a","multiValueQueryStringParameters":%s,` +
		`"multiValueHeaders":%s,"body":"","isBase64Encoded":false}`
	restEvent = `{"resource":"/{proxy+}","path":"%s","httpMethod":"GET","headers":{"Host":"api.example.com:8443","X-Forwarded-Proto":"http"},` +
		`"multiValueQueryStringParameters":null,"requestContext":{"stage":"dev","protocol":"%s","identity":{"sourceIp":"2001:db8::1"}},"body":null,"isBase64Encoded":false}`
	latticeEvent = `{"raw_path":"/a%20b","method":"POST","headers":{"host":"shop.vpc-lattice-svcs.eu-west-1.on.aws","x-forwarded-for":"10.0.0.9"},` +
		`"query_string_parameters":{"q":"1"},"body":"eA==","is_base64_encoded":true}`
	latticeV2Event = `{"version":"2.0","path":"/a%20b?q=1","method":"POST","headers":{"host":["shop.vpc-lattice-svcs.eu-west-1.on.aws"],"x-forwarded-for":["10.0.0.9"]},` +
		`"queryStringParameters":{"q":["1"]},"body":"x","isBase64Encoded":false,"requestContext":{"serviceNetworkArn":"arn:aws:vpc-lattice:eu-west-1:1:servicenetwork/sn-1"}}`
	payload1Event = `{"version":"1.0","resource":"$default","path":"/dev/a b","httpMethod":"POST","headers":{"Host":"shop.example.com"},` +
		`"multiValueHeaders":{"Host":["shop.example.com"]},"multiValueQueryStringParameters":{"q":["1"]},"requestContext":{"stage":"dev","identity":{"sourceIp":"10.0.0.9"}},"body":"x","isBase64Encoded":false}`
)

func TestClientAddress(t *testing.T) {
	for headers, want := range map[string]string{
		`{"x-forwarded-for":["1.2.3.4, 10.0.0.1"]}`:                "10.0.0.1:0",
		`{"x-forwarded-for":["10.0.0.1:4711"]}`:                    "10.0.0.1:0",
		`{"x-forwarded-for":["1.2.3.4, [2001:db8::1]"]}`:           "[2001:db8::1]:0",
		`{"x-forwarded-for":["2001:db8::1"]}`:                      "[2001:db8::1]:0",
		`{"x-forwarded-for":["1.2.3.4", "10.0.0.1"]}`:              "10.0.0.1:0",
		`{"x-amzn-trace-id":["Root=1"]}`:                           "",
		`{"x-forwarded-for":["10.0.0.1"],"x-real-ip":["6.6.6.6"]}`: "10.0.0.1:0",
	} {
		if got := receive(t, fmt.Sprintf(albEvent, "{}", headers)).RemoteAddr; got != want {
			t.Errorf("%s: RemoteAddr %q, want %q", headers, got, want)
		}
	}
	if got := receive(t, fmt.Sprintf(restEvent, "/", "HTTP/1.1")).RemoteAddr; got != "[2001:db8::1]:0" {
		t.Errorf("REST API: RemoteAddr %q", got)
	}
}

func TestTLS(t *testing.T) {
	for headers, want := range map[string]uint16{
		`{"host":["shop.example.com:443"],"x-forwarded-proto":["https"],"x-amzn-tls-version":["TLSv1.3"]}`: tls.VersionTLS13,
		`{"host":["shop.example.com"],"x-forwarded-proto":["https"],"x-amzn-tls-version":["TLSv1.2"]}`:     tls.VersionTLS12,
		`{"host":["shop.example.com"],"x-forwarded-proto":["https"]}`:                                      0,
	} {
		state := receive(t, fmt.Sprintf(albEvent, "{}", headers)).TLS
		if state == nil || state.Version != want || state.ServerName != "shop.example.com" || !state.HandshakeComplete {
			t.Errorf("%s: %+v", headers, state)
		}
	}
	if r := receive(t, fmt.Sprintf(albEvent, "{}", `{"x-forwarded-proto":["http"]}`)); r.TLS != nil {
		t.Error("TLS for plain HTTP")
	}
	// The client of a REST API cannot but use HTTPS, whatever its headers say.
	if r := receive(t, fmt.Sprintf(restEvent, "/", "HTTP/1.1")); r.TLS == nil || r.TLS.ServerName != "api.example.com" {
		t.Errorf("REST API: %+v", r.TLS)
	}
}

func TestProtocol(t *testing.T) {
	for proto, want := range map[string]string{"HTTP/1.1": "HTTP/1.1 1 1", "HTTP/2.0": "HTTP/2.0 2 0", "": "HTTP/1.1 1 1", "h2": "HTTP/1.1 1 1"} {
		r := receive(t, fmt.Sprintf(restEvent, "/", proto))
		if got := fmt.Sprint(r.Proto, r.ProtoMajor, r.ProtoMinor); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
			t.Errorf("protocol %q: %s, want %s", proto, got, want)
		}
	}
}

// TestQueryOrder shows that a query stays as it was where the event keeps it: signatures are
// calculated over it.
func TestQueryOrder(t *testing.T) {
	if got := receive(t, fmt.Sprintf(albEvent, `{"q":["1","x%20y"],"flag":[""]}`, "{}")); got.URL.RawQuery != "q=1&q=x%20y&flag" || got.RequestURI != "/a?q=1&q=x%20y&flag" {
		t.Errorf("%s %s", got.URL.RawQuery, got.RequestURI)
	}
}

// TestMorePaths covers what the simulated front ends cannot send.
func TestMorePaths(t *testing.T) {
	for name, event := range map[string]string{"lattice": latticeEvent, "lattice-2.0": latticeV2Event, "http-api-1.0": payload1Event} {
		r := receive(t, event)
		e, _ := httpevent.FromContext(r.Context())
		got := fmt.Sprintf("%s %s %s %s %s %d", e.Kind(), r.Method, r.URL.Path, r.RequestURI, r.RemoteAddr, r.ContentLength)
		if want := name + " POST /a b /a%20b?q=1 10.0.0.9:0 1"; got != want {
			t.Errorf("%s\n got %s\nwant %s", name, got, want)
		}
	}
}

// TestMalformed shows that a request which net/http would not give to a handler does not reach it.
func TestMalformed(t *testing.T) {
	server := &lambdahttp.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the handler was called") })}
	for _, path := range []string{"/%zz", "/a%", "a b"} {
		response, err := server.Invoke(t.Context(), []byte(fmt.Sprintf(restEvent, path, "HTTP/1.1")))
		if err != nil || !strings.Contains(string(response), `"statusCode":400`) {
			t.Errorf("%s: %s, %v", path, response, err)
		}
	}
	notBase64 := `{"version":"2.0","rawPath":"/","requestContext":{"http":{"method":"POST"}},"headers":{},"body":"%%","isBase64Encoded":true}`
	if response, err := server.Invoke(t.Context(), []byte(notBase64)); err != nil || !strings.Contains(string(response), `"statusCode":400`) {
		t.Errorf("not base64: %s, %v", response, err)
	}
}

// TestOwnHeader shows that a handler may change the headers of its request, and the event stays as
// it was.
func TestOwnHeader(t *testing.T) {
	r := receive(t, fmt.Sprintf(restEvent, "/", "HTTP/1.1"))
	r.Header.Set("X-Forwarded-Proto", "gopher")
	if e, _ := httpevent.FromContext(r.Context()); e.Header().Get("X-Forwarded-Proto") != "http" || r.Header["Host"] != nil {
		t.Errorf("%v %v", e.Header(), r.Header)
	}
}

// TestGoexit ends a request whose handler has ended its goroutine: nobody reads its body any more,
// nor writes to its response, whose memory may be the next one's.
func TestGoexit(t *testing.T) {
	var r *http.Request
	var w http.ResponseWriter
	server := &lambdahttp.Server{Handler: http.HandlerFunc(func(to http.ResponseWriter, from *http.Request) {
		r, w = from, to
		_, _ = io.WriteString(w, "begun")
		runtime.Goexit()
	})}
	request := httptest.NewRequest("POST", "/", strings.NewReader(strings.Repeat("secret", 20_000)))
	request.Header.Set("Content-Type", "text/plain")
	event := event(t, httpevent.HTTPAPI, request)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = server.Append(t.Context(), nil, event)
	}()
	<-done
	if _, err := io.ReadAll(r.Body); !errors.Is(err, http.ErrBodyReadAfterClose) || r.Context().Err() == nil {
		t.Errorf("the body can be read: %v", err)
	}
	if n, err := io.WriteString(w, "late"); n != 0 || err == nil {
		t.Errorf("writing late: %d, %v", n, err)
	}
}

// TestUploadsAreRemoved shows that nothing of an upload stays in /tmp, which Lambda keeps between
// invocations.
func TestUploadsAreRemoved(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	body, contentType := multipartBody()
	for _, base := range []string{"", "/shop"} {
		server := &lambdahttp.Server{BasePath: base, Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if err := r.ParseMultipartForm(0); err != nil { // everything goes to files
				t.Error(err)
			}
			if files, err := os.ReadDir(os.TempDir()); err != nil || len(files) != 1 {
				t.Errorf("while it is served: %v, %v", files, err)
			}
		})}
		r := httptest.NewRequest("POST", base+"/", strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		if _, err := server.Invoke(t.Context(), event(t, httpevent.HTTPAPI, r)); err != nil {
			t.Fatal(err)
		}
		if files, err := os.ReadDir(os.TempDir()); err != nil || len(files) != 0 {
			t.Errorf("afterwards: %v, %v", files, err)
		}
	}
}

// TestOutlived reads a request and writes a response after the handler has returned and later
// requests have come.
func TestOutlived(t *testing.T) {
	var r *http.Request
	var w http.ResponseWriter
	server := &lambdahttp.Server{Handler: http.HandlerFunc(func(to http.ResponseWriter, from *http.Request) {
		if r == nil {
			r, w = from, to
			_, _ = io.WriteString(w, "first")
			return
		}
		_, _ = io.WriteString(to, "second")
	})}
	buffer := make([]byte, 0, 4096) // as lambda.Start does, which reads events into the same memory
	var responses []string
	for _, name := range []string{"ALICE", "BOBBY"} {
		request := httptest.NewRequest("POST", "/"+name, strings.NewReader(name))
		request.Header.Set("Authorization", name)
		request.Header.Set("Content-Type", "text/plain")
		buffer = append(buffer[:0], event(t, httpevent.HTTPAPI, request)...)
		response, err := server.Invoke(t.Context(), buffer)
		if err != nil {
			t.Fatal(err)
		}
		responses = append(responses, string(response))
	}
	e, _ := httpevent.FromContext(r.Context())
	body, _ := e.Body()
	if got := r.Header.Get("Authorization") + r.URL.Path + e.Header().Get("Authorization") + e.Path() + string(body); got != "ALICE/ALICEALICE/ALICEALICE" {
		t.Errorf("the first request reads %s", got)
	}
	if _, err := io.ReadAll(r.Body); !errors.Is(err, http.ErrBodyReadAfterClose) {
		t.Errorf("its body: %v", err)
	}
	w.Header().Set("X-Late", "1")
	w.WriteHeader(http.StatusTeapot)
	n, err := io.WriteString(w, "late")
	if n != 0 || err == nil || http.NewResponseController(w).Flush() == nil {
		t.Errorf("writing late: %d, %v", n, err)
	}
	if !strings.Contains(responses[0], `"body":"first"`) || !strings.Contains(responses[1], `"body":"second"`) {
		t.Errorf("%s", responses)
	}
}
