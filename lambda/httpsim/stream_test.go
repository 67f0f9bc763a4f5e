package httpsim_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/lambda/runtimeloop"
)

const separator = "\x00\x00\x00\x00\x00\x00\x00\x00"

// streams is a function that streams.
type streams func(ctx context.Context, w runtimeloop.Stream) ([]byte, error)

func (f streams) Respond(ctx context.Context, w runtimeloop.Stream, dst, event []byte) ([]byte, error) {
	return f(ctx, w)
}

func (f streams) Append(context.Context, []byte, []byte) ([]byte, error) {
	return nil, errors.New("Append is called in place of Respond")
}

func (f streams) Invoke(context.Context, []byte) ([]byte, error) {
	return nil, errors.New("Invoke is called in place of Respond")
}

// writes returns a function that streams the text with the content type of a prelude.
func writes(text string) streams {
	return func(_ context.Context, w runtimeloop.Stream) ([]byte, error) {
		w.SetContentType(runtimeloop.HTTPIntegration)
		_, err := io.WriteString(w, text)
		return nil, err
	}
}

var streaming = []httpsim.Endpoint{{Kind: httpevent.FunctionURL, Stream: true}, {Kind: httpevent.RESTAPI, Stream: true}}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
// https://docs.aws.amazon.com/lambda/latest/dg/config-rs-invoke-furls.html
func TestStreams(t *testing.T) {
	const url, rest = 0, 1
	for _, test := range []struct {
		name         string
		function     httpsim.Handler
		on           []int
		status       int
		header, body string // the header as name: value
		reason       string
	}{
		{"prelude", writes(`{"statusCode":201,"headers":{"x-a":"1"},"cookies":["a=1","b=2"]}` + separator + "body"), []int{url, rest}, 201, "Set-Cookie: a=1|b=2", "body", ""},
		{"binary", writes(`{"statusCode":200,"headers":{"Content-Type":"image/png"}}` + separator + "\xff\x00"), []int{url, rest}, 200, "Content-Type: image/png", "\xff\x00", ""},
		{"the status has a default", writes(`{"headers":{"x-a":"1"}}` + separator + "x"), []int{url, rest}, 200, "X-A: 1", "x", ""},
		{"text as status", writes(`{"statusCode":"201"}` + separator), []int{rest}, 201, "", "", ""},
		{"text as status", writes(`{"statusCode":"201"}` + separator), []int{url}, 502, "", `{"message": "Internal server error"}`, `statusCode "201" of the prelude`},
		{"multi-value headers", writes(`{"multiValueHeaders":{"x-a":["1","2"]}}` + separator), []int{rest}, 200, "X-A: 1|2", "", ""},
		{"a function URL has none", writes(`{"multiValueHeaders":{"x-a":["1","2"]}}` + separator + "x"), []int{url}, 200, "X-A: ", "x", ""},
		{"renamed", writes(`{"headers":{"WWW-Authenticate":"Basic"}}` + separator), []int{url, rest}, 200, "X-Amzn-Remapped-Www-Authenticate: Basic", "", ""},
		{"default type", writes(`{}` + separator + "x"), []int{url}, 200, "Content-Type: application/octet-stream", "x", ""},
		{"bytes like the separator", writes(`{"statusCode":200}` + separator + "a" + separator + "b"), []int{url, rest}, 200, "", "a" + separator + "b", ""},
		{"the last place of the prelude", writes(`{"a":"` + strings.Repeat("x", 16<<10-16) + `"}` + separator + "x"), []int{url, rest}, 200, "", "x", ""},
		{"one byte more", writes(`{"a":"` + strings.Repeat("x", 16<<10-15) + `"}` + separator + "x"), []int{url, rest}, 502, "", `{"message": "Internal server error"}`, "no 8 NUL bytes within its first 16384"},
		{"no separator", writes(`{"statusCode":200}`), []int{url, rest}, 502, "", `{"message": "Internal server error"}`, "no 8 NUL bytes"},
		{"no JSON", writes("hello" + separator), []int{url, rest}, 502, "", `{"message": "Internal server error"}`, "not a JSON object"},
		{"null", writes("null" + separator), []int{url, rest}, 502, "", `{"message": "Internal server error"}`, "not a JSON object"},
		{"status", writes(`{"statusCode":99}` + separator), []int{url, rest}, 502, "", `{"message": "Internal server error"}`, "statusCode 99 of the prelude"},
		{"header", writes(`{"headers":{"a b":"1"}}` + separator), []int{url, rest}, 502, "", `{"message": "Internal server error"}`, `"a b" is not a token`},
		{"no prelude", returns(`{"statusCode":201,"body":"x"}`), []int{url}, 200, "Content-Type: application/json", `{"statusCode":201,"body":"x"}`, ""},
		{"no prelude", returns(`{"statusCode":201,"body":"x"}`), []int{rest}, 502, "", `{"message": "Internal server error"}`, "needs application/vnd.awslambda.http-integration-response"},
		{"nothing", returns(``), []int{url}, 200, "Content-Type: application/json", "", ""},
		{"fails", fails{}, []int{url, rest}, 502, "", `{"message": "Internal server error"}`, "the function failed: boom"},
		{"returns", streams(func(context.Context, runtimeloop.Stream) ([]byte, error) { return []byte("[1]"), nil }), []int{url}, 200, "Content-Type: application/json", "[1]", ""},
		{"a type that comes too late", streams(func(_ context.Context, w runtimeloop.Stream) ([]byte, error) {
			_, _ = io.WriteString(w, "x")
			err := w.Flush()
			w.SetContentType("text/plain")
			return nil, err
		}), []int{url}, 200, "Content-Type: application/octet-stream", "x", ""},
		{"no body", writes(`{"statusCode":204}` + separator + "lost"), []int{url, rest}, 204, "", "", ""},
		{"no body", writes(`{"statusCode":304}` + separator + "lost"), []int{url, rest}, 304, "", "", ""},
	} {
		for _, i := range test.on {
			response, body := get(t, streaming[i], test.function)
			name, value, _ := strings.Cut(test.header, ": ")
			if response.StatusCode != test.status || body != test.body || strings.Join(response.Header.Values(name), "|") != value ||
				!strings.Contains(response.Reason, test.reason) || (test.reason == "") != (response.Reason == "") || response.Event == nil {
				t.Errorf("%s, %s: %d %q %v %q", streaming[i].Kind, test.name, response.StatusCode, body, response.Header, response.Reason)
			}
		}
	}
}

// The client gets each piece when it is flushed, while the function goes on.
func TestStreamFlush(t *testing.T) {
	for _, endpoint := range streaming {
		next := make(chan struct{})
		function := streams(func(_ context.Context, w runtimeloop.Stream) ([]byte, error) {
			w.SetContentType(runtimeloop.HTTPIntegration)
			_, _ = io.WriteString(w, `{"statusCode":200}`+separator+"one")
			if err := w.Flush(); err != nil {
				return nil, err
			}
			<-next
			_, err := io.WriteString(w, "two")
			return nil, err
		})
		server := httptest.NewServer(endpoint.Handler(function))
		response, err := http.Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		piece := make([]byte, 3)
		if _, err := io.ReadFull(response.Body, piece); err != nil || string(piece) != "one" {
			t.Fatalf("%q, %v", piece, err)
		}
		close(next)
		if rest, err := io.ReadAll(response.Body); err != nil || string(rest) != "two" {
			t.Errorf("%q, %v", rest, err)
		}
		_ = response.Body.Close()
		server.Close()
	}
}

// A function that streams although the front end buffers: Lambda gives the front end all of it at
// once.
func TestStreamIntoBuffered(t *testing.T) {
	for i, status := range []int{502, 502, 502, 500, 500, 502, 502, 502} {
		endpoint := httpsim.Endpoint{Kind: httpevent.ALB + httpevent.Kind(i)}
		response, _ := get(t, endpoint, writes(`{"statusCode":200}`+separator+"body"))
		if response.StatusCode != status || !strings.Contains(response.Reason, "the function streamed its response, and the front end buffers: set the function URL's invoke mode to RESPONSE_STREAM") {
			t.Errorf("%s: %d %q", endpoint.Kind, response.StatusCode, response.Reason)
		}
		if !bytes.Contains(response.Returned, []byte(separator)) {
			t.Errorf("%s: returned %q", endpoint.Kind, response.Returned)
		}
	}
	large := writes(`{"statusCode":200}` + separator + strings.Repeat("x", 6<<20))
	if response, _ := get(t, httpsim.Endpoint{Kind: httpevent.FunctionURL}, large); response.StatusCode != 502 || !strings.Contains(response.Reason, "the limit is 6291456") {
		t.Errorf("%d %q", response.StatusCode, response.Reason)
	}
	// One that does not stream this time.
	plain := streams(func(context.Context, runtimeloop.Stream) ([]byte, error) { return []byte(`{"statusCode":201}`), nil })
	if response, _ := get(t, httpsim.Endpoint{Kind: httpevent.FunctionURL}, plain); response.StatusCode != 201 {
		t.Errorf("%d %q", response.StatusCode, response.Reason)
	}
}

func TestStreamKinds(t *testing.T) {
	for kind := httpevent.ALB; kind <= httpevent.LatticeV2; kind++ {
		_, err := httpsim.Endpoint{Kind: kind, Stream: true}.Do(writes("{}"+separator), httptest.NewRequest("GET", "/", nil))
		if can := kind == httpevent.FunctionURL || kind == httpevent.RESTAPI; can != (err == nil) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	response, err := streaming[0].Do(writes(`{"statusCode":200}`+separator+"x"), httptest.NewRequest("HEAD", "/", nil))
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(response.Body); err != nil || len(body) > 0 || response.ContentLength != 0 {
		t.Errorf("HEAD: %q, %v", body, err)
	}
}
