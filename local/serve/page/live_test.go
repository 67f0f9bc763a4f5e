package page

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// sse reads server-sent events.
type sse struct {
	*testing.T
	in *bufio.Scanner
}

func (a *app) listen() *sse {
	a.Helper()
	r, err := http.NewRequestWithContext(a.Context(), http.MethodGet, a.server.URL+"/live", nil)
	if err != nil {
		a.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		a.Fatal(err)
	}
	a.Cleanup(func() { _ = response.Body.Close() })
	if got := response.Header.Get("Content-Type"); got != "text/event-stream" {
		a.Errorf("the type is %s", got)
	}
	in := bufio.NewScanner(response.Body)
	in.Buffer(nil, 1<<20)
	return &sse{a.T, in}
}

func (s *sse) next(event string) (n news) {
	s.Helper()
	for s.in.Scan() {
		if s.in.Text() == "event: "+event {
			s.in.Scan()
			if err := json.Unmarshal([]byte(strings.TrimPrefix(s.in.Text(), "data: ")), &n); err != nil {
				s.Fatal(err)
			}
			return n
		}
	}
	s.Fatalf("the events ended: %v", s.in.Err())
	return n
}

func TestLive(t *testing.T) {
	a := start(t)
	first := a.send(albFront, "GET", "/x", "")
	events := a.listen()
	events.next("hello")
	if n := events.next("requests"); len(n.Requests) != 1 || n.Requests[0].ID != first || n.Oldest != first {
		t.Errorf("%+v", n)
	}
	a.send(apiFront, "GET", "/live/a", "")
	n := events.next("requests")
	if len(n.Requests) != 1 || n.Requests[0].Kind != "api" || n.Requests[0].Target != "/live/a" || n.Requests[0].By != "ANY /{proxy+}" || n.Requests[0].Status != 200 || n.Requests[0].Own {
		t.Errorf("%+v", n)
	}
	if status := a.call("POST", "/clear", struct{}{}, nil); status != http.StatusNoContent {
		t.Errorf("clear: %d", status)
	}
	if n := events.next("requests"); len(n.Requests) != 0 || n.Oldest != 3 {
		t.Errorf("%+v", n)
	}
	if id := a.send(albFront, "GET", "/x", ""); id != 3 {
		t.Errorf("an id is used again: %d", id)
	}
}
