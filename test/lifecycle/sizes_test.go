package lifecycle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/emulator"
)

// checkSizes sends bodies from nothing to over the limits: the body comes back whole, or with a 413
// of the front end, or of the function, which names the size and the limit.
func checkSizes(t *testing.T, endpoint emulator.Endpoint, kind httpevent.Kind) {
	for _, body := range httpsim.Bodies() {
		r := send(t, endpoint, request{http.MethodPost, "/echo/sizes", body.ContentType, string(body.Content)})
		if r.status != body.Status(kind) {
			t.Errorf("%s, %s: %d, want %d: %.200s", endpoint.Name, body.Name, r.status, body.Status(kind), r.body)
			continue
		}
		if r.status != http.StatusOK {
			want := fmt.Sprintf(`"limit":%d`, kind.MaxResponse()) // of the function
			switch {
			case kind.IsALB() && len(body.Content) > 1_000_000:
				want = "<h1>413 Request Entity Too Large</h1>" // of the load balancer itself
			case len(body.Content) >= 6<<20:
				want = `"Request Too Long"` // of API Gateway, which Lambda rejects the event of
			}
			if !strings.Contains(r.body, want) {
				t.Errorf("%s, %s: %.200s, want a body with %s", endpoint.Name, body.Name, r.body, want)
			}
			continue
		}
		var echo struct{ RequestEvent json.RawMessage }
		must(t, json.Unmarshal([]byte(r.body), &echo))
		got, err := httpevent.Read(echo.RequestEvent).Body()
		must(t, err)
		if kind == httpevent.RESTAPI && !utf8.Valid(body.Content) {
			continue // see checkAPI: a REST API without binary media types does not preserve it
		}
		if !bytes.Equal(got, body.Content) {
			t.Errorf("%s, %s: %d bytes came back, want %d", endpoint.Name, body.Name, len(got), len(body.Content))
		}
	}
}
