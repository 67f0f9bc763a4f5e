// Package page is the page of serve: the last requests, live, each with the rules that were tried,
// the event, the response and what AWS would have sent, what the other front end would have made of
// it, and a form that sends it again with changes.
//
// What the page shows, and who may read it, may enter. What a front end does is the business of
// lambda/httpsim, its sockets that of local/internal/frontends, and what differs between two events
// that of local/diff.
package page

import (
	"encoding/json"
	"net/http"
	"strconv"
	"sync"

	"example.com/alb-lambda/lambda/httpsim"
	"example.com/alb-lambda/local/internal/frontends"
)

// Keep is how many bytes of each body and each event are kept: 256 KiB.
const Keep = 256 << 10

// Config is what the page needs of serve.
type Config struct {
	// App names the app.
	App string
	// Fronts are the front ends that are served now. Required.
	Fronts func() []*frontends.Front
	// Templates loads what is served once more, with functions that respond to any event. Required.
	Templates func() (*httpsim.Deployment, error)
}

// Page is an [http.Handler] over the requests that it was told of.
type Page struct {
	config  Config
	log     *requests
	handler http.Handler

	mutex   sync.Mutex
	replays map[string]*replayed // those that are on their way, by the address that they come from
}

// New returns a page without requests.
func New(c Config) *Page {
	p := &Page{config: c, log: newRequests(), replays: map[string]*replayed{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", document)
	mux.HandleFunc("GET /live", p.live)
	mux.HandleFunc("GET /fronts", p.fronts)
	mux.HandleFunc("GET /requests/{id}", p.request)
	mux.HandleFunc("GET /requests/{id}/other", p.other)
	mux.HandleFunc("POST /replay", p.replay)
	mux.HandleFunc("POST /clear", p.clear)
	p.handler = guard(mux)
	return p
}

// ServeHTTP serves the page to browsers of this machine, by the names 127.0.0.1 and localhost.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.handler.ServeHTTP(w, r) }

// Record adds a request. It costs little while nobody looks at the page.
func (p *Page) Record(e *frontends.Exchange) {
	x := newExchange(e)
	p.mutex.Lock()
	waiting := p.replays[x.from]
	p.mutex.Unlock()
	if waiting != nil {
		x.replayOf = waiting.of
	}
	p.log.add(x)
	if waiting != nil {
		select {
		case waiting.done <- x.id:
		default: // what was sent was two requests in one
		}
	}
}

// request is all that is known of one.
func (p *Page) request(w http.ResponseWriter, r *http.Request) {
	if x := p.find(w, r.PathValue("id")); x != nil {
		respond(w, http.StatusOK, x.details())
	}
}

// find returns a request, or responds that it is not there.
func (p *Page) find(w http.ResponseWriter, id string) *exchange {
	n, err := strconv.ParseInt(id, 10, 64)
	x := p.log.get(n)
	if err != nil || x == nil {
		respond(w, http.StatusNotFound, problem{"the request is no longer kept: only the last ones are"})
		return nil
	}
	return x
}

func (p *Page) clear(w http.ResponseWriter, _ *http.Request) {
	p.log.clear()
	w.WriteHeader(http.StatusNoContent)
}

// front is a front end that a request can be sent to.
type front struct {
	Name  string   `json:"name"`
	URL   string   `json:"url"`
	Paths []string `json:"paths"`
}

func (p *Page) fronts(w http.ResponseWriter, _ *http.Request) {
	all := []front{}
	for _, f := range p.config.Fronts() {
		all = append(all, front{f.Name, f.URL(), f.Paths()})
	}
	respond(w, http.StatusOK, all)
}

// problem is what cannot be done, and why.
type problem struct {
	Error string `json:"error"`
}

func respond(w http.ResponseWriter, status int, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		status, text = http.StatusInternalServerError, []byte(`{"error":"the response is not JSON"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text) // a browser that has gone needs no response
}
