package httpevent

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
)

// Request is one request, read from the event of whichever front end it came through. What an
// accessor returns is decoded when it is first called, and kept. A Request may be used by several
// goroutines at once, and by those that outlive the response. The maps and slices that it returns
// must not be changed.
type Request struct {
	kind        Kind
	healthCheck bool
	event       []byte

	mu      sync.Mutex // guards what follows
	members eventMembers
	rest    object // the walk over the event
	paused  bool   // at the value of the body, whose name has been read
	header  http.Header
	query   url.Values
	body    []byte
	bodyErr error
	hasBody bool
	// borrowed says that the body is in memory which is somebody else's after Release.
	borrowed bool

	shared atomic.Bool // by FromContext
}

// Read reads an event. It never fails: what is not an event of a front end is a Request of the kind
// [Unknown].
//
// The Request refers to the event's bytes, which must never change again: a caller whose buffer is
// used for the next event passes a copy. [Handler.Invoke] makes one.
//
// The members may come in any order, with one exception: what tells an HTTP API's event of payload
// format 1.0 from a REST API's is its version, which AWS writes first; behind the body it comes too
// late.
//
// Every front end puts the body near the end of its events. Read goes as far as the body if it then
// knows all that it has to; the accessors that need the rest read it. So the size of a body that
// nobody reads costs nothing.
func Read(event []byte) *Request {
	r := new(Request)
	r.read(event)
	return r
}

func (r *Request) read(event []byte) {
	*r = Request{event: event, rest: openObject(event)}
	m := &r.members
	for key, ok := r.rest.key(); ok; key, ok = r.rest.key() {
		if string(key) == "body" && m.complete() {
			r.kind, r.paused = m.kind(), true
			break
		}
		m.note(key, r.rest.value())
	}
	if r.rest.whole {
		r.kind = m.kind()
	}
	r.healthCheck = r.kind.IsALB() && m.healthCheck()
}

// all returns the members after reading those from the body on. What told the kind, the method and
// the path stays, should an event that no front end makes have it twice. The caller holds the lock.
func (r *Request) all() *eventMembers {
	m := &r.members
	if r.paused {
		r.paused = false
		first := *m
		m.note([]byte("body"), r.rest.value())
		for key, ok := r.rest.key(); ok; key, ok = r.rest.key() {
			m.note(key, r.rest.value())
		}
		m.httpMethod, m.method, m.path, m.rawPath, m.latticePath, m.context = first.httpMethod, first.method, first.path, first.rawPath, first.latticePath, first.context
	}
	return m
}

// Event returns the event's own bytes, for what the accessors do not cover: the claims of an
// authorizer, path parameters, stage variables. They must not be changed. A function that keeps
// them after its response copies them, if the caller of [Read] may change them then. A Request of
// [Borrow] has an event of its own, in which a large body is empty.
func (r *Request) Event() []byte { return r.event }

// Kind says which front end the request came through.
func (r *Request) Kind() Kind { return r.kind }

// HealthCheck reports whether the request is a health check of the load balancer.
func (r *Request) HealthCheck() bool { return r.healthCheck }

// Method returns the HTTP method: "GET".
func (r *Request) Method() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	method := r.members.httpMethod
	switch {
	case r.kind.Payload2():
		method = r.members.context.method
	case r.kind.IsLattice():
		method = r.members.method
	}
	switch string(method) { // the common ones need no copy
	case `"GET"`:
		return http.MethodGet
	case `"POST"`:
		return http.MethodPost
	}
	return text(method)
}

type contextKey struct{}

// NewContext returns a context that carries the request, for code that sees the context alone, such
// as an [http.Handler].
func NewContext(ctx context.Context, r *Request) context.Context {
	return context.WithValue(ctx, contextKey{}, r)
}

// FromContext returns the request that the context carries, if any.
func FromContext(ctx context.Context) (*Request, bool) {
	r, ok := ctx.Value(contextKey{}).(*Request)
	if ok {
		r.shared.Store(true)
	}
	return r, ok
}
