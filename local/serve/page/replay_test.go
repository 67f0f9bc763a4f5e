package page

import (
	"net/http"
	"strings"
	"testing"

	"example.com/alb-lambda/local/internal/frontends"
)

func (a *app) replayed(r replay) (s sent) {
	a.Helper()
	if status := a.call("POST", "/replay", r, &s); status != http.StatusOK {
		a.Fatalf("%+v: %d", r, status)
	}
	return s
}

func TestReplay(t *testing.T) {
	a := start(t)
	binary := "\xff\x00\xfe"
	id := a.send(albFront, "POST", "/hello?a=1", binary, "X-First: 1", "Content-Type: image/png")
	ran := a.events
	s := a.replayed(replay{Of: id, Front: apiFront, Method: "PUT", Target: "/live/again?b=%20", Headers: "Host: api.example.com\r\nx-LOWER: 2\nX-lower:3\n\nContent-Length: 999\n", SameBody: true})
	if s.Status != 200 || s.ID != id+1 || a.events != ran+1 {
		t.Fatalf("%+v after %d", s, id)
	}
	d := a.details(s.ID)
	if d.ReplayOf != id || d.Method != "PUT" || d.Target != "/live/again?b=%20" || d.Host != "api.example.com" || string(d.Body.Binary) != binary {
		t.Errorf("%+v", d)
	}
	if got := d.Headers; len(got) != 3 || got[0] != (header{"Content-Length", "3"}) || !strings.EqualFold(got[1].Name, "x-lower") || got[1].Value != "2" || got[2].Value != "3" {
		t.Errorf("%v", got)
	}
	s = a.replayed(replay{Of: id, Front: albFront, Method: "GET", Target: "/hello/changed", Headers: "Authorization: Bearer other", Body: "text"})
	if d = a.details(s.ID); d.Body.Text != "text" || d.Host != strings.TrimPrefix(a.url(albFront), "http://") || !strings.Contains(d.Event.Text, "Bearer other") {
		t.Errorf("%+v", d)
	}
	if s = a.replayed(replay{Front: albFront, Method: "HEAD", Target: "/x"}); s.Status != 404 || a.details(s.ID).ReplayOf != 0 {
		t.Errorf("a new request: %+v", s)
	}
	// What is not HTTP as the server reads it reaches no front end.
	if s = a.replayed(replay{Front: albFront, Method: "GET", Target: "/", Headers: "Host: a b"}); s.Status != 400 || s.ID != 0 {
		t.Errorf("a Host that is not one: %+v", s)
	}
	if len(a.replays) != 0 {
		t.Errorf("%d are still waited for", len(a.replays))
	}
	for want, r := range map[string]replay{
		`method: "GET /x HTTP/1.1" is not one word, like GET`:                        {Front: albFront, Method: "GET /x HTTP/1.1", Target: "/"},
		`path: "x" is not like /orders?page=1, with %20 for a space`:                 {Front: albFront, Method: "GET", Target: "x"},
		`path: "/ HTTP/1.1\r\nX: " is not like /orders?page=1, with %20 for a space`: {Front: albFront, Method: "GET", Target: "/ HTTP/1.1\r\nX: "},
		`headers: "no colon" is not like Name: value`:                                {Front: albFront, Method: "GET", Target: "/", Headers: "A: 1\nno colon"},
		`headers: "A: 1\rB: 2" is not like Name: value`:                              {Front: albFront, Method: "GET", Target: "/", Headers: "A: 1\rB: 2"},
		`"elsewhere" is no longer served`:                                            {Front: "elsewhere", Method: "GET", Target: "/"},
		"the request is no longer kept, and neither is its body":                     {Of: 999, SameBody: true, Front: albFront, Method: "GET", Target: "/"},
	} {
		var p problem
		if status := a.call("POST", "/replay", r, &p); status < 400 || p.Error != want {
			t.Errorf("got  %d %s\nwant %s", status, p.Error, want)
		}
	}
}

// Only front ends that are served are sent to.
func TestReplayOfAFrontEndThatIsGone(t *testing.T) {
	a := start(t)
	gone := a.config.Fronts()
	a.set.Close()
	a.config.Fronts = func() []*frontends.Front { return gone }
	var p problem
	if status := a.call("POST", "/replay", replay{Front: albFront, Method: "GET", Target: "/"}, &p); status != http.StatusBadGateway || !strings.Contains(p.Error, "refused") {
		t.Errorf("%d %+v", status, p)
	}
}
