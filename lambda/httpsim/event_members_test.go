package httpsim_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.com/alb-lambda/lambda/httpevent"
	"example.com/alb-lambda/lambda/httpsim"
)

// The event has the query in the order in which the client sent it, as a signature over it needs
// it.
func TestQueryOrder(t *testing.T) {
	for _, kind := range all {
		event, err := httpsim.Endpoint{Kind: kind}.Event(httptest.NewRequest("GET", "/?z=1&a=x%20y&flag&z=2&&m=%26", nil))
		if err != nil {
			t.Fatal(err)
		}
		want := "z=1&z=2&a=x%20y&flag&m=%26"
		switch {
		case kind.Payload2():
			want = "z=1&a=x%20y&flag&z=2&&m=%26"
		case kind == httpevent.ALB, kind == httpevent.Lattice:
			want = "z=2&a=x%20y&flag&m=%26"
		}
		if got := httpevent.Read(event).RawQuery(); got != want {
			t.Errorf("%s: %s, want %s", kind, got, want)
		}
	}
}

// A request's own headers do not change, and Set changes what it names alone.
func TestSet(t *testing.T) {
	for _, kind := range all {
		r := httptest.NewRequest("POST", "/", strings.NewReader("x"))
		r.Header = http.Header{"Cookie": {"a=1"}, "Connection": {"close"}, "X-A": {"1"}}
		before := r.Header.Clone()
		endpoint := httpsim.Endpoint{Kind: kind, Time: time.Unix(1, 0)}
		plain, err := endpoint.Event(r)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(r.Header, before) {
			t.Errorf("%s: the request has %v", kind, r.Header)
		}
		endpoint.Set = map[string]any{"body": httpsim.Absent, "new": 1, "deep.er.est": true, "not.there": httpsim.Absent, "nor": httpsim.Absent}
		changed, err := endpoint.Event(r)
		if err != nil {
			t.Fatal(err)
		}
		want := parse(t, plain)
		delete(want, "body")
		want["new"], want["deep"], want["not"] = json.Number("1"), map[string]any{"er": map[string]any{"est": true}}, map[string]any{}
		if !reflect.DeepEqual(parse(t, changed), want) {
			t.Errorf("%s: %s", kind, changed)
		}
	}
	defer func() {
		if text, _ := recover().(string); !strings.HasPrefix(text, "httpsim: json: unsupported type") {
			t.Errorf("%q for a value that is not JSON", text)
		}
	}()
	_, _ = httpsim.Endpoint{Kind: httpevent.ALB, Set: map[string]any{"f": func() {}}}.Event(httptest.NewRequest("GET", "/", nil))
}

// A request without headers gets those of the front end.
func TestNoHeaders(t *testing.T) {
	for _, kind := range all {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header = nil
		event, err := httpsim.Endpoint{Kind: kind}.Event(r)
		if err != nil {
			t.Fatal(err)
		}
		h := httpevent.Read(event).Header()
		port, proto := "443", "https"
		if kind.IsALB() || kind.IsLattice() {
			port, proto = "80", "http"
		}
		if h.Get("Host") != "example.com" || h.Get("X-Forwarded-Port") != port || h.Get("X-Forwarded-Proto") != proto {
			t.Errorf("%s: %v", kind, h)
		}
		if tls := h.Get("X-Amzn-Tls-Version"); (tls == "TLSv1.3") != (kind == httpevent.FunctionURL) {
			t.Errorf("%s: %q", kind, tls)
		}
	}
}
