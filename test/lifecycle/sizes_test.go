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

// askSizes sends bodies from nothing to over the limits, and looks at the
// verdicts: the body comes back whole, or a 413 names the size and the limit.
func askSizes(t *testing.T, door emulator.Endpoint, kind httpevent.Kind) {
	for _, body := range httpsim.Bodies() {
		a := send(t, door, request{http.MethodPost, "/echo/sizes", body.ContentType, string(body.Content)})
		if a.status != body.Status(kind) {
			t.Errorf("%s, %s: %d, want %d: %.200s", door.Name, body.Name, a.status, body.Status(kind), a.body)
			continue
		}
		if a.status != http.StatusOK {
			if limit := fmt.Sprintf(`"limit":%d`, kind.MaxResponse()); !strings.Contains(a.body, limit) {
				t.Errorf("%s, %s: %.200s, want a body with %s", door.Name, body.Name, a.body, limit)
			}
			continue
		}
		var said struct{ RequestEvent json.RawMessage }
		must(t, json.Unmarshal([]byte(a.body), &said))
		got, err := httpevent.Read(said.RequestEvent).Body()
		must(t, err)
		if kind == httpevent.RESTAPI && !utf8.Valid(body.Content) {
			continue // see askAPI: a REST API without binary media types breaks it
		}
		if !bytes.Equal(got, body.Content) {
			t.Errorf("%s, %s: %d bytes came back, want %d", door.Name, body.Name, len(got), len(body.Content))
		}
	}
}
