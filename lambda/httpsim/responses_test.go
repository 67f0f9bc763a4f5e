package httpsim_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/runtimeloop"
)

// TestThrottledInvocations: what each front end makes of an invocation that Lambda rejects.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
func TestThrottledInvocations(t *testing.T) {
	throttled := httpsim.HandlerFunc(func(context.Context, []byte) ([]byte, error) {
		return nil, fmt.Errorf("1 of 1 in use: %w", httpsim.ErrThrottled)
	})
	for kind, status := range map[httpevent.Kind]int{
		httpevent.ALB: 502, httpevent.ALBMultiValue: 502, httpevent.RESTAPI: 500, httpevent.HTTPAPI: 500, httpevent.HTTPAPIV1: 500, httpevent.FunctionURL: 429, httpevent.Lattice: 502, httpevent.LatticeV2: 502,
	} {
		if response, _ := get(t, httpsim.Endpoint{Kind: kind}, throttled); response.StatusCode != status || response.Reason != "1 of 1 in use: throttled by Lambda" {
			t.Errorf("%s: %d %s, want %d", kind, response.StatusCode, response.Reason, status)
		}
	}
}

// TestReasonsOfOwnResponses: a front end that responds itself says whose rule the request breaks.
func TestReasonsOfOwnResponses(t *testing.T) {
	large := strings.Repeat("x", 6<<20+1)
	for _, c := range []struct {
		kind         httpevent.Kind
		method, body string
		header       string
		status       int
		reason       string
	}{
		{httpevent.ALB, "GET", "", "Upgrade", 400, "a load balancer rejects upgrades of the connection to a Lambda function"},
		{httpevent.ALB, "TRACE", "", "", 405, "a load balancer rejects the method TRACE"},
		{httpevent.RESTAPI, "TRACE", "", "Upgrade", 200, ""},
		{httpevent.ALB, "POST", large, "", 413, "the request's body is 6291457 bytes, and the load balancer accepts at most 1000000"},
		{httpevent.Lattice, "POST", large, "", 413, "the request's body is 6291457 bytes, and VPC Lattice accepts at most 6291456"},
		{httpevent.LatticeV2, "POST", large, "", 413, "the request's body is 6291457 bytes, and VPC Lattice accepts at most 6291456"},
		{httpevent.FunctionURL, "POST", large, "", 413, "the request's body is 6291457 bytes, and a function URL accepts at most 6291456"},
	} {
		r := httptest.NewRequest(c.method, "/", strings.NewReader(c.body))
		if c.header != "" {
			r.Header.Set(c.header, "x")
		}
		response, err := httpsim.Endpoint{Kind: c.kind}.Do(returns(`{"statusCode":200}`), r)
		if err != nil || response.StatusCode != c.status || response.Reason != c.reason {
			t.Errorf("%s %s: %d %s, %v, want %d %s", c.kind, c.method, response.StatusCode, response.Reason, err, c.status, c.reason)
		}
	}
	for kind, want := range map[httpevent.Kind]string{
		httpevent.RESTAPI: "statusCode is missing: what the function returned is an empty object", httpevent.ALB: "statusCode is missing and so is not a number from 100 to 599",
	} {
		if response, _ := get(t, httpsim.Endpoint{Kind: kind}, returns(`{}`)); response.Reason != want {
			t.Errorf("%s: %s, want %s", kind, response.Reason, want)
		}
	}
}

// TestResponsesOnTheWire: a response is one of HTTP/1.1 with the length of its body, but for those
// that have none.
func TestResponsesOnTheWire(t *testing.T) {
	body := strings.Repeat("x", 10_000) // more than net/http measures itself
	for _, c := range []struct {
		method, returned string
		status, length   int // -1 is no length
	}{
		{"GET", `{"statusCode":200,"body":"` + body + `"}`, 200, 10_000},
		{"GET", `{"statusCode":200}`, 200, 0},
		{"HEAD", `{"statusCode":200,"body":"x"}`, 200, -1},
		{"GET", `{"statusCode":204,"body":"x"}`, 204, -1},
		{"GET", `{"statusCode":304,"body":"x"}`, 304, -1},
	} {
		endpoint := httpsim.Endpoint{Kind: httpevent.ALB}
		r := httptest.NewRequest(c.method, "/", nil)
		recorder := httptest.NewRecorder()
		endpoint.Handler(returns(c.returned)).ServeHTTP(recorder, r)
		length, ok := recorder.Header()["Content-Length"]
		if recorder.Code != c.status || ok != (c.length >= 0) || ok && length[0] != fmt.Sprint(c.length) || recorder.Body.Len() != max(0, c.length) {
			t.Errorf("%s %.30s: %d %v with %d bytes", c.method, c.returned, recorder.Code, recorder.Header(), recorder.Body.Len())
		}
		response, err := endpoint.Do(returns(c.returned), r)
		if err != nil {
			t.Fatal(err)
		}
		var wire bytes.Buffer
		if err := response.Write(&wire); err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprintf("HTTP/1.1 %d %s\r\n", c.status, http.StatusText(c.status))
		read, err := http.ReadResponse(bufio.NewReader(&wire), r)
		if !strings.HasPrefix(wire.String(), line) && err != nil || read.StatusCode != c.status || response.Proto != "HTTP/1.1" || !response.ProtoAtLeast(1, 1) || response.ProtoAtLeast(1, 2) {
			t.Errorf("%s: %v, %v", line, read, err)
		}
	}
}

// TestRemappedHeaders of a REST API: those of AWS's table that it renames in a response.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
func TestRemappedHeaders(t *testing.T) {
	for name := range strings.FieldsSeq("Authorization Connection Content-Length Content-MD5 Date Expect Host Max-Forwards Proxy-Authenticate Server Trailer Upgrade User-Agent WWW-Authenticate") {
		response, _ := get(t, httpsim.Endpoint{Kind: httpevent.RESTAPI}, returns(`{"statusCode":200,"headers":{"`+name+`":"9"}}`))
		if response.Header.Get("X-Amzn-Remapped-"+name) != "9" || response.Header.Get(name) != "" {
			t.Errorf("%s: %v", name, response.Header)
		}
	}
}

// TestAfterTheResponse the context of an invocation ends, and with it what the function has left
// running.
func TestAfterTheResponse(t *testing.T) {
	for _, endpoint := range []httpsim.Endpoint{{Kind: httpevent.ALB}, streaming[0]} {
		var invocation context.Context
		_, _ = get(t, endpoint, httpsim.HandlerFunc(func(ctx context.Context, _ []byte) ([]byte, error) {
			invocation = ctx
			return []byte(`{"statusCode":200}`), nil
		}))
		<-invocation.Done() // a test that hangs here shows that it does not end
		if err := invocation.Err(); !errors.Is(err, context.Canceled) {
			t.Errorf("%v: %v", endpoint, err)
		}
	}
}

// TestTimeoutOfAStream: a function URL waits as long as the function may run, which is 3 s by
// default, and a REST API 15 minutes.
func TestTimeoutOfAStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for i, want := range []time.Duration{3 * time.Second, 15 * time.Minute} {
			var left time.Duration
			_, _ = get(t, streaming[i], streams(func(ctx context.Context, w runtimeloop.Stream) ([]byte, error) {
				deadline, _ := ctx.Deadline()
				left = time.Until(deadline)
				return writes(`{}`+separator)(ctx, w)
			}))
			if left != want {
				t.Errorf("%s: %s, want %s", streaming[i].Kind, left, want)
			}
		}
	})
}

// TestShortStreams: one byte is a response, as is none.
func TestShortStreams(t *testing.T) {
	one := streams(func(_ context.Context, w runtimeloop.Stream) ([]byte, error) {
		_, err := io.WriteString(w, "7")
		return []byte("ignored"), err
	})
	if response, body := get(t, httpsim.Endpoint{Kind: httpevent.FunctionURL}, one); body != "7" || response.Reason != "" {
		t.Errorf("buffered: %q %s", body, response.Reason)
	}
	if response, body := get(t, streaming[0], one); body != "7" || response.Header.Get("Content-Type") != "application/octet-stream" {
		t.Errorf("streamed: %q %v", body, response.Header)
	}
	failing := streams(func(_ context.Context, w runtimeloop.Stream) ([]byte, error) {
		_, _ = io.WriteString(w, "7")
		return nil, errors.New("boom")
	})
	response, err := streaming[0].Do(failing, httptest.NewRequest("GET", "/", nil))
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(response.Body); string(body) != "7" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%q, %v, want the byte and an error", body, err)
	}
}

// TestStreamsWithoutABody: where the client gets no body, the function may write one all the same,
// and ends as it would.
func TestStreamsWithoutABody(t *testing.T) {
	for method, prelude := range map[string]string{"HEAD": `{}`, "GET": `{"statusCode":204}`, "PUT": `{"statusCode":304}`} {
		for _, endpoint := range streaming {
			endpoint.Timeout = time.Minute
			ended := make(chan error, 1)
			_, err := endpoint.Do(streams(func(ctx context.Context, w runtimeloop.Stream) ([]byte, error) {
				_, err := writes(prelude+separator+strings.Repeat("x", 1<<20))(ctx, w)
				ended <- errors.Join(err, w.Flush())
				return nil, nil
			}), httptest.NewRequest(method, "/", nil))
			if err := errors.Join(err, <-ended); err != nil {
				t.Errorf("%s %s: %v", endpoint.Kind, method, err)
			}
		}
	}
}
