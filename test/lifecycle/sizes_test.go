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

// checkSizes sends bodies from nothing to over the limits: the body comes back whole, or a 413
// names the size and the limit.
func checkSizes(t *testing.T, endpoint emulator.Endpoint, kind httpevent.Kind) {
	for _, body := range httpsim.Bodies() {
		r := send(t, endpoint, request{http.MethodPost, "/echo/sizes", body.ContentType, string(body.Content)})
		if r.status != body.Status(kind) {
			t.Errorf("%s, %s: %d, want %d: %.200s", endpoint.Name, body.Name, r.status, body.Status(kind), r.body)
			continue
		}
		if r.status != http.StatusOK {
			if limit := fmt.Sprintf(`"limit":%d`, kind.MaxResponse()); !strings.Contains(r.body, limit) {
				t.Errorf("%s, %s: %.200s, want a body with %s", endpoint.Name, body.Name, r.body, limit)
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
