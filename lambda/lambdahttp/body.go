package lambdahttp

import (
	"io"
	"net/http"
	"sync"

	"example.com/alb-lambda/lambda/httpevent"
)

// body is a request's body. It ends with the handler, as that of net/http does: its memory serves the next one. Nothing of
// that memory is handed out, which is why it is not an io.WriterTo.
type body struct {
	mu     sync.Mutex
	memory *[]byte // nil once the body is closed
	rest   []byte
}

// newBody returns the body of the request, or nil if it is empty.
func newBody(e *httpevent.Request) (*body, error) {
	memory := buffers.Get().(*[]byte)
	content, err := e.AppendBody((*memory)[:0])
	*memory = content
	if err != nil || len(content) == 0 {
		release(memory)
		return nil, err
	}
	return &body{memory: memory, rest: content}, nil
}

// Read reads from the body.
func (b *body) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.memory == nil {
		return 0, http.ErrBodyReadAfterClose
	}
	if len(b.rest) == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// Close ends the body.
func (b *body) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.memory != nil {
		release(b.memory)
		b.memory, b.rest = nil, nil
	}
	return nil
}

// buffers has the memory of the bodies of requests and responses, between those.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// maxKept is the capacity up to which memory is used again: enough for the largest response of a load balancer, however its
// buffer has grown. That of larger bodies, which are rare, goes back.
const maxKept = 2 << 20

// release gives memory back, of which nobody must have a part any more.
func release(memory *[]byte) {
	if cap(*memory) <= maxKept {
		buffers.Put(memory)
	}
}
