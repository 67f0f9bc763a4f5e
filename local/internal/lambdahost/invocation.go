package lambdahost

import (
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"example.com/alb-lambda/lambda/runtimeloop"
)

// invocation is one event on its way through a function.
type invocation struct {
	id       string
	event    []byte
	deadline time.Time
	done     chan struct{} // closed when returned and err are there, and the environment is free
	// responded is closed when the function has responded.
	responded chan struct{}

	mutex    sync.Mutex
	stream   runtimeloop.Stream // nil where the response is returned as a whole
	returned []byte
	err      error
	settled  bool
}

func newInvocation(event []byte, timeout time.Duration, stream runtimeloop.Stream) *invocation {
	return &invocation{
		id: newRequestID(), event: event, deadline: time.Now().Add(timeout), stream: stream,
		done: make(chan struct{}), responded: make(chan struct{}),
	}
}

// newRequestID is a random UUID, as Lambda's are.
func newRequestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// settle takes the first outcome.
func (i *invocation) settle(returned []byte, err error) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if !i.settled {
		i.settled, i.returned, i.err = true, returned, err
	}
}

func (i *invocation) fail(err error) { i.settle(nil, err) }

// respond is what the function has posted.
func (i *invocation) respond(returned []byte, err error) {
	i.settle(returned, err)
	close(i.responded)
}

// finish lets the one who waits go on.
func (i *invocation) finish() { close(i.done) }

// abandon says that nobody waits any more: nothing is written to the stream from now on.
func (i *invocation) abandon() {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	i.stream = nil
}

// write writes a piece of a streamed response.
func (i *invocation) write(p []byte, contentType string) (streamed bool, err error) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if i.stream == nil {
		return false, nil
	}
	i.stream.SetContentType(contentType)
	if _, err := i.stream.Write(p); err != nil {
		return true, err
	}
	return true, i.stream.Flush()
}
