package httpevent_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpevent"
)

// borrowed returns events around the size from which memory is borrowed: with the body at the end,
// in the middle, first, missing, null, in base64 and broken.
func borrowed(t *testing.T, size int) map[string]string {
	t.Helper()
	body := strings.Repeat("a \"quoted\" \\ line\n\tof é and \U0001f600 ", size/20+1)[:size]
	body = strings.ToValidUTF8(body, "")
	quoted, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	inBase64 := `"` + base64.StdEncoding.EncodeToString([]byte(body)) + `"`
	const head = `"resource":"/{proxy+}","path":"/p","httpMethod":"POST","headers":{"A":"1"},"queryStringParameters":{"q":"x y"},"requestContext":{"stage":"s","identity":{"sourceIp":"192.0.2.1"}}`
	return map[string]string{
		"last":             `{` + head + `,"isBase64Encoded":false,"body":` + string(quoted) + `}`,
		"in the middle":    `{` + head + `,"body":` + string(quoted) + `,"isBase64Encoded":false,"x":1}`,
		"first":            `{"body":` + string(quoted) + `,` + head + `}`,
		"twice":            `{"body":` + string(quoted) + `,` + head + `,"body":"the last one counts"}`,
		"base64":           `{` + head + `,"body":` + inBase64 + `,"isBase64Encoded":true}`,
		"no base64":        `{` + head + `,"body":` + string(quoted) + `,"isBase64Encoded":true}`,
		"null":             `{` + head + `,"x":` + string(quoted) + `,"body":null}`,
		"missing":          `{` + head + `,"x":` + string(quoted) + `}`,
		"a broken escape":  `{` + head + `,"body":"` + strings.Repeat("x", size) + `\q"}`,
		"no end":           `{` + head + `,"body":"` + strings.Repeat("x", size),
		"an unknown event": `{"body":` + string(quoted) + `}`,
		"no object":        string(quoted),
	}
}

// overwritten reads an event by Borrow, and overwrites the memory after Release.
func overwritten(t *testing.T, event string, read func(r *httpevent.Request, body []byte, err error)) *httpevent.Request {
	t.Helper()
	memory := make([]byte, len(event)+100)
	memory = memory[:copy(memory, event)]
	r, body, err := httpevent.Borrow(memory)
	read(r, body, err)
	r.Release()
	for i := range memory[:cap(memory)] {
		memory[:cap(memory)][i] = '!'
	}
	return r
}

// TestBorrow: what a borrowed request gives is what a request of Read gives, before and after its
// memory is somebody else's.
func TestBorrow(t *testing.T) {
	for _, size := range []int{0, 100, 60 << 10, 70 << 10, 300 << 10} {
		for name, event := range borrowed(t, size) {
			want := httpevent.Read([]byte(event))
			wantBody, wantErr := want.Body()
			for _, shared := range []bool{false, true} {
				r := overwritten(t, event, func(r *httpevent.Request, body []byte, err error) {
					if !bytes.Equal(body, wantBody) || (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
						t.Errorf("%s, %d: a body of %d bytes in place of %d, %v", name, size, len(body), len(wantBody), err)
					}
					if shared {
						_, _ = httpevent.FromContext(httpevent.NewContext(context.Background(), r))
					}
				})
				if r.Kind() != want.Kind() || r.Method() != want.Method() || r.Path() != want.Path() || r.RawQuery() != want.RawQuery() || r.SourceIP() != want.SourceIP() ||
					!reflect.DeepEqual(r.Header(), want.Header()) || !reflect.DeepEqual(r.Query(), want.Query()) {
					t.Errorf("%s, %d: %s %s %s %v", name, size, r.Kind(), r.Method(), r.Path(), r.Header())
				}
				if bytes.Contains(r.Event(), []byte("!!")) {
					t.Errorf("%s, %d: the event is that of the memory", name, size)
				}
				body, err := r.Body()
				if gone := !shared && err != nil && wantErr == nil; gone && len(event) < 64<<10 || !gone && !bytes.Equal(body, wantBody) || gone && !strings.Contains(err.Error(), "is gone with the response") {
					t.Errorf("%s, %d, shared %t: afterwards a body of %d bytes, %v", name, size, shared, len(body), err)
				}
			}
		}
	}
}

// TestBorrowedBodyIsCopied: what Request.Body returns while the memory is borrowed stays.
func TestBorrowedBodyIsCopied(t *testing.T) {
	event := borrowed(t, 100<<10)["last"]
	want, _ := httpevent.Read([]byte(event)).Body()
	var early []byte
	r := overwritten(t, event, func(r *httpevent.Request, body []byte, _ error) {
		early, _ = r.Body()
		if &early[0] == &body[0] {
			t.Error("the memory itself was handed out")
		}
	})
	if late, err := r.Body(); !bytes.Equal(early, want) || !bytes.Equal(late, want) || err != nil {
		t.Errorf("%.20q, %.20q, %v", early, late, err)
	}
}

// TestBorrowCostsNoBody: a large body takes no memory of its own.
func TestBorrowCostsNoBody(t *testing.T) {
	event := []byte(borrowed(t, 1<<20)["last"])
	memory := make([]byte, 0, len(event))
	result := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			r, _, _ := httpevent.Borrow(append(memory, event...))
			r.Release()
		}
	})
	// the request, and the event without its body
	if bytes, times := result.AllocedBytesPerOp(), result.AllocsPerOp(); bytes > 4<<10 || times > 2 {
		t.Errorf("%d bytes an event, in %d pieces", bytes, times)
	}
}
