package httpevent_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

// decoded is a response as a front end reads it: in whatever order its members are.
func decoded(t *testing.T, response []byte) map[string]any {
	t.Helper()
	var members map[string]any
	if err := json.Unmarshal(response, &members); err != nil {
		t.Fatalf("%v: %.300s", err, response)
	}
	return members
}

// encode writes the body in pieces of random sizes, bytes or strings, and finishes the response.
func encode(random *rand.Rand, kind httpevent.Kind, response *httpevent.Response, body string) ([]byte, error) {
	encoder := httpevent.NewEncoder([]byte("before "), kind)
	most := 1 + random.IntN(1+len(body))
	for rest := body; rest != ""; {
		n := min(len(rest), random.IntN(1+most))
		var written int
		var err error
		if random.IntN(2) == 0 {
			written, err = encoder.Write([]byte(rest[:n]))
		} else {
			written, err = encoder.WriteString(rest[:n])
		}
		if err == nil && written != n {
			err = fmt.Errorf("%d bytes of %d", written, n)
		}
		if err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	return encoder.Finish(response)
}

// TestEncoder: however a body is cut into pieces, the response is that of Response.Append.
func TestEncoder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	parts := []string{"plain text ", `"JSON": "in \"JSON\""`, "é", "\u2028", "\U0001f600", "\x00\x01\x1f\x7f", "\n\r\t", "\xff", "\xe2\x82", "\x80", "\xf0\x9f\x98"}
	for i := range 4000 {
		parts := parts
		if i%2 == 0 {
			parts = parts[:7] // text alone
		}
		body := ""
		for range random.IntN(8) {
			body += strings.Repeat(parts[random.IntN(len(parts))], 1+random.IntN(3)*random.IntN(1000))
		}
		kind := kinds[random.IntN(len(kinds))]
		response := httpevent.Response{StatusCode: []int{0, 200, 204, 304, 404, 599}[random.IntN(6)], Header: http.Header{"Content-Type": {"text/plain"}, "Set-Cookie": {"a=1", "b=2"}, "X-A": {"1", "2"}}}
		whole := response
		whole.Body = []byte(body)
		want, err := whole.Append(nil, kind)
		if err != nil {
			t.Fatal(err)
		}
		got, err := encode(random, kind, &response, body)
		if err != nil {
			t.Fatalf("%s, %.100q: %v", kind, body, err)
		}
		rest, ok := strings.CutPrefix(string(got), "before ")
		if !ok || !reflect.DeepEqual(decoded(t, []byte(rest)), decoded(t, want)) {
			t.Fatalf("%s, %.100q:\n got %.300s\nwant %.300s", kind, body, got, want)
		}
	}
}

// TestEncoderContentType: what the caller gives of the body decides on the type, and is not
// written.
func TestEncoderContentType(t *testing.T) {
	encoder := httpevent.NewEncoder(nil, httpevent.HTTPAPI)
	_, _ = encoder.WriteString("<!DOCTYPE html>")
	got, err := encoder.Finish(&httpevent.Response{Body: []byte("<!DOCTYPE html>")})
	if want := `{"body":"<!DOCTYPE html>","isBase64Encoded":false,"statusCode":200,"headers":{"content-type":"text/html; charset=utf-8"}}`; string(got) != want || err != nil {
		t.Errorf("%s, %v", got, err)
	}
}

// TestEncoderLimits: what is too large as a text may fit in base64, but only what is not a text may
// become that.
func TestEncoderLimits(t *testing.T) {
	const alb, lambda = httpevent.MaxALBResponse, httpevent.MaxResponse
	// is six bytes of JSON, or four thirds
	nul := func(n int) string { return strings.Repeat("\x00", n) }
	for _, test := range []struct {
		name  string
		kind  httpevent.Kind
		body  []string
		least int  // of the error's size; 0 for no error
		late  bool // the error is that of Finish
	}{
		{"a text that fits", httpevent.ALB, []string{strings.Repeat("a", alb-200)}, 0, false},
		{"a text that fits without its headers", httpevent.ALB, []string{strings.Repeat("a", alb-100)}, alb, true},
		{"a text that does not fit", httpevent.ALB, []string{strings.Repeat("a", alb), "a"}, alb, false},
		{"a text whose JSON does not fit", httpevent.ALB, []string{nul(alb / 3)}, alb, true},
		{"the same in pieces", httpevent.ALB, []string{nul(alb / 6), nul(100), "text"}, alb, true},
		{"a character that does not end", httpevent.ALB, []string{nul(alb / 6), nul(100), "\xe2\x82"}, 0, false},
		{"no text behind much that could be one", httpevent.ALB, []string{nul(alb / 6), nul(alb / 3), "\xff"}, 0, false},
		{"no text that does not fit", httpevent.ALB, []string{"\xff", nul(alb * 3 / 4)}, alb, false},
		{"more than is read", httpevent.RESTAPI, []string{nul(lambda + 1)}, lambda, false},
		{"no text of another front end", httpevent.RESTAPI, []string{nul(lambda / 6), nul(lambda / 3), "\xff"}, 0, false},
	} {
		encoder := httpevent.NewEncoder([]byte("before"), test.kind)
		var err error
		all := ""
		for _, piece := range test.body {
			if all += piece; err == nil {
				var n int
				if n, err = encoder.Write([]byte(piece)); err != nil && n != 0 {
					t.Errorf("%s: %d bytes of what does not fit", test.name, n)
				}
			}
		}
		late := err == nil
		var out []byte
		if late {
			out, err = encoder.Finish(&httpevent.Response{Header: http.Header{"X-A": {"1"}}, Body: []byte("a")})
		}
		var tooLarge *httpevent.SizeError
		if test.least == 0 {
			want, wantErr := (&httpevent.Response{Header: http.Header{"X-A": {"1"}, "Content-Type": {"text/plain; charset=utf-8"}}, Body: []byte(all)}).Append(nil, test.kind)
			if err != nil || wantErr != nil || !reflect.DeepEqual(decoded(t, out[len("before"):]), decoded(t, want)) {
				t.Errorf("%s: %v, %v", test.name, err, wantErr)
			}
			continue
		}
		if !errors.As(err, &tooLarge) || tooLarge.Size <= test.least || tooLarge.Limit != test.kind.MaxResponse() || tooLarge.Kind != test.kind || late != test.late {
			t.Errorf("%s: %v, at the end: %t", test.name, err, late)
		}
		if late && string(out) != "before" {
			t.Errorf("%s: %.100q", test.name, out)
		}
		if n, err := encoder.WriteString(strings.Repeat("a", test.kind.MaxResponse())); !errors.As(err, &tooLarge) || n >= test.kind.MaxResponse() {
			t.Errorf("%s: %d more bytes, %v", test.name, n, err)
		}
	}
}

// TestEncoderAppends: what is before the response does not count.
func TestEncoderAppends(t *testing.T) {
	for _, piece := range []string{"a", "\xff"} {
		encoder := httpevent.NewEncoder(make([]byte, httpevent.MaxALBResponse), httpevent.ALB)
		if _, err := encoder.WriteString(strings.Repeat(piece, httpevent.MaxALBResponse/2)); err != nil {
			t.Errorf("%q: %v", piece, err)
		}
		if out, err := encoder.Finish(&httpevent.Response{}); err != nil || len(out) < httpevent.MaxALBResponse*3/2 {
			t.Errorf("%q: %d bytes, %v", piece, len(out), err)
		}
	}
}

// TestEncoderRejects what Response.Append rejects.
func TestEncoderRejects(t *testing.T) {
	for _, response := range []*httpevent.Response{
		{StatusCode: 600}, {Header: http.Header{"a b": {"1"}}}, {Header: http.Header{"A": {strings.Repeat("x", 33<<10)}}},
	} {
		encoder := httpevent.NewEncoder([]byte("before"), httpevent.ALB)
		_, _ = encoder.WriteString("body")
		out, err := encoder.Finish(response)
		_, want := response.Append(nil, httpevent.ALB)
		if string(out) != "before" || err == nil || want == nil || err.Error() != want.Error() {
			t.Errorf("%s, %v, want %v", out, err, want)
		}
	}
}

// TestEncoderStrings: a string that does not fit is written as far as it does.
func TestEncoderStrings(t *testing.T) {
	encoder := httpevent.NewEncoder(nil, httpevent.ALB)
	n, err := encoder.WriteString(strings.Repeat("a", 2*httpevent.MaxALBResponse))
	if tooLarge := (*httpevent.SizeError)(nil); !errors.As(err, &tooLarge) || n == 0 || n > httpevent.MaxALBResponse {
		t.Errorf("%d bytes, %v", n, err)
	}
}
