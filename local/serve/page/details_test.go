package page

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/internal/frontends"
)

func TestDetails(t *testing.T) {
	a := start(t)
	d := a.details(a.send(albFront, "POST", "/hello?a=%20", `{"a":1}`, "Authorization: Bearer secret", "Cookie: a=b"))
	if d.Method != "POST" || d.Target != "/hello?a=%20" || d.Status != 200 || d.Body.Text != `{"a":1}` || d.Verdict != "The load balancer passes the function's response on." ||
		d.Front != albFront || d.Function != "shop/Hello" || d.OnAWS != nil {
		t.Errorf("%+v", d)
	}
	want := `{"tried":[{"priority":"1","name":"shop/R1","why":"Paths: \"/hello\" is not one of \"/old\""},` +
		`{"priority":"2","name":"shop/R2","matched":true,"why":"all of its conditions are met"}],"left":2,"does":["forwards to the target group shop/G"]}`
	if got, _ := json.Marshal(d.Route); string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if headers := fmt.Sprint(d.Headers); !strings.Contains(headers, "{Authorization Bearer secret}") || !strings.Contains(headers, "{Cookie a=b}") {
		t.Error(headers)
	}
	if !strings.Contains(d.Event.Text, `"multiValueQueryStringParameters":{"a":["%20"]}`) || !strings.Contains(d.Returned.Text, `"multiValueHeaders": {}`) ||
		d.Response.Body.Text != d.Event.Text {
		t.Errorf("event %+v, returned %+v, received %+v", d.Event, d.Returned, d.Response.Body)
	}
	for _, c := range []struct {
		front, path, verdict, route string
		status                      int
	}{
		{albFront, "/x", "The load balancer responds itself: the action of the rule is a fixed response", `"name":"default action","matched":true,"why":"no rule matches"}],"does":["sends a fixed response"]`, 404},
		{albFront, "/old", "The load balancer responds itself: the action of the rule is a redirect", `"does":["redirects to http://127.0.0.1:`, 301},
		{albFront, "/hello/bad", "The load balancer responds itself: what the function returned is not a JSON object", `forwards to`, 502},
		{apiFront, "/live/a", "API Gateway passes the function's response on.", `{"stage":"live","resource":"/{proxy+}","method":"ANY"}`, 200},
		{apiFront, "/other", `API Gateway responds itself: the API has no stage "other"`, `{}`, 403},
		{urlFront, "/bad", "The function URL passes the function's response on.", "null", 200},
	} {
		d := a.details(a.send(c.front, "GET", c.path, ""))
		if route, _ := json.Marshal(d.Route); d.Verdict != c.verdict || d.Status != c.status || !strings.Contains(string(route), c.route) {
			t.Errorf("%s%s: %d %s by %s", c.front, c.path, d.Status, d.Verdict, route)
		}
	}
	var p problem
	if status := a.call("GET", "/requests/999", nil, &p); status != 404 || !strings.Contains(p.Error, "no longer kept") {
		t.Errorf("%d %+v", status, p)
	}
}

// What differs on AWS is said: where a redirect leads, and the page of a front end whose function
// cannot run.
func TestOnAWS(t *testing.T) {
	x := newExchange(&frontends.Exchange{
		Kind: "alb", Request: httptest.NewRequest("GET", "/", nil), Location: "https://127.0.0.1:443/", Page: []byte("502"),
		Response: &httpsim.Response{Response: &http.Response{StatusCode: 502, Header: http.Header{"X-Not-Simulated": {"the web ACL"}}}, Reason: "it does not compile"},
	})
	if got := fmt.Sprint(x.details().OnAWS); got != "[{Location https://127.0.0.1:443/} {Body, if the function failed there, too 502} {Not simulated the web ACL}]" {
		t.Error(got)
	}
	x.status, x.reason = 501, "not simulated: API keys"
	if got := x.verdict(); got != "What AWS does here is not simulated: API keys" {
		t.Error(got)
	}
}

// The last hundred are kept, and of them no more than a bound, however large they are.
func TestMemoryIsBounded(t *testing.T) {
	a := start(t)
	for range 105 {
		a.send(albFront, "GET", "/x", "")
	}
	if all, oldest := a.log.after(0); len(all) != 100 || oldest != 6 || all[99].id != 105 {
		t.Errorf("%d are kept from %d on", len(all), oldest)
	}
	var last int64
	for range 40 {
		last = a.send(albFront, "POST", "/hello/large", strings.Repeat("y", 700_000))
	}
	all, _ := a.log.after(0)
	n := 0
	for _, x := range all {
		for _, b := range [][]byte{x.sent.Kept, x.event.Kept, x.returned.Kept, x.received.Kept} {
			if len(b) > Keep || cap(b) > 2*Keep {
				t.Fatalf("%d bytes are kept in %d", len(b), cap(b))
			}
			n += len(b)
		}
	}
	if n > mostBytes || len(all) < 5 || n < mostBytes/2 {
		t.Errorf("%d bytes are kept of %d requests", n, len(all))
	}
	d := a.details(last)
	if d.Body.Size != 700_000 || d.Body.Kept != Keep || d.Response.Body.Size != 900_000 || d.Event.Size < 700_000 || d.Event.Kept != Keep {
		t.Errorf("%d of %d, %d of %d", d.Body.Kept, d.Body.Size, d.Event.Kept, d.Event.Size)
	}
}

func TestTexts(t *testing.T) {
	long := bytes.Repeat([]byte("é"), 10)
	for _, c := range []struct {
		body frontends.Body
		text string
		hex  bool
	}{
		{frontends.Body{Kept: []byte("a"), Size: 1}, "a", false},
		{frontends.Body{Kept: long[:19], Size: 20}, string(long[:18]), false},
		{frontends.Body{Kept: []byte{0xff, 0xfe}, Size: 2}, "", true},
		{frontends.Body{Kept: []byte{0x41, 0xc3}, Size: 2}, "", true},
	} {
		if got := textOf(c.body); got.Text != c.text || (got.Binary != nil) != c.hex {
			t.Errorf("%q: %+v", c.body.Kept, got)
		}
	}
}
