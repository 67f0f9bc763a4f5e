package runtimeloop

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// worker responds to one event after the other.
type worker struct {
	pool  *pool
	api   connection
	waits bool // for an event; guarded by the pool's mutex
	alone bool // no other worker shares the process's environment
	// The memory of event and response serves one invocation after the other, if the handler allows
	// that.
	reuseEvent, reuseResponse bool
	event, response           []byte
	buffer                    []byte  // of streams
	id                        string  // of the invocation in progress, or empty
	stream                    *stream // of the invocation in progress, or nil
	lost                      bool    // the last event was cut off
}

func newWorker(p *pool, address string, alone bool) *worker {
	w := &worker{pool: p, api: connection{address: address}, alone: alone}
	if reuser, ok := p.handler.(BufferReuser); ok {
		w.reuseEvent = reuser.ReuseBuffers()
	}
	reuser, ok := p.handler.(ResponseReuser)
	w.reuseResponse = w.reuseEvent || ok && reuser.ReuseResponse()
	return w
}

// run serves events until the pool stops.
func (w *worker) run() {
	defer func() {
		if w.id == "" {
			w.api.close()
			w.pool.running.Done()
			return
		}
		// The handler called runtime.Goexit, which ends this goroutine: another goes on. The memory
		// that the handler had, it has not returned.
		w.event, w.response = nil, nil
		w.fail(errGoexit)
		go w.run()
	}()
	growStack()
	for w.serve() {
	}
}

// growStack makes the stack of the goroutine as large as most events need it, while there is little
// on it. Go would double it step by step, and look up each time how to move each function on it,
// in tables that would take memory then.
//
//go:noinline
func growStack() byte {
	var room [8 << 10]byte
	return room[len(userAgent)] // what is not used would not be there
}

// errStopped ends a worker that waits for an event.
var errStopped = errors.New("the loop stops")

// serve fetches an event and responds to it. It returns false if the worker is to end.
func (w *worker) serve() bool {
	head, event, err := w.next()
	var cut *cutError
	switch {
	case errors.As(err, &cut) && !w.lost:
		w.lost = true
		w.fail(err)
		return true
	case err != nil:
		w.id = ""
		if !errors.Is(err, errStopped) {
			w.pool.stop(fmt.Errorf("next event: %w", err))
		}
		return false
	}
	w.lost = false
	ctx, cancel, err := w.invocation(head)
	if err != nil {
		w.fail(err)
		return true
	}
	response, err := w.call(ctx, cancel, event)
	if w.reuseResponse {
		w.response = response
	}
	switch {
	case err != nil:
		w.fail(err)
	case w.stream != nil && w.stream.end(nil):
		w.done("stream the response", w.stream.err)
	default:
		w.api.begin("POST", "/2018-06-01/runtime/invocation/", w.id, "/response")
		w.api.field("Content-Type", "application/json")
		_, posted := w.api.post(response)
		w.done("post the response", posted)
	}
	if _, panicked := errors.AsType[*panicError](err); panicked {
		w.pool.stop(fmt.Errorf("the function panicked: %w", err))
	}
	return true
}

// done ends an invocation, whose response or error was posted with the result err. One that the
// Runtime API rejects, and one whose connection is lost, ends that invocation alone; only after an
// error of its own is the Runtime API not to be used again.
func (w *worker) done(what string, err error) {
	id := w.id
	w.id, w.stream = "", nil
	if err == nil {
		return
	}
	err = fmt.Errorf("%s: %w", what, err)
	if no := (*statusError)(nil); errors.As(err, &no) && no.status/100 == 5 {
		w.pool.stop(err)
	} else {
		logFailure("the invocation failed", id, newFailure(err))
	}
}

// call calls the handler, ends its context, and turns a panic into an error.
func (w *worker) call(ctx context.Context, cancel context.CancelFunc, event []byte) (response []byte, err error) {
	defer func() {
		cancel()
		if cause := recover(); cause != nil {
			response, err = nil, newPanicError(cause)
		}
	}()
	if streams, ok := w.pool.handler.(StreamHandler); ok {
		w.stream = &stream{worker: w, id: w.id}
		return streams.Respond(ctx, w.stream, w.response[:0], event)
	}
	return w.pool.handler.Append(ctx, w.response[:0], event)
}

// cutError is the loss of the connection within an event.
type cutError struct {
	size int
	err  error
}

func (e *cutError) Error() string {
	return fmt.Sprintf("the connection was lost after %d bytes of the event: %v", e.size, e.err)
}

// next fetches an event.
func (w *worker) next() (http.Header, []byte, error) {
	if !w.setWaits(false) {
		return nil, nil, errStopped
	}
	for {
		w.api.begin("GET", "/2018-06-01/runtime/invocation/next")
		w.api.head = append(w.api.head, "\r\n"...)
		kept := w.api.conn != nil
		err := w.api.write(w.api.head)
		if err == nil {
			err = w.wait()
		}
		if err == nil {
			break
		}
		w.api.close()
		if errors.Is(err, errStopped) || !kept {
			return nil, nil, err
		}
	}
	response, event, err := w.api.read(w.event) //nolint:bodyclose // read to its end and replaced by event
	if response == nil {
		return nil, nil, err
	}
	if err := statusOf(response, event); err != nil {
		return nil, nil, err
	}
	w.id = response.Header.Get("Lambda-Runtime-Aws-Request-Id")
	if err != nil {
		return nil, nil, &cutError{len(event), err}
	}
	if w.reuseEvent {
		w.event = event
	}
	return response.Header, event, nil
}

// wait waits for the first byte of an event. Whoever stops the pool ends that, but not the reading
// of an event that has begun.
func (w *worker) wait() error {
	if !w.setWaits(true) {
		return errStopped
	}
	_, err := w.api.in.Peek(1)
	if !w.setWaits(false) {
		if err != nil {
			return errStopped
		}
		return w.api.conn.SetReadDeadline(time.Time{})
	}
	return err
}

// setWaits says whether the worker waits for an event. It returns false if the pool is stopping.
func (w *worker) setWaits(waits bool) bool {
	w.pool.mutex.Lock()
	defer w.pool.mutex.Unlock()
	w.waits = waits
	return !w.pool.stopping
}
