package httpevent_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/alb-lambda/lambda/httpevent"
)

// written returns what Append writes, as JSON.
func written(t *testing.T, response *httpevent.Response, kind httpevent.Kind) (out struct {
	StatusCode        int
	StatusDescription *string
	Headers           map[string]string
	MultiValueHeaders map[string][]string
	Cookies           []string
	Body              string
	IsBase64Encoded   bool
},
) {
	t.Helper()
	b, err := response.Append(nil, kind)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(b, []byte(`"content-type":`)); n > 1 {
		t.Errorf("%s: content-type occurs %d times: %s", kind, n, b)
	}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	return out
}

// TestEscapes: every character comes back, wherever it is in the text: eight bytes are looked at
// together.
func TestEscapes(t *testing.T) {
	for c := range rune(0x180) {
		for at := range 18 {
			body := strings.Repeat("x", at) + string(c) + strings.Repeat("y", 17-at)
			if got := written(t, httpevent.Text(200, body), httpevent.RESTAPI); got.Body != body || got.IsBase64Encoded {
				t.Fatalf("%q: %q", body, got.Body)
			}
			two := body + `\"` + body
			if got := written(t, httpevent.Text(200, two), httpevent.RESTAPI); got.Body != two {
				t.Fatalf("%q: %q", two, got.Body)
			}
		}
	}
	for _, n := range []int{4095, 4096, 4097, 8192, 20000} { // escaped in pieces of 4096 bytes
		for _, text := range []string{"x", `"`, "\x01", `\"`, "é"} {
			body := strings.Repeat(text, n)
			if got := written(t, httpevent.Text(200, body), httpevent.RESTAPI); got.Body != body {
				t.Errorf("%d of %q are %d bytes, want %d", n, text, len(got.Body), len(body))
			}
		}
	}
}

func TestKindsOfResponses(t *testing.T) {
	response := &httpevent.Response{StatusCode: 404, Header: http.Header{"X-A": {"1", "2"}, "Set-Cookie": {"a=1", "b=2"}}}
	for _, kind := range append(kinds, httpevent.Unknown) {
		got := written(t, response, kind)
		if described := kind.IsALB() || kind.IsLattice(); described != (got.StatusDescription != nil) || described && *got.StatusDescription != "404 Not Found" {
			t.Errorf("%s: statusDescription %v", kind, got.StatusDescription)
		}
		cookies, values := got.Cookies, got.Headers["x-a"]
		switch {
		case kind == httpevent.ALBMultiValue, !kind.IsALB() && !kind.IsLattice() && !kind.Payload2():
			cookies, values = got.MultiValueHeaders["set-cookie"], strings.Join(got.MultiValueHeaders["x-a"], ", ")
		case kind == httpevent.ALB, kind.IsLattice():
			cookies = []string{"a=1", got.Headers["set-cookie"]} // the last alone
		}
		if values != "1, 2" || strings.Join(cookies, " ") != "a=1 b=2" || (got.Cookies != nil) != kind.Payload2() {
			t.Errorf("%s: %+v", kind, got)
		}
	}
}

// TestContentType: clients get the same from every front end. https://mimesniff.spec.whatwg.org/
func TestContentType(t *testing.T) {
	for _, test := range []struct {
		name     string
		response httpevent.Response
		want     string
	}{
		{"HTML", httpevent.Response{Body: []byte("<html>hi</html>")}, "text/html; charset=utf-8"},
		{"text", httpevent.Response{Body: []byte("hi")}, "text/plain; charset=utf-8"},
		{"an image", httpevent.Response{Body: []byte("\x89PNG\x0d\x0a\x1a\x0a")}, "image/png"},
		{"in chunks", httpevent.Response{Chunks: [][]byte{{}, []byte("<ht"), []byte("ml>")}}, "text/html; charset=utf-8"},
		{"body and chunks", httpevent.Response{Body: []byte("<ht"), Chunks: [][]byte{[]byte("ml>")}}, "text/html; charset=utf-8"},
		{"512 bytes decide", httpevent.Response{Body: []byte(strings.Repeat("x", 511)), Chunks: [][]byte{[]byte("yy\x00"), {0}}}, "text/plain; charset=utf-8"},
		{"of which the last is in the chunks", httpevent.Response{Body: []byte(strings.Repeat("x", 511)), Chunks: [][]byte{{0}}}, "application/octet-stream"},
		{"none for no body", httpevent.Response{}, ""},
		{"none for empty chunks", httpevent.Response{Chunks: [][]byte{{}, {}}}, ""},
		{"none for 204", httpevent.Response{StatusCode: 204, Body: []byte("lost")}, ""},
		{"none for 304", httpevent.Response{StatusCode: 304, Body: []byte("lost")}, ""},
		{"the function's own", httpevent.Response{Header: http.Header{"Content-Type": {"a/b"}}, Body: []byte("x")}, "a/b"},
		{"in any case", httpevent.Response{Header: http.Header{"content-TYPE": {"a/b"}}, Body: []byte("x")}, "a/b"},
		{"prevented", httpevent.Response{Header: http.Header{"Content-Type": nil}, Body: []byte("x")}, ""},
		{"encoded", httpevent.Response{Header: http.Header{"Content-Encoding": {"gzip"}}, Body: []byte("<html>")}, "application/octet-stream"},
		{"encoded as nothing", httpevent.Response{Header: http.Header{"Content-Encoding": {""}}, Body: []byte("<html>")}, "text/html; charset=utf-8"},
		{"among others", httpevent.Response{Header: http.Header{"A": {"1"}, "Z": {"2"}}, Body: []byte("x")}, "text/plain; charset=utf-8"},
	} {
		for _, kind := range kinds {
			got := written(t, &test.response, kind)
			value := got.Headers["content-type"]
			if kind == httpevent.ALBMultiValue {
				value = strings.Join(got.MultiValueHeaders["content-type"], "|")
			}
			if value != test.want {
				t.Errorf("%s, %s: %q, want %q", kind, test.name, value, test.want)
			}
		}
	}
	body := []byte("<ht")
	r := &httpevent.Response{Body: body[:3:3], Chunks: [][]byte{[]byte("ml>")}}
	if written(t, r, httpevent.ALB); string(body) != "<ht" || string(r.Body) != "<ht" || string(r.Chunks[0]) != "ml>" {
		t.Errorf("the function's own body has changed: %q %q", r.Body, r.Chunks)
	}
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
func TestAppendPrelude(t *testing.T) {
	response := &httpevent.Response{StatusCode: 201, Header: http.Header{"X-A": {"1", "2"}, "Set-Cookie": {"a=1", "b=2"}, "Connection": {"close"}}, Body: []byte("<html>")}
	const nul = "\x00\x00\x00\x00\x00\x00\x00\x00"
	for kind, want := range map[httpevent.Kind]string{
		httpevent.FunctionURL: `{"statusCode":201,"headers":{"content-type":"text/html; charset=utf-8","x-a":"1, 2"},"cookies":["a=1","b=2"]}`,
		httpevent.RESTAPI:     `{"statusCode":201,"headers":{"content-type":"text/html; charset=utf-8"},"multiValueHeaders":{"set-cookie":["a=1","b=2"],"x-a":["1","2"]}}`,
	} {
		if got, err := response.AppendPrelude([]byte("before"), kind); err != nil || string(got) != "before"+want+nul {
			t.Errorf("%s: %q, %v", kind, got, err)
		}
	}
	var invalid *httpevent.InvalidError
	for _, kind := range append(kinds, httpevent.Unknown) {
		got, err := response.AppendPrelude([]byte("before"), kind)
		if can := kind == httpevent.FunctionURL || kind == httpevent.RESTAPI; can != (err == nil) {
			t.Errorf("%s: %v", kind, err)
		} else if !can && (string(got) != "before" || !errors.As(err, &invalid) || invalid.Reason != "responses to events of the kind "+kind.String()+" cannot be streamed") {
			t.Errorf("%s: %q %v", kind, got, err)
		}
	}
	for _, bad := range []*httpevent.Response{{StatusCode: 199}, {Header: http.Header{"a b": {"x"}}}} {
		if got, err := bad.AppendPrelude([]byte("before"), httpevent.FunctionURL); !errors.As(err, &invalid) || string(got) != "before" {
			t.Errorf("%q, %v", got, err)
		}
	}
	empty, err := (&httpevent.Response{Header: http.Header{"X": {""}}}).AppendPrelude(nil, httpevent.FunctionURL)
	if err != nil || string(empty) != `{"statusCode":200,"headers":{"x":""}}`+nul {
		t.Fatalf("%q, %v", empty, err)
	}
	for more, fine := range map[int]bool{0: true, 1: false} {
		large := &httpevent.Response{Header: http.Header{"X": {strings.Repeat("x", 16<<10-len(empty)+more)}}}
		got, err := large.AppendPrelude([]byte("before"), httpevent.FunctionURL)
		if fine != (err == nil) || fine && len(got) != 16<<10+len("before") || !fine && (string(got) != "before" || !strings.Contains(err.Error(), "16385 bytes of JSON")) {
			t.Errorf("%d more: %d bytes, %v", more, len(got), err)
		}
	}
}

// Bodies in pieces come through whole, as text if all of it is.
func TestPieces(t *testing.T) {
	whole := "aé\U0001f600z"
	for first := range len(whole) + 1 {
		for second := first; second <= len(whole); second++ {
			response := &httpevent.Response{Body: []byte(whole[:first]), Chunks: [][]byte{[]byte(whole[first:second]), []byte(whole[second:])}}
			if got := written(t, response, httpevent.RESTAPI); got.Body != whole || got.IsBase64Encoded {
				t.Errorf("%d, %d: %q %t", first, second, got.Body, got.IsBase64Encoded)
			}
			response.Chunks = append(response.Chunks, []byte("\xff"))
			if got := written(t, response, httpevent.RESTAPI); got.Body != "YcOp8J+YgHr/" || !got.IsBase64Encoded {
				t.Errorf("%d, %d: %q %t", first, second, got.Body, got.IsBase64Encoded)
			}
		}
	}
	if !utf8.ValidString(whole) {
		t.Fatal("the text of this test is not UTF-8")
	}
}

func TestSizeError(t *testing.T) {
	for kind, want := range map[httpevent.Kind]string{
		httpevent.ALB:           "the response is 7 bytes of JSON, and the load balancer accepts at most 5",
		httpevent.ALBMultiValue: "the response is 7 bytes of JSON, and the load balancer accepts at most 5",
		httpevent.RESTAPI:       "the response is 7 bytes of JSON, and Lambda accepts at most 5",
	} {
		if got := (&httpevent.SizeError{Kind: kind, Size: 7, Limit: 5}).Error(); got != want {
			t.Error(got)
		}
	}
}
