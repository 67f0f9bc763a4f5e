package httpsim_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// TestBodies: the statuses are those of a function that returns its whole event.
func TestBodies(t *testing.T) {
	echo := httpevent.NewHandler(func(_ context.Context, r *httpevent.Request) (*httpevent.Response, error) {
		return httpevent.Bytes(200, "application/json", r.Event()), nil
	}, slog.New(slog.DiscardHandler))
	summary := ""
	for _, b := range httpsim.Bodies() {
		end := b.Content[max(0, len(b.Content)-6):]
		summary += fmt.Sprintf("%s, %s, %d bytes to %q: %d, %d\n", b.Name, b.ContentType, len(b.Content), end, b.StatusALB, b.StatusREST)
		for _, kind := range []httpevent.Kind{httpevent.ALB, httpevent.ALBMultiValue, httpevent.RESTAPI} {
			r := httptest.NewRequest("POST", "/", bytes.NewReader(b.Content))
			r.Header.Set("Content-Type", b.ContentType)
			response, err := httpsim.Endpoint{Kind: kind, BinaryMediaTypes: []string{"image/*", "application/octet-stream"}, Timeout: time.Minute}.Do(echo, r)
			if err != nil {
				t.Fatal(err)
			}
			if response.StatusCode != b.Status(kind) || (kind == httpevent.RESTAPI) != (b.Status(kind) == b.StatusREST) && b.StatusREST != b.StatusALB {
				t.Errorf("%s, %s: %d %s", kind, b.Name, response.StatusCode, response.Reason)
			}
		}
	}
	const want = `0 bytes, text/plain, 0 bytes to "": 200, 200
1 byte, text/plain, 1 bytes to "x": 200, 200
a brace, application/json, 1 bytes to "{": 200, 200
JSON, application/json, 56 bytes to "0 é\"}": 200, 200
base64 by chance, text/plain, 4 bytes to "AP8=": 200, 200
every escape, text/plain, 17 bytes to "\u2028<>&": 200, 200
form, application/x-www-form-urlencoded, 20 bytes to "%C3%A9": 200, 200
binary, application/octet-stream, 256 bytes to "\xfa\xfb\xfc\xfd\xfe\xff": 200, 200
binary of 600 KB, image/png, 599936 bytes to "\xfa\xfb\xfc\xfd\xfe\xff": 200, 200
990 KB, text/plain, 990000 bytes to "xxxxxx": 200, 200
999 KB, whose quotes grow, text/plain, 999000 bytes to "\"ends\"": 413, 200
over the load balancer's limit, text/plain, 1000001 bytes to "xxxxxx": 413, 200
over Lambda's limit, text/plain, 6291456 bytes to "xxxxxx": 413, 413
`
	if summary != want {
		t.Errorf("%s", summary)
	}
}
