package runtimeloop

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// api is a Runtime API that a test scripts. It hands out its events in order, keeps what is posted,
// and says 410 to whoever polls when there is no event left, which stops the loop.
type api struct {
	*httptest.Server
	t      *testing.T
	events []event
	// onPost runs when a POST has been read; it may respond, or take the connection away.
	onPost    func(w http.ResponseWriter, p post)
	extension func(w http.ResponseWriter, r *http.Request) // responds to the poll of an extension
	// polls wait for the end of the test when there is no event left
	idle bool

	mutex       sync.Mutex
	polls       int
	posts       []post
	responses   int // posts that are not registrations
	connections int
	closed      chan struct{}
}

// event is an event with its headers; one that is empty is not sent.
type event struct {
	body string
	head map[string]string
}

// post is what a function posted.
type post struct {
	path, body string
	head       http.Header
	trailer    http.Header
	length     int64
}

const invocations = "/2018-06-01/runtime/invocation/"

// newAPI returns an API that hands out events with these bodies, as id-0, id-1 and so on.
func newAPI(t *testing.T, bodies ...string) *api {
	a := &api{t: t, closed: make(chan struct{})}
	for _, body := range bodies {
		a.events = append(a.events, event{body: body})
	}
	a.Server = httptest.NewUnstartedServer(a)
	a.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			a.mutex.Lock()
			a.connections++
			a.mutex.Unlock()
		}
	}
	return a
}

// address starts the API, after which the test must not change it.
func (a *api) address() string {
	a.t.Helper()
	if a.URL == "" {
		a.Start()
		a.t.Cleanup(func() {
			close(a.closed)
			a.CloseClientConnections()
			a.Close()
		})
	}
	return strings.TrimPrefix(a.URL, "http://")
}

// serve serves with so many workers until the loop stops.
func (a *api) serve(workers int, handler Handler) error {
	return Loop{}.run(a.address(), func(context.Context) (Handler, error) { return handler, nil }, workers)
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == "GET" && r.URL.Path == invocations+"next" {
		a.next(w)
		return
	}
	if r.Method == "GET" && r.URL.Path == "/2020-01-01/extension/event/next" {
		if a.extension != nil {
			a.extension(w, r)
		}
		return
	}
	body, err := io.ReadAll(r.Body)
	p := post{r.URL.Path, string(body), r.Header, r.Trailer, r.ContentLength}
	a.mutex.Lock()
	a.posts = append(a.posts, p)
	if strings.HasPrefix(p.path, invocations) {
		a.responses++
	}
	a.mutex.Unlock()
	if err != nil {
		a.t.Errorf("%s: %v", r.URL.Path, err)
	}
	if a.onPost != nil {
		a.onPost(w, p)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func (a *api) next(w http.ResponseWriter) {
	a.mutex.Lock()
	i := a.polls
	a.polls++
	a.mutex.Unlock()
	if i >= len(a.events) {
		if a.idle {
			<-a.closed
			return
		}
		for a.count(&a.responses) < len(a.events) { // the loop would give up an event that is on its way
			select {
			case <-a.closed:
				return
			case <-time.After(time.Millisecond):
			}
		}
		w.WriteHeader(http.StatusGone)
		return
	}
	head := map[string]string{
		"Lambda-Runtime-Aws-Request-Id": fmt.Sprint("id-", i),
		"Lambda-Runtime-Deadline-Ms":    fmt.Sprint(deadline),
	}
	maps.Copy(head, a.events[i].head)
	for name, value := range head {
		if value != "" {
			w.Header().Set(name, value)
		}
	}
	_, _ = io.WriteString(w, a.events[i].body)
}

// posted returns what was posted, by the path behind the invocations.
func (a *api) posted() map[string]post {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	all := map[string]post{}
	for _, p := range a.posts {
		path := strings.TrimPrefix(p.path, invocations)
		if _, twice := all[path]; twice {
			a.t.Errorf("%s was posted twice", path)
		}
		all[path] = p
	}
	return all
}

// paths returns the paths that were posted to, in order.
func (a *api) paths() string {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	var all []string
	for _, p := range a.posts {
		all = append(all, strings.TrimPrefix(p.path, invocations))
	}
	return strings.Join(all, " ")
}

// gone is how a loop ends whose API has no more events.
const gone = "next event: 410 Gone: "

func wantGone(t *testing.T, err error) {
	t.Helper()
	if err == nil || err.Error() != gone {
		t.Errorf("the loop ended with %v", err)
	}
}

// count reads a counter.
func (a *api) count(counter *int) int {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return *counter
}
