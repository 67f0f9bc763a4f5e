package httpevent_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

// chunks returns a response whose body is in pieces.
func chunks(contentType string, pieces ...string) *httpevent.Response {
	r := &httpevent.Response{Header: http.Header{"Content-Type": {contentType}}}
	for _, piece := range pieces {
		r.Chunks = append(r.Chunks, []byte(piece))
	}
	return r
}

func TestResponse(t *testing.T) {
	const none, alb, multi, rest, web, function = httpevent.Unknown, httpevent.ALB, httpevent.ALBMultiValue, httpevent.RESTAPI, httpevent.HTTPAPI, httpevent.FunctionURL
	cookies := &httpevent.Response{Header: http.Header{"Set-Cookie": {"a=1; Expires=Wed, 21 Oct 2026", "b=2"}, "vary": {"x"}, "Vary": {"y"}}}
	for _, test := range []struct {
		kind     httpevent.Kind
		response *httpevent.Response
		want     string
	}{
		{alb, &httpevent.Response{}, `{"statusCode":200,"statusDescription":"200 OK","headers":{},"body":"","isBase64Encoded":false}`},
		{multi, &httpevent.Response{}, `{"statusCode":200,"statusDescription":"200 OK","multiValueHeaders":{},"body":"","isBase64Encoded":false}`},
		{rest, &httpevent.Response{}, `{"statusCode":200,"headers":{},"body":"","isBase64Encoded":false}`},
		{none, &httpevent.Response{}, `{"statusCode":200,"headers":{},"body":"","isBase64Encoded":false}`},
		{web, &httpevent.Response{}, `{"statusCode":200,"headers":{},"body":"","isBase64Encoded":false}`},
		{alb, httpevent.Text(404, "no"), `{"statusCode":404,"statusDescription":"404 Not Found","headers":{"content-type":"text/plain; charset=utf-8"},"body":"no","isBase64Encoded":false}`},
		{alb, httpevent.Text(599, ""), `{"statusCode":599,"statusDescription":"599 Status","headers":{"content-type":"text/plain; charset=utf-8"},"body":"","isBase64Encoded":false}`},
		{multi, httpevent.JSON(201, map[string]any{"a": nil}), `{"statusCode":201,"statusDescription":"201 Created","multiValueHeaders":{"content-type":["application/json"]},"body":"{\"a\":null}","isBase64Encoded":false}`},
		{rest, httpevent.JSON(201, func() {}), `{"statusCode":500,"headers":{"content-type":"application/json"},"body":"{\"message\":\"the response cannot be written as JSON: json: unsupported type: func()\"}","isBase64Encoded":false}`},

		// What is repeated, at each front end.
		{multi, cookies, `{"statusCode":200,"statusDescription":"200 OK","multiValueHeaders":{"set-cookie":["a=1; Expires=Wed, 21 Oct 2026","b=2"],"vary":["y","x"]},"body":"","isBase64Encoded":false}`},
		{alb, cookies, `{"statusCode":200,"statusDescription":"200 OK","headers":{"set-cookie":"b=2","vary":"y, x"},"body":"","isBase64Encoded":false}`},
		{rest, cookies, `{"statusCode":200,"headers":{},"multiValueHeaders":{"set-cookie":["a=1; Expires=Wed, 21 Oct 2026","b=2"],"vary":["y","x"]},"body":"","isBase64Encoded":false}`},
		{web, cookies, `{"statusCode":200,"headers":{"vary":"y, x"},"cookies":["a=1; Expires=Wed, 21 Oct 2026","b=2"],"body":"","isBase64Encoded":false}`},
		{rest, &httpevent.Response{Header: http.Header{"A": {"1"}, "B": {"2", "3"}, "C": {}}}, `{"statusCode":200,"headers":{"a":"1"},"multiValueHeaders":{"b":["2","3"]},"body":"","isBase64Encoded":false}`},

		// The front end's own headers are left out.
		{function, &httpevent.Response{Header: http.Header{"Connection": {"close"}, "Content-Length": {"7"}, "transfer-encoding": {"chunked"}}}, `{"statusCode":200,"headers":{},"body":"","isBase64Encoded":false}`},

		// Bodies.
		{rest, chunks("a/b", "a\xff", "b"), `{"statusCode":200,"headers":{"content-type":"a/b"},"body":"Yf9i","isBase64Encoded":true}`},
		{rest, chunks("a/b", "\xc3", "\xa9\x00\x1f\x7f\"\\/<\u2028"), `{"statusCode":200,"headers":{"content-type":"a/b"},"body":"é\u0000\u001f` + "\x7f" + `\"\\/<` + "\u2028" + `","isBase64Encoded":false}`},
		{alb, httpevent.Text(204, "lost"), `{"statusCode":204,"statusDescription":"204 No Content","headers":{"content-type":"text/plain; charset=utf-8"},"body":"","isBase64Encoded":false}`},
		{rest, &httpevent.Response{StatusCode: 304, Body: []byte("lost")}, `{"statusCode":304,"headers":{},"body":"","isBase64Encoded":false}`},
	} {
		got, err := test.response.Append([]byte("before"), test.kind)
		if err != nil || string(got) != "before"+test.want {
			t.Errorf("%s: %v\n got %s\nwant before%s", test.kind, err, got, test.want)
		}
		if !json.Valid(got[len("before"):]) {
			t.Errorf("%s: not JSON: %s", test.kind, got)
		}
	}
}

func TestResponseErrors(t *testing.T) {
	for _, test := range []struct {
		response httpevent.Response
		want     string
	}{
		{httpevent.Response{StatusCode: 199}, "status 199 is outside 200..599"},
		{httpevent.Response{StatusCode: 600}, "status 600 is outside 200..599"},
		{httpevent.Response{StatusCode: -1}, "status -1 is outside 200..599"},
		{httpevent.Response{Header: http.Header{"": {"x"}}}, `header name "" is not a token; use letters, digits and -`},
		{httpevent.Response{Header: http.Header{"A B": {"x"}}}, `header name "A B" is not a token; use letters, digits and -`},
		{httpevent.Response{Header: http.Header{"Ä": nil}}, `header name "Ä" is not a token; use letters, digits and -`},
		{httpevent.Response{Header: http.Header{"A": {"x\r\nSet-Cookie: y"}}}, `header A: value "x\r\nSet-Cookie: y" has a control character or is not UTF-8`},
		{httpevent.Response{Header: http.Header{"A": {"x", "\xff"}}}, `header A: value "\xff" has a control character or is not UTF-8`},
	} {
		for _, kind := range kinds {
			got, err := test.response.Append([]byte("before"), kind)
			if err == nil || err.Error() != test.want || string(got) != "before" {
				t.Errorf("%s: %v, want %s; %s", kind, err, test.want, got)
			}
		}
	}
	fine := httpevent.Response{Header: http.Header{"x!#$%&'*+-.^_`|~09": {"\té "}}}
	if _, err := fine.Append(nil, httpevent.RESTAPI); err != nil {
		t.Error(err)
	}
}

func TestResponseSize(t *testing.T) {
	for _, kind := range kinds {
		limit := kind.MaxResponse()
		empty, err := httpevent.Text(200, "").Append(nil, kind)
		if err != nil {
			t.Fatal(err)
		}
		most := strings.Repeat("x", limit-len(empty))
		if got, err := httpevent.Text(200, most).Append(nil, kind); err != nil || len(got) != limit {
			t.Errorf("%s: %d bytes, %v", kind, len(got), err)
		}
		got, err := httpevent.Text(200, most+"x").Append([]byte("before"), kind)
		var size *httpevent.SizeError
		if !errors.As(err, &size) || size.Size != limit+1 || size.Limit != limit || string(got) != "before" {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if httpevent.ALB.MaxResponse() != 1_000_000 || httpevent.RESTAPI.MaxResponse() != 6_291_456 {
		t.Error("the limits are 1 MB for the load balancer and 6 MB for Lambda")
	}
}
